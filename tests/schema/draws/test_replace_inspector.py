"""Replacing an officer of a drawn visit: by who follows in the same draw, approved by the head."""

import asyncio
from typing import Any

import pytest
import sqlalchemy as sa

from domain.draws import verification
from domain.inspections.terms import InspectionState
from domain.roles import Role
from persistence.draws.table import OfficerReplacement
from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from persistence.inspections.table import Inspection, InspectionAssignment
from persistence.reading import ids
from tests.client import Client, Clock
from tests.people import Person, hua, lin, mei, ou, qiao, su, yin
from tests.schema.draws import steps
from tests.schema.inspections import steps as visits

SHOWS = """... on InspectorReplaced { inspection {
    assignments { isLeader replacedAt replacementReason officer { id } } } }"""


async def _visit(ask: Client, clock: Clock, **facts: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    task = await steps.issued(ask, clock, **facts)
    return task, (await steps.visits_of(ask, task["code"]))[0]


def a_replacement(visit: dict[str, Any], officer_id: str, **facts: Any) -> dict[str, Any]:
    return {"inspectionId": visit["id"], "officerId": officer_id, "reason": "ILLNESS", **facts}


async def test_who_follows_in_the_draw_goes_instead(
    ask: Client, clock: Clock, city: None, database: Database
) -> None:
    task, visit = await _visit(ask, clock, publishDrawnList=True)
    leader, other = (a["officer"]["id"] for a in visit["assignments"])

    payload = await ask.do("replaceInspector", a_replacement(visit, leader), SHOWS, by=hua)

    sent = payload["inspection"]["assignments"]
    gone = [a for a in sent if a["replacedAt"]]
    live = [a for a in sent if not a["replacedAt"]]
    assert [(a["officer"]["id"], a["replacementReason"]) for a in gone] == [(leader, "ILLNESS")]
    assert len(live) == 2
    assert other in {a["officer"]["id"] for a in live}
    assert leader not in {a["officer"]["id"] for a in live}
    assert sum(a["isLeader"] for a in live) == 1
    proof = await steps.proof_of(ask, task["code"])
    assert proof["trail"][-1]["event"] == "REPLACED"
    assert proof["trail"][-1]["detail"]["reason"] == "ILLNESS"
    assert verification.verify(proof).is_valid
    shows = """draw { replacementCount replacements { reason outgoing { id } incoming { id } } }"""
    draw = (await steps.task_of(ask, task["code"], shows, by=ou))["draw"]
    (incoming,) = {a["officer"]["id"] for a in live} - {other}
    assert draw == {
        "replacementCount": 1,
        "replacements": [
            {"reason": "ILLNESS", "outgoing": {"id": leader}, "incoming": {"id": incoming}}
        ],
    }


async def test_one_after_the_other_nobody_comes_back(
    ask: Client, clock: Clock, city: None, database: Database
) -> None:
    task, visit = await _visit(ask, clock, publishDrawnList=True)
    async with database.writing() as session:
        session.add(steps.at(lin, Role.HEAD))
    gone: set[str] = set()
    for number in range(4):
        officer_id = visit["assignments"][-1]["officer"]["id"]
        given = a_replacement(visit, officer_id)
        payload = await ask.do("replaceInspector", given, SHOWS, by=hua)
        if number >= 2:
            payload = await ask.do("replaceInspector", given, SHOWS, by=lin)
        gone.add(officer_id)
        live = [a for a in payload["inspection"]["assignments"] if not a["replacedAt"]]
        visit["assignments"] = live
        assert gone.isdisjoint(a["officer"]["id"] for a in live)
        assert len(live) == 2

    assert verification.verify(await steps.proof_of(ask, task["code"])).is_valid


async def test_the_third_officer_of_a_visit_is_not_replaced_by_one_head_alone(
    ask: Client, clock: Clock, city: None, database: Database
) -> None:
    task, visit = await _visit(ask, clock, publishDrawnList=True)
    shows = """... on InspectorReplaced { inspection { assignments {
        replacedAt replacementProposedAt officer { id } } } }"""
    places = visit["assignments"]
    for _ in range(2):
        given = a_replacement(visit, places[-1]["officer"]["id"])
        payload = await ask.do("replaceInspector", given, shows, by=hua)
        places = [a for a in payload["inspection"]["assignments"] if not a["replacedAt"]]
    third = a_replacement(visit, places[-1]["officer"]["id"])
    before = await steps.proof_of(ask, task["code"])

    proposed = await ask.do("replaceInspector", third, shows, by=hua)
    again = await ask.do("replaceInspector", third, shows, by=hua)
    unchanged = await steps.proof_of(ask, task["code"])
    async with database.writing() as session:
        session.add(steps.at(lin, Role.HEAD))
    approved = await ask.do("replaceInspector", third, shows, by=lin)

    for payload in (proposed, again):
        live = [a for a in payload["inspection"]["assignments"] if not a["replacedAt"]]
        waiting = [a["officer"]["id"] for a in live if a["replacementProposedAt"]]
        assert waiting == [third["officerId"]]
    assert unchanged == before
    gone = [a["officer"]["id"] for a in approved["inspection"]["assignments"] if a["replacedAt"]]
    assert len(gone) == 3
    assert third["officerId"] in gone
    assert verification.verify(await steps.proof_of(ask, task["code"])).is_valid
    async with database.writing() as session:
        row = await session.scalar(
            sa.select(InspectionAssignment).where(
                InspectionAssignment.officer_id == ids.read("Officer", third["officerId"]),
                InspectionAssignment.replaced_at.is_not(None),
            )
        )
    assert row is not None
    assert (row.replacement_proposed_by, row.replacement_approved_by) == (hua.id, lin.id)


async def test_the_same_replacement_at_once_is_made_once(
    ask: Client, clock: Clock, city: None, database: Database
) -> None:
    _, visit = await _visit(ask, clock)
    officer_id = visit["assignments"][0]["officer"]["id"]
    given = a_replacement(visit, officer_id)

    payloads = await asyncio.gather(*(ask.do("replaceInspector", given, by=hua) for _ in range(4)))

    names = sorted(p["__typename"] for p in payloads)
    assert names == ["InspectorReplaced"] + ["NotOnTheVisit"] * 3
    async with database.writing() as session:
        assert len((await session.scalars(sa.select(OfficerReplacement))).all()) == 1


async def test_an_entered_result_keeps_its_officers(
    ask: Client, clock: Clock, city: None, database: Database
) -> None:
    _, visit = await _visit(ask, clock)
    async with database.writing() as session:
        row = await session.get_one(Inspection, ids.read("Inspection", visit["id"]))
        row.state = InspectionState.TO_CONFIRM
    officer_id = visit["assignments"][0]["officer"]["id"]
    shows = "... on ReplacementTooLate { state }"

    payload = await ask.do("replaceInspector", a_replacement(visit, officer_id), shows, by=hua)

    assert (payload["code"], payload["state"]) == ("REPLACEMENT_TOO_LATE", "TO_CONFIRM")


async def test_who_is_not_sent_is_not_replaced(ask: Client, clock: Clock, city: None) -> None:
    _, visit = await _visit(ask, clock)
    nobody = ids.write("Officer", new_key())

    payload = await ask.do("replaceInspector", a_replacement(visit, nobody), by=hua)

    assert payload["code"] == "NOT_ON_THE_VISIT"


async def test_officers_of_a_case_are_named_not_replaced_by_a_draw(
    ask: Client, world: None
) -> None:
    inspection_id = await visits.assign(ask)
    given = a_replacement({"id": inspection_id}, visits.officer(mei))

    payload = await ask.do("replaceInspector", given, by=hua)

    assert payload["code"] == "NOT_DRAWN"


@pytest.mark.parametrize("person", [lin, mei, qiao, su, ou, yin, None], ids=str)
async def test_nobody_but_the_head_replaces(
    ask: Client, clock: Clock, city: None, database: Database, person: Person | None
) -> None:
    _, visit = await _visit(ask, clock)
    officer_id = visit["assignments"][0]["officer"]["id"]

    payload = await ask.do("replaceInspector", a_replacement(visit, officer_id), by=person)

    assert payload["code"] == "NOT_PERMITTED"
    async with database.writing() as session:
        gone = sa.select(InspectionAssignment).where(InspectionAssignment.replaced_at.is_not(None))
        assert (await session.scalars(gone)).all() == []
