"""Rulings: what takes a livelihood is noticed first, heard, confirmed by a second person, and may be
appealed against."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from domain import deadlines
from domain.actors import Actor, Office
from domain.authorities import AuthorityKind, Sector
from domain.deadlines import Due
from domain.offices import acts_for, reaches
from domain.permissions import Permission
from domain.publication.results import refuse_part
from domain.rectification.submissions import refuse_unless_at
from domain.rectification.terms import EscalationMeasure
from domain.refusals import InvalidInput, NotPermitted, Refusal
from domain.standings.terms import AppealOutcome, RulingState, RulingStepKind
from domain.transitions import Transition, transition
from domain.workdays import Calendar

_S, _K, _P = RulingState, RulingStepKind, Permission

RULING = (
    Transition("ruling", _S.NOTICED, "answer", _S.NOTICED),
    Transition("ruling", _S.NOTICED, "hear", _S.NOTICED),
    Transition("ruling", _S.NOTICED, "confirm", _S.IN_FORCE),
    Transition("ruling", _S.NOTICED, "drop", _S.DROPPED),
    Transition("ruling", _S.IN_FORCE, "appeal", _S.IN_FORCE),
    Transition("ruling", _S.IN_FORCE, "uphold", _S.IN_FORCE),
    Transition("ruling", _S.IN_FORCE, "quash", _S.QUASHED),
)
ANSWERS = frozenset({_K.STATEMENT, _K.HEARING_REQUEST, _K.WAIVER})
MOST_STEPS = 50
"""So many steps of each kind are kept of one ruling: many statements do not keep a hearing from being held,
nor an appeal from being made."""


@dataclass(eq=False)
class RulingNoticed(
    Refusal,
    zh="同一措施已于{noticed_on}告知，尚未决定。",
    en="The same measure was noticed on {noticed_on} and waits to be decided.",
):
    noticed_on: dt.date


@dataclass(eq=False)
class TakesNoRuling(
    Refusal,
    zh="“{measure.zh}”无须事先告知，请直接办理。",
    en='"{measure.en}" takes no ruling; decide it directly.',
):
    """What one person decides is not drafted for a second one."""

    measure: EscalationMeasure


class DrafterConfirms(
    Refusal,
    zh="该决定须由另一人确认，您不得确认本人提出的决定。",
    en="This takes a second person. You cannot confirm a ruling that you drafted yourself.",
):
    """What takes a livelihood is decided by two."""


@dataclass(eq=False)
class StatementTermRuns(
    Refusal,
    zh="陈述申辩期限至{due_on}届满，此前不得作出决定；当事人放弃或已经听证的除外。",
    en="The institution may state its case until {due_on}. Unless it waives that, or was heard, nothing "
    "is decided before.",
    basis="K",
):
    due_on: dt.date


@dataclass(eq=False)
class StatementTermOver(
    Refusal,
    zh="申请听证的期限已于{due_on}届满。",
    en="A hearing could be asked for until {due_on}.",
    basis="K",
):
    due_on: dt.date


class HearingNotHeld(
    Refusal,
    zh="当事人在期限内申请听证，须举行听证后方可作出决定。",
    en="A hearing was asked for in time. It must be held before this is decided.",
    basis="K",
):
    """Who asked to be heard is heard first."""


class OrderKept(
    Refusal,
    zh="责令改正事项已办结，不再作出该决定，请终止该程序。",
    en="The order was closed meanwhile. What was to hold until then is not decided; drop it.",
):
    """It would have no end."""


@dataclass(eq=False)
class AppealTermOver(
    Refusal,
    zh="申请复议的期限已于{due_on}届满。",
    en="An appeal could be made until {due_on}.",
    basis="K",
):
    due_on: dt.date


class AppealPends(
    Refusal,
    zh="已有复议或诉讼尚未审结。",
    en="An appeal is pending already.",
):
    """One after the other."""


class NothingAppealed(
    Refusal,
    zh="没有待决定的复议或诉讼。",
    en="No appeal waits to be decided.",
):
    """Without one, a head quashes what was decided by `quashStanding`."""


@dataclass(frozen=True, slots=True)
class RulingStep:
    kind: RulingStepKind
    on: dt.date


@dataclass(frozen=True, slots=True)
class Ruling:
    """The facts about a ruling; `officers` are all who were ever sent to the visit that led to it."""

    state: RulingState
    authority_id: UUID
    institution_id: UUID
    drafted_by: UUID
    noticed_on: dt.date
    statement_due_on: dt.date
    appeal_due_on: dt.date | None
    steps: tuple[RulingStep, ...]
    officers: frozenset[UUID] = frozenset()

    def has(self, *kinds: RulingStepKind) -> int:
        return sum(each.kind in kinds for each in self.steps)

    @property
    def appeal_pends(self) -> bool:
        return self.has(_K.APPEAL) > self.has(_K.APPEAL_REJECTED)


def statement_due(noticed_on: dt.date, calendar: Calendar) -> Due:
    """Until when the institution may state its case or ask for a hearing."""
    return deadlines.due(deadlines.at("RULING_STATEMENT", noticed_on), noticed_on, calendar)


def appeal_due(decided_on: dt.date, calendar: Calendar) -> Due:
    return deadlines.due(deadlines.at("RULING_APPEAL", decided_on), decided_on, calendar)


def answer(ruling: Ruling, kind: RulingStepKind, *, by: Actor, today: dt.date) -> None:
    """Take a statement, a request to be heard, or a waiver, or refuse.

    NotPermitted for others than the institution and the authority; InvalidInput for a waiver that does
    not come from the institution, and for more than `MOST_STEPS`; IllegalTransition once it is decided;
    StatementTermOver for a hearing that is asked for too late.
    """
    _refuse_outsiders(ruling, by)
    transition(RULING, ruling.state, "answer")
    if kind is _K.WAIVER and not _is_own(ruling, by):
        zh, en = "只能由当事人本人放弃", "must come from the institution itself"
        raise InvalidInput.of("kind", zh, en)
    if kind is _K.HEARING_REQUEST and today > ruling.statement_due_on:
        raise StatementTermOver(ruling.statement_due_on)
    _refuse_many(ruling, kind)


def hear(ruling: Ruling, held_on: dt.date, *, by: Actor, today: dt.date) -> None:
    """Keep that a hearing was held: NotPermitted elsewhere; IllegalTransition; InvalidInput for a day
    before the notice or to come."""
    refuse_unless_at(ruling.authority_id, _P.STANDING_DECIDE, by=by)
    transition(RULING, ruling.state, "hear")
    if not ruling.noticed_on <= held_on <= today:
        zh, en = "须在告知之日与今天之间", "must be between the notice and today"
        raise InvalidInput.of("heldOn", zh, en)
    _refuse_many(ruling, _K.HEARING)


def confirm(
    ruling: Ruling, from_on: dt.date, *, is_order_closed: bool, by: Actor, today: dt.date
) -> RulingState:
    """Let the second person put it into force, or refuse.

    NotPermitted at another authority; IllegalTransition; DrafterConfirms; DeciderTookPart for an officer
    of the visit or the re-inspection; OrderKept for what was to end with an order that is closed;
    HearingNotHeld; StatementTermRuns; InvalidInput for what is to hold from before the notice.
    """
    refuse_unless_at(ruling.authority_id, _P.RULING_CONFIRM, by=by)
    state = transition(RULING, ruling.state, "confirm")
    if ruling.drafted_by == by.account_id:
        raise DrafterConfirms
    refuse_part(ruling.officers, by)
    if is_order_closed:
        raise OrderKept
    was_heard = ruling.has(_K.HEARING)
    if ruling.has(_K.HEARING_REQUEST) and not was_heard:
        raise HearingNotHeld
    if today <= ruling.statement_due_on and not was_heard and not ruling.has(_K.WAIVER):
        raise StatementTermRuns(ruling.statement_due_on)
    if from_on < ruling.noticed_on:
        raise InvalidInput.of("fromOn", "不得早于告知之日", "must not be before the notice")
    return state


def drop(ruling: Ruling, *, by: Actor) -> RulingState:
    refuse_unless_at(ruling.authority_id, _P.RULING_CONFIRM, by=by)
    return transition(RULING, ruling.state, "drop")


def appeal(ruling: Ruling, filed_on: dt.date, *, by: Actor, today: dt.date) -> None:
    """Keep that somebody appealed: NotPermitted for others than the institution and the authority;
    IllegalTransition; AppealPends; InvalidInput for a day to come; AppealTermOver for a first one that is
    late. What follows on a rejected one has terms that are the court's to judge."""
    _refuse_outsiders(ruling, by)
    transition(RULING, ruling.state, "appeal")
    if ruling.appeal_pends:
        raise AppealPends
    if not ruling.noticed_on <= filed_on <= today:
        zh, en = "须在告知之日与今天之间", "must be between the notice and today"
        raise InvalidInput.of("filedOn", zh, en)
    is_late = ruling.appeal_due_on is not None and filed_on > ruling.appeal_due_on
    if is_late and not ruling.has(_K.APPEAL):
        assert ruling.appeal_due_on is not None
        raise AppealTermOver(ruling.appeal_due_on)
    _refuse_many(ruling, _K.APPEAL)


