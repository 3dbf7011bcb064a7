"""A refusal to sign is written down with its witness, and is enough for the audit."""

import pytest

from tests.client import Client
from tests.people import jun, mei
from tests.schema.inspections import steps
from tests.schema.visits.steps import a_refusal, record_of


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
