import sqlalchemy as sa

from persistence.engine.database import Database
from persistence.engine.keys import Keys
from persistence.tables import metadata
from tests.conftest import PASSWORD_HASH
from tests.shelf import Shelf
from tests.world import world_rows

MINTED = {
    "sites": {"id"},
    "entitlements": {"id"},
    "role_grants": {"id"},
    "accounts": {"phone_sealed"},
}
"""What is new whenever the rows are made, as is the time that the server gives them."""


async def rows(database: Database) -> dict[str, list[str]]:
    found = {}
    async with database.engine.connect() as connection:
        for table in metadata.sorted_tables:
            columns = [
                column
                for column in table.columns
                if column.name not in MINTED.get(table.name, ())
                and column.identity is None
                and not (isinstance(column.type, sa.DateTime) and column.server_default)
            ]
            if table.name not in ("regions", "recordings"):
                found[table.fullname] = sorted(
                    map(str, await connection.execute(sa.select(*columns)))
                )
    return found


async def test_what_is_put_back_is_what_the_orm_writes(
    database: Database, shelf: Shelf, keys: Keys
) -> None:
    empty = await rows(database)
    await shelf.put_back("world")
    put_back = await rows(database)
    await shelf.empty()
    assert await rows(database) == empty

    async with database.writing() as session:
        for batch in world_rows(keys, PASSWORD_HASH):
            session.add_all(batch)
            await session.flush()
    written = await rows(database)

    assert put_back == written
    assert put_back != empty
