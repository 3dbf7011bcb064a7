"""Identity numbers: checked, hashed for matching, sealed for keeping, never kept in clear."""

import re
import unicodedata
from uuid import UUID

from stdnum.cn import ric
from stdnum.exceptions import InvalidChecksum, InvalidLength, ValidationError

from persistence.derived_fields import RESIDENT_ID
from persistence.engine.keys import Keys

_PASSPORT = re.compile(r"[A-Z0-9]{5,20}")


class NotAnIdentityNumber(Exception):
    """The reason, in both languages, without the number."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh, self.en = zh, en


def resident(text: str) -> str:
    """A Chinese resident identity number in its one spelling."""
    try:
        return ric.validate(text)
    except InvalidLength:
        raise NotAnIdentityNumber("须为18位", "must have 18 characters") from None
    except InvalidChecksum:
        raise NotAnIdentityNumber("校验码不符", "the check digit is wrong") from None
    except (ValidationError, KeyError):
        # KeyError: python-stdnum knows the province of some codes, and misses their county.
        zh, en = "不是有效的居民身份证号码", "is not a valid resident identity number"
        raise NotAnIdentityNumber(zh, en) from None


def passport(text: str) -> str:
    """The number of a foreigner's passport or residence permit in its one spelling."""
    number = "".join(unicodedata.normalize("NFKC", text).upper().split()).replace("-", "")
    if _PASSPORT.fullmatch(number) is None:
        zh, en = "须为5至20位字母或数字", "must have 5 to 20 letters or digits"
        raise NotAnIdentityNumber(zh, en)
    return number


def hashed(keys: Keys, number: str) -> bytes:
    return keys.hash(RESIDENT_ID, number.encode())


def sealed(keys: Keys, number: str, row_id: UUID) -> bytes:
    return keys.seal(RESIDENT_ID, number.encode(), bound_to=row_id.bytes)
