"""A ledger from the upload to the register, without a shell."""

import asyncio
import datetime as dt
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from domain.ledgers.jobs import APPLIED_WITHIN, KEPT_WITHIN, MOST_UNFINISHED, UPLOADED_WITHIN
from ledgers.layouts import REASON
from persistence.accounts.table import RoleGrant
from persistence.courses.table import Course
from persistence.engine.database import Database
from persistence.engine.records import AuditEvent
from persistence.institutions.table import Institution
from persistence.ledgers.table import LedgerChunk, LedgerJob, LedgerRow
from persistence.teachers.table import Teacher
from tests.api.ledgers import files
from tests.api.ledgers.ledger_client import LedgerClient
from tests.ledgers import samples
from tests.ledgers.test_teachers_and_courses import COURSE, TEACHER, resident
from tests.people import rui, su, xu, yang, yin

ROWS = (samples.row(1), samples.row(2), samples.row(3, kinds="火箭厂"))


async def count(database: Database, table: Any) -> int:
    async with database.writing() as session:
        return await session.scalar(sa.select(sa.func.count()).select_from(table)) or 0


async def test_a_ledger_is_judged_then_imported_and_its_rejected_rows_come_back(
    office: LedgerClient, database: Database
) -> None:
    before = await count(database, Institution)

    found = await office.checked(files.as_csv(*ROWS), "姑苏.csv")

    rows = found.pop("rows")["nodes"]
    url = found["rejectedUrl"]
    assert found == {
        "id": found["id"],
        "state": "CHECKED",
        "newCount": 2,
        "changedCount": 0,
        "unchangedCount": 0,
        "rejectedCount": 1,
        "uncheckedCount": 0,
        "doneCount": 3,
        "totalCount": 3,
        "failureCode": None,
        "failureZh": None,
        "failureEn": None,
        "fileName": "姑苏.csv",
        "rejectedUrl": f"/ledgers/jobs/{found['id']}/rejected",
    }
    assert [(row["line"], row["outcome"], row["label"]) for row in rows] == [
        (2, "NEW", f"{samples.code(1)} 姑苏第1培训中心"),
        (3, "NEW", f"{samples.code(2)} 姑苏第2培训中心"),
        (4, "REJECTED", f"{samples.code(3)} 姑苏第3培训中心"),
    ]
    (refusal,) = rows[2]["refusals"]
    assert refusal["heading"] == "机构类别"
    assert refusal["en"].startswith("must be one of OFF_CAMPUS_TRAINING")
    assert await count(database, Institution) == before

    answer = await office.get(url)
    header, rejected = files.read_csv(answer.content)
    assert answer.headers["content-disposition"].endswith("%E5%A7%91%E8%8B%8F.rejected.csv")
    assert header == [*samples.HEADINGS.values(), REASON]
    assert rejected[0] == samples.code(3)
    assert "火箭厂" in rejected
    assert rejected[-1].startswith("机构类别：须为")

    applied = await office.applied(found["id"])

    assert (applied["state"], applied["newCount"], applied["rejectedCount"]) == ("APPLIED", 2, 1)
    assert await count(database, Institution) == before + 2
    again = await office.checked((await office.get(applied["rejectedUrl"])).content)
    assert (again["state"], again["newCount"], again["rejectedCount"]) == ("CHECKED", 0, 1)


async def test_a_workbook_comes_back_as_a_workbook(office: LedgerClient, tmp_path: Any) -> None:
    path = samples.write(tmp_path / "a.xlsx", samples.table(ROWS))

    found = await office.checked(path.read_bytes(), "a.xlsx")

    assert (found["newCount"], found["rejectedCount"]) == (2, 1)
    answer = await office.get(found["rejectedUrl"])
    assert answer.content.startswith(b"PK\x03\x04")
    assert (await office.checked(answer.content, "b.xlsx"))["rejectedCount"] == 1


async def test_an_upload_that_broke_off_goes_on(office: LedgerClient) -> None:
    content = files.as_csv(*ROWS)
    declared = await office.declare(content)
    url = declared["uploadUrl"]
    assert declared["job"]["state"] == "DECLARED"
    assert (await office.patch(url, 0, content[:100])).status_code == 204

    behind = await office.patch(url, 0, content)
    head = await office.head(url)
    done = await office.patch(url, 100, content[100:])

    assert behind.status_code == 409
    assert (head.status_code, head.headers["upload-offset"]) == (200, "100")
    assert (done.status_code, done.headers["upload-offset"]) == (204, str(len(content)))
    assert (await office.head(url)).headers["upload-offset"] == str(len(content))
    await office.worked()
    assert (await office.job(declared["job"]["id"]))["state"] == "CHECKED"


