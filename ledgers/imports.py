"""A file into the register: read whole, held against itself, then taken in chunk by chunk."""

import asyncio
import gc
from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import aclosing, contextmanager, nullcontext
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import asyncpg

from ledgers import headings, reports, search_columns
from ledgers.headings import Headers
from ledgers.importer import Chunk, ImportContext, Importer, Journal
from ledgers.lines import Counts, Entry, Outcome
from ledgers.rejections import Rejections
from ledgers.repeats import Repeats
from ledgers.search_columns import Find
from ledgers.sheets import LedgerFile, SheetLine
from persistence.engine import history, traces
from persistence.engine.database import Database
from persistence.ledgers import writes as ledgers

CHUNK = 2_000
_TRIES = 3
Progress = Callable[[int, int], None]


async def take_in(
    database: Database,
    importer: Importer,
    context: ImportContext,
    file: LedgerFile,
    *,
    rejected: Path,
    progress: Progress = lambda _done, _total: None,
    example: Callable[[Entry], None] = lambda _entry: None,
    counts: Counts | None = None,
    journal: Journal | None = None,
    rows_at_once: int | None = None,
) -> Counts:
    """One transaction for each chunk: what is in stays in, however the run ends, and importing the
    file again goes on from there. A dry run decides the same and writes nothing but the rejected.

    With a `journal`, chunks that it has are not carried out again.
    `example` hears of each row that is new or changed; `counts` tells what is in, also where the
    run ends early. Raises FileRefused: before the first chunk, or once the rejected rows cannot be
    written any more.
    """
    headers = headings.find(file, importer.layout)
    repeats = importer.repeats()
    total = repeats.note(headers, headings.data(file, headers))
    counts, done = counts or Counts(), 0
    reports.describe(file, headers)
    with Rejections(importer.layout, headers, rejected) as rejections, _collecting_seldom():
        async with search_columns.beside(0 if context.is_dry else total) as find:
            size = total if importer.layout.is_whole else rows_at_once or CHUNK
            chunks = _chunks(headings.data(file, headers), size)
            reader = _Reader(importer, headers, repeats, chunks, find)
            coming = _carried_out(database, context, reader, counts, journal)
            # Closed here: what is under way ends, and is counted, before anything else is let go of.
            async with aclosing(coming) as carried_out:
                async for entries in carried_out:
                    for entry in entries:
                        if entry.outcome is Outcome.REJECTED:
                            rejections.add(entry)
                        elif entry.outcome is not Outcome.UNCHANGED:
                            example(entry)
                    done += len(entries)
                    progress(done, total)
    return counts


@contextmanager
def _collecting_seldom() -> Iterator[None]:
    """Millions of cells come and go without a cycle among them: looking for one after every 700
    took a fifth of an import's time."""
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()


async def _carried_out(
    database: Database,
    context: ImportContext,
    reader: "_Reader",
    counts: Counts,
    journal: Journal | None,
) -> AsyncGenerator[list[Entry], None]:
    """Each chunk's entries in their order. A chunk is decided while the database still takes in the
    one before, unless both are about the same: Python and PostgreSQL work side by side."""
    before: tuple[_Chunk, asyncio.Task[list[Entry]]] | None = None
    try:
        while chunk := await reader.next():
            if before and not before[0].subjects.isdisjoint(chunk.subjects):
                await asyncio.wait([before[1]])
            carrying = asyncio.create_task(
                _carry_out(database, context, reader, chunk, counts, journal)
            )
            earlier, before = before, (chunk, carrying)
            if earlier:
                yield await earlier[1]
        if before:
            yield await before[1]
    finally:
        if before:
            await asyncio.wait([before[1]])
        await reader.finish()


@dataclass(frozen=True, slots=True)
class _Chunk:
    """Some lines, their entries, what the importer read in those without a fault, and what that is
    about."""

    number: int
    lines: list[SheetLine]
    entries: list[Entry]
    stated: list[Any]
    subjects: set[str]


