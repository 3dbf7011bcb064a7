"""The processes that carry ledgers out: killed, two at once, and writing exports."""

import asyncio
import datetime as dt
import io
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from api.ledgers.process import ChildProcesses, ProcessFailed
from api.ledgers.work import LedgerWork
from domain.roles import Role
from ledgers import exports
from persistence.engine.database import Database
from persistence.engine.records import AuditEvent
from persistence.institutions.table import Institution
from persistence.ledgers.table import LedgerChunk, LedgerJob
from tests.api.ledgers import files
from tests.api.ledgers.ledger_client import LedgerClient
from tests.api.ledgers.test_jobs import count
from tests.factories import accounts
from tests.ledgers import samples
from tests.ledgers.test_teachers_and_courses import COURSE, TEACHER
from tests.people import GUSU, JIANGSU, Person, fang, key, rui

AT_ONCE = 2


@asynccontextmanager
async def held_up(
    database: Database, job_id: UUID, chunk: int, *, is_dry: bool
) -> AsyncIterator[None]:
    """Who carries this chunk out waits: another transaction writes it, and will not have."""
    async with database.engine.connect() as connection:
        counts = {f"{name}_count": 0 for name in ("new", "changed", "unchanged")}
        counts |= {"rejected_count": 0, "unchecked_count": 0}
        await connection.execute(
            sa.insert(LedgerChunk).values(
                job_id=job_id, is_dry=is_dry, number=chunk, versions={}, **counts
            )
        )
        yield
        await connection.rollback()


async def first_chunk(database: Database, *, is_dry: bool) -> None:
    """Wait until it is in."""
    statement = sa.select(sa.func.count()).where(LedgerChunk.is_dry == is_dry)
    async with asyncio.timeout(20):
        while True:
            async with database.writing() as session:
                if await session.scalar(statement):
                    return
            await asyncio.sleep(0.05)


def child_of_ours() -> int:
    (child,) = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()[-1:]
    return int(child)


@pytest.mark.parametrize("is_dry", [True, False], ids=["dry run", "import"])
async def test_a_process_killed_half_way_is_followed_by_one_that_goes_on(
    office: LedgerClient, database: Database, *, is_dry: bool
) -> None:
    before = await count(database, Institution)
    rows = [samples.row(number) for number in range(1, 6)]
    rows.append(samples.row(6, kinds="火箭厂"))
    office.work.rows_at_once = AT_ONCE
    children = ChildProcesses(database, office.ask.keys)
    work = LedgerWork(database, office.store, children.carry_out, office.ask.clock, 0.05, AT_ONCE)
    job_id = await office.uploaded(files.as_csv(*rows))
    if not is_dry:
        await office.worked()
        await office.apply(job_id)
    faults: list[Exception] = []

    async with asyncio.timeout(40), held_up(database, UUID(job_id[5:]), 1, is_dry=is_dry):
        working = asyncio.create_task(work.work_once(faults.append))
        await first_chunk(database, is_dry=is_dry)
        os.kill(child_of_ours(), signal.SIGKILL)
        await working
    assert [type(each) for each in faults] == [ProcessFailed]
    half_way = await office.job(job_id)
    assert half_way["state"] == ("CHECKING" if is_dry else "APPLYING")
    await office.worked()

    found = await office.job(job_id)
    assert (found["state"], found["newCount"], found["rejectedCount"]) == (
        "CHECKED" if is_dry else "APPLIED",
        5,
        1,
    )
    assert len(found["rows"]["nodes"]) == 6
    assert len(files.read_csv((await office.get(found["rejectedUrl"])).content)) == 2
    assert await count(database, Institution) == before + (0 if is_dry else 5)
    async with database.writing() as session:
        versions = set(await session.scalars(sa.select(Institution.version)))
        imported = await session.scalars(
            sa.select(AuditEvent.detail).where(AuditEvent.tag == "institutions.imported")
        )
        assert sum(each["new"] for each in imported) == (0 if is_dry else 5)
    assert versions == {1}


async def test_what_was_changed_by_hand_since_is_not_written_over_by_going_on(
    office: LedgerClient, database: Database
) -> None:
    """The first chunk was in when the process died; then an official corrected what it had written."""
    rows = [samples.row(number) for number in range(1, 5)]
    office.work.rows_at_once = AT_ONCE
    found = await office.checked(files.as_csv(*rows))
    await office.apply(found["id"])

    async with held_up(database, UUID(found["id"][5:]), 1, is_dry=False):
        working = asyncio.create_task(office.work.work_once(print))
        await first_chunk(database, is_dry=False)
        async with database.writing() as session:
            corrected = sa.update(Institution).where(
                Institution.unified_social_credit_code == samples.code(1)
            )
            await session.execute(corrected.values(legal_representative="已更正", version=2))
        working.cancel()
        await asyncio.wait([working])
    async with database.writing() as session:
        await session.execute(sa.update(LedgerJob).values(leased_until=None))
    await office.worked()

    assert (await office.job(found["id"]))["newCount"] == 4
    async with database.writing() as session:
        representative = await session.scalar(
            sa.select(Institution.legal_representative).where(
                Institution.unified_social_credit_code == samples.code(1)
            )
        )
    assert representative == "已更正"


async def test_a_cancelled_import_stops_between_chunks(
    office: LedgerClient, database: Database
) -> None:
    before = await count(database, Institution)
    office.work.rows_at_once = AT_ONCE
    found = await office.checked(files.as_csv(*(samples.row(n) for n in range(1, 9))))
    await office.apply(found["id"])

    async with held_up(database, UUID(found["id"][5:]), 1, is_dry=False):
        working = asyncio.create_task(office.work.work_once(print))
        await first_chunk(database, is_dry=False)
        assert (await office.cancel(found["id"]))["__typename"] == "LedgerCancelled"
    await working
    await office.worked()

    job = await office.job(found["id"])
    assert job["state"] == "CANCELLED"
    assert job["newCount"] == await count(database, Institution) - before < 8


