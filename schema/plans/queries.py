"""Root fields for annual plans."""

from typing import Annotated

import strawberry
from strawberry import UNSET

from schema.fields import After, Before, CompiledFieldResolved, First, Last, query_field
from schema.plans.types import (
    InspectionPlan,
    InspectionPlanConnection,
    InspectionPlanFilter,
    InspectionPlanOrder,
)

Id = Annotated[strawberry.ID, strawberry.argument(description="Opaque id of the row to return.")]


@strawberry.type
class PlanQueries:
    @query_field
    def inspection_plan(self, id: Id) -> InspectionPlan | None:
        """One annual plan, published or of an authority that the caller may see; otherwise null."""
        raise CompiledFieldResolved

    @query_field
    def inspection_plans(
        self,
        first: First = UNSET,
        last: Last = UNSET,
        after: After = UNSET,
        before: Before = UNSET,
        filter: InspectionPlanFilter | None = UNSET,
        order_by: InspectionPlanOrder | None = UNSET,
    ) -> InspectionPlanConnection:
        """Annual plans: published ones for everyone, others for the authority and those above."""
        raise CompiledFieldResolved
