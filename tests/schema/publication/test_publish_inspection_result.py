"""Publishing an approved result: by a mutation of its own, in part, late, once, and as a document."""

import asyncio
import datetime as dt
import hashlib
import json
from typing import Any

import pytest
import sqlalchemy as sa

from domain.inspections.terms import ReplacementReason
from domain.roles import Role
from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from persistence.engine.records import AuditEvent
from persistence.inspections.table import Inspection, PublicRecord
from persistence.institutions.table import Institution
from persistence.publication.table import Publication
from persistence.reading import ids
from tests.client import Client, Clock
from tests.factories import NOW, inspections
from tests.people import (
    GUSU,
    MAPLE,
    SUZHOU,
    Person,
    fang,
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
from tests.schema.inspections import steps as visits
from tests.schema.publication import steps
from tests.world import LICENCE

SHOWS = """... on InspectionResultPublished {
    inspection { id state publishedAt }
    publicRecord { id versionNo isLate violationCodes withheldViolationCodes withholdingGround
        resultText expiresOn document documentSha256
        publications { outlet state publishedAt reference } } }"""


def _input(inspection_id: str, **facts: Any) -> dict[str, Any]:
    return {"inspectionId": inspection_id, **facts}


async def test_how_many_officers_were_replaced_stands_beside_the_document(
    ask: Client, approved: str, database: Database
) -> None:
    async with database.writing() as session:
        session.add(
            inspections.assignment(
                ids.read("Inspection", approved),
                jun.as_officer,
                replaced_at=NOW,
                replacement_reason=ReplacementReason.ILLNESS,
            )
        )
    shows = "... on InspectionResultPublished { publicRecord { replacementCount document } }"

    payload = await ask.do("publishInspectionResult", _input(approved), shows, by=qiao)

    record = payload["publicRecord"]
    assert record["replacementCount"] == 1
    assert "replacement" not in record["document"]


async def test_an_approved_result_is_published_here_and_handed_to_the_credit_platform(
    ask: Client, approved: str, database: Database
) -> None:
    before = await visits.state_of(ask, approved)

    payload = await ask.do("publishInspectionResult", _input(approved), SHOWS, by=qiao)

    assert before["state"] == "APPROVED"
    now = "2026-11-18T02:00:00.000000Z"
    record = payload["publicRecord"]
    document = record.pop("document")
    assert payload == {
        "__typename": "InspectionResultPublished",
        "inspection": {"id": approved, "state": "PUBLISHED", "publishedAt": now},
        "publicRecord": {
            "id": record["id"],
            "versionNo": 1,
            "isLate": False,
            "violationCodes": ["SAFETY_FIRE"],
            "withheldViolationCodes": [],
            "withholdingGround": None,
            "resultText": "发现问题待后续处理。违规情形：消防安全隐患。",
            "expiresOn": "2031-11-18",
            "documentSha256": hashlib.sha256(document.encode()).hexdigest(),
            "publications": [
                {"outlet": "PLATFORM", "state": "PUBLISHED", "publishedAt": now, "reference": None},
                {
                    "outlet": "ENTERPRISE_CREDIT",
                    "state": "PENDING",
                    "publishedAt": None,
                    "reference": None,
                },
            ],
        },
    }
    traces = await visits.traces(database)
    assert ("Inspection", "TO_AUDIT", "approve", "APPROVED") in traces["moves"]
    assert ("Inspection", "APPROVED", "publish", "PUBLISHED") in traces["moves"]
    assert traces["outbox"][-2] == (
        "publication.enterprise_credit",
        {
            "public_record_id": str(steps.key("PublicRecord", record["id"])),
            "document": document,
        },
    )


async def test_the_document_is_canonical_and_says_what_is_public(
    ask: Client, approved: str, database: Database
) -> None:
    payload = await ask.do("publishInspectionResult", _input(approved), SHOWS, by=qiao)

    document = payload["publicRecord"]["document"]
    content = json.loads(document)
    async with database.writing() as session:
        maple = await session.get_one(Institution, MAPLE)
        (task_code,) = await session.scalars(sa.select(PublicRecord.task_code))
    assert document == json.dumps(
        content, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    assert content == {
        "format": "SPOTCHECK-PUBLICATION-1",
        "recordId": payload["publicRecord"]["id"],
        "versionNo": 1,
        "replaces": None,
        "institution": {
            "name": maple.name,
            "unifiedSocialCreditCode": maple.unified_social_credit_code,
            "regionCode": "320508",
        },
        "authority": {"name": SUZHOU.name, "regionCode": "320500"},
        "sector": "EDUCATION",
        "taskCode": task_code,
        "category": {"code": "CASE", "text": "个案检查"},
        "items": [
            {"code": "OC01_LICENCE", "text": "办学许可有效，培训内容在许可范围内"},
            {"code": "OC17_FIRE", "text": content["items"][1]["text"]},
        ],
        "results": [{"code": "PROBLEM_PENDING", "text": "发现问题待后续处理"}],
        "resultText": "发现问题待后续处理。违规情形：消防安全隐患。",
        "violations": [{"code": "SAFETY_FIRE", "text": "消防安全隐患"}],
        "withheld": None,
        "inspectedOn": "2026-11-18",
        "publishedAt": "2026-11-18T02:00:00Z",
        "expiresOn": "2031-11-18",
    }


async def test_nothing_of_the_officers_and_the_people_of_the_institution_is_in_what_is_public(
    ask: Client, approved: str, database: Database
) -> None:
    payload = await ask.do("publishInspectionResult", _input(approved), SHOWS, by=qiao)

    public_id = payload["publicRecord"]["id"]
    everything = """query Q($id: ID!) { publicRecord(id: $id) { id versionNo institution { id }
        authority { id } sector taskCode category resultCodes resultText violationCodes items
        inspectedOn publishedAt expiresOn repairStatus isCurrent isLate supersededAt withdrawnAt
        withdrawalGround withholdingGround withheldViolationCodes document documentSha256
        publications { outlet state publishedAt reference } reply { text } pictures { url } } }"""
    public_text = json.dumps(await ask(everything, {"id": public_id}), ensure_ascii=False)
    async with database.writing() as session:
        maple = await session.get_one(Institution, MAPLE)
        stored = str((await session.execute(sa.select(PublicRecord.__table__))).one())
    private = [
        "张校长", "灭火器过期", "家长反映", "二楼", maple.legal_representative, "mei", "jun", "qiao",
        str(mei.officer_id), str(jun.officer_id), str(qiao.id), str(lin.id),
    ]  # fmt: skip
    for word in (each for each in private if each):
        assert word not in public_text
        assert word not in stored


async def test_a_part_is_withheld_with_its_ground_and_only_officials_see_which(
    ask: Client, assigned: str, database: Database
) -> None:
    other = {"violationCode": "OTHER", "detail": "涉及另案"}
    await visits.file(ask, assigned, findings=[visits.FIRE, other])
    await visits.confirm(ask, assigned)
    await steps.approve(ask, assigned)
    given = _input(assigned, withheldViolationCodes=["OTHER"], withholdingGround="CASE_IN_HAND")

    payload = await ask.do("publishInspectionResult", given, SHOWS, by=qiao)

    record = payload["publicRecord"]
    assert record["violationCodes"] == ["SAFETY_FIRE"]
    assert record["withheldViolationCodes"] == ["OTHER"]
    assert record["withholdingGround"] == "CASE_IN_HAND"
    assert record["resultText"] == "发现问题待后续处理。违规情形：消防安全隐患。"
    content = json.loads(record["document"])
    assert content["violations"] == [{"code": "SAFETY_FIRE", "text": "消防安全隐患"}]
    assert content["withheld"] == {"code": "CASE_IN_HAND", "text": "案件办理中"}
    question = (
        "query Q($id: ID!) { publicRecord(id: $id) { withheldViolationCodes withholdingGround } }"
    )
    for person, codes in (
        (None, None),
        (fang, None),
        (yin, None),
        (su, ["OTHER"]),
        (mei, ["OTHER"]),
    ):
        seen = await ask(question, {"id": record["id"]}, by=person)
        assert seen["publicRecord"] == {
            "withheldViolationCodes": codes,
            "withholdingGround": "CASE_IN_HAND",
        }


@pytest.mark.parametrize(
    "facts",
    [
        {"withheldViolationCodes": ["SAFETY_FIRE"]},
        {"withholdingGround": "CASE_IN_HAND"},
        {"withheldViolationCodes": ["OTHER"], "withholdingGround": "CASE_IN_HAND"},
        {"withheldViolationCodes": ["SAFETY_FIRE"] * 2, "withholdingGround": "CASE_IN_HAND"},
        {"withheldViolationCodes": ["", "x" * 10_000], "withholdingGround": "CASE_IN_HAND"},
        {"withheldViolationCodes": ["SAFETY_FIRE"] * 101, "withholdingGround": "CASE_IN_HAND"},
    ],
)
async def test_what_is_withheld_was_found_and_has_its_ground(
    ask: Client, approved: str, database: Database, facts: dict[str, Any]
) -> None:
    payload = await ask.do("publishInspectionResult", _input(approved, **facts), by=qiao)

    assert payload["code"] == "INVALID_INPUT"
    assert await steps.rows(database, PublicRecord, Publication) == [[], []]
    assert (await visits.state_of(ask, approved))["state"] == "APPROVED"


async def test_after_its_last_day_a_publication_is_late(
    ask: Client, approved: str, clock: Clock, database: Database
) -> None:
    # 20 working days after 18 November 2026 is 16 December.
    clock.now = NOW + dt.timedelta(days=29)

    payload = await ask.do("publishInspectionResult", _input(approved), SHOWS, by=qiao)

    assert payload["publicRecord"]["isLate"] is True
    assert payload["publicRecord"]["expiresOn"] == "2031-12-17"
    async with database.writing() as session:
        statement = sa.select(AuditEvent.detail).where(
            AuditEvent.tag == "inspection.result_published"
        )
        assert await session.scalar(statement) == {"version": 1, "is_late": True}


async def test_a_natural_person_stays_public_for_two_years(
    ask: Client, approved: str, database: Database
) -> None:
    async with database.writing() as session:
        maple = await session.get_one(Institution, MAPLE)
        maple.unified_social_credit_code = "92" + maple.unified_social_credit_code[2:]
        maple.record_search([LICENCE])

    payload = await ask.do("publishInspectionResult", _input(approved), SHOWS, by=qiao)

    assert payload["publicRecord"]["expiresOn"] == "2028-11-18"


async def test_an_approved_result_is_published_once(
    ask: Client, approved: str, database: Database
) -> None:
    payloads = await asyncio.gather(
        *(ask.do("publishInspectionResult", _input(approved), by=qiao) for _ in range(5))
    )

    assert sorted(payload.get("code", "") for payload in payloads) == [
        "",
        *["NOT_AWAITING_PUBLICATION"] * 4,
    ]
    records, publications = await steps.rows(database, PublicRecord, Publication)
    assert (len(records), len(publications)) == (1, 2)


async def test_the_same_operation_is_answered_again(
    ask: Client, approved: str, database: Database
) -> None:
    given = {**_input(approved), "operationId": str(new_key())}

    first = await ask.do("publishInspectionResult", given, SHOWS, by=qiao)
    again = await ask.do("publishInspectionResult", given, SHOWS, by=qiao)

    assert again == first
    tags = (await visits.traces(database))["audit"]
    assert tags.count("inspection.result_published") == 1


async def test_an_officer_of_the_visit_does_not_publish_it(
    ask: Client, approved: str, database: Database
) -> None:
    await steps.grant(database, mei, Role.RESULT_AUDITOR, SUZHOU)

    payload = await ask.do("publishInspectionResult", _input(approved), by=mei)

    assert payload["code"] == "DECIDER_TOOK_PART"
    assert await steps.rows(database, PublicRecord) == [[]]


async def test_an_auditor_of_another_authority_does_not_find_it_nor_may_publish(
    ask: Client, approved: str, database: Database
) -> None:
    for person in (rui, hua):
        await steps.grant(database, person, Role.RESULT_AUDITOR, GUSU)

    unseen = await ask.do("publishInspectionResult", _input(approved), by=rui)
    seen = await ask.do("publishInspectionResult", _input(approved), by=hua)

    assert (unseen["code"], seen["code"]) == ("NOT_FOUND", "NOT_PERMITTED")
    assert await steps.rows(database, PublicRecord) == [[]]


@pytest.mark.parametrize("person", [mei, lin, hua, su, ou, yin, fang, None])
async def test_others_may_not(
    ask: Client, approved: str, database: Database, person: Person | None
) -> None:
    payload = await ask.do("publishInspectionResult", _input(approved), by=person)

    assert payload["code"] == "NOT_PERMITTED"
    assert await steps.rows(database, PublicRecord) == [[]]


async def test_rubbish_is_named(ask: Client, approved: str) -> None:
    inputs = [
        _input("insp_1"),
        _input(visits.INSTITUTION),
        _input(ids.write("Inspection", key(999))),
    ]

    payloads = [await ask.do("publishInspectionResult", each, by=qiao) for each in inputs]

    assert [payload["code"] for payload in payloads] == [
        "INVALID_INPUT",
        "INVALID_INPUT",
        "NOT_FOUND",
    ]


async def test_its_task_waits_for_the_publication(
    ask: Client, approved: str, database: Database
) -> None:
    document = "query Q($id: ID!) { inspection(id: $id) { task { state } } }"
    before = await ask(document, {"id": approved}, by=lin)
    await ask.do("publishInspectionResult", _input(approved), by=qiao)
    after = await ask(document, {"id": approved}, by=lin)

    assert before["inspection"]["task"]["state"] == "IN_PROGRESS"
    assert after["inspection"]["task"]["state"] == "COMPLETED"
    async with database.writing() as session:
        assert (await session.get_one(Inspection, visits.key(approved))).published_at == NOW


async def test_what_was_never_filed_is_not_published(ask: Client, world: None) -> None:
    visit = await visits.assign(ask)

    payload = await ask.do("publishInspectionResult", _input(visit), by=qiao)

    assert payload["code"] == "NOT_AWAITING_PUBLICATION"
    assert await visits.state_of(ask, visit) == {"state": "TO_ENTER", "version": 1}
