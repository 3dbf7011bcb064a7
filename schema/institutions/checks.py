"""The fields of a register entry as inputs give them, checked for new and corrected entries."""

import datetime as dt
import re
from collections.abc import Callable, Collection
from typing import Any

from strawberry import UNSET
from strawberry.utils.str_converters import to_camel_case

from domain import credit_codes, identifiers, search
from domain.refusals import InvalidInput
from domain.regions import is_region_code
from schema.inputs import InputFaults, key_of

_Check = Callable[[InputFaults, str, Any], Any]
_WEB_ADDRESS = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)


def columns(faults: InputFaults, input: Any, *, today: dt.date) -> dict[str, Any]:
    """The columns given by the input, by name; null clears a column that may be empty."""
    found = {}
    for column, check in _CHECKS.items():
        value = getattr(input, column, UNSET)
        field = _FIELDS[column]
        if value is UNSET:
            continue
        if value is not None:
            found[column] = check(faults, field, value)
        elif column in _MAY_BE_EMPTY:
            found[column] = None
        else:
            faults.add(field, "不得为空", "must not be null")
    if found.get("established_on", today) > today:
        faults.add("establishedOn", "不得晚于今天", "must not be in the future")
    return found


def check_reading(faults: InputFaults, reading: str | None, *, of_name: str) -> None:
    """A reading has one syllable for each Chinese character of its name."""
    if reading is None or search.is_reading_of(reading, search.fold(of_name)):
        return
    zh = "须为名称中每个汉字的拼音，小写、不标声调、以空格分隔"
    en = "must be one syllable without tone for each Chinese character of the name"
    faults.add("reading", zh, en)


def region_code(faults: InputFaults, field: str, text: str) -> str:
    if not is_region_code(text):
        faults.add(field, "须为六位行政区划代码", "must be a region code of six digits")
    return text


def distinct(values: Collection[str]) -> list[str]:
    return sorted(set(values))


def _name(longest: int) -> _Check:
    return lambda faults, field, value: faults.name(field, value, longest=longest)


def _optional_name(longest: int) -> _Check:
    return lambda faults, field, value: faults.optional_name(field, value, longest=longest)


def _optional(longest: int) -> _Check:
    return lambda faults, field, value: faults.optional_text(field, value, longest=longest)


def _as_given(_faults: InputFaults, _field: str, value: Any) -> Any:
    return value


def _credit_code(faults: InputFaults, field: str, text: str) -> str:
    try:
        return credit_codes.read(text)
    except credit_codes.NotACreditCode:
        zh, en = "须为有效的统一社会信用代码", "must be a valid unified social credit code"
        faults.add(field, zh, en)
        return text


def _telephone(faults: InputFaults, field: str, text: str) -> str | None:
    return faults.optional_text(field, identifiers.telephone(text), longest=_LONGEST_PHONE)


def _kinds(faults: InputFaults, field: str, kinds: list[str]) -> list[str]:
    if not kinds:
        faults.add(field, "至少选择一项", "must have at least one entry")
    return distinct(kinds)


def authority_key(faults: InputFaults, field: str, text: str) -> Any:
    try:
        return key_of("Authority", text, field)
    except InvalidInput as refused:
        faults.found.extend(refused.violations)
        return None


def _website(faults: InputFaults, field: str, text: str) -> str | None:
    """Clients turn the value into a link, so it must be a web address and nothing else."""
    address = faults.optional_name(field, text, longest=200)
    if address is not None and _WEB_ADDRESS.fullmatch(address) is None:
        faults.add(field, "须以http://或https://开头", "must start with http:// or https://")
    return address


def _reading(faults: InputFaults, field: str, text: str) -> str | None:
    return faults.optional_text(field, search.fold(text), longest=700)


_LONGEST_PHONE = 100
"""Two numbers with their extensions, as offices write them into one cell."""
_MAY_BE_EMPTY: dict[str, _Check] = {
    "reading": _reading,
    "registered_capital_fen": _as_given,
    "registration_authority": _optional_name(100),
    "sponsor": _optional_name(100),
    "introduction": _optional(2000),
    "website": _website,
    "public_phone": _telephone,
    "contact_name": _optional_name(50),
    "contact_phone": _telephone,
}
_CHECKS: dict[str, _Check] = {
    "unified_social_credit_code": _credit_code,
    "name": _name(100),
    "kinds": _kinds,
    "subject_kind": _as_given,
    "legal_form": _as_given,
    "sector": _as_given,
    "region_code": region_code,
    "address": _name(200),
    "established_on": _as_given,
    "supervising_authority_id": authority_key,
    "legal_representative": _name(50),
    "existence": _as_given,
    **_MAY_BE_EMPTY,
}
_FIELDS = {column: to_camel_case(column) for column in _CHECKS}
