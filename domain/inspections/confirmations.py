"""How the other officers confirm a filed result."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from domain.actors import Actor
from domain.inspections.certificates import Certificate, refuse_unless_valid
from domain.inspections.terms import InspectionState
from domain.inspections.transitions import RESULT
from domain.permissions import Permission
from domain.refusals import ChangedMeanwhile, NotPermitted, Refusal
from domain.transitions import transition


class AlreadyConfirmed(
    Refusal,
    zh="您已确认过该结果。",
    en="You have already confirmed this result.",
):
    """The filer counts as having confirmed with the filing."""


@dataclass(eq=False)
class NotAwaitingConfirmation(
    Refusal,
    zh="该结果当前“{state.zh}”，无需确认。",
    en="The result is not awaiting confirmation. Current state: {state.en}.",
):
    state: InspectionState


@dataclass(frozen=True, slots=True)
class FiledResult:
    """The facts about the current record; `officers` are those assigned now."""

    state: InspectionState
    version_no: int
    inspected_on: dt.date
    officers: frozenset[UUID]
    confirmed_by: frozenset[UUID]
    certificates: Mapping[UUID, Certificate | None]


@dataclass(frozen=True, slots=True)
class Confirmation:
    officer_id: UUID
    version_no: int
    state: InspectionState


def confirm(result: FiledResult, *, by: Actor, version_no: int) -> Confirmation:
    """Decide an officer's confirmation of one version; the last confirmation sends it to audit.

    NotPermitted for an officer not assigned; AlreadyConfirmed; NotAwaitingConfirmation;
    ChangedMeanwhile where another version is current; CertificateNotValid on the day of the visit.
    """
    by.needs(Permission.INSPECTION_FILE_RESULT)
    if by.officer_id is None or by.officer_id not in result.officers:
        raise NotPermitted(Permission.INSPECTION_FILE_RESULT)
    if by.officer_id in result.confirmed_by:
        raise AlreadyConfirmed
    if result.state is not InspectionState.TO_CONFIRM:
        raise NotAwaitingConfirmation(result.state)
    if version_no != result.version_no:
        raise ChangedMeanwhile(version_no, result.version_no)
    refuse_unless_valid(
        result.certificates, by.officer_id, result.inspected_on, result.inspected_on
    )
    is_last = result.officers <= result.confirmed_by | {by.officer_id}
    event = "confirm_last" if is_last else "confirm"
    return Confirmation(by.officer_id, version_no, transition(RESULT, result.state, event))
