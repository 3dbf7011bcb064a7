"""What officials do with the list of inspection items."""

from schema.items.mutations.publish_inspection_item import publish_inspection_item
from schema.items.mutations.retire_inspection_item import retire_inspection_item

MUTATIONS = (
    publish_inspection_item,
    retire_inspection_item,
)
