"""The head stops the inspections of an object, from today or later, within the jurisdiction."""

from typing import Any

import pytest

from domain.roles import Role
from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from persistence.reading import ids
from tests.client import Client
from tests.factories import accounts
from tests.people import (
    CHAOYANG,
    FARAWAY,
    SOCIETY,
    SWIMMING,
    Person,
    hua,
    lin,
    mei,
    ou,
    rui,
    su,
    xu,
    yin,
)
from tests.schema.registries.steps import a_stop, audit_tags, stops


async def test_a_stop_lies_ahead_and_within_jurisdiction(ask: Client, world: None) -> None:
    past = await ask.do("stopObject", a_stop(firstOn="2026-11-17"), by=hua)
    backwards = await ask.do("stopObject", a_stop(lastOn="2026-11-17"), by=hua)
    elsewhere = await ask.do(
        "stopObject", a_stop(institutionId=ids.write("Institution", FARAWAY)), by=hua
    )
    other_sector = await ask.do(
        "stopObject", a_stop(institutionId=ids.write("Institution", SWIMMING)), by=hua
    )

    assert past["code"] == backwards["code"] == "INVALID_INPUT"
    assert elsewhere["code"] == other_sector["code"] == "NOT_FOUND"


@pytest.mark.parametrize("person", [lin, mei, rui, su, ou, yin, xu, None], ids=str)
async def test_nobody_but_the_head_stops(ask: Client, world: None, person: Person | None) -> None:
    assert (await ask.do("stopObject", a_stop(), by=person))["code"] == "NOT_PERMITTED"


@pytest.mark.parametrize(
    "facts",
    [
        {"institutionId": "inst_"},
        {"reason": " "},
        {"reason": "长" * 1001},
        {"reason": "a\u0007b"},
        {"firstOn": "2026-11-17"},
        {"lastOn": "2026-11-17"},
    ],
    ids=lambda facts: "+".join(facts) + str(len(str(facts))),
)
async def test_faults_are_named_and_nothing_is_stopped(
    ask: Client, world: None, database: Database, facts: dict[str, Any]
) -> None:
    payload = await ask.do("stopObject", a_stop(**facts), by=hua)

    assert payload["code"] == "INVALID_INPUT"
    assert await stops(database) == []


async def test_an_object_that_is_only_seen_is_outside_the_jurisdiction(
    ask: Client, world: None, database: Database
) -> None:
    async with database.writing() as session:
        session.add(accounts.grant(hua, Role.SUPERVISOR, CHAOYANG))
    faraway = a_stop(institutionId=ids.write("Institution", FARAWAY))

    payload = await ask.do("stopObject", faraway, by=hua)

    assert payload["code"] == "OUTSIDE_JURISDICTION"
    assert await stops(database) == []


async def test_a_social_organisation_stops_no_inspections(
    ask: Client, world: None, database: Database
) -> None:
    async with database.writing() as session:
        session.add(accounts.grant(su, Role.HEAD, SOCIETY))

    payload = await ask.do("stopObject", a_stop(), by=su)

    assert payload["code"] == "NOT_AN_ADMINISTRATIVE_ORGAN"
    assert await stops(database) == []


async def test_sent_again_the_object_is_stopped_once(
    ask: Client, world: None, database: Database
) -> None:
    given = {"operationId": str(new_key()), **a_stop()}

    answers = [await ask.do("stopObject", given, by=hua) for _ in range(2)]

    assert answers == [{"__typename": "ObjectStopped"}] * 2
    assert await stops(database) == [None]
    assert await audit_tags(database) == ["object.stopped"]
