"""Queries about alerts, and about how often institutions are visited."""

from typing import Annotated

import strawberry

from domain.permissions import Permission
from schema.alerts.types import (
    Alert,
    AlertCount,
    InspectionLoad,
)
from schema.fields import CompiledFieldResolved, query_field
from schema.pages import query_page_of

InstitutionId = Annotated[
    strawberry.ID, strawberry.argument(description="The id of the institution visited.")
]
Year = Annotated[int, strawberry.argument(description="The calendar year of the visits.")]


@strawberry.type
class AlertQueries:
    alerts = query_page_of(
        Alert,
        "What is late, or waits for action, at the caller's authority and those below it; at authorities elsewhere, what concerns known visits to institutions of the caller's region. To an officer, also what concerns the officer's own visits. To those who see officers, such as administrators, certificates of these that end within 60 days.",
        permission=Permission.ALERT_READ,
    )

    alert_counts = query_page_of(
        AlertCount,
        "The number of alerts of each kind at each authority; at authorities elsewhere, of those about the"
        " institutions of each county of the caller's region.",
        permission=Permission.ALERT_READ,
    )

    @query_field(permission=Permission.INSPECTION_READ)
    def inspection_load(self, institution_id: InstitutionId, year: Year) -> list[InspectionLoad]:
        """How often each authority visits an institution in a year; hidden from institutions."""
        raise CompiledFieldResolved

    inspection_loads = query_page_of(
        InspectionLoad,
        "How often authorities visit institutions in a year, the most visited institutions first.",
        permission=Permission.INSPECTION_READ,
    )
