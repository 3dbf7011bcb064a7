"""Messages are delivered at least once, in order per object, and what fails delays nobody else."""

import asyncio
import datetime as dt
import re
from functools import partial
from typing import Any

import pytest
import sqlalchemy as sa

from jobs import outbox as worker
from jobs.channels import Content
from jobs.console import console
from persistence.accounts import one_time_codes
from persistence.engine import delivery, outbox
from persistence.engine.database import Database
from persistence.engine.delivery import Lane, Message
from persistence.engine.identifiers import new_key
from persistence.engine.keys import Keys
from persistence.engine.records import OutboxMessage
from tests.jobs.conftest import (
    PHONE,
    delivering,
    hook,
    make_due,
    nothing_waits,
    now,
    queue,
    queue_code,
    rows,
    until,
)
from tests.jobs.receiver import OK, Receiver, answering

A_MINUTE = dt.timedelta(minutes=1)


async def claim(database: Database, lane: Lane = Lane.EVENTS, **more: Any) -> list[Message]:
    return await delivery.claim(database, lane, **{"limit": 10, "lease": A_MINUTE, **more})


async def test_a_code_is_printed_and_erased(
    database: Database, keys: Keys, capsys: pytest.CaptureFixture[str]
) -> None:
    async with database.writing() as session:
        sent = await one_time_codes.send(session, PHONE, keys=keys, now=now())
        id = new_key()
        sealed = outbox.seal(keys, id, phone=PHONE, code=sent.code)
        outbox.add(session, "sms.one_time_code", about=id, sealed=sealed, until=sent.expires_at)

    async with delivering(database, keys, {Lane.TO_PHONES: console}) as faults:
        await until(partial(nothing_waits, database))

    assert (
        capsys.readouterr().out
        == f"one-time code for 154****0099: {sent.code} (development only)\n"
    )
    assert faults == []
    (row,) = await rows(database)
    assert (row.payload_sealed, row.attempt_count, row.held_by) == (None, 1, None)


async def test_an_expired_code_is_removed_and_sent_to_nobody(
    database: Database, keys: Keys, receiver: Receiver
) -> None:
    await queue_code(database, keys, ends_in=-dt.timedelta(seconds=1))
    await queue_code(database, keys)

    async with delivering(database, keys, {Lane.TO_PHONES: hook(receiver)}):
        await until(partial(nothing_waits, database))

    (content,) = receiver.contents
    assert content["message"] == {"phone": PHONE, "code": "123456"}
    assert len(await rows(database)) == 1


async def test_what_has_no_channel_waits_for_one_without_an_attempt(
    database: Database, keys: Keys, receiver: Receiver
) -> None:
    await queue(database)
    await queue_code(database, keys)

    async with delivering(database, keys, {Lane.TO_PHONES: hook(receiver)}):
        await until(lambda: _count_delivered(database, 1))

    event, _ = await rows(database)
    assert (event.attempt_count, event.delivered_at, event.lease_until) == (0, None, None)
    async with delivering(database, keys, dict.fromkeys(Lane, hook(receiver))):
        await until(partial(nothing_waits, database))


async def test_a_receiver_that_hangs_on_one_object_delays_no_other(
    database: Database, keys: Keys, receiver: Receiver
) -> None:
    slow = new_key()

    async def answer(content: dict[str, Any]) -> bytes:
        if content["objectId"] == str(slow):
            return await receiver.hang()
        return OK

    receiver.answer = answer
    for number in range(3):
        await queue(database, slow, number)
    for _ in range(40):
        await queue(database)

    async with delivering(database, keys, {Lane.EVENTS: hook(receiver, timeout=4.0)}) as faults:
        await until(lambda: _count_delivered(database, 40))
        hanging, *_ = await rows(database)
        await until(lambda: _failed(database))

    # All others arrived while the first attempt at it was under way.
    assert (hanging.attempt_count, hanging.last_error) == (1, None)
    assert hanging.held_by is not None
    of_slow = [each for each in receiver.contents if each["objectId"] == str(slow)]
    assert [each["payload"] for each in of_slow] == [{"number": 0}]
    assert [str(each) for each in faults] == ["TIMEOUT"]
    first, second, third, *_ = await rows(database)
    assert (first.last_error, first.attempt_count) == ("TIMEOUT", 1)
    # Those behind it are not even looked at before it is due again.
    assert first.next_at == second.next_at == third.next_at > now() + dt.timedelta(seconds=2)


