"""What administrators upload: authorities, officers, and the calendar."""

import asyncio
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from domain.roles import Role
from persistence import installation
from persistence.accounts.table import Account
from persistence.authorities import officers
from persistence.authorities.table import (
    Authority,
    ChangeProposal,
    EnforcementCertificate,
    InspectorProfile,
    Officer,
)
from persistence.engine.database import Database
from persistence.engine.keys import Keys
from persistence.engine.records import AuditEvent, Installation
from persistence.ledgers.table import LedgerJob
from persistence.reading import ids
from persistence.regions.table import Workday
from tests import people
from tests.api.ledgers import files
from tests.api.ledgers.ledger_client import LedgerClient
from tests.api.ledgers.test_jobs import count
from tests.api.ledgers.test_processes import first_chunk, held_up
from tests.client import Client
from tests.factories import accounts, authorities
from tests.ledgers import samples
from tests.people import (
    CHAOYANG,
    GUSU,
    PEOPLE,
    SUZHOU,
    SUZHOU_SPORTS,
    Person,
    key,
    mei,
    rui,
    sen,
    shan,
)
from tests.schema.authorities.officer_steps import confirmed, with_certificates

guan = Person(key(921), "guan", Role.SYS_ADMIN, SUZHOU)
"""Administers Suzhou's education alone."""
JUNS = f"32050{people.jun.as_officer.hex[-6:]}"
NOTICE = "示例〔2026〕1号"
DAYS = [
    {"日期": f"2027-{day}", "是否工作日": "否", "说明": "节日", "通知文号": NOTICE}
    for day in ("01-01", "05-01", "10-01")
]


@pytest.fixture
async def guan_is_there(database: Database, world: None) -> None:
    async with database.writing() as session:
        session.add(accounts.account(guan.login, id=guan.id))
        await session.flush()
        session.add(accounts.grant(guan))


def an_authority(name: str, code: str, **more: Any) -> dict[str, Any]:
    row = {"机关名称": name, "地区代码": code, "负责领域": "教育", "上级机关": SUZHOU.name}
    return {**row, "投诉电话": "", "机关编号": "", "版本": "", **more}


def an_officer(number: int, **more: Any) -> dict[str, Any]:
    return {
        "机关": GUSU.name,
        "工号": f"N-{number}",
        "姓名": f"某{number}",
        "登录名": f"n{number}",
        "执法证号": f"苏执法{number}",
        "有效期起": "2026-01-01",
        "有效期止": "2030-12-31",
        "专业领域": "教育",
        "版本": "",
        **more,
    }


async def test_authorities_are_judged_imported_and_exported(
    office: LedgerClient, database: Database
) -> None:
    rows = [
        an_authority("甲区教育局", "320505", 上级机关="乙局"),
        an_authority("乙局", "320500"),
        an_authority("丙局", "320505", 负责领域="火箭"),
    ]
    before = await count(database, Authority)

    found = await office.checked(files.plain_csv(*rows), kind="AUTHORITIES", by=shan)

    assert [(row["label"], row["outcome"]) for row in found["rows"]["nodes"]] == [
        ("甲区教育局 320505", "NEW"),
        ("乙局 320500", "NEW"),
        ("丙局 320505", "REJECTED"),
    ]
    assert await count(database, Authority) == before
    _, *rejected = files.read_csv((await office.get(found["rejectedUrl"], by=shan)).content)
    assert [line[0] for line in rejected] == ["丙局"]
    assert rejected[0][-1].startswith("负责领域：")

    applied = await office.applied(found["id"], by=shan)
    exported = await office.get("/ledgers/exports/authorities.csv", by=shan)
    again = await office.checked(exported.content, kind="AUTHORITIES", by=shan)

    assert (applied["state"], applied["newCount"], applied["rejectedCount"]) == ("APPLIED", 2, 1)
    assert await count(database, Authority) == before + 2
    assert exported.headers["x-ledger-rows"] == str(before + 2)
    # What is public of offices beyond the administrator's sectors is in the file as well.
    assert (again["unchangedCount"], again["newCount"], again["changedCount"]) == (before, 0, 0)
    beyond = {row["label"].split()[0] for row in again["rows"]["nodes"]}
    assert beyond == {SUZHOU_SPORTS.name, people.SOCIETY.name}


