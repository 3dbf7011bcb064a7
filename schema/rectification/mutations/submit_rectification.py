"""The institution reports what it corrected."""

from typing import Annotated
from uuid import UUID

import strawberry

from domain.rectification import answering as rules
from persistence import rectification
from persistence.identifiers import new_key
from persistence.tables.rectification import RectificationReport
from schema.answering import Asked, shown
from schema.deeds import StoredAs, writing
from schema.inputs import OPERATION_ID, Faults, key_of
from schema.rectification import moving, types


@strawberry.input(
    description="A report on what was corrected; evidence is declared for the order itself."
)
class SubmitRectificationInput:
    operation_id: UUID = strawberry.field(description=OPERATION_ID)
    order_id: strawberry.ID = strawberry.field(description="Opaque id of the order.")
    statement: str = strawberry.field(description="What was corrected, up to 2,000 characters.")


@strawberry.type(description="The report is filed with the order.")
class RectificationSubmitted:
    order_id: Annotated[UUID, StoredAs("order_id")]
    order: types.CorrectionOrder | None = shown(
        "order_id", "The order after the change, as the caller sees it."
    )


async def submit_rectification(
    info: Asked, input: SubmitRectificationInput
) -> RectificationSubmitted:
    faults = Faults()
    statement = faults.text("statement", input.statement, longest=2000)
    faults.refuse()
    order_id = key_of("CorrectionOrder", input.order_id, "orderId")
    async with writing(info, input) as deed:
        order = await rectification.claim(deed.session, deed.actor, order_id)
        decided = rules.submit(order.facts(), by=deed.actor, today=deed.today)
        deed.session.add(
            RectificationReport(
                id=new_key(),
                order_id=order.id,
                position=await rectification.next_report(deed.session, order),
                statement=statement,
                is_late=decided.is_late,
                submitted_by=deed.actor.account_id,
                submitted_at=deed.now,
            )
        )
        moving.noted(deed, order, decided.state, "submit")
        order.record_submission(decided.state, at=deed.now)
        deed.audit("order.answered", on=order.id, is_late=decided.is_late)
        moving.tell(deed, order, "order.answered")
        return deed.done(RectificationSubmitted(order_id=order.id))
