"""A stop ends today, once."""

import pytest

from domain.roles import Role
from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from persistence.reading import ids
from tests.client import Client
from tests.factories import accounts
from tests.people import SUZHOU, Person, hua, lin, mei, ou, rui, su, xu, yin
from tests.schema.draws import steps as draws
from tests.schema.registries.steps import INSTITUTION, a_stop, audit_tags, stopped, stops

ABSENT = ids.write("ObjectStop", new_key())


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


async def test_an_ended_stop_was_in_force_until_yesterday(
    ask: Client, world: None, database: Database
) -> None:
    stop_id = await stopped(ask)
    shows = "... on ObjectStopEnded { stop { id lastOn } }"

    payload = await ask.do("endObjectStop", {"stopId": stop_id}, shows, by=hua)

    assert payload["stop"] == {"id": stop_id, "lastOn": "2026-11-17"}
    assert await audit_tags(database) == ["object.stop_ended", "object.stopped"]


@pytest.mark.parametrize("person", [lin, mei, rui, su, ou, yin, xu, None], ids=str)
async def test_nobody_but_the_head_ends_a_stop(
    ask: Client, world: None, database: Database, person: Person | None
) -> None:
    stop_id = await stopped(ask)

    payload = await ask.do("endObjectStop", {"stopId": stop_id}, by=person)

    assert payload["code"] in ("NOT_PERMITTED", "NOT_FOUND")
    assert await stops(database) == [None]


async def test_the_head_of_another_region_does_not_find_the_stop(
    ask: Client, world: None, database: Database
) -> None:
    async with database.writing() as session:
        session.add(draws.at(xu, Role.HEAD))
    stop_id = await stopped(ask)

    payload = await ask.do("endObjectStop", {"stopId": stop_id}, by=xu)

    assert payload["code"] == "NOT_FOUND"
    assert await stops(database) == [None]


async def test_a_head_who_only_sees_the_object_does_not_end_its_stop(
    ask: Client, world: None, database: Database
) -> None:
    async with database.writing() as session:
        session.add(draws.at(xu, Role.HEAD))
        session.add(accounts.grant(xu, Role.SUPERVISOR, SUZHOU))
    stop_id = await stopped(ask)

    payload = await ask.do("endObjectStop", {"stopId": stop_id}, by=xu)

    assert payload["code"] == "OUTSIDE_JURISDICTION"
    assert await stops(database) == [None]


@pytest.mark.parametrize(
    ("stop_id", "code"),
    [("", "INVALID_INPUT"), (INSTITUTION, "INVALID_INPUT"), (ABSENT, "NOT_FOUND")],
    ids=["empty", "another type", "absent"],
)
async def test_what_is_no_stop_is_not_ended(
    ask: Client, world: None, stop_id: str, code: str
) -> None:
    assert (await ask.do("endObjectStop", {"stopId": stop_id}, by=hua))["code"] == code


async def test_sent_again_the_stop_is_ended_once(
    ask: Client, world: None, database: Database
) -> None:
    given = {"operationId": str(new_key()), "stopId": await stopped(ask)}

    answers = [await ask.do("endObjectStop", given, by=hua) for _ in range(2)]

    assert answers == [{"__typename": "ObjectStopEnded"}] * 2
    assert await audit_tags(database) == ["object.stop_ended", "object.stopped"]
