"""From a visit to what was mended, or not, through the API and by the people of it."""

import datetime as dt

from jobs import scheduled as scheduled_jobs
from persistence.engine.database import Database
from persistence.engine.keys import Keys
from tests.client import Client, Clock
from tests.factories import NOW
from tests.people import hua, mei, qiao, yin
from tests.schema.inspections import steps as visits
from tests.schema.rectification import steps


async def test_what_is_corrected_on_the_spot_is_closed_and_filed_as_such(
    ask: Client, visit: str
) -> None:
    corrected = visits.a_problem(visit, resultCodes=["CORRECTED_AFTER_ORDER"])
    before = await ask.do("fileInspectionResult", corrected, by=mei)
    order_id = await steps.issue(ask, visit, kind="IMMEDIATE", dueOn=None)
    open_still = await ask.do("fileInspectionResult", corrected, by=mei)
    payload = await ask.do(
        "verifyCorrection",
        {"orderId": order_id, "note": "通道已清空"},
        "... on CorrectionVerified { order { state closedBy closingNote closedAt dueOn } }",
        by=mei,
    )
    after = await ask.do("fileInspectionResult", corrected, by=mei)

    assert before["code"] == open_still["code"] == "ORDER_REQUIRED"
    assert payload["order"] == {
        "state": "CLOSED",
        "closedBy": "ON_SITE",
        "closingNote": "通道已清空",
        "closedAt": "2026-11-18T02:00:00.000000Z",
        "dueOn": "2026-11-18",
    }
    assert after == {"__typename": "InspectionResultFiled"}


async def test_an_order_is_reported_on_and_accepted_on_file(
    ask: Client, visit: str, database: Database
) -> None:
    order_id = await steps.issue(ask, visit)
    await steps.submit(ask, order_id)
    given = {"orderId": order_id, "expectedVersion": 2, "note": "照片清楚"}
    shows = """... on RectificationAccepted { order {
        state closedBy version reports { position statement isLate submittedAt } } }"""
    payload = await ask.do("acceptRectification", given, shows, by=qiao)

    assert payload["order"] == {
        "state": "CLOSED",
        "closedBy": "ON_FILE",
        "version": 3,
        "reports": [
            {
                "position": 1,
                "statement": "灭火器已全部更换",
                "isLate": False,
                "submittedAt": "2026-11-18T02:00:00.000000Z",
            }
        ],
    }
    moves = [m for m in (await visits.traces(database))["moves"] if m[0] == "CorrectionOrder"]
    assert moves == [
        ("CorrectionOrder", "ISSUED", "submit", "SUBMITTED"),
        ("CorrectionOrder", "None", "issue", "ISSUED"),
        ("CorrectionOrder", "SUBMITTED", "accept", "CLOSED"),
    ]


async def test_a_re_inspection_that_finds_nothing_closes_the_order(ask: Client, visit: str) -> None:
    order_id = await steps.issue(ask, visit)
    await steps.submit(ask, order_id)
    inspection_id = await steps.rechecked(ask, order_id, good=True)

    found = await steps.order(
        ask,
        order_id,
        "state closedBy recheck { id task { category trigger originComplaint: reason } }",
    )
    assert found == {
        "state": "CLOSED",
        "closedBy": "RECHECK",
        "recheck": {
            "id": inspection_id,
            "task": {
                "category": "CASE",
                "trigger": "RECHECK",
                "originComplaint": "查看灭火器是否更换",
            },
        },
    }


async def test_one_that_finds_it_again_fails_the_order_and_a_person_decides_what_follows(
    ask: Client, visit: str, database: Database
) -> None:
    order_id = await steps.issue(ask, visit)
    await steps.submit(ask, order_id)
    await steps.rechecked(ask, order_id, good=False)

    assert (await steps.order(ask, order_id))["state"] == "FAILED"
    assert await steps.proposals(database, order_id) == [("FAILED", "STOP_ENROLMENT", "PROPOSED")]
    listed = await ask(
        """{ escalationProposals(first: 9, filter: {states: [PROPOSED]}) {
            nodes { id version measure basis order { id } } } }""",
        by=hua,
    )
    (proposal,) = listed["escalationProposals"]["nodes"]
    hidden = await steps.order(ask, order_id, "escalations { measure }", by=yin)
    given = {
        "proposalId": proposal["id"],
        "expectedVersion": 1,
        "decision": "ADOPT",
        "measure": "REMOVE_FROM_WHITE_LIST",
    }
    shows = """... on EscalationDecided { proposal {
        state measure basis decidedAt order { state } } }"""
    payload = await ask.do("decideEscalation", given, shows, by=hua)
    disclosed = await steps.order(ask, order_id, "escalations { measure state }", by=yin)

    assert proposal == {
        "id": proposal["id"],
        "version": 1,
        "measure": "STOP_ENROLMENT",
        "basis": "X16",
        "order": {"id": order_id},
    }
    assert hidden == {"escalations": []}
    assert payload["proposal"] == {
        "state": "ADOPTED",
        "measure": "REMOVE_FROM_WHITE_LIST",
        "basis": "X33",
        "decidedAt": "2026-11-18T02:00:00.000000Z",
        "order": {"state": "ESCALATED"},
    }
    assert disclosed == {"escalations": [{"measure": "REMOVE_FROM_WHITE_LIST", "state": "ADOPTED"}]}


async def test_an_order_passes_its_day_once_and_is_reported_on_late(
    ask: Client, visit: str, database: Database, keys: Keys, clock: Clock
) -> None:
    order_id = await steps.issue(ask, visit)
    in_time = await scheduled_jobs.run_once(database, keys, NOW + dt.timedelta(days=30))
    late = NOW + dt.timedelta(days=31)
    passed = await scheduled_jobs.run_once(database, keys, late)
    again = await scheduled_jobs.run_once(database, keys, late)
    assert [each.overdue_orders for each in (in_time, passed, again)] == [0, 1, 0]
    assert (await steps.order(ask, order_id))["state"] == "OVERDUE"
    assert await steps.proposals(database, order_id) == [("OVERDUE", "STOP_ENROLMENT", "PROPOSED")]

    clock.now = late
    await steps.submit(ask, order_id)

    found = await steps.order(ask, order_id, "state reports { isLate }")
    assert found == {"state": "SUBMITTED", "reports": [{"isLate": True}]}


async def test_an_order_that_a_phone_held_back_is_not_overdue_the_moment_it_arrives(
    ask: Client, visit: str, database: Database, keys: Keys, clock: Clock
) -> None:
    clock.now = NOW + dt.timedelta(days=2)
    order_id = await steps.issue(ask, visit, kind="IMMEDIATE", dueOn=None)

    at_once = await scheduled_jobs.run_once(database, keys, clock.now + dt.timedelta(minutes=1))
    next_day = await scheduled_jobs.run_once(database, keys, clock.now + dt.timedelta(hours=25))

    assert (at_once.overdue_orders, next_day.overdue_orders) == (0, 1)
    found = await steps.order(ask, order_id, "issuedOn state")
    assert found == {"issuedOn": "2026-11-18", "state": "OVERDUE"}
