"""Root fields for annual plans."""

from typing import Annotated

import strawberry

from schema.fields import CompiledFieldResolved, query_field
from schema.pages import query_page_of
from schema.plans.types import (
    InspectionPlan,
)

Id = Annotated[strawberry.ID, strawberry.argument(description="Opaque id of the row to return.")]


@strawberry.type
class PlanQueries:
    @query_field
    def inspection_plan(self, id: Id) -> InspectionPlan | None:
        """One annual plan, published or of an authority that the caller may see; otherwise null."""
        raise CompiledFieldResolved

    inspection_plans = query_page_of(
        InspectionPlan,
        "Annual plans: published ones for everyone, others for the authority and those above.",
    )
