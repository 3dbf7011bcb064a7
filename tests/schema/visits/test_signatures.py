"""Signatures stand on the bytes of one version of a record, and approval waits for them."""

import hashlib
import json
from typing import Any

import pytest
import sqlalchemy as sa

from domain.inspections.terms import InspectionState
from persistence.engine.database import Database
from persistence.inspections.table import Finding, Inspection, InspectionRecord
from persistence.visits.table import RecordSignature, SignatureRefusal
from tests.client import Client
from tests.factories import NOW
from tests.people import Person, fang, hua, jun, lin, ling, mei, ou, qiao, su, tao, yin
from tests.schema.evidence import evidence_steps
from tests.schema.inspections import steps
from tests.schema.inspections.steps import a_problem, a_report, a_signature
from tests.schema.visits.steps import FIELDS, WRONG, a_refusal, count, record_of


async def test_the_canonical_record_says_what_was_filed(ask: Client, unsigned: str) -> None:
    record = await record_of(ask, unsigned)

    content = json.loads(record["canonical"])
    assert record["hash"] == hashlib.sha256(record["canonical"].encode()).hexdigest()
    assert record["confirmations"] == [{"recordHash": record["hash"]}]
    assert content["inspectionId"] == unsigned
    assert content["institution"] == {
        "name": "苏州枫叶教育培训中心",
        "unifiedSocialCreditCode": "91320508MA1MAPLE0X",
    }
    assert content["officers"] == ["P0302", "P0303"]
    assert content["visitEndedAt"] == "2026-11-18T01:30:00.000Z"
    assert content["findings"][0]["violationCode"] == "SAFETY_FIRE"
    assert content["checklist"] == {"code": "OFF_CAMPUS_GENERAL", "version": 4}


async def test_a_phone_signs_offline_what_it_files_later(ask: Client, arrived: str) -> None:
    """The bytes are made from what the phone knows, the hash goes with the filing."""
    given = a_report(arrived)
    content = {
        "answers": [
            {**steps.FINE, "note": None},
            {**steps.SKIPPED, "note": None, "problemFound": None, "handling": None},
        ],
        "attemptedAt": [],
        "checklist": {"code": "OFF_CAMPUS_GENERAL", "version": 4},
        "correctionReason": None,
        "findings": [],
        "inspectionId": arrived,
        "institution": {
            "name": "苏州枫叶教育培训中心",
            "unifiedSocialCreditCode": "91320508MA1MAPLE0X",
        },
        "measures": ["NONE_NEEDED"],
        "methods": ["ON_SITE"],
        "officers": ["P0302", "P0303"],
        "orders": [],
        "resultCodes": ["NO_PROBLEM"],
        "schema": "spotcheck-record/1",
        "summary": "张校长陪同检查",
        "version": 1,
        "visitEndedAt": "2026-11-18T01:30:00.000Z",
        "visitStartedAt": "2026-11-18T00:30:00.000Z",
    }
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    record_hash = hashlib.sha256(text.encode()).hexdigest()
    signature = {k: v for k, v in a_signature(arrived, record_hash).items() if k != "inspectionId"}

    wrong = await ask.do(
        "fileInspectionResult",
        {**given, "signatures": [{**signature, "recordHash": WRONG}]},
        "... on SignatureDoesNotFit { versionNo }",
        by=mei,
    )
    state = await steps.state_of(ask, arrived)
    payload = await ask.do("fileInspectionResult", {**given, "signatures": [signature]}, by=mei)

    assert (wrong["code"], wrong["versionNo"]) == ("SIGNATURE_DOES_NOT_FIT", 1)
    assert state["state"] == "TO_ENTER"
    assert payload == {"__typename": "InspectionResultFiled"}
    record = await record_of(ask, arrived)
    assert record["canonical"] == text
    assert [(s["party"], s["isValid"]) for s in record["signatures"]] == [("INSPECTED", True)]