async def test_an_object_gets_its_messages_in_order_whatever_fails(
    database: Database, keys: Keys, receiver: Receiver
) -> None:
    objects = [new_key() for _ in range(3)]
    for number in range(12):
        await queue(database, objects[number % 3], number)
    failed = set[str]()

    async def answer(content: dict[str, Any]) -> bytes:
        if content["id"] not in failed and content["payload"]["number"] % 2:
            failed.add(content["id"])
            return await answering("500 Broken")(content)
        return OK

    receiver.answer = answer
    async with delivering(database, keys, {Lane.EVENTS: hook(receiver)}):

        async def done() -> bool:
            await make_due(database)
            return await nothing_waits(database)

        await until(done)

    for about in objects:
        numbers = [
            each["payload"]["number"]
            for each in receiver.contents
            if each["objectId"] == str(about)
        ]
        assert sorted(numbers) == numbers
        assert len(set(numbers)) == 4
    ids = [each["id"] for each in receiver.contents]
    assert len(ids) == 12 + 6
    assert len(set(ids)) == 12


async def test_a_receiver_that_is_gone_gets_no_more_and_those_behind_go_on(
    database: Database, keys: Keys, receiver: Receiver
) -> None:
    about = new_key()
    for number in range(2):
        await queue(database, about, number)

    async def answer(content: dict[str, Any]) -> bytes:
        return await answering("410 Gone")(content) if content["payload"]["number"] == 0 else OK

    receiver.answer = answer
    async with delivering(database, keys, {Lane.EVENTS: hook(receiver)}) as faults:
        await until(partial(nothing_waits, database))
        dead, delivered = await rows(database)
        assert (dead.attempt_count, dead.last_error) == (1, "HTTP 410")
        assert dead.dead_at is not None
        assert delivered.delivered_at is not None
        assert [each.event_id for each in await delivery.dead(database, limit=9)] == [dead.event_id]
        assert [str(each) for each in faults] == ["HTTP 410"]

        receiver.answer = answering("200 OK")
        async with database.writing() as session:
            assert await delivery.revive(session, [delivered.event_id]) == []
            assert await delivery.revive(session, [dead.event_id]) == [dead.event_id]
        await until(lambda: _count_delivered(database, 2))

    assert [each["payload"]["number"] for each in receiver.contents] == [0, 1, 0]
    assert receiver.contents[0] == receiver.contents[2]


async def test_the_last_attempt_leaves_a_dead_letter(
    database: Database, keys: Keys, receiver: Receiver
) -> None:
    await queue(database)
    receiver.answer = answering("500 Broken")
    async with database.writing() as session:
        await session.execute(sa.update(OutboxMessage).values(attempt_count=worker.ATTEMPTS - 2))

    async with delivering(database, keys, {Lane.EVENTS: hook(receiver)}):
        await until(lambda: _failed(database))
        assert not await nothing_waits(database)
        await make_due(database)
        await until(partial(nothing_waits, database))

    (row,) = await rows(database)
    assert (row.attempt_count, row.last_error) == (worker.ATTEMPTS, "HTTP 500")


async def test_a_lease_that_ran_out_is_anothers_and_a_late_mark_changes_nothing(
    database: Database,
) -> None:
    await queue(database)
    (slow,) = await claim(database, lease=dt.timedelta(0))
    (quick,) = await claim(database)

    assert await claim(database) == []
    assert not await delivery.delivered(database, slow)
    assert not await delivery.failed(database, slow, "late", again_in=None)
    (row,) = await rows(database)
    assert (row.delivered_at, row.dead_at, row.held_by) == (None, None, quick.held_by)
    assert (quick.event_id, quick.attempt) == (slow.event_id, 2)
    assert await delivery.delivered(database, quick)
    assert not await delivery.delivered(database, quick)
    assert not await delivery.failed(database, slow, "late", again_in=None)


async def test_many_workers_at_once_hold_each_message_once(database: Database) -> None:
    about = new_key()
    for number in range(40):
        await queue(database, about if number % 4 == 0 else None, number)

    found = await asyncio.gather(*(claim(database, limit=7) for _ in range(8)))

    held = [each.payload["number"] for some in found for each in some]
    assert len(held) == len(set(held))
    # Of the one object only the first.
    assert set(held) == {0} | {number for number in range(40) if number % 4}


async def test_a_claim_goes_by_the_indexes_whatever_waits(database: Database) -> None:
    """Of a backlog without statistics too: as a join it took longer than a statement may."""
    statements = list[tuple[str, Any]]()

    def note(_c: Any, _u: Any, statement: str, parameters: Any, *_: Any) -> None:
        statements.append((statement, parameters))

    sa.event.listen(database.engine.sync_engine, "before_cursor_execute", note)
    for lane in Lane:
        await claim(database, lane)
    sa.event.remove(database.engine.sync_engine, "before_cursor_execute", note)

    claims = [each for each in statements if each[0].startswith("WITH due")]
    async with database.engine.begin() as connection:
        # Of a table that is known to be empty even this would be the cheapest.
        await connection.exec_driver_sql("set local enable_seqscan = off")
        plans = [
            "\n".join(line for (line,) in await connection.exec_driver_sql(f"explain {sql}", of))
            for sql, of in claims
        ]
    for plan, index in zip(plans, ("to_phones", "events"), strict=True):
        assert f"Index Scan using ix_outbox_messages_{index} " in plan
        # By which index what is before it is looked up turns on what is known of the table.
        assert re.search(r"SubPlan .*Index (Only )?Scan using ", plan, re.DOTALL)
        assert "Seq Scan" not in plan


