"""The head extends the deadline of an order, once."""

import datetime as dt
from typing import Annotated
from uuid import UUID

import strawberry

from domain.permissions import Permission
from domain.publication.results import DeciderTookPart
from domain.rectification import orders
from domain.rectification import submissions as rules
from domain.refusals import ChangedMeanwhile
from domain.transitions import IllegalTransition
from persistence.rectification import writes as rectification
from schema.fields import Info, field, refetched
from schema.inputs import OPERATION_ID, InputFaults, key_of
from schema.mutations import StoredAs, begin_transaction, mutation
from schema.rectification import transitions, types
from schema.rectification.transitions import EXPECTED_VERSION


@strawberry.input(description="An extension of an order's deadline.")
class ExtendRectificationInput:
    operation_id: UUID = field(OPERATION_ID)
    order_id: strawberry.ID = field("Opaque id of an order that is not yet due.")
    expected_version: int = field(EXPECTED_VERSION)
    due_on: dt.date = field("The new last day, at most 90 days after the order.")
    reason: str = field("Reason of the extension, up to 500 characters.")


@strawberry.type(description="The order has a later last day.")
class RectificationExtended:
    order_id: Annotated[UUID, StoredAs("order_id")]
    order: types.CorrectionOrder | None = refetched(
        "order_id", "The order after the change, as the caller sees it."
    )


@mutation(
    permission=Permission.ORDER_EXTEND,
    description="Extend the deadline once, to at most 90 days after the order.",
    refuses=(
        IllegalTransition,
        DeciderTookPart,
        rules.OrderImmediate,
        rules.AlreadyExtended,
        orders.OrderTooLong,
        ChangedMeanwhile,
    ),
)
async def extend_rectification(
    info: Info, input: ExtendRectificationInput
) -> RectificationExtended:
    faults = InputFaults()
    reason = faults.text("reason", input.reason, longest=500)
    faults.refuse()
    order_id = key_of("CorrectionOrder", input.order_id, "orderId")
    async with begin_transaction(info, input) as transaction:
        order = await rectification.claim(transaction.session, transaction.actor, order_id)
        facts = order.facts(await rectification.took_part(transaction.session, order))
        state = rules.extend(
            facts, by=transaction.actor, due_on=input.due_on, today=transaction.today
        )
        transitions.refuse_changed(order.version, input.expected_version)
        transitions.record_transition(transaction, order, state, "extend", reason)
        order.record_extension(
            input.due_on, reason, by=transaction.actor.account_id, at=transaction.now
        )
        transaction.audit("order.extended", on=order.id)
        transitions.notify(transaction, order, "order.extended")
        return transaction.succeed(RectificationExtended(order_id=order.id))
