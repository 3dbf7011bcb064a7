"""The head stops the inspections of an object, from today or later, within the jurisdiction."""

import pytest

from persistence.reading import ids
from tests.client import Client
from tests.people import FARAWAY, SWIMMING, Person, hua, lin, mei, ou, rui, su, xu, yin
from tests.schema.registries.steps import a_stop


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
