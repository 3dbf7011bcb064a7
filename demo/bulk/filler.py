"""Everything that is seeded, in order and in one transaction: whole, or not at all."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import asyncpg
import orjson

from demo.bulk import (
    entries,
    ground,
    petitions,
    visits,
)
from demo.bulk.entries import SeedInstitution
from demo.bulk.ground import SeedAuthority
from demo.bulk.visits import Rules
from demo.rows.rows import Rows
from domain.versions import rules_version
from domain.workdays import Calendar
from persistence.alerts.kept import FIND_AGAIN
from persistence.engine.bulk_insert import copy_rows_into
from persistence.engine.identifiers import new_key
from persistence.engine.keys import Keys
from persistence.reading.public_tables import ALL_CHANGED

SEEDED = "register.seeded"
_AT_ONCE = 250
_SEEDED = 1 << 61
"""Set in keys that were seeded, so that they meet none of the demo's."""
_SPARE_TASKS = 1.6
_FEWEST_TASKS = 16
Progress = Callable[[int, int], None]


class NotSeeded(Exception):
    """The register cannot be seeded; the message says why."""


@dataclass(frozen=True, slots=True)
class SeedCounts:
    """How many of each."""

    institutions: int
    inspections: int
    courses: int
    teachers: int
    complaints: int
    seed: int
    with_answers: bool = False

    @property
    def task_count(self) -> int:
        """Enough that no institution is visited twice under one task."""
        each = -(-self.inspections // max(self.institutions, 1))
        return max(_FEWEST_TASKS, int(each * _SPARE_TASKS))


async def fill(
    connection: "asyncpg.Connection[Any]",
    keys: Keys,
    calendar: Calendar,
    wanted: SeedCounts,
    progress: Progress,
) -> int:
    """Seed a register that has the demo's story in it and nothing else; the number of rows."""
    async with connection.transaction():
        await connection.execute("set local statement_timeout = 0")
        auditor = await _begin(connection)
        is_trusted = await connection.fetchval("select rolsuper from pg_roles where rolname = user")
        if is_trusted:
            # What refers to what was made by us, in one go: each row's references need not be
            # looked up one by one, which takes as long as everything else together.
            await connection.execute("set local session_replication_role = replica")
        regions = await ground.regions(connection)
        batch = _batch(wanted, "ground", 0)
        bureaus = ground.bureaus(
            batch, regions[:: _stride(regions, wanted)], calendar, wanted.task_count
        )
        rows = await _copy(connection, batch)
        rules = Rules(rules_version(), auditor, calendar, wanted.with_answers)
        batches = _batches(wanted, bureaus, rules, keys)
        rows += await _write(connection, batches, wanted, progress)
        for each in (*FIND_AGAIN, ALL_CHANGED):
            await connection.execute(each)
        detail = {"institutions": wanted.institutions, "rows": rows, "seed": wanted.seed}
        await connection.execute(
            "insert into audit_events (id, tag, detail) values ($1, $2, $3)",
            new_key(),
            SEEDED,
            orjson.dumps(detail).decode(),
        )
    # A connection of our own, closed after this: what is set on it stays with it.
    await connection.execute("set statement_timeout = 0")
    await connection.execute("analyze")
    return rows


async def _begin(connection: "asyncpg.Connection[Any]") -> Any:
    """The account of the story's auditor, who decides all that is seeded."""
    await connection.execute("lock table audit_events in share row exclusive mode")
    tags = {row["tag"] for row in await connection.fetch("select distinct tag from audit_events")}
    if SEEDED in tags:
        raise NotSeeded("The register was already seeded. Start with an empty one.")
    auditor = await connection.fetchval("select id from accounts where login = 'result-auditor'")
    if "demo.loaded" not in tags or auditor is None:
        raise NotSeeded(
            "The register is in use. Only an empty register, or the demo, can be seeded."
        )
    return auditor


def _stride(regions: list[ground.SeedRegion], wanted: SeedCounts) -> int:
    """A few institutions stand in few regions, so that each has some beside it."""
    return max(1, len(regions) * 5 // max(wanted.institutions, 1))


def _batch(wanted: SeedCounts, name: str, number: int) -> Rows:
    """Rows with draws and keys of their own."""
    return Rows(f"{wanted.seed}/{name}", _SEEDED | number << 36)


async def _copy(connection: "asyncpg.Connection[Any]", batch: Rows) -> int:
    """Copy everything; the number of rows."""
    for table, rows in batch.batches():
        await copy_rows_into(connection, table, rows)
    return batch.row_count


async def _write(
    connection: "asyncpg.Connection[Any]",
    batches: Iterator[tuple[Rows, int]],
    wanted: SeedCounts,
    progress: Progress,
) -> int:
    """Make the next batch while the server takes in the last one."""
    rows = done = 0
    writing: asyncio.Task[int] | None = None
    try:
        while (made := await asyncio.to_thread(next, batches, None)) is not None:
            if writing is not None:
                rows += await writing
                progress(done, wanted.institutions)
            batch, done = made
            writing = asyncio.create_task(_copy(connection, batch))
        if writing is not None:
            rows += await writing
    except BaseException:
        if writing is not None:
            writing.cancel()
        raise
    progress(wanted.institutions, wanted.institutions)
    return rows


def _batches(
    wanted: SeedCounts, bureaus: list[SeedAuthority], rules: Rules, keys: Keys
) -> Iterator[tuple[Rows, int]]:
    """Batches of institutions with all that belongs to them; each has chances of its own."""
    for number, first in enumerate(range(0, wanted.institutions, _AT_ONCE), 1):
        batch = _batch(wanted, f"batch {number}", number)
        last = min(first + _AT_ONCE, wanted.institutions)
        trainers = [
            entries.institution(batch, each, bureaus[each % len(bureaus)])
            for each in range(first, last)
        ]
        for place, trainer in enumerate(trainers, first):
            _belongings(batch, trainer, place, wanted, rules, keys)
        yield batch, last


def _belongings(
    batch: Rows,
    trainer: SeedInstitution,
    place: int,
    wanted: SeedCounts,
    rules: Rules,
    keys: Keys,
) -> None:
    for _ in range(_share(wanted.courses, place, wanted)):
        entries.course(batch, trainer)
    first_teacher = place * wanted.teachers // wanted.institutions
    for number in range(_share(wanted.teachers, place, wanted)):
        entries.teacher(batch, trainer, first_teacher + number, keys)
    tasks = batch.sample(trainer.bureau.tasks, _share(wanted.inspections, place, wanted))
    for task in tasks:
        visits.visit(batch, trainer, task, rules)
    for _ in range(_share(wanted.complaints, place, wanted)):
        petitions.complaint(batch, trainer, keys, rules.calendar)


def _share(total: int, place: int, wanted: SeedCounts) -> int:
    """How many of so many fall to one institution; they add up."""
    return (place + 1) * total // wanted.institutions - place * total // wanted.institutions
