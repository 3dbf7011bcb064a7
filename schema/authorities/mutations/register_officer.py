"""A system administrator enters an officer of an authority in the list, with or without an account."""

from typing import Annotated
from uuid import UUID

import strawberry

from domain.accounts import CertificateNoTaken, StaffNoTaken
from domain.actors import AuthorityIsClosed
from domain.authorities import register as rules
from domain.authorities.officers import AccountOfAnotherOfficer
from domain.offices import OutsideJurisdiction
from domain.permissions import Permission
from persistence.accounts import writes as accounts
from persistence.authorities import officers, register
from persistence.authorities.table import Officer as OfficerRow
from persistence.engine.identifiers import new_key
from schema.accounts.mutations.create_account import InspectorInput, OfficerInput, inspector_row
from schema.accounts.types import Officer
from schema.authorities.officers import wait_for_second
from schema.authorities.types import ChangeProposal
from schema.fields import Info, field, optional, refetched
from schema.inputs import OPERATION_ID, InputFaults, is_given, key_of
from schema.mutations import StoredAs, begin_transaction, mutation


@strawberry.input(description="A member of an authority's staff to enter in the list of officers.")
class RegisterOfficerInput:
    operation_id: UUID = field(OPERATION_ID)
    authority_id: strawberry.ID = field("The authority on whose staff the officer is.")
    officer: OfficerInput = field("The officer's name, staff number and post.")
    inspector: InspectorInput | None = optional(
        "The enforcement certificate; only for officers who inspect."
    )
    account_id: strawberry.ID | None = optional(
        "The account with which the officer signs in; left out for one who does not."
    )


@strawberry.type(
    description="The officer is in the list, and is drawn once a security administrator has confirmed it with "
    "`confirmChange`."
)
class OfficerRegistered:
    officer_id: Annotated[UUID, StoredAs("officer_id")]
    proposal_id: Annotated[UUID, StoredAs("proposal_id")]
    officer: Officer | None = refetched("officer_id", "The officer that was entered.")
    proposal: ChangeProposal | None = refetched("proposal_id", "What waits for a second person.")


@mutation(
    permission=Permission.AUTHORITY_MANAGE,
    description="Enter an officer in the list of an authority of the caller's jurisdiction. Nobody is drawn "
    "or sent before a security administrator has confirmed it with `confirmChange`.",
    refuses=(
        AuthorityIsClosed,
        OutsideJurisdiction,
        StaffNoTaken,
        CertificateNoTaken,
        AccountOfAnotherOfficer,
    ),
)
async def register_officer(info: Info, input: RegisterOfficerInput) -> OfficerRegistered:
    faults = InputFaults()
    given = input.officer
    officer = OfficerRow(
        id=new_key(),
        name=faults.name("officer.name", given.name, longest=40),
        staff_no=faults.name("officer.staffNo", given.staff_no, longest=40),
        post=faults.optional_name("officer.post", given.post or None, longest=40),
    )
    inspector = inspector_row(faults, input.inspector) if input.inspector else None
    faults.refuse()
    key = key_of("Authority", input.authority_id, "authorityId")
    async with begin_transaction(info, input) as transaction:
        session = transaction.session
        authority = await register.claim(session, key)
        rules.correct(accounts.office(authority), by=transaction.actor)
        if is_given(input.account_id) and input.account_id is not None:
            account_id = key_of("Account", input.account_id, "accountId")
            account = await officers.account_for(session, transaction.actor, account_id)
            officer.account_id = account.id
        officer.authority_id = authority.id
        if inspector is not None:
            inspector.entered_on = transaction.today
        proposal_id = await wait_for_second(transaction, officer, authority, given.name)
        await officers.add(session, officer, inspector)
        transaction.audit("officer.registered", on=officer.id, proposal=str(proposal_id))
        return transaction.succeed(
            OfficerRegistered(officer_id=officer.id, proposal_id=proposal_id)
        )
