"""What a password and a telephone number must be."""

import re
from dataclasses import dataclass

from domain.refusals import InvalidInput, Refusal
from domain.terms import Term

_SHORTEST, _LONGEST = 10, 128
_MOBILE = re.compile(r"1[3-9][0-9]{9}")


class Weakness(Term):
    TOO_SHORT = "TOO_SHORT", f"少于{_SHORTEST}个字符", f"shorter than {_SHORTEST} characters"
    TOO_LONG = "TOO_LONG", f"超过{_LONGEST}个字符", f"longer than {_LONGEST} characters"
    IS_LOGIN = "IS_LOGIN", "与登录名相同", "the same as the login"
    IS_BLANK = "IS_BLANK", "只有空白字符", "nothing but white space"


@dataclass(eq=False)
class PasswordTooWeak(
    Refusal,
    zh="密码不符合要求：{reason.zh}。",
    en="The password will not do: {reason.en}.",
):
    reason: Weakness


def check_password(password: str, *, login: str) -> None:
    """Raise PasswordTooWeak: 10 to 128 characters, not blank, not the login whatever its case."""
    if not password.strip():
        raise PasswordTooWeak(Weakness.IS_BLANK)
    if len(password) < _SHORTEST:
        raise PasswordTooWeak(Weakness.TOO_SHORT)
    if len(password) > _LONGEST:
        raise PasswordTooWeak(Weakness.TOO_LONG)
    if password.casefold() == login.casefold():
        raise PasswordTooWeak(Weakness.IS_LOGIN)


def check_phone(phone: str, *, field: str = "phone") -> None:
    """Raise InvalidInput unless it is a mainland mobile number, eleven digits."""
    if not _MOBILE.fullmatch(phone):
        raise InvalidInput.of(field, "须为11位手机号码", "must be a mainland mobile number")
