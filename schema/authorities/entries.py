"""The fields of an authority as inputs and ledgers give them, checked alike."""

import datetime as dt
from typing import Any

from strawberry import UNSET

from domain import identifiers, thresholds
from domain.authorities.caps import AHEAD
from schema.inputs import InputFaults
from schema.institutions.checks import distinct, region_code

REASON = "Why it is changed, up to 500 characters; kept in the history."
NAME = "Full name of the authority, up to 100 characters."
PHONE = "Telephone number for complaints, published, up to 100 characters."
HOURS = "When complaints are taken at that number, published, up to 200 characters."
CAP = (
    "How many routine and campaign visits the authority makes to one institution in a year, as it has "
    "published (X43), from 1 to 12."
)
CAP_FROM = (
    "First day on which that number counts, up to 366 days ahead; until then the one before counts. By "
    "default it counts at once."
)
_CAP_CODE = "DR_CAP_PUBLISHED"


def columns(faults: InputFaults, input: Any, *, today: dt.date) -> dict[str, Any]:
    """The columns given by the input, by name; null clears one that may be empty."""
    found: dict[str, Any] = {}
    for name, check in _CHECKS.items():
        value = getattr(input, name, UNSET)
        if value is UNSET:
            continue
        field = _FIELDS[name]
        if value is None and name not in _MAY_BE_EMPTY:
            faults.add(field, "不得为空", "must not be null")
        else:
            found[name] = None if value is None else check(faults, field, value)
    if (cap := found.get("yearly_cap")) is not None:
        most = thresholds.at(_CAP_CODE, today).value
        faults.number("yearlyCap", cap, least=1, most=most)
    return found


def cap_from(faults: InputFaults, input: Any, *, today: dt.date) -> dt.date | None:
    """The first day of a cap, as the input has it."""
    first_on: dt.date | None = input.yearly_cap_from or None
    if first_on is None:
        return None
    if input.yearly_cap is UNSET:
        zh, en = "须同时填写年度检查频次", "must come with a yearly cap"
        faults.add("yearlyCapFrom", zh, en)
    if not today <= first_on <= today + AHEAD:
        zh, en = f"须在今天与{AHEAD.days}天后之间", f"must be from today to {AHEAD.days} days ahead"
        faults.add("yearlyCapFrom", zh, en)
    return first_on


def reason(faults: InputFaults, text: str) -> str:
    return faults.text("reason", text, longest=500)


def _phone(faults: InputFaults, field: str, text: str) -> str | None:
    return faults.optional_text(field, identifiers.telephone(text), longest=100)


_CHECKS: dict[str, Any] = {
    "name": lambda faults, field, value: faults.name(field, value, longest=100),
    "region_code": region_code,
    "sectors": lambda _faults, _field, value: distinct(value),
    "complaint_phone": _phone,
    "complaint_hours": lambda faults, field, value: faults.optional_name(field, value, longest=200),
    "yearly_cap": lambda _faults, _field, value: value,
}
_MAY_BE_EMPTY = {"complaint_phone", "complaint_hours", "yearly_cap"}
_FIELDS = {
    "name": "name",
    "region_code": "regionCode",
    "sectors": "sectors",
    "complaint_phone": "complaintPhone",
    "complaint_hours": "complaintHours",
    "yearly_cap": "yearlyCap",
}
