"""Credit codes: digits or letters where GB 32100 allows them, and no other check character."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.credit_codes import ALPHABET, NotACreditCode, check_character, read, spelt

BODIES = st.tuples(
    st.text(ALPHABET, min_size=2, max_size=2),
    st.text("0123456789", min_size=6, max_size=6),
    st.text(ALPHABET, min_size=9, max_size=9),
).map("".join)


@pytest.mark.parametrize(
    "code",
    ["91110000600037341L", "91110000802100433B", "91330100799655058B", "9144030071526726XG"],
)
def test_published_codes_are_right(code: str) -> None:
    assert read(code) == code


@given(BODIES)
def test_letters_may_stand_for_department_and_kind(body: str) -> None:
    code = body + check_character(body)

    assert read(code) == code


@pytest.mark.parametrize("department", "1359ANY")
def test_every_department_registers(department: str) -> None:
    body = f"{department}2320508MA1234567"

    assert read(body + check_character(body))


@given(BODIES, st.integers(0, 17), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_found(body: str, place: int, other: str) -> None:
    code = body + check_character(body)
    wrong = code[:place] + other + code[place + 1 :]

    if wrong == code:
        return
    with pytest.raises(NotACreditCode):
        read(wrong)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "9111000060003734",
        "91110000600037341LL",
        "9111A000600037341L",
        "I1110000600037341L",
        "〇" * 18,
    ],
)
def test_other_texts_are_none(text: str) -> None:
    with pytest.raises(NotACreditCode):
        read(text)


@pytest.mark.parametrize(
    "text",
    [
        "91110000600037341l",
        " 9111 0000 6000 3734 1L ",
        "91110000-600037341-L",
        "９１１１００００６０００３７３４１Ｌ",
        "\u202a91110000600037341L\u202c",
        "9111\u200b0000600037341L\ufeff",
        "91110000\u2013600037341L",
    ],
)
def test_it_has_one_spelling(text: str) -> None:
    assert read(text) == spelt(text) == "91110000600037341L"
