"""An institution applies for credit repair: the withdrawal of its public record."""

import datetime as dt
from typing import Annotated
from uuid import UUID

import strawberry

from domain.inspections.terms import RepairStatus
from domain.permissions import Permission
from domain.publication import results
from domain.publication import withdrawals as rules
from domain.publication.commitments import Commitment, CommitmentMissing
from domain.publication.terms import RepairState
from domain.refusals import IdTaken
from persistence.publication import writes as publication
from persistence.publication.table import RepairRequest
from persistence.regions import reference
from schema.fields import Info, field, optional, refetched
from schema.inputs import OPERATION_ID, OWN_ID, InputFaults, key_of, own_key
from schema.mutations import StoredAs, begin_transaction, mutation
from schema.publication import types


@strawberry.input(description="A credit commitment (信用承诺) that was signed for the institution.")
class CreditCommitmentInput:
    text_version: str = field("Version of the text signed: the last of `creditCommitmentTexts`.")
    signed_by: str = field(
        "Name of who signed for the institution, up to 50 characters; never published."
    )
    signed_on: dt.date = field("Day of the signature, since the record was published.")


@strawberry.input(description="An application for credit repair (信用修复).")
class RequestRepairInput:
    operation_id: UUID = field(OPERATION_ID)
    id: strawberry.ID | None = strawberry.field(default=None, description=OWN_ID)
    public_record_id: strawberry.ID = field(
        "Opaque id of the current version of the institution's public record."
    )
    statement: str = field("What was corrected since, up to 2,000 characters; never published.")
    commitment: CreditCommitmentInput | None = optional(
        "The credit commitment; required for a record with a `severity`."
    )


@strawberry.type(description="The application waits for the head's decision.")
class RepairRequested:
    repair_request_id: Annotated[UUID, StoredAs("repair_request_id")]
    repair_request: types.RepairRequest | None = refetched(
        "repair_request_id", "The repair request after the change, as the caller sees it."
    )


@mutation(
    permission=Permission.RESULT_ANSWER,
    description="Apply, as the institution, for credit repair (信用修复): the withdrawal of its"
    " public record.",
    refuses=(
        results.RecordSuperseded,
        results.ResultNotStanding,
        rules.NothingToRepair,
        rules.RepairPending,
        rules.OrdersStillOpen,
        rules.RepairTooEarly,
        CommitmentMissing,
        IdTaken,
    ),
)
async def request_repair(info: Info, input: RequestRepairInput) -> RepairRequested:
    faults = InputFaults()
    statement = faults.text("statement", input.statement, longest=2000)
    commitment = _commitment(faults, input.commitment or None)
    faults.refuse()
    public_record_id = key_of("PublicRecord", input.public_record_id, "publicRecordId")
    repair_id = own_key("RepairRequest", input.id)
    async with begin_transaction(info, input) as transaction:
        inspection, record = await publication.claim_record(
            transaction.session, transaction.actor, public_record_id
        )
        facts = await publication.facts(transaction.session, inspection, record)
        due = rules.request_repair(
            facts,
            by=transaction.actor,
            commitment=commitment,
            today=transaction.today,
            calendar=await reference.calendar(transaction.session, since=transaction.today),
        )
        transaction.session.add(
            RepairRequest(
                id=repair_id,
                inspection_id=inspection.id,
                public_record_id=record.id,
                institution_id=inspection.institution_id,
                authority_id=inspection.authority_id,
                statement=statement,
                state=RepairState.REQUESTED,
                requested_by=transaction.actor.account_id,
                requested_at=transaction.now,
                commitment_version=commitment and commitment.text_version,
                commitment_signed_by=commitment and commitment.signed_by,
                commitment_signed_on=commitment and commitment.signed_on,
                due_on=due and due.on,
                due_is_provisional=due is not None and due.provisional,
                due_rule=due and due.rule_code,
            )
        )
        record.repair_status = RepairStatus.REQUESTED
        transaction.record_transition(
            "RepairRequest",
            repair_id,
            from_state=None,
            to_state=RepairState.REQUESTED,
            event="request",
        )
        transaction.audit("repair.requested", on=repair_id, version=record.version_no)
        transaction.enqueue(
            "repair.requested", about=inspection.id, repair_request_id=str(repair_id)
        )
        return transaction.succeed(RepairRequested(repair_request_id=repair_id))


def _commitment(faults: InputFaults, given: CreditCommitmentInput | None) -> Commitment | None:
    if given is None:
        return None
    return Commitment(
        faults.name("commitment.textVersion", given.text_version, longest=20),
        faults.name("commitment.signedBy", given.signed_by, longest=50),
        given.signed_on,
    )
