"""An institution applies for credit repair: the withdrawal of its public record."""

from typing import Annotated
from uuid import UUID

import strawberry

from domain.inspections.terms import RepairStatus
from domain.publication import withdrawing as rules
from domain.publication.terms import RepairState
from persistence import publication
from persistence.tables.publication import RepairRequest
from schema.answering import Asked, shown
from schema.deeds import StoredAs, writing
from schema.inputs import OPERATION_ID, OWN_ID, Faults, key_of, own_key
from schema.publication import types


@strawberry.input(description="An application for credit repair (信用修复).")
class RequestRepairInput:
    operation_id: UUID = strawberry.field(description=OPERATION_ID)
    id: strawberry.ID | None = strawberry.field(default=None, description=OWN_ID)
    public_record_id: strawberry.ID = strawberry.field(
        description="Opaque id of the current version of the institution's public record."
    )
    statement: str = strawberry.field(
        description="What was corrected since, up to 2,000 characters; never published."
    )


@strawberry.type(description="The application waits for the head's decision.")
class RepairRequested:
    repair_request_id: Annotated[UUID, StoredAs("repair_request_id")]
    repair_request: types.RepairRequest | None = shown(
        "repair_request_id", "The repair request after the change, as the caller sees it."
    )


async def request_repair(info: Asked, input: RequestRepairInput) -> RepairRequested:
    faults = Faults()
    statement = faults.text("statement", input.statement, longest=2000)
    faults.refuse()
    public_record_id = key_of("PublicRecord", input.public_record_id, "publicRecordId")
    repair_id = own_key("RepairRequest", input.id)
    async with writing(info, input) as deed:
        inspection, record = await publication.claim_record(
            deed.session, deed.actor, public_record_id
        )
        facts = await publication.facts(deed.session, inspection, record)
        rules.request_repair(facts, by=deed.actor)
        deed.session.add(
            RepairRequest(
                id=repair_id,
                inspection_id=inspection.id,
                public_record_id=record.id,
                institution_id=inspection.institution_id,
                authority_id=inspection.authority_id,
                statement=statement,
                state=RepairState.REQUESTED,
                requested_by=deed.actor.account_id,
                requested_at=deed.now,
            )
        )
        record.repair_status = RepairStatus.REQUESTED
        deed.moved(
            "RepairRequest",
            repair_id,
            from_state=None,
            to_state=RepairState.REQUESTED,
            event="request",
        )
        deed.audit("repair.requested", on=repair_id, version=record.version_no)
        deed.sends("repair.requested", about=inspection.id, repair_request_id=str(repair_id))
        return deed.done(RepairRequested(repair_request_id=repair_id))
