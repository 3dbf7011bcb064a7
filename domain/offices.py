"""What an office must be to do a thing, and how far it reaches; the refusals shared by areas."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from domain.actors import Actor, Office
from domain.authorities import AuthorityKind, Sector
from domain.permissions import Permission
from domain.refusals import Refusal


@dataclass(eq=False)
class OutsideJurisdiction(
    Refusal,
    zh="该地区（{region_code}）或领域不在您的管辖范围内。",
    en="The region ({region_code}) or the sector is outside your jurisdiction.",
):
    region_code: str


class NotAnAdministrativeOrgan(
    Refusal,
    zh="该事项只能由行政机关办理。",
    en="Only an administrative authority can do this.",
    basis="X43",
):
    """A social organisation checks by contract; it neither inspects nor supervises by law."""


def reaches(office: Office, region_code: str, sector: Sector) -> bool:
    return region_code in office.subtree and sector in office.sectors


def covers(above: Office, office: Office) -> bool:
    """Whether all that an office answers for lies within what another does: of an organ its subtree, of a
    social organisation itself, whose region and sectors are those of its programmes."""
    if above.kind is not AuthorityKind.ADMIN_ORGAN:
        return above.authority_id == office.authority_id
    return above.subtree.covers(office.subtree) and above.sectors >= office.sectors


def acts_for(office: Office, authority_id: UUID, held: Iterable[Office]) -> bool:
    """Whether an office is of this authority, or of the one that succeeded it; `held` are all of those who
    hold it, closed ones included."""
    return office.authority_id == authority_id or any(
        each.is_closed
        and each.authority_id == authority_id
        and each.successor_id == office.authority_id
        for each in held
    )


def organ_among(held: Iterable[Office]) -> Office:
    """The first of these offices that is an administrative authority and not closed. Raises
    NotAnAdministrativeOrgan, AuthorityIsClosed."""
    offices = list(held)
    for each in offices:
        if each.kind is AuthorityKind.ADMIN_ORGAN and not each.is_closed:
            return each
    for each in offices:
        refuse_unless_organ(each)
    raise NotAnAdministrativeOrgan


def refuse_unless_reached(offices: Iterable[Office], region_code: str, sector: Sector) -> None:
    """Raise OutsideJurisdiction unless one of the offices answers for region and sector."""
    if not any(reaches(office, region_code, sector) for office in offices):
        raise OutsideJurisdiction(region_code)


def refuse_unless_own_or_reached(
    by: Actor, permission: Permission, institution_id: UUID, region_code: str, sector: Sector
) -> None:
    """Let the institution's own administrators act, and the offices that answer for it.

    NotPermitted without the permission, OutsideJurisdiction beyond institution and offices.
    """
    by.needs(permission)
    if institution_id not in by.institutions_with(permission):
        refuse_unless_reached(by.offices_with(permission), region_code, sector)


def refuse_unless_organ(office: Office) -> None:
    """Raise NotAnAdministrativeOrgan for a social organisation (X43), AuthorityIsClosed for an organ that
    is no more."""
    office.refuse_closed()
    if office.kind is not AuthorityKind.ADMIN_ORGAN:
        raise NotAnAdministrativeOrgan
