"""Where an institution may be registered, under which authority, and who may correct its entry."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from domain.actors import Actor, Office
from domain.authorities import Sector
from domain.institutions.terms import InstitutionKind
from domain.offices import OutsideJurisdiction, reaches, refuse_unless_organ, refuse_unless_reached
from domain.permissions import Permission
from domain.refusals import NotPermitted, Refusal

CONTACT_FIELDS = frozenset(
    {"public_phone", "website", "introduction", "contact_name", "contact_phone"}
)
"""What an institution corrects itself; everything else is the registrar's."""

_OFF_CAMPUS = {InstitutionKind.OFF_CAMPUS_TRAINING, InstitutionKind.ONLINE_PLATFORM}


@dataclass(eq=False)
class RegionNotALeaf(
    Refusal,
    zh="地区{region_code}下设有下级地区，请登记到最末一级。",
    en="Region {region_code} contains smaller regions. Register in the smallest one.",
):
    """Keeps a region's statistics equal to the sum of those of its children."""

    region_code: str


@dataclass(eq=False)
class RegionEnded(
    Refusal,
    zh="地区{region_code}已于{ended_on}撤销，请登记到{successor_code}。",
    en="Region {region_code} was abolished on {ended_on}. Register in {successor_code}.",
):
    """Who stands there already may stay until moved; nothing new is registered there."""

    region_code: str
    ended_on: dt.date
    successor_code: str


class CreditCodeTaken(
    Refusal,
    zh="该统一社会信用代码已登记。",
    en="This unified social credit code is already registered.",
):
    """Raised where the unique constraint on the code is hit."""


@dataclass(frozen=True, slots=True)
class RegisteredPlace:
    """A region something is registered in; a leaf has no region below it, and one that has ended by
    today has a successor."""

    region_code: str
    is_leaf: bool
    ended_on: dt.date | None = None
    successor_code: str | None = None


@dataclass(frozen=True, slots=True)
class Institution:
    """The facts about an entry of the register that its rules turn on; `sites` may be empty."""

    kinds: frozenset[InstitutionKind]
    sector: Sector
    place: RegisteredPlace
    supervisor: Office
    sites: tuple[RegisteredPlace, ...] = ()


def register(institution: Institution, *, by: Actor) -> None:
    """Allow the entry, or raise RegionNotALeaf, RegionEnded, OutsideJurisdiction or
    NotAnAdministrativeOrgan.

    The registrar's office and the supervising authority must both answer for region and sector;
    an off-campus institution or platform is supervised by an administrative organ (X43).
    """
    by.needs(Permission.INSTITUTION_REGISTER)
    offices = by.offices_with(Permission.INSTITUTION_REGISTER)
    refuse_unless_reached(offices, institution.place.region_code, institution.sector)
    _check(institution)


def update(
    before: Institution,
    after: Institution,
    *,
    institution_id: UUID,
    changed: Collection[str],
    by: Actor,
) -> None:
    """Allow the correction of an entry, or refuse it as `register` would.

    An entry in a region that has ended may stay there, and so may those sites of `after` that are
    sites of `before` too. `changed` names the columns that differ. A registrar's office must reach
    the entry as it was and as it will be. The institution's own administrator changes
    CONTACT_FIELDS only: NotPermitted.
    """
    by.needs(Permission.INSTITUTION_UPDATE)
    offices = tuple(by.offices_with(Permission.INSTITUTION_UPDATE))
    if any(reaches(office, before.place.region_code, before.sector) for office in offices):
        refuse_unless_reached(offices, after.place.region_code, after.sector)
        _check(after, before)
    elif institution_id not in by.institutions_with(Permission.INSTITUTION_UPDATE):
        raise OutsideJurisdiction(before.place.region_code)
    elif not CONTACT_FIELDS.issuperset(changed):
        raise NotPermitted(Permission.INSTITUTION_UPDATE)


def _check(institution: Institution, before: Institution | None = None) -> None:
    refuse_unfit((institution.place,), staying=(before.place,) if before else ())
    refuse_unfit(institution.sites, staying=before.sites if before else ())
    institution.supervisor.refuse_closed()
    if institution.kinds & _OFF_CAMPUS:
        refuse_unless_organ(institution.supervisor)
        refuse_unless_reached(
            (institution.supervisor,), institution.place.region_code, institution.sector
        )
    elif institution.place.region_code not in institution.supervisor.subtree:
        raise OutsideJurisdiction(institution.place.region_code)


def refuse_unfit(
    places: Collection[RegisteredPlace], *, staying: Collection[RegisteredPlace]
) -> None:
    """Raise RegionNotALeaf, or RegionEnded for a place that is none of those where something stays."""
    stays = {each.region_code for each in staying}
    for place in places:
        if not place.is_leaf:
            raise RegionNotALeaf(place.region_code)
        if place.ended_on and place.successor_code and place.region_code not in stays:
            raise RegionEnded(place.region_code, place.ended_on, place.successor_code)
