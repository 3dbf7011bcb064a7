"""Arrivals and departures in the register."""

import datetime as dt
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from domain.positions import Position, to_wgs84
from domain.visits.check_ins import CheckIn as Decided
from domain.visits.check_ins import ReportedArrival
from persistence.inspections.table import Inspection
from persistence.institutions.distances import millimetres
from persistence.institutions.table import Site
from persistence.visits.table import CheckIn, CheckOut

_FARTHEST = 2**31 - 1


async def distance_m(
    session: AsyncSession, inspection: Inspection, position: Position | None, on: dt.date
) -> int | None:
    """Whole metres to the place visited, else to the institution's nearest one open on that day; None
    where either side has no position."""
    if position is None:
        return None
    here = to_wgs84(position)
    sites = Site.__table__
    measured = millimetres(
        sa.literal(here.latitude, sa.Double()), sa.literal(here.longitude, sa.Double()), sites
    )
    if inspection.site_id is not None:
        which = sites.c.id == inspection.site_id
    else:
        which = sa.and_(
            sites.c.institution_id == inspection.institution_id,
            sa.or_(sites.c.opened_on.is_(None), sites.c.opened_on <= on),
            sa.or_(sites.c.closed_on.is_(None), sites.c.closed_on >= on),
        )
    statement = sa.select(sa.func.min(measured)).where(which, sites.c.wgs84_latitude.is_not(None))
    found = await session.scalar(statement)
    return None if found is None else min(round(found / 1_000), _FARTHEST)


def arrival(
    id: UUID,
    inspection_id: UUID,
    claimed: ReportedArrival,
    decided: Decided,
    *,
    distance_m: int | None,
    at: dt.datetime,
) -> CheckIn:
    return CheckIn(
        id=id,
        inspection_id=inspection_id,
        officer_id=decided.officer_id,
        certificates_shown=claimed.certificates_shown,
        rights_told=claimed.rights_told,
        flags=list(decided.flags),
        **_claim(claimed, decided, distance_m, at),
    )


def departure(
    check_in_id: UUID,
    claimed: ReportedArrival,
    decided: Decided,
    *,
    distance_m: int | None,
    at: dt.datetime,
) -> CheckOut:
    return CheckOut(check_in_id=check_in_id, **_claim(claimed, decided, distance_m, at))


async def check_in_of(session: AsyncSession, inspection_id: UUID, officer_id: UUID) -> UUID:
    statement = sa.select(CheckIn.id).where(
        CheckIn.inspection_id == inspection_id, CheckIn.officer_id == officer_id
    )
    return (await session.scalars(statement)).one()


def _claim(
    claimed: ReportedArrival, decided: Decided, distance_m: int | None, at: dt.datetime
) -> dict[str, Any]:
    position = claimed.position
    wgs84 = to_wgs84(position) if position is not None else None
    return {
        "claimed_at": claimed.claimed_at,
        "device_clock_offset_ms": claimed.offset_ms,
        "corrected_at": decided.corrected_at,
        "received_at": at,
        "latitude": position and position.latitude,
        "longitude": position and position.longitude,
        "accuracy_m": position and position.accuracy_m,
        "datum": position and position.datum,
        "provider": claimed.provider,
        "is_mock": claimed.is_mock,
        "wgs84_latitude": wgs84 and wgs84.latitude,
        "wgs84_longitude": wgs84 and wgs84.longitude,
        "distance_m": distance_m,
    }
