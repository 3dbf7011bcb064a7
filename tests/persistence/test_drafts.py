"""Operations that two senders send at once, under locks and drafted, in every order."""

import asyncio
import os
import random
from collections.abc import Awaitable, Callable
from uuid import UUID

import asyncpg
import pytest
import sqlalchemy as sa

from domain.actors import ANONYMOUS
from domain.refusals import IdTaken, OperationIdReused, OperationInProgress
from persistence.engine import audit, operations
from persistence.engine.columns import from_json
from persistence.engine.database import Database
from persistence.engine.drafts import CarriedOut, Draft, GuardLost, ReadOnce
from persistence.engine.identifiers import new_key
from persistence.engine.operations import OperationKey
from persistence.engine.records import AuditEvent, Operation
from persistence.inspections.table import Inspection
from persistence.regions.table import KEPT_CALENDAR
from persistence.tables import Table
from tests.factories import NOW, add, inspections, records, tasks
from tests.people import MAPLE, SUZHOU

ROUNDS = int(os.environ.get("TWO_SENDERS_ROUNDS", "40"))
SEED = int(os.environ.get("TWO_SENDERS_SEED", "20261201"))

NOTHING = ReadOnce(lambda _: [])
Sender = Callable[[Database, OperationKey, random.Random], Awaitable[str]]


def a_key(*, mutation: str = "mutate", input_hmac: bytes = b"input") -> OperationKey:
    return OperationKey(b"actor", new_key(), mutation, input_hmac)


async def _under_locks(database: Database, key: OperationKey, chance: random.Random) -> str:
    try:
        async with database.writing() as session:
            if await operations.claim(session, key) is not None:
                return "answered again"
            await _pause(chance)
            audit.record(session, "thing.done", by=None, on=key.operation_id)
            operations.record(session, key, success="Done", ids={})
            await _pause(chance)
    except OperationInProgress:
        return "in progress"
    return "done"


async def _drafted(
    database: Database, key: OperationKey, chance: random.Random, lost: GuardLost | None = None
) -> str:
    try:
        async with Draft.begin(database, key, lost) as draft:
            await draft.read(NOTHING, ANONYMOUS)
            await _pause(chance)
            audit.record(draft, "thing.done", by=None, on=key.operation_id)
            operations.record(draft, key, success="Done", ids={})
    except CarriedOut:
        return "answered again"
    except OperationInProgress:
        return "in progress"
    except GuardLost as error:
        assert lost is None, "under locks nothing changes"
        return await _drafted(database, key, chance, error)
    return "done"


async def _pause(chance: random.Random) -> None:
    await asyncio.sleep(chance.choice((0, 0, 0.0002, 0.001)))


@pytest.mark.parametrize(
    "senders",
    [(_under_locks, _under_locks), (_drafted, _drafted), (_under_locks, _drafted)],
    ids=["locks", "drafts", "both"],
)
async def test_of_two_senders_of_an_operation_one_carries_it_out(
    database: Database, senders: tuple[Sender, Sender]
) -> None:
    chance = random.Random(SEED)
    for _ in range(ROUNDS):
        key = a_key()
        order = senders if chance.random() < 0.5 else senders[::-1]

        async def send(sender: Sender, after: float, key: OperationKey = key) -> str:
            await asyncio.sleep(after)
            return await sender(database, key, chance)

        later = chance.choice((0, 0.0005, 0.001, 0.002, 0.004))
        answers = await asyncio.gather(send(order[0], 0), send(order[1], later))

        assert answers.count("done") == 1, answers
        assert await _done(database, key) == 1, answers


async def _done(database: Database, key: OperationKey) -> int:
    async with database.writing() as session:
        of = AuditEvent.subject_id == key.operation_id
        found = sa.select(sa.func.count()).select_from(AuditEvent).where(of)
        return await session.scalar(found) or 0


async def test_what_was_done_by_somebody_who_waited_for_no_lock_is_seen_by_one_who_did(
    database: Database,
) -> None:
    """The look-up's snapshot is taken after the lock was got: what its holder did until then is seen."""
    key = a_key()
    holder = await asyncpg.connect(database.url)
    looking = await asyncpg.connect(database.url)
    try:
        name = key.actor_key.hex() + str(key.operation_id)
        lock = "select pg_advisory_xact_lock(hashtextextended($1, 0))"
        async with holder.transaction():
            await holder.execute(lock, name)
            await holder.execute(
                "insert into operations (actor_key, operation_id, mutation, input_hmac, success, ids)"
                " values ($1, $2, 'mutate', 'input', 'Done', '{}')",
                key.actor_key,
                key.operation_id,
            )
            # Begins, and so takes its snapshot, before the holder commits.
            waiting = asyncio.create_task(
                looking.fetchrow(
                    "select b.* from (select pg_advisory_xact_lock(hashtextextended($1, 0))) held,"
                    " begin_operation($2, $3) b",
                    name,
                    key.actor_key,
                    key.operation_id,
                )
            )
            await _blocked(database, 1)
        found = await waiting
    finally:
        await holder.close()
        await looking.close()

    assert found is not None
    assert (found["is_free"], found["success"]) == (True, "Done")


