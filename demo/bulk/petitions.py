"""Complaints about institutions, anonymous, and how far each has come."""

import datetime as dt
from hashlib import sha256

from demo.bulk.entries import SeedInstitution
from demo.bulk.ground import TODAY
from demo.rows import complaints
from demo.rows.rows import Rows, at
from demo.story.petitions import PETITIONS
from domain import deadlines
from domain.complaints import raise_complaint
from domain.complaints.terms import ComplaintKind, ComplaintState
from domain.workdays import Calendar
from persistence.engine.keys import Keys

_TEXTS = tuple(
    each
    for each in PETITIONS
    if each.by is None and each.kind is ComplaintKind.REPORT and each.is_near
)
"""Nobody's identity has to be kept for these."""
_S = ComplaintState
_LATELY = 30
_RECENT = (_S.RECEIVED, _S.SCREENED, _S.ACCEPTED, _S.ASSIGNED, _S.IN_VERIFICATION)
_DAYS = (TODAY - dt.date(2023, 1, 4)).days


def complaint(rows: Rows, trainer: SeedInstitution, keys: Keys, calendar: Calendar) -> None:
    template = rows.pick(_TEXTS)
    day = TODAY - dt.timedelta(days=rows.number(0, _DAYS))
    received = at(day, rows.number(8, 20), rows.number(0, 59))
    id, bureau_id = rows.key(received), trainer.bureau.id
    is_recent = (TODAY - day).days < _LATELY
    state = rows.pick(_RECENT) if is_recent else _S.CLOSED
    is_assigned = state in (_S.ASSIGNED, _S.IN_VERIFICATION, _S.CLOSED)
    complaints.complaint(
        rows,
        trainer,
        template,
        keys,
        id,
        received,
        deadlines.due(deadlines.at("R_VERIFY", day), day, calendar),
        complaint_no=raise_complaint.complaint_number(day, sha256(id.bytes).digest()[:5]),
        # No receipt leads to it: a digest of what no receipt is made of.
        receipt_digest=keys.receipt_digest(f"seeded {id}"),
        intake_authority_id=bureau_id,
        assigned_authority_id=bureau_id if is_assigned else None,
        is_urgent=template.category in raise_complaint.URGENT,
        state=state,
    )
