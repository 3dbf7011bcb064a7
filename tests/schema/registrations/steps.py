"""What registrars send about registrations elsewhere, and what becomes of it."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa

from domain.registrations import DifferenceField, RegistrationKind
from persistence.engine.database import Database
from persistence.reading import ids
from persistence.registrations.table import ExternalRegistration, RegistrationDifference
from tests.client import Client
from tests.factories import registrations
from tests.people import MAPLE, Person, rui

ICP = "苏ICP备12345678号"
SOURCE = "工业和信息化部ICP备案管理系统"
REGISTRATION = """registration { id kind number level source validTo verifiedOn staleOn endedOn state
    verifiedBy verifiedFor version institution { id } }"""
DIFFERENCE = """difference { id field ours theirs source state question explanation reason version
    seenBy decidedBy }"""
_OF_MAPLE = """query ($id: ID!) { institution(by: {id: $id}) { version updatedAt name
    registrations { id kind number level source validTo verifiedOn staleOn endedOn state version } } }"""
PLATFORM = "platform-1"
CODE = "91320508MA1MAPK00C"


def new_registration(**given: Any) -> dict[str, Any]:
    return {
        "institutionId": ids.write("Institution", MAPLE),
        "kind": "ICP_RECORD",
        "number": ICP,
        "source": SOURCE,
        **given,
    }


def facts(**given: Any) -> dict[str, Any]:
    """The national platform's entry of maple: as ours, but for what is given."""
    return {
        "externalRef": PLATFORM,
        "unifiedSocialCreditCode": CODE,
        "sourceUpdatedAt": "2026-11-10T02:00:00Z",
        **given,
    }


async def kept(database: Database, number: str = ICP, **facts: Any) -> ExternalRegistration:
    """A registration of maple, verified today unless the facts say otherwise."""
    async with database.writing() as session:
        row = registrations.registration(MAPLE, number, **facts)
        session.add(row)
    return row


async def mlps(database: Database, **facts: Any) -> ExternalRegistration:
    given = {"kind": RegistrationKind.MLPS_FILING, "level": 3, **facts}
    return await kept(database, "32050812345-00001", **given)


def named(row: ExternalRegistration | RegistrationDifference) -> str:
    return ids.write(type(row).__name__, row.id)


async def registration(database: Database, key: UUID) -> ExternalRegistration:
    async with database.writing() as session:
        return await session.get_one(ExternalRegistration, key)


async def differences(database: Database) -> list[RegistrationDifference]:
    async with database.writing() as session:
        found = sa.select(RegistrationDifference).order_by(RegistrationDifference.id)
        return list(await session.scalars(found))


async def queued(database: Database) -> list[tuple[str, str | None, str | None, str]]:
    """Field, ours, theirs and state of all differences, in the order in which they were seen."""
    found = await differences(database)
    found.sort(key=lambda each: (each.seen_at, list(DifferenceField).index(each.field)))
    return [(each.field, each.ours, each.theirs, each.state) for each in found]


async def report(
    ask: Client, *items: dict[str, Any], by: Person = rui, **given: Any
) -> dict[str, Any]:
    shows = """... on PlatformFactsReported { report { rowCount heardCount outdatedCount
        differenceCount rejected { index externalRef field zh en } } }"""
    return await ask.do("reportPlatformFacts", {"items": list(items), **given}, shows, by=by)


async def of_maple(ask: Client, by: Person | None) -> Any:
    found = await ask(_OF_MAPLE, {"id": ids.write("Institution", MAPLE)}, by=by)
    return found["institution"]
