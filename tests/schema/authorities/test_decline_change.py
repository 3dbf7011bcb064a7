"""A second person turns a change of an authority down."""

import pytest

from persistence.engine.database import Database
from tests.client import Client
from tests.people import (
    GUSU,
    Person,
    lin,
    sen,
    shan,
    shen,
)
from tests.schema.authorities.steps import (
    changed,
    everything,
    proposed,
    row,
)

pytestmark = pytest.mark.usefixtures("world")
HUQIU = "320505"


async def test_a_declined_change_is_over(ask: Client, database: Database) -> None:
    proposal = await proposed(ask, "moveAuthority", changed(GUSU.id, regionCode=HUQIU))
    given = {"proposalId": proposal, "reason": "文件未到"}
    shows = "... on ChangeDeclined { proposal { state declineReason } }"

    declined = await ask.do("declineChange", given, shows, by=sen)
    again = [
        await ask.do(mutation, {**input, "proposalId": proposal}, by=sen)
        for mutation, input in (("confirmChange", {}), ("declineChange", {"reason": "再次"}))
    ]

    assert declined["proposal"] == {"state": "DECLINED", "declineReason": "文件未到"}
    assert [payload["code"] for payload in again] == ["CHANGE_DECIDED"] * 2
    assert (await row(database, GUSU.id)).version == 1


@pytest.mark.parametrize("person", [None, lin, shan, shen])
async def test_others_may_not(ask: Client, database: Database, person: Person | None) -> None:
    proposal = await proposed(ask, "moveAuthority", changed(GUSU.id, regionCode=HUQIU))
    before = await everything(database)
    given = {"proposalId": proposal, "reason": "文件未到"}

    assert (await ask.do("declineChange", given, by=person))["code"] == "NOT_PERMITTED"
    assert await everything(database) == before


async def test_a_change_that_is_declined_needs_a_reason(ask: Client) -> None:
    proposal = await proposed(ask, "moveAuthority", changed(GUSU.id, regionCode=HUQIU))

    payload = await ask.do("declineChange", {"proposalId": proposal, "reason": " "}, by=sen)

    assert payload["code"] == "INVALID_INPUT"
