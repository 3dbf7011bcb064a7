"""Recusal from one visit: asked by its institution or an officer, decided by the head."""

from uuid import UUID

import strawberry

from domain.inspections.terms import ReplacementReason
from domain.refusals import NotFound
from domain.registries.terms import RecusalGround
from domain.visits import recusing as rules
from domain.visits.terms import RecusalRequestState
from persistence import inspections
from persistence.tables.visits import RecusalRequest as Row
from persistence.visits import recusing
from schema.answering import Asked, shown
from schema.deeds import writing
from schema.inputs import OPERATION_ID, OWN_ID, Faults, key_of, own_key
from schema.inspections import types
from schema.visits.replacing import replace
from schema.visits.types import RecusalRequest


@strawberry.input(description="A request that an officer does not take part.")
class RequestRecusalInput:
    operation_id: UUID = strawberry.field(description=OPERATION_ID)
    id: strawberry.ID | None = strawberry.field(default=None, description=OWN_ID)
    inspection_id: strawberry.ID = strawberry.field(description="The inspection.")
    officer_id: strawberry.ID = strawberry.field(
        description="An officer of the visit: oneself, or for its institution any of them."
    )
    ground: RecusalGround | None = strawberry.field(default=None, description="On what ground.")
    statement: str = strawberry.field(description="Why, up to 1,000 characters.")


@strawberry.type(description="The request waits for the head's decision.")
class RecusalRequested:
    recusal_request_id: strawberry.Private[UUID]
    recusal_request: RecusalRequest | None = shown("recusal_request_id", "The request.")


async def request_recusal(info: Asked, input: RequestRecusalInput) -> RecusalRequested:
    faults = Faults()
    statement = faults.text("statement", input.statement, longest=1000)
    faults.refuse()
    request_id = own_key("RecusalRequest", input.id)
    inspection_id = key_of("Inspection", input.inspection_id, "inspectionId")
    officer_id = key_of("Officer", input.officer_id, "officerId")
    async with writing(info, input) as deed:
        inspection = await inspections.claim(deed.session, deed.actor, inspection_id)
        side = rules.request(
            await recusing.facts(deed.session, inspection), officer_id, by=deed.actor
        )
        row = Row(
            id=request_id,
            inspection_id=inspection.id,
            officer_id=officer_id,
            side=side,
            ground=input.ground,
            statement=statement,
            state=RecusalRequestState.REQUESTED,
            requested_by=deed.actor.account_id,
            requested_at=deed.now,
        )
        deed.session.add(row)
        deed.moved("RecusalRequest", row.id, from_state=None, to_state=row.state, event="request")
        deed.audit("recusal_request.made", on=row.id, side=side)
        deed.sends("recusal_request.made", about=row.id, inspection_id=str(inspection.id))
        return deed.done(RecusalRequested(recusal_request_id=row.id))


@strawberry.input(description="The head's decision on a request.")
class DecideRecusalRequestInput:
    operation_id: UUID = strawberry.field(description=OPERATION_ID)
    recusal_request_id: strawberry.ID = strawberry.field(description="The request.")
    is_upheld: bool = strawberry.field(description="Whether the officer does not take part.")
    reason: str | None = strawberry.field(
        default=None, description="Why, up to 500 characters; needed for a refusal."
    )
    incoming_officer_id: strawberry.ID | None = strawberry.field(
        default=None,
        description="Who goes instead: exactly for a case visit; to a drawn one goes who follows.",
    )


@strawberry.type(description="The request is decided.")
class RecusalRequestDecided:
    recusal_request_id: strawberry.Private[UUID]
    inspection_id: strawberry.Private[UUID]
    recusal_request: RecusalRequest | None = shown("recusal_request_id", "The request.")
    inspection: types.Inspection | None = shown("inspection_id", "The inspection.")


async def decide_recusal_request(
    info: Asked, input: DecideRecusalRequestInput
) -> RecusalRequestDecided:
    faults = Faults()
    reason = faults.optional_text("reason", input.reason, longest=500)
    if input.incoming_officer_id is not None and not input.is_upheld:
        zh, en = "不予回避时不得填写", "is given only where the request is upheld"
        faults.add("incomingOfficerId", zh, en)
    faults.refuse()
    request_id = key_of("RecusalRequest", input.recusal_request_id, "recusalRequestId")
    incoming_id = (
        key_of("Officer", input.incoming_officer_id, "incomingOfficerId")
        if input.incoming_officer_id is not None
        else None
    )
    async with writing(info, input) as deed:
        inspection_id = await recusing.visit_of(deed.session, request_id)
        if inspection_id is None:
            raise NotFound
        # The visit first, as everywhere: two who each hold one would wait for each other.
        inspection = await inspections.claim(deed.session, deed.actor, inspection_id)
        row = await recusing.claim(deed.session, deed.actor, request_id)
        to_state = rules.decide(
            await recusing.facts(deed.session, inspection),
            row.state,
            row.officer_id,
            is_upheld=input.is_upheld,
            reason=reason,
            by=deed.actor,
        )
        if input.is_upheld:
            approval = await replace(
                deed, inspection, row.officer_id, ReplacementReason.RECUSAL, incoming_id
            )
            await recusing.stand(deed.session, inspection, row, approval)
            row.incoming_id = incoming_id
        deed.moved(
            "RecusalRequest",
            row.id,
            from_state=row.state,
            to_state=to_state,
            event="uphold" if input.is_upheld else "refuse",
            ground=reason,
        )
        row.state, row.reason = to_state, reason
        row.decided_by, row.decided_at = deed.actor.account_id, deed.now
        deed.audit("recusal_request.decided", on=row.id, state=to_state)
        deed.sends("recusal_request.decided", about=row.id, inspection_id=str(inspection.id))
        return deed.done(
            RecusalRequestDecided(recusal_request_id=row.id, inspection_id=inspection.id)
        )