async def test_no_transaction_is_open_while_a_message_is_delivered(
    database: Database, keys: Keys
) -> None:
    await queue(database)
    seen = list[int]()

    async def look(_content: Content) -> None:
        async with database.engine.connect() as connection:
            sql = (
                "select count(*) from pg_stat_activity where datname = current_database()"
                " and pid <> pg_backend_pid() and (backend_xid is not null or state like 'idle in%')"
            )
            seen.append((await connection.exec_driver_sql(sql)).scalar_one())

    async with delivering(database, keys, {Lane.EVENTS: look}):
        await until(partial(nothing_waits, database))

    assert seen == [0]


async def test_what_a_channel_says_beside_undelivered_is_kept_by_its_class(
    database: Database, keys: Keys
) -> None:
    await queue_code(database, keys)

    async def leak(content: Content) -> None:
        raise OSError(f"cannot send {content['message']}")

    async with delivering(database, keys, {Lane.TO_PHONES: leak}):
        await until(lambda: _failed(database))

    (row,) = await rows(database)
    assert row.last_error == "OSError"


async def test_when_stopped_a_message_under_way_may_end_and_another_is_left(
    database: Database, keys: Keys, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "GRACE", 0.3)
    await queue(database, number=0)
    await queue(database, number=1)
    began = asyncio.Barrier(3)

    async def deliver(content: Content) -> None:
        await began.wait()
        await asyncio.sleep(0.1 if content["payload"]["number"] == 0 else 60)

    async with delivering(database, keys, {Lane.EVENTS: deliver}):
        await began.wait()

    ended, left = await rows(database)
    assert ended.delivered_at is not None
    assert (left.delivered_at, left.last_error) == (None, None)
    assert left.lease_until is not None


def test_the_wait_doubles_up_to_an_hour_and_the_receiver_may_ask_for_more() -> None:
    seconds = [worker.again_in(attempt).total_seconds() for attempt in range(1, 100)]

    assert all(4 <= seconds[0] <= 5 and 2_880 <= each <= 3_600 for each in seconds[10:])
    assert all(8 <= worker.again_in(2).total_seconds() <= 10 for _ in range(50))
    assert len({worker.again_in(3) for _ in range(20)}) > 1
    assert worker.again_in(1, A_MINUTE) == A_MINUTE
    assert worker.again_in(1, dt.timedelta(days=9)) == dt.timedelta(hours=1)
    assert worker.again_in(20, A_MINUTE) > A_MINUTE
    assert worker.again_in(1, -A_MINUTE) > dt.timedelta()
    assert 2.5 < sum(seconds[: worker.ATTEMPTS - 1]) / 86_400 < 3.5


async def test_what_was_delivered_long_ago_is_removed(database: Database) -> None:
    for _ in range(3):
        await queue(database)
    async with database.writing() as session:
        older = OutboxMessage.id == sa.select(sa.func.min(OutboxMessage.id)).scalar_subquery()
        ago = sa.func.now() - dt.timedelta(days=31)
        await session.execute(sa.update(OutboxMessage).where(older).values(delivered_at=ago))
    (new, _) = await claim(database)
    await delivery.delivered(database, new)

    assert await delivery.prune(database, kept=dt.timedelta(days=30)) == 1
    assert [row.id for row in await rows(database) if row.delivered_at] == [new.id]


async def test_the_backlog_of_both_lanes(database: Database, keys: Keys) -> None:
    for _ in range(3):
        await queue(database)
    await queue_code(database, keys, ends_in=-dt.timedelta(seconds=1))
    first, second, _ = await claim(database)
    await delivery.failed(database, first, "x", again_in=None)
    await delivery.failed(database, second, "x", again_in=A_MINUTE)

    phones, events = await delivery.backlog(database)

    oldest = (await rows(database))[1].created_at
    assert phones == delivery.Backlog(Lane.TO_PHONES, 0, None, 0, 0)
    assert events == delivery.Backlog(Lane.EVENTS, 2, oldest, 2, 1)


async def _count_delivered(database: Database, count: int) -> bool:
    return sum(row.delivered_at is not None for row in await rows(database)) == count


async def _failed(database: Database) -> bool:
    return any(row.last_error and not row.held_by for row in await rows(database))
