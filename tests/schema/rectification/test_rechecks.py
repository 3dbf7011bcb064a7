"""What the calendar and a failed re-inspection lead to: overdue orders, proposals, lapsed visits."""

import datetime as dt

import pytest
import sqlalchemy as sa

from domain.institutions import InstitutionKind
from domain.rectification.terms import OrderState
from persistence.engine.database import Database
from persistence.inspections.table import Inspection
from persistence.institutions.table import Institution
from persistence.rectification import proposals
from tests.client import Client
from tests.factories import NOW, TODAY
from tests.people import MAPLE, lin
from tests.schema.inspections import steps as visits
from tests.schema.rectification import steps


@pytest.mark.parametrize("state", list(OrderState), ids=lambda state: state.value)
async def test_the_calendar_moves_only_what_was_not_reported_on(
    ask: Client, visit: str, database: Database, state: OrderState
) -> None:
    order_id = await steps.put(database, visit, state, due_on=TODAY)
    before = await steps.row(database, order_id)
    later = NOW + dt.timedelta(days=2)

    passed = await proposals.pass_overdue(database, now=later, today=TODAY + dt.timedelta(days=2))
    again = await proposals.pass_overdue(database, now=later, today=TODAY + dt.timedelta(days=2))

    after = await steps.row(database, order_id)
    if state is OrderState.ISSUED:
        assert (len(passed), after["state"]) == (1, OrderState.OVERDUE)
        assert len(await steps.proposals(database, order_id)) == 1
    else:
        assert (passed, after) == ([], before)
    assert again == []


@pytest.mark.parametrize(
    ("kinds", "measure"),
    [
        (["OFF_CAMPUS_TRAINING"], "STOP_ENROLMENT"),
        (["ONLINE_PLATFORM"], "TAKEDOWN"),
        (["TRAINING"], "REMOVE_FROM_DIRECTORY"),
        (["EVALUATION"], "REMOVE_FROM_DIRECTORY"),
        (["SERVICE_CENTRE"], "WARNING"),
        (["TRAINING_BASE"], "REVOKE_ACCREDITATION"),
        (["DEMONSTRATION_SCHOOL"], "REVOKE_TITLE"),
        (["DEMONSTRATION_SCHOOL", "OFF_CAMPUS_TRAINING"], "STOP_ENROLMENT"),
    ],
)
async def test_what_is_proposed_is_of_the_institutions_own_rules(
    ask: Client, visit: str, database: Database, kinds: list[str], measure: str
) -> None:
    order_id = await steps.put(database, visit, OrderState.ISSUED, due_on=TODAY)
    async with database.writing() as session:
        await session.execute(
            sa.update(Institution).where(Institution.id == MAPLE).values(kinds=kinds)
        )

    later = NOW + dt.timedelta(days=2)
    await proposals.pass_overdue(database, now=later, today=TODAY + dt.timedelta(days=2))

    assert await steps.proposals(database, order_id) == [("OVERDUE", measure, "PROPOSED")]
    assert set(kinds) <= set(InstitutionKind.__members__)


async def test_an_order_that_failed_while_a_proposal_waits_gets_no_second(
    ask: Client, visit: str, database: Database
) -> None:
    order_id = await steps.put(database, visit, OrderState.OVERDUE)
    await steps.propose(database, order_id)
    await steps.submit(ask, order_id)

    await steps.rechecked(ask, order_id, good=False)

    assert (await steps.order(ask, order_id))["state"] == "FAILED"
    assert await steps.proposals(database, order_id) == [("OVERDUE", "STOP_ENROLMENT", "PROPOSED")]


async def test_a_re_inspection_that_nobody_holds_does_not_hold_up_its_order_for_good(
    ask: Client, visit: str, database: Database
) -> None:
    order_id = await steps.put(database, visit, OrderState.SUBMITTED)
    planned = await ask.do("planRecheck", steps.a_recheck(order_id, 1), by=lin)
    assert "code" not in planned, planned
    async with database.writing() as session:
        window_to = await session.scalar(sa.select(sa.func.max(Inspection.window_to)))
    assert window_to is not None

    counts = [
        len(await proposals.lapse_rechecks(database, today=window_to + dt.timedelta(days)))
        for days in (1, 7, 8, 9)
    ]

    assert counts == [0, 0, 1, 0]
    row = await steps.row(database, order_id)
    assert row["state"] is OrderState.SUBMITTED
    moves = (await visits.traces(database))["moves"]
    assert ("CorrectionOrder", "RECHECK_PLANNED", "lapse", "SUBMITTED") in moves
    again = await ask.do("planRecheck", steps.a_recheck(order_id, row["version"]), by=lin)
    assert "code" not in again, again


async def test_a_re_inspection_with_a_record_does_not_lapse(
    ask: Client, visit: str, database: Database
) -> None:
    order_id = await steps.put(database, visit, OrderState.SUBMITTED)
    await ask.do("planRecheck", steps.a_recheck(order_id, 1), by=lin)
    async with database.writing() as session:
        await session.execute(sa.update(Inspection).values(state="TO_CONFIRM"))

    lapsed = await proposals.lapse_rechecks(database, today=TODAY + dt.timedelta(days=400))

    assert lapsed == []
    assert (await steps.row(database, order_id))["state"] is OrderState.RECHECK_PLANNED
