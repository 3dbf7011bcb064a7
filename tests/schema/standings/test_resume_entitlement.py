"""What was taken for a time is given back; decisions are never changed."""

import pytest
import sqlalchemy as sa

from persistence.engine.database import Database
from persistence.standings.table import Standing, StandingEnd
from tests.client import Client
from tests.people import rui
from tests.schema.standings.deciding import on_licence

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
