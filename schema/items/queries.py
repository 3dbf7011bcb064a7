"""Root fields for the list of inspection items."""

import strawberry
from strawberry import UNSET

from schema.fields import After, Before, CompiledFieldResolved, First, Last, query_field
from schema.items.types import (
    InspectionItemConnection,
    InspectionItemFilter,
    InspectionItemOrder,
)


@strawberry.type
class ItemQueries:
    @query_field
    def inspection_items(
        self,
        first: First = UNSET,
        last: Last = UNSET,
        after: After = UNSET,
        before: Before = UNSET,
        filter: InspectionItemFilter | None = UNSET,
        order_by: InspectionItemOrder | None = UNSET,
    ) -> InspectionItemConnection:
        """The list of random inspection items with all versions, open to everyone."""
        raise CompiledFieldResolved
