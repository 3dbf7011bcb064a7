"""The head extends the deadline of an order, once."""

import datetime as dt
from typing import Annotated
from uuid import UUID

import strawberry

from domain.rectification import answering as rules
from persistence import rectification
from schema.answering import Asked, shown
from schema.deeds import StoredAs, writing
from schema.inputs import OPERATION_ID, Faults, key_of
from schema.rectification import moving, types
from schema.rectification.moving import EXPECTED_VERSION


@strawberry.input(description="An extension of an order's deadline.")
class ExtendRectificationInput:
    operation_id: UUID = strawberry.field(description=OPERATION_ID)
    order_id: strawberry.ID = strawberry.field(
        description="Opaque id of an order that is not yet due."
    )
    expected_version: int = strawberry.field(description=EXPECTED_VERSION)
    due_on: dt.date = strawberry.field(
        description="The new last day, at most 90 days after the order."
    )
    reason: str = strawberry.field(description="Reason of the extension, up to 500 characters.")


@strawberry.type(description="The order has a later last day.")
class RectificationExtended:
    order_id: Annotated[UUID, StoredAs("order_id")]
    order: types.CorrectionOrder | None = shown(
        "order_id", "The order after the change, as the caller sees it."
    )


async def extend_rectification(
    info: Asked, input: ExtendRectificationInput
) -> RectificationExtended:
    faults = Faults()
    reason = faults.text("reason", input.reason, longest=500)
    faults.refuse()
    order_id = key_of("CorrectionOrder", input.order_id, "orderId")
    async with writing(info, input) as deed:
        order = await rectification.claim(deed.session, deed.actor, order_id)
        facts = order.facts(await rectification.took_part(deed.session, order))
        state = rules.extend(facts, by=deed.actor, due_on=input.due_on, today=deed.today)
        moving.refuse_changed(order.version, input.expected_version)
        moving.noted(deed, order, state, "extend", reason)
        order.record_extension(input.due_on, reason, by=deed.actor.account_id, at=deed.now)
        deed.audit("order.extended", on=order.id)
        moving.tell(deed, order, "order.extended")
        return deed.done(RectificationExtended(order_id=order.id))
