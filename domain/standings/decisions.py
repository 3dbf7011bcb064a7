"""What may be decided on an entitlement, on an institution and on a person: days, terms, and what stands in
the way."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter

from domain.deadlines.rules import months_after
from domain.institutions.terms import EntitlementState, ListStatus
from domain.refusals import InvalidInput, Refusal
from domain.standings.replay import Standing
from domain.standings.terms import StandingKind
from domain.transitions import Transition, transition

_S, _K = EntitlementState, StandingKind

LISTS = frozenset({_K.WHITE_LIST, _K.BLACK_LIST, _K.KEY_SUPERVISION, _K.STAFF_BLACK_LIST})
OF_PERSONS = frozenset({_K.STAFF_BLACK_LIST})
LONGEST_MONTHS: Mapping[StandingKind, int] = {
    _K.WHITE_LIST: 12,
    _K.BLACK_LIST: 36,
    _K.KEY_SUPERVISION: 12,
    _K.STAFF_BLACK_LIST: 60,
    _K.ENROLMENT_STOP: 12,
    _K.WARNING: 12,
}
"""`[INF]`, but for the black list (the national rule on credit repair: a serious
breach of trust is public for three years at most). The
white list is checked every year (X33)."""
FOR_A_TIME = frozenset({_S.SUSPENDED, _S.RECTIFYING})
LONGEST_STOP_WITHOUT_RULING = dt.timedelta(days=30)
"""`[INF]`: what keeps an institution from its business for longer is decided by two persons."""
_LATEST_START = dt.timedelta(days=366)

ENTITLEMENT = tuple(
    Transition("entitlement", state, event, to)
    for event, to, sources in (
        ("suspend", _S.SUSPENDED, (_S.ACTIVE, _S.RECTIFYING)),
        ("rectify", _S.RECTIFYING, (_S.ACTIVE,)),
        ("resume", _S.ACTIVE, (_S.SUSPENDED, _S.RECTIFYING)),
        ("surrender", _S.WITHDRAWN, (_S.ACTIVE, _S.RECTIFYING, _S.SUSPENDED)),
        ("revoke", _S.REVOKED, (_S.ACTIVE, _S.RECTIFYING, _S.SUSPENDED)),
        ("remove", _S.REMOVED, (_S.ACTIVE, _S.RECTIFYING, _S.SUSPENDED)),
        ("cancel", _S.CANCELLED, (_S.ACTIVE, _S.RECTIFYING, _S.SUSPENDED)),
        ("shut_down", _S.SHUT_DOWN, (_S.ACTIVE, _S.RECTIFYING, _S.SUSPENDED)),
        ("renew", _S.ACTIVE, (_S.ACTIVE, _S.RECTIFYING, _S.SUSPENDED, _S.EXPIRED)),
        ("correct", _S.ACTIVE, (_S.ACTIVE, _S.RECTIFYING, _S.SUSPENDED, _S.EXPIRED)),
    )
    for state in sources
)
"""Of an entitlement as it stands on the day of the decision. What is taken for a time is renewed too, and
stays taken; where a decision is quashed, whatever else was decided holds again."""


@dataclass(eq=False)
class PredatesDecision(
    Refusal,
    zh="生效日期不得早于同一事项最近一次已公布决定的生效日期（{decided_on}）。",
    en="It cannot take effect before the latest published decision on the same matter did ({decided_on}).",
    basis="INF",
):
    """What was public stays as it was: the past is not decided again."""

    decided_on: dt.date


@dataclass(eq=False)
class AlreadyStands(
    Refusal,
    zh="该对象已有“{kind.zh}”，自{from_on}起有效；请先解除，再作新的决定。",
    en="This is already so ({kind.en}) since {from_on}. End that before something new is decided.",
):
    kind: StandingKind
    from_on: dt.date


@dataclass(eq=False)
class StandingHasEnded(
    Refusal,
    zh="该决定已于{ended_on}失效。",
    en="What was decided holds no more since {ended_on}.",
):
    ended_on: dt.date


class DuplicateHasDecisions(
    Refusal,
    zh="对拟删除的一条已作出过决定，请保留该条，合并另一条。",
    en="Something was decided on the entry that is to be taken out. Keep that one, and take out the other.",
):
    """Decisions are never lost with an entry that was made twice."""


class TakesARuling(
    Refusal,
    zh="停止招生超过30天的，须经事先告知，由第二人确认后作出决定。",
    en="A stop of enrolment beyond 30 days takes a ruling: notice first, and a second person to confirm it.",
    basis="INF",
):
    """What takes a livelihood is not decided by one person alone."""


class InstitutionBlackListed(
    Refusal,
    zh="该机构在黑名单上，在列期间不予新的许可、备案或认定，也不得列入白名单。",
    en="The institution is on the black list. Until that ends it is granted nothing new and is not put on "
    "the white list.",
    basis="X32",
):
    """Restricted licensing goes with the list."""


EVENT_TO: Mapping[EntitlementState, str] = {
    **{each.to_state: each.event for each in ENTITLEMENT if each.to_state is not _S.ACTIVE},
    _S.ACTIVE: "resume",
    _S.EXPIRED: "expire",
    _S.LAPSED: "close",
}
"""By what an entitlement comes to a state, as its transitions are kept."""


def next_state(state: EntitlementState, event: str) -> EntitlementState:
    """The state an event leads to. Raises IllegalTransition."""
    return transition(ENTITLEMENT, state, event)


def refuse_days(
    kind: StandingKind,
    from_on: dt.date,
    until_on: dt.date | None,
    *,
    before: Iterable[Standing],
    today: dt.date,
    until_field: str = "untilOn",
    may_be_open: bool = False,
) -> None:
    """Judge the days of a decision on what these stand on already.

    InvalidInput for a last day before the first, one that has passed, a term longer than `LONGEST_MONTHS`
    or none at all where there must be one, and a first day more than a year ahead; PredatesDecision.
    """
    if from_on > today + _LATEST_START:
        raise InvalidInput.of("fromOn", "不得晚于一年以后", "must be within a year from now")
    months = LONGEST_MONTHS.get(kind)
    if until_on is None:
        if months is not None and not may_be_open:
            raise InvalidInput.of(
                until_field, "须写明截止日期", "must be given: it cannot be without an end"
            )
    elif until_on < from_on:
        raise InvalidInput.of(until_field, "不得早于起始日期", "must not be before the first day")
    elif until_on < today:
        raise InvalidInput.of(until_field, "不得早于今天", "must not be in the past")
    elif months is not None and until_on >= months_after(from_on, months):
        raise InvalidInput.of(
            until_field, f"最长{months}个月", f"must be within {months} months from the first day"
        )
    refuse_predating(from_on, before, today)


def refuse_predating(from_on: dt.date, before: Iterable[Standing], today: dt.date) -> None:
    """Raise PredatesDecision where what was decided before took effect, or was ended, later than this
    would hold."""
    days = [day for each in before if each.ever_held for day in (each.from_on, each.ended_on)]
    latest = max((day for day in days if day is not None and day <= today), default=from_on)
    if from_on < latest:
        raise PredatesDecision(latest)


def refuse_standing(kind: StandingKind, standings: Iterable[Standing], from_on: dt.date) -> None:
    """Raise AlreadyStands where one of this kind holds on the first day of the new one, or later."""
    for each in standings:
        if each.kind is kind and not each.is_over_by(from_on):
            raise AlreadyStands(kind, each.from_on)


def put_on_list(
    kind: StandingKind,
    from_on: dt.date,
    until_on: dt.date | None,
    *,
    standings: Sequence[Standing],
    today: dt.date,
) -> None:
    """Let somebody be put on a list, or refuse it: as `refuse_days`; AlreadyStands; InstitutionBlackListed
    for the white list."""
    same = [each for each in standings if each.kind is kind]
    refuse_days(kind, from_on, until_on, before=same, today=today)
    refuse_standing(kind, standings, from_on)
    black = [each for each in standings if each.kind is _K.BLACK_LIST]
    if kind is _K.WHITE_LIST and any(
        not each.is_over_by(from_on) and (until_on is None or each.from_on <= until_on)
        for each in black
    ):
        raise InstitutionBlackListed


def stop_enrolment(
    from_on: dt.date, until_on: dt.date, *, standings: Sequence[Standing], today: dt.date
) -> None:
    """Let enrolment be stopped by one person, or refuse it: TakesARuling beyond 30 days, counted from when
    the stops began that it follows on; as `put_on_list`."""
    put_on_list(_K.ENROLMENT_STOP, from_on, until_on, standings=standings, today=today)
    if until_on - stopped_since(from_on, standings) >= LONGEST_STOP_WITHOUT_RULING:
        raise TakesARuling


def stopped_since(from_on: dt.date, standings: Iterable[Standing]) -> dt.date:
    """The first day of the stops of enrolment that lead up to this day without a gap; the day itself where
    there are none. One after the other keeps an institution from its business as one long stop does."""
    since = from_on
    stops = [each for each in standings if each.kind is _K.ENROLMENT_STOP and each.ever_held]
    for each in sorted(stops, key=attrgetter("from_on"), reverse=True):
        if each.from_on < since and not each.is_over_by(since - dt.timedelta(days=1)):
            since = each.from_on
    return since


def refuse_black_listed(status: ListStatus) -> None:
    if status is ListStatus.BLACK_LISTED:
        raise InstitutionBlackListed


def end(standing: Standing, on: dt.date, *, today: dt.date) -> None:
    """Let a decision hold no more from this day on, or raise StandingHasEnded; InvalidInput for a day on
    which it has ended or has not begun, or that is not today or later. What is to end later may end earlier."""
    ends_on = standing.ended_on
    if ends_on is not None and ends_on <= today:
        raise StandingHasEnded(ends_on)
    if standing.until_on is not None and standing.until_on < today:
        raise StandingHasEnded(standing.until_on + dt.timedelta(days=1))
    if on < today:
        raise InvalidInput.of("endedOn", "不得早于今天", "must not be in the past")
    if standing.until_on is not None and on > standing.until_on:
        raise InvalidInput.of("endedOn", "不得晚于原定截止日期", "must not be after its last day")
    if ends_on is not None and on >= ends_on:
        zh, en = f"须早于已定的{ends_on}", f"must be before {ends_on}, when it ends already"
        raise InvalidInput.of("endedOn", zh, en)
