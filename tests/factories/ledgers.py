"""Uploaded ledgers, their rows and their chunks."""

from typing import Any
from uuid import UUID

from domain.ledgers.terms import LedgerJobState, LedgerKind, LedgerRowOutcome
from persistence.ledgers.table import LedgerChunk, LedgerJob, LedgerRow
from tests.factories import NOW, row
from tests.people import Person


def job(by: Person, **facts: Any) -> LedgerJob:
    return row(
        LedgerJob,
        facts,
        kind=LedgerKind.TEACHERS,
        declared_by=by.id,
        authority_id=by.place.id if by.place else None,
        institution_id=by.institution_id,
        file_name="台账.csv",
        size=100,
        sha256=bytes(32),
        declared_at=NOW,
        state=LedgerJobState.CHECKED,
        changed_at=NOW,
        done_count=0,
        new_count=0,
        changed_count=0,
        unchanged_count=0,
        rejected_count=0,
        unchecked_count=0,
        attempt=0,
        try_count=0,
    )


def ledger_row(job_id: UUID, **facts: Any) -> LedgerRow:
    return row(
        LedgerRow,
        facts,
        job_id=job_id,
        is_dry=True,
        chunk=0,
        position=0,
        sheet="",
        line=2,
        label="某机构 某老师",
        outcome=LedgerRowOutcome.NEW,
        changed=[],
        refusals=[],
    )


def ledger_chunk(job_id: UUID, **facts: Any) -> LedgerChunk:
    return row(
        LedgerChunk,
        facts,
        job_id=job_id,
        is_dry=True,
        number=0,
        new_count=1,
        changed_count=0,
        unchanged_count=0,
        rejected_count=0,
        unchecked_count=0,
        versions={},
    )
