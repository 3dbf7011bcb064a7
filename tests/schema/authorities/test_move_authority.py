"""Another region, other sectors or another place in the tree: proposed by one, confirmed by a second person."""

from typing import Any

import pytest
import sqlalchemy as sa

from domain.actors import Actor
from persistence.authorities.table import Authority
from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from persistence.inspections.table import Inspection
from tests.client import Client
from tests.factories import add, inspections, tasks
from tests.people import (
    CHAOYANG,
    GUSU,
    MAPLE,
    NATION,
    SUZHOU,
    SUZHOU_SPORTS,
    sen,
    shan,
    tao,
)
from tests.schema.accounts.steps import audit_tags
from tests.schema.authorities.steps import (
    auth,
    carried_out,
    changed,
    everything,
    proposed,
    row,
)

pytestmark = pytest.mark.usefixtures("world")
HUQIU = "320505"


async def _of_every_sector(database: Database) -> None:
    """The nation's administrators reach every sector."""
    sectors = ["EDUCATION", "SPORTS", "SCIENCE_TECHNOLOGY"]
    async with database.writing() as session:
        of_nation = sa.update(Authority).where(Authority.id == NATION.id)
        await session.execute(of_nation.values(sectors=sectors))


async def test_nothing_moves_before_a_second_person_confirmed_it(
    ask: Client, database: Database
) -> None:
    proposal = await proposed(ask, "moveAuthority", changed(GUSU.id, regionCode=HUQIU))

    assert (await row(database, GUSU.id)).region_code == GUSU.region_code
    waiting = await ask(
        """{ changeProposals(first: 5, filter: {state: WAITING}) { nodes { id kind reason
            region { code } sectors parent { name } authority { name } } } }""",
        by=sen,
    )
    assert waiting["changeProposals"]["nodes"] == [
        {
            "id": proposal,
            "kind": "JURISDICTION",
            "reason": "机构改革",
            "region": {"code": HUQIU},
            "sectors": ["EDUCATION"],
            "parent": {"name": SUZHOU.name},
            "authority": {"name": GUSU.name},
        }
    ]

    confirmed = await ask.do(
        "confirmChange",
        {"proposalId": proposal},
        "... on ChangeConfirmed { proposal { state authority { region { code } version } } }",
        by=sen,
    )

    assert confirmed["proposal"] == {
        "state": "CONFIRMED",
        "authority": {"region": {"code": HUQIU}, "version": 2},
    }
    assert await audit_tags(database) == ["authority.move_proposed", "authority.moved"]


async def test_its_officials_reach_the_other_region(ask: Client) -> None:
    before: Actor = await ask.actor(tao)

    await carried_out(ask, "moveAuthority", changed(GUSU.id, regionCode=HUQIU))

    after = await ask.actor(tao)
    assert [grant.office and grant.office.subtree.first for grant in before.grants] == ["320508"]
    assert [grant.office and grant.office.subtree.first for grant in after.grants] == [HUQIU]


async def test_what_it_did_is_seen_by_those_above_its_new_region(
    ask: Client, database: Database
) -> None:
    task = tasks.task(GUSU, "CASE-1")
    visit = inspections.inspection(task, GUSU, MAPLE)
    async with database.writing() as session:
        await add(session, task, visit)

    await carried_out(ask, "moveAuthority", changed(GUSU.id, regionCode=HUQIU))

    async with database.writing() as session:
        moved = await session.get_one(Inspection, visit.id)
    assert (moved.authority_id, moved.authority_region_code) == (GUSU.id, HUQIU)


REFUSED: list[Any] = [
    (changed(SUZHOU.id, parentId=auth(GUSU.id)), "AUTHORITY_CYCLE"),
    (changed(SUZHOU.id, parentId=auth(SUZHOU.id)), "AUTHORITY_CYCLE"),
    (changed(GUSU.id, parentId=auth(CHAOYANG.id)), "REGION_OUTSIDE_PARENT"),
    (changed(GUSU.id, regionCode="110105"), "REGION_OUTSIDE_PARENT"),
    (changed(SUZHOU.id, regionCode="320200"), "REGION_OUTSIDE_PARENT"),
    (changed(GUSU.id, parentId=auth(new_key())), "NOT_FOUND"),
    (changed(new_key(), regionCode=HUQIU), "NOT_FOUND"),
    (changed(GUSU.id, 7, regionCode=HUQIU), "CHANGED_MEANWHILE"),
    (changed(GUSU.id), "INVALID_INPUT"),
    (changed(GUSU.id, regionCode=GUSU.region_code), "INVALID_INPUT"),
    (changed(GUSU.id, sectors=[]), "INVALID_INPUT"),
    (changed(GUSU.id, sectors=["SPORTS"]), "OUTSIDE_JURISDICTION"),
    (changed(SUZHOU_SPORTS.id, regionCode=HUQIU), "OUTSIDE_JURISDICTION"),
]


@pytest.mark.parametrize(
    ("given", "code"), REFUSED, ids=[f"{code}-{i}" for i, (_, code) in enumerate(REFUSED)]
)
async def test_what_does_not_fit_is_refused_and_nothing_changes(
    ask: Client, database: Database, given: dict[str, Any], code: str
) -> None:
    before = await everything(database)

    assert (await ask.do("moveAuthority", given, by=shan))["code"] == code
    assert await everything(database) == before


async def test_a_sector_that_open_work_needs_stays(ask: Client, database: Database) -> None:
    await _of_every_sector(database)
    given = changed(SUZHOU_SPORTS.id, sectors=["EDUCATION"])

    payload = await ask.do("moveAuthority", given, "... on SectorInUse { sector }", by=shan)

    assert (payload["code"], payload["sector"]) == ("SECTOR_IN_USE", "SPORTS")


async def test_a_sector_more_waits_for_the_second_person_too(
    ask: Client, database: Database
) -> None:
    await _of_every_sector(database)
    given = changed(GUSU.id, sectors=["SPORTS", "EDUCATION"])

    await carried_out(ask, "moveAuthority", given)

    assert (await row(database, GUSU.id)).sectors == ["EDUCATION", "SPORTS"]
