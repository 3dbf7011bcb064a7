"""Auditing a confirmed result: approval publishes, rejection sends it back, by nobody involved."""

import asyncio
import datetime as dt
from typing import Any

import pytest
import sqlalchemy as sa

from domain.roles import Role
from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from persistence.engine.records import AuditEvent
from persistence.inspections.table import Inspection, InspectionTask, PublicRecord, ResultAudit
from persistence.reading import ids
from tests.client import Client, Clock
from tests.factories import NOW, accounts, publication
from tests.people import (
    GUSU,
    SUZHOU,
    Person,
    fang,
    gao,
    hua,
    jun,
    key,
    lin,
    mei,
    ou,
    qiao,
    rui,
    su,
    yin,
)
from tests.schema.inspections import steps

PUBLIC = """id versionNo institution { id } authority { id } sector taskCode category resultCodes
    resultText violationCodes items inspectedOn publishedAt expiresOn repairStatus isCurrent"""
SHOWS = f"""... on InspectionResultAudited {{
    publicRecord {{ {PUBLIC} }}
    inspection {{ id state publishedAt version task {{ code state }}
        audits {{ decision reason decidedAt }} }}
}}"""
RESULTS = f"""query Q($institution: ID!) {{ publicInspectionResults(
    first: 9, filter: {{ institutionId: $institution }}) {{ edges {{ node {{ {PUBLIC} }} }} }} }}"""


def _input(inspection_id: str, decision: str = "APPROVED", **facts: Any) -> dict[str, Any]:
    return {"inspectionId": inspection_id, "decision": decision, **facts}


async def _counts(database: Database) -> tuple[int | None, int | None]:
    """Decisions and public records."""
    async with database.writing() as session:
        counts = [
            await session.scalar(sa.select(sa.func.count()).select_from(table))
            for table in (ResultAudit, PublicRecord)
        ]
    return counts[0], counts[1]


async def test_approval_publishes_the_result(
    ask: Client, confirmed: str, database: Database
) -> None:
    payload = await ask.do("auditInspectionResult", _input(confirmed), SHOWS, by=qiao)

    now = "2026-11-18T02:00:00.000000Z"
    code = payload["inspection"]["task"].pop("code")
    public_id = payload["publicRecord"]["id"]
    assert payload == {
        "__typename": "InspectionResultAudited",
        "publicRecord": {
            "id": public_id,
            "versionNo": 1,
            "institution": {"id": steps.INSTITUTION},
            "authority": {"id": ids.write("Authority", SUZHOU.id)},
            "sector": "EDUCATION",
            "taskCode": code,
            "category": "CASE",
            "resultCodes": ["PROBLEM_PENDING"],
            "resultText": "发现问题待后续处理。违规情形：消防安全隐患。",
            "violationCodes": ["SAFETY_FIRE"],
            "items": ["OC01_LICENCE", "OC17_FIRE"],
            "inspectedOn": "2026-11-18",
            "publishedAt": now,
            "expiresOn": "2031-11-18",
            "repairStatus": "NONE",
            "isCurrent": True,
        },
        "inspection": {
            "id": confirmed,
            "state": "PUBLISHED",
            "publishedAt": now,
            "version": 6,
            "task": {"state": "COMPLETED"},
            "audits": [{"decision": "APPROVED", "reason": None, "decidedAt": now}],
        },
    }
    after = await steps.traces(database)
    assert ("Inspection", "TO_AUDIT", "approve", "APPROVED") in after["moves"]
    assert ("Inspection", "APPROVED", "publish", "PUBLISHED") in after["moves"]
    assert ("InspectionTask", "IN_PROGRESS", "all_published", "COMPLETED") in after["moves"]
    keys = {
        "inspection_id": str(steps.key(confirmed)),
        "public_record_id": str(ids.read("PublicRecord", public_id)),
    }
    assert after["outbox"][-1] == ("inspection.published", keys)


