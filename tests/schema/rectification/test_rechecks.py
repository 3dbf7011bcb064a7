"""Re-inspections: never named as any case, never by the first team alone, and what overdue orders lead to."""

import datetime as dt
from typing import Any

import pytest
import sqlalchemy as sa

from domain.institutions import InstitutionKind
from domain.rectification.terms import OrderState
from persistence.database import Database
from persistence.identifiers import new_key
from persistence.keys import Keys
from persistence.rectification import proposals
from persistence.tables.inspections import Inspection
from persistence.tables.institutions import Institution
from tests.builders import NOW, TODAY
from tests.client import Client
from tests.people import MAPLE, hua, jun, lin, mei, tao
from tests.schema.inspections import steps as visits
from tests.schema.rectification import steps


async def test_a_re_inspection_is_not_assigned_as_any_case(ask: Client, world: None) -> None:
    payload = await ask.do("assignInspection", visits.a_visit(trigger="RECHECK"), by=lin)

    assert payload["code"] == "INVALID_INPUT"
    assert "planRecheck" in payload["message"]


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"officerIds": [visits.officer(mei), visits.officer(jun)]}, "RECHECK_TEAM_UNCHANGED"),
        ({"officerIds": [visits.officer(mei)]}, "RECHECK_TEAM_UNCHANGED"),
        (
            {"officerIds": [visits.officer(tao)], "leaderId": visits.officer(tao)},
            "TOO_FEW_OFFICERS",
        ),
        ({"leaderId": visits.officer(jun)}, "INVALID_INPUT"),
        ({"windowFrom": "2026-11-17"}, "INVALID_INPUT"),
        ({"reason": ""}, "INVALID_INPUT"),
        ({"officerIds": [visits.INSTITUTION]}, "INVALID_INPUT"),
        ({"officerIds": []}, "RECHECK_TEAM_UNCHANGED"),
        ({"expectedVersion": 3}, "CHANGED_MEANWHILE"),
    ],
)
async def test_what_no_re_inspection_is(
    ask: Client, visit: str, database: Database, facts: dict[str, Any], code: str
) -> None:
    order_id = await steps.put(database, visit, OrderState.SUBMITTED)
    before = await steps.row(database, order_id)

    payload = await ask.do("planRecheck", steps.a_recheck(order_id, 1, **facts), by=lin)

    assert payload["code"] == code
    assert await steps.row(database, order_id) == before
    async with database.writing() as session:
        count = await session.scalar(sa.select(sa.func.count()).select_from(Inspection))
    assert count == 1


async def test_an_officer_replaced_at_the_first_visit_was_of_the_first_team(
    ask: Client, visit: str, database: Database
) -> None:
    order_id = await steps.put(database, visit, OrderState.SUBMITTED)
    async with database.writing() as session:
        await session.execute(
            sa.text(
                "update inspection_assignments set replaced_at = :at,"
                " replacement_reason = 'ILLNESS' where not is_leader"
            ),
            {"at": NOW},
        )
    team = [visits.officer(mei), visits.officer(jun)]

    payload = await ask.do("planRecheck", steps.a_recheck(order_id, 1, officerIds=team), by=lin)

    assert payload["code"] == "RECHECK_TEAM_UNCHANGED"


async def test_the_officer_of_the_re_inspection_reads_the_order(
    ask: Client, visit: str, database: Database
) -> None:
    order_id = await steps.put(database, visit, OrderState.SUBMITTED)
    before = await steps.order(ask, order_id, by=tao)

    inspection_id = await steps.recheck(ask, order_id)

    after = await steps.order(ask, order_id, "requirements recheck { id }", by=tao)
    assert before is None
    assert after == {"requirements": "更换灭火器", "recheck": {"id": inspection_id}}


@pytest.mark.parametrize("state", list(OrderState), ids=lambda state: state.value)
async def test_the_calendar_moves_only_what_was_not_answered(
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


async def test_a_measure_of_another_regime_is_not_adopted(
    ask: Client, visit: str, database: Database
) -> None:
    order_id = await steps.put(database, visit, OrderState.OVERDUE)
    proposal_id = await steps.propose(database, order_id)
    given = {"proposalId": proposal_id, "expectedVersion": 1, "decision": "ADOPT"}

    foreign = await ask.do("decideEscalation", {**given, "measure": "TAKEDOWN"}, by=hua)
    changed = await ask.do("decideEscalation", {**given, "expectedVersion": 2}, by=hua)
    unsaid = await ask.do("decideEscalation", {**given, "decision": "DISMISS"}, by=hua)
    both = await ask.do(
        "decideEscalation",
        {**given, "decision": "DISMISS", "reason": "轻微", "measure": "WARNING"},
        by=hua,
    )

    assert [each["code"] for each in (foreign, changed, unsaid, both)] == [
        "MEASURE_NOT_OF_REGIME",
        "CHANGED_MEANWHILE",
        "INVALID_INPUT",
        "INVALID_INPUT",
    ]
    assert await steps.proposals(database, order_id) == [("OVERDUE", "STOP_ENROLMENT", "PROPOSED")]
    assert (await steps.order(ask, order_id))["state"] == "OVERDUE"


async def test_decided_again_by_the_same_operation_is_decided_once(
    ask: Client, visit: str, database: Database, keys: Keys
) -> None:
    order_id = await steps.put(database, visit, OrderState.FAILED)
    proposal_id = await steps.propose(database, order_id)
    given = {
        "operationId": str(new_key()),
        "proposalId": proposal_id,
        "expectedVersion": 1,
        "decision": "ADOPT",
    }
    shows = "... on EscalationDecided { proposal { state measure } }"

    answers = [await ask.do("decideEscalation", given, shows, by=hua) for _ in range(2)]

    assert answers[0] == answers[1]
    assert answers[0]["proposal"] == {"state": "ADOPTED", "measure": "STOP_ENROLMENT"}
    tags = (await visits.traces(database))["audit"]
    assert tags.count("escalation.decided") == 1


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
