"""An auditor accepts a reported correction on the documents."""

from typing import Annotated
from uuid import UUID

import strawberry

from domain.evidence import completing
from domain.evidence.terms import OwnerKind
from domain.rectification import answering as rules
from domain.rectification.terms import ClosedBy
from persistence import rectification
from persistence.evidence import declaring
from schema.answering import Asked, shown
from schema.deeds import StoredAs, writing
from schema.inputs import OPERATION_ID, Faults, key_of
from schema.rectification import moving, types
from schema.rectification.moving import EXPECTED_VERSION


@strawberry.input(description="A reported correction to accept on the documents.")
class AcceptRectificationInput:
    operation_id: UUID = strawberry.field(description=OPERATION_ID)
    order_id: strawberry.ID = strawberry.field(description="Opaque id of the order.")
    expected_version: int = strawberry.field(description=EXPECTED_VERSION)
    note: str = strawberry.field(description="Why the report is accepted, up to 500 characters.")


@strawberry.type(description="The order is closed on the documents.")
class RectificationAccepted:
    order_id: Annotated[UUID, StoredAs("order_id")]
    order: types.CorrectionOrder | None = shown(
        "order_id", "The order after the change, as the caller sees it."
    )


async def accept_rectification(
    info: Asked, input: AcceptRectificationInput
) -> RectificationAccepted:
    faults = Faults()
    note = faults.text("note", input.note, longest=500)
    faults.refuse()
    order_id = key_of("CorrectionOrder", input.order_id, "orderId")
    async with writing(info, input) as deed:
        order = await rectification.claim(deed.session, deed.actor, order_id)
        officers = await rectification.took_part(deed.session, order)
        rules.accept(order.facts(officers), by=deed.actor)
        moving.refuse_changed(order.version, input.expected_version)
        completing.refuse_unless_complete(
            await declaring.missing(deed.session, OwnerKind.RECTIFICATION, order.id)
        )
        moving.close(deed, order, "accept", ClosedBy.ON_FILE, note)
        return deed.done(RectificationAccepted(order_id=order.id))
