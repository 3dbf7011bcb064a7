"""Seals: keyed hashes over entries, so that no one without the secret can change one and its seal."""

import datetime as dt
import hmac
from collections.abc import Sequence
from functools import cache
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from domain.evidence.completeness import worst
from domain.evidence.terms import EvidenceState, EvidenceVerdict
from domain.visits.canonical import digest
from persistence.engine.keys import Keys
from persistence.evidence import sealed
from persistence.evidence.table import Evidence
from persistence.inspections.table import InspectionRecord

_EVIDENCE, _RECORD = "evidence seal", "record seal"


async def seal_of_arrival(
    session: AsyncSession, keys: Keys, evidence_id: UUID, *, received_at: dt.datetime
) -> bytes:
    """The seal of a slot as it stands in this transaction, filled at that moment."""
    arrival = {"evidence_id": evidence_id, "received": received_at}
    return _hashed(keys, _EVIDENCE, await session.scalar(_evidence_text(), arrival))


async def seal_record(session: AsyncSession, keys: Keys, record_id: UUID) -> None:
    """Seal a record as it stands in this transaction, its parts and evidence included."""
    text = await session.scalar(_record_text(), {"record_id": record_id})
    sealed_with = {"record_id": record_id, "made": _hashed(keys, _RECORD, text)}
    await session.execute(_record_seal(), sealed_with)


def seal_of_record(keys: Keys, text: str) -> bytes:
    """The seal of a record that is stored with it; its text is `sealed.text_of` its values."""
    return _hashed(keys, _RECORD, text)


# Put together once: to do so takes longer than to run them.


@cache
def _evidence_text() -> sa.Select[Any]:
    kept = Evidence.__table__
    values = [column for column in kept.c if column.name != "received_at"]
    moment = sa.bindparam("received", type_=sa.DateTime(timezone=True)).label("received_at")
    of = kept.c.id == sa.bindparam("evidence_id")
    return sa.select(sealed.evidence_text(sa.select(*values, moment).where(of).subquery()))


@cache
def _record_text() -> sa.Select[Any]:
    row = InspectionRecord.__table__
    return sa.select(sealed.record_text(row)).where(row.c.id == sa.bindparam("record_id"))


@cache
def _record_seal() -> sa.Update:
    # Of the table, not of the row class: no row in memory has to follow.
    table: Any = InspectionRecord.__table__
    statement = sa.update(table).where(table.c.id == sa.bindparam("record_id"))
    return statement.values(seal=sa.bindparam("made"))


def verdict_on_evidence(keys: Keys, judged: Sequence[Any]) -> EvidenceVerdict:
    """By its entry and what its bytes were last found to be; `judged` is what `sealed.judged` asks for."""
    text, seal, verdict, state = judged
    if state != EvidenceState.RECEIVED:
        return EvidenceVerdict.MISSING
    if not _is_sealed(keys, _EVIDENCE, text, seal):
        return EvidenceVerdict.SWAPPED
    return EvidenceVerdict[verdict]


def verdict_on_record(
    keys: Keys, text: str, seal: str | None, covered: Sequence[Sequence[Any]]
) -> EvidenceVerdict | None:
    """The worst of the record's own and those of its evidence; None for one filed without a seal."""
    if seal is None:
        return None
    if not _is_sealed(keys, _RECORD, text, seal):
        return EvidenceVerdict.SWAPPED
    return worst(verdict_on_evidence(keys, judged) for judged in covered)


def signature_fits(
    keys: Keys,
    signed: str,
    record_hash: str | None,
    canonical: str | None,
    text: str,
    seal: str | None,
) -> bool:
    """Whether a signature is of this record, and the record is as it was sealed."""
    if canonical is None or seal is None or signed != record_hash:
        return False
    return digest(canonical) == record_hash and _is_sealed(keys, _RECORD, text, seal)


def _is_sealed(keys: Keys, purpose: str, text: str, seal: str) -> bool:
    return hmac.compare_digest(_hashed(keys, purpose, text).hex(), seal)


def _hashed(keys: Keys, purpose: str, text: str) -> bytes:
    return keys.hash(purpose, text.encode())
