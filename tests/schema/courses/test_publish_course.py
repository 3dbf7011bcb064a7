"""Publishing a course: by its institution or the registrar over it, within what courses may be."""

import asyncio
import datetime as dt
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from domain.institutions import Delivery, EntitlementState, SubjectKind
from persistence.courses.table import ClassTime, Course, FeeItem
from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from persistence.engine.records import AuditEvent
from persistence.institutions import writes
from persistence.institutions.table import Entitlement, Site
from persistence.reading import ids
from tests.client import Client
from tests.factories import TODAY, institutions, regions
from tests.people import FARAWAY, MAPLE, SWIMMING, Person, fang, key, lin, rui, su, xu, yang, yin
from tests.world import LICENCE

MONTHLY = {"name": "学费", "basis": "PERIOD", "amountFen": 300_000, "months": 3}
HOURLY = {"name": "课时费", "basis": "CLASS_HOUR", "amountFen": 300_000, "classHours": 60}
TUESDAY = {"weekday": "TUESDAY", "startsAt": "18:30", "endsAt": "20:30"}

pytestmark = pytest.mark.usefixtures("world")


def course(institution: UUID = MAPLE, **given: Any) -> dict[str, Any]:
    return {
        "institutionId": ids.write("Institution", institution),
        "title": "初二数学",
        "subjectKind": "SUBJECT",
        "category": "ACADEMIC",
        "delivery": "OFFLINE",
        "stages": ["JUNIOR_SECONDARY"],
        "classHourCount": 30,
        "lessonMinutes": 45,
        "startsOn": "2026-11-23",
        "endsOn": "2026-12-31",
        "feeItems": [MONTHLY],
        "classTimes": [TUESDAY],
        **given,
    }


CASES: list[tuple[str, dict[str, Any]]] = [
    ("CHARGE_EXCEEDS_THREE_MONTHS", {"feeItems": [{**MONTHLY, "days": 1}]}),
    ("CHARGE_EXCEEDS_THREE_MONTHS", {"feeItems": [{**MONTHLY, "months": 2**31 - 1}]}),
    ("CHARGE_EXCEEDS_SIXTY_CLASS_HOURS", {"feeItems": [{**HOURLY, "classHours": 61}]}),
    ("CHARGE_EXCEEDS_AMOUNT", {"feeItems": [{**HOURLY, "amountFen": 500_001}]}),
    ("CLASS_ENDS_TOO_LATE", {"classTimes": [{**TUESDAY, "endsAt": "20:31"}]}),
    ("NO_CLASS_TIMES", {"classTimes": []}),
    ("NO_CLASS_TIMES", {"skippedOn": ["2026-11-24"], "endsOn": "2026-11-30"}),
    ("SUBJECT_CLASS_ON_FORBIDDEN_DAY", {"classTimes": [{**TUESDAY, "weekday": "SATURDAY"}]}),
    ("SUBJECT_CLASS_ON_FORBIDDEN_DAY", {"startsOn": "2026-09-28", "endsOn": "2026-10-09"}),
    ("ENTITLEMENT_MISSING", {"delivery": "ONLINE"}),
    ("ENTITLEMENT_MISSING", {"subjectKind": "NON_SUBJECT"}),
    ("INVALID_INPUT", {"endsOn": "2026-11-22"}),
    ("INVALID_INPUT", {"endsOn": "2029-11-22"}),
    ("INVALID_INPUT", {"classTimes": [{**TUESDAY, "endsAt": "18:30"}]}),
    ("INVALID_INPUT", {"feeItems": [{**MONTHLY, "classHours": 1}]}),
    ("INVALID_INPUT", {"feeItems": [{**MONTHLY, "months": None}]}),
    ("INVALID_INPUT", {"feeItems": [{**HOURLY, "classHours": None}]}),
    ("INVALID_INPUT", {"feeItems": [MONTHLY] * 21}),
    ("INVALID_INPUT", {"classTimes": [TUESDAY] * 41}),
    ("INVALID_INPUT", {"skippedOn": ["2026-12-01"] * 367}),
    ("INVALID_INPUT", {"stages": []}),
    ("INVALID_INPUT", {"title": ""}),
    ("INVALID_INPUT", {"title": "长" * 101}),
    ("INVALID_INPUT", {"title": "a\x1bb"}),
    ("INVALID_INPUT", {"classHourCount": 0}),
    ("INVALID_INPUT", {"lessonMinutes": 601}),
    ("INVALID_INPUT", {"institutionId": ids.write("Course", MAPLE)}),
    ("INVALID_INPUT", {"siteId": "site_1"}),
    ("INVALID_INPUT", {"delivery": "ONLINE", "siteId": ids.write("Site", key(999))}),
    ("NOT_FOUND", {"institutionId": ids.write("Institution", key(999))}),
    ("NOT_FOUND", {"siteId": ids.write("Site", key(999))}),
]


