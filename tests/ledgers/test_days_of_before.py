"""Days that a ledger of before wrote as 9999-12-31, which PostgreSQL holds as its infinity."""

import datetime as dt
from importlib import import_module

import pytest
import sqlalchemy as sa
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext

from persistence.courses.table import Course
from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from persistence.institutions.table import Entitlement
from persistence.reading import ids
from tests.client import Client
from tests.factories import courses, institutions
from tests.ledgers import samples

MIGRATION = import_module("persistence.migrations.versions.2026_12_02_finite_days")
ASKED = """query Q($id: ID!, $course: ID!) {
    institution(by: {id: $id}) { entitlements { number validFrom validTo } }
    course(id: $course) { startsOn endsOn }
}"""
ENDLESS = dt.date.max


@pytest.mark.usefixtures("world")
async def test_infinity_is_answered_as_no_end_or_as_the_day_that_was_written(
    database: Database, ask: Client
) -> None:
    course, owner = new_key(), new_key()
    code = samples.code(1)
    async with database.writing() as session:
        session.add(institutions.institution(owner, "无期学堂", code, licences=["无期1", "无期2"]))
        await session.flush()
        session.add(
            institutions.entitlement(
                owner, number="无期1", valid_from=dt.date(2024, 1, 1), valid_to=ENDLESS
            )
        )
        session.add(
            institutions.entitlement(owner, number="无期2", valid_from=ENDLESS, valid_to=ENDLESS)
        )
        session.add(courses.course(owner, id=course, ends_on=ENDLESS, skipped_on=[ENDLESS]))
        infinite = sa.select(sa.func.count()).select_from(Entitlement.__table__)
        infinite = infinite.where(sa.text("valid_to = 'infinity'"))
        assert await session.scalar(infinite) == 2

    async with database.engine.begin() as connection:
        await connection.run_sync(lambda plain: _upgrade(MigrationContext.configure(plain)))

    answer = await ask(
        ASKED,
        {"id": ids.write("Institution", owner), "course": ids.write("Course", course)},
    )
    held = {each["number"]: each for each in answer["institution"]["entitlements"]}
    assert held["无期1"] == {"number": "无期1", "validFrom": "2024-01-01", "validTo": None}
    assert held["无期2"] == {"number": "无期2", "validFrom": "9999-12-31", "validTo": None}
    assert answer["course"]["endsOn"] == "9999-12-31"
    async with database.writing() as session:
        row = await session.get_one(Course, course)
    assert row.skipped_on == [ENDLESS]


def _upgrade(context: MigrationContext) -> None:
    with Operations.context(context):
        MIGRATION.upgrade()
