"""A second person, who administers security, puts a change of an authority into force."""

import asyncio

import pytest

from persistence.engine.database import Database
from persistence.reading import ids
from tests.client import Client
from tests.factories import authorities
from tests.people import (
    GUSU,
    JIANGSU,
    Person,
    lin,
    sen,
    shan,
    shen,
)
from tests.schema.authorities.steps import (
    auth,
    changed,
    entered,
    everything,
    proposed,
    row,
)

pytestmark = pytest.mark.usefixtures("world")
HUQIU = "320505"


@pytest.mark.parametrize("person", [None, lin, shan, shen])
async def test_only_a_security_administrator_confirms(
    ask: Client, database: Database, person: Person | None
) -> None:
    proposal = await proposed(ask, "moveAuthority", changed(GUSU.id, regionCode=HUQIU))
    before = await everything(database)

    payload = await ask.do("confirmChange", {"proposalId": proposal}, by=person)

    assert payload["code"] == "NOT_PERMITTED"
    assert await everything(database) == before


async def test_nobody_confirms_the_own_proposal(ask: Client, database: Database) -> None:
    proposal = authorities.change_proposal(GUSU, proposed_by=sen.id)
    async with database.writing() as session:
        session.add(proposal)
    given = {"proposalId": ids.write("ChangeProposal", proposal.id)}

    assert (await ask.do("confirmChange", given, by=sen))["code"] == "OWN_CHANGE"


async def test_a_change_after_it_was_proposed_makes_it_out_of_date(ask: Client) -> None:
    proposal = await proposed(ask, "moveAuthority", changed(GUSU.id, regionCode=HUQIU))
    await ask.do("updateAuthority", changed(GUSU.id, name="新名"), by=shan)

    payload = await ask.do("confirmChange", {"proposalId": proposal}, by=sen)

    assert payload["code"] == "CHANGED_MEANWHILE"


async def test_two_moves_at_once_make_no_circle(ask: Client, database: Database) -> None:
    one, other = [await entered(ask, name=name) for name in ("虎丘区教育局", "高新区教育局")]
    proposals = [
        await proposed(ask, "moveAuthority", changed(key, parentId=auth(above)))
        for key, above in ((one, other), (other, one))
    ]

    payloads = await asyncio.gather(
        *(ask.do("confirmChange", {"proposalId": each}, by=sen) for each in proposals)
    )

    assert sorted(each.get("code", "") for each in payloads) == ["", "AUTHORITY_CYCLE"]


async def test_confirmed_twice_at_once_it_moves_once(ask: Client, database: Database) -> None:
    proposal = await proposed(ask, "moveAuthority", changed(GUSU.id, parentId=auth(JIANGSU.id)))

    payloads = await asyncio.gather(
        *(ask.do("confirmChange", {"proposalId": proposal}, by=sen) for _ in range(4))
    )

    codes = sorted(payload.get("code", "") for payload in payloads)
    assert codes == ["", *["CHANGE_DECIDED"] * 3]
    assert (await row(database, GUSU.id)).version == 2
