"""Which JSON and which characters may come in at all."""

import json

import orjson

from domain.refusals import Refusal


class InvalidText(
    Refusal,
    zh="文本包含不允许的字符（NUL、不成对的代理字符或非UTF-8字节）。",
    en="The text contains a NUL, an unpaired surrogate, or bytes that are not UTF-8.",
):
    """PostgreSQL stores no NUL, and nothing encodes half a surrogate pair."""


class InvalidJson(Refusal, zh="请求不是有效的JSON。", en="The request is not valid JSON."):
    pass


def read_json(body: bytes) -> object:
    """Decode a body whose every text can be stored. Raises InvalidText or InvalidJson."""
    try:
        value: object = orjson.loads(body)
    except orjson.JSONDecodeError:
        raise _why(body) from None
    # orjson has refused half surrogates and raw control characters; only an escape can be a NUL.
    if b"\\u0000" in body:
        check_text(value)
    return value


def check_text(value: object) -> None:
    """Look at every text of a JSON value, keys included. Raises InvalidText."""
    waiting = [value]
    while waiting:
        match waiting.pop():
            case str() as text:
                if "\0" in text or not _can_be_encoded(text):
                    raise InvalidText()
            case list() as items:
                waiting.extend(items)
            case dict() as entries:
                waiting.extend(entries.keys())
                waiting.extend(entries.values())
            case _:
                pass


def _why(body: bytes) -> InvalidText | InvalidJson:
    """Tell bad characters from bad JSON. The standard decoder accepts what orjson calls bad."""
    try:
        check_text(json.loads(body.decode()))
    except (UnicodeDecodeError, InvalidText):
        return InvalidText()
    except (ValueError, RecursionError):
        pass
    return InvalidJson()


def _can_be_encoded(text: str) -> bool:
    if text.isascii():
        return True
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
