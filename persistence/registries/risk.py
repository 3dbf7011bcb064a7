"""The job that recomputes risk classes: counts from the register, the rule, and what changed.

Internal aid, recomputed monthly (X25, X29); run again on the same day it changes nothing.
"""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from domain.complaints.terms import ComplaintState
from domain.deadlines import months_after
from domain.inspections.terms import ResultCode, TaskTrigger
from domain.institutions import EntitlementState, Existence, ListStatus, RiskClass
from domain.registries import risk
from domain.registries.terms import RiskInput
from domain.teachers import EndReason
from persistence.complaints.table import Complaint
from persistence.engine import audit
from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from persistence.engine.records import AuditEvent
from persistence.inspections.table import Inspection, InspectionTask, PublicRecord
from persistence.institutions.table import Entitlement, Institution
from persistence.registries.table import RiskAssessment, RiskInputCount
from persistence.teachers.table import Teacher

_AT_ONCE = 1_000
_SOON = dt.timedelta(days=90)
_LEFT_OUT = (ComplaintState.NOT_ACCEPTED, ComplaintState.WITHDRAWN, ComplaintState.TRANSFERRED_OUT)


@dataclass(frozen=True, slots=True)
class Recomputation:
    """How many objects were looked at, and how many changed their class."""

    looked_at: int
    changed: int


async def was_recomputed_since(database: Database, moment: dt.datetime) -> bool:
    done = sa.exists().where(AuditEvent.tag == "risk.recomputed", AuditEvent.at >= moment)
    async with database.writing() as session:
        return bool(await session.scalar(sa.select(done)))


async def recompute(database: Database, *, now: dt.datetime, today: dt.date) -> Recomputation:
    """Reassess every existing object in batches, each in a transaction of its own.

    An assessment is written where the inputs, the class or the weights differ from the last one.
    """
    looked_at = changed = 0
    after = UUID(int=0)
    while True:
        async with database.writing() as session:
            statement = (
                sa.select(Institution)
                .where(Institution.id > after, Institution.existence == Existence.EXISTING)
                .order_by(Institution.id)
                .limit(_AT_ONCE)
                .with_for_update()
            )
            rows = (await session.scalars(statement)).all()
            if not rows:
                break
            after = rows[-1].id
            changed += await _reassess(session, rows, now=now, today=today)
            looked_at += len(rows)
    async with database.writing() as session:
        audit.record(
            session, "risk.recomputed", by=None, on=None, looked_at=looked_at, changed=changed
        )
    return Recomputation(looked_at, changed)


async def reassess(
    session: AsyncSession, institution_ids: Collection[UUID], *, now: dt.datetime, today: dt.date
) -> None:
    """Reassess these at once, for what counted may not be used any more: a result that was withdrawn,
    repaired or is over counts for nothing from then on (X80)."""
    statement = (
        sa.select(Institution)
        .where(Institution.id.in_(institution_ids), Institution.existence == Existence.EXISTING)
        .order_by(Institution.id)
        .with_for_update(key_share=True)
    )
    rows = (await session.scalars(statement)).all()
    await _reassess(session, rows, now=now, today=today)


async def _reassess(
    session: AsyncSession, rows: Sequence[Institution], *, now: dt.datetime, today: dt.date
) -> int:
    """How many of these locked objects changed their class."""
    ids = [row.id for row in rows]
    counts, last = await _counts(session, ids, today), await _last(session, ids)
    assessments: list[RiskAssessment] = []
    counted: dict[UUID, Mapping[RiskInput, int]] = {}
    changed = 0
    for row in rows:
        is_black = int(row.list_status is ListStatus.BLACK_LISTED)
        found = risk.assess({**counts.get(row.id, {}), RiskInput.BLACK_LISTED: is_black})
        is_as_before = last.get(row.id) == (found.risk_class, found.inputs, found.rules)
        if is_as_before and row.risk_class is found.risk_class:
            continue
        assessments.append(_assessment(row, found, now))
        counted[assessments[-1].id] = found.inputs
        changed += row.risk_class is not found.risk_class
        row.risk_class = found.risk_class
    session.add_all(assessments)
    await session.flush()
    session.add_all(
        RiskInputCount(assessment_id=key, input=name, count=count)
        for key, inputs in counted.items()
        for name, count in inputs.items()
    )
    return changed


def _assessment(row: Institution, found: risk.Assessment, now: dt.datetime) -> RiskAssessment:
    return RiskAssessment(
        id=new_key(),
        institution_id=row.id,
        risk_class=found.risk_class,
        earlier_class=row.risk_class,
        points=found.points,
        rules=found.rules,
        assessed_at=now,
    )


Last = tuple[RiskClass, Mapping[RiskInput, int], str]


