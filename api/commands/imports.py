"""`python -m api import`: a ledger into the register, in the name of an official."""

import argparse
import asyncio
import datetime as dt
import sys
from itertools import count
from pathlib import Path
from typing import Any

from api.commands.acting_account import NotAnAccount, actor_of
from api.steps import Bar, step
from domain.actors import Actor
from domain.refusals import Refusal
from ledgers import sheets
from ledgers.importer import ImportContext
from ledgers.imports import take_in
from ledgers.kinds import IMPORTERS, context_of
from ledgers.lines import Counts, Entry
from ledgers.refused import FileRefused
from ledgers.workdays import read as read_workdays
from persistence.engine.database import UNUSABLE, Database
from persistence.engine.keys import Keys
from persistence.engine.outages import Busy
from persistence.regions import reference, workdays

_EXAMPLES = 5
_WORKDAYS = "workdays"


def add_to(subparsers: Any) -> None:
    parser = subparsers.add_parser("import", help="import a ledger")
    parser.add_argument("ledger", choices=IMPORTERS, help="kind of ledger")
    parser.add_argument("file", metavar="FILE", type=Path, help=".xlsx or .csv")
    parser.add_argument(
        "--as", dest="acting", metavar="LOGIN", help="login of the account that imports"
    )
    parser.add_argument("--dry-run", action="store_true", help="only show what would change")
    parser.add_argument(
        "--rejected",
        metavar="FILE",
        type=Path,
        help="file for rejected rows; default: FILE.rejected.xlsx (.csv)",
    )
    parser.set_defaults(run=run)


async def run(arguments: argparse.Namespace, database: Database, keys: Keys) -> int:
    """Import the file of the arguments. 0: all of it, 1: rows were rejected or the import ended too
    early, 2: nothing."""
    now = dt.datetime.now(dt.UTC)
    try:
        if arguments.acting is None and arguments.ledger != _WORKDAYS:
            raise NotAnAccount("Name the account that imports: --as LOGIN.")
        actor = await actor_of(database, keys, arguments.acting)
        with step(f"reading {arguments.file.name}"):
            file = sheets.read(arguments.file)
        try:
            if arguments.ledger == _WORKDAYS:
                return await _import_workdays(arguments, database, actor, file)
            return await _import(
                arguments,
                database,
                await context_of(database, keys, actor, now, is_dry=arguments.dry_run),
                file,
            )
        finally:
            file.close()
    except (FileRefused, NotAnAccount, Refusal) as reason:
        print(reason, file=sys.stderr)
        return 2


async def _import(
    arguments: argparse.Namespace,
    database: Database,
    context: ImportContext,
    file: sheets.LedgerFile,
) -> int:
    importer = IMPORTERS[arguments.ledger](context)
    rejected = _rejected(arguments, file)
    bar, examples, counts = Bar("importing"), _Examples(), Counts()
    try:
        await take_in(
            database,
            importer,
            context,
            file,
            rejected=rejected,
            progress=bar,
            example=examples,
            counts=counts,
        )
    except (FileRefused, Refusal, *UNUSABLE) as reason:
        print(str(getattr(reason, "orig", None) or reason).partition("\n")[0], file=sys.stderr)
        return _stopped(counts, is_dry=arguments.dry_run)
    except asyncio.CancelledError:
        _stopped(counts, is_dry=arguments.dry_run)
        raise
    bar.finished(counts.total)
    if arguments.dry_run:
        for line in examples.lines:
            print(line)
        print(f"Nothing was imported. It would be: {counts}.")
    else:
        print(f"Imported: {counts}.")
    if counts.unchecked:
        print(
            f"{counts.unchecked:,} changed rows carry no version: whether the register has changed"
            " since the file was made was not checked. Exports have the column 版本."
            f" / 有{counts.unchecked:,}行更改没有“版本”，未核对文件生成后登记是否已变；导出的台账带有此列。"
        )
    if counts.rejected:
        print(f"The rejected rows are in {rejected}. Correct them there and import that file.")
    return 1 if counts.rejected else 0


def _stopped(counts: Counts, *, is_dry: bool) -> int:
    """What an import that ended too early has left in the register, and its exit code."""
    if is_dry or not counts.new + counts.changed:
        return 2
    print(f"Stopped. Imported until then: {counts}. Import the file again to continue.")
    return 1


async def _import_workdays(
    arguments: argparse.Namespace, database: Database, actor: Actor, file: sheets.LedgerFile
) -> int:
    """Done by the operator: no account is needed, but one that is given is recorded."""
    rejected = _rejected(arguments, file)
    async with database.writing() as session:
        known = await reference.calendar(session, since=dt.date.max)
        listed = await reference.listed_years(session)
    counts, days = read_workdays(file, rejected, known.years, listed)
    if counts.rejected:
        print(f"{counts.rejected:,} rows cannot be read, so no day was entered. See {rejected}.")
        return 2
    try:
        loaded = await workdays.import_days(
            database, days, by=actor.account_id, is_dry=arguments.dry_run
        )
    except Busy:
        print(
            "Others are using the calendar, such as a backup being written. Nothing was entered."
            " Try again later.",
            file=sys.stderr,
        )
        return 2
    for move in loaded.moves:
        end = "provisional" if move.is_provisional else "settled"
        print(f"{move.entity} {move.id}: due {move.before}, now {move.after}, {end}")
    would = "Nothing was entered. It would be" if arguments.dry_run else "Entered"
    print(
        f"{would}: {loaded.new:,} new days, {loaded.changed:,} changed, {loaded.removed:,} removed,"
        f" {loaded.unchanged:,} unchanged; {len(loaded.moves):,} open deadlines recalculated."
    )
    first, last = loaded.known
    print(
        f"The calendar is complete from {first} to {last}; deadlines beyond are provisional."
        f" / 工作日历完整至{last}，其后的期限为暂定。"
    )
    return 0


class _Examples:
    """The first rows that would be new, and the first that would change."""

    def __init__(self) -> None:
        self._counts: dict[str, int] = {}
        self.lines: list[str] = []

    def __call__(self, entry: Entry) -> None:
        outcome = entry.outcome.value
        self._counts[outcome] = self._counts.get(outcome, 0) + 1
        if self._counts[outcome] <= _EXAMPLES:
            marks = " ".join(str(entry.values.get(key, "")) for key in entry.layout.marks)
            what = f" ({', '.join(entry.changed)})" if entry.changed else ""
            self.lines.append(f"{outcome}: {entry.line.en}: {marks}{what}")


def _rejected(arguments: argparse.Namespace, file: sheets.LedgerFile) -> Path:
    """Where rejected rows go. Beside the file they get a name of their own each time: what stands
    there may have been mended for hours. Raises FileRefused."""
    path: Path = arguments.file
    given: Path | None = arguments.rejected
    if given is not None:
        if given.exists() and given.samefile(path):
            raise FileRefused(
                "被拒绝的行不能写回原文件", "--rejected must not be the file that is imported"
            )
        return given
    suffix = ".xlsx" if file.is_workbook else ".csv"
    names = (f".{number}" if number else "" for number in count())
    places = (path.with_name(f"{path.stem}.rejected{name}{suffix}") for name in names)
    return next(place for place in places if not place.exists())
