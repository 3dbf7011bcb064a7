"""Root fields for what stands on institutions."""

from typing import Annotated

import strawberry

from domain.permissions import Permission
from schema.fields import AsOf, CompiledFieldResolved, query_field
from schema.pages import query_page_of
from schema.standings.types import Ruling, Standing

Id = Annotated[strawberry.ID, strawberry.argument(description="Opaque id of the row to return.")]


@strawberry.type
class StandingQueries:
    list_entries = query_page_of(
        Standing,
        "Entries of the public lists: white list, black list, key supervision; past ones too, unless a day is"
        " given. The staff black list is for officials in scope. With `asOf`, as they were shown at that moment.",
        as_of=AsOf,
    )

    @query_field(permission=Permission.RULING_READ)
    def ruling(self, id: Id) -> Ruling | None:
        """One ruling by its id; null if the caller may not see it."""
        raise CompiledFieldResolved

    rulings = query_page_of(
        Ruling,
        "Rulings that the caller may see: officials those in scope, an institution those on itself.",
        permission=Permission.RULING_READ,
    )
