"""A correction on the spot is verified by an officer who was there."""

from tests.client import Client
from tests.people import jun, mei
from tests.schema.inspections import steps as visits
from tests.schema.rectification import steps


async def test_only_an_officer_who_was_there_verifies_on_the_spot(world: None, ask: Client) -> None:
    inspection_id = await visits.assign(ask)
    await visits.check_in(ask, inspection_id)
    order_id = await steps.issue(ask, inspection_id, kind="IMMEDIATE", dueOn=None)

    given = {"orderId": order_id, "note": "灭火器已更换"}
    absent = await ask.do("verifyCorrection", given, by=jun)
    there = await ask.do("verifyCorrection", given, by=mei)

    assert absent["code"] == "OFFICER_NOT_ON_SITE"
    assert there == {"__typename": "CorrectionVerified"}
