"""What is sealed, what breaks a seal, and what a reviewer reads in words."""

import hashlib
from typing import Any

import pytest
import sqlalchemy as sa

from domain.evidence.terms import EvidenceVerdict
from tests.client import Client
from tests.people import mei, qiao
from tests.schema.evidence import evidence_steps
from tests.schema.inspections import steps

RECORD = """query Q($id: ID!) { inspection(id: $id) { record {
    seal verdict verdictZh verdictEn evidence { id verdict } } } }"""


async def _tamper(ask: Client, statement: str, **values: Any) -> None:
    """Somebody at the database, past every rule."""
    async with ask.database.writing() as session:
        await session.execute(sa.text(statement), values)


async def test_what_has_not_arrived_is_missing(ask: Client, visit: str) -> None:
    (evidence_id,) = await evidence_steps.declared(ask, visit)

    found = await evidence_steps.verdict_of(ask, evidence_id)

    assert (found["seal"], found["verdict"]) == (None, "MISSING")
    assert found["verdictZh"] == EvidenceVerdict.MISSING.zh
    assert found["verdictEn"] == EvidenceVerdict.MISSING.en


async def test_arrival_puts_time_hash_place_and_seal_on_record(ask: Client, visit: str) -> None:
    evidence_id = await evidence_steps.arrived(ask, visit, position=evidence_steps.PLACE)

    found = await evidence_steps.verdict_of(ask, evidence_id)
    (event,) = await evidence_steps.events(ask, "evidence.received")

    assert found["verdict"] == "INTACT"
    assert found["verdictEn"].startswith("Intact: ")
    assert found["checkedAt"] == "2026-11-18T02:00:00.000000Z"
    assert event.actor_id == mei.id
    assert event.detail == {
        "sha256": hashlib.sha256(evidence_steps.PHOTO).hexdigest(),
        "size": len(evidence_steps.PHOTO),
        "seal": found["seal"],
        "received_at": "2026-11-18T02:00:00+00:00",
        "position": {"latitude": 31.3, "longitude": 120.6, "datum": "GCJ02"},
    }


async def test_arriving_again_changes_nothing(ask: Client, visit: str) -> None:
    evidence_id = await evidence_steps.arrived(ask, visit)
    before = await evidence_steps.verdict_of(ask, evidence_id)
    await evidence_steps.arrive(ask, evidence_id)

    assert await evidence_steps.verdict_of(ask, evidence_id) == before
    assert len(await evidence_steps.events(ask, "evidence.received")) == 1


@pytest.mark.parametrize(
    "change",
    [
        "sha256 = decode(repeat('ab', 32), 'hex')",
        "size = size + 1",
        "kind = 'SCREENSHOT'",
        "media_type = 'image/png'",
        "file_name = 'other.jpg'",
        "captured_at = captured_at - interval '1 microsecond'",
        "captured_by = (select id from officers where name = 'tao')",
        "latitude = latitude + 1e-13",
        "longitude = 0",
        "accuracy_m = null",
        "datum = 'WGS84'",
        "declared_at = declared_at - interval '1 day'",
        "received_at = received_at + interval '1 microsecond'",
        "owner_id = gen_random_uuid()",
        "reason = 'because'",
        "seal = decode(repeat('ab', 32), 'hex')",
    ],
)
async def test_an_entry_changed_past_the_rules_is_swapped(
    ask: Client, visit: str, change: str
) -> None:
    evidence_id = await evidence_steps.arrived(
        ask,
        visit,
        position=evidence_steps.PLACE,
        fileName="a.jpg",
        capturedAt="2026-11-18T09:30:00+08:00",
    )
    reading = "select verdict from evidence"
    await _tamper(
        ask, f"update evidence set {change} where id = :id", id=evidence_steps.key(evidence_id)
    )

    document = "query Q($id: ID!) { inspection(id: $id) { evidence { items { verdict } } } }"
    data = await ask(document, {"id": visit}, by=mei)
    items = data["inspection"]["evidence"]["items"]

    # The row itself says INTACT still: it is the seal that does not.
    async with ask.database.writing() as session:
        assert await session.scalar(sa.text(reading)) == "INTACT"
    assert items == ([] if "owner_id" in change else [{"verdict": "SWAPPED"}])


