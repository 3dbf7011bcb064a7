"""Root fields for the registries."""

import strawberry
from strawberry import UNSET

from domain.permissions import Permission
from schema.fields import After, Before, CompiledFieldResolved, First, Last, query_field
from schema.registries.types import (
    InspectionObjectConnection,
    InspectionObjectFilter,
    InspectionObjectOrder,
    RecusalConnection,
    RecusalFilter,
    RecusalOrder,
)


@strawberry.type
class RegistryQueries:
    @query_field(permission=Permission.INSTITUTION_READ_RISK)
    def inspection_objects(
        self,
        first: First = UNSET,
        last: Last = UNSET,
        after: After = UNSET,
        before: Before = UNSET,
        filter: InspectionObjectFilter | None = UNSET,
        order_by: InspectionObjectOrder | None = UNSET,
    ) -> InspectionObjectConnection:
        """The registry of inspection objects in the caller's scope."""
        raise CompiledFieldResolved

    @query_field(permission=Permission.RECUSAL_READ)
    def recusals(
        self,
        first: First = UNSET,
        last: Last = UNSET,
        after: After = UNSET,
        before: Before = UNSET,
        filter: RecusalFilter | None = UNSET,
        order_by: RecusalOrder | None = UNSET,
    ) -> RecusalConnection:
        """Standing recusals that the caller may see: their own, or of officers in their scope."""
        raise CompiledFieldResolved
