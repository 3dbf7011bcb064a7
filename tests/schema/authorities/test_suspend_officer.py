"""A suspended officer is neither drawn nor named for a visit."""

from typing import Any

import pytest

from persistence.engine.database import Database
from tests.client import Client
from tests.people import Person, hua, jun, lin, mei, sen, shan
from tests.schema.authorities.officer_steps import STATE, about, entered, lists
from tests.schema.inspections import steps as visits

pytestmark = pytest.mark.usefixtures("world")
SHOWS = f"... on OfficerSuspended {{ {STATE} }}"


async def test_a_suspended_officer_is_not_named_for_a_visit(ask: Client) -> None:
    payload = await ask.do("suspendOfficer", about(), SHOWS, by=shan)
    assert payload["officer"]["inspector"]["suspendedAt"] == "2026-11-18T02:00:00.000000Z"

    refused = await ask.do("assignInspection", visits.a_visit(mei, jun), by=lin)

    assert refused["code"] == "OFFICER_IS_SUSPENDED"


REFUSED: list[Any] = [
    (about(version=9), shan, "CHANGED_MEANWHILE"),
    (about(reason=""), shan, "INVALID_INPUT"),
    (about(), None, "NOT_PERMITTED"),
    (about(), hua, "NOT_PERMITTED"),
    (about(), sen, "NOT_PERMITTED"),
]


@pytest.mark.parametrize(
    ("given", "person", "code"), REFUSED, ids=[f"{case[-1]}-{i}" for i, case in enumerate(REFUSED)]
)
async def test_what_does_not_fit_is_refused_and_nothing_changes(
    ask: Client, database: Database, given: dict[str, Any], person: Person | None, code: str
) -> None:
    before = await lists(database)

    assert (await ask.do("suspendOfficer", given, by=person))["code"] == code
    assert await lists(database) == before


async def test_nobody_is_suspended_twice_and_only_inspectors_are(ask: Client) -> None:
    await ask.do("suspendOfficer", about(), by=shan)
    again = await ask.do("suspendOfficer", about(version=2), by=shan)
    officer, _ = await entered(ask, inspector=None)
    other = await ask.do("suspendOfficer", {**about(), "officerId": officer}, by=shan)

    assert (again["code"], other["code"]) == ("OFFICER_IS_SUSPENDED", "NOT_AN_INSPECTOR")
