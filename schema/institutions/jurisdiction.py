"""Checks against the register's own rows before an institution is entered or corrected."""

from collections.abc import Mapping
from typing import Any

from domain import institutions as rules
from domain.actors import Office
from domain.authorities import AuthorityKind
from domain.institutions import InstitutionKind, RegisteredPlace
from domain.offices import OutsideJurisdiction
from persistence.accounts import writes as accounts
from persistence.authorities import writes as authorities
from persistence.engine.database import AsyncSession
from persistence.institutions import writes as institutions
from persistence.institutions.table import Institution
from schema.inputs import InputFaults


async def places(session: AsyncSession, fields: Mapping[str, str]) -> list[RegisteredPlace]:
    """The region of each input field, in the order given. Raises InvalidInput naming each field
    whose code is not that of a region."""
    known = await institutions.places(session, set(fields.values()))
    faults = InputFaults()
    for field, code in fields.items():
        if code not in known:
            faults.add(field, "该行政区划不存在", "must be the code of a region")
    faults.refuse()
    return [known[code] for code in fields.values()]


async def facts_of(
    session: AsyncSession, row: Institution, changes: Mapping[str, Any]
) -> rules.Institution:
    """The entry as it would be with these changes."""
    entry = {name: getattr(row, name) for name in _RULED} | dict(changes)
    supervisor = await authorities.get(session, entry["supervising_authority_id"])
    (place,) = await places(session, {"regionCode": entry["region_code"]})
    return rules.Institution(
        kinds=frozenset(InstitutionKind[kind] for kind in entry["kinds"]),
        sector=entry["sector"],
        place=place,
        supervisor=accounts.office(supervisor),
    )


def refuse_unless_granting(office: Office, region_code: str) -> None:
    """Raise OutsideJurisdiction for an organ that does not reach the region; a social organisation
    grants under its programmes, wherever the institution is."""
    if office.kind is AuthorityKind.ADMIN_ORGAN and region_code not in office.subtree:
        raise OutsideJurisdiction(region_code)


_RULED = ("kinds", "sector", "region_code", "supervising_authority_id")
