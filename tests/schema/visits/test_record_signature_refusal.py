"""A refusal to sign is written down with its witness, and is enough for the audit."""

from typing import Any

import pytest

from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from persistence.visits.table import SignatureRefusal
from tests.client import Client
from tests.people import jun, mei
from tests.schema.inspections import steps
from tests.schema.visits.steps import FIELDS, WRONG, a_refusal, count, record_of


@pytest.mark.parametrize("because", ["REFUSED", "ABSENT"])
async def test_a_refusal_to_sign_with_its_witness_is_enough(
    ask: Client, unsigned: str, because: str
) -> None:
    record_hash = await steps.hash_of(ask, unsigned)
    await steps.confirm(ask, unsigned)

    noted = await ask.do(
        "recordSignatureRefusal", a_refusal(unsigned, record_hash, because=because), by=mei
    )
    twice = await ask.do("recordSignatureRefusal", a_refusal(unsigned, record_hash), by=jun)
    await steps.audit(ask, unsigned)

    assert noted == {"__typename": "SignatureRefusalRecorded"}
    assert twice["code"] == "ALREADY_SIGNED"
    assert (await record_of(ask, unsigned))["signatureRefusal"] == {
        "because": because,
        "reason": "认为检查结论不符合事实",
        "witnessName": "李某",
        "witnessCapacity": "物业经理",
        "recordHash": record_hash,
        "isValid": True,
    }


async def test_the_same_operation_is_answered_again(
    ask: Client, unsigned: str, database: Database
) -> None:
    record_hash = await steps.hash_of(ask, unsigned)
    given = a_refusal(unsigned, record_hash, operationId=str(new_key()))

    first = await ask.do("recordSignatureRefusal", given, by=mei)
    again = await ask.do("recordSignatureRefusal", given, by=mei)

    assert first == again == {"__typename": "SignatureRefusalRecorded"}
    assert await count(database, SignatureRefusal) == 1


async def test_a_refusal_to_sign_something_else_does_not_fit(
    ask: Client, unsigned: str, database: Database
) -> None:
    shows = "... on SignatureDoesNotFit { versionNo }"

    payload = await ask.do("recordSignatureRefusal", a_refusal(unsigned, WRONG), shows, by=mei)

    assert (payload["code"], payload["versionNo"]) == ("SIGNATURE_DOES_NOT_FIT", 1)
    assert await count(database, SignatureRefusal) == 0


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"reason": " "}, "reason"),
        ({"witnessName": ""}, "witnessName"),
        ({"witnessCapacity": "\x1b"}, "witnessCapacity"),
        ({"notedAt": "2026-11-18T10:06:00+08:00"}, "notedAt"),
        ({"evidenceId": "evid_1"}, "evidenceId"),
        ({"inspectionId": "evid_1"}, "inspectionId"),
    ],
)
async def test_faults_of_a_refusal_to_sign_are_named(
    ask: Client, unsigned: str, database: Database, facts: dict[str, Any], field: str
) -> None:
    given = a_refusal(unsigned, await steps.hash_of(ask, unsigned)) | facts

    payload = await ask.do("recordSignatureRefusal", given, FIELDS, by=mei)

    assert payload["code"] == "INVALID_INPUT"
    assert payload["violations"] == [{"field": field}]
    assert await count(database, SignatureRefusal) == 0
