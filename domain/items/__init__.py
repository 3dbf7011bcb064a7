"""The list of random inspection items (随机抽查事项清单): no list, no check (X21, X43)."""

from domain.items.catalogue import ITEMS, InspectionItem
from domain.items.editions import ItemOfAnotherAuthority, ItemRetired, Listing, publish, retire
from domain.items.terms import ItemClass

__all__ = [
    "ITEMS",
    "InspectionItem",
    "ItemClass",
    "ItemOfAnotherAuthority",
    "ItemRetired",
    "Listing",
    "publish",
    "retire",
]
