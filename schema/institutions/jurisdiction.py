"""Checks against the register's own rows before an institution is entered or corrected."""

from collections.abc import Mapping

from domain.actors import Office
from domain.authorities import AuthorityKind
from domain.institutions import RegisteredPlace
from domain.offices import OutsideJurisdiction
from persistence.engine.database import AsyncSession
from persistence.institutions import writes as institutions
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


def refuse_unless_granting(office: Office, region_code: str) -> None:
    """Raise OutsideJurisdiction for an organ that does not reach the region; a social organisation
    grants under its programmes, wherever the institution is."""
    if office.kind is AuthorityKind.ADMIN_ORGAN and region_code not in office.subtree:
        raise OutsideJurisdiction(region_code)