async def test_an_upload_whose_last_answer_was_lost_is_completed_by_asking(
    office: LedgerClient,
) -> None:
    content = files.as_csv(*ROWS)
    declared = await office.declare(content)
    # All of it had come when the server was killed.
    await office.store.parts.add(UUID(declared["job"]["id"][5:]), 0, content)

    head = await office.head(declared["uploadUrl"])

    assert head.headers["upload-offset"] == str(len(content))
    assert (await office.job(declared["job"]["id"]))["state"] == "UPLOADED"


RUBBISH: dict[str, tuple[bytes, str, str, str]] = {
    "not a workbook": (b"hello", "a.xlsx", "INSTITUTIONS", "not a valid .xlsx"),
    "an archive": (b"PK\x03\x04 and more", "a.xlsx", "INSTITUTIONS", "incomplete or damaged"),
    "a bomb": (files.bomb(), "a.xlsx", "INSTITUTIONS", "unpacks to 1049 MB"),
    "a picture": (b"\x89PNG\r\n\x1a\n", "a.csv", "INSTITUTIONS", "a PNG picture"),
    "another kind": (files.as_csv(*ROWS), "a.csv", "COURSES", "no header row"),
    "blank": (b"\r\n\r\n", "a.csv", "INSTITUTIONS", "The file is empty"),
    "binary": (bytes(range(256)), "a.csv", "TEACHERS", "not UTF-8 or GB18030"),
}


@pytest.mark.parametrize("name", RUBBISH)
async def test_what_is_no_ledger_fails_by_name(
    office: LedgerClient, database: Database, name: str
) -> None:
    content, file_name, kind, message = RUBBISH[name]

    found = await office.checked(content, file_name, kind=kind)

    assert (found["state"], found["failureCode"]) == ("FAILED", "LEDGER_FILE_REFUSED")
    assert message in found["failureEn"]
    assert await office.store.parts.uploads() == {}
    assert (await office.apply(found["id"]))["code"] == "ILLEGAL_TRANSITION"


@pytest.mark.parametrize(
    ("facts", "message"),
    [
        ({"size": 0}, "size: must be from 1 byte to 128 MB"),
        ({"size": 129 * 1024 * 1024}, "size: must be from 1 byte to 128 MB"),
        ({"fileName": "a.xlsx", "size": 51 * 1024 * 1024}, "size: must be from 1 byte to 50 MB"),
        ({"fileName": "a.xls"}, "fileName: must end in .xlsx or .csv"),
        ({"fileName": ""}, "fileName: must have 1 to 200 characters"),
    ],
)
async def test_what_cannot_be_a_ledger_is_not_declared(
    office: LedgerClient, database: Database, facts: dict[str, Any], message: str
) -> None:
    refused = await office.declare(b"x", **facts)

    assert refused["code"] == "INVALID_INPUT"
    assert message in refused["message"]
    assert await count(database, LedgerJob) == 0


async def test_other_bytes_than_were_declared_are_refused(office: LedgerClient) -> None:
    declared = await office.declare(b"what was declared")

    answer = await office.patch(declared["uploadUrl"], 0, b"what was sent now")

    assert (answer.status_code, answer.json()["errors"][0]["extensions"]["code"]) == (
        422,
        "BYTES_DIFFER",
    )
    job = await office.job(declared["job"]["id"])
    assert (job["state"], job["failureCode"]) == ("FAILED", "BYTES_DIFFER")
    assert await office.store.parts.uploads() == {}


async def test_of_two_who_apply_at_once_one_does(office: LedgerClient, database: Database) -> None:
    before = await count(database, Institution)
    found = await office.checked(files.as_csv(*ROWS))

    answers = await asyncio.gather(*(office.apply(found["id"]) for _ in range(2)))
    await asyncio.gather(office.worked(), office.worked())

    names = sorted(each["__typename"] for each in answers)
    assert names == ["IllegalTransition", "LedgerApplied"]
    assert await count(database, Institution) == before + 2
    assert (await office.job(found["id"]))["newCount"] == 2


async def test_somebody_elses_ledger_is_not_found(office: LedgerClient) -> None:
    found = await office.checked(files.as_csv(*ROWS))
    url = f"/ledgers/uploads/{found['id']}"

    assert await office.job(found["id"], by=yang) is None
    for way in (office.apply, office.cancel):
        assert (await way(found["id"], by=yang))["code"] == "NOT_FOUND"
    assert (await office.get(found["rejectedUrl"], by=yang)).status_code == 404
    assert (await office.get(found["rejectedUrl"], by=None)).status_code == 401
    headers = {"tus-resumable": "1.0.0", **await office.token(yang)}
    assert (await office.http.head(url, headers=headers)).status_code == 404
    guessed = await office.http.head(f"{url}?grant=x", headers={"tus-resumable": "1.0.0"})
    assert guessed.status_code == 404
    assert (await office.job(found["id"]))["state"] == "CHECKED"


