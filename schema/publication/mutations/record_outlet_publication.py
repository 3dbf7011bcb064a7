"""An auditor records under which reference another outlet has published a version."""

import datetime as dt
from typing import Annotated
from uuid import UUID

import strawberry

from domain.permissions import Permission
from domain.publication import outlets as rules
from domain.publication.terms import Outlet
from persistence.publication import writes as publication
from schema.fields import Info, field, refetched
from schema.inputs import OPERATION_ID, InputFaults, key_of
from schema.inspections import types
from schema.mutations import StoredAs, begin_transaction, mutation


@strawberry.input(description="A version that another outlet has published.")
class RecordOutletPublicationInput:
    operation_id: UUID = field(OPERATION_ID)
    public_record_id: strawberry.ID = field("Opaque id of the version published.")
    outlet: Outlet = strawberry.field(
        default=Outlet.ENTERPRISE_CREDIT,
        description="The outlet that published it; not this platform.",
    )
    published_at: dt.datetime = field("Since when the outlet shows the version.")
    reference: str = field(
        "The outlet's own reference, a number or an address, up to 300 characters."
    )


@strawberry.type(description="The publication in the other outlet is recorded.")
class OutletPublicationRecorded:
    public_record_id: Annotated[UUID, StoredAs("public_record_id")]
    public_record: types.PublicRecord | None = refetched(
        "public_record_id", "The public record after the change, as the caller sees it."
    )


@mutation(
    permission=Permission.RESULT_PUBLISH,
    description="Record that another outlet has published a version.",
    refuses=(rules.OutletNotPending,),
)
async def record_outlet_publication(
    info: Info, input: RecordOutletPublicationInput
) -> OutletPublicationRecorded:
    faults = InputFaults()
    reference = faults.text("reference", input.reference, longest=300)
    faults.refuse()
    public_record_id = key_of("PublicRecord", input.public_record_id, "publicRecordId")
    async with begin_transaction(info, input) as transaction:
        inspection, record = await publication.claim_record(
            transaction.session, transaction.actor, public_record_id
        )
        row = await publication.in_outlet(transaction.session, record, input.outlet)
        state = rules.record(
            None if row is None else row.state,
            input.outlet,
            by=transaction.actor,
            authority_id=inspection.authority_id,
            recorded_at=record.published_at,
            published_at=input.published_at,
            now=transaction.now,
        )
        assert row is not None, "a version without the outlet was refused"
        transaction.record_transition(
            "Publication", row.id, from_state=row.state, to_state=state, event="record"
        )
        row.record(
            state, reference=reference, at=input.published_at, by=transaction.actor.account_id
        )
        transaction.audit("publication.recorded", on=record.id, outlet=input.outlet)
        return transaction.succeed(OutletPublicationRecorded(public_record_id=record.id))