class _Reader:
    """Reads chunk after chunk, the next one in a thread while the database takes this one in: cells
    are read in Python, indexes filled by PostgreSQL, and a machine has two cores."""

    def __init__(
        self,
        importer: Importer,
        headers: Headers,
        repeats: Repeats,
        chunks: Iterator[list[SheetLine]],
        find: Find,
    ) -> None:
        self.importer, self.find = importer, find
        self._headers, self._repeats, self._chunks = headers, repeats, enumerate(chunks)
        self._coming: asyncio.Task[_Chunk | None] | None = None

    def begin(self) -> None:
        """Begin with the next chunk."""
        if self._coming is None:
            self._coming = asyncio.create_task(asyncio.to_thread(self._next))

    async def next(self) -> _Chunk | None:
        self.begin()
        assert self._coming is not None
        chunk = await self._coming
        self._coming = None
        return chunk

    async def finish(self) -> None:
        if self._coming is not None:
            await asyncio.wait([self._coming])

    def read(self, number: int, lines: list[SheetLine]) -> _Chunk:
        entries = [Entry.of(line, self._headers) for line in lines]
        for entry in entries:
            self._repeats.check(entry)
        stated = [self.importer.read(entry) for entry in entries if not entry.faults]
        return _Chunk(
            number, lines, entries, stated, set().union(*map(self.importer.subjects, stated))
        )

    def _next(self) -> _Chunk | None:
        numbered = next(self._chunks, None)
        return self.read(*numbered) if numbered else None


async def _carry_out(
    database: Database,
    context: ImportContext,
    reader: _Reader,
    chunk: _Chunk,
    counts: Counts,
    journal: Journal | None,
) -> list[Entry]:
    for attempt in range(_TRIES):
        try:
            await _write(database, context, reader, chunk, journal)
            break
        except (asyncpg.UniqueViolationError, asyncpg.DeadlockDetectedError):
            # Somebody registered some of these at the same moment: decided again, they are known.
            if attempt == _TRIES - 1:
                raise
            chunk = reader.read(chunk.number, chunk.lines)
    # At once: the chunk is in, whatever its rejected rows and the chunk before it meet with.
    for entry in chunk.entries:
        counts.add(entry.outcome, is_unchecked=entry.is_unchecked)
    return chunk.entries


async def _write(
    database: Database,
    context: ImportContext,
    reader: _Reader,
    read: _Chunk,
    journal: Journal | None,
) -> None:
    chunk = Chunk()
    try:
        async with database.writing() as session:
            history.begin(session, context.actor, operation=reader.importer.tag)
            if journal and await journal.restore(session, read.number, read.entries):
                return
            apart = traces.taken_back(session) if context.is_dry else nullcontext()
            async with apart as take_back:
                with session.no_autoflush:
                    chunk = await reader.importer.decide(session, read.stated)
                if reader.importer.layout.is_whole:
                    _keep_out_together(read.entries)
                counts = Counts()
                for entry in read.entries:
                    if entry.faults:
                        entry.outcome = Outcome.REJECTED
                    counts.add(entry.outcome)
                if context.is_dry or not counts.new + counts.changed:
                    if take_back is not None:
                        # Whatever was sent meanwhile: a dry run writes nothing.
                        await take_back()
                    session.expunge_all()
                    if journal:
                        await journal.keep(session, read.number, read.entries, {})
                    return
                by = context.actor.account_id
                if not chunk.days:
                    chunk.noted.append(
                        ledgers.audit_event(
                            reader.importer.tag,
                            None,
                            by,
                            new=counts.new,
                            changed=counts.changed,
                            unchanged=counts.unchanged,
                            rejected=counts.rejected,
                        )
                    )
                reader.begin()
                await chunk.write(session, reader.find, by=by, at=context.now)
                if journal:
                    made = context.versions.of(chunk.subjects)
                    await journal.keep(session, read.number, read.entries, made)
    except BaseException:
        context.versions.roll_back(chunk.subjects)
        raise
    context.versions.confirm(chunk.subjects)


def _keep_out_together(entries: list[Entry]) -> None:
    """Fault every row where one is rejected."""
    if not any(entry.faults for entry in entries):
        return
    for entry in entries:
        if not entry.faults:
            entry.fault(
                entry.layout.marks[0],
                "其他行被拒绝；本台账须整份导入，请更正后重新上传全部行",
                "is kept out because other rows are rejected: this ledger goes in whole or not at all",
            )


def _chunks(lines: Iterator[SheetLine], size: int) -> Iterator[list[SheetLine]]:
    while chunk := list(islice(lines, size)):
        yield chunk
