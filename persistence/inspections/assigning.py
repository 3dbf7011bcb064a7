"""What naming a case visit asks of the register, and what it leaves there."""

import datetime as dt
import os
from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from domain.actors import Actor
from domain.inspections.assigning import Assignment, Candidate
from domain.refusals import NotFound
from persistence.accounts import office
from persistence.claiming import claimed
from persistence.identifiers import new_key
from persistence.inspections.certificates import certificate
from persistence.reading.policies import complaint_reaches, officer_in_scope
from persistence.reading.viewer import Binds, Viewer
from persistence.tables.authorities import Authority, InspectorProfile, Officer
from persistence.tables.complaints import Complaint
from persistence.tables.inspections import Inspection, InspectionAssignment, InspectionTask
from persistence.tables.institutions import Institution, Site

_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_CODE_BITS = 30


async def institution(session: AsyncSession, institution_id: UUID) -> Institution:
    """The institution, kept as it is until the visit is on record."""
    found = await session.get(Institution, institution_id, with_for_update={"read": True})
    if found is None:
        raise NotFound
    return found


async def refuse_unless_site(
    session: AsyncSession, institution: Institution, site_id: UUID
) -> None:
    """Raise NotFound for a place that is none of the institution's."""
    site = sa.exists().where(Site.id == site_id, Site.institution_id == institution.id)
    if not await session.scalar(sa.select(site)):
        raise NotFound


async def refuse_unless_seen(session: AsyncSession, actor: Actor, complaint_id: UUID) -> None:
    """Raise NotFound for a complaint that is not the actor's to see; lock it otherwise."""
    await claimed(session, actor, Complaint, complaint_reaches, complaint_id)


async def candidates(
    session: AsyncSession, actor: Actor, officer_ids: Sequence[UUID]
) -> tuple[Candidate, ...]:
    """The officers in the order named. Raises NotFound if the actor cannot see one of them."""
    binds = Binds()
    seen = officer_in_scope(Officer.__table__, Viewer(actor, binds))
    statement = (
        sa.select(Officer.id, Authority, InspectorProfile)
        .join(Authority, Authority.id == Officer.authority_id)
        .outerjoin(InspectorProfile, InspectorProfile.officer_id == Officer.id)
        .where(Officer.id.in_(officer_ids), seen)
    )
    values = {name: get({}, actor) for name, get in binds.getters.items()}
    rows = (await session.execute(statement, values)).all()
    found = {row[0]: _candidate(*row) for row in rows}
    if not found.keys() >= set(officer_ids):
        raise NotFound
    return tuple(found[officer_id] for officer_id in officer_ids)


async def add(
    session: AsyncSession,
    task: InspectionTask,
    inspection: Inspection,
    assignment: Assignment,
    *,
    at: dt.datetime,
) -> None:
    """Write the task, its visit and who is sent, parents first."""
    for parent in (task, inspection):
        session.add(parent)
        await session.flush()
    session.add_all(
        InspectionAssignment(
            id=new_key(),
            inspection_id=inspection.id,
            officer_id=officer_id,
            is_leader=officer_id == assignment.leader_id,
            assigned_at=at,
        )
        for officer_id in assignment.officer_ids
    )


def task_code(region_code: str, on: dt.date) -> str:
    """`AJ` (个案), the authority's region, the date and six letters drawn by chance."""
    number = int.from_bytes(os.urandom(4))
    letters = (_CROCKFORD[number >> shift & 31] for shift in range(0, _CODE_BITS, 5))
    return f"AJ-{region_code}-{on:%Y%m%d}-{''.join(letters)}"


def _candidate(
    officer_id: UUID, authority: Authority, profile: InspectorProfile | None
) -> Candidate:
    may_lead = profile is not None and profile.may_lead
    return Candidate(officer_id, office(authority), certificate(profile), may_lead)