async def test_a_lease_that_ran_out_is_somebody_elses(
    office: LedgerClient, database: Database
) -> None:
    """A server that was cut off and comes back finds that another one has done it."""
    found = await office.checked(files.as_csv(samples.row(1)))
    await office.apply(found["id"])
    arrived, go = asyncio.Event(), asyncio.Event()

    async def slowly(attempt: Any, progress: Any) -> Any:
        arrived.set()
        await go.wait()
        return await office.work.carry_out(attempt, progress)

    slow = LedgerWork(database, office.store, slowly, office.ask.clock, renew_every=60)
    working = asyncio.create_task(slow.work_once(print))
    await arrived.wait()
    async with database.writing() as session:
        over = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
        await session.execute(sa.update(LedgerJob).values(leased_until=over))
    await office.worked()
    before = await office.job(found["id"])
    go.set()
    await working

    assert before["state"] == "APPLIED"
    assert await office.job(found["id"]) == before


async def test_two_authorities_of_one_province_import_the_same_places_at_once(
    office: LedgerClient, database: Database
) -> None:
    before = await count(database, Institution)
    others = [
        Person(key(911), "sheng", Role.REGISTRAR, JIANGSU),
        Person(key(912), "qu2", Role.REGISTRAR, GUSU),
    ]
    async with database.writing() as session:
        session.add_all(accounts.account(each.login, id=each.id) for each in others)
        await session.flush()
        session.add_all(accounts.grant(each) for each in others)
    rows = [samples.row(number) for number in range(1, 41)]
    orders = (rows, rows[::-1], [*rows[1::2], *rows[::2]])
    jobs = []
    for person, order in zip((rui, *others), orders, strict=True):
        found = await office.uploaded(files.as_csv(*order), by=person)
        jobs.append((person, found))
    workers = [office.worker() for _ in jobs]
    for each in workers:
        each.rows_at_once = 5
    faults: list[Exception] = []

    async def all_at_once() -> None:
        await asyncio.gather(*(each.work_once(faults.append) for each in workers))

    async with asyncio.timeout(60):
        await all_at_once()
        for person, job_id in jobs:
            await office.apply(job_id, by=person)
        await all_at_once()

    done = [await office.job(job_id, by=person) for person, job_id in jobs]
    assert faults == []
    assert [each["state"] for each in done] == ["APPLIED"] * 3
    assert sum(each["newCount"] for each in done) == 40
    assert sum(each["unchangedCount"] for each in done) == 80
    assert await count(database, Institution) == before + 40


ELSEWHERE = {"region": "320505", "region_name": "虎丘区", "supervisor": "苏州市教育局"}
LEDGERS = {
    "institutions.csv": files.as_csv(*(samples.row(n, person="=1+1", **ELSEWHERE) for n in (1, 2))),
    "institutions.xlsx": files.as_csv(*(samples.row(n, person="@b", **ELSEWHERE) for n in (1, 2))),
    "teachers.xlsx": files.plain_csv(TEACHER),
    "courses.csv": files.plain_csv(COURSE),
}


BY_A_PROCESS = ("institutions.csv", "teachers.xlsx")
"""The others are written by the same code in this process, which starts sooner."""


async def written(office: LedgerClient, ledger: str, ending: str, region: str) -> bytes:
    out = io.BytesIO()
    ask = office.ask
    export = await exports.begin(
        ask.database, ask.keys, ledger, account_id=rui.id, region_code=region
    )
    await export.write(out, ending)
    return out.getvalue()


@pytest.mark.parametrize("name", LEDGERS)
async def test_an_export_is_streamed_and_changes_nothing_when_it_comes_back(
    office: LedgerClient, database: Database, name: str
) -> None:
    ledger, ending = name.split(".")
    entered = await office.checked(LEDGERS[name], kind=ledger.upper())
    assert (await office.applied(entered["id"]))["rejectedCount"] == 0
    region = ELSEWHERE["region"] if ledger == "institutions" else "320508"

    if name in BY_A_PROCESS:
        answer = await office.get(f"/ledgers/exports/{name}?region={region}")
        assert answer.status_code == 200, answer.text
        assert answer.headers["x-ledger-rows"] == str(entered["totalCount"])
        content = answer.content
    else:
        content = await written(office, ledger, f".{ending}", region)
    if name == "institutions.csv":
        assert "'=1+1" in files.read_csv(content)[1]
    found = await office.checked(content, f"a.{ending}", kind=ledger.upper())
    assert (found["state"], found["rows"]["nodes"]) == ("CHECKED", [])
    assert found["unchangedCount"] == entered["totalCount"]
    async with database.writing() as session:
        statement = sa.select(AuditEvent).where(AuditEvent.tag == f"{ledger}.exported")
        (event,) = await session.scalars(statement)
    assert event.actor_id == rui.id


async def test_exports_are_for_officials_and_templates_for_everyone(office: LedgerClient) -> None:
    assert (await office.get("/ledgers/exports/institutions.csv", by=None)).status_code == 401
    assert (await office.get("/ledgers/exports/institutions.csv", by=fang)).status_code == 403
    assert (await office.get("/ledgers/exports/plans.csv")).status_code == 404
    assert (await office.get("/ledgers/exports/institutions.pdf")).status_code == 404
    template = await office.get("/ledgers/templates/teachers.csv", by=None)
    assert template.status_code == 200
    assert "证件号码" in files.read_csv(template.content)[0]
    assert (await office.get("/ledgers/templates/x.csv", by=None)).status_code == 404
