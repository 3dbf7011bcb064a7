"""Lines of a plan as clients write them, for a new plan and for an amendment."""

import datetime as dt
from collections.abc import Sequence

import strawberry

from domain.plans.rules import DraftLine
from domain.plans.terms import DrawScope
from domain.refusals import InvalidInput, Violation
from persistence.engine.database import AsyncSession
from persistence.items import writes as items
from persistence.regions import writes as regions
from schema.fields import field
from schema.inputs import InputFaults, key_of

MOST_LINES = 100


@strawberry.input(description="One line of an annual plan, to be written.")
class PlanLineInput:
    item_id: strawberry.ID = field("Opaque id of the inspection item to check.")
    region_code: str = field("Code of the region to inspect, within that of the authority.")
    first_on: dt.date = field("First day of the period; within the year of the plan.")
    last_on: dt.date = field("Last day of the period, inclusive; within the year of the plan.")
    ratio_bp: int | None = strawberry.field(
        default=None,
        description="Share of the objects, in basis points (100 are 1 per cent); left out where"
        " a count is given.",
    )
    object_count: int | None = strawberry.field(
        default=None, description="Number of objects; left out where a share is given."
    )
    scope: DrawScope = strawberry.field(
        default=DrawScope.UNTARGETED,
        description="Whether objects are drawn from all or within a kind, subject or area.",
    )
    frequency: int = strawberry.field(
        default=1, description="How often in the year, from 1 to 12 times."
    )
    note: str | None = strawberry.field(
        default=None, description="Note on the line, up to 200 characters."
    )


def notes(lines: Sequence[PlanLineInput], faults: InputFaults) -> list[str | None]:
    faults.number("lines", len(lines), least=1, most=MOST_LINES)
    return [
        faults.optional_text(f"lines[{i}].note", line.note, longest=200)
        for i, line in enumerate(lines[:MOST_LINES])
    ]


async def written(session: AsyncSession, lines: Sequence[PlanLineInput]) -> list[DraftLine]:
    """The lines with their items. InvalidInput for an unknown region, NotFound for an item."""
    keys = [
        key_of("InspectionItem", line.item_id, f"lines[{i}].itemId") for i, line in enumerate(lines)
    ]
    unknown = [
        Violation(f"lines[{i}].regionCode", "该行政区划不存在", "must be the code of a region")
        for i, line in enumerate(lines)
        if not await regions.exists(session, line.region_code)
    ]
    if unknown:
        raise InvalidInput(tuple(unknown))
    several = await items.several(session, list(dict.fromkeys(keys)))
    found = {item.id: item for item in await items.facts(session, several)}
    return [
        DraftLine(
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
