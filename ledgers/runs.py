"""One attempt at a job of an uploaded ledger: its dry run, or its import."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from domain.ledgers.terms import LedgerKind
from domain.refusals import NotFound, Refusal
from ledgers import sheets
from ledgers.imports import CHUNK, Progress, take_in
from ledgers.journal import JobJournal
from ledgers.kinds import IMPORTERS, context_of
from ledgers.refused import FileRefused
from persistence.accounts import writes as accounts
from persistence.engine.database import UNUSABLE, Database
from persistence.engine.keys import Keys
from persistence.engine.outages import Busy, Unavailable, outage_of
from persistence.ledgers import jobs
from persistence.ledgers.jobs import Superseded


@dataclass(frozen=True, slots=True)
class Attempt:
    """What is to be done: the file lies at `path`; rejected rows are written to `rejected`, or nothing
    is where there are none. `account_id` is in whose name. `rows_at_once` are a chunk: as many in each
    attempt at a job."""

    job_id: UUID
    number: int
    kind: LedgerKind
    is_dry: bool
    account_id: UUID
    path: Path
    rejected: Path
    now: dt.datetime
    rows_at_once: int = CHUNK


@dataclass(frozen=True, slots=True)
class Done:
    """All rows were looked at; so many."""

    total: int


@dataclass(frozen=True, slots=True)
class Failed:
    """The file, or who handed it in, will not do; the same again would be refused again."""

    code: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Interrupted:
    """It ended early and may be tried again; `is_outage` where the database was not there."""

    is_outage: bool = False


Ending = Done | Failed | Interrupted
FILE_REFUSED = "LEDGER_FILE_REFUSED"


async def carry_out(database: Database, keys: Keys, attempt: Attempt, progress: Progress) -> Ending:
    """Chunk by chunk; chunks that an earlier attempt carried out are not carried out again."""
    try:
        return await _carry_out(database, keys, attempt, progress)
    except FileRefused as refused:
        return Failed(FILE_REFUSED, refused.zh, refused.en)
    except Refusal as refused:
        return Failed(refused.code, refused.message("zh"), refused.message("en"))
    except Superseded:
        return Interrupted()
    except UNUSABLE as error:
        if (outage := outage_of(error)) is None:
            raise
        # What took too long, or met others, may do so each time: such tries count. Who holds the
        # calendar, such as a backup that is written, lets go of it.
        passes = (Unavailable, Busy) if attempt.kind is LedgerKind.WORKDAYS else Unavailable
        return Interrupted(is_outage=isinstance(outage, passes))


async def _carry_out(
    database: Database, keys: Keys, attempt: Attempt, progress: Progress
) -> Ending:
    async with database.writing() as session:
        actor = await accounts.actor(session, attempt.account_id, keys)
        made = await jobs.versions_made(session, attempt.job_id)
    if actor is None:
        # Disabled since.
        raise NotFound
    context = await context_of(
        database,
        keys,
        actor,
        attempt.now,
        is_dry=attempt.is_dry,
        is_confined=True,
        job_id=attempt.job_id,
    )
    context.versions.restore(made)
    importer = IMPORTERS[attempt.kind.value.lower()](context)
    file = sheets.read(attempt.path)
    try:
        counts = await take_in(
            database,
            importer,
            context,
            file,
            rejected=attempt.rejected,
            progress=progress,
            journal=JobJournal(
                attempt.job_id,
                attempt.number,
                is_dry=attempt.is_dry,
                rows_at_once=attempt.rows_at_once,
            ),
            rows_at_once=attempt.rows_at_once,
        )
    finally:
        file.close()
    return Done(counts.total)
