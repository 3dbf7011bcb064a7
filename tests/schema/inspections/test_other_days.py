"""A visit from its order to the public on days that calendars trip over: the tests' clock, moved."""

import datetime as dt
from typing import Any

import pytest

from domain.moments import SHANGHAI
from tests.client import Client, Clock
from tests.factories import NOW
from tests.people import mei, qiao
from tests.schema.inspections import steps

PUBLISHED = """query Q($id: ID!) { inspection(id: $id) {
    state publishDueOn publishDueIsProvisional } }"""


@pytest.mark.parametrize(
    ("now", "due_on", "is_provisional"),
    [
        (NOW, "2026-12-16", False),
        (NOW + dt.timedelta(days=40), "2027-01-25", True),
        (dt.datetime(2026, 12, 31, 23, 0, tzinfo=SHANGHAI), "2027-01-28", True),
        (dt.datetime(2028, 2, 29, 10, 0, tzinfo=SHANGHAI), "2028-03-28", True),
        (dt.datetime(2026, 12, 1, 0, 5, tzinfo=SHANGHAI), "2026-12-29", False),
        (NOW.replace(year=2029), "2029-12-14", True),
    ],
    ids=["today", "40-days-later", "31-December", "29-February", "00:05-in-Shanghai", "+3-years"],
)
async def test_a_visit_is_ordered_held_filed_confirmed_and_published(
    ask: Client,
    world: None,
    clock: Clock,
    now: dt.datetime,
    due_on: str,
    is_provisional: bool,
) -> None:
    """20 working days after the day in Shanghai, whatever day it is in UTC; provisional beyond the
    notices that are loaded. Nothing here expires or is late by the database's own clock."""
    clock.now = now
    today = now.astimezone(SHANGHAI).date()
    ended_at = now - dt.timedelta(minutes=2)
    began_at = ended_at - dt.timedelta(minutes=1)
    window: dict[str, Any] = {
        "windowFrom": today.isoformat(),
        "windowTo": (today + dt.timedelta(days=2)).isoformat(),
    }
    times = {"visitStartedAt": began_at.isoformat(), "visitEndedAt": ended_at.isoformat()}

    visit = await steps.assign(ask, **window)
    await steps.check_in(ask, visit, claimedAt=began_at.isoformat())
    filed = await ask.do("fileInspectionResult", steps.a_report(visit, **times), by=mei)
    await steps.sign(ask, visit, signedAt=ended_at.isoformat())
    await steps.confirm(ask, visit)
    public_id = await steps.audit(ask, visit)

    assert filed == {"__typename": "InspectionResultFiled"}
    assert public_id is not None
    assert (await ask(PUBLISHED, {"id": visit}, by=qiao))["inspection"] == {
        "state": "PUBLISHED",
        "publishDueOn": due_on,
        "publishDueIsProvisional": is_provisional,
    }
