"""A registrar decides about a difference: theirs, ours, or ask the institution first."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

import strawberry

from domain import institutions as institution_rules
from domain.actors import AuthorityIsClosed
from domain.institutions import Existence
from domain.offices import NotAnAdministrativeOrgan, OutsideJurisdiction
from domain.permissions import Permission
from domain.refusals import ChangedMeanwhile, InvalidInput, NotFound
from domain.registrations import (
    DifferenceDecision,
    DifferenceField,
    RegistrationAlreadyEnded,
    RegistrationNumberTaken,
    differences,
)
from persistence.institutions import writes as institutions
from persistence.institutions.table import Institution
from persistence.registrations import writes as registrations
from persistence.registrations.table import RegistrationDifference
from schema.fields import Info, field, optional, refetched
from schema.inputs import OPERATION_ID, InputFaults, is_given, key_of
from schema.institutions import corrections
from schema.mutations import Transaction, begin_transaction, mutation
from schema.registrations import entries, registrar_claims, types
from schema.registrations.mutations.correct_registration import correct
from schema.registrations.mutations.end_registration import end
from schema.registrations.registrar_claims import DifferenceId


@strawberry.input(description="What is decided about a difference.")
class DecideRegistrationDifferenceInput:
    operation_id: UUID = field(OPERATION_ID)
    difference_id: strawberry.ID = field("Opaque id of the difference.")
    expected_version: int = field("The `version` of the difference that the decision is based on.")
    decision: DifferenceDecision = field("Take theirs, keep ours, or ask the institution.")
    reason: str = field(
        "Reason of the decision or, where the institution is asked, the question: up to 200 characters."
    )
    entitlement_id: strawberry.ID | None = optional(
        "Opaque id of the entitlement that gets the number: required to take theirs where a licence number "
        "differs, and not allowed otherwise."
    )


@strawberry.type(description="The difference is decided, or the institution is asked.")
class RegistrationDifferenceDecided:
    difference_id: DifferenceId
    difference: types.RegistrationDifference | None = refetched(
        "difference_id", "The difference after the decision."
    )


@mutation(
    permission=Permission.INSTITUTION_REGISTER,
    description="Decide about a difference. Theirs is taken as a registrar would correct the entry, with its "
    "history; a registration whose register knows none is ended today, and one with another number or level is "
    "to be verified again. Ours is kept until either side changes. An institution that is asked sees the "
    "difference, and answers with `explainRegistrationDifference`.",
    refuses=(
        ChangedMeanwhile,
        differences.DifferenceDecided,
        differences.ExistenceNotTaken,
        differences.ExternalRefTaken,
        RegistrationAlreadyEnded,
        RegistrationNumberTaken,
        institution_rules.CreditCodeTaken,
        institution_rules.LicenceNumberTaken,
        institution_rules.RegionEnded,
        institution_rules.RegionNotALeaf,
        NotAnAdministrativeOrgan,
        AuthorityIsClosed,
        OutsideJurisdiction,
    ),
)
async def decide_registration_difference(
    info: Info, input: DecideRegistrationDifferenceInput
) -> RegistrationDifferenceDecided:
    faults = InputFaults()
    reason = faults.text("reason", input.reason, longest=200)
    faults.refuse()
    key = key_of("RegistrationDifference", input.difference_id, "differenceId")
    async with begin_transaction(info, input) as transaction:
        row, institution = await registrations.claim_difference(
            transaction.session, transaction.actor, key
        )
        registrar_claims.refuse_unless_reached(transaction, institution)
        if input.expected_version != row.version:
            raise ChangedMeanwhile(input.expected_version, row.version)
        after = differences.decide(row.state, input.decision)
        transaction.record_transition(
            "RegistrationDifference",
            row.id,
            from_state=row.state,
            to_state=after,
            event="decide",
            ground=reason,
        )
        if input.decision is DifferenceDecision.ASK_INSTITUTION:
            row.record_question(after, reason, at=transaction.now)
        else:
            by = transaction.actor.account_id
            row.record_decision(after, reason, by=by, at=transaction.now)
        if input.decision is DifferenceDecision.TAKE_THEIRS:
            transaction.because(reason)
            await _take(transaction, row, institution, input)
        transaction.audit("difference.decided", on=row.id, decision=input.decision)
        return transaction.succeed(RegistrationDifferenceDecided(difference_id=row.id))


async def _take(
    transaction: Transaction,
    row: RegistrationDifference,
    institution: Institution,
    input: DecideRegistrationDifferenceInput,
) -> None:
    is_licence = row.field is DifferenceField.LICENCE_NUMBER
    if is_given(input.entitlement_id) and not is_licence:
        zh, en = "仅许可证编号的差异可填写此项", "must be left out unless a licence number differs"
        raise InvalidInput.of("entitlementId", zh, en)
    if row.registration_id is not None:
        await _take_of_registration(transaction, row, row.registration_id)
    elif is_licence:
        await _take_number(transaction, row, institution, input.entitlement_id)
    elif row.field is DifferenceField.EXTERNAL_REF:
        # What the platform stated of the other entry is no earlier state of this one.
        institution.external_ref, institution.source_updated_at = row.theirs, None
    elif row.field is not DifferenceField.EXISTENCE:
        assert row.theirs is not None
        await _correct_entry(transaction, institution, entries.COLUMNS[row.field], row.theirs)
    elif institution.existence is not Existence[row.theirs or ""]:
        raise differences.ExistenceNotTaken


async def _correct_entry(
    transaction: Transaction, institution: Institution, column: str, theirs: str
) -> None:
    changes: dict[str, str | None] = {}
    if getattr(institution, column) != theirs:
        changes[column] = theirs
    if column == "name" and changes and institution.reading is not None:
        changes["reading"] = None
    await corrections.correct(transaction, institution, changes)


async def _take_of_registration(
    transaction: Transaction, row: RegistrationDifference, registration_id: UUID
) -> None:
    registration, _ = await registrations.claim(transaction.session, registration_id)
    if row.field is DifferenceField.REGISTRATION:
        await end(transaction, registration, transaction.today)
        return
    assert row.theirs is not None
    column, read = _COLUMNS[row.field]
    await correct(transaction, registration, {column: read(row.theirs)})


_COLUMNS: Mapping[DifferenceField, tuple[str, Callable[[str], Any]]] = {
    DifferenceField.REGISTRATION_NUMBER: ("number", str),
    DifferenceField.REGISTRATION_LEVEL: ("level", int),
    DifferenceField.REGISTRATION_VALID_TO: ("valid_to", dt.date.fromisoformat),
}


async def _take_number(
    transaction: Transaction,
    row: RegistrationDifference,
    institution: Institution,
    entitlement_id: strawberry.ID | None,
) -> None:
    if not is_given(entitlement_id) or entitlement_id is None:
        zh, en = "请指明要更正编号的许可证", "say which entitlement gets the number"
        raise InvalidInput.of("entitlementId", zh, en)
    key = key_of("Entitlement", entitlement_id, "entitlementId")
    entitlement, owner = await institutions.claim_entitlement(transaction.session, key)
    if owner.id != institution.id:
        raise NotFound
    assert row.theirs is not None
    if entitlement.number != row.theirs:
        transaction.audit(
            "entitlement.number_corrected", on=entitlement.id, before=entitlement.number
        )
        await institutions.correct_number(
            transaction.session, entitlement, institution, row.theirs, at=transaction.now
        )
