"""Root fields for inspections, tasks and published results."""

from typing import Annotated

import strawberry
from strawberry import UNSET

from domain.permissions import Permission
from schema.fields import After, Before, CompiledFieldResolved, First, Last, query_field
from schema.inspections.types import (
    Inspection,
    InspectionConnection,
    InspectionFilter,
    InspectionOrder,
    InspectionTask,
    InspectionTaskConnection,
    InspectionTaskFilter,
    InspectionTaskOrder,
    PublicRecord,
    PublicRecordConnection,
    PublicRecordFilter,
    PublicRecordOrder,
)

Id = Annotated[strawberry.ID, strawberry.argument(description="Opaque id of the row to return.")]
Code = Annotated[str, strawberry.argument(description="Code of the task to return.")]


@strawberry.type
class InspectionQueries:
    @query_field(permission=Permission.INSPECTION_READ)
    def inspection(self, id: Id) -> Inspection | None:
        """One inspection by its id; null if the caller may not see it."""
        raise CompiledFieldResolved

    @query_field(permission=Permission.INSPECTION_READ)
    def inspections(
        self,
        first: First = UNSET,
        last: Last = UNSET,
        after: After = UNSET,
        before: Before = UNSET,
        filter: InspectionFilter | None = UNSET,
        order_by: InspectionOrder | None = UNSET,
    ) -> InspectionConnection:
        """Inspections that the caller may see; an institution sees its own once it is notified."""
        raise CompiledFieldResolved

    @query_field(permission=Permission.INSPECTION_READ)
    def my_assignments(
        self,
        first: First = UNSET,
        last: Last = UNSET,
        after: After = UNSET,
        before: Before = UNSET,
        filter: InspectionFilter | None = UNSET,
        order_by: InspectionOrder | None = UNSET,
    ) -> InspectionConnection:
        """Inspections to which the caller is assigned as an officer."""
        raise CompiledFieldResolved

    @query_field(permission=Permission.INSPECTION_READ)
    def inspection_task(self, code: Code) -> InspectionTask | None:
        """One task by its code; null if the caller may not see it."""
        raise CompiledFieldResolved

    @query_field(permission=Permission.INSPECTION_READ)
    def inspection_tasks(
        self,
        first: First = UNSET,
        last: Last = UNSET,
        after: After = UNSET,
        before: Before = UNSET,
        filter: InspectionTaskFilter | None = UNSET,
        order_by: InspectionTaskOrder | None = UNSET,
    ) -> InspectionTaskConnection:
        """Tasks that the caller may see; none for institutions."""
        raise CompiledFieldResolved

    @query_field
    def public_record(self, id: Id) -> PublicRecord | None:
        """One version of a published result, superseded ones included; withdrawn: for officials."""
        raise CompiledFieldResolved

    @query_field
    def public_inspection_results(
        self,
        first: First = UNSET,
        last: Last = UNSET,
        after: After = UNSET,
        before: Before = UNSET,
        filter: PublicRecordFilter | None = UNSET,
        order_by: PublicRecordOrder | None = UNSET,
    ) -> PublicRecordConnection:
        """Published inspection results: of each the current version, while it is public."""
        raise CompiledFieldResolved
