"""An institution or an officer requests that the officer does not take part in a visit."""

from typing import Annotated
from uuid import UUID

import strawberry

from domain.permissions import Permission
from domain.refusals import IdTaken
from domain.registries.terms import RecusalGround
from domain.visits import recusal_requests as rules
from domain.visits.terms import RecusalRequestState
from persistence.inspections import writes as inspections
from persistence.visits import recusal_requests
from persistence.visits import writes as visits
from persistence.visits.table import RecusalRequest as Row
from schema.fields import Info, field, refetched
from schema.inputs import OPERATION_ID, OWN_ID, InputFaults, key_of, own_key
from schema.inspections import types
from schema.mutations import StoredAs, begin_transaction, mutation
from schema.visits.types import RecusalRequest


@strawberry.input(description="A request that an officer does not take part in a visit.")
class RequestRecusalInput:
    operation_id: UUID = field(OPERATION_ID)
    id: strawberry.ID | None = strawberry.field(default=None, description=OWN_ID)
    inspection_id: strawberry.ID = field("Opaque id of the inspection.")
    officer_id: strawberry.ID = field(
        "An officer of the visit: for officers themselves, for the institution any of them."
    )
    ground: RecusalGround | None = strawberry.field(
        default=None, description="Ground of the request; never published."
    )
    statement: str = field("Reason of the request, up to 1,000 characters.")


@strawberry.type(description="The request waits for the head's decision.")
class RecusalRequested:
    recusal_request_id: Annotated[UUID, StoredAs("recusal_request_id")]
    recusal_request: RecusalRequest | None = refetched(
        "recusal_request_id", "The recusal request after the change, as the caller sees it."
    )
    inspection: types.Inspection | None = refetched(
        "recusal_request_id",
        "The inspection after the change, as the caller sees it.",
        through=visits.visit_of(Row),
    )


@mutation(
    permission=Permission.RECUSAL_REQUEST,
    description="Request that an officer does not take part in a visit: by the institution,"
    " or by the officer.",
    refuses=(rules.RecusalRequestOpen, rules.RecusalTooLate, IdTaken),
)
async def request_recusal(info: Info, input: RequestRecusalInput) -> RecusalRequested:
    faults = InputFaults()
    statement = faults.text("statement", input.statement, longest=1000)
    faults.refuse()
    request_id = own_key("RecusalRequest", input.id)
    inspection_id = key_of("Inspection", input.inspection_id, "inspectionId")
    officer_id = key_of("Officer", input.officer_id, "officerId")
    async with begin_transaction(info, input) as transaction:
        inspection = await inspections.claim(transaction.session, transaction.actor, inspection_id)
        side = rules.request(
            await recusal_requests.facts(transaction.session, inspection),
            officer_id,
            by=transaction.actor,
        )
        row = Row(
            id=request_id,
            inspection_id=inspection.id,
            officer_id=officer_id,
            side=side,
            ground=input.ground,
            statement=statement,
            state=RecusalRequestState.REQUESTED,
            requested_by=transaction.actor.account_id,
            requested_at=transaction.now,
        )
        transaction.session.add(row)
        transaction.record_transition(
            "RecusalRequest", row.id, from_state=None, to_state=row.state, event="request"
        )
        transaction.audit("recusal_request.made", on=row.id, side=side)
        transaction.enqueue("recusal_request.made", about=row.id, inspection_id=str(inspection.id))
        return transaction.succeed(RecusalRequested(recusal_request_id=row.id))
