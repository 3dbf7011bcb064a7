"""What a login, a password and a telephone number must be, and what is said when they are wrong."""

import re
from dataclasses import dataclass

from domain.refusals import InvalidInput, Refusal
from domain.terms import Term

_SHORTEST, _LONGEST = 10, 128
_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_LOGIN = re.compile(r"[a-z][a-z0-9._-]{1,39}")


class Weakness(Term):
    TOO_SHORT = "TOO_SHORT", f"少于{_SHORTEST}个字符", f"it has fewer than {_SHORTEST} characters"
    TOO_LONG = "TOO_LONG", f"超过{_LONGEST}个字符", f"it has more than {_LONGEST} characters"
    IS_LOGIN = "IS_LOGIN", "与登录名相同", "it is the same as the login"
    IS_BLANK = "IS_BLANK", "只有空白字符", "it contains only spaces"
    AS_BEFORE = "AS_BEFORE", "与原密码相同", "it is the same as the current password"


@dataclass(eq=False)
class PasswordTooWeak(
    Refusal,
    zh="密码不符合要求：{reason.zh}。",
    en="This password is not acceptable: {reason.en}.",
):
    reason: Weakness


class WrongPassword(
    Refusal,
    zh="当前密码不正确，请重新输入。",
    en="The current password is incorrect. Enter it again.",
):
    pass


class OwnPasswordFirst(
    Refusal,
    zh="当前密码由他人设置，请先修改密码。",
    en="Another person set this password. Change it first.",
):
    """Who chose the first password could register a telephone of theirs, and come back with it."""


class OneTimeCodeWrong(
    Refusal,
    zh="验证码错误或已失效，请重新获取。",
    en="The code is incorrect or has expired. Request a new one.",
):
    """Also for a number to which no code was sent; how many attempts are left is not said."""


class CodesCannotBeSent(
    Refusal,
    zh="本系统尚未接通短信，验证码和链接无法送达，请与主管部门联系。",
    en="This system cannot send text messages yet, so no code or link would arrive. "
    "Contact the authority.",
):
    """No channel is set here; the answer is the same for every telephone."""


class LoginTaken(
    Refusal, zh="该登录名已被使用，请另选。", en="This login is already in use. Choose another."
):
    pass


class PhoneTaken(
    Refusal,
    zh="该手机号已注册，请直接登录。",
    en="This number is already registered. Sign in instead.",
):
    """Raised only after the right one-time code: strangers cannot learn which numbers are known."""


def check_login(login: str, *, field: str = "login") -> None:
    """Raise InvalidInput unless it is 2 to 40 of a-z, 0-9, `.`, `_`, `-`, a letter first.

    A letter first, so that no telephone number stands in clear where logins do.
    """
    if not _LOGIN.fullmatch(login):
        raise InvalidInput.of(
            field,
            "须为2至40个小写字母、数字或._-，以字母开头",
            "must have 2 to 40 of a-z, 0-9, . _ and -, beginning with a letter",
        )


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


def check_new_password(password: str, *, current: str, login: str) -> None:
    """Raise PasswordTooWeak as `check_password` does, and for the password held already."""
    check_password(password, login=login)
    if password == current:
        raise PasswordTooWeak(Weakness.AS_BEFORE)


def check_phone(phone: str, *, field: str = "phone") -> None:
    """Raise InvalidInput unless it is a mainland mobile number, eleven digits."""
    if not _MOBILE.fullmatch(phone):
        raise InvalidInput.of(field, "须为11位手机号码", "must be a mainland mobile number")
