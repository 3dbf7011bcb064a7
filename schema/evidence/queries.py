"""Queries about evidence across all that it belongs to."""

import strawberry
from strawberry import UNSET

from schema.evidence.types import EvidenceConnection, EvidenceFilter, EvidenceOrder
from schema.fields import After, Before, CompiledFieldResolved, First, Last, query_field


@strawberry.type
class EvidenceQueries:
    @query_field
    def stuck_evidence(
        self,
        first: First = UNSET,
        last: Last = UNSET,
        after: After = UNSET,
        before: Before = UNSET,
        filter: EvidenceFilter | None = UNSET,
        order_by: EvidenceOrder | None = UNSET,
    ) -> EvidenceConnection:
        """Evidence declared more than 24 hours ago that has not arrived, oldest first: that of the
        caller's own visits and complaints and, for officials, of those that they may see."""
        raise CompiledFieldResolved
