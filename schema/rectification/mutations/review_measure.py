"""The head looks again at a measure, and leaves it as it is."""

from typing import Annotated
from uuid import UUID

import strawberry

from domain.permissions import Permission
from domain.rectification import escalations as rules
from domain.rectification.submissions import refuse_unless_at
from domain.refusals import ChangedMeanwhile
from persistence.rectification import writes as rectification
from schema.fields import Info, field, refetched
from schema.inputs import OPERATION_ID, InputFaults, key_of
from schema.mutations import StoredAs, begin_transaction, mutation
from schema.rectification import transitions, types
from schema.rectification.transitions import EXPECTED_VERSION


@strawberry.input(description="A measure that was looked at again, and stays.")
class ReviewMeasureInput:
    operation_id: UUID = field(OPERATION_ID)
    proposal_id: strawberry.ID = field("Opaque id of the adopted measure, `esc_…`.")
    expected_version: int = field(EXPECTED_VERSION)
    reason: str = field("Why it stays as it is, up to 1,000 characters; it is kept on file.")


@strawberry.type(description="The measure stays, and the alert ends.")
class MeasureReviewed:
    proposal_id: Annotated[UUID, StoredAs("proposal_id")]
    proposal: types.EscalationProposal | None = refetched(
        "proposal_id", "The measure after the change, as the caller sees it."
    )


@mutation(
    permission=Permission.ORDER_ESCALATE,
    description="Say that a measure with a `reviewDueOn` was looked at again and stays as it is. What is to change"
    " is decided by `endStanding`, `quashStanding` or `listInstitution`.",
    refuses=(ChangedMeanwhile, rules.NoReviewDue),
)
async def review_measure(info: Info, input: ReviewMeasureInput) -> MeasureReviewed:
    faults = InputFaults()
    reason = faults.text("reason", input.reason, longest=1000)
    faults.refuse()
    key = key_of("EscalationProposal", input.proposal_id, "proposalId")
    async with begin_transaction(info, input) as transaction:
        proposal, _ = await rectification.claim_proposal(
            transaction.session, transaction.actor, key
        )
        refuse_unless_at(proposal.authority_id, Permission.ORDER_ESCALATE, by=transaction.actor)
        if proposal.review_due_on is None:
            raise rules.NoReviewDue
        transitions.refuse_changed(proposal.version, input.expected_version)
        transaction.record_transition(
            "EscalationProposal",
            key,
            from_state=proposal.state,
            to_state=proposal.state,
            event="review",
            ground=reason,
        )
        proposal.record_review(None)
        transaction.audit("escalation.reviewed", on=key)
        return transaction.succeed(MeasureReviewed(proposal_id=key))
