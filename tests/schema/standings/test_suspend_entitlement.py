"""What is suspended lets its holder do nothing, from that moment on."""

import asyncio
import datetime as dt
from typing import Any

import pytest

from persistence.engine.database import Database
from tests.client import Client
from tests.factories import courses
from tests.people import MAPLE, hua, lin, rui, yin
from tests.schema.courses.test_publish_course import course
from tests.schema.standings.deciding import licence, maple_now, on_licence
from tests.schema.standings.deciding import refuse_unless_replayed as replayed

pytestmark = pytest.mark.usefixtures("world")

_LATE = dt.date(2027, 6, 1)


async def test_while_it_is_suspended_nothing_is_published_or_enrolled(
    ask: Client, database: Database
) -> None:
    held = await licence(database)
    async with database.writing() as session:
        session.add(courses.course(MAPLE, entitlement_id=held.id, starts_on=_LATE, ends_on=_LATE))
    enrolling = "{ courses(first: 5, filter: {isEnrolling: true}) { totalCount } }"
    assert (await ask(enrolling))["courses"]["totalCount"] == 1

    given = await on_licence(database, untilOn="2027-03-01")
    payload = await ask.do("suspendEntitlement", given, by=rui)

    assert payload["__typename"] == "EntitlementSuspended"
    found = await maple_now(ask)
    assert found["entitlements"][0]["state"] == "SUSPENDED"
    states = sorted(each["entitlementState"] for each in found["standings"])
    assert states == ["ACTIVE", "SUSPENDED"]
    assert (await ask(enrolling))["courses"]["totalCount"] == 0
    refused = await ask.do("publishCourse", course(), by=yin)
    assert refused["code"] == "ENTITLEMENT_MISSING"
    listed = (
        "{ institutions(first: 5, filter: {entitlement: {states: [SUSPENDED]}}) { totalCount } }"
    )
    assert (await ask(listed))["institutions"]["totalCount"] == 1
    await replayed(database)

    payload = await ask.do("resumeEntitlement", await on_licence(database), by=rui)

    assert payload["__typename"] == "EntitlementResumed"
    found = await maple_now(ask)
    assert found["entitlements"][0]["state"] == "ACTIVE"
    assert [each["end"] for each in found["standings"] if each["end"]] == [
        {"endedOn": "2026-11-18", "ending": "LIFTED"}
    ]
    assert (await ask(enrolling))["courses"]["totalCount"] == 1
    await replayed(database)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"ground": " "}, "ground"),
        ({"legalBasis": []}, "legalBasis"),
        ({"fromOn": "2015-01-01"}, "PREDATES_DECISION"),
        ({"untilOn": "2026-11-17"}, "untilOn"),
        ({"fromOn": "2028-01-01"}, "fromOn"),
        ({"fromOn": "2026-12-01", "untilOn": "2026-11-30"}, "untilOn"),
        ({"expectedVersion": 7}, "CHANGED_MEANWHILE"),
    ],
)
async def test_what_cannot_be_is_refused_by_name(
    ask: Client, database: Database, given: dict[str, Any], expected: str
) -> None:
    payload = await ask.do("suspendEntitlement", await on_licence(database, **given), by=rui)

    assert expected in str(payload)
    assert (await maple_now(ask))["entitlements"][0]["state"] == "ACTIVE"


async def test_of_two_organs_that_decide_at_once_one_decides(
    ask: Client, database: Database
) -> None:
    given = await on_licence(database)

    payloads = await asyncio.gather(
        ask.do("suspendEntitlement", given, by=rui), ask.do("surrenderEntitlement", given, by=hua)
    )

    assert sorted(each.get("code", "") for each in payloads) == ["", "CHANGED_MEANWHILE"]
    await replayed(database)


async def test_a_task_manager_decides_nothing(ask: Client, database: Database) -> None:
    assert (await ask.do("suspendEntitlement", await on_licence(database), by=lin))["code"] == (
        "NOT_PERMITTED"
    )
