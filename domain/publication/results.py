"""A published result as the rules about it see it, and the refusals that several of them share."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from domain.actors import Actor
from domain.inspections.terms import InspectionState
from domain.permissions import Permission
from domain.refusals import NotPermitted, Refusal

IN_PUBLIC = (InspectionState.PUBLISHED, InspectionState.CORRECTED)


class DeciderTookPart(
    Refusal,
    zh="您参与了该次检查或审核通过了该结果，不得作出此决定。",
    en="You took part in this inspection or approved its result, so you cannot decide this.",
):
    """Those who inspected or approved do not decide about their own work."""


@dataclass(eq=False)
class ResultNotStanding(
    Refusal,
    zh="该结果当前“{state.zh}”，不能进行此操作。",
    en="This is possible only while the result is public. Current state: {state.en}.",
    basis="X34",
):
    """Not published yet, withdrawn, or being corrected: then the correction comes first."""

    state: InspectionState


class RecordSuperseded(
    Refusal,
    zh="该公示信息已被更正，请针对现行版本办理。",
    en="This public record has been replaced by a corrected version. Use the current version.",
):
    """Objections and applications concern the current version only."""


class ObjectionPending(
    Refusal,
    zh="已有异议正在核实，请先作出决定。",
    en="An objection is still being verified. Decide it first.",
):
    """One objection at a time; a correction answers it as well."""


@dataclass(frozen=True, slots=True)
class PublicResult:
    """The facts about a visit's result and one public version of it.

    `officers` are all who were ever sent, `approved_by` is the account that approved the version,
    where that is known. `published_on` is the version's day. `is_graded`: it has a class of severity, and
    with it a first day on which repair may be applied for.
    """

    state: InspectionState
    institution_id: UUID
    authority_id: UUID
    officers: frozenset[UUID]
    approved_by: UUID | None = None
    published_on: dt.date = dt.date.min
    is_current: bool = True
    is_negative: bool = True
    has_open_objection: bool = False
    has_open_repair: bool = False
    has_reply: bool = False
    open_orders: int = 0
    is_graded: bool = False
    repairable_from: dt.date | None = None


def refuse_unless_office(authority_id: UUID, by: Actor, permission: Permission) -> None:
    """Raise NotPermitted unless the permission is held at the authority that inspected."""
    by.needs(permission)
    if authority_id not in {each.authority_id for each in by.offices_with(permission)}:
        raise NotPermitted(permission)


def refuse_unless_own(result: PublicResult, by: Actor) -> None:
    """Raise NotPermitted unless the actor administers the institution that was inspected."""
    by.needs(Permission.RESULT_ANSWER)
    if result.institution_id not in by.institutions_with(Permission.RESULT_ANSWER):
        raise NotPermitted(Permission.RESULT_ANSWER)


def refuse_unless_public(result: PublicResult) -> None:
    """Raise RecordSuperseded for an earlier version, ResultNotStanding for a result that is not."""
    if not result.is_current:
        raise RecordSuperseded
    if result.state not in IN_PUBLIC:
        raise ResultNotStanding(result.state)


def refuse_part(officers: frozenset[UUID], by: Actor, *, approved_by: UUID | None = None) -> None:
    """Raise DeciderTookPart for an officer of the visit, and for who approved the version."""
    if by.officer_id in officers or (approved_by is not None and by.account_id == approved_by):
        raise DeciderTookPart
