"""Whether a rule holds on a day, and how the operator has it hold from a day on."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from domain import adoptions as rules
from domain.adoptions import AdoptableRule, Adoption
from persistence.adoptions.table import AdoptedRule
from persistence.engine import audit
from persistence.engine.identifiers import new_key
from persistence.reading.rows import alias_of
from persistence.regions import writes as regions

Expression = sa.ColumnElement[Any]


def holds(rule: AdoptableRule, region_code: Expression, day: Expression) -> Expression:
    """Whether a rule holds in a region on a day: what was recorded last for that day counts, and what is
    said of a region goes before what is said of one above it."""
    row = alias_of(AdoptedRule.__table__)

    def text(word: str) -> Expression:
        return sa.literal_column(f"'{word}'", sa.Text())

    def lead(length: int) -> Expression:
        count: Expression = sa.literal_column(str(length))
        return sa.func.left(region_code, count) + text("0" * (6 - length))

    found = (
        sa.select(row.c.is_in_force)
        .where(
            row.c.rule == text(rule.value),
            row.c.region_code.in_((text("000000"), lead(2), lead(4), region_code)),
            row.c.holds_from <= day,
        )
        .order_by(
            row.c.region_code.desc(),
            row.c.holds_from.desc(),
            row.c.recorded_at.desc(),
            row.c.id.desc(),
        )
        .limit(sa.literal_column("1"))
        .scalar_subquery()
    )
    return sa.func.coalesce(found, sa.false())


async def holds_on(
    session: AsyncSession, rule: AdoptableRule, region_code: str, day: dt.date
) -> bool:
    found = holds(rule, sa.literal(region_code, sa.Text()), sa.literal(day, sa.Date()))
    return bool(await session.scalar(sa.select(found)))


async def record(session: AsyncSession, adoption: Adoption, *, today: dt.date) -> None:
    """Have a rule hold, or hold no more, from a day to come. Raises AdoptionRefused."""
    if not await regions.exists(session, adoption.region_code):
        raise rules.AdoptionRefused(f"{adoption.region_code} is not the code of a region.")
    # One at a time: each is judged by what was recorded before it.
    await session.execute(sa.text("lock table adopted_rules in share row exclusive mode"))
    holds_then = await holds_on(session, adoption.rule, adoption.region_code, adoption.holds_from)
    decided = rules.adopt(adoption, holds_then=holds_then, today=today)
    session.add(
        AdoptedRule(
            id=new_key(),
            rule=decided.rule,
            region_code=decided.region_code,
            holds_from=decided.holds_from,
            is_in_force=decided.is_in_force,
        )
    )
    audit.record(
        session,
        "rule.adopted" if decided.is_in_force else "rule.ended",
        by=None,
        on=None,
        rule=decided.rule,
        region_code=decided.region_code,
        holds_from=decided.holds_from.isoformat(),
    )


async def every_one(session: AsyncSession) -> Sequence[AdoptedRule]:
    """In the order in which they were recorded."""
    order = (AdoptedRule.recorded_at, AdoptedRule.id)
    return (await session.scalars(sa.select(AdoptedRule).order_by(*order))).all()