async def test_officers_of_an_upload_are_one_proposal_that_is_confirmed_once(
    office: LedgerClient, ask: Client, database: Database
) -> None:
    await with_certificates(database)
    office.work.rows_at_once = 15
    content = files.plain_csv(*(an_officer(number) for number in range(40)))

    found = await office.checked(content, kind="OFFICERS", by=shan)
    assert await count(database, ChangeProposal) == 0
    applied = await office.applied(found["id"], by=shan)

    assert (found["newCount"], applied["newCount"]) == (40, 40)
    assert await on_staff(database) == 4
    (waiting,) = (await ask("{ changeProposals(first: 9) { nodes { id state } } }", by=sen))[
        "changeProposals"
    ]["nodes"]
    assert waiting["state"] == "WAITING"
    done = await ask.do("confirmChange", {"proposalId": waiting["id"]}, by=sen)
    assert done["__typename"] == "ChangeConfirmed"
    assert await on_staff(database) == 44

    exported = await office.get("/ledgers/exports/officers.xlsx?region=320508", by=shan)
    again = await office.checked(exported.content, "a.xlsx", kind="OFFICERS", by=shan)
    assert (again["unchangedCount"], again["rows"]["nodes"]) == (41, [])


async def on_staff(database: Database) -> int:
    async with database.writing() as session:
        statement = sa.select(sa.func.count()).where(
            Officer.id.is_not(None), officers.is_on_staff()
        )
        return await session.scalar(statement) or 0


async def test_officers_who_come_after_the_confirmation_wait_in_another_proposal(
    office: LedgerClient, ask: Client, database: Database
) -> None:
    """The first chunk was in and confirmed before another process went on with the second."""
    office.work.rows_at_once = 2
    rows = [an_officer(number) for number in range(4)]
    found = await office.checked(files.plain_csv(*rows), kind="OFFICERS", by=shan)
    await office.apply(found["id"], by=shan)
    async with held_up(database, UUID(found["id"][5:]), 1, is_dry=False):
        working = asyncio.create_task(office.work.work_once(print))
        await first_chunk(database, is_dry=False)
        working.cancel()
        # While it is held up: else it may be in before it ends.
        await asyncio.wait([working])
    first = ids.write("ChangeProposal", UUID(found["id"][5:]))
    assert (await confirmed(ask, first))["__typename"] == "ChangeConfirmed"
    async with database.writing() as session:
        await session.execute(sa.update(LedgerJob).values(leased_until=None))

    await office.worked()

    assert (await office.job(found["id"], by=shan))["newCount"] == 4
    assert await on_staff(database) == 6
    proposals = (await ask("{ changeProposals(first: 9) { nodes { id state } } }", by=sen))[
        "changeProposals"
    ]["nodes"]
    (other,) = (each["id"] for each in proposals if each["state"] == "WAITING")
    assert other != first
    assert (await confirmed(ask, other))["__typename"] == "ChangeConfirmed"
    assert await on_staff(database) == 8


async def test_a_dry_run_of_a_renewal_writes_nothing(
    office: LedgerClient, database: Database
) -> None:
    await with_certificates(database)
    further = {"有效期起": "2030-01-01", "有效期止": "2034-12-31", "执法证号": "苏执法新"}
    row = an_officer(1, 机关=SUZHOU.name, 工号="mei", 姓名="新名", 登录名="", **further)

    found = await office.checked(files.plain_csv(row), kind="OFFICERS", by=shan)

    (judged,) = found["rows"]["nodes"]
    assert (judged["outcome"], judged["changed"]) == ("CHANGED", ["执法证", "姓名"])
    async with database.writing() as session:
        profile = await session.get_one(InspectorProfile, mei.officer_id)
        renewed = await session.scalar(
            sa.select(EnforcementCertificate.id).where(EnforcementCertificate.number == "苏执法新")
        )
    assert (profile.certificate_no != "苏执法新", renewed) == (True, None)
    assert (await office.applied(found["id"], by=shan))["changedCount"] == 1


async def test_a_number_that_another_officer_has_is_refused_and_the_other_rows_go_in(
    office: LedgerClient, database: Database
) -> None:
    await with_certificates(database)
    days = {"有效期起": "2030-01-01", "有效期止": "2034-12-31", "登录名": ""}
    taken = an_officer(1, 机关=SUZHOU.name, 工号="mei", 姓名="mei", 执法证号=JUNS, **days)

    found = await office.checked(files.plain_csv(taken, an_officer(2)), kind="OFFICERS", by=shan)
    applied = await office.applied(found["id"], by=shan)

    assert (applied["newCount"], applied["rejectedCount"]) == (1, 1)
    (refused,) = (row for row in applied["rows"]["nodes"] if row["outcome"] == "REJECTED")
    assert "is already registered" in refused["refusals"][0]["en"]


