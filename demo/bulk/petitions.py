"""Complaints about institutions, anonymous, and how far each has come."""

import datetime as dt
from hashlib import sha256

from demo.bulk.batches import Batch, Chance, at
from demo.bulk.entries import SeedInstitution
from demo.bulk.ground import TODAY
from demo.story.petitions import PETITIONS
from domain import deadlines
from domain.complaints import raise_complaint
from domain.complaints.terms import (
    ComplaintChannel,
    ComplaintKind,
    ComplaintState,
    Identification,
)
from domain.workdays import Calendar
from persistence.complaints.table import Complaint
from persistence.derived_fields import STATEMENT
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


def complaint(
    batch: Batch, chance: Chance, trainer: SeedInstitution, keys: Keys, calendar: Calendar
) -> None:
    template = chance.pick(_TEXTS)
    day = TODAY - dt.timedelta(days=chance.number(0, _DAYS))
    received = at(day, chance.number(8, 20), chance.number(0, 59))
    id, bureau = chance.key(received), trainer.bureau
    rule = deadlines.at("R_VERIFY", day)
    due = deadlines.due(rule, day, calendar)
    is_recent = (TODAY - day).days < _LATELY
    state = chance.pick(_RECENT) if is_recent else _S.CLOSED
    is_assigned = state in (_S.ASSIGNED, _S.IN_VERIFICATION, _S.CLOSED)
    batch.add(
        Complaint,
        id=id,
        complaint_no=raise_complaint.complaint_number(day, sha256(id.bytes).digest()[:5]),
        kind=template.kind,
        channel=ComplaintChannel.PLATFORM_WEB,
        category=template.category,
        identification=Identification.ANONYMOUS,
        # No receipt leads to it: a digest of what no receipt is made of.
        receipt_digest=keys.hash("seeded complaint", id.bytes),
        institution_id=trainer.id,
        region_code=bureau.region.code,
        sector=trainer.sector,
        intake_authority_id=bureau.id,
        assigned_authority_id=bureau.id if is_assigned else None,
        statement_sealed=keys.seal(STATEMENT, template.statement.encode(), bound_to=id.bytes),
        occurred_on=day - dt.timedelta(days=3),
        is_urgent=template.category in raise_complaint.URGENT,
        state=state,
        received_at=received,
        accept_due_on=due.on,
        accept_due_is_provisional=due.provisional,
        deadline_rule=due.rule_code,
        version=1,
    )
