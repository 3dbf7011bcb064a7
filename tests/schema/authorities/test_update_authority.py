"""A system administrator renames an authority, or corrects what it tells the public."""

import asyncio
from typing import Any

import pytest

from persistence.engine.database import Database
from tests.client import Client
from tests.people import GUSU, SUZHOU, Person, lin, sen, shan
from tests.schema.accounts.steps import audit_tags
from tests.schema.authorities.steps import changed, entered, everything, row

pytestmark = pytest.mark.usefixtures("world")
SHOWS = """... on AuthorityUpdated { authority { name complaintPhone complaintHours yearlyCap version } }"""


async def test_an_authority_is_renamed_and_tells_its_hours_and_cap(
    ask: Client, database: Database
) -> None:
    given = changed(
        GUSU.id,
        name="姑苏区教育体育和文旅委",
        complaintHours="工作日",
        yearlyCap=1,
        complaintPhone=None,
    )

    payload = await ask.do("updateAuthority", given, SHOWS, by=shan)

    assert payload["authority"] == {
        "name": "姑苏区教育体育和文旅委",
        "complaintPhone": None,
        "complaintHours": "工作日",
        "yearlyCap": 1,
        "version": 2,
    }
    assert await audit_tags(database) == ["authority.updated"]


CAP = "... on AuthorityUpdated { authority { yearlyCap yearlyCapFrom yearlyCapBefore version } }"


async def test_a_cap_counts_from_its_day_and_the_one_before_until_then(ask: Client) -> None:
    steps = (
        ({"yearlyCap": 3}, (3, None, None, 2)),
        ({"yearlyCap": 4, "yearlyCapFrom": "2027-01-01"}, (4, "2027-01-01", 3, 3)),
        # Once more the same changes nothing; another one in its place leaves what counts today.
        ({"yearlyCap": 4, "yearlyCapFrom": "2027-01-01"}, (4, "2027-01-01", 3, 3)),
        ({"yearlyCap": 1, "yearlyCapFrom": "2027-03-01"}, (1, "2027-03-01", 3, 4)),
        ({"yearlyCap": 1}, (1, None, None, 5)),
        ({"yearlyCap": None, "yearlyCapFrom": "2027-01-01"}, (None, "2027-01-01", 1, 6)),
        ({"yearlyCap": None, "yearlyCapFrom": "2026-11-18"}, (None, None, None, 7)),
    )
    version = 1
    for given, (cap, holds_from, before, after) in steps:
        payload = await ask.do("updateAuthority", changed(GUSU.id, version, **given), CAP, by=shan)
        assert payload["authority"] == {
            "yearlyCap": cap,
            "yearlyCapFrom": holds_from,
            "yearlyCapBefore": before,
            "version": after,
        }
        version = after


async def test_what_changes_nothing_keeps_the_version(ask: Client, database: Database) -> None:
    payload = await ask.do("updateAuthority", changed(GUSU.id, name=GUSU.name), SHOWS, by=shan)

    assert payload["authority"]["version"] == 1
    assert await audit_tags(database) == []


REFUSED: list[Any] = [
    (changed(GUSU.id, 2, name="新名"), "CHANGED_MEANWHILE"),
    (changed(GUSU.id, reason=" ", name="新名"), "INVALID_INPUT"),
    (changed(GUSU.id, name=None), "INVALID_INPUT"),
    (changed(GUSU.id, yearlyCap=13), "INVALID_INPUT"),
    (changed(GUSU.id, yearlyCap=0), "INVALID_INPUT"),
    (changed(GUSU.id, yearlyCapFrom="2027-01-01"), "INVALID_INPUT"),
    (changed(GUSU.id, yearlyCap=3, yearlyCapFrom="2026-11-17"), "INVALID_INPUT"),
    (changed(GUSU.id, yearlyCap=3, yearlyCapFrom="2027-11-20"), "INVALID_INPUT"),
]


@pytest.mark.parametrize(("given", "code"), REFUSED)
async def test_what_does_not_fit_is_refused_and_nothing_changes(
    ask: Client, database: Database, given: dict[str, Any], code: str
) -> None:
    before = await everything(database)

    assert (await ask.do("updateAuthority", given, by=shan))["code"] == code
    assert await everything(database) == before


@pytest.mark.parametrize("person", [None, lin, sen])
async def test_others_may_not(ask: Client, person: Person | None) -> None:
    payload = await ask.do("updateAuthority", changed(GUSU.id, name="新名"), by=person)

    assert payload["code"] == "NOT_PERMITTED"


async def test_a_name_is_taken_within_the_region(ask: Client) -> None:
    other = await entered(ask, regionCode="320508", name="姑苏区教育督导室")

    payload = await ask.do("updateAuthority", changed(other, name=GUSU.name), by=shan)

    assert payload["code"] == "AUTHORITY_NAME_TAKEN"


async def test_of_two_edits_at_once_one_is_told_that_it_changed(
    ask: Client, database: Database
) -> None:
    payloads = await asyncio.gather(
        *(ask.do("updateAuthority", changed(SUZHOU.id, name=f"名{i}"), by=shan) for i in range(4))
    )

    codes = sorted(payload.get("code", "") for payload in payloads)
    assert codes == ["", *["CHANGED_MEANWHILE"] * 3]
    assert (await row(database, SUZHOU.id)).version == 2
