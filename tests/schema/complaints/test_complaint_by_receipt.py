"""Looking an anonymous complaint up by its receipt: what opens it, and what guessing costs."""

import unicodedata
from dataclasses import replace

import pytest

from api.limits import Budget, RateLimiter
from tests.client import Client
from tests.people import Person, bai, fang, yin
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


async def test_the_words_of_the_complaint_are_not_shown_for_a_receipt(
    ask: Client, world: None
) -> None:
    document = "query Q($r: String!) { complaintByReceipt(receipt: $r) { complaintNo statement } }"
    payload = await raised(ask, REPORT, by=fang)

    visitor = await ask.answer(document, {"r": payload["receipt"]}, by=None)
    parent = await ask(document, {"r": payload["receipt"]}, by=fang)

    assert visitor["errors"][0]["extensions"]["code"] == "NOT_PERMITTED"
    assert parent["complaintByReceipt"]["statement"] is None


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
