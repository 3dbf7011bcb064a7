"""What an uploaded ledger leaves of each chunk in the register: its outcome, and that it is in."""

from collections.abc import Mapping, Sequence
from uuid import UUID

import orjson

from domain.ledgers.terms import LedgerRowOutcome
from ledgers import cells
from ledgers.lines import Counts, Entry, Fault, Outcome
from persistence.engine.database import AsyncSession
from persistence.engine.identifiers import new_key
from persistence.ledgers import jobs

_LONGEST = 200
_PARTS = {
    "sites": "校区",
    "entitlements": "资质",
    "certificate": "执法证",
    "registered_capital_fen": "注册资本",
    "supervising_authority_id": "主管部门",
}


class JobJournal:
    """The journal of one attempt at a job. Raises Superseded once that is not the last any more."""

    def __init__(self, job_id: UUID, attempt: int, *, is_dry: bool, rows_at_once: int) -> None:
        self._job_id, self._attempt, self._is_dry = job_id, attempt, is_dry
        self._rows_at_once = rows_at_once

    async def restore(self, session: AsyncSession, number: int, entries: Sequence[Entry]) -> bool:
        await jobs.refuse_superseded(session, self._job_id, self._attempt)
        rows = await jobs.kept_chunk(session, self._job_id, number, is_dry=self._is_dry)
        if rows is None:
            return False
        for position, entry in enumerate(entries, number * self._rows_at_once):
            row = rows.get(position)
            entry.outcome = Outcome[row.outcome.value] if row else Outcome.UNCHANGED
            entry.faults = [
                Fault(each["column"], each["zh"], each["en"])
                for each in (row.refusals if row else ())
            ]
        return True

    async def keep(
        self,
        session: AsyncSession,
        number: int,
        entries: Sequence[Entry],
        made: Mapping[UUID, int],
    ) -> None:
        counts = Counts()
        for entry in entries:
            counts.add(entry.outcome, is_unchecked=entry.is_unchecked)
        chunk = {
            "job_id": self._job_id,
            "is_dry": self._is_dry,
            "number": number,
            "new_count": counts.new,
            "changed_count": counts.changed,
            "unchanged_count": counts.unchanged,
            "rejected_count": counts.rejected,
            "unchecked_count": counts.unchecked,
            "versions": orjson.dumps({str(id): made[id] for id in made}).decode(),
        }
        rows = [
            {
                "id": new_key(),
                "job_id": self._job_id,
                "is_dry": self._is_dry,
                "chunk": number,
                "position": position,
                "sheet": entry.line.sheet,
                "line": entry.line.number,
                "label": _label(entry),
                "outcome": LedgerRowOutcome[entry.outcome.name].value,
                "changed": [_heading(entry, name) for name in entry.changed],
                "refusals": orjson.dumps(
                    [
                        {
                            "column": fault.key,
                            "heading": entry.layout.column(fault.key).zh,
                            "zh": fault.zh,
                            "en": fault.en,
                        }
                        for fault in entry.faults
                    ]
                ).decode(),
            }
            for position, entry in enumerate(entries, number * self._rows_at_once)
            if entry.outcome is not Outcome.UNCHANGED
        ]
        await jobs.keep_chunk(session, chunk, rows)


def _label(entry: Entry) -> str:
    marks = (cells.text(entry.values[key]) for key in entry.layout.marks if key in entry.values)
    # What the database keeps no text with.
    return " ".join(" ".join(marks).replace("\0", "").split())[:_LONGEST]


def _heading(entry: Entry, name: str) -> str:
    known = {column.key: column.zh for column in entry.layout.columns}
    return known.get(name) or _PARTS.get(name, name)
