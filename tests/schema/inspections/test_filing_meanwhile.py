"""What happens between the reading and the writing of a result: others change the visit, connections and
servers are lost. Somebody holds the visit, so that the filing has read and waits to write."""

import asyncio
import datetime as dt
import os
from typing import Any

import pytest
import sqlalchemy as sa

from domain.inspections.terms import TaskState
from persistence.authorities.table import InspectorProfile
from persistence.engine import operations
from persistence.engine.database import Database
from persistence.engine.drafts import Draft, GuardLost
from persistence.engine.identifiers import new_key
from persistence.engine.operations import OperationKey
from persistence.engine.records import AuditEvent, Operation
from persistence.evidence.table import RecordEvidence
from persistence.inspections.table import (
    Inspection,
    InspectionRecord,
    InspectionTask,
    RecordAnswer,
    RecordConfirmation,
)
from persistence.regions import workdays
from persistence.visits import facts
from tests import beside
from tests.client import Client
from tests.factories import NOW, TODAY
from tests.people import jun, mei
from tests.schema.inspections import steps
from tests.schema.inspections.meanwhile import declare, hold, holding, waiting
from tests.schema.inspections.steps import a_problem

VERDICT = "... on InspectionResultFiled { inspection { record { verdict } } }"
ROUNDS = int(os.environ.get("TWO_SENDERS_ROUNDS", "5"))
LEFT = (InspectionRecord, RecordAnswer, RecordConfirmation, Operation)


async def left(database: Database) -> list[int]:
    """How much there is of what a filing leaves; the operations of the steps before are not counted."""
    async with database.writing() as session:
        found = []
        for table in LEFT:
            counted = sa.select(sa.func.count()).select_from(table)
            if table is Operation:
                counted = counted.where(Operation.mutation == "fileInspectionResult")
            found.append(await session.scalar(counted) or 0)
    return found


async def test_what_was_declared_meanwhile_is_covered(
    ask: Client, arrived: str, database: Database
) -> None:
    async with holding(database, arrived) as other:
        filing = asyncio.create_task(
            ask.do("fileInspectionResult", a_problem(arrived), VERDICT, by=mei)
        )
        await waiting(database)
        photo = await declare(other, arrived)
    payload = await filing

    # Its bytes are still to come; the seal is whole.
    assert payload["inspection"]["record"]["verdict"] == "MISSING"
    async with database.writing() as session:
        assert list(await session.scalars(sa.select(RecordEvidence.evidence_id))) == [photo]
    assert await left(database) == [1, 3, 1, 1]


async def test_an_officer_who_is_replaced_meanwhile_files_nothing(
    ask: Client, arrived: str, database: Database
) -> None:
    async with holding(database, arrived) as other:
        filing = asyncio.create_task(ask.do("fileInspectionResult", a_problem(arrived), by=mei))
        await waiting(database)
        await other.execute(
            "update inspection_assignments set replaced_at = $2,"
            " replacement_reason = 'RECUSAL' where officer_id = $1",
            mei.officer_id,
            NOW,
        )
    payload = await filing

    assert payload["code"] == "NOT_FOUND"
    assert await left(database) == [0, 0, 0, 0]


async def test_changed_once_it_waits_for_its_turn(
    ask: Client, world: None, database: Database
) -> None:
    """Somebody else is next in the row: read again under the visit's lock, nothing changes any more. A
    second attempt may come before a second who is slow to wake, and covers what was there: then again."""
    for filed in range(1, 6):
        visit = await steps.assign(ask)
        await steps.check_in(ask, visit)
        photos, payload = await _filed_between_two(ask, visit, database)

        assert payload["inspection"]["record"]["verdict"] == "MISSING"
        async with database.writing() as session:
            of_it = RecordEvidence.evidence_id.in_(photos)
            covered = await session.scalars(sa.select(RecordEvidence.evidence_id).where(of_it))
            assert set(covered) == photos
        assert await left(database) == [filed, 3 * filed, filed, filed]
        if len(photos) == 2:
            break
    else:
        pytest.fail("it never waited for its turn")


