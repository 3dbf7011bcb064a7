"""An item of the Suzhou education bureau, as the API takes it."""

from typing import Any

from tests.client import Client
from tests.people import hua

SHOWS = """... on InspectionItemPublished { item { id code versionNo title itemClass sector
    legalBasis appliesTo ratioBp violationCodes effectiveFrom effectiveTo authority { name } } }"""


def an_item(**facts: Any) -> dict[str, Any]:
    return {
        "code": "SZ-01",
        "itemClass": "GENERAL",
        "title": "暑期安全",
        "legalBasis": ["X47", "X48"],
        "appliesTo": ["OFF_CAMPUS_TRAINING"],
        "ratioBp": 500,
        "maxPerYear": 2,
        "methods": ["ON_SITE"],
        "checklistCode": "OFF_CAMPUS_GENERAL",
        "checklistItemCodes": ["OC17_FIRE"],
        "effectiveFrom": "2026-11-20",
        **facts,
    }


async def published(ask: Client, **facts: Any) -> str:
    """The id of an item that the head published."""
    payload = await ask.do("publishInspectionItem", an_item(**facts), SHOWS, by=hua)
    item_id: str = payload["item"]["id"]
    return item_id


async def versions(ask: Client) -> Any:
    """The versions of the item, as everybody reads them."""
    document = """{ inspectionItems(first: 9, filter: {code: "SZ-01"}) {
        nodes { versionNo effectiveTo } } }"""
    return (await ask(document))["inspectionItems"]["nodes"]
