"""What the migration of regions that end makes of registers whose regions are not those shipped."""

from importlib import import_module

import pytest
import sqlalchemy as sa
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext

from persistence.engine.database import Database

MIGRATION = import_module("persistence.migrations.versions.2026_12_02_regions_end")
FOUND = sa.text(
    "select code, name, successor_code from regions where code in ('500105', '500157') order by code"
)


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        (
            ["update regions set name = '别名' where code = '500157'"],
            [("500105", "江北区", "500157"), ("500157", "别名", None)],
        ),
        (["delete from regions"], []),
        (
            # The county stands below its province, and there is nothing to put the new one below.
            [
                "update regions set parent_code = '500000' where code = '500105'",
                "delete from regions where code between '500100' and '509999' and code <> '500105'",
            ],
            [("500105", "江北区", None)],
        ),
    ],
    ids=["named otherwise", "none", "no city"],
)
async def test_a_register_of_before_with_other_regions_is_upgraded(
    database: Database, changes: list[str], found: list[tuple[str, str, str | None]]
) -> None:
    def upgraded(plain: sa.Connection) -> list[tuple[str, str, str | None]]:
        with Operations.context(MigrationContext.configure(plain)):
            # Of a later migration: it looks at the columns that go.
            plain.execute(sa.text("drop function keep_regions_past() cascade"))
            MIGRATION.downgrade()
            for change in changes:
                plain.execute(sa.text(change))
            MIGRATION.upgrade()
        return [(code, name, after) for code, name, after in plain.execute(FOUND)]

    async with database.engine.connect() as connection:
        transaction = await connection.begin()
        try:
            assert await connection.run_sync(upgraded) == found
        finally:
            await transaction.rollback()
