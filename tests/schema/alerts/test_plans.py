"""What stays in the register for years is not read through for the few rows that wait."""

import pytest
import sqlalchemy as sa

from domain.alerts.terms import AlertKind
from persistence.database import Database

WAITING = {
    AlertKind.FOLLOW_UP_OPEN: "ix_follow_ups_open",
    AlertKind.REPLY_UNDECIDED: "ix_replies_waiting",
    AlertKind.REPAIR_UNDECIDED: "uq_repair_requests_one_open",
    AlertKind.OBJECTION_LATE: "uq_objections_one_open",
    AlertKind.CORRECTION_LATE: "uq_result_corrections_one_open",
    AlertKind.RECUSAL_UNDECIDED: "uq_recusal_requests_open",
    AlertKind.EVIDENCE_STUCK: "ix_evidence_waiting",
    AlertKind.RECTIFICATION_TO_ACCEPT: "ix_correction_orders_waiting",
    AlertKind.PUBLICATION_LATE: "ix_inspections_unpublished",
    AlertKind.AUDIT_WAITING: "ix_inspections_on_their_way",
}
"""The index that holds only those."""


@pytest.mark.parametrize("kind", WAITING)
async def test_what_waits_is_found_by_an_index_of_its_own(
    database: Database, kind: AlertKind
) -> None:
    async with database.writing() as session:
        await session.execute(sa.text("set local enable_seqscan = off"))
        asked = "explain select * from alerts where kind = :kind"
        plan = "\n".join(await session.scalars(sa.text(asked), {"kind": kind.value}))

    assert WAITING[kind] in plan
    assert "Seq Scan" not in plan
