"""The head decides whether an officer takes part in a visit."""

from typing import Annotated
from uuid import UUID

import strawberry

from domain.actors import AuthorityIsClosed
from domain.authorities.officers import OfficerIsSuspended
from domain.draws.replacements import NobodyIsNext, NotInTheDraw
from domain.inspections import assignments
from domain.inspections.certificates import CertificateNotValid
from domain.inspections.terms import ReplacementReason
from domain.offices import NotAnAdministrativeOrgan
from domain.permissions import Permission
from domain.rectification.rechecks import RecheckTeamUnchanged
from domain.refusals import NotFound
from domain.tasks import draw_steps
from domain.visits import recusal_requests as rules
from persistence.inspections import writes as inspections
from persistence.visits import recusal_requests
from schema.fields import Info, field, refetched
from schema.inputs import OPERATION_ID, InputFaults, key_of
from schema.inspections import types
from schema.mutations import StoredAs, begin_transaction, mutation
from schema.visits.replacements import replace
from schema.visits.types import RecusalRequest


@strawberry.input(description="The head's decision on a recusal request.")
class DecideRecusalRequestInput:
    operation_id: UUID = field(OPERATION_ID)
    recusal_request_id: strawberry.ID = field("Opaque id of the recusal request.")
    is_upheld: bool = field("Whether the request is upheld and the officer replaced.")
    reason: str | None = strawberry.field(
        default=None,
        description="Reason of the decision, up to 500 characters; required for a refusal.",
    )
    incoming_officer_id: strawberry.ID | None = strawberry.field(
        default=None,
        description="Officer who replaces them; required for a case visit. For a drawn visit,"
        " the next in the draw follows.",
    )


@strawberry.type(description="The recusal request is upheld or refused.")
class RecusalRequestDecided:
    recusal_request_id: Annotated[UUID, StoredAs("recusal_request_id")]
    inspection_id: Annotated[UUID, StoredAs("inspection_id")]
    recusal_request: RecusalRequest | None = refetched(
        "recusal_request_id", "The recusal request after the change, as the caller sees it."
    )
    inspection: types.Inspection | None = refetched(
        "inspection_id", "The inspection after the change, as the caller sees it."
    )


@mutation(
    permission=Permission.INSPECTION_REPLACE_OFFICER,
    description="Uphold a recusal request, which replaces the officer, or refuse it.",
    refuses=(
        rules.RecusalRequestSettled,
        rules.OwnRecusalRequest,
        rules.RecusalTooLate,
        draw_steps.OwnReplacement,
        draw_steps.NotDrawn,
        draw_steps.IncomingOfficerDrawn,
        draw_steps.NotOnTheVisit,
        draw_steps.ReplacementTooLate,
        NobodyIsNext,
        NotInTheDraw,
        RecheckTeamUnchanged,
        assignments.OwnAssignment,
        assignments.OfficerOutsideAuthority,
        assignments.OfficerRecused,
        OfficerIsSuspended,
        assignments.MayNotLead,
        CertificateNotValid,
        NotAnAdministrativeOrgan,
        AuthorityIsClosed,
    ),
)
async def decide_recusal_request(
    info: Info, input: DecideRecusalRequestInput
) -> RecusalRequestDecided:
    faults = InputFaults()
    reason = faults.optional_text("reason", input.reason, longest=500)
    if input.incoming_officer_id is not None and not input.is_upheld:
        zh, en = "不予回避的，不得填写此项", "must be left out unless the request is upheld"
        faults.add("incomingOfficerId", zh, en)
    faults.refuse()
    request_id = key_of("RecusalRequest", input.recusal_request_id, "recusalRequestId")
    incoming_id = (
        key_of("Officer", input.incoming_officer_id, "incomingOfficerId")
        if input.incoming_officer_id is not None
        else None
    )
    async with begin_transaction(info, input) as transaction:
        inspection_id = await recusal_requests.visit_of(transaction.session, request_id)
        if inspection_id is None:
            raise NotFound
        # Lock the visit first, as everywhere: the opposite order elsewhere would deadlock.
        inspection = await inspections.claim(transaction.session, transaction.actor, inspection_id)
        row = await recusal_requests.claim(transaction.session, transaction.actor, request_id)
        to_state = rules.decide(
            await recusal_requests.facts(transaction.session, inspection),
            row.state,
            row.officer_id,
            is_upheld=input.is_upheld,
            reason=reason,
            by=transaction.actor,
        )
        if input.is_upheld:
            approval = await replace(
                transaction, inspection, row.officer_id, ReplacementReason.RECUSAL, incoming_id
            )
            await recusal_requests.stand(transaction.session, inspection, row, approval)
            row.incoming_id = incoming_id
        transaction.record_transition(
            "RecusalRequest",
            row.id,
            from_state=row.state,
            to_state=to_state,
            event="uphold" if input.is_upheld else "refuse",
            ground=reason,
        )
        row.state, row.reason = to_state, reason
        row.decided_by, row.decided_at = transaction.actor.account_id, transaction.now
        transaction.audit("recusal_request.decided", on=row.id, state=to_state)
        transaction.enqueue(
            "recusal_request.decided", about=row.id, inspection_id=str(inspection.id)
        )
        return transaction.succeed(
            RecusalRequestDecided(recusal_request_id=row.id, inspection_id=inspection.id)
        )
