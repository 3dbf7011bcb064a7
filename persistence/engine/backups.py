"""The whole database to one file and back, by PostgreSQL's own pg_dump and pg_restore.

What is sealed stays sealed: a backup does not contain the secret key, and without it a restored
register cannot open identities, statements and numbers.
"""

import asyncio
import os
import re
import shutil
import subprocess
from contextlib import suppress
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit, urlunsplit

import asyncpg

from persistence.embedded import EmbeddedUnavailable, binaries
from persistence.engine import migrator

ROLES = ("spotcheck_reader", "spotcheck_vault")
_OURS = frozenset({"statement_timeout"})
"""Parameters of our own URLs that libpq does not know."""
_VERSION = re.compile(r"\(PostgreSQL\) (\d+)")
_REVISION = re.compile(r"^COPY public\.alembic_version .*\n(\w+)$", re.MULTILINE)
_EMPTY = """
select not exists (
  select from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname not in ('pg_catalog', 'information_schema') and n.nspname not like 'pg\\_%'
    and c.relkind in ('r', 'p', 'v', 'm', 'S')
) and not exists (select from pg_namespace where nspname = 'vault')
"""
_CREATE_ROLE = """
do $$ begin
  if not exists (select from pg_roles where rolname = '{role}') then
    create role {role} nologin;
  end if;
exception when duplicate_object or unique_violation then null; end $$
"""
# Where no role may be made or granted, somebody who may has done both before.
_GRANT_ROLES = f"""
do $$ begin
  if not ({" and ".join(f"pg_has_role('{role}', 'SET')" for role in ROLES)}) then
    grant {", ".join(ROLES)} to current_user;
  end if;
end $$
"""
_SETTINGS = """
do $$ begin
  execute format('alter database %I set timezone to %L', current_database(), 'UTC');
  execute format('alter database %I set statement_timeout to %L', current_database(), '10s');
  execute format('alter database %I set idle_in_transaction_session_timeout to %L',
                 current_database(), '60s');
end $$
"""


class BackupFailed(Exception):
    """Nothing was written, or nothing restored; the message says why."""


async def dump(url: str, path: Path) -> None:
    """Write the database as it is at one moment; the file appears when it is whole."""
    if await asyncio.to_thread(path.exists):
        raise BackupFailed(f"{path} already exists. A backup never replaces a file.")
    program = await asyncio.to_thread(_program, "pg_dump", await _major(url))
    draft = path.with_name(f".{path.name}.{os.getpid()}.draft")
    try:
        # Made by us first: what pg_dump makes would be for everyone to read.
        os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        await _run(program, url, "--format=custom", "--no-owner", f"--file={draft}")
        # Test the file before anyone relies on it.
        await _run(_program("pg_restore", 0), None, "--list", str(draft))
        with draft.open("rb") as file:
            os.fsync(file.fileno())
        draft.replace(path)
    except OSError as error:
        raise BackupFailed(f"{path} cannot be written: {error.strerror or error}") from None
    finally:
        draft.unlink(missing_ok=True)


async def restore(url: str, path: Path) -> None:
    """Put a backup into an empty database: all of it, or nothing."""
    program = await _restorer_of(path, await _major(url))
    connection = await asyncpg.connect(url)
    try:
        if not await connection.fetchval(_EMPTY):
            raise BackupFailed(
                "The database is not empty, and a backup is restored into an empty one only: name"
                " a new folder with DATA_DIR, or another database with DATABASE_URL."
            )
        # Roles belong to the whole server, so that no dump of one database holds them.
        for role in ROLES:
            await connection.execute(_CREATE_ROLE.format(role=role))
        await connection.execute(_GRANT_ROLES)
        # Before what is restored: an end in between would leave a register without them.
        await connection.execute(_SETTINGS)
        options = ("--single-transaction", "--exit-on-error", "--no-owner")
        await _run(program, url, *options, str(path))
        await connection.execute("set statement_timeout = 0")
        await connection.execute("analyze")
    finally:
        await connection.close()


async def _restorer_of(path: Path, major: int) -> str:
    """The program that will restore, once it has read what the file holds."""
    if not await asyncio.to_thread(path.is_file):
        raise BackupFailed(f"{path} does not exist.")
    program = await asyncio.to_thread(_program, "pg_restore", major)
    output = await _run(
        program, None, "--data-only", "--table=alembic_version", "--file=-", str(path)
    )
    revision = _REVISION.search(output)
    if revision is None:
        raise BackupFailed(f"{path} is not a backup of a register.")
    try:
        migrator.refuse_unless_known(revision[1])
    except migrator.RegisterTooNew as reason:
        raise BackupFailed(str(reason)) from None
    return program


async def _major(url: str) -> int:
    try:
        connection = await asyncpg.connect(url)
    except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        raise BackupFailed(f"The database cannot be reached: {error}") from None
    try:
        return connection.get_server_version().major
    finally:
        await connection.close()


def _program(name: str, major: int) -> str:
    """Ours, or one on the PATH where the server is newer than ours."""
    found = []
    for candidate in _candidates(name):
        completed = subprocess.run(
            [candidate, "--version"], capture_output=True, text=True, check=False
        )
        version = _VERSION.search(completed.stdout)
        if version is not None:
            if int(version[1]) >= major:
                return candidate
            found.append(version[1])
    have = f"there is {name} of version {' and '.join(found)} here" if found else "there is none"
    raise BackupFailed(
        f"The server is PostgreSQL {major}, and {have}: install {name} of version {major} or later"
        " and put it on the PATH."
    )


def _candidates(name: str) -> list[str]:
    found = []
    with suppress(EmbeddedUnavailable):
        found.append(str(binaries.client(name)))
    if (installed := shutil.which(name)) is not None:
        found.append(installed)
    return found


async def _run(program: str, url: str | None, *options: str) -> str:
    """What the program wrote, once it is done. Raises BackupFailed."""
    environment = {**os.environ, "LC_ALL": "C"}
    command = [program, *options]
    if url is not None:
        address, password = _for_libpq(url)
        # All users of the machine can read a command's arguments, but not its environment.
        environment |= {"PGPASSWORD": password} if password else {}
        command.append(f"--dbname={address}")
    child = await asyncio.create_subprocess_exec(
        *command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment
    )
    try:
        written, stderr = await child.communicate()
    except asyncio.CancelledError:
        # When we are stopped, so is it: no file may appear, and nothing be restored, after our end.
        child.kill()
        await child.wait()
        raise
    if child.returncode != 0:
        lines = stderr.decode(errors="replace").strip().splitlines() or ["no message"]
        raise BackupFailed(f"{Path(program).name} failed: {lines[0][:500]}")
    return written.decode(errors="replace")


def _for_libpq(url: str) -> tuple[str, str | None]:
    """The address without what libpq does not know, and the password apart from it."""
    parts = urlsplit(url)
    query = urlencode([(k, v) for k, v in parse_qsl(parts.query) if k not in _OURS])
    place = parts.netloc
    if parts.password is not None:
        user, _, host = place.rpartition("@")
        place = f"{user.partition(':')[0]}@{host}"
    password = unquote(parts.password) if parts.password else None
    return urlunsplit(parts._replace(netloc=place, query=query)), password
