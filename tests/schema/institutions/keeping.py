"""What registrars send to keep an entry of the register, and what becomes of it."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa

from persistence.engine.database import Database
from persistence.engine.records import FieldChange
from persistence.institutions.table import Institution, Site
from persistence.reading import ids
from tests.client import Client
from tests.people import MAPLE

REASON = "营业执照变更"
_MAPLE = ids.write("Institution", MAPLE)
SITE = """site { name address region { code } areaM2 capacity isMain openedOn closedOn
    position { latitude longitude datum wgs84Latitude } institution { version } }"""


def institution(**given: Any) -> dict[str, Any]:
    return {"institutionId": _MAPLE, "expectedVersion": 1, "reason": REASON, **given}


def site(key: UUID, **given: Any) -> dict[str, Any]:
    return {
        "siteId": ids.write("Site", key),
        "expectedVersion": 1,
        "reason": REASON,
        **given,
    }


async def main_site(database: Database) -> Site:
    async with database.writing() as session:
        found = await session.scalar(
            sa.select(Site).where(Site.institution_id == MAPLE, Site.is_main)
        )
    assert found is not None
    return found


async def maple(database: Database) -> Institution:
    async with database.writing() as session:
        return await session.get_one(Institution, MAPLE)


async def changes(database: Database) -> list[tuple[str, str | None, Any, Any, str | None]]:
    """Of all entries, in the order of their names."""
    async with database.writing() as session:
        found = list(await session.scalars(sa.select(FieldChange)))
    return sorted(
        ((c.kind, c.field_name, c.before, c.after, c.reason) for c in found),
        key=lambda change: (change[0], change[1] or "", str(change[2])),
    )


async def counted(ask: Client) -> tuple[int, int, int]:
    """Institutions of Gusu, of Wujiang, and of those that exist."""
    found = await ask(
        """{ gusu: institutions(first: 1, filter: {regionCode: "320508"}) { totalCount }
        wujiang: institutions(first: 1, filter: {regionCode: "320509"}) { totalCount }
        existing: institutions(first: 1, filter: {existence: EXISTING}) { totalCount } }"""
    )
    return (
        found["gusu"]["totalCount"],
        found["wujiang"]["totalCount"],
        found["existing"]["totalCount"],
    )
