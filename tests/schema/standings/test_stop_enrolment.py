"""A stop of enrolment is obeyed, and ends by itself."""

import datetime as dt

import pytest

from persistence.engine.database import Database
from tests.client import Client
from tests.factories import NOW
from tests.people import rui, yin
from tests.schema.courses.test_publish_course import course
from tests.schema.standings import ruling_steps as steps
from tests.schema.standings.deciding import maple_now, on_maple

pytestmark = pytest.mark.usefixtures("world")


async def test_a_stop_of_enrolment_is_obeyed_and_ends_by_itself(
    ask: Client, database: Database
) -> None:
    given = await on_maple(database, untilOn="2026-12-17")
    too_long = await ask.do("stopEnrolment", given | {"untilOn": "2026-12-18"}, by=rui)
    assert too_long["code"] == "TAKES_A_RULING"

    payload = await ask.do("stopEnrolment", given, by=rui)

    assert payload["__typename"] == "EnrolmentStopped"
    assert (await maple_now(ask))["isEnrolmentStopped"]
    assert (await ask.do("publishCourse", course(), by=yin))["code"] == "ENROLMENT_IS_STOPPED"
    ask.clock.now = NOW + dt.timedelta(days=30)
    assert (await ask.do("publishCourse", course(), by=yin))["__typename"] == "CoursePublished"


async def test_stops_that_follow_on_one_another_are_one_stop(
    ask: Client, database: Database
) -> None:
    first = await on_maple(database, untilOn="2026-12-07")
    assert (await ask.do("stopEnrolment", first, by=rui))["__typename"] == "EnrolmentStopped"
    joined = await on_maple(database, fromOn="2026-12-08", untilOn="2026-12-18")
    apart = joined | {"fromOn": "2026-12-09"}

    refused = await ask.do("stopEnrolment", joined, by=rui)
    longer = await steps.draft(ask, database, "STOP_ENROLMENT", untilOn="2026-12-18")
    allowed = await ask.do("stopEnrolment", apart, by=rui)

    assert refused["code"] == "TAKES_A_RULING"
    assert (await steps.read(ask, longer))["untilOn"] == "2026-12-18"
    assert allowed["__typename"] == "EnrolmentStopped"
