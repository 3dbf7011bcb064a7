"""`python -m api in-service-teachers`: an education office's list of in-service school teachers."""

import argparse
import datetime as dt
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import IO, Any

from domain import identity_numbers as rules
from domain.moments import day_of
from persistence.accounts import identity_numbers
from persistence.engine import audit
from persistence.engine.database import Database
from persistence.engine.keys import Keys
from persistence.regions import writes as regions
from persistence.teachers import writes as teachers

_AT_ONCE = 5_000
_LONGEST_LINE = 200


def add_to(subparsers: Any) -> None:
    parser = subparsers.add_parser(
        "in-service-teachers", help="load a list of in-service school teachers"
    )
    parser.add_argument(
        "file", metavar="FILE", help="one resident identity number per line; - is standard input"
    )
    parser.add_argument(
        "--region", metavar="CODE", required=True, help="region of the education office"
    )
    parser.set_defaults(run=run)


async def run(arguments: argparse.Namespace, database: Database, keys: Keys) -> int:
    """Load the file of the arguments. 0: all of it, 1: bad lines were left out, 2: nothing."""
    today = day_of(dt.datetime.now(dt.UTC))
    try:
        with _opened(arguments.file) as lines:
            loaded = await load(database, keys, lines, region_code=arguments.region, today=today)
    except (OSError, UnknownRegion) as reason:
        print(reason, file=sys.stderr)
        return 2
    for line, problem in loaded.problems:
        print(f"line {line}: {problem}", file=sys.stderr)
    print(
        f"{loaded.added} added, {loaded.known} already known,"
        f" {len(loaded.problems)} invalid lines skipped."
    )
    return 1 if loaded.problems else 0


class UnknownRegion(Exception):
    """There is no such region."""


@dataclass
class LoadedList:
    """What became of a list's lines; a problem never repeats the number."""

    added: int = 0
    known: int = 0
    problems: list[tuple[int, str]] = field(default_factory=list)


async def load(
    database: Database, keys: Keys, lines: Iterable[bytes], *, region_code: str, today: dt.date
) -> LoadedList:
    """Add the numbers as keyed hashes, in one transaction; the same list again adds nothing.

    An invalid line is skipped and reported, so that one mistake does not block the rest.
    """
    loaded = LoadedList()
    async with database.writing() as session:
        if not await regions.exists(session, region_code):
            raise UnknownRegion(f"There is no region {region_code}.")
        numbers_found = _numbers(lines, loaded.problems, today)
        while numbers := list(islice(numbers_found, _AT_ONCE)):
            hashes = {identity_numbers.hashed(keys, number) for number in numbers}
            added = await teachers.list_in_service(
                session, hashes, region_code=region_code, listed_on=today
            )
            loaded.added += added
            loaded.known += len(numbers) - added
        audit.record(
            session,
            "in_service_list.loaded",
            by=None,
            on=None,
            region_code=region_code,
            added=loaded.added,
            known=loaded.known,
            left_out=len(loaded.problems),
        )
    return loaded


def _numbers(
    lines: Iterable[bytes], problems: list[tuple[int, str]], today: dt.date
) -> Iterator[str]:
    for line, raw in enumerate(lines, 1):
        try:
            text = raw[:_LONGEST_LINE].decode("utf-8-sig" if line == 1 else "utf-8").strip()
            if text:
                yield rules.resident(text, today=today)
        except UnicodeDecodeError:
            problems.append((line, "not UTF-8 text"))
        except rules.NotAnIdentityNumber as reason:
            problems.append((line, str(reason)))


@contextmanager
def _opened(name: str) -> Iterator[IO[bytes]]:
    if name == "-":
        yield sys.stdin.buffer
        return
    with Path(name).open("rb") as file:
        yield file
