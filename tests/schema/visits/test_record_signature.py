"""A signature is put under one version of a record, once filed and until it is audited."""

from typing import Any

import pytest

from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from persistence.reading import ids
from persistence.visits.table import RecordSignature
from tests.client import Client
from tests.people import jun, mei
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
