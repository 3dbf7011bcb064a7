"""Evidence: a slot and its bytes, and which record it belongs to."""

import datetime as dt
from typing import Any
from uuid import UUID

from domain.evidence.terms import EvidenceKind, EvidenceState, EvidenceVerdict, OwnerKind
from persistence.evidence.table import Blob, Evidence, RecordEvidence, Upload
from tests.factories import NOW, row

ARRIVED: dict[str, Any] = {
    "state": EvidenceState.RECEIVED,
    "received_at": NOW,
    "seal": b"a seal",
    "verdict": EvidenceVerdict.INTACT,
    "checked_at": NOW,
}
"""Of a slot: its bytes are there."""


def evidence(owner_kind: OwnerKind, owner_id: UUID, **facts: Any) -> Evidence:
    """A photo that is waited for since so long that it is stuck whenever the tests run."""
    return row(
        Evidence,
        facts,
        owner_kind=owner_kind,
        owner_id=owner_id,
        declaration_id=owner_id,
        kind=EvidenceKind.PHOTO,
        sha256=bytes(32),
        size=1_000,
        media_type="image/jpeg",
        declared_at=dt.datetime(2020, 1, 1, tzinfo=dt.UTC),
        state=EvidenceState.EXPECTED,
        version_no=1,
    )


def blob(**facts: Any) -> Blob:
    """A picture, with a copy and a thumbnail."""
    return row(
        Blob,
        facts,
        sha256=bytes(32),
        size=1_000,
        media_type="image/jpeg",
        width=640,
        height=480,
        derivative_sha256=bytes(31) + b"c",
        thumbnail_sha256=bytes(31) + b"t",
        stored_at=NOW,
    )


def record_evidence(record_id: UUID, evidence_id: UUID, **facts: Any) -> RecordEvidence:
    return row(RecordEvidence, facts, record_id=record_id, evidence_id=evidence_id)


def upload(evidence_id: UUID, **facts: Any) -> Upload:
    return row(
        Upload,
        facts,
        evidence_id=evidence_id,
        size=1_000,
        created_at=NOW,
        expires_at=NOW + dt.timedelta(hours=24),
    )
