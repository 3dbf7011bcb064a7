"""What stands on institutions changes with the day: what begins, what is over, entitlements that expire."""

import datetime as dt
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from domain.institutions import EntitlementState
from persistence.engine import audit
from persistence.engine.database import Database
from persistence.engine.records import Installation
from persistence.institutions.table import Entitlement, Institution
from persistence.standings import writes as standings

_RUNNING = (EntitlementState.ACTIVE, EntitlementState.RECTIFYING, EntitlementState.SUSPENDED)


async def pass_days(database: Database, *, now: dt.datetime, today: dt.date) -> int:
    """Let the register show what holds today, each institution in a transaction of its own; how many
    changed. What ended before decisions were kept stays as it was entered, for a person to decide."""
    count, tried = 0, set[UUID]()
    while True:
        async with database.writing() as session:
            due = sorted(set(await session.scalars(_due(today).limit(500))) - tried)
        if not due:
            return count
        for institution_id in due:
            tried.add(institution_id)
            async with database.writing() as session:
                await _pass(session, institution_id, now, today)
            count += 1


async def oldest_due(database: Database, *, today: dt.date) -> dt.date | None:
    """The first day on which something should have changed by itself that has not."""
    async with database.writing() as session:
        changes = await session.scalar(
            sa.select(sa.func.min(Institution.standings_change_on)).where(
                Institution.standings_change_on <= today
            )
        )
        over = await session.scalar(
            sa.select(sa.func.min(Entitlement.valid_to)).where(*_is_over(today))
        )
    days = (changes, over and over + dt.timedelta(days=1))
    return min(filter(None, days), default=None)


def _due(today: dt.date) -> sa.Select[Any]:
    by_decision = sa.select(Institution.id).where(Institution.standings_change_on <= today)
    by_term = sa.select(Entitlement.institution_id).where(*_is_over(today))
    both = sa.union(by_decision, by_term).subquery()
    return sa.select(both.c[0])


def _is_over(today: dt.date) -> tuple[sa.ColumnElement[bool], ...]:
    since = sa.select(sa.func.min(Installation.entitlements_expire_from)).scalar_subquery()
    return (
        Entitlement.valid_to < today,
        Entitlement.valid_to >= sa.func.coalesce(since, today),
        Entitlement.state.in_(_RUNNING),
    )


async def _pass(
    session: AsyncSession, institution_id: UUID, now: dt.datetime, today: dt.date
) -> None:
    found = await standings.claim(session, institution_id)
    over = sa.select(Entitlement.id).where(
        Entitlement.institution_id == institution_id, *_is_over(today)
    )
    for entitlement_id in await session.scalars(over):
        found.keep_as_entered(found.entitlements[entitlement_id])
    await found.settle(today, by=None, at=now)
    audit.record(session, "institution.days_passed", by=None, on=institution_id)
