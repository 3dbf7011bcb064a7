"""Root fields for correction orders and for measures proposed on them."""

from typing import Annotated

import strawberry

from domain.permissions import Permission
from schema.fields import CompiledFieldResolved, query_field
from schema.pages import query_page_of
from schema.rectification.types import (
    CorrectionOrder,
    EscalationProposal,
)

Id = Annotated[strawberry.ID, strawberry.argument(description="Opaque id of the row to return.")]


@strawberry.type
class RectificationQueries:
    @query_field(permission=Permission.INSPECTION_READ)
    def correction_order(self, id: Id) -> CorrectionOrder | None:
        """One correction order by its id; null if the caller may not see it."""
        raise CompiledFieldResolved

    correction_orders = query_page_of(
        CorrectionOrder,
        "Correction orders that the caller may see; an institution sees its own, and so does who supervises"
        " its county or city.",
        permission=Permission.INSPECTION_READ,
    )

    escalation_proposals = query_page_of(
        EscalationProposal,
        "Measures proposed because an order was not followed; an institution, and who supervises its county"
        " or city, see the adopted.",
        permission=Permission.INSPECTION_READ,
    )
