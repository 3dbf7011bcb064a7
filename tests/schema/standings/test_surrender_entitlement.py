"""What an institution gives up is over, and what rests on it."""

import pytest
import sqlalchemy as sa

from persistence.courses.table import Course
from persistence.engine.database import Database
from tests.client import Client
from tests.factories import courses
from tests.people import MAPLE, rui
from tests.schema.standings.deciding import licence, maple_now, on_licence
from tests.schema.standings.deciding import refuse_unless_replayed as replayed

pytestmark = pytest.mark.usefixtures("world")


async def test_what_rests_on_one_that_is_given_up_is_withdrawn(
    ask: Client, database: Database
) -> None:
    held = await licence(database)
    async with database.writing() as session:
        session.add(courses.course(MAPLE, entitlement_id=held.id))

    payload = await ask.do("surrenderEntitlement", await on_licence(database), by=rui)

    assert payload["__typename"] == "EntitlementSurrendered"
    assert (await maple_now(ask))["entitlements"][0]["state"] == "WITHDRAWN"
    async with database.writing() as session:
        assert set(await session.scalars(sa.select(Course.state))) == {"WITHDRAWN"}
    again = await ask.do("surrenderEntitlement", await on_licence(database), by=rui)
    assert again["code"] == "ILLEGAL_TRANSITION"
    await replayed(database)