async def count(database: Database) -> list[int]:
    async with database.writing() as session:
        return [
            await session.scalar(sa.select(sa.func.count()).select_from(table)) or 0
            for table in (Course, FeeItem, ClassTime, AuditEvent)
        ]


async def refused(ask: Client, **given: Any) -> str:
    return str((await ask.do("publishCourse", course(**given), by=yin))["code"])


@pytest.mark.parametrize("person", [yin, rui], ids=lambda person: str(person.login))
async def test_the_institution_and_its_registrar_publish_a_course(
    ask: Client, database: Database, person: Person
) -> None:
    key = new_key()
    async with database.writing() as session:
        site = await session.scalar(sa.select(Site.id).where(Site.institution_id == MAPLE))
    assert site is not None
    given = course(
        id=ids.write("Course", key),
        siteId=ids.write("Site", site),
        feeItems=[MONTHLY, {**HOURLY, "refundRule": "未上课时全退"}],
        skippedOn=["2026-12-08", "2026-12-08"],
    )
    shows = """... on CoursePublished { course { id title state publishedAt version skippedOn
        entitlement { number } site { name }
        feeItems { name basis amountFen months days classHours refundRule }
        classTimes { weekday startsAt endsAt } } }"""

    payload = await ask.do("publishCourse", given, shows, by=person)

    assert payload == {
        "__typename": "CoursePublished",
        "course": {
            "id": given["id"],
            "title": "初二数学",
            "state": "PUBLISHED",
            "publishedAt": "2026-11-18T02:00:00.000000Z",
            "version": 1,
            "skippedOn": ["2026-12-08"],
            "entitlement": {"number": "苏教许字320508001号"},
            "site": {"name": "总部"},
            "feeItems": [
                {**MONTHLY, "days": 0, "classHours": None, "refundRule": None},
                {**HOURLY, "months": None, "days": None, "refundRule": "未上课时全退"},
            ],
            "classTimes": [TUESDAY],
        },
    }
    assert await count(database) == [1, 2, 1, 1]


@pytest.mark.parametrize(
    ("code", "given"), CASES, ids=[f"{n}-{code}" for n, (code, _) in enumerate(CASES)]
)
async def test_what_courses_may_not_be_is_refused_by_name_and_nothing_is_entered(
    ask: Client, database: Database, code: str, given: dict[str, Any]
) -> None:
    assert await refused(ask, **given) == code

    assert await count(database) == [0, 0, 0, 0]


@pytest.mark.parametrize(
    ("region_code", "code"),
    [
        ("320508", "SUBJECT_CLASS_ON_FORBIDDEN_DAY"),
        ("320500", "SUBJECT_CLASS_ON_FORBIDDEN_DAY"),
        ("000000", "SUBJECT_CLASS_ON_FORBIDDEN_DAY"),
        ("320509", ""),
        ("110000", ""),
    ],
)
async def test_vacations_hold_for_the_region_and_all_below_it(
    ask: Client, database: Database, region_code: str, code: str
) -> None:
    async with database.writing() as session:
        session.add(
            regions.school_vacation(
                dt.date(2026, 12, 29), dt.date(2027, 2, 20), region_code=region_code
            )
        )

    payload = await ask.do("publishCourse", course(), by=yin)

    assert payload.get("code", "") == code


async def test_vacations_are_those_of_the_site_where_it_is_held(
    ask: Client, database: Database
) -> None:
    site = institutions.site(MAPLE, region_code="320509")
    async with database.writing() as session:
        session.add(site)
        session.add(
            regions.school_vacation(
                dt.date(2026, 12, 29), dt.date(2027, 2, 20), region_code="320509"
            )
        )

    assert await refused(ask, siteId=ids.write("Site", site.id)) == "SUBJECT_CLASS_ON_FORBIDDEN_DAY"


