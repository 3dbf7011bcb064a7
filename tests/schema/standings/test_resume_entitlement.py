"""What was taken for a time is given back; decisions are never changed."""

import datetime as dt

import pytest
import sqlalchemy as sa

from persistence.engine.database import Database
from persistence.standings import days
from persistence.standings.table import Standing, StandingEnd
from tests.client import Client, Clock
from tests.factories import NOW
from tests.people import rui
from tests.schema.standings.deciding import licence, on_licence

pytestmark = pytest.mark.usefixtures("world")


async def test_decisions_are_never_changed(ask: Client, database: Database) -> None:
    await ask.do("suspendEntitlement", await on_licence(database), by=rui)
    await ask.do("resumeEntitlement", await on_licence(database), by=rui)

    for statement in (
        sa.update(Standing).values(ground="别的"),
        sa.delete(StandingEnd),
    ):
        with pytest.raises(sa.exc.DBAPIError, match="never changed"):
            async with database.writing() as session:
                await session.execute(statement)


async def test_what_has_not_begun_does_not_begin(ask: Client, database: Database) -> None:
    given = await on_licence(database, fromOn="2026-12-01")
    await ask.do("suspendEntitlement", given, by=rui)

    payload = await ask.do("resumeEntitlement", await on_licence(database), by=rui)
    again = await ask.do("resumeEntitlement", await on_licence(database), by=rui)

    assert payload["__typename"] == "EntitlementResumed"
    assert again["code"] == "ILLEGAL_TRANSITION"
    await days.pass_days(database, now=NOW, today=dt.date(2026, 12, 1))
    assert (await licence(database)).state == "ACTIVE"


async def test_what_is_over_is_not_ended_before_the_register_shows_it(
    ask: Client, database: Database, clock: Clock
) -> None:
    given = await on_licence(database, untilOn="2026-11-20")
    await ask.do("suspendEntitlement", given, by=rui)
    clock.now += dt.timedelta(days=3)

    refused = await ask.do("resumeEntitlement", await on_licence(database), by=rui)

    assert refused["code"] == "ILLEGAL_TRANSITION"
