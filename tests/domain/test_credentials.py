import pytest

from domain.credentials import (
    PasswordTooWeak,
    Weakness,
    check_login,
    check_new_password,
    check_password,
    check_phone,
)
from domain.refusals import InvalidInput


@pytest.mark.parametrize("password", ["0123456789", "口令口令口令口令口令", "x" * 128])
def test_a_password_of_ten_to_128_characters_will_do(password: str) -> None:
    check_password(password, login="wanda")


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("", Weakness.IS_BLANK),
        (" " * 20, Weakness.IS_BLANK),
        ("012345678", Weakness.TOO_SHORT),
        ("x" * 129, Weakness.TOO_LONG),
        ("Inspector-Wanda", Weakness.IS_LOGIN),
    ],
)
def test_a_weak_password_is_refused_with_its_reason(password: str, reason: Weakness) -> None:
    with pytest.raises(PasswordTooWeak) as raised:
        check_password(password, login="inspector-wanda")
    assert raised.value.reason is reason


@pytest.mark.parametrize("phone", ["13800138000", "19912345678"])
def test_a_mainland_mobile_number_is_taken(phone: str) -> None:
    check_phone(phone)


@pytest.mark.parametrize(
    "phone",
    ["12800138000", "1380013800", "138001380000", "+8613800138000", "1380013800\n", "１3800138000"],
)
def test_any_other_number_is_refused(phone: str) -> None:
    with pytest.raises(InvalidInput):
        check_phone(phone)


def test_a_new_password_differs_from_the_one_before() -> None:
    check_new_password("0123456789", current="9876543210", login="wanda")
    with pytest.raises(PasswordTooWeak) as raised:
        check_new_password("0123456789", current="0123456789", login="wanda")
    assert raised.value.reason is Weakness.AS_BEFORE


@pytest.mark.parametrize("login", ["wei", "ou", "a" * 40, "gusu.wei-2_b"])
def test_a_login_is_short_plain_and_begins_with_a_letter(login: str) -> None:
    check_login(login)


@pytest.mark.parametrize(
    "login", ["", "w", "a" * 41, "Wei", "13800138000", "wei wei", "卫", "wei\n", "-wei"]
)
def test_any_other_login_is_refused(login: str) -> None:
    with pytest.raises(InvalidInput):
        check_login(login)
