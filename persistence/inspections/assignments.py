"""What naming a case visit asks of the register."""

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from domain.actors import Actor
from domain.inspections.assignments import Candidate
from domain.refusals import NotFound
from persistence.accounts.policies import officer_in_scope
from persistence.accounts.writes import office
from persistence.authorities import officers
from persistence.authorities.table import Authority, InspectorProfile, Officer
from persistence.complaints.policies import can_see_complaint
from persistence.complaints.table import Complaint
from persistence.engine.claims import claim_visible
from persistence.inspections.certificates import certificate
from persistence.institutions.table import Institution, Site
from persistence.reading.viewer import Binds, Viewer
from persistence.registries.table import Recusal


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
    await claim_visible(session, actor, Complaint, can_see_complaint, complaint_id)


async def candidates(
    session: AsyncSession, actor: Actor, officer_ids: Sequence[UUID], institution_id: UUID
) -> tuple[Candidate, ...]:
    """The officers in the order named, for a visit to the institution. Raises NotFound if the actor
    cannot see one of them, or nobody has confirmed one yet."""
    binds = Binds()
    seen = officer_in_scope(Officer.__table__, Viewer(actor, binds))
    recused = sa.exists().where(
        Recusal.officer_id == Officer.id,
        Recusal.institution_id == institution_id,
        Recusal.lifted_at.is_(None),
    )
    statement = (
        sa.select(Officer.id, Authority, InspectorProfile, recused)
        .join(Authority, Authority.id == Officer.authority_id)
        .outerjoin(InspectorProfile, InspectorProfile.officer_id == Officer.id)
        .where(Officer.id.in_(officer_ids), seen, officers.is_on_staff())
    )
    values = {name: get({}, actor) for name, get in binds.getters.items()}
    rows = (await session.execute(statement, values)).all()
    found = {row[0]: _candidate(*row) for row in rows}
    if not found.keys() >= set(officer_ids):
        raise NotFound
    return tuple(found[officer_id] for officer_id in officer_ids)


def _candidate(
    officer_id: UUID, authority: Authority, profile: InspectorProfile | None, is_recused: bool
) -> Candidate:
    may_lead = profile is not None and profile.may_lead
    is_suspended = profile is not None and profile.suspended_at is not None
    return Candidate(
        officer_id, office(authority), certificate(profile), may_lead, is_recused, is_suspended
    )
