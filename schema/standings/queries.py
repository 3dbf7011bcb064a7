"""Root fields for what stands on institutions."""

import strawberry

from schema.pages import query_page_of
from schema.standings.types import Standing


@strawberry.type
class StandingQueries:
    list_entries = query_page_of(
        Standing,
        "Entries of the public lists: white list, black list, key supervision; past ones too, unless a day is"
        " given. The staff black list is for officials in scope.",
    )
