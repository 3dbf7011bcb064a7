"""Approving a task: by the head of its authority, who did not make it; in its state and no other."""

import pytest

from domain.roles import Role
from persistence.engine.database import Database
from tests.client import Client
from tests.people import Person, hua, lin, mei, ou, qiao, su
from tests.schema.draws import steps

REFUSED = """... on IllegalTransition { state event allowed message } ... on NotPermitted { permission }"""


async def test_the_head_approves(ask: Client, world: None) -> None:
    task = await steps.create(ask)
    shows = "... on TaskApproved { task { state approvedAt steps { event officer { id } } } }"

    payload = await ask.do("approveTask", {"taskId": task["id"]}, shows, by=hua)

    assert payload["task"]["state"] == "APPROVED"
    assert payload["task"]["approvedAt"] == "2026-11-18T02:00:00.000000Z"
    assert [s["event"] for s in payload["task"]["steps"]] == ["create", "approve"]


async def test_a_second_approval_is_refused_with_the_state_and_what_is_allowed(
    ask: Client, world: None
) -> None:
    task = await steps.approved(ask)

    payload = await ask.do("approveTask", {"taskId": task["id"]}, REFUSED, by=hua)

    assert payload["code"] == "ILLEGAL_TRANSITION"
    assert payload["state"] == "APPROVED"
    assert payload["event"] == "approve"
    assert payload["allowed"] == ["freeze_pool", "void"]


async def test_nobody_approves_the_own_task(ask: Client, world: None, database: Database) -> None:
    async with database.writing() as session:
        session.add(steps.at(hua, Role.TASK_MANAGER))
    task = await steps.create(ask, by=hua)

    payload = await ask.do("approveTask", {"taskId": task["id"]}, by=hua)

    assert payload["code"] == "OWN_TASK"
    assert await steps.state_in(database, task) == "DRAFT"


@pytest.mark.parametrize("person", [lin, mei, qiao, su, ou, None], ids=str)
async def test_nobody_else_approves(
    ask: Client, world: None, database: Database, person: Person | None
) -> None:
    task = await steps.create(ask)

    payload = await ask.do("approveTask", {"taskId": task["id"]}, by=person)

    assert payload["code"] == "NOT_PERMITTED"
    assert await steps.state_in(database, task) == "DRAFT"
