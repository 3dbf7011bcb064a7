"""A system administrator enters authorities of the own jurisdiction."""

import asyncio
from typing import Any

import pytest

from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from tests.client import Client
from tests.people import CHAOYANG, GUSU, SOCIETY, SUZHOU, Person, lin, sen, shan, shen, su
from tests.schema.accounts.steps import audit_tags
from tests.schema.authorities.steps import auth, entered, everything, new

pytestmark = pytest.mark.usefixtures("world")
SHOWS = """... on AuthorityCreated { authority { name level kind sectors parent { name childCount }
    complaintPhone complaintHours yearlyCap closedAt successor { id } version } }"""


async def test_an_authority_is_entered_and_everybody_reads_it(
    ask: Client, database: Database
) -> None:
    given = new(complaintPhone="0512 6800 0000", complaintHours="工作日9:00至17:00", yearlyCap=1)

    payload = await ask.do("createAuthority", given, SHOWS, by=shan)

    assert payload["authority"] == {
        "name": "虎丘区教育局",
        "level": "COUNTY",
        "kind": "ADMIN_ORGAN",
        "sectors": ["EDUCATION"],
        "parent": {"name": SUZHOU.name, "childCount": 2},
        "complaintPhone": "0512 6800 0000",
        "complaintHours": "工作日9:00至17:00",
        "yearlyCap": 1,
        "closedAt": None,
        "successor": None,
        "version": 1,
    }
    assert await audit_tags(database) == ["authority.created"]
    found = await ask(
        '{ authorities(first: 5, filter: {search: "虎丘", level: COUNTY}) { nodes { name } } }'
    )
    assert found["authorities"]["nodes"] == [{"name": "虎丘区教育局"}]


@pytest.mark.parametrize("person", [None, lin, su, sen, shen])
async def test_others_may_not(ask: Client, database: Database, person: Person | None) -> None:
    before = await everything(database)

    assert (await ask.do("createAuthority", new(), by=person))["code"] == "NOT_PERMITTED"
    assert await everything(database) == before


REFUSED: list[Any] = [
    (new(name=SUZHOU.name, regionCode="320500"), "AUTHORITY_NAME_TAKEN"),
    (new(parentId=auth(CHAOYANG.id)), "REGION_OUTSIDE_PARENT"),
    (new(parentId=auth(GUSU.id)), "REGION_OUTSIDE_PARENT"),
    (new(parentId=auth(SOCIETY.id)), "NOT_AN_ADMINISTRATIVE_ORGAN"),
    (new(parentId=auth(new_key())), "NOT_FOUND"),
    (new(id=auth(GUSU.id)), "ID_TAKEN"),
    (new(name="\u202e局"), "INVALID_INPUT"),
    (new(regionCode="999999"), "INVALID_INPUT"),
    (new(regionCode="32050"), "INVALID_INPUT"),
    (new(sectors=[]), "INVALID_INPUT"),
    (new(yearlyCap=13), "INVALID_INPUT"),
    (new(yearlyCap=0), "INVALID_INPUT"),
]


@pytest.mark.parametrize(
    ("given", "code"), REFUSED, ids=[f"{code}-{i}" for i, (_, code) in enumerate(REFUSED)]
)
async def test_what_does_not_fit_is_refused_and_nothing_changes(
    ask: Client, database: Database, given: dict[str, Any], code: str
) -> None:
    before = await everything(database)

    assert (await ask.do("createAuthority", given, by=shan))["code"] == code
    assert await everything(database) == before


async def test_a_cap_above_the_laws_names_what_the_law_allows(ask: Client) -> None:
    payload = await ask.do("createAuthority", new(yearlyCap=13), by=shan)

    assert payload["message"] == "The input is not valid: yearlyCap: must be from 1 to 12."


async def test_twice_at_once_is_one_authority(ask: Client, database: Database) -> None:
    payloads = await asyncio.gather(*(ask.do("createAuthority", new(), by=shan) for _ in range(4)))

    kinds = sorted(payload.get("code", "") for payload in payloads)
    assert kinds == ["", *["AUTHORITY_NAME_TAKEN"] * 3]


async def test_a_replay_returns_the_first_result(ask: Client, database: Database) -> None:
    given = new(operationId=str(new_key()))

    first = await ask.do("createAuthority", given, SHOWS, by=shan)
    again = await ask.do("createAuthority", given, SHOWS, by=shan)

    assert first == again
    assert await audit_tags(database) == ["authority.created"]


async def test_the_name_may_be_anothers_in_another_region(ask: Client) -> None:
    await entered(ask, name=GUSU.name)
