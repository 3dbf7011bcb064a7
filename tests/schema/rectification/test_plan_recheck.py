"""A re-inspection is planned for an order, never as any case and never by the first team alone."""

import datetime as dt
from typing import Any

import pytest
import sqlalchemy as sa

from domain.rectification.terms import OrderState
from domain.roles import Role
from persistence.authorities.table import InspectorProfile, Officer
from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from persistence.inspections.table import Inspection
from tests.client import Client
from tests.factories import NOW
from tests.people import SUZHOU_SPORTS, jun, lin, mei, tao, yin
from tests.schema.draws import steps as draws
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


async def test_a_re_inspection_is_not_disclosed_before_its_notice(
    ask: Client, visit: str, database: Database
) -> None:
    order_id = await steps.put(database, visit, OrderState.SUBMITTED)
    version = (await steps.order(ask, order_id))["version"]
    shows = "... on RecheckPlanned { inspection { id } }"
    planned = await ask.do(
        "planRecheck",
        steps.a_recheck(order_id, version, noticeMode="ON_ARRIVAL"),
        shows,
        by=lin,
    )
    before = await steps.order(ask, order_id, "state recheck { id }", by=yin)
    document = """query Q($states: [OrderState!]) { correctionOrders(
        first: 5, filter: {states: $states}) { nodes { id } } }"""
    listed = [
        (await ask(document, {"states": [state]}, by=yin))["correctionOrders"]["nodes"]
        for state in ("SUBMITTED", "RECHECK_PLANNED")
    ]
    await visits.check_in(ask, planned["inspection"]["id"])
    after = await steps.order(ask, order_id, "state recheck { id }", by=yin)

    assert before == {"state": "SUBMITTED", "recheck": None}
    assert listed == [[{"id": order_id}], []]
    assert after == {"state": "RECHECK_PLANNED", "recheck": planned["inspection"]}


async def test_a_planned_re_inspection_is_assigned_at_once(
    ask: Client, visit: str, database: Database
) -> None:
    order_id = await steps.put(database, visit, OrderState.SUBMITTED)
    shows = """... on RecheckPlanned { order { state version recheck { id } }
        inspection { id state assignments { officer { id } } } }"""

    payload = await ask.do("planRecheck", steps.a_recheck(order_id, 1), shows, by=lin)

    inspection = payload["inspection"]
    assert payload["order"] == {
        "state": "RECHECK_PLANNED",
        "version": 2,
        "recheck": {"id": inspection["id"]},
    }
    assert inspection["state"] == "TO_ENTER"
    assert {each["officer"]["id"] for each in inspection["assignments"]} == {
        visits.officer(mei),
        visits.officer(tao),
    }
    traces = await visits.traces(database)
    assert traces["audit"].count("order.recheck_planned") == 1
    assert traces["audit"].count("inspection.assigned") == 2
    assert ("CorrectionOrder", "SUBMITTED", "plan_recheck", "RECHECK_PLANNED") in traces["moves"]


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"certificate_valid_to": dt.date(2026, 11, 19)}, "CERTIFICATE_NOT_VALID"),
        ({"may_lead": False}, "MAY_NOT_LEAD"),
    ],
    ids=["certificate", "leader"],
)
async def test_the_leader_must_be_fit_for_the_whole_window(
    ask: Client, visit: str, database: Database, values: dict[str, Any], code: str
) -> None:
    order_id = await steps.put(database, visit, OrderState.SUBMITTED)
    async with database.writing() as session:
        leader = InspectorProfile.officer_id == mei.officer_id
        await session.execute(sa.update(InspectorProfile).where(leader).values(**values))

    payload = await ask.do("planRecheck", steps.a_recheck(order_id, 1), by=lin)

    assert payload["code"] == code
    assert await steps.order(ask, order_id) == {"state": "SUBMITTED", "version": 1}


async def test_an_officer_of_another_office_or_recused_is_not_sent_again(
    ask: Client, visit: str, database: Database
) -> None:
    order_id = await steps.put(database, visit, OrderState.SUBMITTED)
    recusal = {
        "officerId": visits.officer(tao),
        "institutionId": visits.INSTITUTION,
        "ground": "CHILD_ENROLLED",
    }
    async with database.writing() as session:
        session.add(draws.at(tao, Role.HEAD))
    declared = await ask.do("declareRecusal", recusal, by=tao)
    recused = await ask.do("planRecheck", steps.a_recheck(order_id, 1), by=lin)
    async with database.writing() as session:
        values = {"authority_id": SUZHOU_SPORTS.id}
        await session.execute(
            sa.update(Officer).where(Officer.id == tao.officer_id).values(**values)
        )
    outside = await ask.do("planRecheck", steps.a_recheck(order_id, 1), by=lin)

    assert declared["__typename"] == "RecusalDeclared"
    assert recused["code"] == "OFFICER_RECUSED"
    assert outside["code"] == "OFFICER_OUTSIDE_AUTHORITY"
    assert await steps.order(ask, order_id) == {"state": "SUBMITTED", "version": 1}


async def test_nobody_sends_themselves_again(ask: Client, visit: str, database: Database) -> None:
    order_id = await steps.put(database, visit, OrderState.SUBMITTED)
    await steps.grant_role(database, mei, Role.TASK_MANAGER)

    payload = await ask.do("planRecheck", steps.a_recheck(order_id, 1), by=mei)

    assert payload["code"] == "OWN_ASSIGNMENT"
    assert await steps.order(ask, order_id) == {"state": "SUBMITTED", "version": 1}


async def test_sent_again_one_re_inspection_is_planned(
    ask: Client, visit: str, database: Database
) -> None:
    order_id = await steps.put(database, visit, OrderState.SUBMITTED)
    given = {"operationId": str(new_key()), **steps.a_recheck(order_id, 1)}
    shows = "... on RecheckPlanned { inspection { id } }"

    first = await ask.do("planRecheck", given, shows, by=lin)
    again = await ask.do("planRecheck", given, shows, by=lin)

    assert first["__typename"] == "RecheckPlanned"
    assert again == first
    async with database.writing() as session:
        count = await session.scalar(sa.select(sa.func.count()).select_from(Inspection))
    assert count == 2
