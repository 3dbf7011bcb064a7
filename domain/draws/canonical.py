"""The one way to write a thing down as bytes, and the hashes taken of it."""

import datetime as dt
import hashlib
import hmac
import json
import re
from collections.abc import Iterable, Mapping, Sequence

Json = None | bool | int | str | Sequence["Json"] | Mapping[str, "Json"]

LARGEST = 2**53 - 1
"""The largest integer that every reader of JSON holds exactly."""
_CODE = re.compile(r"[A-Za-z0-9._:-]{1,64}")
_HEX = re.compile(r"[0-9a-f]{64}")
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f|\ud800-\udfff]")


def text(value: Json) -> str:
    """Canonical JSON: keys sorted, no spaces, nothing escaped that need not be, no floats.

    ValueError for a float, a key that is not ASCII, or an integer beyond 2^53 - 1.
    """
    _refuse_ambiguity(value)
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(message: str) -> str:
    """SHA-256 of the UTF-8 bytes, in 64 lower-case hexadecimal digits."""
    return hashlib.sha256(message.encode()).hexdigest()


def keyed(key: bytes, message: str) -> str:
    """HMAC-SHA256 of the UTF-8 bytes, in 64 lower-case hexadecimal digits."""
    return hmac.digest(key, message.encode(), "sha256").hex()


def moment(at: dt.datetime) -> str:
    """In UTC, to the second: 2026-11-24T01:00:00Z. ValueError for a moment without a zone."""
    if at.tzinfo is None:
        raise ValueError("a moment needs its zone")
    return at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def instant(value: str) -> dt.datetime:
    """What `moment` wrote."""
    return dt.datetime.strptime(value, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=dt.UTC)


def code(value: str) -> str:
    """The code itself, or ValueError where a separator or anything but ASCII is in it."""
    if not _CODE.fullmatch(value):
        raise ValueError(f"not a code: {value!r}")
    return value


def is_hash(value: str) -> bool:
    return _HEX.fullmatch(value) is not None


def is_line(value: str, longest: int = 200) -> bool:
    """Whether a text can stand between separators: not empty, no `|`, no control character."""
    return 0 < len(value) <= longest and _UNPRINTABLE.search(value) is None


def _refuse_ambiguity(value: object) -> None:
    match value:
        case None | bool() | str():
            pass
        case int():
            if abs(value) > LARGEST:
                raise ValueError(f"too large to be exact: {value}")
        case Mapping():
            for key in value:
                if not (isinstance(key, str) and key.isascii()):
                    raise ValueError(f"not an ASCII key: {key!r}")
            _refuse_each(value.values())
        case list() | tuple():
            _refuse_each(value)
        case _:
            raise ValueError(f"not written canonically: {type(value).__name__}")


def _refuse_each(values: Iterable[object]) -> None:
    for each in values:
        if type(each) is not str:
            _refuse_ambiguity(each)