@pytest.mark.parametrize(
    ("typed", "spelt"),
    [("二楼\r\n一楼", "二楼\n一楼"), (" 二楼\u3000", "二楼"), ("cafe\u0301", "caf\u00e9")],
)
async def test_a_phone_that_spelt_otherwise_is_refused_with_what_the_server_has(
    ask: Client, arrived: str, typed: str, spelt: str
) -> None:
    given = a_report(arrived, summary=typed)
    wrong = a_signature(arrived, WRONG)
    del wrong["inspectionId"]
    shows = "... on SignatureDoesNotFit { versionNo recordHash canonical }"
    first = await ask.do("fileInspectionResult", {**given, "signatures": [wrong]}, shows, by=mei)
    right: str = first["canonical"]
    as_typed = json.dumps({**json.loads(right), "summary": typed}, ensure_ascii=False)
    as_typed = json.dumps(
        json.loads(as_typed), ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    own = {**wrong, "recordHash": hashlib.sha256(as_typed.encode()).hexdigest()}

    refused = await ask.do("fileInspectionResult", {**given, "signatures": [own]}, shows, by=mei)
    state = await steps.state_of(ask, arrived)
    agreed = {**wrong, "recordHash": refused["recordHash"]}
    filed = await ask.do("fileInspectionResult", {**given, "signatures": [agreed]}, by=mei)

    assert json.loads(right)["summary"] == spelt
    assert refused["code"] == "SIGNATURE_DOES_NOT_FIT"
    assert (refused["versionNo"], refused["canonical"]) == (1, right)
    assert refused["recordHash"] == hashlib.sha256(right.encode()).hexdigest()
    assert state["state"] == "TO_ENTER"
    assert filed == {"__typename": "InspectionResultFiled"}
    assert (await record_of(ask, arrived))["canonical"] == right


async def test_a_later_signature_under_another_spelling_is_refused_with_the_servers(
    ask: Client, filed: str
) -> None:
    record = await record_of(ask, filed)
    shows = "... on SignatureDoesNotFit { versionNo recordHash canonical }"

    payload = await ask.do("recordSignature", a_signature(filed, WRONG), shows, by=mei)

    assert payload["code"] == "SIGNATURE_DOES_NOT_FIT"
    assert payload["canonical"] == record["canonical"]
    assert payload["recordHash"] == record["hash"]


async def test_the_institution_sees_its_record_and_who_signed(ask: Client, filed: str) -> None:
    record = await record_of(ask, filed, by=yin)

    assert record["canonical"]
    assert [s["name"] for s in record["signatures"]] == ["张某"]
    assert record["signatures"][0]["recordedBy"] is None


@pytest.mark.parametrize("way", ["summary", "finding", "canonical", "checklist"])
async def test_a_signature_under_a_record_that_was_changed_is_not_valid(
    ask: Client, filed: str, database: Database, way: str
) -> None:
    changes: dict[str, Any] = {
        "summary": sa.update(InspectionRecord).values(summary="篡改"),
        "finding": sa.update(Finding).values(detail="篡改"),
        "canonical": sa.update(InspectionRecord).values(canonical="{}"),
        "checklist": sa.update(InspectionRecord).values(checklist_version=1),
    }
    assert (await record_of(ask, filed))["signatures"][0]["isValid"]

    async with database.writing() as session:
        await session.execute(changes[way])

    assert not (await record_of(ask, filed))["signatures"][0]["isValid"]


@pytest.mark.parametrize("state", list(InspectionState))
@pytest.mark.parametrize("mutation", ["recordSignature", "recordSignatureRefusal"])
async def test_it_is_signed_once_filed_and_until_it_is_audited(
    ask: Client, unsigned: str, database: Database, mutation: str, state: InspectionState
) -> None:
    record_hash = await steps.hash_of(ask, unsigned)
    async with database.writing() as session:
        await session.execute(sa.update(Inspection).values(state=state, published_at=NOW))
    given = a_signature if mutation == "recordSignature" else a_refusal

    payload = await ask.do(mutation, given(unsigned, record_hash), by=mei)

    is_open = state in {"TO_CONFIRM", "TO_AUDIT"}
    assert payload.get("code") == (None if is_open else "SIGNATURE_TOO_LATE")
    assert (
        await count(database, RecordSignature) + await count(database, SignatureRefusal) == is_open
    )


@pytest.mark.parametrize(
    ("person", "code"),
    [
        (tao, "NOT_FOUND"),
        (ling, "NOT_FOUND"),
        (lin, "NOT_PERMITTED"),
        (qiao, "NOT_PERMITTED"),
        (su, "NOT_PERMITTED"),
        (hua, "NOT_PERMITTED"),
        (ou, "NOT_PERMITTED"),
        (yin, "NOT_PERMITTED"),
        (fang, "NOT_PERMITTED"),
        (None, "NOT_PERMITTED"),
    ],
)
async def test_only_officers_of_the_visit_write_down_who_signed(
    ask: Client, unsigned: str, database: Database, person: Person | None, code: str
) -> None:
    record_hash = await steps.hash_of(ask, unsigned)

    signed = await ask.do("recordSignature", a_signature(unsigned, record_hash), by=person)
    noted = await ask.do("recordSignatureRefusal", a_refusal(unsigned, record_hash), by=person)

    assert (signed["code"], noted["code"]) == (code, code)
    assert await count(database, RecordSignature) + await count(database, SignatureRefusal) == 0


async def test_signatures_that_come_with_a_filing_have_their_faults_too(
    ask: Client, arrived: str
) -> None:
    one = {k: v for k, v in a_signature(arrived, WRONG).items() if k != "inspectionId"}
    refusal = {k: v for k, v in a_refusal(arrived, WRONG).items() if k != "inspectionId"}
    cases: list[tuple[dict[str, Any], str]] = [
        ({"signatures": [one, one]}, "signatures[1].name"),
        ({"signatures": [{**one, "name": ""}]}, "signatures[0].name"),
        ({"signatures": [one] * 21}, "signatures"),
        ({"signatureRefusal": {**refusal, "witnessName": ""}}, "signatureRefusal.witnessName"),
        ({"signatureRefusal": {**refusal, "evidenceId": "x"}}, "signatureRefusal.evidenceId"),
    ]
    for facts, field in cases:
        payload = await ask.do("fileInspectionResult", a_report(arrived, **facts), FIELDS, by=mei)
        assert payload["code"] == "INVALID_INPUT", field
        assert payload["violations"] == [{"field": field}]
    assert (await steps.state_of(ask, arrived))["state"] == "TO_ENTER"


async def test_approval_waits_for_the_inspected_partys_signature(
    ask: Client, unsigned: str
) -> None:
    await steps.confirm(ask, unsigned)
    approval = {"inspectionId": unsigned, "decision": "APPROVED"}

    early = await ask.do("auditInspectionResult", approval, by=qiao)
    officers = await steps.hash_of(ask, unsigned)
    await ask.do("recordSignature", a_signature(unsigned, officers, party="OFFICER"), by=mei)
    still = await ask.do("auditInspectionResult", approval, by=qiao)
    await steps.sign(ask, unsigned)
    done = await ask.do("auditInspectionResult", approval, by=qiao)

    assert [early["code"], still["code"]] == ["SIGNATURE_MISSING", "SIGNATURE_MISSING"]
    assert done["__typename"] == "InspectionResultAudited"


async def test_a_result_may_be_rejected_without_any_signature(ask: Client, unsigned: str) -> None:
    await steps.confirm(ask, unsigned)

    assert await steps.audit(ask, unsigned, "REJECTED", "请补充") is None


async def test_where_nobody_was_met_nobody_signs(ask: Client, arrived: str) -> None:
    twice = ["2026-11-18T08:00:00+08:00", "2026-11-18T09:00:00+08:00"]
    facts = {"resultCodes": ["UNREACHABLE"], "measures": ["OTHER"], "attemptedAt": twice}
    await ask.do("fileInspectionResult", a_report(arrived, **facts), by=mei)
    await steps.confirm(ask, arrived)

    assert await steps.audit(ask, arrived)


async def test_one_visit_with_evidence_makes_an_institution_unreachable(
    ask: Client, arrived: str
) -> None:
    given = a_report(arrived, resultCodes=["UNREACHABLE"], measures=["OTHER"])

    without = await ask.do("fileInspectionResult", given, by=mei)
    await evidence_steps.declared(ask, arrived)
    payload = await ask.do("fileInspectionResult", given, by=mei)

    assert without["code"] == "ATTEMPTS_REQUIRED"
    assert payload == {"__typename": "InspectionResultFiled"}


async def test_before_an_officer_arrived_nothing_is_filed_on_site(
    ask: Client, assigned: str, database: Database
) -> None:
    early = await ask.do("fileInspectionResult", a_report(assigned), by=mei)
    await steps.check_in(ask, assigned, by=jun, claimedAt="2026-11-18T09:31:00+08:00")
    later = await ask.do("fileInspectionResult", a_report(assigned), by=mei)
    on_paper = await ask.do("fileInspectionResult", a_report(assigned, methods=["WRITTEN"]), by=mei)

    assert [early["code"], later["code"]] == ["NOT_CHECKED_IN", "NOT_CHECKED_IN"]
    assert on_paper == {"__typename": "InspectionResultFiled"}
    assert await count(database, InspectionRecord) == 1


@pytest.mark.parametrize(
    ("version", "item", "code"),
    [
        (None, "OC23_FOOD", None),
        (4, "OC23_FOOD", None),
        (3, "OC23_FOOD", "INVALID_INPUT"),
        (1, "OC21_ONLINE_LESSONS", "INVALID_INPUT"),
        (1, "OC01_LICENCE", None),
        (5, "OC01_LICENCE", "CHECKLIST_VERSION_UNKNOWN"),
        (0, "OC01_LICENCE", "CHECKLIST_VERSION_UNKNOWN"),
        (-1, "OC01_LICENCE", "CHECKLIST_VERSION_UNKNOWN"),
    ],
)
async def test_a_record_is_judged_by_the_edition_it_was_made_with(
    ask: Client, arrived: str, database: Database, version: int | None, item: str, code: str | None
) -> None:
    answers = [{**steps.FINE, "itemCode": item}]
    given = a_report(arrived, checklistVersion=version, answers=answers)

    payload = await ask.do("fileInspectionResult", given, by=mei)

    assert payload.get("code") == code
    if code is None:
        record = await record_of(ask, arrived)
        assert record["checklistVersion"] == (version or 4)
        assert json.loads(record["canonical"])["checklist"]["version"] == (version or 4)
    else:
        assert await count(database, InspectionRecord) == 0


async def test_a_problem_filed_again_before_all_confirmed_says_why(
    ask: Client, filed: str, database: Database
) -> None:
    without = await ask.do("fileInspectionResult", a_problem(filed), by=jun)
    corrected = await ask.do(
        "fileInspectionResult", a_problem(filed, correctionReason="漏填一项"), by=jun
    )
    again = await ask.do(
        "confirmInspectionResult", {"inspectionId": filed, "recordVersionNo": 1}, by=mei
    )

    assert without["code"] == "RESULT_ALREADY_FILED"
    assert corrected == {"__typename": "InspectionResultFiled"}
    assert again["code"] == "CHANGED_MEANWHILE"
    await steps.confirm(ask, filed, version=2, by=mei)
    assert (await steps.state_of(ask, filed))["state"] == "TO_AUDIT"
    moves = (await steps.traces(database))["moves"]
    assert ("Inspection", "TO_CONFIRM", "file", "TO_CONFIRM") in moves


async def test_who_was_there_does_not_do_without_a_signature_by_naming_another_method(
    ask: Client, arrived: str
) -> None:
    given = steps.a_problem(arrived, methods=["WRITTEN"])
    filed = await ask.do("fileInspectionResult", given, by=mei)
    await steps.confirm(ask, arrived)

    approval = {"inspectionId": arrived, "decision": "APPROVED"}
    payload = await ask.do("auditInspectionResult", approval, by=qiao)

    assert filed == {"__typename": "InspectionResultFiled"}
    assert payload["code"] == "SIGNATURE_MISSING"
