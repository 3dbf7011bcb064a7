"""What an inspection code stands for."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from domain.visits import codes as rules
from domain.visits.terms import CodeStatus
from persistence.tables.authorities import Authority, InspectorProfile, Officer
from persistence.tables.inspections import Inspection, InspectionAssignment
from persistence.tables.institutions import Institution


@dataclass(frozen=True, slots=True)
class ShownOfficer:
    name: str
    unit: str
    certificate_no: str | None


@dataclass(frozen=True, slots=True)
class Shown:
    """What somebody at the door may know; all but the status only while the code is valid."""

    status: CodeStatus
    authority: str | None = None
    institution: str | None = None
    window_from: dt.date | None = None
    window_to: dt.date | None = None
    officers: Sequence[ShownOfficer] = ()


async def verify(session: AsyncSession, given: str, *, today: dt.date) -> Shown:
    code = rules.normal(given)
    found = None if code is None else await _visit(session, code)
    if found is None:
        return Shown(CodeStatus.UNKNOWN)
    inspection, authority, institution = found
    status = rules.status(
        inspection.state, inspection.window_from, inspection.window_to, today=today
    )
    if status is not CodeStatus.VALID:
        return Shown(status)
    rows = await session.execute(
        sa.select(Officer.name, Authority.name, InspectorProfile.certificate_no)
        .select_from(InspectionAssignment)
        .join(Officer, Officer.id == InspectionAssignment.officer_id)
        .join(Authority, Authority.id == Officer.authority_id)
        .outerjoin(InspectorProfile, InspectorProfile.officer_id == Officer.id)
        .where(
            InspectionAssignment.inspection_id == inspection.id,
            InspectionAssignment.replaced_at.is_(None),
        )
        .order_by(InspectionAssignment.is_leader.desc(), Officer.id)
    )
    return Shown(
        status,
        authority,
        institution,
        inspection.window_from,
        inspection.window_to,
        [ShownOfficer(*row) for row in rows.all()],
    )


async def _visit(session: AsyncSession, code: str) -> tuple[Inspection, str, str] | None:
    row = (
        await session.execute(
            sa.select(Inspection, Authority.name, Institution.name)
            .join(Authority, Authority.id == Inspection.authority_id)
            .join(Institution, Institution.id == Inspection.institution_id)
            .where(Inspection.inspection_code == code)
        )
    ).first()
    return None if row is None else (row[0], row[1], row[2])
