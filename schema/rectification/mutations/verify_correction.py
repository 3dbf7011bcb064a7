"""An officer has seen on site that the violation was corrected."""

from typing import Annotated
from uuid import UUID

import strawberry

from domain.permissions import Permission
from domain.rectification import orders as rules
from domain.rectification.terms import ClosedBy
from domain.transitions import IllegalTransition
from persistence.inspections import writes as inspections
from persistence.rectification import writes as rectification
from persistence.visits import writes as visits
from schema.fields import Info, field, refetched
from schema.inputs import OPERATION_ID, InputFaults, key_of
from schema.mutations import StoredAs, begin_transaction, mutation
from schema.rectification import transitions, types


@strawberry.input(description="An order whose correction the officer saw on site.")
class VerifyCorrectionInput:
    operation_id: UUID = field(OPERATION_ID)
    order_id: strawberry.ID = field("Opaque id of an order of the kind IMMEDIATE.")
    note: str = field("What the officer saw, up to 500 characters.")


@strawberry.type(description="The order is closed on site.")
class CorrectionVerified:
    order_id: Annotated[UUID, StoredAs("order_id")]
    order: types.CorrectionOrder | None = refetched(
        "order_id", "The order after the change, as the caller sees it."
    )


@mutation(
    permission=Permission.ORDER_ISSUE,
    description="Close an order whose correction the officer saw on site.",
    refuses=(rules.OrderNotImmediate, rules.OfficerNotOnSite, IllegalTransition),
)
async def verify_correction(info: Info, input: VerifyCorrectionInput) -> CorrectionVerified:
    faults = InputFaults()
    note = faults.text("note", input.note, longest=500)
    faults.refuse()
    order_id = key_of("CorrectionOrder", input.order_id, "orderId")
    async with begin_transaction(info, input) as transaction:
        order = await rectification.claim(transaction.session, transaction.actor, order_id)
        visit = await rectification.visit_of(transaction.session, order)
        team = await inspections.team(transaction.session, visit)
        arrived = await visits.arrivals(transaction.session, visit.id)
        rules.verify_on_site(order.kind, order.state, team, on_site=arrived, by=transaction.actor)
        await transitions.close(transaction, order, "verify_on_site", ClosedBy.ON_SITE, note)
        return transaction.succeed(CorrectionVerified(order_id=order.id))
