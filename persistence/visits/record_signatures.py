"""Canonical records and signatures in the register."""

import datetime as dt
from uuid import UUID

import sqlalchemy as sa

from domain.actors import Actor
from domain.inspections.file_result import Filing
from domain.inspections.reports import WrittenReport
from domain.visits import canonical
from domain.visits import record_signatures as rules
from domain.visits.canonical import RecordIdentity
from domain.visits.record_signatures import GivenSignatures, Signature, WitnessedRefusal
from persistence.engine.drafts import Draft, ReadOnce
from persistence.engine.identifiers import new_key
from persistence.inspections.table import Inspection, InspectionRecord
from persistence.reading import ids
from persistence.visits import facts
from persistence.visits.facts import VisitFacts
from persistence.visits.table import RecordSignature, SignatureRefusal


def canonical_text(
    visit: VisitFacts,
    written: WrittenReport,
    filing: Filing,
    *,
    checklist_version: int,
) -> str:
    """What a person signs of this filing."""
    identity = RecordIdentity(
        ids.write("Inspection", visit.inspection.id),
        filing.version_no,
        visit.institution_name,
        visit.credit_code,
        visit.public_nos,
        visit.inspection.checklist_code,
        checklist_version,
    )
    return canonical.text(
        identity,
        written.report,
        started_at=filing.started_at,
        ended_at=filing.ended_at,
        notes=written.notes,
        details=written.details,
        orders=tuple(visit.orders),
    )


async def to_sign(
    draft: Draft, actor: Actor, inspection_id: UUID
) -> tuple[VisitFacts, rules.Record]:
    """The visit, held while the draft is written, and what signing its record turns on. Raises
    NotFound."""
    text, canonical_text = await draft.read(_RECORD, actor, claimed=inspection_id)
    visit = facts.held(draft, inspection_id, text)
    record = rules.Record(
        visit.inspection.state,
        visit.version_no,
        visit.record_hash,
        canonical_text,
        frozenset(visit.team),
        visit.signature_count,
    )
    return visit, record


# A record never changes, so that its text need not be held.
_RECORD = ReadOnce(
    lambda viewer: [
        facts.visit_as_read(viewer),
        sa.select(InspectionRecord.canonical)
        .join(Inspection, Inspection.current_record_id == InspectionRecord.id)
        .where(Inspection.id == sa.bindparam("claimed"))
        .scalar_subquery(),
    ]
)


def add(
    draft: Draft, record_id: UUID, signed: GivenSignatures, *, by: UUID, at: dt.datetime
) -> None:
    """Store the signatures given during the visit, and the note on a missing one."""
    for signature, picture in signed.signatures:
        sign(draft, record_id, signature, by=by, at=at, evidence_id=picture)
    if signed.unsigned is not None:
        unsigned, picture = signed.unsigned
        note(draft, record_id, unsigned, by=by, at=at, evidence_id=picture)


def sign(
    draft: Draft,
    record_id: UUID,
    signed: Signature,
    *,
    by: UUID,
    at: dt.datetime,
    evidence_id: UUID | None,
) -> None:
    draft.add(
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
    draft: Draft,
    record_id: UUID,
    unsigned: WitnessedRefusal,
    *,
    by: UUID,
    at: dt.datetime,
    evidence_id: UUID | None,
) -> None:
    """Note why the inspected party did not sign."""
    draft.add(
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
