"""How answers are kept and taken away, and when nothing is answered from memory."""

import asyncio
import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa

from domain.moments import SHANGHAI
from persistence.engine import changes
from persistence.reading.answers import Answers, Lookup
from tests import beside
from tests.notified import notified
from tests.people import MAPLE
from tests.remembered.conftest import Servers, ask

NAME = f"select name from institutions where id = '{MAPLE}'"
RENAMED = f"update institutions set name = '{{}}' where id = '{MAPLE}'"
ASKED = Lookup("maple", frozenset({str(MAPLE)}))
LISTED = Lookup("all", frozenset({"institutions"}))
INSTITUTION = (
    f'{{ institution(by: {{id: "inst_{MAPLE}"}}) {{ name contactPhoneIsNotAsked: name }} }}'
)


def answers_of(servers: Servers, most: int = 100_000) -> "Answers[str]":
    return Answers(servers.database.changes, most, lambda answer: len(answer.encode()))


def reading(servers: Servers) -> tuple[Callable[[], Any], list[str]]:
    """What reads the name, and what it has read."""
    found: list[str] = []

    async def read() -> str:
        found.append(await servers.database.value(NAME))
        return found[-1]

    return read, found


async def test_what_is_read_before_a_commit_is_not_kept_after_it(servers: Servers) -> None:
    """The commit comes between the snapshot of the statement and the moment in which its answer is there."""
    answers, (read, found) = answers_of(servers), reading(servers)
    has_read, may_end = asyncio.Event(), asyncio.Event()

    async def read_slowly() -> str:
        name = await read()
        has_read.set()
        await may_end.wait()
        return str(name)

    slow = asyncio.create_task(answers.get(ASKED, read_slowly))
    await has_read.wait()
    await servers.other.execute(RENAMED.format("new"))
    await servers.heard()
    async with asyncio.timeout(5):
        read_later = await answers.get(ASKED, read)
    may_end.set()

    assert await slow == found[0] != "new"
    assert read_later == "new"
    assert await answers.get(ASKED, read) == "new"
    assert len(found) == 2


async def test_a_commit_that_ends_after_the_answer_is_kept_takes_it_away(servers: Servers) -> None:
    """The transaction had written before the answer was read, and nobody could see that yet."""
    answers, (read, found) = answers_of(servers), reading(servers)
    transaction = servers.other.transaction()
    await transaction.start()
    await servers.other.execute(RENAMED.format("new"))

    assert await answers.get(ASKED, read) != "new"
    await servers.heard()
    assert answers.find(ASKED) == found[0]
    await transaction.commit()
    await servers.heard()

    assert answers.find(ASKED) is None
    assert await answers.get(ASKED, read) == "new"


async def test_a_transaction_of_this_process_is_known_when_it_is_over(servers: Servers) -> None:
    """Without a notification, which nobody waits for here."""
    answers, (read, _) = answers_of(servers), reading(servers)
    await answers.get(ASKED, read)
    await answers.get(LISTED, read)

    async with servers.database.writing() as session:
        await session.execute(sa.text(RENAMED.format("new")))
        assert answers.find(ASKED) is not None, "others do not see it yet"

    assert answers.find(ASKED) is None
    assert answers.find(LISTED) is None


async def test_a_statement_of_this_process_is_known_before_it_is_answered(servers: Servers) -> None:
    """A draft is written by one statement past the sessions; and a pool's connection goes round."""
    answers, (read, found) = answers_of(servers), reading(servers)
    for name in ("new", "newer"):
        await answers.get(ASKED, read)
        await answers.get(LISTED, read)

        await servers.database.writes.fetch_row(RENAMED.format(name), ())

        assert answers.find(ASKED) is None
        assert answers.find(LISTED) is None
    assert await answers.get(ASKED, read) == "newer" == found[-1]


async def test_what_is_of_another_institution_stays(servers: Servers) -> None:
    answers, (read, _) = answers_of(servers), reading(servers)
    await answers.get(ASKED, read)
    await answers.get(LISTED, read)

    await servers.other.execute(
        f"update courses set title = title || 'x' where institution_id <> '{MAPLE}'"
    )
    await servers.heard()

    assert answers.find(ASKED) is not None
    assert answers.find(LISTED) is not None


async def test_what_is_written_in_bulk_may_be_of_anything(servers: Servers) -> None:
    answers, (read, _) = answers_of(servers), reading(servers)
    await answers.get(ASKED, read)
    await answers.get(LISTED, read)

    await servers.other.execute("truncate class_times")
    await servers.heard()

    assert answers.find(ASKED) is answers.find(LISTED) is None
    assert answers.size == 0


