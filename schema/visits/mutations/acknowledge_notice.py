"""An institution acknowledges the notice of a visit."""

from typing import Annotated
from uuid import UUID

import strawberry

from domain.permissions import Permission
from domain.refusals import NotFound
from domain.visits import notices as rules
from persistence.inspections import writes as inspections
from persistence.visits import notices
from schema.fields import Info, field, refetched
from schema.inputs import OPERATION_ID, key_of
from schema.inspections import types
from schema.mutations import StoredAs, begin_transaction, mutation


@strawberry.input(description="A notice that the institution has read.")
class AcknowledgeNoticeInput:
    operation_id: UUID = field(OPERATION_ID)
    inspection_id: strawberry.ID = field("Opaque id of the inspection.")


@strawberry.type(description="The institution has acknowledged the notice.")
class NoticeAcknowledged:
    inspection_id: Annotated[UUID, StoredAs("inspection_id")]
    inspection: types.Inspection | None = refetched(
        "inspection_id", "The inspection after the change, as the caller sees it."
    )


@mutation(
    permission=Permission.NOTICE_RESPOND,
    description="Acknowledge, as the institution, that the notice was read.",
    refuses=(rules.AlreadyAcknowledged,),
)
async def acknowledge_notice(info: Info, input: AcknowledgeNoticeInput) -> NoticeAcknowledged:
    inspection_id = key_of("Inspection", input.inspection_id, "inspectionId")
    async with begin_transaction(info, input) as transaction:
        inspection = await inspections.claim(transaction.session, transaction.actor, inspection_id)
        notice = await notices.of(transaction.session, inspection.id)
        rules.acknowledge(notices.facts(inspection, notice), by=transaction.actor)
        if notice is None:
            raise NotFound
        notice.acknowledged_at, notice.acknowledged_by = (
            transaction.now,
            transaction.actor.account_id,
        )
        transaction.audit("inspection.notice_acknowledged", on=inspection.id)
        return transaction.succeed(NoticeAcknowledged(inspection_id=inspection.id))
