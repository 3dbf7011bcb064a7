"""What officials do with the list of inspection items."""

import strawberry

from domain.items import editions
from domain.offices import NotAnAdministrativeOrgan
from domain.permissions import Permission
from schema.items.mutations.publish_inspection_item import (
    InspectionItemPublished,
    publish_inspection_item,
)
from schema.items.mutations.retire_inspection_item import (
    InspectionItemRetired,
    retire_inspection_item,
)
from schema.mutations import mutation


@strawberry.type
class ItemMutations:
    publish_inspection_item: InspectionItemPublished = mutation(
        publish_inspection_item,
        permission=Permission.ITEM_PUBLISH,
        description="Publish an item on the authority's own list, or the next version of one.",
        refuses=(editions.ItemOfAnotherAuthority, NotAnAdministrativeOrgan),
    )
    retire_inspection_item: InspectionItemRetired = mutation(
        retire_inspection_item,
        permission=Permission.ITEM_PUBLISH,
        description="Set the last day of an item on the authority's own list.",
        refuses=(
            editions.ItemOfAnotherAuthority,
            editions.ItemRetired,
            NotAnAdministrativeOrgan,
        ),
    )
