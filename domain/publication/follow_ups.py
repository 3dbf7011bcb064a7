"""The follow-up measures of a result: opened when it is approved, finished one by one (§3.10)."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from domain.actors import Actor
from domain.inspections.terms import Measure
from domain.permissions import Permission
from domain.publication.terms import FollowUpState
from domain.publication.transitions import FOLLOW_UP
from domain.refusals import InvalidInput, NotPermitted, Refusal, Violation
from domain.roles import Role
from domain.transitions import transition


@dataclass(eq=False)
class FollowUpNotOpen(
    Refusal,
    zh="该后续措施当前“{state.zh}”，不能办理。",
    en="This follow-up is not open. Current state: {state.en}.",
    basis="X42",
):
    state: FollowUpState


@dataclass(frozen=True, slots=True)
class Change:
    """What an approval does to one measure; `event` is None for one that is new."""

    measure: Measure
    event: str | None
    state: FollowUpState


@dataclass(frozen=True, slots=True)
class StandingFollowUp:
    """The facts about a measure; `team` are the officers sent to the visit now."""

    measure: Measure
    state: FollowUpState
    authority_id: UUID
    team: frozenset[UUID]
    opened_on: dt.date


@dataclass(frozen=True, slots=True)
class Finish:
    """How it was finished; the authority notified, or the reference of the case transferred."""

    finished_on: dt.date
    note: str
    notified_authority_id: UUID | None = None
    case_reference: str | None = None


def required(
    measures: Iterable[Measure], held: Mapping[Measure, FollowUpState]
) -> Iterator[Change]:
    """What the approval of a result changes: a measure named is open, unless it was finished; an
    open one that a corrected result names no more is dropped."""
    named = [measure for measure in measures if measure is not Measure.NONE_NEEDED]
    for measure in named:
        if measure not in held:
            yield Change(measure, None, FollowUpState.OPEN)
        elif held[measure] is FollowUpState.DROPPED:
            yield Change(measure, "require", transition(FOLLOW_UP, held[measure], "require"))
    for other, state in held.items():
        if other not in named and state is FollowUpState.OPEN:
            yield Change(other, "drop", transition(FOLLOW_UP, state, "drop"))


def finish(
    follow_up: StandingFollowUp, finish: Finish, *, by: Actor, today: dt.date
) -> FollowUpState:
    """Decide that a measure is finished, or refuse.

    NotPermitted for all but an officer of the visit or a task manager of its authority;
    FollowUpNotOpen; InvalidInput for a day in the future or before the measure was opened, and where
    a notice names no authority or a transfer no reference (X42).
    """
    _refuse_others(follow_up, by)
    state = follow_up.state
    if state is not FollowUpState.OPEN:
        raise FollowUpNotOpen(state)
    if faults := tuple(_faults(follow_up, finish, today)):
        raise InvalidInput(faults)
    return transition(FOLLOW_UP, state, "finish")


def _refuse_others(follow_up: StandingFollowUp, by: Actor) -> None:
    by.needs(Permission.MEASURE_FINISH)
    is_officer = by.officer_id is not None and by.officer_id in follow_up.team
    offices = {
        grant.office.authority_id
        for grant in by.grants
        if grant.office is not None and grant.role is Role.TASK_MANAGER
    }
    if not is_officer and follow_up.authority_id not in offices:
        raise NotPermitted(Permission.MEASURE_FINISH)


def _faults(follow_up: StandingFollowUp, finish: Finish, today: dt.date) -> Iterator[Violation]:
    if not follow_up.opened_on <= finish.finished_on <= today:
        yield Violation(
            "finishedOn", "须在开始之日与今天之间", "must be between the opening and today"
        )
    notifies = follow_up.measure is Measure.NOTIFY_OTHER_DEPARTMENT
    transfers = follow_up.measure is Measure.TRANSFER_CASE_LEAD
    if notifies != (finish.notified_authority_id is not None):
        yield Violation(
            "notifiedAuthorityId",
            "仅抄告其他部门须填写" if not notifies else "须填写抄告的部门",
            "is required for notifying another authority, and only for it",
        )
    if transfers != (finish.case_reference is not None):
        yield Violation(
            "caseReference",
            "仅移送案件线索须填写" if not transfers else "须填写移送文号",
            "is required for a transfer, and only for it",
        )
