"""What turns with the day by itself: as of an evening it is what was shown that evening, whatever day it is."""

import datetime as dt
import random

import pytest
import sqlalchemy as sa

from persistence.engine.database import Database
from persistence.engine.keys import Keys
from persistence.reading import ids
from tests.as_of import decisions, documents, moved, story
from tests.as_of.documents import RECORD
from tests.as_of.story import Story
from tests.client import Client
from tests.factories import NOW
from tests.people import MAPLE

pytestmark = pytest.mark.usefixtures("world")

SHOWN = f"""query S($id: ID!, $asOf: DateTime) {{ institution(by: {{id: $id}}, asOf: $asOf) {{
    isEnrolmentStopped creditGrade listStatus keySupervision entitlements {{ state }}
    standings {{ kind holdsToday end {{ endedOn }} }}
    publicInspectionResults(first: 3) {{ totalCount nodes {{ {RECORD} }} }} }} }}"""
GIVEN = {"id": ids.write("Institution", MAPLE)}
LAST_EVENING = dt.datetime(2026, 11, 20, 15, 59, 0, tzinfo=dt.UTC)


async def test_midnight_passes_before_and_after_the_jobs_of_the_day(
    database: Database, keys: Keys
) -> None:
    async with moved.from_moment(database.url, NOW) as (other, clock):
        ask = Client(other, keys, clock)
        played = Story(ask, random.Random(1))
        until = "2026-11-20"
        for name, more in {
            "stopEnrolment": {},
            "gradeCredit": {"grade": "C", "ruleVersion": "2026-1"},
            "listInstitution": {"kind": "KEY_SUPERVISION"},
        }.items():
            await decisions.on_institution(name, **more, untilOn=until)(played)
        await decisions.on_institution("stopEnrolment", fromOn="2026-11-23", untilOn="2026-11-24")(
            played
        )
        await decisions.on_entitlement("suspendEntitlement", untilOn=until)(played)
        await story.publish(played)
        async with other.writing() as session:
            await session.execute(sa.text("update public_records set expires_on = '2026-11-23'"))
        points = []
        for evening in range(4):
            for moment in (LAST_EVENING, LAST_EVENING + dt.timedelta(minutes=1, seconds=1)):
                await clock.move(moment + dt.timedelta(days=evening))
                points.append(await documents.point(ask, SHOWN, GIVEN))
            await decisions.run_jobs(played)
            points.append(await documents.point(ask, SHOWN, GIVEN))
        found = [await documents.read(ask, SHOWN, GIVEN, each.moment) for each in points]

    assert played.done[:5] == [
        "stopEnrolment",
        "gradeCredit",
        "listInstitution",
        "stopEnrolment",
        "suspendEntitlement",
    ]
    stopped = [b'"isEnrolmentStopped":true' in each.answer for each in points]
    assert stopped == [True] + [False] * 6 + [True] * 5
    # The result was over in the night to the 24th; tombstones apart, the evenings before show what they did.
    assert [_without_results(each) for each in found] == [
        _without_results(each.answer) for each in points
    ]
    assert [b'"totalCount":1' in each.answer for each in points] == [True] * 10 + [False] * 2
    assert not any(b'"totalCount":1' in each for each in found)


def _without_results(answer: bytes) -> bytes:
    return answer.partition(b'"publicInspectionResults"')[0]
