"""The office in which an actor does something, where one could be held in several."""

from uuid import UUID

import strawberry

from domain.actors import Actor, Office
from domain.authorities import Sector
from domain.permissions import Permission
from domain.refusals import InvalidInput, NotPermitted
from schema.inputs import given, key_of

AUTHORITY_ID = "The authority it is done for; needed by whoever acts for several."
SECTOR = "Its sector; needed where the authority answers for several."


def office_of(
    actor: Actor, permission: Permission, authority_id: strawberry.ID | None = None
) -> Office:
    """The actor's office with this permission, the one named if one is. Raises NotPermitted."""
    wanted: UUID | None = None
    if given(authority_id) and authority_id is not None:
        wanted = key_of("Authority", authority_id, "authorityId")
    for office in actor.offices_with(permission):
        if wanted is None or office.authority_id == wanted:
            return office
    raise NotPermitted(permission)


def sector_of(office: Office, sector: Sector | None) -> Sector:
    """The sector named, or the only one that the office answers for. Raises InvalidInput."""
    if sector is None or sector is strawberry.UNSET:
        if len(office.sectors) == 1:
            return next(iter(office.sectors))
        raise InvalidInput.of("sector", "请选择领域", "choose one of the office's sectors")
    if sector not in office.sectors:
        raise InvalidInput.of("sector", "不在管辖领域内", "lies outside the office's sectors")
    return sector
