"""Officers as the API takes them, and what is kept of them."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa

from persistence.authorities.table import EnforcementCertificate, InspectorProfile, Officer
from persistence.engine.database import Database
from persistence.reading import ids
from tests.client import Client
from tests.factories import authorities
from tests.people import SUZHOU, Person, mei, sen, shan
from tests.schema.authorities.steps import REASON, auth

INSPECTOR: dict[str, Any] = {
    "certificateNo": "苏执法320500777",
    "validFrom": "2026-01-01",
    "validTo": "2030-12-31",
    "specialities": ["EDUCATION"],
    "mayLead": True,
    "isExpert": False,
}
STATE = """officer { name post version isConfirmed authority { name } inspector { certificateNo
    certificateValidFrom certificateValidTo leftOn suspendedAt mayLead
    certificates { number validFrom validTo } } }"""


def registered(**more: Any) -> dict[str, Any]:
    officer = {"name": "钱某", "staffNo": "SZ-777", "post": "科员"}
    return {"authorityId": auth(SUZHOU.id), "officer": officer, "inspector": INSPECTOR, **more}


def about(officer_id: UUID = mei.as_officer, version: int = 1, **more: Any) -> dict[str, Any]:
    return {
        "officerId": ids.write("Officer", officer_id),
        "expectedVersion": version,
        "reason": REASON,
        **more,
    }


async def entered(ask: Client, *, by: Person = shan, **more: Any) -> tuple[str, str]:
    """The ids of a new officer and of what waits for the second person."""
    shows = "... on OfficerRegistered { officer { id } proposal { id } }"
    payload = await ask.do("registerOfficer", registered(**more), shows, by=by)
    assert payload["__typename"] == "OfficerRegistered", payload
    return payload["officer"]["id"], payload["proposal"]["id"]


async def confirmed(ask: Client, proposal: str) -> dict[str, Any]:
    return await ask.do("confirmChange", {"proposalId": proposal}, by=sen)


async def with_certificates(database: Database) -> None:
    """The certificate that 梅 has always had, as a row."""
    async with database.writing() as session:
        for profile in await session.scalars(sa.select(InspectorProfile)):
            session.add(authorities.certificate(profile.officer_id, id=profile.officer_id))


async def lists(database: Database) -> list[Any]:
    """All that is kept of officers, to compare."""
    async with database.writing() as session:
        tables = (Officer, InspectorProfile, EnforcementCertificate)
        return [
            sorted(map(str, (await session.execute(sa.select(table.__table__))).mappings()))
            for table in tables
        ]
