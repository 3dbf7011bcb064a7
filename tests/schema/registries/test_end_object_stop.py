"""A stop ends today, once."""

from tests.client import Client
from tests.people import hua, su
from tests.schema.registries.steps import INSTITUTION, a_stop


async def test_the_head_stops_inspections_and_ends_the_stop(ask: Client, world: None) -> None:
    shows = "... on ObjectStopped { stop { id firstOn lastOn ground reason } }"
    stopped = await ask.do("stopObject", a_stop(), shows, by=hua)
    stop_id = stopped["stop"].pop("id")
    assert stopped["stop"] == {
        "firstOn": "2026-11-18",
        "lastOn": None,
        "ground": "FORCE_MAJEURE",
        "reason": "台风",
    }
    document = """query Q($id: ID!) { inspectionObjects(first: 1, filter: {institutionId: $id}) {
        nodes { stops { id } riskClass institution { id } } } }"""
    (found,) = (await ask(document, {"id": INSTITUTION}, by=su))["inspectionObjects"]["nodes"]
    assert found["stops"] == [{"id": stop_id}]

    ended = await ask.do("endObjectStop", {"stopId": stop_id}, by=hua)
    again = await ask.do("endObjectStop", {"stopId": stop_id}, by=hua)

    assert ended["__typename"] == "ObjectStopEnded"
    assert again["code"] == "STOP_ENDED_ALREADY"
