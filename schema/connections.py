"""Lists as Relay connections: pages with cursors, counted only on request."""

from typing import Generic, TypeVar

import strawberry

from schema.fields import field

T = TypeVar("T")


@strawberry.interface(
    description="An object with an id, which any client may fetch again with `node`."
)
class Node:
    id: strawberry.ID = field("Opaque id, prefixed with a short name of the type.")


@strawberry.type(description="Where this page lies within its list.")
class PageInfo:
    has_next_page: bool = field(
        "Whether rows follow: with `first`, whether more match between the cursors than the page "
        "holds; with `last`, whether the page ends before a cursor. False for an empty page."
    )
    has_previous_page: bool = field(
        "Whether rows precede: with `last`, whether more match between the cursors than the page "
        "holds; with `first`, whether the page begins after a cursor. False for an empty page."
    )
    start_cursor: str | None = field(
        "Cursor of the first row on this page; null when the page is empty."
    )
    end_cursor: str | None = field(
        "Cursor of the last row on this page; null when the page is empty."
    )


@strawberry.type(description="One row of a list, with its cursor.")
class Edge(Generic[T]):
    cursor: str = field("Opaque position of this row in the list; valid only in the same order.")
    node: T = field("The row that stands at this position.")


@strawberry.type(description="One page of a list. It holds only rows that the caller may see.")
class Connection(Generic[T]):
    nodes: list[T] = field("The rows of this page, in order.")
    edges: list[Edge[T]] = field("The rows of this page, each with its cursor.")
    page_info: PageInfo = field("Where this page lies within the whole list.")
    total_count: int = field(
        "How many rows the whole list has, over all pages; counted only when this field is "
        "requested."
    )
