"""`python -m api seed`: a register of any size, invented, for measuring and for trying out."""

import argparse
import os
import sys
from typing import Any

import asyncpg

from api.settings import Settings
from api.steps import Bar
from demo.bulk.filler import NotSeeded, SeedCounts, fill
from demo.bulk.ground import FIRST_DAY
from demo.story import loader
from persistence.engine.database import AsyncSession, Database
from persistence.engine.keys import Keys
from persistence.regions import reference

_MOST = 1_000_000


def add_to(subparsers: Any) -> None:
    parser = subparsers.add_parser("seed", help="fill an empty register with invented rows")
    parser.add_argument("--institutions", type=_count, required=True, metavar="N")
    parser.add_argument("--inspections", type=_count, required=True, metavar="N")
    parser.add_argument(
        "--courses", type=_count, metavar="N", help="default: one for each institution"
    )
    parser.add_argument(
        "--teachers", type=_count, metavar="N", help="default: one for each institution"
    )
    parser.add_argument(
        "--complaints", type=_count, metavar="N", help="default: one for every ten institutions"
    )
    parser.add_argument("--seed", type=int, default=1, help="seed of the random numbers")
    parser.add_argument(
        "--answers",
        action="store_true",
        help="include every checklist answer, 20 rows for each visit",
    )
    parser.set_defaults(run=run)


async def run(arguments: argparse.Namespace, database: Database, keys: Keys) -> int:
    """0: seeded, 2: refused, and nothing was written."""
    settings = Settings.from_environment(os.environ)
    try:
        if settings.is_production:
            raise NotSeeded(
                "ENV=production: a register in use cannot be seeded with invented rows."
            )
        rows = await _seed(database, keys, _wanted(arguments), is_open=settings.is_loopback)
    except NotSeeded as reason:
        print(reason, file=sys.stderr)
        return 2
    print(f"{rows:,} rows were written.")
    return 0


async def _seed(database: Database, keys: Keys, wanted: SeedCounts, *, is_open: bool) -> int:
    # The demo's people sign in to it; where others can reach the host, with no known password.
    demo_rows = await loader.load(
        database.engine, keys, lambda _done, _total: None, is_open=is_open
    )
    async with AsyncSession(database.engine) as session:
        calendar = await reference.calendar(session, since=FIRST_DAY)
    bar = Bar("seeding")
    connection = await asyncpg.connect(database.url)
    try:
        rows = demo_rows + await fill(connection, keys, calendar, wanted, bar)
    finally:
        await connection.close()
    bar.finished(rows)
    return rows


def _wanted(arguments: argparse.Namespace) -> SeedCounts:
    institutions: int = arguments.institutions
    if institutions == 0:
        raise NotSeeded("At least one institution is required.")

    def given(count: int | None, fallback: int) -> int:
        return fallback if count is None else count

    return SeedCounts(
        institutions=institutions,
        inspections=arguments.inspections,
        courses=given(arguments.courses, institutions),
        teachers=given(arguments.teachers, institutions),
        complaints=given(arguments.complaints, institutions // 10),
        seed=arguments.seed,
        with_answers=arguments.answers,
    )


def _count(text: str) -> int:
    digits = text.replace("_", "").replace(",", "")
    if not (digits.isascii() and digits.isdigit() and int(digits) <= _MOST * 10):
        raise argparse.ArgumentTypeError(f"must be a whole number up to {_MOST * 10:,}")
    return int(digits)
