"""Lines of a plan as they are written, for a new plan and for an amendment."""

import datetime as dt
from collections.abc import Sequence

import strawberry
from sqlalchemy.ext.asyncio import AsyncSession

from domain.plans.planning import Line
from domain.plans.terms import DrawScope
from domain.refusals import InvalidInput, Violation
from persistence import items, regions
from schema.inputs import Faults, key_of

MOST_LINES = 100


@strawberry.input(description="One line of a plan.")
class PlanLineInput:
    item_id: strawberry.ID = strawberry.field(description="What is checked.")
    region_code: str = strawberry.field(description="Where; within the authority's region.")
    first_on: dt.date = strawberry.field(description="First day.")
    last_on: dt.date = strawberry.field(description="Last day, inclusive.")
    ratio_bp: int | None = strawberry.field(
        default=None, description="How many, in basis points; or give a count."
    )
    object_count: int | None = strawberry.field(
        default=None, description="How many, as a number; or give a ratio."
    )
    scope: DrawScope = strawberry.field(
        default=DrawScope.UNTARGETED, description="From all objects or from some."
    )
    frequency: int = strawberry.field(default=1, description="How many times, 1 to 12.")
    note: str | None = strawberry.field(default=None, description="Note, up to 200 characters.")


def notes(lines: Sequence[PlanLineInput], faults: Faults) -> list[str | None]:
    faults.number("lines", len(lines), least=1, most=MOST_LINES)
    return [
        faults.optional_text(f"lines[{i}].note", line.note, longest=200)
        for i, line in enumerate(lines[:MOST_LINES])
    ]


async def written(session: AsyncSession, lines: Sequence[PlanLineInput]) -> list[Line]:
    """The lines with their items. InvalidInput for a region that is none, NotFound for an item."""
    keys = [
        key_of("InspectionItem", line.item_id, f"lines[{i}].itemId") for i, line in enumerate(lines)
    ]
    unknown = [
        Violation(f"lines[{i}].regionCode", "没有此行政区划", "is no region")
        for i, line in enumerate(lines)
        if not await regions.exists(session, line.region_code)
    ]
    if unknown:
        raise InvalidInput(tuple(unknown))
    several = await items.several(session, list(dict.fromkeys(keys)))
    found = {item.id: item for item in await items.facts(session, several)}
    return [
        Line(
            found[key],
            line.region_code,
            line.first_on,
            line.last_on,
            line.ratio_bp,
            line.object_count,
            line.scope,
            line.frequency,
        )
        for key, line in zip(keys, lines, strict=True)
    ]
