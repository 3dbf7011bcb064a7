"""Complaints for writing: the unit that takes them in, and what their number is."""

import datetime as dt
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from domain.authorities import AuthorityKind, Sector
from domain.complaints.intake import NoIntakeAuthority, RespondentPlace
from domain.complaints.terms import Route
from domain.refusals import InvalidInput, NotFound
from persistence.authorities.table import Authority
from persistence.engine import violations
from persistence.engine.database import Database
from persistence.inspections.table import Inspection
from persistence.institutions.table import Institution
from persistence.regions.table import Region

violations.UNREACHABLE.update(
    {
        "uq_complaints_complaint_no": "forty random bits for each day",
        "uq_complaints_receipt_digest": "made of an operation id, and an operation is done once",
        "ck_complaints_ref_or_receipt": "the mutation sets one by the identification",
        "ck_complaints_dispute_is_real_name": "RealNameRequired is refused before",
        "ck_complaints_against_someone": "the rule demands a respondent",
        "ck_complaints_refused_with_ground": "a complaint is received without a ground",
        "ck_complaints_claim_fen_in_range": "the Fen scalar and the rule bound it",
    }
)


async def place_of(session: AsyncSession, institution_id: UUID) -> RespondentPlace:
    """Where a registered institution is. Raises NotFound for one that is not in the register."""
    found = await session.get(Institution, institution_id)
    if found is None:
        raise NotFound
    return RespondentPlace(found.region_code, found.sector, found.id)


async def place_in(
    session: AsyncSession, region_code: str, sector: Sector, *, today: dt.date
) -> RespondentPlace:
    """Where a respondent outside the register is. Raises InvalidInput for a region that is unknown or
    has ended by today."""
    region = await session.get(Region, region_code)
    if region is None:
        raise InvalidInput.of("regionCode", "没有这个地区", "there is no such region")
    if region.ended_on and region.ended_on <= today:
        raise InvalidInput.of(
            "regionCode",
            f"该地区已撤销，现为{region.successor_code}",
            f"the region was abolished; it is now {region.successor_code}",
        )
    return RespondentPlace(region_code, sector)


async def intake_authority(session: AsyncSession, place: RespondentPlace, route: Route) -> UUID:
    """The administrative organ that takes the complaint in: the one nearest above the place that
    answers for the sector. Raises NoIntakeAuthority.

    About an inspector's conduct it is the nearest above every unit that may be concerned: the one
    that would have taken it in, and those that have visited the institution (decision 0022).
    """
    covering = sa.select(Region.code).where(
        sa.literal(place.region_code).between(Region.code, Region.last_code)
    )
    units = sa.select(Authority.id, Authority.region_code).where(
        Authority.kind == AuthorityKind.ADMIN_ORGAN,
        sa.literal(place.sector.value) == sa.any_(Authority.sectors),
        Authority.region_code.in_(covering),
    )
    if route is Route.OVERSIGHT:
        units = units.where(Authority.region_code < _highest_concerned(units, covering, place))
    # Within one chain of regions the code of what lies below is the greater one.
    nearest = units.order_by(Authority.region_code.desc(), Authority.id).limit(1)
    found: UUID | None = await session.scalar(nearest)
    if found is None:
        raise NoIntakeAuthority(place.region_code, place.sector)
    return found


def _highest_concerned(
    units: sa.Select[UUID, str], covering: sa.Select[str], place: RespondentPlace
) -> sa.ColumnElement[str]:
    chain = units.subquery()
    nearest = sa.select(sa.func.max(chain.c.region_code)).scalar_subquery()
    visited = (
        sa.select(sa.func.min(Inspection.authority_region_code))
        .where(
            Inspection.institution_id == place.institution_id,
            Inspection.authority_region_code.in_(covering),
        )
        .scalar_subquery()
    )
    # least() passes over the null of an institution without visits.
    return sa.func.least(nearest, visited)


async def number_of(database: Database, complaint_id: UUID) -> str:
    """The number to quote for a complaint that was received."""
    number: str = await database.value(
        "select complaint_no from complaints where id = $1", complaint_id
    )
    return number