async def test_who_may_not_enter_such_rows_may_not_upload_them(
    office: LedgerClient, database: Database
) -> None:
    for person, kind in ((su, "TEACHERS"), (xu, "INSTITUTIONS"), (yin, "INSTITUTIONS")):
        refused = await office.declare(b"x", kind=kind, by=person)
        assert refused["code"] == "NOT_PERMITTED", person.login
    assert await count(database, LedgerJob) == 0


async def test_an_institution_uploads_its_own_teachers_only(
    office: LedgerClient, database: Database
) -> None:
    other = TEACHER | {"机构统一社会信用代码": "91320508MA1SW1MM9U", "证件号码": resident(2)}
    content = files.plain_csv(TEACHER, other)

    found = await office.checked(content, kind="TEACHERS", by=yin)
    applied = await office.applied(found["id"], by=yin)

    assert (applied["state"], applied["newCount"], applied["rejectedCount"]) == ("APPLIED", 1, 1)
    assert await count(database, Teacher) == 1
    assert resident(2) not in str(applied["rows"])


async def test_a_right_that_is_lost_before_the_import_imports_nothing(
    office: LedgerClient, database: Database, clock: Any
) -> None:
    before = await count(database, Institution)
    found = await office.checked(files.as_csv(*ROWS))
    await office.apply(found["id"])
    async with database.writing() as session:
        revoked = sa.update(RoleGrant).where(RoleGrant.account_id == rui.id)
        await session.execute(revoked.values(revoked_at=clock.now, revoked_by=rui.id))

    await office.worked()

    async with database.writing() as session:
        (job,) = await session.scalars(sa.select(LedgerJob))
    assert (job.state, job.failure_code) == ("FAILED", "NOT_PERMITTED")
    assert await count(database, Institution) == before


async def test_a_course_ledger_publishes(office: LedgerClient, database: Database) -> None:
    found = await office.checked(files.plain_csv(COURSE), kind="COURSES")
    applied = await office.applied(found["id"])

    assert (found["newCount"], applied["newCount"], await count(database, Course)) == (1, 1, 1)


async def test_cancelling_ends_a_job_and_its_content_goes(
    office: LedgerClient, database: Database, clock: Any
) -> None:
    found = await office.checked(files.as_csv(*ROWS))

    assert (await office.cancel(found["id"]))["__typename"] == "LedgerCancelled"
    assert (await office.cancel(found["id"]))["code"] == "ILLEGAL_TRANSITION"
    clock.now += dt.timedelta(minutes=2)
    await office.work.tidy()

    assert (await office.job(found["id"]))["rows"]["nodes"] == []
    assert await office.store.parts.uploads() == {}


async def test_nobody_has_many_ledgers_waiting(office: LedgerClient) -> None:
    for _ in range(MOST_UNFINISHED):
        declared = await office.declare(b"x")
        assert declared["__typename"] == "LedgerDeclared"

    assert (await office.declare(b"x"))["code"] == "TOO_MANY_LEDGERS"
    assert (await office.cancel(declared["job"]["id"]))["__typename"] == "LedgerCancelled"
    assert (await office.declare(b"x"))["__typename"] == "LedgerDeclared"


async def test_what_nobody_goes_on_with_expires_and_is_forgotten(
    office: LedgerClient, database: Database, clock: Any
) -> None:
    content = files.as_csv(*ROWS)
    waiting = await office.declare(content)
    await office.patch(waiting["uploadUrl"], 0, content[:10])
    checked = await office.checked(content)
    done = await office.checked(content)
    await office.applied(done["id"])

    clock.now += UPLOADED_WITHIN
    assert (await office.head(waiting["uploadUrl"])).status_code == 404
    await office.work.tidy()
    assert (await office.job(waiting["job"]["id"]))["state"] == "EXPIRED"
    assert (await office.job(checked["id"]))["state"] == "CHECKED"
    clock.now += max(APPLIED_WITHIN, KEPT_WITHIN)
    await office.work.tidy()
    clock.now += dt.timedelta(minutes=2)
    await office.work.tidy()

    states = [(await office.job(each["id"]))["state"] for each in (checked, done)]
    assert states == ["EXPIRED", "APPLIED"]
    after = await office.job(done["id"])
    assert (after["fileName"], after["rejectedUrl"], after["newCount"]) == ("", None, 2)
    assert await office.store.parts.uploads() == {}
    for table in (LedgerRow, LedgerChunk):
        assert await count(database, table) == 0


async def test_nothing_of_a_file_is_in_audit_or_transitions(
    office: LedgerClient, database: Database
) -> None:
    found = await office.checked(files.plain_csv(TEACHER), kind="TEACHERS")
    await office.applied(found["id"])

    async with database.writing() as session:
        events = list(await session.scalars(sa.select(AuditEvent)))
    assert {each.tag for each in events} == {
        "ledger.declared",
        "ledger.applied",
        "teachers.imported",
    }
    assert "沈若溪" not in str([each.detail for each in events])
    assert resident(1) not in str([each.detail for each in events])