# Records


async def _record(ask: Client, inspection_id: str) -> Any:
    return (await ask(RECORD, {"id": inspection_id}, by=qiao))["inspection"]["record"]


async def test_a_record_covers_what_was_declared_when_it_was_filed(ask: Client, visit: str) -> None:
    first = await evidence_steps.arrived(ask, visit)
    withdrawn, second = await evidence_steps.declared(
        ask, visit, evidence_steps.paper(), evidence_steps.paper()
    )
    await ask.do("withdrawEvidence", {"evidenceId": withdrawn, "reason": "误传"}, by=mei)
    await steps.file(ask, visit)
    late = await evidence_steps.declared(ask, visit, evidence_steps.slot(reason="补充"))
    waiting = await _record(ask, visit)
    await evidence_steps.arrive(ask, second, evidence_steps.PAPER)

    record = await _record(ask, visit)

    assert late
    assert waiting["verdict"] == "MISSING"
    assert record["verdict"] == "INTACT"
    assert record["verdictZh"] == EvidenceVerdict.INTACT.zh
    assert {each["id"]: each["verdict"] for each in record["evidence"]} == {
        first: "INTACT",
        second: "INTACT",
    }


@pytest.mark.parametrize(
    "statement",
    [
        "update inspection_records set summary = '另一个结论'",
        "update inspection_records set result_codes = '{NO_PROBLEM}'",
        "update inspection_records set visit_ended_at = visit_ended_at + interval '1 second'",
        "update inspection_records set attempted_at = array[filed_at]",
        "update inspection_records set rules_version = 'x'",
        "update record_answers set handling = 'NONE' where problem_found",
        "update record_answers set note = '没有问题' where problem_found",
        "delete from record_answers where position = 1",
        "update findings set detail = '没有问题'",
        "delete from findings",
        "delete from record_evidence",
        "update evidence set sha256 = decode(repeat('ab', 32), 'hex')",
        "update evidence set verdict = 'SWAPPED'",
        "update inspection_records set seal = decode(repeat('ab', 32), 'hex')",
    ],
)
async def test_a_record_changed_past_the_rules_is_swapped(
    ask: Client, visit: str, statement: str
) -> None:
    await evidence_steps.arrived(ask, visit)
    await steps.file(ask, visit)
    before = await _record(ask, visit)
    await _tamper(ask, statement)

    after = await _record(ask, visit)

    assert (before["verdict"], after["verdict"]) == ("INTACT", "SWAPPED")
    assert after["verdictEn"] == EvidenceVerdict.SWAPPED.en


async def test_confirming_and_auditing_leave_the_seal_whole(ask: Client, visit: str) -> None:
    await evidence_steps.arrived(ask, visit)
    await steps.file(ask, visit)
    await steps.confirm(ask, visit)
    await steps.audit(ask, visit)

    assert (await _record(ask, visit))["verdict"] == "INTACT"


async def test_a_record_from_before_there_were_seals_says_nothing(ask: Client, visit: str) -> None:
    await steps.file(ask, visit)
    await _tamper(ask, "update inspection_records set seal = null")

    assert await _record(ask, visit) == {
        "seal": None,
        "verdict": None,
        "verdictZh": None,
        "verdictEn": None,
        "evidence": [],
    }


async def test_a_seal_is_made_with_the_secret(ask: Client, visit: str) -> None:
    """Who can write to the database alone cannot make one for what they wrote."""
    evidence_id = await evidence_steps.arrived(ask, visit)
    row = await evidence_steps.row_of(ask, evidence_id)

    assert row.seal is not None
    assert row.seal not in {hashlib.sha256(evidence_steps.PHOTO).digest(), row.sha256}
    assert len(row.seal) == 32
