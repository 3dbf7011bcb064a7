"""Ways around the rules of orders: the own work judged, the first team alone again, time that is over."""

import datetime as dt
from typing import Any

import pytest
import sqlalchemy as sa

from domain.rectification.terms import OrderState
from domain.roles import Role
from persistence.database import Database
from persistence.identifiers import new_key
from persistence.tables.accounts import RoleGrant
from persistence.tables.inspections import InspectionAssignment
from tests.builders import NOW, TODAY
from tests.client import Client, Clock
from tests.people import SUZHOU, Person, hua, jun, lin, mei, tao, yin
from tests.schema.inspections import steps as visits
from tests.schema.rectification import steps


async def _hold(database: Database, person: Person, role: Role) -> None:
    async with database.writing() as session:
        session.add(
            RoleGrant(id=new_key(), account_id=person.id, role=role, authority_id=SUZHOU.id)
        )


def _more_time(order_id: str, **facts: Any) -> dict[str, Any]:
    return {
        "orderId": order_id,
        "expectedVersion": 1,
        "dueOn": "2027-01-31",
        "reason": "施工延误",
        **facts,
    }


# The own work


async def test_a_head_who_was_sent_gives_no_more_time(
    ask: Client, visit: str, database: Database
) -> None:
    order_id = await steps.issue(ask, visit)
    await _hold(database, mei, Role.HEAD)

    payload = await ask.do("extendRectification", _more_time(order_id), by=mei)

    assert payload["code"] == "DECIDER_TOOK_PART"
    assert (await steps.order(ask, order_id, "dueOn"))["dueOn"] == "2026-12-18"


@pytest.mark.parametrize("decision", ["ADOPT", "DISMISS"])
async def test_a_head_who_was_sent_decides_no_measure(
    ask: Client, visit: str, database: Database, decision: str
) -> None:
    order_id = await steps.put(database, visit, OrderState.OVERDUE)
    proposal_id = await steps.propose(database, order_id)
    await _hold(database, jun, Role.HEAD)

    given = {
        "proposalId": proposal_id,
        "expectedVersion": 1,
        "decision": decision,
        "reason": "情节轻微",
    }
    payload = await ask.do("decideEscalation", given, by=jun)

    assert payload["code"] == "DECIDER_TOOK_PART"
    assert await steps.proposals(database, order_id) == [("OVERDUE", "STOP_ENROLMENT", "PROPOSED")]


async def test_who_looked_again_does_not_accept_on_file(
    ask: Client, visit: str, database: Database
) -> None:
    order_id = await steps.put(database, visit, OrderState.SUBMITTED)
    await steps.rechecked(ask, order_id, good=False)
    await steps.submit(ask, order_id)
    await _hold(database, mei, Role.RESULT_AUDITOR)
    async with database.writing() as session:
        await session.execute(
            sa.update(InspectionAssignment)
            .where(
                InspectionAssignment.inspection_id == visits.key(visit),
                InspectionAssignment.officer_id == mei.officer_id,
            )
            .values(officer_id=tao.officer_id)
        )
    version = (await steps.order(ask, order_id))["version"]

    given = {"orderId": order_id, "expectedVersion": version, "note": "照片清楚"}
    payload = await ask.do("acceptRectification", given, by=mei)

    assert payload["code"] == "ACCEPTOR_IS_OFFICER"


async def test_who_ordered_does_not_audit_the_re_inspection(
    ask: Client, visit: str, database: Database
) -> None:
    order_id = await steps.put(database, visit, OrderState.SUBMITTED)
    recheck_id = await steps.recheck(ask, order_id)
    await visits.check_in(ask, recheck_id)
    await steps.file(ask, recheck_id, good=True)
    await visits.confirm(ask, recheck_id, by=tao)
    await _hold(database, jun, Role.RESULT_AUDITOR)

    given = {"inspectionId": recheck_id, "decision": "APPROVED"}
    payload = await ask.do("auditInspectionResult", given, by=jun)

    assert payload["code"] == "AUDITOR_IS_OFFICER"
    assert (await steps.order(ask, order_id))["state"] == "RECHECK_PLANNED"


