"""What happens between the reading and the writing of an audit: evidence is declared, a visit of the same task
is published, a correction is under way."""

import asyncio

import sqlalchemy as sa

from persistence.engine.database import Database
from persistence.inspections.table import InspectionTask, PublicRecord, ResultAudit
from tests.client import Client
from tests.people import jun, mei, qiao
from tests.schema.inspections import steps
from tests.schema.inspections.meanwhile import declare, holding, waiting
from tests.schema.publication import steps as results


async def _counts(database: Database) -> list[int | None]:
    """Decisions, public records, and those of them that count."""
    async with database.writing() as session:
        current = PublicRecord.superseded_at.is_(None)
        return [
            await session.scalar(statement)
            for statement in (
                sa.select(sa.func.count()).select_from(ResultAudit),
                sa.select(sa.func.count()).select_from(PublicRecord),
                sa.select(sa.func.count()).select_from(PublicRecord).where(current),
            )
        ]


def _approval(inspection_id: str) -> dict[str, str]:
    return {"inspectionId": inspection_id, "decision": "APPROVED"}


async def test_evidence_that_is_declared_meanwhile_is_waited_for(
    ask: Client, confirmed: str, database: Database
) -> None:
    async with holding(database, confirmed) as other:
        audit = asyncio.create_task(ask.do("auditInspectionResult", _approval(confirmed), by=qiao))
        await waiting(database)
        await declare(other, confirmed)
    payload = await audit

    assert payload["code"] == "EVIDENCE_INCOMPLETE"
    assert await _counts(database) == [0, 0, 0]


async def test_a_task_that_is_changed_meanwhile_is_ended_as_it_is_then(
    ask: Client, confirmed: str, database: Database
) -> None:
    """The task's row is written with its next version, not with the one that was read."""
    async with holding(database, confirmed) as other:
        audit = asyncio.create_task(ask.do("auditInspectionResult", _approval(confirmed), by=qiao))
        await waiting(database)
        await other.execute("update inspection_tasks set version = version + 7")
    payload = await audit

    assert payload["__typename"] == "InspectionResultAudited"
    async with database.writing() as session:
        (task,) = await session.scalars(sa.select(InspectionTask))
    assert (task.state, task.version) == ("COMPLETED", 10)


async def test_a_correction_is_published_once_by_two_who_audit_it(
    ask: Client, confirmed: str, database: Database
) -> None:
    await steps.audit(ask, confirmed)
    await results.reopen(ask, confirmed)
    again = steps.a_problem(confirmed, correctionReason="补充说明")
    assert (await ask.do("fileInspectionResult", again, by=mei)).keys() == {"__typename"}
    await steps.sign(ask, confirmed)
    await steps.confirm(ask, confirmed, version=2, by=jun)
    async with holding(database, confirmed):
        audits = [
            asyncio.create_task(ask.do("auditInspectionResult", _approval(confirmed), by=qiao))
            for _ in range(2)
        ]
        await waiting(database, 2)
    codes = [(await audit).get("code") for audit in audits]

    assert set(codes) == {None, "NOT_AWAITING_AUDIT"}
    assert await _counts(database) == [2, 2, 1]