async def _blocked(database: Database, count: int) -> None:
    """Until so many connections wait for a lock."""
    async with asyncio.timeout(10):
        while True:
            async with database.writing() as session:
                waiting = await session.scalar(
                    sa.text(
                        "select count(*) from pg_stat_activity where wait_event_type = 'Lock'"
                        " and datname = current_database()"
                    )
                )
            if waiting == count:
                return
            await asyncio.sleep(0.01)


async def test_an_id_of_another_input_is_refused_also_where_it_is_drafted(
    database: Database,
) -> None:
    key = a_key()
    async with database.writing() as session:
        operations.record(session, key, success="Done", ids={"x": "y"})

    other = OperationKey(key.actor_key, key.operation_id, "mutate", b"other")
    with pytest.raises(OperationIdReused):
        await Draft(database, other).read(NOTHING, ANONYMOUS)
    with pytest.raises(CarriedOut) as found:
        await Draft(database, key).read(NOTHING, ANONYMOUS)

    before = found.value.operation
    assert (before.success, before.ids) == ("Done", {"x": "y"})


async def test_a_broken_promise_of_the_database_is_the_refusal_it_is_named_for(
    database: Database,
) -> None:
    key = a_key()
    taken = records.audit_event("thing.done")
    async with database.writing() as session:
        session.add(taken)
    draft = Draft(database, key)
    audit.record(draft, "thing.done", by=None, on=key.operation_id)
    draft.insert(AuditEvent, [{**draft.info[AuditEvent][0], "id": taken.id}])
    operations.record(draft, key, success="Done", ids={})

    with pytest.raises(IdTaken):
        await draft.write()

    assert await _done(database, key) == 0
    async with database.writing() as session:
        assert await operations.find(session, key) is None


async def test_rows_that_differ_in_their_columns_are_a_fault(database: Database) -> None:
    draft = Draft(database, a_key())
    draft.add(records.audit_event("thing.done"))
    draft.insert(AuditEvent, [{"id": new_key(), "tag": "thing.done"}])

    with pytest.raises(ValueError, match="differ in their columns"):
        await draft.write()


async def test_a_later_calendar_is_no_longer_the_one_that_was_read(
    database: Database,
) -> None:
    async with database.writing() as session:
        edition = await session.scalar(sa.select(KEPT_CALENDAR.c.edition))
    assert edition is not None

    for wanted, refused in ((edition, False), (new_key(), True)):
        key = a_key()
        draft = Draft(database, key)
        draft.hold("hold_calendar", wanted)
        audit.record(draft, "thing.done", by=None, on=key.operation_id)
        if refused:
            with pytest.raises(GuardLost):
                await draft.write()
        else:
            await draft.write()
        assert await _done(database, key) == (0 if refused else 1)


async def test_every_writing_of_days_makes_another_edition(database: Database) -> None:
    of = sa.select(KEPT_CALENDAR.c.edition)
    found: set[UUID | None] = set()
    for statement in (
        "update workdays set note = note where day = (select min(day) from workdays)",
        "delete from workdays where day = (select min(day) from workdays)",
    ):
        connection = await asyncpg.connect(database.url)
        transaction = connection.transaction()
        await transaction.start()
        try:
            before = await connection.fetchval("select edition from kept_calendar")
            await connection.execute(statement)
            found.add(await connection.fetchval("select edition from kept_calendar"))
            assert before not in found
        finally:
            await transaction.rollback()
            await connection.close()
    async with database.writing() as session:
        assert await session.scalar(of) not in found


async def test_a_row_read_as_json_is_the_row_that_is_loaded(
    world: None, database: Database
) -> None:
    task = tasks.task(SUZHOU, "A")
    visit = inspections.inspection(task, SUZHOU, MAPLE, filed_at=None, noticed_at=NOW)
    operation = records.operation("mutate")
    async with database.writing() as session:
        await add(session, task, visit, operation)

    for table, row in ((Inspection, visit), (Operation, operation)):
        loaded = await _loaded(database, table, row)
        async with database.writing() as session:
            given = await session.scalar(
                sa.select(
                    sa.func.to_json(sa.literal_column(f'"{table.__tablename__}"'))
                ).select_from(table)
            )
        assert given is not None
        assert from_json(table, given) == loaded


async def _loaded(database: Database, table: type[Table], row: Table) -> dict[str, object]:
    async with database.writing() as session:
        found = (await session.scalars(sa.select(table))).one()
        return {column.key: getattr(found, column.key) for column in table.__table__.c}
