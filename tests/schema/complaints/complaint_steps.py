"""Complaints as tests send them."""

from typing import Any

from persistence.reading import ids
from tests.client import Client
from tests.people import MAPLE, Person, fang

STATEMENT = "退费申请提交三周，机构一直拒绝退还剩余学费。"
NAME, PHONE, ADDRESS = "甄某某", "13900001234", "某小区9幢901室"

DISPUTE: dict[str, Any] = {
    "kind": "DISPUTE",
    "category": "REFUND_DIFFICULTY",
    "identification": "REAL_NAME",
    "institutionId": ids.write("Institution", MAPLE),
    "statement": STATEMENT,
    "claimFen": 480_000,
    "occurredOn": "2026-10-28",
    "name": NAME,
    "phone": PHONE,
    "address": ADDRESS,
}
REPORT: dict[str, Any] = {
    "kind": "REPORT",
    "category": "HOLIDAY_CLASS",
    "identification": "ANONYMOUS",
    "institutionId": ids.write("Institution", MAPLE),
    "statement": "国庆期间仍然在二楼教室上数学课。",
}
SHOWS = "... on ComplaintRaised { complaintNo receipt complaint { id complaintNo state } }"


async def raised(ask: Client, given: dict[str, Any], *, by: Person | None = fang) -> dict[str, Any]:
    """The payload of a complaint that must go through."""
    payload = await ask.do("raiseComplaint", given, SHOWS, by=by)
    assert payload["__typename"] == "ComplaintRaised", payload
    return payload


async def raised_id(ask: Client, given: dict[str, Any], *, by: Person | None = fang) -> str:
    payload = await raised(ask, given, by=by)
    found: str = payload["complaint"]["id"]
    return found
