"""Refetching anything that has an id."""

from typing import Annotated

import strawberry

from schema.answering import AnsweredByShape, root
from schema.connections import Node

Id = Annotated[strawberry.ID, strawberry.argument(description="Its id.")]
Ids = Annotated[list[strawberry.ID], strawberry.argument(description="Their ids, at most 100.")]


@strawberry.type
class NodeQueries:
    @root
    def node(self, id: Id) -> Node | None:
        """Anything by its id; null where it is not, or not the caller's to see."""
        raise AnsweredByShape

    @root
    def nodes(self, ids: Ids) -> list[Node | None]:
        """Several things by their ids, in that order."""
        raise AnsweredByShape