async def test_the_calendar_goes_in_whole_and_out_again(
    office: LedgerClient, database: Database, workdays_as_shipped: None
) -> None:
    before = await count(database, Workday)

    found = await office.checked(files.plain_csv(*DAYS), kind="WORKDAYS", by=shan)
    assert await count(database, Workday) == before
    applied = await office.applied(found["id"], by=shan)
    exported = await office.get("/ledgers/exports/workdays.csv", by=shan)
    again = await office.checked(exported.content, kind="WORKDAYS", by=shan)

    assert (found["newCount"], applied["newCount"]) == (3, 3)
    assert await count(database, Workday) == before + 3
    assert (again["unchangedCount"], again["rows"]["nodes"]) == (before + 3, [])
    assert (
        await office.get("/ledgers/exports/workdays.csv?region=320500", by=shan)
    ).status_code == 404
    async with database.writing() as session:
        tags = sa.select(AuditEvent).where(AuditEvent.tag == "workdays.imported")
        (event,) = await session.scalars(tags)
    assert (event.actor_id, event.detail["notices"], event.detail["new"]) == (shan.id, [NOTICE], 3)

    corrected = [DAYS[0] | {"说明": "元旦"}, DAYS[1] | {"是否工作日": "删除"}]
    found = await office.checked(files.plain_csv(*corrected), kind="WORKDAYS", by=shan)
    assert [row["changed"] for row in found["rows"]["nodes"]] == [["说明"], ["是否工作日"]]


async def test_one_row_that_cannot_be_read_keeps_the_whole_calendar_out(
    office: LedgerClient, database: Database, workdays_as_shipped: None
) -> None:
    before = await count(database, Workday)
    office.work.rows_at_once = 2
    wrong = DAYS[0] | {"日期": "2027-02-30"}

    found = await office.checked(files.plain_csv(*DAYS, wrong), kind="WORKDAYS", by=shan)
    applied = await office.applied(found["id"], by=shan)

    assert (found["newCount"], found["rejectedCount"]) == (0, 4)
    assert (applied["newCount"], applied["rejectedCount"]) == (0, 4)
    reasons = [row["refusals"][0]["en"] for row in applied["rows"]["nodes"]]
    assert ["goes in whole" in each for each in reasons] == [True, True, True, False]
    assert await count(database, Workday) == before
    rejected = (await office.get(applied["rejectedUrl"], by=shan)).content
    assert len(files.read_csv(rejected)) == 5


async def test_the_calendar_waits_for_who_holds_it(
    office: LedgerClient, database: Database, workdays_as_shipped: None
) -> None:
    """As a backup does while it is written; the job is tried again, however often."""
    found = await office.checked(files.plain_csv(*DAYS), kind="WORKDAYS", by=shan)
    await office.apply(found["id"], by=shan)
    async with database.engine.connect() as connection:
        await connection.execute(sa.text("lock table workdays in access share mode"))
        for _ in range(6):
            assert await office.work.work_once(office.faults.append)
            async with database.writing() as session:
                await session.execute(sa.update(LedgerJob).values(leased_until=None))
        assert (await office.job(found["id"], by=shan))["state"] == "APPLYING"
        await connection.rollback()

    await office.worked()

    job = await office.job(found["id"], by=shan)
    assert (job["state"], job["newCount"]) == ("APPLIED", 3)


@pytest.mark.usefixtures("guan_is_there")
async def test_the_calendar_is_entered_from_the_topmost_authority_alone(
    office: LedgerClient, database: Database, keys: Keys
) -> None:
    await installation.refuse_other_key(database, keys)
    refused = await office.declare(b"x", kind="WORKDAYS", by=guan)
    assert (refused["code"], await count(database, LedgerJob)) == ("OUTSIDE_JURISDICTION", 0)
    async with database.writing() as session:
        await session.execute(sa.update(Installation).values(top_region_code="320500"))

    found = await office.checked(files.plain_csv(*DAYS), kind="WORKDAYS", by=guan)
    assert found["newCount"] == 3
    async with database.writing() as session:
        await session.execute(sa.update(Installation).values(top_region_code="320000"))
    assert (await office.apply(found["id"], by=guan))["code"] == "OUTSIDE_JURISDICTION"


@pytest.mark.usefixtures("guan_is_there")
async def test_colleagues_see_the_ledgers_of_their_own_task_only(
    office: LedgerClient, database: Database
) -> None:
    colleague = Person(key(922), "tong2", Role.SYS_ADMIN, SUZHOU)
    async with database.writing() as session:
        session.add(accounts.account(colleague.login, id=colleague.id))
        await session.flush()
        session.add(accounts.grant(colleague))
    of_guan = await office.checked(files.plain_csv(an_officer(1)), kind="OFFICERS", by=guan)
    of_rui = await office.checked(files.as_csv(samples.row(1)), by=rui)

    seen = {
        person.login: [await office.job(job["id"], by=person) for job in (of_guan, of_rui)]
        for person in (guan, colleague, rui, shan)
    }

    assert {login: [job is not None for job in found] for login, found in seen.items()} == {
        "guan": [True, False],
        "tong2": [True, False],
        "rui": [False, True],
        "shan": [False, False],
    }


