"""Arrivals and departures in the register."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from domain.actors import Actor
from domain.moments import day_of
from domain.positions import to_wgs84
from domain.visits.check_ins import CheckIn as Decided
from domain.visits.check_ins import ReportedArrival
from domain.visits.clocks import corrected
from persistence.engine.drafts import Draft, ReadOnce
from persistence.inspections.table import Inspection
from persistence.institutions.distances import millimetres
from persistence.institutions.table import Site
from persistence.reading.shape import Expression, Row
from persistence.reading.viewer import Viewer
from persistence.visits import facts, notices
from persistence.visits.facts import VisitFacts
from persistence.visits.notices import NoticeFacts
from persistence.visits.table import CheckIn, CheckOut

_FARTHEST = 2**31 - 1


def distance_as_read(visit: Row) -> Expression:
    """Millimetres from the position that is given to the place visited, else to the institution's
    nearest one open on the day that is given; null where that has no position. Without a position
    it says nothing."""
    sites = Site.__table__
    on = sa.bindparam("on", type_=sa.Date())
    measured = millimetres(
        sa.bindparam("latitude", type_=sa.Double()),
        sa.bindparam("longitude", type_=sa.Double()),
        sites,
    )
    nearest = sa.select(sa.func.min(measured)).where(sites.c.wgs84_latitude.is_not(None))
    its_own = nearest.where(sites.c.id == visit.c.site_id)
    open_ones = nearest.where(
        sites.c.institution_id == visit.c.institution_id,
        sa.or_(sites.c.opened_on.is_(None), sites.c.opened_on <= on),
        sa.or_(sites.c.closed_on.is_(None), sites.c.closed_on >= on),
    )
    return sa.case(
        (visit.c.site_id.is_not(None), its_own.correlate(visit).scalar_subquery()),
        else_=open_ones.correlate(visit).scalar_subquery(),
    )


def _columns(viewer: Viewer) -> Sequence[Expression]:
    visit = Inspection.__table__
    is_it = visit.c.id == sa.bindparam("claimed")
    is_unnoticed = visit.c.noticed_at.is_(None)
    notice = sa.case((is_unnoticed, notices.facts_as_read(visit)))
    return [
        facts.visit_as_read(viewer),
        sa.select(distance_as_read(visit)).where(is_it).scalar_subquery(),
        sa.select(notice).where(is_it).scalar_subquery(),
    ]


_READ = ReadOnce(_columns)


@dataclass(frozen=True, slots=True)
class VisitToAttend:
    """A visit, with the whole metres from the phone to its place, None where either has no position;
    and what its notice has to say, None where it has one."""

    facts: VisitFacts
    distance_m: int | None
    notice: NoticeFacts | None


async def read(
    draft: Draft, actor: Actor, inspection_id: UUID, claimed: ReportedArrival, *, today: dt.date
) -> VisitToAttend:
    """The visit, held while the draft is written. Raises NotFound."""
    here = to_wgs84(claimed.position) if claimed.position else None
    text, millimetres_off, notice = await draft.read(
        _READ,
        actor,
        claimed=inspection_id,
        latitude=here and here.latitude,
        longitude=here and here.longitude,
        on=day_of(corrected(claimed.claimed_at, claimed.offset_ms)),
        year=today.year,
    )
    is_known = here is not None and millimetres_off is not None
    off = min(round(millimetres_off / 1_000), _FARTHEST) if is_known else None
    visit = facts.held(draft, inspection_id, text)
    return VisitToAttend(visit, off, notice and notices.facts_of(visit.inspection, notice))


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