async def test_the_public_reads_it_from_then_on_and_no_sooner(ask: Client, confirmed: str) -> None:
    outside: tuple[Person | None, ...] = (None, fang, gao, yin)
    variables = {"institution": steps.INSTITUTION}
    node = (
        f"query Q($id: ID!) {{ node(id: $id) {{ __typename ... on PublicRecord {{ {PUBLIC} }} }} }}"
    )
    inside = "query Q($id: ID!) { node(id: $id) { __typename } }"

    before = [await ask(RESULTS, variables, by=person) for person in outside]
    public_id = await steps.audit(ask, confirmed)
    after = [await ask(RESULTS, variables, by=person) for person in outside]
    alone = await ask(node, {"id": public_id})
    hidden = await ask(inside, {"id": confirmed})

    assert before == [{"publicInspectionResults": {"edges": []}}] * 4
    (edge,) = after[0]["publicInspectionResults"]["edges"]
    assert edge["node"]["id"] == public_id
    assert after == [after[0]] * 4
    assert alone == {"node": {"__typename": "PublicRecord", **edge["node"]}}
    assert hidden == {"node": None}


async def test_what_the_officers_wrote_is_not_published(
    ask: Client, confirmed: str, database: Database
) -> None:
    await steps.audit(ask, confirmed)

    async with database.writing() as session:
        row = (await session.execute(sa.select(PublicRecord.__table__))).one()
    for private in ("张校长", "灭火器", "家长反映", "mei", "jun", str(mei.officer_id)):
        assert private not in str(row)


async def test_a_task_ends_with_the_last_of_its_visits(
    ask: Client, assigned: str, database: Database
) -> None:
    visits = [assigned, await steps.add_visit(database, assigned)]
    for visit in visits:
        await steps.file(ask, visit)
        await steps.confirm(ask, visit)

    states = []
    for visit in visits:
        payload = await ask.do("auditInspectionResult", _input(visit), SHOWS, by=qiao)
        states.append(payload["inspection"]["task"]["state"])

    assert states == ["IN_PROGRESS", "COMPLETED"]
    moves = [move for move in (await steps.traces(database))["moves"] if "first_record" in move]
    assert moves == [("InspectionTask", "ISSUED", "first_record", "IN_PROGRESS")]


async def test_the_last_two_visits_audited_at_once_end_the_task(
    ask: Client, assigned: str, database: Database
) -> None:
    visits = [assigned, await steps.add_visit(database, assigned)]
    await asyncio.gather(*(steps.file(ask, visit) for visit in visits))
    for visit in visits:
        await steps.confirm(ask, visit)

    await asyncio.gather(*(steps.audit(ask, visit) for visit in visits))

    document = "query Q($id: ID!) { inspection(id: $id) { task { state } } }"
    data = await ask(document, {"id": assigned}, by=lin)
    assert data == {"inspection": {"task": {"state": "COMPLETED"}}}


async def test_a_later_publication_supersedes_the_one_before(
    ask: Client, confirmed: str, database: Database
) -> None:
    async with database.writing() as session:
        visit = await session.get_one(Inspection, steps.key(confirmed))
        task = await session.get_one(InspectionTask, visit.task_id)
        earlier = publication.public_record(visit, task)
        session.add(earlier)
    earlier_id = ids.write("PublicRecord", earlier.id)

    public_id = await steps.audit(ask, confirmed)

    node = """query Q($ids: [ID!]!) { nodes(ids: $ids) {
        ... on PublicRecord { versionNo isCurrent } } }"""
    both = await ask(node, {"ids": [earlier_id, public_id]})
    listed = await ask(RESULTS, {"institution": steps.INSTITUTION})
    assert both["nodes"] == [
        {"versionNo": 1, "isCurrent": False},
        {"versionNo": 2, "isCurrent": True},
    ]
    edges = listed["publicInspectionResults"]["edges"]
    assert [edge["node"]["id"] for edge in edges] == [public_id]


