"""Looking an anonymous complaint up by its receipt: what opens it, and what guessing costs."""

import asyncio
import unicodedata
from dataclasses import replace

import pytest
import sqlalchemy as sa

from api.limits import Budget, RateLimiter
from persistence.complaints.receipts import keep_as_now
from persistence.engine.database import Database
from tests.client import Client
from tests.people import Person, bai, chen, fang, yin
from tests.schema.complaints.complaint_steps import DISPUTE, REPORT, raised

DOCUMENT = """query Q($receipt: String!) { complaintByReceipt(receipt: $receipt) {
    complaintNo category state steps { toState } intakeAuthority { name } } }"""
ATTEMPTS = 10


async def _found(ask: Client, receipt: str, *, by: Person | None = None) -> str | None:
    complaint = (await ask(DOCUMENT, {"receipt": receipt}, by=by))["complaintByReceipt"]
    return str(complaint["complaintNo"]) if complaint else None


async def test_a_receipt_shows_its_complaint(ask: Client, world: None) -> None:
    payload = await raised(ask, REPORT, by=None)

    data = await ask(DOCUMENT, {"receipt": payload["receipt"]}, by=None)

    assert data["complaintByReceipt"] == {
        "complaintNo": payload["complaintNo"],
        "category": "HOLIDAY_CLASS",
        "state": "RECEIVED",
        "steps": [{"toState": "RECEIVED"}],
        "intakeAuthority": {"name": "姑苏区教育局"},
    }


@pytest.mark.parametrize("person", [None, fang, yin, bai], ids=lambda p: p and p.login)
async def test_anyone_with_the_receipt_sees_it(
    ask: Client, world: None, person: Person | None
) -> None:
    payload = await raised(ask, REPORT, by=None)

    assert await _found(ask, payload["receipt"], by=person) == payload["complaintNo"]


async def test_a_receipt_is_read_as_people_copy_it(ask: Client, world: None) -> None:
    payload = await raised(ask, REPORT, by=fang)
    receipt = payload["receipt"]
    groups = [receipt[i : i + 4] for i in range(0, 20, 4)]
    wide = "".join(unicodedata.lookup(f"FULLWIDTH DIGIT {_WORDS[int(d)]}") for d in receipt)

    for spelling in (
        " ".join(groups),
        "-".join(groups),
        "\u2014".join(groups),
        f"\n{receipt}\t",
        f"\u202d{receipt}\u202c",
        "\u200b".join(groups),
        wide,
    ):
        assert await _found(ask, spelling) == payload["complaintNo"]


@pytest.mark.parametrize(
    "receipt",
    ["", "0" * 20, "0" * 19, "不是回执", "1" * 5_000, "' or true --", "\u0007"],
    ids=["empty", "wrong", "short", "words", "huge", "quoted", "control"],
)
async def test_what_is_no_receipt_finds_nothing(ask: Client, world: None, receipt: str) -> None:
    await raised(ask, REPORT, by=None)
    await raised(ask, DISPUTE, by=fang)

    assert await _found(ask, receipt) is None


async def test_the_holder_of_a_receipt_reads_the_words_of_that_complaint_alone(
    ask: Client, world: None
) -> None:
    document = "query Q($r: String!) { complaintByReceipt(receipt: $r) { complaintNo statement } }"
    by_id = "query Q($id: ID!) { node(id: $id) { ... on Complaint { statement } } }"
    beside = """query Q($r: String!, $id: ID!) { complaintByReceipt(receipt: $r) { statement }
        node(id: $id) { ... on Complaint { statement } } }"""
    payload = await raised(ask, REPORT, by=fang)
    other = await raised(ask, {**REPORT, "statement": "另一件：周日上午仍在二楼上课。"}, by=None)

    visitor = await ask.answer(document, {"r": payload["receipt"]}, by=None)
    another = await ask(document, {"r": other["receipt"]}, by=chen)
    without = await ask(by_id, {"id": payload["complaint"]["id"]}, by=fang)
    both = {"r": payload["receipt"], "id": other["complaint"]["id"]}
    stranger = await ask.answer(beside, both, by=None)

    assert visitor["data"]["complaintByReceipt"]["statement"] == REPORT["statement"]
    assert another["complaintByReceipt"]["statement"] == "另一件：周日上午仍在二楼上课。"
    assert without == {"node": None}
    # Only of that field, not of those beside it.
    assert stranger["errors"][0]["path"] == ["node", "statement"]
    assert stranger["errors"][0]["extensions"]["code"] == "NOT_PERMITTED"


async def test_wrong_receipts_are_counted_and_right_ones_are_not(ask: Client, world: None) -> None:
    budget = Budget(ATTEMPTS, 60)
    narrow = RateLimiter(lambda: 0.0, by_address=budget, by_subnet=budget)
    ask.rate_limits = replace(ask.rate_limits, receipt=narrow)
    payload = await raised(ask, REPORT, by=None)
    for _ in range(ATTEMPTS + 1):
        assert await _found(ask, payload["receipt"])
    for number in range(ATTEMPTS):
        assert await _found(ask, f"{number:020d}") is None

    wrong = await ask.answer(DOCUMENT, {"receipt": "7" * 20}, by=None)
    right = await ask.answer(DOCUMENT, {"receipt": payload["receipt"]}, by=None)

    assert wrong["errors"][0]["extensions"]["code"] == "TOO_MANY_ATTEMPTS"
    assert right["errors"][0]["extensions"]["code"] == "TOO_MANY_ATTEMPTS"


_WORDS = ("ZERO", "ONE", "TWO", "THREE", "FOUR", "FIVE", "SIX", "SEVEN", "EIGHT", "NINE")


async def test_a_receipt_of_before_opens_its_complaint(
    ask: Client, world: None, database: Database
) -> None:
    """What was kept of it was made otherwise; a complaint that came with no operation is no obstacle."""
    complaints = [await raised(ask, REPORT, by=by) for by in (None, fang, None)]
    receipts = [each["receipt"] for each in complaints]
    async with database.writing() as session:
        await session.execute(
            sa.text("update complaints set receipt_digest = sha256(receipt_digest)")
        )
        await session.execute(
            sa.text(
                "delete from operations where ids->>'complaint_id' = (select id::text from complaints"
                " order by id desc limit 1)"
            )
        )
    assert await _found(ask, receipts[0]) is None

    await asyncio.gather(*(keep_as_now(database, ask.keys) for _ in range(2)))
    await keep_as_now(database, ask.keys)

    found = [await _found(ask, receipt) for receipt in receipts]
    assert found == [*(each["complaintNo"] for each in complaints[:2]), None]
