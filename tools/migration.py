"""`make migration NAME=…`: writes the migration that brings a database to what the tables say."""

import argparse
import asyncio
import datetime as dt
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import command
from alembic.operations import ops
from alembic.script import Script

from persistence import embedded
from persistence.engine import migrator
from persistence.engine.database import Database

ROOT = Path(__file__).parents[1]
VERSIONS = ROOT / "persistence" / "migrations" / "versions"
CATALOGUE_TEST = "tests/conventions/test_migrations.py"

READ_BACK_DIFFERENTLY = frozenset({"ix_institutions_name_id"})
"""Indexes with a collation, which Alembic does not read back: it would recreate them every time."""

MISSED = """\
Alembic does not see the following; where your change has one of them, write it by hand:
  - a check constraint added to, changed on or removed from a table that exists, and so the
    check of an enum column whose members changed;
  - views (persistence/alerts/definitions.py): drop and create them, as the migration before did;
  - generated columns and collations that changed, comments, extensions, functions, triggers;
  - rights: a new table or view that is read needs `grant select … to spotcheck_reader`;
  - a renamed table or column: Alembic drops the old one, with its rows, and adds a new one.
The catalogue test finds differences in constraints, indexes, columns and views; it finds no
missing right and no lost row."""


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="make migration", description=__doc__)
    parser.add_argument("name", help="what changes, in snake case: two or three words")
    name: str = parser.parse_args(arguments).name
    if not re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", name) or len(name) > 40:
        print(f"NAME={name}: write it in snake case, up to 40 characters, such as NAME=site_area.")
        return 2
    revision = f"{dt.datetime.now(ZoneInfo('Asia/Shanghai')):%Y_%m_%d}_{name}"
    if (VERSIONS / f"{revision}.py").exists():
        print(f"{revision}.py exists already: choose another NAME, or remove the file first.")
        return 2
    with tempfile.TemporaryDirectory(prefix="spotcheck-migration-") as folder:
        # PostgreSQL refuses root: the account that it runs under must be able to enter.
        Path(folder).chmod(0o755)
        server = embedded.start(Path(folder) / "data", durable=False)
        written = asyncio.run(_write(server.url, name, revision))
        server.close()
    if written is None:
        print(f"Nothing to migrate: the tables are as the migrations make them.\n\n{MISSED}")
        return 0
    _tidy(written)
    print(f"Wrote {written.relative_to(ROOT)}. Read it before you commit it.\n\n{MISSED}\n")
    print(f"Running {CATALOGUE_TEST} …", flush=True)
    test = [sys.executable, "-m", "pytest", "-q", "-n", "0", CATALOGUE_TEST]
    return subprocess.run(test, cwd=ROOT, check=False).returncode


def _tidy(written: Path) -> None:
    """Alembic frames the steps in comments that say nothing; the rest is the formatter's."""
    lines = written.read_text("utf-8").splitlines(keepends=True)
    kept = [line for line in lines if not line.strip().startswith("# ###")]
    written.write_text("".join(kept), "utf-8")
    subprocess.run([sys.executable, "-m", "ruff", "format", "--quiet", written], check=True)


async def _write(url: str, name: str, revision: str) -> Path | None:
    """Migrate an empty database and compare it with the tables; the file written, if one was."""
    database = Database(url, reader_role=None)
    try:
        await migrator.migrate(database.engine)
        async with database.engine.connect() as connection:
            return await connection.run_sync(_generate, name, revision)
    finally:
        await database.close()


def _generate(connection: sa.Connection, name: str, revision: str) -> Path | None:
    config = migrator.configuration()
    config.attributes["connection"] = connection
    # Alembic names the file that it writes; so does `main`, once it is tidy.
    config.cmd_opts = argparse.Namespace(quiet=True)
    # The date in the file's name is Shanghai's, as it is in the revision.
    config.set_main_option("timezone", "Asia/Shanghai")
    script = command.revision(
        config,
        message=name.replace("_", " ").capitalize(),
        autogenerate=True,
        rev_id=revision,
        process_revision_directives=_keep_what_changed,
    )
    return Path(script.path) if isinstance(script, Script) else None


def _keep_what_changed(_context: Any, _revision: Any, scripts: list[ops.MigrationScript]) -> None:
    (script,) = scripts
    for steps in (script.upgrade_ops, script.downgrade_ops):
        assert steps is not None
        steps.ops = _without_known(steps.ops)
    assert script.upgrade_ops is not None
    if script.upgrade_ops.is_empty():
        scripts.clear()


def _without_known(steps: list[ops.MigrateOperation]) -> list[ops.MigrateOperation]:
    kept = []
    for step in steps:
        if isinstance(step, ops.ModifyTableOps):
            step.ops = _without_known(step.ops)
            if not step.ops:
                continue
        elif isinstance(step, ops.CreateIndexOp | ops.DropIndexOp) and (
            step.index_name in READ_BACK_DIFFERENTLY
        ):
            continue
        kept.append(step)
    return kept


if __name__ == "__main__":
    sys.exit(main())
