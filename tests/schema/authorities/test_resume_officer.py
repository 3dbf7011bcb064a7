"""A suspended officer inspects again."""

import pytest

from tests.client import Client
from tests.people import hua, jun, lin, mei, shan
from tests.schema.authorities.officer_steps import STATE, about
from tests.schema.inspections import steps as visits

pytestmark = pytest.mark.usefixtures("world")
SHOWS = f"... on OfficerResumed {{ {STATE} }}"


async def test_an_officer_who_resumes_is_named_for_visits_again(ask: Client) -> None:
    await ask.do("suspendOfficer", about(), by=shan)

    payload = await ask.do("resumeOfficer", about(version=2), SHOWS, by=shan)

    assert payload["officer"]["inspector"]["suspendedAt"] is None
    named = await ask.do("assignInspection", visits.a_visit(mei, jun), by=lin)
    assert named["__typename"] == "InspectionAssigned", named


async def test_who_is_not_suspended_does_not_resume(ask: Client) -> None:
    assert (await ask.do("resumeOfficer", about(), by=shan))["code"] == "OFFICER_NOT_SUSPENDED"
    assert (await ask.do("resumeOfficer", about(), by=hua))["code"] == "NOT_PERMITTED"