async def test_violations_found_twice_are_named_once(ask: Client, assigned: str) -> None:
    other = {"violationCode": "OTHER", "detail": "无证人员"}
    codes = ["UNQUALIFIED", "PROBLEM_PENDING"]
    await steps.file(ask, assigned, resultCodes=codes, findings=[steps.FIRE, other, steps.FIRE])
    await steps.confirm(ask, assigned)

    payload = await ask.do("auditInspectionResult", _input(assigned), SHOWS, by=qiao)

    record = payload["publicRecord"]
    assert record["violationCodes"] == ["SAFETY_FIRE", "OTHER"]
    assert record["resultText"] == (
        "不合格、发现问题待后续处理。违规情形：消防安全隐患、其他违规行为。"
    )


async def test_a_rejected_result_is_corrected_and_published_with_the_first_version_kept_inside(
    ask: Client, confirmed: str, clock: Clock
) -> None:
    rejected = await ask.do(
        "auditInspectionResult", _input(confirmed, "REJECTED", reason="缺照片"), SHOWS, by=qiao
    )
    clock.now = NOW + dt.timedelta(days=9)
    without = await ask.do("fileInspectionResult", steps.a_report(confirmed), by=jun)
    await steps.file(ask, confirmed, by=jun, correctionReason="补充说明", summary="第二版")
    stale = await ask.do(
        "confirmInspectionResult", {"inspectionId": confirmed, "recordVersionNo": 1}, by=mei
    )
    await steps.confirm(ask, confirmed, version=2, by=mei)
    public_id = await steps.audit(ask, confirmed)

    document = """query Q($id: ID!) { inspection(id: $id) { state
        record { versionNo summary correctionReason }
        records { versionNo summary }
        audits { decision reason }
        publicRecords { id versionNo } } }"""
    assert rejected["inspection"]["state"] == "AUDIT_REJECTED"
    assert rejected["publicRecord"] is None
    assert (without["code"], stale["code"]) == ("INVALID_INPUT", "CHANGED_MEANWHILE")
    assert await ask(document, {"id": confirmed}, by=lin) == {
        "inspection": {
            "state": "PUBLISHED",
            "record": {"versionNo": 2, "summary": "第二版", "correctionReason": "补充说明"},
            "records": [
                {"versionNo": 1, "summary": "张校长陪同检查"},
                {"versionNo": 2, "summary": "第二版"},
            ],
            "audits": [
                {"decision": "REJECTED", "reason": "缺照片"},
                {"decision": "APPROVED", "reason": None},
            ],
            "publicRecords": [{"id": public_id, "versionNo": 1}],
        }
    }


@pytest.mark.parametrize("reason", [None, "", " \t "])
async def test_a_rejection_says_why(
    ask: Client, confirmed: str, database: Database, reason: str | None
) -> None:
    payload = await ask.do(
        "auditInspectionResult", _input(confirmed, "REJECTED", reason=reason), by=qiao
    )

    assert payload["code"] == "INVALID_INPUT"
    assert await _counts(database) == (0, 0)
    assert await steps.state_of(ask, confirmed) == {"state": "TO_AUDIT", "version": 4}


async def test_only_what_all_officers_confirmed_is_audited_and_only_once(
    ask: Client, filed: str, database: Database
) -> None:
    shows = "... on NotAwaitingAudit { state }"

    early = await ask.do("auditInspectionResult", _input(filed), shows, by=qiao)
    await steps.confirm(ask, filed)
    await steps.audit(ask, filed)
    late = await ask.do("auditInspectionResult", _input(filed), shows, by=qiao)

    assert (early["code"], early["state"]) == ("NOT_AWAITING_AUDIT", "TO_CONFIRM")
    assert (late["code"], late["state"]) == ("NOT_AWAITING_AUDIT", "PUBLISHED")
    assert await _counts(database) == (1, 1)


async def test_nothing_filed_is_nothing_to_audit(ask: Client, assigned: str) -> None:
    payload = await ask.do("auditInspectionResult", _input(assigned), by=qiao)

    assert payload["code"] == "NOT_AWAITING_AUDIT"


