"""Locked, issued, revealed: by the managers alone, in due time, and listed as failed where nobody did."""

import datetime as dt

import pytest
import sqlalchemy as sa

from domain.draws import verification
from domain.roles import Role
from jobs import scheduled as scheduled_jobs
from persistence.draws import reveal
from persistence.draws.table import Draw
from persistence.engine.database import Database
from persistence.engine.keys import Keys
from persistence.engine.records import AuditEvent
from persistence.reading import ids
from tests.client import Client, Clock
from tests.factories import accounts, inspections
from tests.people import Person, hua, jun, lin, mei, ou, qiao, su, tao, yin
from tests.schema.draws import steps
from tests.schema.inspections.steps import a_report, check_in, sign

STEPS = {"lockDraw": "DrawLocked", "issueTask": "TaskIssued", "revealDraw": "DrawRevealed"}


async def test_the_last_published_result_reveals_the_draw(
    ask: Client, clock: Clock, city: None, database: Database
) -> None:
    quotas = [{"riskClass": name, "objectCount": 0} for name in "ABC"]
    quotas.append({"riskClass": "D", "objectCount": 1})
    task = await steps.issued(ask, clock, quotas=quotas, itemIds=[steps.item("XW02")])
    (visit,) = await steps.visits_of(ask, task["code"])
    async with database.writing() as session:
        # So that two with accounts are sent.
        from persistence.inspections.table import InspectionAssignment

        await session.execute(sa.delete(InspectionAssignment))
        session.add_all(
            inspections.assignment(
                ids.read("Inspection", visit["id"]), who.as_officer, is_leader=who is mei
            )
            for who in (mei, jun)
        )
    clock.now = dt.datetime(2026, 11, 24, 4, 0, tzinfo=dt.UTC)
    report = a_report(
        visit["id"],
        visitStartedAt="2026-11-24T02:00:00Z",
        visitEndedAt="2026-11-24T03:00:00Z",
    )
    await check_in(ask, visit["id"], claimedAt="2026-11-24T02:00:00Z")
    filed = await ask.do("fileInspectionResult", report, by=mei)
    assert filed["__typename"] == "InspectionResultFiled"
    await sign(ask, visit["id"])
    given = {"inspectionId": visit["id"], "recordVersionNo": 1}
    await ask.do("confirmInspectionResult", given, by=jun)
    assert (await steps.proof_of(ask, task["code"]))["stage"] == "SEALED"

    audited = await ask.do(
        "auditInspectionResult", {"inspectionId": visit["id"], "decision": "APPROVED"}, by=qiao
    )

    assert audited["__typename"] == "InspectionResultAudited"
    assert await steps.state_in(database, task) == "COMPLETED"
    proof = await steps.proof_of(ask, task["code"])
    assert proof["stage"] == "REVEALED"
    assert verification.verify(proof).is_valid


async def test_a_nonce_that_is_not_revealed_in_time_is_listed_as_a_failed_draw(
    ask: Client, clock: Clock, city: None, database: Database, keys: Keys
) -> None:
    task = await steps.issued(ask, clock)
    async with database.writing() as session:
        due_on = (await session.scalars(sa.select(Draw.reveal_due_on))).one()
    late = dt.datetime.combine(due_on, dt.time(4), dt.UTC) + dt.timedelta(days=1)

    in_time = await reveal.fail_overdue(database, keys, now=late, today=due_on)
    failed = await reveal.fail_overdue(database, keys, now=late, today=late.date())
    again = await reveal.fail_overdue(database, keys, now=late, today=late.date())

    assert (in_time, failed, again) == ([], [task["code"]], [])
    listed = await ask(
        "{ drawProofs(first: 5, filter: {stages: [FAILED]}) { nodes { taskCode } } }"
    )
    assert listed["drawProofs"]["nodes"] == [{"taskCode": task["code"]}]
    # Late is better than never, and stays in the trail.
    clock.now = late
    await steps.done(ask, "revealDraw", "DrawRevealed", {"taskId": task["id"]}, by=lin)
    proof = await steps.proof_of(ask, task["code"])
    assert "FAILED" in [entry["event"] for entry in proof["trail"]]
    assert verification.verify(proof).is_valid


