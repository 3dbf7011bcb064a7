"""Complaints for writing: the unit that takes them in, and what their number is."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

import orjson
import sqlalchemy as sa

from domain.actors import Actor
from domain.authorities import AuthorityKind, Sector
from domain.complaints.intake import NoIntakeAuthority, RespondentPlace
from domain.complaints.terms import Route
from domain.refusals import InvalidInput, NotFound
from domain.workdays import Calendar
from persistence.authorities.table import Authority
from persistence.engine import violations
from persistence.engine.database import Database
from persistence.engine.drafts import Draft, ReadOnce
from persistence.inspections.table import Inspection
from persistence.institutions.table import Institution
from persistence.reading.viewer import Viewer
from persistence.regions import reference
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


@dataclass(frozen=True, slots=True)
class RespondentFacts:
    """What raising a complaint reads: where its respondent is registered, or what became of the region
    that was named, and who would take it in."""

    institution: RespondentPlace | None
    region: tuple[dt.date | None, str | None] | None
    intake_authority_id: UUID | None
    calendar: Calendar

    def place_of_institution(self) -> RespondentPlace:
        """Where a registered institution is. Raises NotFound for one that is not in the register."""
        if self.institution is None:
            raise NotFound
        return self.institution

    def place_in(self, region_code: str, sector: Sector, *, today: dt.date) -> RespondentPlace:
        """Where a respondent outside the register is. Raises InvalidInput for a region that is unknown
        or has ended by today."""
        if self.region is None:
            raise InvalidInput.of("regionCode", "没有这个地区", "there is no such region")
        ended_on, successor_code = self.region
        if ended_on and ended_on <= today:
            raise InvalidInput.of(
                "regionCode",
                f"该地区已撤销，现为{successor_code}",
                f"the region was abolished; it is now {successor_code}",
            )
        return RespondentPlace(region_code, sector)

    def taken_in_by(self, place: RespondentPlace) -> UUID:
        """The administrative organ that takes the complaint in. Raises NoIntakeAuthority."""
        if self.intake_authority_id is None:
            raise NoIntakeAuthority(place.region_code, place.sector)
        return self.intake_authority_id


async def read(
    draft: Draft,
    actor: Actor,
    route: Route,
    *,
    institution_id: UUID | None,
    region_code: str,
    sector: Sector,
) -> RespondentFacts:
    """For a respondent of the register, or in a region and sector outside it. The calendar is held
    while the draft is written."""
    is_registered = institution_id is not None
    institution, region, intake_id, edition = await draft.read(
        _READS[is_registered, route],
        actor,
        institution_id=institution_id,
        region_code=region_code,
        sector=sector,
    )
    place = None
    if institution is not None:
        code, of_sector = orjson.loads(institution)
        place = RespondentPlace(code, Sector[of_sector], institution_id)
    ended = None
    if region is not None:
        ended_on, successor_code = orjson.loads(region)
        ended = ended_on and dt.date.fromisoformat(ended_on), successor_code
    calendar = await reference.held_calendar(draft, edition)
    return RespondentFacts(place, ended, intake_id, calendar)


def _columns(_: Viewer, *, route: Route, is_registered: bool) -> Sequence[sa.ColumnElement[Any]]:
    institution, region = Institution.__table__, Region.__table__
    is_it = institution.c.id == sa.bindparam("institution_id", type_=sa.Uuid())
    code = sa.bindparam("region_code", type_=sa.Text())
    if is_registered:
        place = sa.select(institution.c.region_code, institution.c.sector, institution.c.id)
        place = place.where(is_it)
    else:
        sector = sa.bindparam("sector", type_=sa.Text())
        none = sa.cast(sa.null(), sa.Uuid())
        place = sa.select(code.label("region_code"), sector.label("sector"), none.label("id"))
    registered = sa.func.json_build_array(institution.c.region_code, institution.c.sector)
    ended = sa.func.json_build_array(region.c.ended_on, region.c.successor_code)
    return [
        sa.select(sa.cast(registered, sa.Text)).where(is_it).scalar_subquery(),
        sa.select(sa.cast(ended, sa.Text)).where(region.c.code == code).scalar_subquery(),
        _intake_authority(place.subquery("place"), route).scalar_subquery(),
        reference.EDITION,
    ]


_READS = {
    (is_registered, route): ReadOnce(partial(_columns, route=route, is_registered=is_registered))
    for is_registered in (True, False)
    for route in Route
}


def _intake_authority(place: sa.Subquery, route: Route) -> sa.Select[Any]:
    """The administrative organ nearest above the place that answers for the sector.

    About an inspector's conduct it is the nearest above every unit that may be concerned: the one
    that would have taken it in, and those that have visited the institution (decision 0022).
    """
    covering = sa.select(Region.code).where(
        place.c.region_code.between(Region.code, Region.last_code)
    )
    units = sa.select(Authority.id, Authority.region_code).where(
        Authority.kind == AuthorityKind.ADMIN_ORGAN,
        Authority.closed_at.is_(None),
        place.c.sector == sa.any_(Authority.sectors),
        Authority.region_code.in_(covering.correlate(place)),
    )
    nearest = units
    if route is Route.OVERSIGHT:
        highest = _highest_concerned(units.correlate(place), covering.correlate(place), place)
        nearest = units.where(Authority.region_code < highest)
    # Within one chain of regions the code of what lies below is the greater one.
    first = nearest.order_by(Authority.region_code.desc(), Authority.id).limit(1)
    return sa.select(
        first.correlate(place).with_only_columns(Authority.id).scalar_subquery()
    ).select_from(place)


def _highest_concerned(
    units: sa.Select[UUID, str], covering: sa.Select[str], place: sa.Subquery
) -> sa.ColumnElement[str]:
    chain = units.subquery()
    nearest = sa.select(sa.func.max(chain.c.region_code)).scalar_subquery()
    visited = (
        sa.select(sa.func.min(Inspection.authority_region_code))
        .where(
            Inspection.institution_id == place.c.id,
            Inspection.authority_region_code.in_(covering),
        )
        .correlate(place)
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
