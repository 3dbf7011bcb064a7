"""The office in which an actor acts, where the actor may hold several."""

from uuid import UUID

import strawberry

from domain.actors import Actor, Office
from domain.authorities import Sector
from domain.permissions import Permission
from domain.refusals import InvalidInput, NotPermitted
from schema.inputs import is_given, key_of

AUTHORITY_ID = (
    "The authority on whose behalf the caller acts; required for callers who act for several "
    "authorities."
)
SECTOR = "The sector concerned; required when the authority is responsible for several sectors."


def office_of(
    actor: Actor, permission: Permission, authority_id: strawberry.ID | None = None
) -> Office:
    """The actor's office with this permission: the one named, or the first, one that closed last of all.
    Raises NotPermitted."""
    wanted: UUID | None = None
    if is_given(authority_id) and authority_id is not None:
        wanted = key_of("Authority", authority_id, "authorityId")
    for office in sorted(actor.offices_with(permission), key=lambda each: each.is_closed):
        if wanted is None or office.authority_id == wanted:
            return office
    raise NotPermitted(permission)


def sector_of(office: Office, sector: Sector | None) -> Sector:
    """The sector named, or the only one that the office is responsible for. Raises InvalidInput."""
    if sector is None or sector is strawberry.UNSET:
        if len(office.sectors) == 1:
            return next(iter(office.sectors))
        raise InvalidInput.of("sector", "请选择领域", "must be one of the office's sectors")
    if sector not in office.sectors:
        raise InvalidInput.of(
            "sector",
            "不在本机关管辖领域内",
            "must be a sector that the authority is responsible for",
        )
    return sector
