"""Queries about alerts, and about how often institutions are visited."""

from typing import Annotated

import strawberry
from strawberry import UNSET

from domain.permissions import Permission
from schema.alerts.types import (
    AlertConnection,
    AlertCountConnection,
    AlertCountFilter,
    AlertCountOrder,
    AlertFilter,
    AlertOrder,
    InspectionLoad,
    InspectionLoadConnection,
    InspectionLoadFilter,
    InspectionLoadOrder,
)
from schema.fields import After, Before, CompiledFieldResolved, First, Last, query_field

InstitutionId = Annotated[
    strawberry.ID, strawberry.argument(description="The id of the institution visited.")
]
Year = Annotated[int, strawberry.argument(description="The calendar year of the visits.")]


@strawberry.type
class AlertQueries:
    @query_field(permission=Permission.INSPECTION_READ)
    def alerts(
        self,
        first: First = UNSET,
        last: Last = UNSET,
        after: After = UNSET,
        before: Before = UNSET,
        filter: AlertFilter | None = UNSET,
        order_by: AlertOrder | None = UNSET,
    ) -> AlertConnection:
        """What is late, or waits for action, at the caller's authority and those below it. To an
        officer, also what concerns the officer's own visits."""
        raise CompiledFieldResolved

    @query_field(permission=Permission.INSPECTION_READ)
    def alert_counts(
        self,
        first: First = UNSET,
        last: Last = UNSET,
        after: After = UNSET,
        before: Before = UNSET,
        filter: AlertCountFilter | None = UNSET,
        order_by: AlertCountOrder | None = UNSET,
    ) -> AlertCountConnection:
        """The number of alerts of each kind at each authority."""
        raise CompiledFieldResolved

    @query_field(permission=Permission.INSPECTION_READ)
    def inspection_load(self, institution_id: InstitutionId, year: Year) -> list[InspectionLoad]:
        """How often each authority visits an institution in a year; hidden from institutions."""
        raise CompiledFieldResolved

    @query_field(permission=Permission.INSPECTION_READ)
    def inspection_loads(
        self,
        first: First = UNSET,
        last: Last = UNSET,
        after: After = UNSET,
        before: Before = UNSET,
        filter: InspectionLoadFilter | None = UNSET,
        order_by: InspectionLoadOrder | None = UNSET,
    ) -> InspectionLoadConnection:
        """How often authorities visit institutions in a year, the most visited institutions
        first."""
        raise CompiledFieldResolved
