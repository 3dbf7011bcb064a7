"""Scalars with strict spellings: what a client may write, and what it can rely on reading."""

import datetime as dt
import re
import uuid
from typing import Any, NewType

import strawberry
from graphql import GraphQLError, IntValueNode, StringValueNode, ValueNode
from strawberry.types.scalar import ScalarDefinition

from domain import dates
from persistence.engine.columns import MAX_SAFE_INTEGER

FenAmount = NewType("FenAmount", int)
Sha256 = NewType("Sha256", bytes)

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = re.compile(r"\d{2}:\d{2}")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})")
_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_UNKEPT = re.compile("[\0\ud800-\udfff]")
_SHA256 = re.compile("[0-9a-f]{64}")


def _text(value: Any, pattern: re.Pattern[str], what: str) -> str:
    if not isinstance(value, str) or pattern.fullmatch(value) is None:
        raise GraphQLError(f"Expected {what}.")
    return value


def _date(value: Any) -> dt.date:
    text = _text(value, _DATE, "a date like 2026-11-21")
    try:
        return dates.of_iso(text)
    except dates.NoSuchDay:
        raise GraphQLError("There is no such day in the calendar.") from None
    except dates.OutOfBounds as reason:
        raise GraphQLError(f"A date {reason.en}.") from None


def _time(value: Any) -> dt.time:
    try:
        return dt.time.fromisoformat(_text(value, _TIME, "a time like 18:30"))
    except ValueError:
        raise GraphQLError("There is no such time of day.") from None


def _moment(value: Any) -> dt.datetime:
    text = _text(value, _MOMENT, "a moment with its offset like 2026-11-21T08:00:00Z")
    try:
        moment = dt.datetime.fromisoformat(text).astimezone(dt.UTC)
    except (ValueError, OverflowError):
        raise GraphQLError("There is no such moment.") from None
    if not dates.EARLIEST <= moment.date() <= dates.LATEST:
        raise GraphQLError("A moment must lie between the years 1900 and 2199.")
    return moment


def _uuid(value: Any) -> uuid.UUID:
    return uuid.UUID(_text(value, _UUID, "a UUID"))


def _sha256(value: Any) -> bytes:
    return bytes.fromhex(
        _text(value, _SHA256, "a SHA-256 hash in 64 lower-case hexadecimal digits")
    )


def _fen(value: Any) -> int:
    if type(value) is not int or not 0 <= value <= MAX_SAFE_INTEGER:
        raise GraphQLError(f"Expected a whole number of fen from 0 to {MAX_SAFE_INTEGER}.")
    return value


def _fen_literal(node: ValueNode, _variables: Any = None) -> int:
    if not isinstance(node, IntValueNode) or len(node.value) > 17:
        raise GraphQLError(f"Expected a whole number of fen from 0 to {MAX_SAFE_INTEGER}.")
    return _fen(int(node.value))


def _string(value: Any) -> str:
    if not isinstance(value, str):
        raise GraphQLError("Expected a string.")
    return _clean(value)


def _clean(value: str) -> str:
    """PostgreSQL stores no NUL, and a lone surrogate is not a character."""
    if _UNKEPT.search(value) is not None:
        raise GraphQLError("The text contains a character that cannot be stored.")
    return value


def _literal(parse: Any) -> Any:
    def from_node(node: ValueNode, _variables: Any = None) -> Any:
        if not isinstance(node, StringValueNode):
            raise GraphQLError("Expected a string.")
        return parse(node.value)

    return from_node


def moment_text(moment: dt.datetime) -> str:
    """The format that the read compiler gives moments in SQL."""
    return moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


_RFC_3339 = "https://www.rfc-editor.org/rfc/rfc3339#section-5.6"
SCALARS: dict[object, ScalarDefinition] = {
    dt.date: strawberry.scalar(
        name="Date",
        specified_by_url=_RFC_3339,
        description="A calendar day in Asia/Shanghai, written `YYYY-MM-DD` (`full-date` of RFC 3339), from "
        "1900-01-01 to 2199-12-31.",
        serialize=lambda day: day.isoformat(),
        parse_value=_date,
        parse_literal=_literal(_date),
    ),
    dt.time: strawberry.scalar(
        name="Time",
        specified_by_url="https://www.iso.org/standard/70907.html",
        description="A time of day in Asia/Shanghai, written `HH:MM` (hours and minutes of ISO 8601-1).",
        serialize=lambda time: time.strftime("%H:%M"),
        parse_value=_time,
        parse_literal=_literal(_time),
    ),
    dt.datetime: strawberry.scalar(
        name="DateTime",
        specified_by_url=_RFC_3339,
        description="A moment as `date-time` of RFC 3339, with an offset; always returned in UTC with "
        "microseconds, to which finer ones are cut.",
        serialize=moment_text,
        parse_value=_moment,
        parse_literal=_literal(_moment),
    ),
    uuid.UUID: strawberry.scalar(
        name="UUID",
        specified_by_url="https://www.rfc-editor.org/rfc/rfc9562",
        description="A UUID (RFC 9562); clients mint version 7.",
        serialize=str,
        parse_value=_uuid,
        parse_literal=_literal(_uuid),
    ),
    FenAmount: strawberry.scalar(
        name="Fen",
        description="An amount of money in fen (1/100 yuan): a whole number from 0 to 2^53 - 1.",
        serialize=int,
        parse_value=_fen,
        parse_literal=_fen_literal,
    ),
    Sha256: strawberry.scalar(
        name="Sha256",
        specified_by_url="https://doi.org/10.6028/NIST.FIPS.180-4",
        description="A SHA-256 hash, written as 64 lower-case hexadecimal digits.",
        serialize=bytes.hex,
        parse_value=_sha256,
        parse_literal=_literal(_sha256),
    ),
}
