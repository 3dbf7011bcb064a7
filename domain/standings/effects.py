"""What each measure does to what an institution holds, as data; and what of it takes a ruling."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from domain import deadlines
from domain.authorities import Sector
from domain.deadlines.rules import months_after
from domain.institutions.terms import Delivery, EntitlementKind, EntitlementState
from domain.rectification.terms import EscalationMeasure
from domain.refusals import InvalidInput, Refusal
from domain.standings.decisions import LONGEST_MONTHS, LONGEST_STOP_WITHOUT_RULING
from domain.standings.replay import ENDED
from domain.standings.terms import StandingKind

_M, _E, _S, _K = EscalationMeasure, EntitlementKind, EntitlementState, StandingKind


@dataclass(eq=False)
class NothingToTake(
    Refusal,
    zh="该机构现无“{measure.zh}”所针对的有效事项。",
    en='The institution holds nothing that "{measure.en}" would take or end.',
):
    """A measure that does nothing is not put on record as if it did."""

    measure: EscalationMeasure


@dataclass(frozen=True, slots=True)
class Effect:
    """What a measure does.

    It puts a standing of the kind `puts` on the institution, or on each entitlement chosen of those that
    it `takes`, which comes to `state`; and it ends those of the kind `ends`. `notifies` are the sectors
    whose organs are to carry it out.
    """

    puts: StandingKind | None = None
    takes: frozenset[EntitlementKind] = frozenset()
    takes_online: frozenset[EntitlementKind] = frozenset()
    """Kinds of which it takes those alone that are for training online."""
    state: EntitlementState | None = None
    ends: StandingKind | None = None
    needs_ruling: bool = False
    until_order_closed: bool = False
    """It has no last day, and is lifted when the order from which it follows is closed."""
    notifies: tuple[Sector, ...] = ()


def _taking(state: EntitlementState, *kinds: EntitlementKind) -> Effect:
    return Effect(_K.ENTITLEMENT, frozenset(kinds), state=state, needs_ruling=True)


EFFECTS: Mapping[EscalationMeasure, Effect] = {
    _M.WARNING: Effect(_K.WARNING),
    _M.STOP_ENROLMENT: Effect(_K.ENROLMENT_STOP),
    _M.REMOVE_FROM_WHITE_LIST: Effect(ends=_K.WHITE_LIST),
    _M.ANNUAL_CHECK_UNQUALIFIED: Effect(
        _K.ENROLMENT_STOP, needs_ruling=True, until_order_closed=True
    ),
    _M.WITHDRAW_LICENCE: _taking(_S.REVOKED, _E.LICENCE),
    _M.TAKEDOWN: Effect(
        _K.ENTITLEMENT,
        frozenset({_E.FILING}),
        frozenset({_E.LICENCE}),
        _S.SHUT_DOWN,
        needs_ruling=True,
        notifies=(Sector.EDUCATION, Sector.PUBLIC_SECURITY, Sector.COMMUNICATIONS),
    ),
    _M.REMOVE_FROM_DIRECTORY: _taking(_S.REMOVED, _E.LISTING),
    _M.CANCEL_ACCREDITATION: _taking(_S.CANCELLED, _E.AUTHORISATION),
    _M.REVOKE_ACCREDITATION: _taking(_S.REVOKED, _E.AUTHORISATION, _E.BASE),
    _M.REVOKE_TITLE: _taking(_S.REVOKED, _E.TITLE),
    # The penalty has a procedure of its own; the register changes with what is decided there.
    _M.ADMINISTRATIVE_PENALTY: Effect(),
}


@dataclass(frozen=True, slots=True)
class HeldEntitlement:
    """What of an entitlement decides whether a measure takes it."""

    id: UUID
    kind: EntitlementKind
    delivery: Delivery | None
    state: EntitlementState


def chosen(
    measure: EscalationMeasure,
    held: Iterable[HeldEntitlement],
    wanted: Collection[UUID] | None,
) -> list[UUID]:
    """The entitlements that a measure takes: those wanted, or all of its kind that have not ended.

    InvalidInput for one that is not among these; NothingToTake where there is none.
    """
    effect = EFFECTS[measure]
    if not effect.state:
        if wanted:
            zh, en = "该措施不涉及资质", "must be left out: the measure takes no entitlement"
            raise InvalidInput.of("entitlementIds", zh, en)
        return []
    found = [each.id for each in held if each.state not in ENDED and _is_taken(effect, each)]
    if wanted is None:
        if not found:
            raise NothingToTake(measure)
        return found
    if not wanted or not set(wanted) <= set(found):
        zh, en = "须为该措施所针对的有效资质", "must be entitlements that the measure takes"
        raise InvalidInput.of("entitlementIds", zh, en)
    return [each for each in found if each in wanted]


def _is_taken(effect: Effect, held: HeldEntitlement) -> bool:
    is_online = held.kind in effect.takes_online and held.delivery is Delivery.ONLINE
    return held.kind in effect.takes or is_online


def last_day(measure: EscalationMeasure, from_on: dt.date, given: dt.date | None) -> dt.date | None:
    """Until when it holds: as given, or, of a stop of enrolment, for as long as one person may order it;
    a warning as long as warnings do. InvalidInput for a last day of what has none."""
    effect = EFFECTS[measure]
    if effect.puts is _K.ENROLMENT_STOP and not effect.until_order_closed:
        return given or from_on + LONGEST_STOP_WITHOUT_RULING - dt.timedelta(days=1)
    if given is not None:
        zh, en = "该措施没有截止日期", "must be left out: the measure has no last day to choose"
        raise InvalidInput.of("untilOn", zh, en)
    if effect.puts is _K.WARNING:
        return months_after(from_on, LONGEST_MONTHS[_K.WARNING]) - dt.timedelta(days=1)
    return None


def needs_ruling(
    measure: EscalationMeasure, stopped_since: dt.date, until_on: dt.date | None
) -> bool:
    """Whether it takes a livelihood: notice first, and a second person to confirm it. A stop of enrolment
    counts from when the stops began that it follows on (`decisions.stopped_since`)."""
    effect = EFFECTS[measure]
    if effect.puts is not _K.ENROLMENT_STOP:
        return effect.needs_ruling
    return until_on is None or until_on - stopped_since >= LONGEST_STOP_WITHOUT_RULING


def review_due(measure: EscalationMeasure, on: dt.date) -> dt.date | None:
    """By when it is to be looked at again: whether an institution off the white list returns to it or is
    put on the black list (X33: within three months). Proposed to a person; nothing follows by itself."""
    if EFFECTS[measure].ends is not _K.WHITE_LIST:
        return None
    return months_after(on, deadlines.at("WHITE_LIST_RETURN", on).value or 0)
