"""Questions about what is late or waits, and about how often whom is visited."""

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
from schema.answering import After, AnsweredByShape, Before, First, Last, root_needing

InstitutionId = Annotated[strawberry.ID, strawberry.argument(description="The institution.")]
Year = Annotated[int, strawberry.argument(description="The year.")]


@strawberry.type
class AlertQueries:
    @root_needing(Permission.INSPECTION_READ)
    def alerts(
        self,
        first: First = UNSET,
        last: Last = UNSET,
        after: After = UNSET,
        before: Before = UNSET,
        filter: AlertFilter | None = UNSET,
        order_by: AlertOrder | None = UNSET,
    ) -> AlertConnection:
        """What is late or waits at the caller's authority and those below it, or, to an officer,
        with an own visit."""
        raise AnsweredByShape

    @root_needing(Permission.INSPECTION_READ)
    def alert_counts(
        self,
        first: First = UNSET,
        last: Last = UNSET,
        after: After = UNSET,
        before: Before = UNSET,
        filter: AlertCountFilter | None = UNSET,
        order_by: AlertCountOrder | None = UNSET,
    ) -> AlertCountConnection:
        """How many alerts of each kind each authority has."""
        raise AnsweredByShape

    @root_needing(Permission.INSPECTION_READ)
    def inspection_load(self, institution_id: InstitutionId, year: Year) -> list[InspectionLoad]:
        """How often each authority visits an institution in a year; institutions are not told."""
        raise AnsweredByShape

    @root_needing(Permission.INSPECTION_READ)
    def repeated_visits(
        self,
        first: First = UNSET,
        last: Last = UNSET,
        after: After = UNSET,
        before: Before = UNSET,
        filter: InspectionLoadFilter | None = UNSET,
        order_by: InspectionLoadOrder | None = UNSET,
    ) -> InspectionLoadConnection:
        """Institutions that an authority visits more than once in a year."""
        raise AnsweredByShape
