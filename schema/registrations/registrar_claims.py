"""What all changes of registrations and differences by a registrar have in common."""

from typing import Annotated
from uuid import UUID

from domain import offices
from domain.permissions import Permission
from domain.refusals import ChangedMeanwhile
from domain.registrations import rules
from domain.registrations.terms import RegistrationKind
from persistence.institutions.table import Institution
from persistence.registrations import writes as registrations
from persistence.registrations.table import ExternalRegistration
from schema.inputs import InputFaults
from schema.mutations import StoredAs, Transaction

REASON = "Reason for the change, up to 200 characters; it is kept in the history."
SOURCE = "Register or organ where it was looked up, up to 100 characters."
VERSION = "The `version` of the registration that the change is based on."
RegistrationId = Annotated[UUID, StoredAs("registration_id")]
DifferenceId = Annotated[UUID, StoredAs("difference_id")]


def refuse_unless_reached(transaction: Transaction, institution: Institution) -> None:
    """Raise OutsideJurisdiction unless the registrar answers for the institution."""
    offices.refuse_unless_reached(
        transaction.actor.offices_with(Permission.INSTITUTION_REGISTER),
        institution.region_code,
        institution.sector,
    )


async def claim(
    transaction: Transaction, registration_id: UUID, expected_version: int
) -> ExternalRegistration:
    """Lock a registration of an institution that the registrar answers for. Raises NotFound,
    OutsideJurisdiction or ChangedMeanwhile."""
    row, institution = await registrations.claim(transaction.session, registration_id)
    refuse_unless_reached(transaction, institution)
    if expected_version != row.version:
        raise ChangedMeanwhile(expected_version, row.version)
    return row


def check(
    faults: InputFaults, kind: RegistrationKind, entry: rules.Entry, within: str = ""
) -> None:
    """Add what is wrong with a number and a level of this kind; the number was read as a name before."""
    for fault in rules.faults(kind, entry):
        faults.add(f"{within}{fault.field}", fault.message_zh, fault.message_en)
