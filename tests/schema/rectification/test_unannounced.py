"""A visit that is not announced changes no byte of what those are answered who must not know of it."""

import datetime as dt
import re
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from domain.roles import Role
from persistence.engine.database import Database
from persistence.rectification import proposals
from tests.client import Client, Clock
from tests.everything_seen import all_ids, differences, everything_seen
from tests.factories import TODAY, accounts
from tests.notified import notified
from tests.people import fang, lin, ling, yin
from tests.schema.complaints.complaint_steps import DISPUTE, raised_id
from tests.schema.draws import steps as draws
from tests.schema.inspections import steps as visits
from tests.schema.rectification import steps as orders
from tests.shelf import Shelf

UNAWARE = (yin, fang, ling, None)

Step = Callable[[Client, Clock], Awaitable[Any]]


async def _assigned(ask: Client, clock: Clock) -> None:
    await visits.assign(ask, noticeMode="ON_ARRIVAL")


async def _drawn(ask: Client, clock: Clock) -> None:
    await draws.issued(ask, clock)


async def _unchanged(ask: Client, database: Database, clock: Clock, step: Step) -> list[str]:
    """What the step shows to each of those who are unaware of it."""
    ids = await all_ids(database)
    at = clock.now
    before = [await everything_seen(ask, ids, person) for person in UNAWARE]
    async with notified(database) as changed:
        await step(ask, clock)
    clock.now = at
    # Nor does it take away what is remembered, which would be seen by how long an answer takes.
    assert {each.split()[0] for each in changed} <= (_OF_A_DRAW if step is _drawn else set())
    after = [await everything_seen(ask, ids, person) for person in UNAWARE]
    assert sum(map(len, before)) > 100
    return [
        f"{person}: {each}"
        for person, was, now in zip(UNAWARE, before, after, strict=True)
        for each in differences(was, now)
        # That something is drawn is announced beforehand, and what is drawn is not.
        if step is not _drawn or not each.startswith("{ drawProofs")
    ]


@pytest.mark.parametrize("step", [_assigned, _drawn])
async def test_a_visit_that_is_assigned_or_drawn(
    step: Step, ask: Client, visit: str, city: None, database: Database, clock: Clock
) -> None:
    """Beside a visit that the institution knows of."""
    assert await _unchanged(ask, database, clock, step) == []


async def test_a_first_and_a_second_re_inspection(
    ask: Client, visit: str, database: Database, clock: Clock
) -> None:
    order = await orders.issue(ask, visit)
    await orders.submit(ask, order)

    async def planned(ask: Client, clock: Clock) -> None:
        await orders.recheck(ask, order)

    async def not_held(ask: Client, clock: Clock) -> None:
        """It lapses, and another is planned."""
        later = TODAY + dt.timedelta(days=60)
        assert len(await proposals.lapse_rechecks(database, today=later)) == 1
        await orders.recheck(ask, order)

    assert await _unchanged(ask, database, clock, planned) == []
    assert await _unchanged(ask, database, clock, not_held) == []


async def test_a_second_re_inspection_after_one_that_is_known(
    ask: Client, visit: str, database: Database, clock: Clock
) -> None:
    order = await orders.issue(ask, visit)
    await orders.submit(ask, order)
    first = await orders.rechecked(ask, order, good=False)
    await orders.submit(ask, order)
    shows = "state recheck { id }"
    assert (await orders.order(ask, order, shows, by=yin))["recheck"] == {"id": first}

    async def planned(ask: Client, clock: Clock) -> None:
        await orders.recheck(ask, order)

    assert await _unchanged(ask, database, clock, planned) == []
    assert (await orders.order(ask, order, shows, by=yin))["recheck"] == {"id": first}
    assert (await orders.order(ask, order, shows))["recheck"] != {"id": first}


_OF_A_DRAW = {"draws", "inspection_tasks"}
CASES = ("LEAD", "COMPLAINT", "UPPER_LEVEL_ORDER", "SAFETY_EMERGENCY")
SHOWN = ("inspections", "publicInspectionResults", "correctionOrders", "institutions")
"""Where the institution and the public see a visit."""


async def _case(ask: Client, database: Database, trigger: str) -> list[str]:
    """What the institution and the public see of a case visit from its notice to its publication,
    without ids and codes."""
    facts: dict[str, Any] = {"trigger": trigger, "noticeMode": "ON_ARRIVAL"}
    # Of the institution there is a complaint, whether it led to the visit or not.
    complaint_id = await raised_id(ask, DISPUTE)
    if trigger == "COMPLAINT":
        facts["originComplaintId"] = complaint_id
    visit = await visits.assign(ask, **facts)
    await visits.check_in(ask, visit)
    await visits.file(ask, visit)
    await visits.confirm(ask, visit)
    await visits.audit(ask, visit)
    ids = {"Inspection": [visit], "Notice": [], "PublicRecord": []}
    found = [await everything_seen(ask, ids, person, lists=SHOWN) for person in (yin, None)]
    return [_NAMED_BY_CHANCE.sub("", text.decode()) for each in found for text in each.values()]


_NAMED_BY_CHANCE = re.compile(
    r"[a-z]{2,5}_[0-9a-f-]{36}|[A-Z]{2}-\d{6}-\d{8}-[0-9A-Z]{6}|\b[0-9A-Z]{4}(-[0-9A-Z]{4}){2}\b"
    r'|[0-9a-f]{64}|"(startCursor|endCursor|cursor)"\s*:\s*"[^"]*"'
)


async def test_nothing_of_a_case_visit_tells_what_led_to_it(
    ask: Client, world: None, database: Database, clock: Clock, shelf: Shelf
) -> None:
    at, answers = clock.now, {}
    for trigger in CASES:
        await shelf.empty()
        await shelf.put_back("world")
        async with database.writing() as session:
            session.add(accounts.grant(lin, Role.SUPERVISOR))
        clock.now = at
        answers[trigger] = await _case(ask, database, trigger)

    assert len("".join(answers["LEAD"])) > 2_000
    assert "LEAD" not in "".join(answers["LEAD"])
    for trigger in CASES[1:]:
        assert answers[trigger] == answers["LEAD"], trigger
