"""A signature is put under one version of a record, once filed and until it is audited."""

from typing import Any

import pytest

from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from persistence.reading import ids
from persistence.visits.table import RecordSignature
from tests.client import Client
from tests.people import jun, lin, ling, mei, yin
from tests.schema.evidence import evidence_steps
from tests.schema.inspections import steps
from tests.schema.inspections.steps import a_signature, officer
from tests.schema.visits.steps import FIELDS, WRONG, count, record_of


async def test_a_signature_is_put_under_a_record_filed_before(
    ask: Client, unsigned: str, database: Database
) -> None:
    record_hash = await steps.hash_of(ask, unsigned)
    (picture,) = await evidence_steps.declared(
        ask, unsigned, evidence_steps.slot(reason="签字照片")
    )
    given = a_signature(unsigned, record_hash, evidenceId=picture, operationId=str(new_key()))

    payload = await ask.do("recordSignature", given, by=jun)
    again = await ask.do("recordSignature", given, by=jun)
    twice = await ask.do("recordSignature", {**given, "operationId": str(new_key())}, by=mei)

    assert payload == again == {"__typename": "SignatureRecorded"}
    assert twice["code"] == "ALREADY_SIGNED"
    assert (await record_of(ask, unsigned))["signatures"] == [
        {
            "party": "INSPECTED",
            "name": "张某",
            "capacity": "校长",
            "recordHash": record_hash,
            "signedAt": "2026-11-18T01:30:00.000000Z",
            "recordedAt": "2026-11-18T02:00:00.000000Z",
            "recordedBy": {"id": officer(jun)},
            "isValid": True,
            "evidence": {"id": picture},
        }
    ]
    audit = (await steps.traces(database))["audit"]
    assert audit.count("inspection.record_signed") == 1


async def test_a_later_version_has_none_of_the_earlier_ones_signatures(
    ask: Client, filed: str
) -> None:
    before = await record_of(ask, filed)
    await steps.file(ask, filed, by=jun, is_signed=False, correctionReason="漏填一项")

    record = await record_of(ask, filed)
    old = await ask.do("recordSignature", a_signature(filed, before["hash"]), by=mei)

    assert record["versionNo"] == 2
    assert record["signatures"] == []
    assert record["hash"] != before["hash"]
    assert len(record["confirmations"]) == 1
    assert old["code"] == "SIGNATURE_DOES_NOT_FIT"


async def test_what_was_not_filed_is_not_signed(ask: Client, arrived: str) -> None:
    payload = await ask.do("recordSignature", a_signature(arrived, WRONG), by=mei)

    assert payload["code"] == "SIGNATURE_TOO_LATE"


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "x" * 101}, "name"),
        ({"capacity": "\x1b"}, "capacity"),
        ({"signedAt": "2026-11-18T10:06:00+08:00"}, "signedAt"),
        ({"evidenceId": "evid_1"}, "evidenceId"),
        ({"evidenceId": ids.write("Evidence", new_key())}, "evidenceId"),
        ({"inspectionId": "evid_1"}, "inspectionId"),
    ],
)
async def test_faults_of_a_signature_are_named(
    ask: Client, unsigned: str, database: Database, facts: dict[str, Any], field: str
) -> None:
    given = a_signature(unsigned, await steps.hash_of(ask, unsigned)) | facts

    payload = await ask.do("recordSignature", given, FIELDS, by=mei)

    assert payload["code"] == "INVALID_INPUT"
    assert payload["violations"] == [{"field": field}]
    assert await count(database, RecordSignature) == 0


async def test_each_version_of_a_record_is_fetched_again_by_its_own_id(
    ask: Client, filed: str
) -> None:
    await steps.confirm(ask, filed)
    await steps.audit(ask, filed, "REJECTED", "说明不清")
    await steps.file(ask, filed, summary="第二版", correctionReason="补充说明")
    document = """query Q($id: ID!) { inspection(id: $id) {
        record { id versionNo } records { id versionNo summary } notice { id } } }"""
    again = """query Q($ids: [ID!]!) { nodes(ids: $ids) { id __typename
        ... on InspectionRecord { versionNo summary } } }"""

    visit = (await ask(document, {"id": filed}, by=mei))["inspection"]
    first, second = visit["records"]
    wanted = [first["id"], second["id"], visit["notice"]["id"]]
    seen = {
        person: (await ask(again, {"ids": wanted}, by=person))["nodes"]
        for person in (mei, yin, lin, ling, None)
    }

    assert visit["record"] == {"id": second["id"], "versionNo": 2}
    assert first["id"] != second["id"]
    rows = [{"__typename": "InspectionRecord", **each} for each in (first, second)]
    notice = {"id": visit["notice"]["id"], "__typename": "Notice"}
    assert seen[mei] == seen[yin] == seen[lin] == [*rows, notice]
    assert seen[ling] == seen[None] == [None, None, None]


async def test_a_variable_of_any_name_reaches_what_a_mutation_shows(
    ask: Client, unsigned: str
) -> None:
    """Also of the names that the row to read again might have."""
    document = """mutation M($input: RecordSignatureInput!, $key: Int, $ids: Int) {
        recordSignature(input: $input) { ... on SignatureRecorded { inspection {
            institution { a: courses(first: $key) { nodes { id } }
                b: courses(first: $ids) { nodes { id } } } } } } }"""
    given = {
        **steps.a_signature(unsigned, await steps.hash_of(ask, unsigned)),
        "operationId": str(new_key()),
    }

    data = await ask(document, {"input": given, "key": 1, "ids": 2}, by=mei)

    assert data["recordSignature"] == {
        "inspection": {"institution": {"a": {"nodes": []}, "b": {"nodes": []}}}
    }
