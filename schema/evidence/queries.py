"""Questions about evidence that are not asked of what it belongs to."""

import strawberry
from strawberry import UNSET

from schema.answering import After, AnsweredByShape, Before, First, Last, root
from schema.evidence.types import EvidenceConnection, EvidenceFilter, EvidenceOrder


@strawberry.type
class EvidenceQueries:
    @root
    def stuck_evidence(
        self,
        first: First = UNSET,
        last: Last = UNSET,
        after: After = UNSET,
        before: Before = UNSET,
        filter: EvidenceFilter | None = UNSET,
        order_by: EvidenceOrder | None = UNSET,
    ) -> EvidenceConnection:
        """What was declared more than 24 hours ago and has not arrived: of the caller's own visits
        and complaints, and for an office of those that reach it. The oldest come first."""
        raise AnsweredByShape