async def test_all_who_ask_meanwhile_share_one_read(servers: Servers) -> None:
    answers, (read, found) = answers_of(servers), reading(servers)

    names = await asyncio.gather(*(answers.get(ASKED, read) for _ in range(50)))

    assert set(names) == {found[0]}
    assert len(found) == 1
    assert answers.read == 1


async def test_one_who_leaves_does_not_take_the_answer_from_the_others(servers: Servers) -> None:
    answers, (read, _) = answers_of(servers), reading(servers)
    given_up = asyncio.Event()

    async def read_for_long() -> str:
        try:
            await asyncio.sleep(0.05)
        except asyncio.CancelledError:
            given_up.set()
            raise
        return str(await read())

    await servers.heard()
    first, second = (asyncio.create_task(answers.get(ASKED, read_for_long)) for _ in range(2))
    await asyncio.sleep(0.01)
    first.cancel()
    assert await second
    assert not given_up.is_set()

    last = asyncio.create_task(answers.get(LISTED, read_for_long))
    await asyncio.sleep(0.01)
    last.cancel()
    await asyncio.wait([last])
    await asyncio.wait_for(given_up.wait(), 1)
    assert answers.find(LISTED) is None


async def test_an_error_is_everybodys_and_is_not_kept(servers: Servers) -> None:
    answers, (read, _) = answers_of(servers), reading(servers)

    async def fail() -> str:
        await asyncio.sleep(0.01)
        raise RuntimeError("as a database that is away")

    found = await asyncio.gather(
        *(answers.get(ASKED, fail) for _ in range(2)), return_exceptions=True
    )

    assert [type(each) for each in found] == [RuntimeError, RuntimeError]
    assert await answers.get(ASKED, read)


async def test_no_more_bytes_are_kept_than_may_be(servers: Servers) -> None:
    answers = answers_of(servers, most=10_000)

    async def read() -> str:
        return "x" * 1_000

    for number in range(20):
        await answers.get(Lookup(number, frozenset({"institutions", str(number)})), read)
        assert answers.size <= 10_000
        assert answers.find(Lookup(0, frozenset())) is not None, "used again and again"
    assert answers.find(Lookup(1, frozenset())) is None
    assert answers.find(Lookup(19, frozenset())) is not None

    async def read_much() -> str:
        return "x" * 10_001

    await answers.get(LISTED, read_much)
    assert answers.find(LISTED) is None
    await servers.other.execute(RENAMED.format("new"))
    await servers.heard()
    assert answers.size == 0