def decide_appeal(ruling: Ruling, outcome: AppealOutcome) -> RulingState:
    """What becomes of it: NothingAppealed without an appeal, IllegalTransition."""
    event = "quash" if outcome is AppealOutcome.QUASHED else "uphold"
    state = transition(RULING, ruling.state, event)
    if not ruling.appeal_pends:
        raise NothingAppealed
    return state


def reviewing(authority_id: UUID, region_code: str, sector: Sector, *, by: Actor) -> Office:
    """The office that may quash what an authority of this region decided: the authority itself, or its
    successor, where its head records what a review or a court found, or an organ above it that answers for
    that region and sector. Raises NotPermitted."""
    held = list(by.offices_with(_P.RULING_QUASH))
    for office in held:
        is_above = office.kind is AuthorityKind.ADMIN_ORGAN and reaches(office, region_code, sector)
        if not office.is_closed and (acts_for(office, authority_id, held) or is_above):
            return office
    raise NotPermitted(_P.RULING_QUASH)


def _refuse_outsiders(ruling: Ruling, by: Actor) -> None:
    if not _is_own(ruling, by):
        refuse_unless_at(ruling.authority_id, _P.RULING_ANSWER, by=by)


def _is_own(ruling: Ruling, by: Actor) -> bool:
    return ruling.institution_id in by.institutions_with(_P.RULING_ANSWER)


def _refuse_many(ruling: Ruling, kind: RulingStepKind) -> None:
    if ruling.has(kind) >= MOST_STEPS:
        zh, en = f"此类记录已达{MOST_STEPS}条", f"has {MOST_STEPS} steps of this kind already"
        raise InvalidInput.of("rulingId", zh, en)