async def test_a_pool_that_was_never_drawn_is_listed_as_a_failed_draw(
    ask: Client, city: None, database: Database, keys: Keys
) -> None:
    task = await steps.freeze(ask, await steps.approved(ask))
    late = dt.datetime(2027, 6, 1, tzinfo=dt.UTC)

    failed = await reveal.fail_overdue(database, keys, now=late, today=late.date())
    again = await reveal.fail_overdue(database, keys, now=late, today=late.date())

    assert (failed, again) == ([task["code"]], [])
    proof = await steps.proof_of(ask, task["code"])
    assert (proof["stage"], "frozen" in proof) == ("FAILED", False)
    await steps.done(
        ask, "voidTask", "TaskVoided", {"taskId": task["id"], "reason": "未抽取"}, by=hua
    )
    assert (await steps.proof_of(ask, task["code"]))["stage"] == "VOIDED"


async def test_one_draw_at_fault_keeps_nothing_else_from_being_done(
    ask: Client, city: None, database: Database, keys: Keys, clock: Clock
) -> None:
    broken = await steps.freeze(ask, await steps.approved(ask))
    whole = await steps.freeze(ask, await steps.approved(ask, itemIds=[steps.item("XW03")]))
    async with database.writing() as session:
        await session.execute(
            sa.update(Draw).where(Draw.task_code == broken["code"]).values(text="{}")
        )
    late = clock.now + dt.timedelta(days=400)

    with pytest.raises(ExceptionGroup) as raised:
        await scheduled_jobs.run_once(database, keys, late, force=True)

    assert len(raised.value.exceptions) == 2
    stages = {code: await steps.proof_of(ask, code) for code in (broken["code"], whole["code"])}
    assert [proof["stage"] for proof in stages.values()] == ["COMMITTED", "VOIDED"]
    async with database.writing() as session:
        tags = list(await session.scalars(sa.select(AuditEvent.tag)))
    assert tags.count("risk.recomputed") == 1


@pytest.mark.parametrize("mutation", STEPS)
@pytest.mark.parametrize("person", [hua, mei, qiao, su, ou, yin, None], ids=str)
async def test_nobody_else_takes_these_steps(
    ask: Client, world: None, mutation: str, person: Person | None
) -> None:
    task = await steps.create(ask)

    payload = await ask.do(mutation, {"taskId": task["id"]}, by=person)

    assert payload["code"] == "NOT_PERMITTED"


@pytest.mark.parametrize("mutation", STEPS)
async def test_a_manager_of_another_authority_does_not_find_the_task(
    ask: Client, world: None, database: Database, mutation: str
) -> None:
    task = await steps.create(ask)
    async with database.writing() as session:
        session.add(accounts.grant(tao, Role.TASK_MANAGER))

    payload = await ask.do(mutation, {"taskId": task["id"]}, by=tao)

    assert payload["code"] == "NOT_FOUND"
    assert await steps.state_in(database, task) == task["state"]


@pytest.mark.parametrize("mutation", STEPS)
async def test_a_draft_has_no_draw(ask: Client, world: None, mutation: str) -> None:
    task = await steps.create(ask)

    payload = await ask.do(mutation, {"taskId": task["id"]}, by=lin)

    assert payload["code"] in ("ILLEGAL_TRANSITION", "NOT_FOUND")


@pytest.mark.parametrize(
    ("document", "is_answered"),
    [
        ("{ drawProofs(first: 2) { nodes { proof } } }", True),
        ("{ drawProofs(first: 3) { nodes { proof } } }", False),
        ("{ drawProofs(first: 1) { nodes { a: proof b: proof c: proof } } }", False),
        ('{ drawProof(taskCode: "x") { proof } }', True),
        ('{ drawProof(taskCode: "x") { a: proof b: proof c: proof } }', False),
        ("{ drawProofs(first: 100) { nodes { taskCode commitment } } }", True),
    ],
)
async def test_proofs_are_not_asked_for_by_the_hundred(
    ask: Client, world: None, document: str, is_answered: bool
) -> None:
    """Each is megabytes, and anybody may ask."""
    answer = await ask.answer(document)

    codes = [error["extensions"]["code"] for error in answer.get("errors", ())]
    assert codes == ([] if is_answered else ["TOO_MANY_NODES"])