async def _filed_between_two(
    ask: Client, visit: str, database: Database
) -> tuple[set[Any], dict[str, Any]]:
    """What others declared before the result was filed, and what was answered."""
    async with beside.connection(database.url) as second:
        async with holding(database, visit) as first:
            filing = asyncio.create_task(
                ask.do("fileInspectionResult", a_problem(visit), VERDICT, by=mei)
            )
            await waiting(database)
            transaction = second.transaction()
            await transaction.start()
            held = asyncio.create_task(hold(second, visit))
            await waiting(database, 2)
            photos = {await declare(first, visit)}
        await held
        if await waiting(database, unless=filing):
            photos.add(await declare(second, visit))
        await transaction.commit()
    return photos, await filing


async def test_what_changes_though_the_visit_is_locked_is_lost_again(
    ask: Client, assigned: str, database: Database
) -> None:
    """An officer's certificate: nobody locks a visit to change it."""
    actor, inspection_id = await ask.actor(mei), steps.key(assigned)
    key = OperationKey(b"actor", new_key(), "mutate", b"input")

    async def notice(lost: GuardLost | None, *, valid_to: dt.date | None) -> None:
        async with Draft.begin(database, key, lost) as draft:
            visit = await facts.read(draft, actor, inspection_id)
            visit.inspection.record_notice(at=NOW)
            operations.record(draft, key, success="Done", ids={})
            if valid_to is not None:
                await _certify(database, valid_to)

    lost: GuardLost | None = None
    for days in (1, 2):
        with pytest.raises(GuardLost) as found:
            await notice(lost, valid_to=TODAY + dt.timedelta(days=days))
        lost = found.value

    async with database.writing() as session:
        assert await session.scalar(sa.select(Inspection.noticed_at)) is None
        assert await operations.find(session, key) is None
    await notice(lost, valid_to=None)
    async with database.writing() as session:
        assert await session.scalar(sa.select(Inspection.noticed_at)) == NOW
        assert await operations.find(session, key) is not None


async def _certify(database: Database, valid_to: dt.date) -> None:
    async with database.writing() as session:
        of = InspectorProfile.officer_id == jun.officer_id
        changed = sa.update(InspectorProfile).where(of).values(certificate_valid_to=valid_to)
        await session.execute(changed)


async def test_the_same_operation_meanwhile_is_in_progress_and_then_answered_again(
    ask: Client, arrived: str, database: Database
) -> None:
    given = {**a_problem(arrived), "operationId": str(new_key())}
    async with holding(database, arrived):
        first = asyncio.create_task(ask.do("fileInspectionResult", given, by=mei))
        await waiting(database)
        second = await ask.do("fileInspectionResult", given, by=mei)
    done = await first
    third = await ask.do("fileInspectionResult", given, by=mei)

    assert second["code"] == "OPERATION_IN_PROGRESS"
    assert done == third == {"__typename": "InspectionResultFiled"}
    assert await left(database) == [1, 3, 1, 1]


async def test_the_same_result_sent_twice_at_once_is_filed_once(
    ask: Client, world: None, database: Database
) -> None:
    for number in range(1, ROUNDS + 1):
        visit = await steps.assign(ask)
        await steps.check_in(ask, visit)
        given = {**a_problem(visit), "operationId": str(new_key())}

        payloads = await asyncio.gather(
            *(ask.do("fileInspectionResult", given, by=mei) for _ in range(2))
        )

        codes = [payload.get("code") for payload in payloads]
        assert None in codes
        assert set(codes) <= {None, "OPERATION_IN_PROGRESS"}
        assert await left(database) == [number, 3 * number, number, number]


async def test_a_connection_that_is_lost_is_replaced_and_the_result_filed_once(
    ask: Client, arrived: str, database: Database
) -> None:
    async with holding(database, arrived) as other:
        filing = asyncio.create_task(ask.do("fileInspectionResult", a_problem(arrived), by=mei))
        (pid,) = await waiting(database)
        await other.execute("select pg_terminate_backend($1)", pid)
        await waiting(database, but=pid)
    payload = await filing

    assert payload == {"__typename": "InspectionResultFiled"}
    assert await left(database) == [1, 3, 1, 1]


