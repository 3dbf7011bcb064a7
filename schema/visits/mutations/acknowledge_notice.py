"""An institution acknowledges the notice of a visit."""

from typing import Annotated
from uuid import UUID

import strawberry

from domain.refusals import NotFound
from domain.visits import noticing as rules
from persistence import inspections
from persistence.visits import noticing
from schema.answering import Asked, shown
from schema.deeds import StoredAs, writing
from schema.inputs import OPERATION_ID, key_of
from schema.inspections import types


@strawberry.input(description="A notice that the institution has read.")
class AcknowledgeNoticeInput:
    operation_id: UUID = strawberry.field(description=OPERATION_ID)
    inspection_id: strawberry.ID = strawberry.field(description="Opaque id of the inspection.")


@strawberry.type(description="The institution has acknowledged the notice.")
class NoticeAcknowledged:
    inspection_id: Annotated[UUID, StoredAs("inspection_id")]
    inspection: types.Inspection | None = shown(
        "inspection_id", "The inspection after the change, as the caller sees it."
    )


async def acknowledge_notice(info: Asked, input: AcknowledgeNoticeInput) -> NoticeAcknowledged:
    inspection_id = key_of("Inspection", input.inspection_id, "inspectionId")
    async with writing(info, input) as deed:
        inspection = await inspections.claim(deed.session, deed.actor, inspection_id)
        notice = await noticing.of(deed.session, inspection.id)
        rules.acknowledge(noticing.facts(inspection, notice), by=deed.actor)
        if notice is None:
            raise NotFound
        notice.acknowledged_at, notice.acknowledged_by = deed.now, deed.actor.account_id
        deed.audit("inspection.notice_acknowledged", on=inspection.id)
        return deed.done(NoticeAcknowledged(inspection_id=inspection.id))
