"""An item of an organ's own list gets a last day in force, once."""

from tests.client import Client
from tests.people import hua
from tests.schema.items.steps import SHOWS, an_item


async def test_an_item_ends_once(ask: Client, world: None) -> None:
    published = await ask.do("publishInspectionItem", an_item(), SHOWS, by=hua)
    given = {"itemId": published["item"]["id"], "effectiveTo": "2026-12-31"}
    shows = (
        "... on InspectionItemRetired { item { effectiveTo } } ... on ItemRetired { effectiveTo }"
    )

    early = await ask.do("retireInspectionItem", {**given, "effectiveTo": "2026-11-01"}, by=hua)
    ended = await ask.do("retireInspectionItem", given, shows, by=hua)
    again = await ask.do("retireInspectionItem", given, shows, by=hua)

    assert early["code"] == "INVALID_INPUT"
    assert ended["item"] == {"effectiveTo": "2026-12-31"}
    assert (again["code"], again["effectiveTo"]) == ("ITEM_RETIRED", "2026-12-31")
