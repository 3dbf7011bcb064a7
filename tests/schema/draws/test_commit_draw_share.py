"""Parties to a draw commit to their share of its chance."""

import pytest

from tests.client import Client
from tests.people import Person, fang, mei, qiao, su
from tests.schema.draws import steps


@pytest.mark.parametrize("person", [mei, qiao, su, fang, None], ids=str)
async def test_only_parties_contribute(ask: Client, city: None, person: Person | None) -> None:
    task = await steps.approved(ask)
    given = {"taskCode": task["code"], "commitment": "0" * 64}

    assert (await ask.do("commitDrawShare", given, by=person))["code"] == "NOT_PERMITTED"
