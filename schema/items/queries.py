"""Root fields for the list of inspection items."""

import strawberry

from schema.items.types import InspectionItem
from schema.pages import query_page_of


@strawberry.type
class ItemQueries:
    inspection_items = query_page_of(
        InspectionItem,
        "The list of random inspection items with all versions, open to everyone.",
    )