async def test_on_the_spot_verifies_only_who_was_there(world: None, ask: Client) -> None:
    inspection_id = await visits.assign(ask)
    await visits.check_in(ask, inspection_id)
    order_id = await steps.issue(ask, inspection_id, kind="IMMEDIATE", dueOn=None)

    given = {"orderId": order_id, "note": "灭火器已更换"}
    absent = await ask.do("verifyCorrection", given, by=jun)
    there = await ask.do("verifyCorrection", given, by=mei)

    assert absent["code"] == "OFFICER_NOT_ON_SITE"
    assert there == {"__typename": "CorrectionVerified"}


# The first team alone again


@pytest.mark.parametrize("way", ["replace", "recusal"])
async def test_the_new_officer_of_a_re_inspection_is_not_replaced_by_the_first_team(
    ask: Client, visit: str, database: Database, way: str
) -> None:
    order_id = await steps.put(database, visit, OrderState.SUBMITTED)
    recheck_id = await steps.recheck(ask, order_id)
    facts: dict[str, Any] = {"incomingOfficerId": visits.officer(jun)}
    given: dict[str, Any]
    if way == "replace":
        given = {
            "inspectionId": recheck_id,
            "officerId": visits.officer(tao),
            "reason": "ILLNESS",
            **facts,
        }
        payload = await ask.do("replaceInspector", given, by=hua)
    else:
        asked = {
            "inspectionId": recheck_id,
            "officerId": visits.officer(tao),
            "statement": "近亲属任职",
        }
        shows = "... on RecusalRequested { recusalRequest { id } }"
        request = await ask.do("requestRecusal", asked, shows, by=tao)
        given = {
            "recusalRequestId": request["recusalRequest"]["id"],
            "isUpheld": True,
            **facts,
        }
        payload = await ask.do("decideRecusalRequest", given, by=hua)

    assert payload["code"] == "RECHECK_TEAM_UNCHANGED"
    document = """query Q($id: ID!) { inspection(id: $id) {
        assignments { officer { id } replacedAt } } }"""
    seen = await ask(document, {"id": recheck_id}, by=hua)
    team = {each["officer"]["id"]: each["replacedAt"] for each in seen["inspection"]["assignments"]}
    assert team == {visits.officer(mei): None, visits.officer(tao): None}


# Time


async def test_what_was_to_be_corrected_at_once_is_not_extended(ask: Client, visit: str) -> None:
    order_id = await steps.issue(ask, visit, kind="IMMEDIATE", dueOn=None)

    payload = await ask.do("extendRectification", _more_time(order_id), by=hua)

    assert payload["code"] == "ORDER_IMMEDIATE"
    assert (await steps.order(ask, order_id))["version"] == 1


async def test_no_more_time_once_the_time_is_over(
    ask: Client, visit: str, database: Database
) -> None:
    """Before the duties have marked it, too."""
    over = TODAY - dt.timedelta(days=2)
    order_id = await steps.put(
        database,
        visit,
        OrderState.ISSUED,
        due_on=over,
        issued_on=over - dt.timedelta(days=20),
        received_at=NOW - dt.timedelta(days=22),
    )

    payload = await ask.do("extendRectification", _more_time(order_id, dueOn="2026-12-10"), by=hua)

    assert payload["code"] == "ILLEGAL_TRANSITION"
    assert (await steps.order(ask, order_id))["version"] == 1


# Results beside orders


async def test_nothing_found_is_not_filed_beside_an_order(ask: Client, visit: str) -> None:
    await steps.issue(ask, visit)

    payload = await ask.do("fileInspectionResult", visits.a_report(visit), by=mei)

    assert payload["code"] == "RESULT_CONTRADICTS_FINDINGS"
    assert (await visits.state_of(ask, visit))["state"] == "TO_ENTER"


# What the institution learns


async def test_a_re_inspection_is_not_told_before_its_notice(
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


async def test_an_order_is_not_dated_back_before_the_officers_arrival(
    world: None, ask: Client, clock: Clock
) -> None:
    inspection_id = await visits.assign(ask)
    clock.now = NOW + dt.timedelta(days=2)
    arrived_at = clock.now - dt.timedelta(hours=1)
    await visits.check_in(ask, inspection_id, claimedAt=arrived_at.isoformat())

    # As if ordered on the day of the assignment, two days before anybody came.
    order_id = await steps.issue(
        ask, inspection_id, claimedAt=(NOW + dt.timedelta(minutes=1)).isoformat()
    )

    found = await steps.order(ask, order_id, "issuedOn clockIsOff")
    assert found == {"issuedOn": "2026-11-20", "clockIsOff": True}
