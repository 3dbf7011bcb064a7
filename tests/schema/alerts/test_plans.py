"""What stays in the register for years is not read through for the few rows that wait."""

import pytest
import sqlalchemy as sa

from persistence.engine.database import Database

WAITING = {
    "follow_ups": "state = OPEN",
    "replies": "state = WRITTEN",
    "repair_requests": "state = REQUESTED",
    "objections": "state = RECEIVED",
    "result_corrections": "corrected_at IS NULL",
    "recusal_requests": "state = REQUESTED",
    "evidence": "state = EXPECTED",
    "inspections": "published_at IS NULL",
}
"""What alerts look for in each table."""


@pytest.mark.parametrize("table", WAITING)
async def test_what_waits_has_an_index_of_its_own(database: Database, table: str) -> None:
    statement = (
        "select translate(replace(pg_get_expr(indpred, indrelid), '::text', ''), '()''', '')"
        " from pg_index where indrelid = cast(:table as text)::regclass and indpred is not null"
    )
    async with database.writing() as session:
        predicates = list(await session.scalars(sa.text(statement), {"table": table}))

    assert WAITING[table] in predicates
