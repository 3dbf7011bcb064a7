"""The institution reports what it corrected."""

from typing import Annotated
from uuid import UUID

import strawberry

from domain.permissions import Permission
from domain.rectification import submissions as rules
from domain.transitions import IllegalTransition
from persistence.engine.identifiers import new_key
from persistence.rectification import writes as rectification
from persistence.rectification.table import RectificationReport
from schema.fields import Info, field, refetched
from schema.inputs import OPERATION_ID, InputFaults, key_of
from schema.mutations import StoredAs, begin_transaction, mutation
from schema.rectification import transitions, types


@strawberry.input(
    description="A report on what was corrected; evidence is declared for the order itself."
)
class SubmitRectificationInput:
    operation_id: UUID = field(OPERATION_ID)
    order_id: strawberry.ID = field("Opaque id of the order.")
    statement: str = field("What was corrected, up to 2,000 characters.")


@strawberry.type(description="The report is filed with the order.")
class RectificationSubmitted:
    order_id: Annotated[UUID, StoredAs("order_id")]
    order: types.CorrectionOrder | None = refetched(
        "order_id", "The order after the change, as the caller sees it."
    )


@mutation(
    permission=Permission.ORDER_ANSWER,
    description="Report, as the institution, what was corrected; a late report is marked,"
    " not refused.",
    refuses=(IllegalTransition,),
)
async def submit_rectification(
    info: Info, input: SubmitRectificationInput
) -> RectificationSubmitted:
    faults = InputFaults()
    statement = faults.text("statement", input.statement, longest=2000)
    faults.refuse()
    order_id = key_of("CorrectionOrder", input.order_id, "orderId")
    async with begin_transaction(info, input) as transaction:
        order = await rectification.claim(transaction.session, transaction.actor, order_id)
        decided = rules.submit(order.facts(), by=transaction.actor, today=transaction.today)
        transaction.session.add(
            RectificationReport(
                id=new_key(),
                order_id=order.id,
                position=await rectification.next_report(transaction.session, order),
                statement=statement,
                is_late=decided.is_late,
                submitted_by=transaction.actor.account_id,
                submitted_at=transaction.now,
            )
        )
        transitions.record_transition(transaction, order, decided.state, "submit")
        order.record_submission(decided.state, at=transaction.now)
        transaction.audit("order.answered", on=order.id, is_late=decided.is_late)
        transitions.notify(transaction, order, "order.answered")
        return transaction.succeed(RectificationSubmitted(order_id=order.id))
