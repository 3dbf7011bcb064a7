"""The drill: a backup is restored into another database and is the same register there."""

import asyncio
import os
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import asyncpg
import pytest
import sqlalchemy as sa

from demo.story import loader
from persistence.embedded import binaries
from persistence.engine import backups
from persistence.engine.backups import BackupFailed
from persistence.engine.database import Database
from persistence.engine.keys import Keys
from persistence.engine.migrator import RegisterTooNew, migrate
from persistence.tables import metadata
from tests.client import Client, Clock

QUESTION = """
{ institutions(first: 20, orderBy: {field: NAME}) { totalCount nodes {
    name creditCode: unifiedSocialCreditCode sites { address } courses(first: 2) { nodes { title } }
} } }
"""


@pytest.fixture
async def other_url(server_url: str, database_url: str) -> AsyncIterator[str]:
    """An empty database beside the worker's own."""
    name = urlsplit(database_url).path.removeprefix("/") + "_restored"
    admin = await asyncpg.connect(server_url)
    await admin.execute(f'create database "{name}"')
    yield urlunsplit(urlsplit(server_url)._replace(path=f"/{name}"))
    await admin.execute(f'drop database "{name}" with (force)')
    await admin.close()


async def digests(url: str) -> dict[str, str]:
    """Of each table: all its rows in one order, as one hash; and of the database's settings."""
    connection = await asyncpg.connect(url)
    try:
        found = {
            table.fullname: await connection.fetchval(
                "select coalesce(md5(string_agg(md5(t::text), '' order by t::text)), '')"
                f" from {table.fullname} t"  # names of our own
            )
            for table in metadata.sorted_tables
        }
        found["settings"] = str(
            await connection.fetchval(
                "select setconfig from pg_db_role_setting s join pg_database d"
                " on d.oid = s.setdatabase where d.datname = current_database()"
            )
        )
        found["constraints"] = str(
            await connection.fetchval(
                # Names: the texts of checks change when PostgreSQL reads what it wrote.
                "select array_agg(n order by n) from"
                " (select conname || ' ' || conrelid::regclass as n from pg_constraint) c"
            )
        )
        return found
    finally:
        await connection.close()


async def test_a_restored_register_is_the_same(
    database: Database, keys: Keys, clock: Clock, other_url: str, tmp_path: Path
) -> None:
    await loader.load(database.engine, keys, lambda _done, _total: None, is_open=False)
    path = tmp_path / "register.backup"

    await backups.dump(database.url, path)
    await backups.restore(other_url, path)

    assert await digests(other_url) == await digests(database.url)
    other = Database(other_url, read_size=2, write_size=2)
    try:
        # As the reader's role, which the backup must have given its rights again.
        answers = [await Client(each, keys, clock)(QUESTION) for each in (database, other)]
    finally:
        await other.close()
    assert answers[0] == answers[1]
    assert answers[0]["institutions"]["totalCount"] == 251
    assert path.stat().st_mode & 0o777 == 0o600


async def test_the_key_is_not_in_a_backup(database: Database, tmp_path: Path) -> None:
    path = tmp_path / "register.backup"
    await backups.dump(database.url, path)

    assert b"only for tests, never for anything else" not in path.read_bytes()


async def test_a_register_that_is_not_empty_is_not_restored_over(
    database: Database, database_url: str, tmp_path: Path
) -> None:
    path = tmp_path / "register.backup"
    await backups.dump(database.url, path)

    with pytest.raises(BackupFailed, match="not empty"):
        await backups.restore(database_url, path)


async def test_a_backup_is_not_written_over_another(database: Database, tmp_path: Path) -> None:
    path = tmp_path / "register.backup"
    path.write_text("the one of yesterday")

    with pytest.raises(BackupFailed, match="exists"):
        await backups.dump(database.url, path)

    assert path.read_text() == "the one of yesterday"


@pytest.mark.parametrize("part", [0.0, 0.3, 0.9])
async def test_of_a_backup_cut_off_nothing_is_restored(
    database: Database, other_url: str, tmp_path: Path, part: float
) -> None:
    path = tmp_path / "register.backup"
    await backups.dump(database.url, path)
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * part)])

    with pytest.raises(BackupFailed, match="pg_restore failed"):
        await backups.restore(other_url, path)

    connection = await asyncpg.connect(other_url)
    tables = await connection.fetchval(
        "select count(*) from pg_tables where schemaname in ('public', 'vault')"
    )
    await connection.close()
    assert tables == 0


async def test_a_folder_that_is_not_there_is_said(database: Database, tmp_path: Path) -> None:
    with pytest.raises(BackupFailed, match="cannot be written"):
        await backups.dump(database.url, tmp_path / "none" / "register.backup")
    with pytest.raises(BackupFailed, match="does not exist"):
        await backups.restore(database.url, tmp_path / "none")


def test_a_server_newer_than_our_programs_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")

    with pytest.raises(BackupFailed, match="PostgreSQL 99, and there is pg_dump of version 18"):
        backups._program("pg_dump", 99)
    assert Path(backups._program("pg_dump", 18)) == binaries.client("pg_dump")


def test_a_password_is_no_argument_and_our_own_parameters_stay_here() -> None:
    url = "postgresql://ada:s%40fe@db.example/register?statement_timeout=10000&sslmode=prefer"

    assert backups._for_libpq(url) == (
        "postgresql://ada@db.example/register?sslmode=prefer",
        "s@fe",
    )


async def test_of_a_backup_of_another_database_or_a_later_shape_nothing_is_restored(
    database: Database, server_url: str, other_url: str, tmp_path: Path
) -> None:
    connection = await asyncpg.connect(other_url)
    await connection.execute("create table customers (id int)")
    await backups.dump(other_url, tmp_path / "foreign")
    await connection.execute(
        "drop table customers;"
        " create table alembic_version (version_num text); insert into alembic_version"
        " values ('2099_01_01_flying')"
    )
    await backups.dump(other_url, tmp_path / "later")
    await connection.execute("drop table alembic_version")

    with pytest.raises(BackupFailed, match="not a backup of a register"):
        await backups.restore(other_url, tmp_path / "foreign")
    with pytest.raises(BackupFailed, match="2099_01_01_flying"):
        await backups.restore(other_url, tmp_path / "later")

    assert (
        await connection.fetchval("select count(*) from pg_tables where schemaname='public'") == 0
    )
    await connection.close()


async def test_a_register_of_a_later_shape_is_left_alone(database: Database) -> None:
    async with database.engine.begin() as connection:
        before = await connection.scalar(sa.text("select version_num from alembic_version"))
        await connection.execute(sa.text("update alembic_version set version_num = 'later'"))
    try:
        with pytest.raises(RegisterTooNew, match="later"):
            await migrate(database.engine)
    finally:
        async with database.engine.begin() as connection:
            statement = sa.text("update alembic_version set version_num = :before")
            await connection.execute(statement, {"before": before})


async def test_a_backup_that_is_stopped_ends_at_once_and_leaves_nothing(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, endless = tmp_path / "begun", tmp_path / "pg_dump"
    os.mkfifo(begun)
    endless.write_text(f"#!/bin/sh\necho $$ > {begun}\nexec sleep 600\n")
    endless.chmod(0o700)
    monkeypatch.setattr(backups, "_program", lambda _name, _major: str(endless))

    task = asyncio.create_task(backups.dump(database.url, tmp_path / "register.backup"))
    process = int(await asyncio.to_thread(begun.read_text))
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task

    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)
    assert sorted(os.listdir(tmp_path)) == ["begun", "pg_dump"]
