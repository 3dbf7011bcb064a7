"""An auditor accepts a reported correction on the documents."""

from typing import Annotated
from uuid import UUID

import strawberry

from domain.evidence import completeness
from domain.evidence.completeness import EvidenceIncomplete
from domain.evidence.terms import OwnerKind
from domain.permissions import Permission
from domain.rectification import submissions as rules
from domain.rectification.terms import ClosedBy
from domain.refusals import ChangedMeanwhile
from domain.transitions import IllegalTransition
from persistence.evidence import declarations
from persistence.rectification import writes as rectification
from schema.fields import Info, field, refetched
from schema.inputs import OPERATION_ID, InputFaults, key_of
from schema.mutations import StoredAs, begin_transaction, mutation
from schema.rectification import transitions, types
from schema.rectification.transitions import EXPECTED_VERSION


@strawberry.input(description="A reported correction to accept on the documents.")
class AcceptRectificationInput:
    operation_id: UUID = field(OPERATION_ID)
    order_id: strawberry.ID = field("Opaque id of the order.")
    expected_version: int = field(EXPECTED_VERSION)
    note: str = field("Why the report is accepted, up to 500 characters.")


@strawberry.type(description="The order is closed on the documents.")
class RectificationAccepted:
    order_id: Annotated[UUID, StoredAs("order_id")]
    order: types.CorrectionOrder | None = refetched(
        "order_id", "The order after the change, as the caller sees it."
    )


@mutation(
    permission=Permission.ORDER_ACCEPT,
    description="Accept a reported correction on the documents, which closes the order.",
    refuses=(
        IllegalTransition,
        rules.AcceptorIsOfficer,
        EvidenceIncomplete,
        ChangedMeanwhile,
    ),
)
async def accept_rectification(
    info: Info, input: AcceptRectificationInput
) -> RectificationAccepted:
    faults = InputFaults()
    note = faults.text("note", input.note, longest=500)
    faults.refuse()
    order_id = key_of("CorrectionOrder", input.order_id, "orderId")
    async with begin_transaction(info, input) as transaction:
        order = await rectification.claim(transaction.session, transaction.actor, order_id)
        officers = await rectification.took_part(transaction.session, order)
        rules.accept(order.facts(officers), by=transaction.actor)
        transitions.refuse_changed(order.version, input.expected_version)
        completeness.refuse_unless_complete(
            await declarations.missing(transaction.session, OwnerKind.RECTIFICATION, order.id)
        )
        await transitions.close(transaction, order, "accept", ClosedBy.ON_FILE, note)
        return transaction.succeed(RectificationAccepted(order_id=order.id))
