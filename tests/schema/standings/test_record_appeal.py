"""An appeal within sixty days, one at a time; the ruling holds meanwhile."""

import datetime as dt

import pytest

from persistence.engine.database import Database
from tests.client import Client, Clock
from tests.people import qiao, rui, yin
from tests.schema.standings import ruling_steps as steps
from tests.schema.standings.deciding import maple_now

pytestmark = pytest.mark.usefixtures("world")

FILED = {"text": "苏州市人民政府，苏政复申〔2026〕8号"}


async def test_it_is_recorded_and_the_ruling_holds_meanwhile(
    ask: Client, database: Database
) -> None:
    ruling_id = await steps.draft(ask, database)
    early = await steps.go(ask, "recordAppeal", ruling_id, by=yin, **FILED)
    await steps.in_force(ask, ruling_id)

    filed = await steps.go(ask, "recordAppeal", ruling_id, by=yin, **FILED)
    again = await steps.go(ask, "recordAppeal", ruling_id, by=rui, **FILED)
    outsider = await steps.go(ask, "recordAppeal", ruling_id, by=qiao, **FILED)

    assert filed["__typename"] == "AppealRecorded"
    assert [each["code"] for each in (early, again, outsider)] == [
        "ILLEGAL_TRANSITION",
        "APPEAL_PENDS",
        "NOT_PERMITTED",
    ]
    assert (await maple_now(ask))["entitlements"][0]["state"] == "REVOKED"


async def test_the_first_one_comes_in_time(ask: Client, database: Database, clock: Clock) -> None:
    ruling_id = await steps.draft(ask, database)
    await steps.in_force(ask, ruling_id)
    clock.now += dt.timedelta(days=62)

    late = await steps.go(ask, "recordAppeal", ruling_id, by=yin, **FILED)
    in_time = await steps.go(ask, "recordAppeal", ruling_id, by=yin, **FILED, filedOn="2027-01-18")

    assert late["code"] == "APPEAL_TERM_OVER"
    assert in_time["__typename"] == "AppealRecorded"
