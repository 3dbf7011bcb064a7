"""An officer leaves the list: the role ends, and nobody draws or sends the officer after that day."""

from typing import Any

import pytest

from domain.roles import Role
from persistence.engine.database import Database
from tests.client import Client
from tests.people import hua, jun, lin, mei, shan
from tests.schema.accounts.steps import live_roles
from tests.schema.authorities.officer_steps import STATE, about
from tests.schema.inspections import steps as visits

pytestmark = pytest.mark.usefixtures("world")
SHOWS = f"... on OfficerServiceEnded {{ {STATE} }}"
TODAY, LATER = "2026-11-18", "2027-01-31"


async def test_who_left_is_not_sent_any_more(ask: Client, database: Database) -> None:
    payload = await ask.do("endOfficerService", about(leftOn=TODAY), SHOWS, by=shan)

    assert payload["officer"]["inspector"]["leftOn"] == TODAY
    assert await live_roles(database, mei) == set()
    assert (await ask.do("assignInspection", visits.a_visit(mei, jun), by=lin))[
        "code"
    ] == "CERTIFICATE_NOT_VALID"


async def test_who_leaves_later_inspects_until_then(ask: Client, database: Database) -> None:
    await ask.do("endOfficerService", about(leftOn=LATER), by=shan)

    assert await live_roles(database, mei) == {Role.INSPECTOR}
    named = await ask.do("assignInspection", visits.a_visit(mei, jun), by=lin)
    assert named["__typename"] == "InspectionAssigned", named


REFUSED: list[Any] = [
    (about(leftOn="2024-12-31"), "INVALID_INPUT"),
    (about(leftOn="2027-11-20"), "INVALID_INPUT"),
    (about(version=2, leftOn=TODAY), "CHANGED_MEANWHILE"),
]


@pytest.mark.parametrize(("given", "code"), REFUSED, ids=["early", "late", "version"])
async def test_what_does_not_fit_is_refused(ask: Client, given: Any, code: str) -> None:
    assert (await ask.do("endOfficerService", given, by=shan))["code"] == code


async def test_nobody_leaves_twice(ask: Client) -> None:
    await ask.do("endOfficerService", about(leftOn=TODAY), by=shan)

    again = await ask.do("endOfficerService", about(version=2, leftOn=TODAY), by=shan)

    assert again["code"] == "OFFICER_LEFT"
    assert (await ask.do("endOfficerService", about(leftOn=TODAY), by=hua))[
        "code"
    ] == "NOT_PERMITTED"