async def test_nothing_is_answered_from_memory_while_nothing_is_heard(
    servers: Servers, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers, (read, found) = answers_of(servers), reading(servers)
    feed = servers.database.changes
    await answers.get(ASKED, read)
    assert answers.find(ASKED) is not None
    monkeypatch.setattr(changes, "RETRY_AFTER", 0.05)

    # Connections to it are refused, and the one there is ends.
    url = feed._url
    feed._url = lambda: "postgresql://nobody@127.0.0.1:1/nowhere"
    await servers.other.execute(
        "select pg_terminate_backend(pid) from pg_stat_activity where application_name ="
        " 'spotcheck changes' and pid <> pg_backend_pid() and datname = current_database()"
    )
    feed._heard_until = float("-inf")
    await servers.other.execute(RENAMED.format("new"))
    for _ in range(3):
        assert await answers.get(ASKED, read) == "new"
    assert answers.find(ASKED) is None
    assert len(found) == 4, "each for itself"

    feed._url = url
    async with asyncio.timeout(5):
        while not await feed.is_current():  # noqa: ASYNC110  # the feed tries again by itself
            await asyncio.sleep(0.01)
    assert answers.find(ASKED) is None, "what was missed meanwhile is not known"
    assert await answers.get(ASKED, read) == "new"
    assert answers.find(ASKED) == "new"


def moments(*before_midnight: float) -> list[dt.datetime]:
    midnight = dt.datetime(2026, 12, 2, tzinfo=SHANGHAI)
    return [midnight - dt.timedelta(seconds=each) for each in before_midnight]


async def test_what_turns_on_the_day_ends_with_it(servers: Servers) -> None:
    now: dt.datetime = await servers.other.fetchval("select now()")
    here = now.astimezone(SHANGHAI)
    midnight = (here + dt.timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    await servers.pass_time(midnight - here - dt.timedelta(seconds=20))
    answers, (read, found) = answers_of(servers), reading(servers)
    of_the_day = Lookup("day", frozenset({str(MAPLE)}), has_day=True)
    await servers.heard()
    await answers.get(of_the_day, read)
    await answers.get(ASKED, read)
    assert answers.find(of_the_day) is not None

    # No notification says that a day is over.
    await servers.pass_time(dt.timedelta(seconds=25))
    await servers.heard()

    assert answers.find(of_the_day) is None
    assert answers.find(ASKED) is not None
    await answers.get(of_the_day, read)
    assert len(found) == 3
    assert answers.find(of_the_day) is not None


async def test_around_midnight_the_day_is_nobodys(
    servers: Servers, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A beat is sent and comes back at moments between which the database's clock may have turned."""
    answers = answers_of(servers)
    (late,) = moments(0.3)
    clock = [100.0]
    monkeypatch.setattr(answers, "_clock", lambda: clock[0])
    servers.database.changes.beat = changes.Beat(99.9, 100.0, late)
    day = late.date()

    assert answers._day() == day
    clock[0] = 100.15
    assert answers._day() == day
    clock[0] = 100.25
    assert answers._day() is None, "it is midnight if the beat was answered when it was sent"
    servers.database.changes.beat = changes.Beat(100.1, 100.5, late)
    clock[0] = 100.6
    assert answers._day() is None
    servers.database.changes.beat = changes.Beat(100.9, 101.0, late + dt.timedelta(seconds=1))
    clock[0] = 101.0
    assert answers._day() == day + dt.timedelta(days=1)


async def test_what_visitors_do_not_see_is_not_notified(servers: Servers) -> None:
    hidden = (
        f"update institutions set contact_phone = '1', risk_class = 'D' where id = '{MAPLE}'",
        "update courses set title = title || 'x' where state <> 'PUBLISHED'",
        "update fee_items set amount_fen = amount_fen + 1 where course_id in"
        " (select id from courses where state <> 'PUBLISHED')",
        "update teachers set name = name || 'x' where employed_to is not null",
        "update teachers set work_permit_no = 'x'",
        "update public_records set result_text = 'x' where withdrawn_at is not null",
        "update replies set text = 'x' where state <> 'SHOWN'",
        "update inspection_plans set name = 'x' where state not in ('PUBLISHED', 'CLOSED')",
        "update evidence set released_at = now(), released_by = (select id from accounts limit 1)"
        " where state = 'RECEIVED' and owner_kind = 'INSPECTION' and owner_id not in"
        " (select inspection_id from public_records)",
        "update inspections set window_to = window_to + 1",
        "update inspection_tasks set name = 'x'",
        # As it was.
        f"update institutions set name = name where id = '{MAPLE}'",
    )
    async with notified(servers.database) as found:
        for statement in hidden:
            await servers.other.execute(statement)

    assert found == []


@pytest.mark.parametrize(
    ("statement", "notification"),
    [
        (RENAMED.format("new"), f"institutions {MAPLE}"),
        (f"delete from class_times where course_id in (select id from courses where institution_id = '{MAPLE}' and state = 'PUBLISHED')", f"class_times {MAPLE}"),
        ("update regions set name = name || 'x' where code = '320500'", "regions"),
        ("truncate class_times", "*"),
        (f"update public_records set withdrawn_at = now(), withdrawal_ground = 'REPAIRED' where institution_id = '{MAPLE}'", f"public_records {MAPLE}"),
    ],
)  # fmt: skip
async def test_what_visitors_see_is_notified(
    servers: Servers, statement: str, notification: str
) -> None:
    async with notified(servers.database) as found:
        await servers.other.execute(statement)

    assert found == [notification]


async def test_what_is_shown_with_another_row_waits_for_who_shows_that(servers: Servers) -> None:
    """A fee of a draft is written while somebody publishes the draft: one of both is notified after the
    other is there to be read."""
    draft = await servers.other.fetchval(
        "select course_id from fee_items f join courses c on c.id = f.course_id limit 1"
    )
    await servers.other.execute(
        "update courses set state = 'DRAFT', published_at = null, withdrawn_at = null where id = $1",
        draft,
    )
    async with beside.connection(servers.database.url) as publisher:
        transaction = servers.other.transaction()
        await transaction.start()
        await servers.other.execute("update fee_items set name = 'new' where course_id = $1", draft)
        publishing = asyncio.create_task(
            publisher.execute(
                "update courses set state = 'PUBLISHED', published_at = now() where id = $1", draft
            )
        )
        done, _ = await asyncio.wait([publishing], timeout=0.3)
        assert not done, "it would be read with the fee as it was, and nobody would be notified"
        await transaction.commit()
        await publishing


async def test_an_actors_rights_are_nobody_elses(servers: Servers) -> None:
    """What is remembered for visitors is not what somebody who is signed in is answered, nor the reverse."""
    from tests.people import yin

    document = "{ courses(first: 100) { totalCount nodes { id state } } }"
    visitor = await ask(servers.remembers, document)
    own = await servers.remembers(document, by=yin)
    assert await ask(servers.remembers, document) == visitor
    assert own["courses"]["totalCount"] > len(
        [each for each in own["courses"]["nodes"] if each["state"] == "PUBLISHED"]
    )
    assert servers.public.answers.read == 1
    assert b"DRAFT" not in visitor