async def test_a_server_that_dies_before_it_wrote_leaves_nothing_and_hinders_nobody(
    ask: Client, arrived: str, database: Database
) -> None:
    given = {**a_problem(arrived), "operationId": str(new_key())}
    async with holding(database, arrived) as other:
        filing = asyncio.create_task(ask.do("fileInspectionResult", given, by=mei))
        (pid,) = await waiting(database)
        filing.cancel()
        await asyncio.gather(filing, return_exceptions=True)
        # As of a process that is no more: its connection is gone.
        await other.execute("select pg_terminate_backend($1)", pid)

    assert await left(database) == [0, 0, 0, 0]
    async with database.writing() as session:
        state = await session.scalar(sa.select(Inspection.state))
        tags = await session.scalars(sa.select(AuditEvent.tag))
    assert state == "TO_ENTER"
    assert "inspection.result_filed" not in set(tags)
    again = await ask.do("fileInspectionResult", given, by=mei)
    assert again == {"__typename": "InspectionResultFiled"}


async def test_two_visits_of_a_task_filed_at_once_begin_it_once(
    ask: Client, arrived: str, database: Database
) -> None:
    other = await steps.add_visit(database, arrived)
    await steps.check_in(ask, other)

    payloads = await asyncio.gather(
        ask.do("fileInspectionResult", a_problem(arrived), by=mei),
        ask.do("fileInspectionResult", a_problem(other), by=mei),
    )

    assert [payload["__typename"] for payload in payloads] == ["InspectionResultFiled"] * 2
    moves = (await steps.traces(database))["moves"]
    assert moves.count(("InspectionTask", "ISSUED", "first_record", "IN_PROGRESS")) == 1
    async with database.writing() as session:
        task = (await session.scalars(sa.select(InspectionTask))).one()
        assert (task.state, task.version) == (TaskState.IN_PROGRESS, 2)


@pytest.mark.usefixtures("workdays_as_shipped")
async def test_days_that_are_loaded_meanwhile_count(
    ask: Client, arrived: str, database: Database
) -> None:
    """A day more until it has to be public, where one of the twenty working days becomes a holiday."""
    shows = "... on InspectionResultFiled { inspection { publishDueOn } }"
    off = {
        "day": dt.date(2026, 11, 19),
        "is_workday": False,
        "note": "试",
        "source_notice": "试发〔2026〕1号",
    }
    async with holding(database, arrived):
        filing = asyncio.create_task(
            ask.do("fileInspectionResult", a_problem(arrived), shows, by=mei)
        )
        await waiting(database)
        await workdays.import_days(database, [off], by=None)
    payload = await filing

    assert payload["inspection"]["publishDueOn"] == "2026-12-17"
    assert await left(database) == [1, 3, 1, 1]


async def test_confirmed_by_one_while_another_confirms(
    ask: Client, filed: str, database: Database
) -> None:
    """The other reads again, and finds what the first one left."""
    given = {"inspectionId": filed, "recordVersionNo": 1}
    async with holding(database, filed):
        both = [
            asyncio.create_task(ask.do("confirmInspectionResult", given, by=jun)) for _ in range(2)
        ]
        await waiting(database, 2)
    codes = [payload.get("code") for payload in await asyncio.gather(*both)]

    assert sorted(map(str, codes)) == ["ALREADY_CONFIRMED", "None"]


async def test_officials_lists_learn_of_it(ask: Client, arrived: str, database: Database) -> None:
    """The triggers that note a change fire for what a draft writes."""
    noted = sa.text("select count(*) from visit_changes where inspection_id = :id")
    async with database.writing() as session:
        await session.execute(sa.text("delete from visit_changes"))

    await ask.do("fileInspectionResult", a_problem(arrived), by=mei)

    async with database.writing() as session:
        assert await session.scalar(noted, {"id": steps.key(arrived)})
