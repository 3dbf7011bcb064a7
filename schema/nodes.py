"""Fetching any object again by its id."""

from typing import Annotated

import strawberry

from schema.connections import Node
from schema.fields import CompiledFieldResolved, query_field

Id = Annotated[strawberry.ID, strawberry.argument(description="The id of the object to fetch.")]
Ids = Annotated[
    list[strawberry.ID],
    strawberry.argument(description="The ids of the objects to fetch, at most 100."),
]


@strawberry.type
class NodeQueries:
    @query_field
    def node(self, id: Id) -> Node | None:
        """Any object by its id; null when it does not exist or the caller may not see it."""
        raise CompiledFieldResolved

    @query_field
    def nodes(self, ids: Ids) -> list[Node | None]:
        """Several objects by their ids, in the order of the ids; null for each that does not exist
        or that the caller may not see."""
        raise CompiledFieldResolved