async def test_a_course_beyond_the_holiday_notices_is_noted_as_provisional(
    ask: Client, database: Database
) -> None:
    given = course(startsOn="2026-12-21", endsOn="2027-01-20")

    payload = await ask.do("publishCourse", given, by=yin)

    assert payload["__typename"] == "CoursePublished"
    async with database.writing() as session:
        detail = (await session.scalars(sa.select(AuditEvent.detail))).one()
    assert detail == {"provisional": True}


async def test_online_classes_may_end_half_an_hour_later(ask: Client, database: Database) -> None:
    async with database.writing() as session:
        session.add(institutions.entitlement(MAPLE, "线上", delivery=Delivery.ONLINE))
        maple = await writes.claim(session, MAPLE)
        maple.record_search([LICENCE, "线上"])

    late = await ask.do("publishCourse", _online(until="21:00"), by=yin)
    later = await ask.do("publishCourse", _online(until="21:01"), by=yin)

    assert late["__typename"] == "CoursePublished"
    assert later["code"] == "CLASS_ENDS_TOO_LATE"


def _online(until: str) -> dict[str, Any]:
    return course(delivery="ONLINE", classTimes=[{**TUESDAY, "endsAt": until}])


@pytest.mark.parametrize(
    "facts",
    [
        {"state": EntitlementState.SUSPENDED},
        {"valid_to": TODAY - dt.timedelta(days=1)},
        {"valid_from": TODAY + dt.timedelta(days=1)},
        {"subject_kind": SubjectKind.NON_SUBJECT},
    ],
    ids=str,
)
async def test_only_an_entitlement_in_force_entitles(
    ask: Client, database: Database, facts: dict[str, Any]
) -> None:
    async with database.writing() as session:
        await session.execute(sa.update(Entitlement).values(facts))

    assert await refused(ask) == "ENTITLEMENT_MISSING"


async def test_a_course_is_held_at_a_site_of_its_own_institution(
    ask: Client, database: Database
) -> None:
    other = institutions.site(SWIMMING)
    async with database.writing() as session:
        session.add(other)

    assert await refused(ask, siteId=ids.write("Site", other.id)) == "NOT_FOUND"


@pytest.mark.parametrize(
    ("person", "institution", "code"),
    [
        (None, MAPLE, "NOT_PERMITTED"),
        (fang, MAPLE, "NOT_PERMITTED"),
        (lin, MAPLE, "NOT_PERMITTED"),
        (su, MAPLE, "NOT_PERMITTED"),
        (xu, MAPLE, "NOT_PERMITTED"),
        (yang, MAPLE, "OUTSIDE_JURISDICTION"),
        (yin, SWIMMING, "OUTSIDE_JURISDICTION"),
        (rui, FARAWAY, "OUTSIDE_JURISDICTION"),
    ],
    ids=lambda value: getattr(value, "login", str(value)),
)
async def test_others_may_not_and_nothing_is_entered(
    ask: Client, database: Database, person: Person | None, institution: UUID, code: str
) -> None:
    payload = await ask.do("publishCourse", course(institution), by=person)

    assert payload["code"] == code
    assert await count(database) == [0, 0, 0, 0]


async def test_the_same_operation_sent_again_is_answered_again_and_done_once(
    ask: Client, database: Database
) -> None:
    given = course(operationId=str(new_key()))
    shows = "... on CoursePublished { course { id } }"

    first = await ask.do("publishCourse", given, shows, by=yin)
    again = await ask.do("publishCourse", given, shows, by=yin)
    other = await ask.do("publishCourse", {**given, "feeItems": []}, by=yin)

    assert again == first
    assert other["code"] == "OPERATION_ID_REUSED"
    assert await count(database) == [1, 1, 1, 1]


async def test_five_at_once_under_one_id_leave_one_course(ask: Client, database: Database) -> None:
    given = course(id=ids.write("Course", new_key()))

    payloads = await asyncio.gather(*(ask.do("publishCourse", given, by=yin) for _ in range(5)))

    outcomes = sorted(payload.get("code", "") for payload in payloads)
    assert outcomes == ["", *["ID_TAKEN"] * 4]
    assert await count(database) == [1, 1, 1, 1]
