"""Root fields for objections, applications for repair, and replies."""

import strawberry
from strawberry import UNSET

from domain.permissions import Permission
from schema.fields import After, Before, CompiledFieldResolved, First, Last, query_field
from schema.publication.types import (
    ObjectionConnection,
    ObjectionFilter,
    ObjectionOrder,
    RepairRequestConnection,
    RepairRequestFilter,
    RepairRequestOrder,
    ReplyConnection,
    ReplyFilter,
    ReplyOrder,
)


@strawberry.type
class PublicationQueries:
    @query_field(permission=Permission.INSPECTION_READ)
    def objections(
        self,
        first: First = UNSET,
        last: Last = UNSET,
        after: After = UNSET,
        before: Before = UNSET,
        filter: ObjectionFilter | None = UNSET,
        order_by: ObjectionOrder | None = UNSET,
    ) -> ObjectionConnection:
        """Objections to public records that the caller may see; an institution sees its own."""
        raise CompiledFieldResolved

    @query_field(permission=Permission.INSPECTION_READ)
    def repair_requests(
        self,
        first: First = UNSET,
        last: Last = UNSET,
        after: After = UNSET,
        before: Before = UNSET,
        filter: RepairRequestFilter | None = UNSET,
        order_by: RepairRequestOrder | None = UNSET,
    ) -> RepairRequestConnection:
        """Applications for credit repair that the caller may see; an institution sees its own."""
        raise CompiledFieldResolved

    @query_field(permission=Permission.INSPECTION_READ)
    def replies(
        self,
        first: First = UNSET,
        last: Last = UNSET,
        after: After = UNSET,
        before: Before = UNSET,
        filter: ReplyFilter | None = UNSET,
        order_by: ReplyOrder | None = UNSET,
    ) -> ReplyConnection:
        """Replies to public records that the caller may see; an institution sees its own."""
        raise CompiledFieldResolved
