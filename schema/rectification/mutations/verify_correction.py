"""An officer has seen on site that the violation was corrected."""

from typing import Annotated
from uuid import UUID

import strawberry

from domain.rectification import ordering as rules
from domain.rectification.terms import ClosedBy
from persistence import inspections, rectification, visits
from schema.answering import Asked, shown
from schema.deeds import StoredAs, writing
from schema.inputs import OPERATION_ID, Faults, key_of
from schema.rectification import moving, types


@strawberry.input(description="An order whose correction the officer saw on site.")
class VerifyCorrectionInput:
    operation_id: UUID = strawberry.field(description=OPERATION_ID)
    order_id: strawberry.ID = strawberry.field(
        description="Opaque id of an order of the kind IMMEDIATE."
    )
    note: str = strawberry.field(description="What the officer saw, up to 500 characters.")


@strawberry.type(description="The order is closed on site.")
class CorrectionVerified:
    order_id: Annotated[UUID, StoredAs("order_id")]
    order: types.CorrectionOrder | None = shown(
        "order_id", "The order after the change, as the caller sees it."
    )


async def verify_correction(info: Asked, input: VerifyCorrectionInput) -> CorrectionVerified:
    faults = Faults()
    note = faults.text("note", input.note, longest=500)
    faults.refuse()
    order_id = key_of("CorrectionOrder", input.order_id, "orderId")
    async with writing(info, input) as deed:
        order = await rectification.claim(deed.session, deed.actor, order_id)
        visit = await rectification.visit_of(deed.session, order)
        team = await inspections.team(deed.session, visit)
        arrived = await visits.arrivals(deed.session, visit.id)
        rules.verify_on_site(order.kind, order.state, team, on_site=arrived, by=deed.actor)
        moving.close(deed, order, "verify_on_site", ClosedBy.ON_SITE, note)
        return deed.done(CorrectionVerified(order_id=order.id))
