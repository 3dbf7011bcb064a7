"""A file into the register: read whole, held against itself, then taken in chunk by chunk."""

from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

import asyncpg

from api.ledgers import headings
from api.ledgers.headings import Header
from api.ledgers.importer import Desk, Importer
from api.ledgers.lines import Counts, Entry, Outcome
from api.ledgers.rejections import Rejections
from api.ledgers.repeats import Repeats
from api.ledgers.sheets import Line, Sheet
from persistence import ledgers
from persistence.database import Database

CHUNK = 2_000
_TRIES = 3
Progress = Callable[[int, int], None]


async def take_in(
    database: Database,
    importer: Importer,
    desk: Desk,
    sheet: Sheet,
    *,
    rejected: Path,
    is_dry: bool = False,
    progress: Progress = lambda _done, _total: None,
    example: Callable[[Entry], None] = lambda _entry: None,
) -> Counts:
    """One transaction for each chunk: what is in stays in, however the run ends, and importing the
    file again goes on from there. A dry run decides the same and writes nothing but the rejected.

    `example` hears of each row that is new or changed. Raises FileRefused before the first chunk.
    """
    header = headings.find(sheet, importer.layout)
    repeats = importer.repeats()
    total = repeats.note(header, headings.data(sheet, header))
    counts, done = Counts(), 0
    with Rejections(importer.layout, header, rejected) as rejections:
        for lines in _chunks(headings.data(sheet, header)):
            for entry in await _carry_out(
                database, importer, desk, header, repeats, lines, is_dry=is_dry
            ):
                counts.add(entry.outcome)
                if entry.outcome is Outcome.REJECTED:
                    rejections.add(entry)
                elif entry.outcome is not Outcome.UNCHANGED:
                    example(entry)
            done += len(lines)
            progress(done, total)
    return counts


async def _carry_out(
    database: Database,
    importer: Importer,
    desk: Desk,
    header: Header,
    repeats: Repeats,
    lines: list[Line],
    *,
    is_dry: bool,
) -> list[Entry]:
    for attempt in range(_TRIES):
        entries = [Entry(line, importer.layout, header.values(line)) for line in lines]
        for entry in entries:
            repeats.check(entry)
        try:
            await _write(database, importer, desk, entries, is_dry=is_dry)
            break
        except asyncpg.UniqueViolationError:
            # Somebody registered one of these at the same moment: decided again, it is known.
            if attempt == _TRIES - 1:
                raise
    return entries


async def _write(
    database: Database, importer: Importer, desk: Desk, entries: list[Entry], *, is_dry: bool
) -> None:
    async with database.writing() as session:
        with session.no_autoflush:
            chunk = await importer.decide(session, entries)
        counts = Counts()
        for entry in entries:
            if entry.faults:
                entry.outcome = Outcome.REJECTED
            counts.add(entry.outcome)
        if is_dry or not counts.new + counts.changed:
            session.expunge_all()
            return
        chunk.noted.append(
            ledgers.audited(
                importer.tag,
                None,
                desk.actor.account_id,
                new=counts.new,
                changed=counts.changed,
                unchanged=counts.unchanged,
                rejected=counts.rejected,
            )
        )
        await chunk.write(session, at=desk.now)


def _chunks(lines: Iterator[Line]) -> Iterator[list[Line]]:
    while chunk := list(islice(lines, CHUNK)):
        yield chunk
