"""Root fields for inspections, tasks and published results."""

from typing import Annotated

import strawberry
from strawberry import UNSET

from domain.permissions import Permission
from schema.fields import AsOf, CompiledFieldResolved, query_field
from schema.inspections.types import (
    Inspection,
    InspectionTask,
    PublicRecord,
)
from schema.pages import query_page_of

Id = Annotated[strawberry.ID, strawberry.argument(description="Opaque id of the row to return.")]
Code = Annotated[str, strawberry.argument(description="Code of the task to return.")]


@strawberry.type
class InspectionQueries:
    @query_field(permission=Permission.INSPECTION_READ)
    def inspection(self, id: Id) -> Inspection | None:
        """One inspection by its id; null if the caller may not see it."""
        raise CompiledFieldResolved

    inspections = query_page_of(
        Inspection,
        "Inspections that the caller may see; an institution sees its own once it is notified, and so does"
        " who supervises its county or city, whichever authority inspects.",
        permission=Permission.INSPECTION_READ,
    )

    my_assignments = query_page_of(
        Inspection,
        "Inspections to which the caller is assigned as an officer.",
        permission=Permission.INSPECTION_READ,
    )

    @query_field(permission=Permission.INSPECTION_READ)
    def inspection_task(self, code: Code) -> InspectionTask | None:
        """One task by its code; null if the caller may not see it."""
        raise CompiledFieldResolved

    inspection_tasks = query_page_of(
        InspectionTask,
        "Tasks that the caller may see; none for institutions.",
        permission=Permission.INSPECTION_READ,
    )

    @query_field
    def public_record(self, id: Id, as_of: AsOf = UNSET) -> PublicRecord | None:
        """One version of a published result, superseded ones included; withdrawn: for officials. With `asOf`,
        null for what has been withdrawn since: then `tombstone` says that it stood."""
        raise CompiledFieldResolved

    public_inspection_results = query_page_of(
        PublicRecord,
        "Published inspection results: of each the current version, while it is public.",
        as_of=AsOf,
    )
