"""Recusals and stops as the API takes them, all of them about 枫叶."""

import datetime as dt
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from persistence.engine.database import Database
from persistence.engine.records import AuditEvent
from persistence.reading import ids
from persistence.registries.table import ObjectStop, Recusal
from tests.client import Client
from tests.people import MAPLE, Person, hua
from tests.schema.inspections.steps import officer

INSTITUTION = ids.write("Institution", MAPLE)


def a_recusal(person: Person, **facts: Any) -> dict[str, Any]:
    return {
        "officerId": officer(person),
        "institutionId": INSTITUTION,
        "ground": "CHILD_ENROLLED",
        **facts,
    }


def a_stop(**facts: Any) -> dict[str, Any]:
    return {
        "institutionId": INSTITUTION,
        "ground": "FORCE_MAJEURE",
        "reason": "台风",
        "firstOn": "2026-11-18",
        **facts,
    }


async def declared(ask: Client, person: Person, *, by: Person = hua) -> str:
    """The id of a recusal that the head declared for the officer."""
    shows = "... on RecusalDeclared { recusal { id } }"
    payload = await ask.do("declareRecusal", a_recusal(person), shows, by=by)
    recusal_id: str = payload["recusal"]["id"]
    return recusal_id


async def stopped(ask: Client, **facts: Any) -> str:
    """The id of a stop that the head ordered."""
    shows = "... on ObjectStopped { stop { id } }"
    payload = await ask.do("stopObject", a_stop(**facts), shows, by=hua)
    stop_id: str = payload["stop"]["id"]
    return stop_id


async def recusals(database: Database) -> list[tuple[bool, UUID | None]]:
    """Of every recusal: whether it is lifted, and by whom."""
    async with database.writing() as session:
        rows = await session.scalars(sa.select(Recusal).order_by(Recusal.id))
        return [(row.lifted_at is not None, row.lifted_by) for row in rows]


async def stops(database: Database) -> list[dt.date | None]:
    """The last day of every stop."""
    async with database.writing() as session:
        return list(await session.scalars(sa.select(ObjectStop.last_on).order_by(ObjectStop.id)))


async def audit_tags(database: Database) -> list[str]:
    async with database.writing() as session:
        return list(await session.scalars(sa.select(AuditEvent.tag).order_by(AuditEvent.tag)))
