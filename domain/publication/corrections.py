"""Objections to a public record, and how a wrong one is reopened and corrected."""

import datetime as dt
from dataclasses import dataclass

from domain import deadlines
from domain.actors import Actor
from domain.deadlines import Due
from domain.inspections.terms import InspectionState
from domain.inspections.transitions import RESULT
from domain.permissions import Permission
from domain.publication.results import (
    ObjectionPending,
    PublicResult,
    refuse_part,
    refuse_unless_office,
    refuse_unless_own,
    refuse_unless_public,
)
from domain.publication.terms import ObjectionState
from domain.publication.transitions import OBJECTION
from domain.refusals import InvalidInput, Refusal
from domain.transitions import transition
from domain.workdays import Calendar


@dataclass(eq=False)
class ObjectionAlreadyDecided(
    Refusal,
    zh="该异议已办结：{state.zh}。",
    en="The objection has already been decided. Current state: {state.en}.",
):
    state: ObjectionState


@dataclass(frozen=True, slots=True)
class Correction:
    """A result reopened: what was found wrong on which day, and until when it is corrected."""

    state: InspectionState
    found_on: dt.date
    due: Due


@dataclass(frozen=True, slots=True)
class ObjectionDecision:
    """`correction` is None where the objection was rejected."""

    event: str
    state: ObjectionState
    correction: Correction | None


def object_to(result: PublicResult, *, by: Actor, today: dt.date, calendar: Calendar) -> Due:
    """When an objection has to be verified, or the refusal of it.

    NotPermitted for all but the institution; RecordSuperseded; ResultNotStanding where it is
    withdrawn or being corrected; ObjectionPending. Ten working days from the day it came in.
    """
    refuse_unless_own(result, by)
    refuse_unless_public(result)
    if result.has_open_objection:
        raise ObjectionPending
    return deadlines.due(deadlines.at("DR_OBJECTION", today), today, calendar)


def decide_objection(
    result: PublicResult,
    state: ObjectionState,
    *,
    by: Actor,
    is_upheld: bool,
    today: dt.date,
    calendar: Calendar,
) -> ObjectionDecision:
    """Decide an objection; upheld, it reopens the result from this day on.

    NotPermitted beyond the authority; ObjectionAlreadyDecided; DeciderTookPart for an officer of the
    visit and for the auditor who approved the version objected to.
    """
    refuse_unless_office(result.authority_id, by, Permission.RESULT_DECIDE_OBJECTION)
    if state is not ObjectionState.RECEIVED:
        raise ObjectionAlreadyDecided(state)
    refuse_part(result.officers, by, approved_by=result.approved_by)
    event = "uphold" if is_upheld else "reject"
    correction = _reopened(result.state, today, calendar) if is_upheld else None
    return ObjectionDecision(event, transition(OBJECTION, state, event), correction)


def reopen(
    result: PublicResult, *, by: Actor, found_on: dt.date, today: dt.date, calendar: Calendar
) -> Correction:
    """Reopen a result because the organ itself found it wrong.

    NotPermitted beyond the authority; ResultNotStanding; DeciderTookPart for an officer of the visit;
    ObjectionPending; InvalidInput for a finding in the future or before the version was published.
    The five working days run from the finding, not from its notification (X34).
    """
    refuse_unless_office(result.authority_id, by, Permission.RESULT_DECIDE_OBJECTION)
    refuse_unless_public(result)
    refuse_part(result.officers, by)
    if result.has_open_objection:
        raise ObjectionPending
    if not result.published_on <= found_on <= today:
        raise InvalidInput.of(
            "foundOn", "须在公示日与今天之间", "must be between the publication and today"
        )
    return _reopened(result.state, found_on, calendar)


def _reopened(state: InspectionState, found_on: dt.date, calendar: Calendar) -> Correction:
    rule = deadlines.at("DR_CORRECT", found_on)
    return Correction(
        transition(RESULT, state, "reopen"), found_on, deadlines.due(rule, found_on, calendar)
    )
