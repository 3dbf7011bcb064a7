"""A system administrator corrects the name, post or qualities of an officer."""

from typing import Any

import pytest

from persistence.engine.database import Database
from tests.client import Client
from tests.people import Person, hua, ling, mei, sen, shan
from tests.schema.authorities.officer_steps import STATE, about, entered, lists

pytestmark = pytest.mark.usefixtures("world")
SHOWS = f"... on OfficerCorrected {{ {STATE} }}"


async def test_an_officer_is_corrected_and_the_history_says_from_what_to_what(
    ask: Client, database: Database
) -> None:
    given = about(name="梅某", post=None, mayLead=False, specialities=["SPORTS", "EDUCATION"])

    payload = await ask.do("correctOfficer", given, SHOWS, by=shan)

    officer = payload["officer"]
    assert (officer["name"], officer["post"], officer["version"]) == ("梅某", None, 2)
    assert officer["inspector"]["mayLead"] is False
    document = """query ($id: ID!) { node(id: $id) { ... on Officer { history(first: 9) { nodes {
        fieldName before after reason accountName } } } } }"""
    changes = (await ask(document, {"id": given["officerId"]}, by=shan))["node"]["history"]["nodes"]
    assert {(c["fieldName"], c["before"], c["after"]) for c in changes} == {
        ("name", "mei", "梅某"),
        ("post", "科员", None),
        ("mayLead", "true", "false"),
        ("specialities", '["EDUCATION"]', '["EDUCATION", "SPORTS"]'),
    }
    assert {(c["reason"], c["accountName"]) for c in changes} == {("机构改革", "shan")}


async def test_what_changes_nothing_keeps_the_version(ask: Client) -> None:
    payload = await ask.do("correctOfficer", about(name="mei"), SHOWS, by=shan)

    assert payload["officer"]["version"] == 1


REFUSED: list[Any] = [
    (about(version=2, name="某"), shan, "CHANGED_MEANWHILE"),
    (about(name=None), shan, "INVALID_INPUT"),
    (about(specialities=[]), shan, "INVALID_INPUT"),
    (about(name="某"), hua, "NOT_PERMITTED"),
    (about(name="某"), sen, "NOT_PERMITTED"),
    (about(name="某"), None, "NOT_PERMITTED"),
]


@pytest.mark.parametrize(
    ("given", "person", "code"), REFUSED, ids=[f"{case[-1]}-{i}" for i, case in enumerate(REFUSED)]
)
async def test_what_does_not_fit_is_refused_and_nothing_changes(
    ask: Client, database: Database, given: dict[str, Any], person: Person | None, code: str
) -> None:
    before = await lists(database)

    assert (await ask.do("correctOfficer", given, by=person))["code"] == code
    assert await lists(database) == before


async def test_who_does_not_inspect_has_no_qualities(ask: Client) -> None:
    officer, _ = await entered(ask, inspector=None)
    given = {**about(mei.as_officer, mayLead=True), "officerId": officer}

    assert (await ask.do("correctOfficer", given, by=shan))["code"] == "NOT_AN_INSPECTOR"


async def test_an_officer_far_away_is_reached_by_the_nation(ask: Client) -> None:
    payload = await ask.do("correctOfficer", about(ling.as_officer, name="凌某"), SHOWS, by=shan)

    assert payload["officer"]["name"] == "凌某"