async def _last(session: AsyncSession, ids: Sequence[UUID]) -> Mapping[UUID, Last]:
    """The newest assessment of each object, as class, inputs and weights."""
    newest = (
        await session.scalars(
            sa.select(RiskAssessment)
            .where(RiskAssessment.institution_id.in_(ids))
            .ext(distinct_on(RiskAssessment.institution_id))
            .order_by(
                RiskAssessment.institution_id,
                RiskAssessment.assessed_at.desc(),
                RiskAssessment.id.desc(),
            )
        )
    ).all()
    inputs: dict[UUID, dict[RiskInput, int]] = {row.id: {} for row in newest}
    counts = sa.select(RiskInputCount).where(RiskInputCount.assessment_id.in_(inputs))
    for count in await session.scalars(counts):
        inputs[count.assessment_id][count.input] = count.count
    return {row.institution_id: (row.risk_class, inputs[row.id], row.rules) for row in newest}


async def _counts(
    session: AsyncSession, ids: Sequence[UUID], today: dt.date
) -> dict[UUID, dict[RiskInput, int]]:
    found: dict[UUID, dict[RiskInput, int]] = {}
    for name, statement in _questions(ids, today).items():
        for institution_id, count in await session.execute(statement):
            if count:
                found.setdefault(institution_id, {})[name] = count
    return found


def _questions(ids: Sequence[UUID], today: dt.date) -> dict[RiskInput, sa.Select[Any, Any]]:
    """One statement for each input: institution, count."""
    one_year, two_years = months_after(today, -12), months_after(today, -24)
    complaints = _per(Complaint.institution_id, ids).where(
        Complaint.received_at >= sa.cast(one_year, sa.DateTime(timezone=True)),
        Complaint.state.not_in(_LEFT_OUT),
    )
    # What is not public any more is not used either (X80).
    is_public = (
        PublicRecord.superseded_at.is_(None),
        PublicRecord.withdrawn_at.is_(None),
        PublicRecord.expires_on >= today,
    )
    results = _per(PublicRecord.institution_id, ids).where(*is_public)
    has_violation = sa.func.cardinality(PublicRecord.violation_codes) > 0
    upheld = (
        results.join(Inspection, Inspection.id == PublicRecord.inspection_id)
        .join(InspectionTask, InspectionTask.id == Inspection.task_id)
        .where(
            InspectionTask.trigger == TaskTrigger.COMPLAINT,
            has_violation,
            PublicRecord.inspected_on >= one_year,
        )
    )
    pending = ResultCode.PROBLEM_PENDING.value
    latest = (
        sa.select(PublicRecord.institution_id, PublicRecord.result_codes)
        .where(PublicRecord.institution_id.in_(ids), *is_public)
        .ext(distinct_on(PublicRecord.institution_id))
        .order_by(PublicRecord.institution_id, PublicRecord.inspected_on.desc())
        .subquery()
    )
    clean = ResultCode.NO_PROBLEM.value
    entitled = _per(Entitlement.institution_id, ids)
    active = Entitlement.state == EntitlementState.ACTIVE
    in_force = sa.exists().where(
        Entitlement.institution_id == Institution.id,
        Entitlement.state.in_((EntitlementState.ACTIVE, EntitlementState.RECTIFYING)),
        sa.or_(Entitlement.valid_to.is_(None), Entitlement.valid_to >= today),
    )
    return {
        RiskInput.COMPLAINTS_UPHELD: upheld,
        RiskInput.COMPLAINTS_RECEIVED: complaints,
        RiskInput.VIOLATIONS_FOUND: results.with_only_columns(
            PublicRecord.institution_id,
            sa.cast(sa.func.sum(sa.func.cardinality(PublicRecord.violation_codes)), sa.Integer),
        ).where(PublicRecord.inspected_on >= two_years),
        RiskInput.RESULT_PENDING: sa.select(latest.c.institution_id, sa.literal(1)).where(
            latest.c.result_codes.contains([pending])
        ),
        RiskInput.LICENCE_EXPIRED: entitled.where(active, Entitlement.valid_to < today),
        RiskInput.LICENCE_EXPIRING: entitled.where(
            active, Entitlement.valid_to.between(today, today + _SOON)
        ),
        RiskInput.UNDER_RECTIFICATION: entitled.where(
            Entitlement.state == EntitlementState.RECTIFYING
        ),
        RiskInput.NO_LICENCE: sa.select(Institution.id, sa.literal(1)).where(
            Institution.id.in_(ids), sa.not_(in_force)
        ),
        RiskInput.STAFF_DISMISSED: _per(Teacher.institution_id, ids).where(
            Teacher.end_reason.in_((EndReason.DISMISSED, EndReason.UNQUALIFIED)),
            Teacher.employed_to >= one_year,
        ),
        RiskInput.CLEAN_RESULT: results.where(
            PublicRecord.result_codes.contains([clean]), PublicRecord.inspected_on >= two_years
        ),
    }


def _per(column: InstrumentedAttribute[Any], ids: Sequence[UUID]) -> sa.Select[Any, Any]:
    return sa.select(column, sa.func.count()).where(column.in_(ids)).group_by(column)
