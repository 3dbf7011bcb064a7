"""Keyset cursors: which list they belong to, the values of its order, and the row's key."""

import base64
import binascii
import datetime as dt
import json
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from persistence.reading.refused import ReadRefused

_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_MICROSECOND = dt.timedelta(microseconds=1)
_LONGEST = 2_000


def expression(tag: str, keys: list[sa.ColumnElement[Any]]) -> sa.ColumnElement[str]:
    """The cursor of a row, made in SQL; `tag` consists of names only."""
    parts = [sa.literal_column(f"'{tag}'::text"), *(_exact(key) for key in keys)]
    text = sa.cast(sa.func.json_build_array(*parts), sa.Text)
    encoded = sa.func.encode(
        sa.func.convert_to(text, sa.literal_column("'UTF8'")), sa.literal_column("'base64'")
    )
    # encode() breaks lines every 76 characters.
    return sa.func.translate(encoded, sa.literal_column("E'\\n'"), sa.literal_column("''"))


def values(tag: str, cursor: str, keys: list[sa.ColumnElement[Any]]) -> list[Any]:
    """The values a cursor stands for, or a refusal when it is made up or of another list."""
    try:
        if len(cursor) > _LONGEST:
            raise ValueError
        parts = json.loads(base64.b64decode(cursor.encode("ascii"), validate=True))
        if not isinstance(parts, list) or len(parts) != len(keys) + 1 or parts[0] != tag:
            raise ValueError
        return [_typed(key, part) for key, part in zip(keys, parts[1:], strict=True)]
    except (ValueError, TypeError, OverflowError, RecursionError, binascii.Error) as error:
        raise ReadRefused(
            "INVALID_CURSOR", "The cursor does not belong to this list.", "游标不属于此列表。"
        ) from error


def _exact(key: sa.ColumnElement[Any]) -> sa.ColumnElement[Any]:
    """Moments travel as whole microseconds: their JSON text drops zeros and follows the session's zone."""
    if isinstance(key.type, sa.DateTime):
        return sa.cast(sa.extract("epoch", key) * sa.literal_column("1000000"), sa.BigInteger)
    return key


def _typed(key: sa.ColumnElement[Any], part: Any) -> Any:
    kind = key.type
    if isinstance(kind, sa.DateTime):
        return _EPOCH + int(_of(int, part)) * _MICROSECOND
    if isinstance(kind, sa.Date):
        return dt.date.fromisoformat(_of(str, part))
    if isinstance(kind, sa.Uuid):
        return UUID(_of(str, part))
    if isinstance(kind, sa.Integer):
        number, most = _of(int, part), 2 ** (63 if isinstance(kind, sa.BigInteger) else 31)
        if not -most <= number < most:
            raise ValueError
        return number
    text = _of(str, part)
    if "\0" in text:
        raise ValueError
    text.encode()
    return text


def _of(kind: type[Any], part: Any) -> Any:
    if type(part) is not kind:
        raise TypeError
    return part
