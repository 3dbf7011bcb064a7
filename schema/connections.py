"""Lists as Relay connections: pages with cursors, counted only when asked."""

from typing import Generic, TypeVar

import strawberry

from schema.answering import said

T = TypeVar("T")


@strawberry.interface(description="Something with an id that any client may refetch by `node`.")
class Node:
    id: strawberry.ID = said("Opaque id, prefixed by the type.")


@strawberry.type(description="Where a page lies in its list.")
class PageInfo:
    has_next_page: bool = said("Whether rows follow this page.")
    has_previous_page: bool = said("Whether rows precede this page.")
    start_cursor: str | None = said("Cursor of the first row; null on an empty page.")
    end_cursor: str | None = said("Cursor of the last row; null on an empty page.")


@strawberry.type(description="One row of a list with its cursor.")
class Edge(Generic[T]):
    cursor: str = said("Where this row stands in the list, under its order.")
    node: T = said("The row.")


@strawberry.type(description="A page of a list.")
class Connection(Generic[T]):
    nodes: list[T] = said("The rows of the page.")
    edges: list[Edge[T]] = said("The rows of the page with their cursors.")
    page_info: PageInfo = said("Where the page lies in the list.")
    total_count: int = said("How many rows the whole list has; counted only when asked for.")
