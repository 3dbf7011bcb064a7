"""Canonical records and signatures in the register."""

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from domain.evidence.terms import EvidenceState, OwnerKind
from domain.inspections.file_result import Filing
from domain.inspections.reports import WrittenReport
from domain.refusals import InvalidInput
from domain.visits import canonical
from domain.visits import record_signatures as rules
from domain.visits.canonical import RecordIdentity
from domain.visits.record_signatures import GivenSignatures, Signature, WitnessedRefusal
from persistence.engine.identifiers import new_key
from persistence.evidence.table import Evidence
from persistence.inspections import writes as inspections
from persistence.inspections.table import Inspection, InspectionRecord
from persistence.reading import ids
from persistence.visits.surroundings import Surroundings
from persistence.visits.table import CheckIn, RecordSignature, SignatureRefusal


def canonical_text(
    inspection: Inspection,
    surroundings: Surroundings,
    written: WrittenReport,
    filing: Filing,
    *,
    checklist_version: int,
) -> str:
    """What a person signs of this filing."""
    identity = RecordIdentity(
        ids.write("Inspection", inspection.id),
        filing.version_no,
        surroundings.institution_name,
        surroundings.credit_code,
        surroundings.officers,
        inspection.checklist_code,
        checklist_version,
    )
    return canonical.text(
        identity,
        written.report,
        started_at=filing.started_at,
        ended_at=filing.ended_at,
        notes=written.notes,
        details=written.details,
        orders=tuple(surroundings.orders),
    )


async def refuse_unless_evidence(
    session: AsyncSession, inspection_id: UUID, pictures: Sequence[tuple[str, UUID | None]]
) -> None:
    """Raise InvalidInput for a picture that is not evidence of the visit; each with its field."""
    wanted = {key for _, key in pictures if key is not None}
    if not wanted:
        return
    found = await session.scalars(
        sa.select(Evidence.id).where(
            Evidence.id.in_(wanted),
            Evidence.owner_kind == OwnerKind.INSPECTION,
            Evidence.owner_id == inspection_id,
            Evidence.state != EvidenceState.WITHDRAWN,
        )
    )
    known = set(found)
    for field, key in pictures:
        if key is not None and key not in known:
            raise InvalidInput.of(field, "不是本次检查的证据", "is not evidence of this visit")


async def record_facts(
    session: AsyncSession, inspection: Inspection
) -> tuple[rules.Record, InspectionRecord | None]:
    """What signing the current version turns on, and that version."""
    record = await inspections.current_record(session, inspection)
    count = 0
    if record is not None:
        counted = sa.select(sa.func.count()).where(RecordSignature.record_id == record.id)
        count = await session.scalar(counted) or 0
    facts = rules.Record(
        inspection.state,
        record.version_no if record else 0,
        record.hash if record else None,
        record.canonical if record else None,
        frozenset(await inspections.team(session, inspection)),
        count,
    )
    return facts, record


def add(
    session: AsyncSession, record_id: UUID, signed: GivenSignatures, *, by: UUID, at: dt.datetime
) -> None:
    """Store the signatures given during the visit, and the note on a missing one."""
    for signature, picture in signed.signatures:
        sign(session, record_id, signature, by=by, at=at, evidence_id=picture)
    if signed.unsigned is not None:
        unsigned, picture = signed.unsigned
        note(session, record_id, unsigned, by=by, at=at, evidence_id=picture)


def sign(
    session: AsyncSession,
    record_id: UUID,
    signed: Signature,
    *,
    by: UUID,
    at: dt.datetime,
    evidence_id: UUID | None,
) -> None:
    session.add(
        RecordSignature(
            id=new_key(),
            record_id=record_id,
            party=signed.party,
            name=signed.name,
            capacity=signed.capacity,
            record_hash=signed.record_hash,
            signed_at=signed.signed_at,
            recorded_at=at,
            recorded_by=by,
            evidence_id=evidence_id,
        )
    )


def note(
    session: AsyncSession,
    record_id: UUID,
    unsigned: WitnessedRefusal,
    *,
    by: UUID,
    at: dt.datetime,
    evidence_id: UUID | None,
) -> None:
    """Note why the inspected party did not sign."""
    session.add(
        SignatureRefusal(
            id=new_key(),
            record_id=record_id,
            because=unsigned.because,
            reason=unsigned.reason,
            witness_name=unsigned.witness_name,
            witness_capacity=unsigned.witness_capacity,
            record_hash=unsigned.record_hash,
            noted_at=unsigned.noted_at,
            recorded_at=at,
            recorded_by=by,
            evidence_id=evidence_id,
        )
    )


async def refuse_unless_signed(session: AsyncSession, record: InspectionRecord) -> None:
    """Raise SignatureMissing where a record may not be approved as it stands.

    One that was filed before there were signatures has nothing to sign.
    """
    if record.hash is None:
        return
    parties = await session.scalars(
        sa.select(RecordSignature.party).where(RecordSignature.record_id == record.id)
    )
    explained = sa.select(sa.exists().where(SignatureRefusal.record_id == record.id))
    arrived = sa.select(sa.exists().where(CheckIn.inspection_id == record.inspection_id))
    rules.refuse_unless_signed(
        record.methods,
        record.result_codes,
        parties=list(parties),
        is_explained=bool(await session.scalar(explained)),
        was_there=bool(await session.scalar(arrived)),
    )