async def test_five_audits_at_once_publish_once(
    ask: Client, confirmed: str, database: Database
) -> None:
    decisions = ["APPROVED", "REJECTED", "APPROVED", "REJECTED", "APPROVED"]

    payloads = await asyncio.gather(
        *(
            ask.do("auditInspectionResult", _input(confirmed, each, reason="x"), by=qiao)
            for each in decisions
        )
    )

    codes = sorted(payload.get("code", "") for payload in payloads)
    assert codes == ["", *["NOT_AWAITING_AUDIT"] * 4]
    decided, _ = await _counts(database)
    assert decided == 1


async def test_the_same_operation_sent_again_is_answered_again(
    ask: Client, confirmed: str, database: Database
) -> None:
    given = {**_input(confirmed), "operationId": str(new_key())}

    first = await ask.do("auditInspectionResult", given, SHOWS, by=qiao)
    again = await ask.do("auditInspectionResult", given, SHOWS, by=qiao)
    other = await ask.do("auditInspectionResult", {**given, "reason": "x"}, by=qiao)

    assert again == first
    assert other["code"] == "OPERATION_ID_REUSED"
    assert await _counts(database) == (1, 1)


async def test_a_publication_after_its_last_day_is_noted_as_late(
    ask: Client, confirmed: str, clock: Clock, database: Database
) -> None:
    clock.now = NOW + dt.timedelta(days=29)

    await steps.audit(ask, confirmed)

    async with database.writing() as session:
        statement = sa.select(AuditEvent.detail).where(
            AuditEvent.tag == "inspection.result_published"
        )
        detail = await session.scalar(statement)
    assert detail == {"version": 1, "is_late": True}


@pytest.mark.parametrize(
    ("person", "code"), [(mei, "AUDITOR_IS_OFFICER"), (lin, "AUDITOR_IS_TASK_MANAGER")]
)
async def test_nobody_audits_what_one_had_a_part_in(
    ask: Client, confirmed: str, database: Database, person: Person, code: str
) -> None:
    async with database.writing() as session:
        session.add(accounts.grant(person, Role.RESULT_AUDITOR))

    payload = await ask.do("auditInspectionResult", _input(confirmed), by=person)

    assert payload["code"] == code
    assert await _counts(database) == (0, 0)
    assert await steps.state_of(ask, confirmed) == {"state": "TO_AUDIT", "version": 4}


async def test_an_auditor_of_another_authority_does_not_find_it_nor_may_decide(
    ask: Client, confirmed: str, database: Database
) -> None:
    """Seeing the inspection from above is not auditing it."""
    async with database.writing() as session:
        for person in (rui, hua):
            session.add(accounts.grant(person, Role.RESULT_AUDITOR, GUSU))

    unseen = await ask.do("auditInspectionResult", _input(confirmed), by=rui)
    seen = await ask.do("auditInspectionResult", _input(confirmed), by=hua)

    assert (unseen["code"], seen["code"]) == ("NOT_FOUND", "NOT_PERMITTED")
    assert await _counts(database) == (0, 0)


@pytest.mark.parametrize("person", [jun, lin, su, ou, yin, fang, None])
async def test_others_may_not(
    ask: Client, confirmed: str, database: Database, person: Person | None
) -> None:
    payload = await ask.do("auditInspectionResult", _input(confirmed), by=person)

    assert payload["code"] == "NOT_PERMITTED"
    assert await _counts(database) == (0, 0)


async def test_rubbish_is_named(ask: Client, confirmed: str) -> None:
    inputs = [
        _input("insp_1"),
        _input(steps.INSTITUTION),
        _input(ids.write("Inspection", key(999))),
        _input(confirmed, reason="x" * 501),
        _input(confirmed, reason="a\x1fb"),
    ]

    payloads = [await ask.do("auditInspectionResult", each, by=qiao) for each in inputs]

    assert [payload["code"] for payload in payloads] == [
        "INVALID_INPUT",
        "INVALID_INPUT",
        "NOT_FOUND",
        "INVALID_INPUT",
        "INVALID_INPUT",
    ]
