"""Complaints about institutions."""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from demo.rows.institutions import DemoInstitution
from demo.rows.rows import Row, Rows
from domain.complaints.terms import (
    ComplaintCategory,
    ComplaintChannel,
    ComplaintKind,
    Identification,
)
from domain.deadlines import Due
from domain.moments import day_of
from persistence.complaints.table import Complaint
from persistence.derived_fields import STATEMENT
from persistence.engine.keys import Keys


@dataclass(frozen=True, slots=True)
class Petition:
    """One complaint: what was said, when, by which parent (none: anonymous), and what followed."""

    received_on: dt.date
    kind: ComplaintKind
    category: ComplaintCategory
    statement: str
    by: str | None = None
    events: tuple[str, ...] = ()
    claim_fen: int | None = None
    is_near: bool = False
    """Against an institution of Gusu, whose clerk and handler are among the demo people."""

    @property
    def identification(self) -> Identification:
        return Identification.REAL_NAME if self.by else Identification.ANONYMOUS


def complaint(
    rows: Rows,
    trainer: DemoInstitution,
    petition: Petition,
    keys: Keys,
    id: UUID,
    received: dt.datetime,
    due: Due,
    **values: Any,
) -> Row:
    """It happened three days before."""
    return rows.add(
        Complaint,
        id=id,
        kind=petition.kind,
        channel=ComplaintChannel.PARENT_APP if petition.by else ComplaintChannel.PLATFORM_WEB,
        category=petition.category,
        identification=petition.identification,
        institution_id=trainer.institution["id"],
        region_code=trainer.institution["region_code"],
        sector=trainer.institution["sector"],
        statement_sealed=keys.seal(STATEMENT, petition.statement.encode(), bound_to=id.bytes),
        claim_fen=petition.claim_fen,
        occurred_on=day_of(received) - dt.timedelta(days=3),
        received_at=received,
        accept_due_on=due.on,
        accept_due_is_provisional=due.provisional,
        deadline_rule=due.rule_code,
        version=1,
        **values,
    )
