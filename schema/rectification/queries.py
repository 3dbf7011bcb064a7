"""Root fields for correction orders and for measures proposed on them."""

from typing import Annotated

import strawberry
from strawberry import UNSET

from domain.permissions import Permission
from schema.fields import After, Before, CompiledFieldResolved, First, Last, query_field
from schema.rectification.types import (
    CorrectionOrder,
    CorrectionOrderConnection,
    CorrectionOrderFilter,
    CorrectionOrderOrder,
    EscalationProposalConnection,
    EscalationProposalFilter,
    EscalationProposalOrder,
)

Id = Annotated[strawberry.ID, strawberry.argument(description="Opaque id of the row to return.")]


@strawberry.type
class RectificationQueries:
    @query_field(permission=Permission.INSPECTION_READ)
    def correction_order(self, id: Id) -> CorrectionOrder | None:
        """One correction order by its id; null if the caller may not see it."""
        raise CompiledFieldResolved

    @query_field(permission=Permission.INSPECTION_READ)
    def correction_orders(
        self,
        first: First = UNSET,
        last: Last = UNSET,
        after: After = UNSET,
        before: Before = UNSET,
        filter: CorrectionOrderFilter | None = UNSET,
        order_by: CorrectionOrderOrder | None = UNSET,
    ) -> CorrectionOrderConnection:
        """Correction orders that the caller may see; an institution sees its own."""
        raise CompiledFieldResolved

    @query_field(permission=Permission.INSPECTION_READ)
    def escalation_proposals(
        self,
        first: First = UNSET,
        last: Last = UNSET,
        after: After = UNSET,
        before: Before = UNSET,
        filter: EscalationProposalFilter | None = UNSET,
        order_by: EscalationProposalOrder | None = UNSET,
    ) -> EscalationProposalConnection:
        """Measures proposed because an order was not followed; an institution sees the adopted."""
        raise CompiledFieldResolved
