"""What was entered wrongly of an entitlement is corrected by the organ that is competent for it."""

import datetime as dt
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import strawberry

from domain.institutions import (
    Category,
    Delivery,
    EntitlementState,
    InstitutionNotExisting,
    Programme,
    SubjectKind,
    programmes,
)
from domain.institutions.programmes import NotCompetent
from domain.offices import OutsideJurisdiction
from domain.permissions import Permission
from domain.refusals import ChangedMeanwhile, InvalidInput
from domain.standings import decisions
from domain.standings.replay import shown_term
from domain.standings.terms import Ending, StandingKind
from domain.transitions import IllegalTransition
from persistence.institutions.table import Entitlement
from persistence.standings.table import Standing
from persistence.standings.writes import InstitutionStandings
from schema.fields import Info, field, optional, refetched
from schema.inputs import OPERATION_ID, InputFaults, is_given, key_of
from schema.institutions import types
from schema.institutions.checks import distinct
from schema.mutations import Transaction, begin_transaction, mutation
from schema.standings import claims
from schema.standings.claims import EntitlementId


@strawberry.input(
    description="What is right of an entitlement; what is left out stays, and null clears what may be empty."
)
class CorrectEntitlementInput:
    operation_id: UUID = field(OPERATION_ID)
    entitlement_id: strawberry.ID = field("Opaque id of the entitlement.")
    expected_version: int = field(claims.VERSION_OF_ENTITLEMENT)
    programme_code: Programme | None = optional(
        "The programme, which must be one of the kind of entitlement."
    )
    subject_kind: SubjectKind | None = optional("Subject kind to which it is limited.")
    delivery: Delivery | None = optional("Offline or online, if it is limited to one of them.")
    categories: list[Category] | None = optional("Categories of training that it covers.")
    valid_from: dt.date | None = optional("First day of its first period; it cannot be cleared.")
    valid_to: dt.date | None = optional("Last day of its last period, inclusive.")
    ground: str = field(claims.GROUND)
    legal_basis: list[str] = field(claims.LEGAL_BASIS)


@strawberry.type(description="The entitlement is as it should have been entered.")
class EntitlementCorrected:
    entitlement_id: EntitlementId
    entitlement: types.Entitlement | None = refetched(
        "entitlement_id", "The entitlement, as the caller sees it."
    )


@mutation(
    permission=Permission.STANDING_DECIDE,
    description="Correct the programme, the scope or the days of an entitlement that were entered wrongly. Its"
    " number is corrected with `correctLicenceNumber`. The wrong days stay in its history.",
    refuses=(
        ChangedMeanwhile,
        NotCompetent,
        IllegalTransition,
        InstitutionNotExisting,
        OutsideJurisdiction,
    ),
)
async def correct_entitlement(info: Info, input: CorrectEntitlementInput) -> EntitlementCorrected:
    faults = InputFaults()
    reasons = claims.reasons_of(faults, input)
    for name in ("valid_from", "categories", "programme_code"):
        if getattr(input, name) is None:
            faults.add(_public[name], "不得为空", "must not be null")
    faults.refuse()
    key = key_of("Entitlement", input.entitlement_id, "entitlementId")
    async with begin_transaction(info, input) as transaction:
        found, row, decider = await claims.claim_entitlement(
            transaction, key, input.expected_version, reasons
        )
        decisions.next_state(found.state_of(row, transaction.today), "correct")
        is_changed = _correct_scope(transaction, row, input)
        if _days_differ(row, input):
            _correct_days(found, row, input, decider)
        elif is_changed:
            row.version += 1
        await decider.settle(found, "entitlement.corrected", on=row.id)
        return transaction.succeed(EntitlementCorrected(entitlement_id=row.id))


def _correct_scope(
    transaction: Transaction, row: Entitlement, input: CorrectEntitlementInput
) -> bool:
    changes: dict[str, Any] = {}
    if is_given(input.programme_code) and input.programme_code is not None:
        programme = input.programme_code
        if row.kind not in programmes.KINDS_OF[programme]:
            zh, en = "不是此类资质的项目", "is no programme of this kind of entitlement"
            raise InvalidInput.of("programmeCode", zh, en)
        programmes.refuse_unless_entering(
            programme, transaction.actor.offices_with(Permission.STANDING_DECIDE)
        )
        changes["programme_code"] = programme
    for name in ("subject_kind", "delivery"):
        if getattr(input, name) is not strawberry.UNSET:
            changes[name] = getattr(input, name)
    if is_given(input.categories) and input.categories is not None:
        changes["categories"] = distinct(input.categories)
    changes = {name: value for name, value in changes.items() if getattr(row, name) != value}
    for name, value in changes.items():
        setattr(row, name, value)
    return bool(changes)


def _days_differ(row: Entitlement, input: CorrectEntitlementInput) -> bool:
    return any(
        getattr(input, name) is not strawberry.UNSET and getattr(input, name) != getattr(row, name)
        for name in ("valid_from", "valid_to")
    )


def _correct_days(
    found: InstitutionStandings,
    row: Entitlement,
    input: CorrectEntitlementInput,
    decider: claims.Decider,
) -> None:
    """The grants that make up the term shown are entered again with the right days, and the wrong ones
    never held."""
    valid_from = claims.day_of(input.valid_from, row.valid_from)
    valid_to = row.valid_to if input.valid_to is strawberry.UNSET else input.valid_to
    if valid_to is not None and valid_to < valid_from:
        raise InvalidInput.of("validTo", "不得早于起始日期", "must not be before the first day")
    found.keep_as_entered(row)
    grants = found.grants(row)
    place, end = shown_term(
        [(each.from_on, each.until_on) for each in grants], decider.transaction.today
    )
    first, last = grants[place], grants[end]
    _refuse_overlap(valid_from, valid_to, grants[:place], grants[end + 1 :])
    if first is not last and not (valid_from <= (first.until_on or valid_from)):
        raise InvalidInput.of("validFrom", "须在第一个有效期内", "must lie in the first period")
    if first is not last and valid_to is not None and valid_to < last.from_on:
        raise InvalidInput.of("validTo", "须在最后一个有效期内", "must lie in the last period")
    for grant in dict.fromkeys((first, last)):
        decider.end(found, grant, grant.from_on, Ending.CORRECTED)
        decider.enter(
            found,
            StandingKind.ENTITLEMENT,
            of=row,
            from_on=valid_from if grant is first else grant.from_on,
            until_on=valid_to if grant is last else grant.until_on,
            entitlement_state=EntitlementState.ACTIVE,
        )


def _refuse_overlap(
    valid_from: dt.date,
    valid_to: dt.date | None,
    before: Sequence[Standing],
    after: Sequence[Standing],
) -> None:
    """Periods before and after a gap are not reached into."""
    if before and before[-1].until_on is not None and valid_from <= before[-1].until_on:
        raise InvalidInput.of("validFrom", "与前一有效期重叠", "must be after the period before")
    if after and (valid_to is None or valid_to >= after[0].from_on):
        raise InvalidInput.of("validTo", "与后一有效期重叠", "must be before the period after")


_public = {
    "valid_from": "validFrom",
    "categories": "categories",
    "programme_code": "programmeCode",
}
