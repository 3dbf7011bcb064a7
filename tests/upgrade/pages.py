"""Lists that were read up to the middle, and what has to come after."""

from dataclasses import dataclass
from typing import Any

from tests.upgrade.client import NotAnswered, RecordingClient

SMALL, LARGE = 7, 100
"""A first page that ends in the middle of what a whole page holds, and the pages after it."""


@dataclass(frozen=True)
class ListQuery:
    """A connection in an order, read as somebody."""

    name: str
    order: str
    by: str | None = None

    def page(self, client: RecordingClient, after: str | None, *, size: int) -> dict[str, Any]:
        document = (
            f"query Q($first: Int, $after: String) {{ {self.name}(first: $first, after: $after,"
            f" orderBy: {self.order}) {{ totalCount nodes {{ id }}"
            " pageInfo { endCursor hasNextPage } } }"
        )
        variables = {"first": size, "after": after}
        page: dict[str, Any] = client.ask(document, variables, by=self.by)[self.name]
        return page

    def rest(self, client: RecordingClient, after: str) -> list[str]:
        """The ids of all rows after a cursor."""
        found, has_next = list[str](), True
        while has_next:
            page = self.page(client, after, size=LARGE)
            found += ids_of(page)
            after, has_next = page["pageInfo"]["endCursor"], page["pageInfo"]["hasNextPage"]
        return found


# Cursors hold moments, dates, texts and numbers; the people see all of a list, or their part.
LISTS = (
    ListQuery("institutions", "{field: NAME}"),
    ListQuery("institutions", "{field: REGISTERED_AT, direction: DESC}"),
    ListQuery("courses", "{field: STARTS_ON}"),
    ListQuery("publicInspectionResults", "{field: PUBLISHED_AT, direction: DESC}"),
    ListQuery("inspections", "{field: WINDOW_FROM}", "task-manager"),
    ListQuery("complaints", "{field: ACCEPT_DUE_ON}", "supervisor"),
)


def middle_of(client: RecordingClient, query: ListQuery) -> str:
    """The cursor after the first rows. Raises NotAnswered unless each row comes once after all."""
    first = query.page(client, None, size=SMALL)
    cursor = str(first["pageInfo"]["endCursor"])
    found = ids_of(first) + query.rest(client, cursor)
    if not SMALL < len(set(found)) == len(found) == first["totalCount"]:
        raise NotAnswered(f"{query}: {len(found)} rows of {first['totalCount']}")
    return cursor


def ids_of(page: dict[str, Any]) -> list[str]:
    return [node["id"] for node in page["nodes"]]
