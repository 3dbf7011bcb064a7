"""Questions about correction orders and what was proposed of them."""

from typing import Annotated

import strawberry
from strawberry import UNSET

from domain.permissions import Permission
from schema.answering import After, AnsweredByShape, Before, First, Last, root_needing
from schema.rectification.types import (
    CorrectionOrder,
    CorrectionOrderConnection,
    CorrectionOrderFilter,
    CorrectionOrderOrder,
    EscalationProposalConnection,
    EscalationProposalFilter,
    EscalationProposalOrder,
)

Id = Annotated[strawberry.ID, strawberry.argument(description="Its id.")]


@strawberry.type
class RectificationQueries:
    @root_needing(Permission.INSPECTION_READ)
    def correction_order(self, id: Id) -> CorrectionOrder | None:
        """One correction order, if it reaches the caller."""
        raise AnsweredByShape

    @root_needing(Permission.INSPECTION_READ)
    def correction_orders(
        self,
        first: First = UNSET,
        last: Last = UNSET,
        after: After = UNSET,
        before: Before = UNSET,
        filter: CorrectionOrderFilter | None = UNSET,
        order_by: CorrectionOrderOrder | None = UNSET,
    ) -> CorrectionOrderConnection:
        """Correction orders that reach the caller; an institution sees its own."""
        raise AnsweredByShape

    @root_needing(Permission.INSPECTION_READ)
    def escalation_proposals(
        self,
        first: First = UNSET,
        last: Last = UNSET,
        after: After = UNSET,
        before: Before = UNSET,
        filter: EscalationProposalFilter | None = UNSET,
        order_by: EscalationProposalOrder | None = UNSET,
    ) -> EscalationProposalConnection:
        """Measures proposed because an order was not kept; to an institution, those adopted."""
        raise AnsweredByShape