THEIRS: dict[str, tuple[str, list[dict[str, Any]]]] = {
    "authorities": (
        "AUTHORITIES",
        [
            an_authority(CHAOYANG.name, "110105", 上级机关=""),
            an_authority("不全的局", "110105", 上级机关="", 负责领域=""),
            an_authority("新名", "320505", 机关编号=f"auth_{CHAOYANG.id}"),
            an_authority("新名", "320505", 机关编号=f"auth_{SUZHOU_SPORTS.id}"),
            an_authority("新局", "320505", 机关编号=f"auth_{key(9)}"),
            an_authority(SUZHOU_SPORTS.name, "320500"),
        ],
    ),
    "officers": (
        "OFFICERS",
        [
            an_officer(1, 机关=CHAOYANG.name, 工号="ling", 登录名="ling"),
            an_officer(2, 机关=CHAOYANG.name, 工号="新"),
            an_officer(3, 机关=SUZHOU_SPORTS.name),
            # In the own reach, with what somebody else has elsewhere.
            an_officer(4, 执法证号="京执法900"),
            an_officer(5, 登录名="elsewhere"),
        ],
    ),
}


async def changed_there(database: Database) -> None:
    """Whatever may be different about other offices."""
    async with database.writing() as session:
        for place in (CHAOYANG, SUZHOU_SPORTS):
            row = await session.get_one(Authority, place.id)
            row.complaint_phone, row.yearly_cap, row.version = "010-1", 1, 7
        session.add(accounts.account("elsewhere", id=key(931)))
        await session.flush()
        person = Person(key(931), "elsewhere", Role.INSPECTOR, CHAOYANG)
        session.add(accounts.grant(person))
        session.add(authorities.officer(CHAOYANG, "新", id=key(932), account_id=key(931)))
        await session.flush()
        number = authorities.inspector(key(932), certificate_no="京执法900")
        session.add(number)


@pytest.mark.usefixtures("guan_is_there")
@pytest.mark.parametrize("name", THEIRS)
async def test_a_dry_run_is_the_same_whatever_other_offices_have(
    office: LedgerClient, database: Database, name: str
) -> None:
    kind, rows = THEIRS[name]

    async def seen() -> tuple[Any, bytes]:
        found = await office.checked(files.plain_csv(*rows), kind=kind, by=guan)
        rejected = (await office.get(found.pop("rejectedUrl"), by=guan)).content
        return (found.pop("id") and found), rejected

    before = await seen()
    await changed_there(database)
    after = await seen()

    assert before == after
    assert before[0]["newCount"] == {"authorities": 0, "officers": 2}[name]
    assert before[0]["rejectedCount"] == len(rows) - before[0]["newCount"]


@pytest.mark.usefixtures("guan_is_there")
async def test_what_is_taken_elsewhere_is_refused_by_the_import(
    office: LedgerClient, database: Database
) -> None:
    await changed_there(database)
    before = await count(database, Officer), await count(database, Account)
    kind, rows = THEIRS["officers"]
    found = await office.checked(files.plain_csv(*rows), kind=kind, by=guan)

    applied = await office.applied(found["id"], by=guan)

    assert (found["newCount"], applied["newCount"]) == (2, 0)
    reasons = [row["refusals"][0]["en"] for row in applied["rows"]["nodes"]]
    assert "This enforcement certificate number is already registered." in reasons
    assert "This login is already in use. Choose another." in reasons
    assert (await count(database, Officer), await count(database, Account)) == before


async def test_who_may_declare_and_export_what(office: LedgerClient) -> None:
    may = {}
    for kind in ("AUTHORITIES", "OFFICERS", "WORKDAYS"):
        declared = {p.login: await office.declare(b"x", kind=kind, by=p) for p in PEOPLE}
        may[kind] = {login for login, each in declared.items() if "uploadUrl" in each}
    assert all(logins == {"shan"} for logins in may.values())

    for person, status in ((people.yin, 403), (people.shen, 403), (rui, 200), (sen, 200)):
        answer = await office.get("/ledgers/exports/officers.csv", by=person)
        assert answer.status_code == status, person.login
        if status == 200:
            names = {line[2] for line in files.read_csv(answer.content)[1:]}
            assert ("ling" in names) is (person is sen)
