"""One folding for identifiers: what looks the same is the same, and nothing else is."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import identifiers

NUMBER = "苏教许字〔2024〕-320508a01号"
FOLDINGS = (
    identifiers.visible,
    identifiers.number,
    identifiers.address,
    identifiers.login,
    identifiers.digits,
    identifiers.mobile,
    identifiers.telephone,
)
ANY = st.text(
    st.one_of(
        st.characters(exclude_categories=["Cs"]),
        st.sampled_from("\u200b\u202e\u00ad\u3000 -－ＡａÅﬀ〔ſßİ⼀\ufe0f"),
    ),
    max_size=30,
)


@pytest.mark.parametrize(
    "text",
    [
        NUMBER.upper(),
        "苏教许字〔２０２４〕－３２０５０８ａ０１号",
        "苏教许字 〔2024〕 - 320508A01 号",
        "苏教许字\u3000〔2024〕\u00a0-320508a01号\t",
        "苏教许字〔2024〕–320508a01号",
        "苏教许字〔2024〕\u2011320508a01号",
        "\ufeff苏教许\u200b字〔2024〕-3205\u00ad08a01号",
        "\u202d苏教许字〔2024〕-320508a01号\u202c",
        "苏教许字〔2024〕-320508a01号\ufe00",
        "苏教许字〔2024〕-320508\u1d43\u2070\u00b9号",
    ],
)
def test_a_number_is_one_however_it_is_typed(text: str) -> None:
    assert identifiers.number(text) == identifiers.number(NUMBER) == NUMBER


@pytest.mark.parametrize("other", ["苏教许字〔2024〕-320508b01号", "苏教许字〔2024〕320508a01号"])
def test_another_number_stays_another(other: str) -> None:
    assert identifiers.number(other) != identifiers.number(NUMBER)


def test_blanks_part_the_digits_of_an_address_and_nothing_else() -> None:
    assert identifiers.address("人民路 31 号 2 室") == identifiers.address("人民路３１号2室")
    assert identifiers.address("人民路31 2") != identifiers.address("人民路3 12")
    assert identifiers.address("Renmin Rd 3") == identifiers.address("RENMIN RD3")


@pytest.mark.parametrize(
    "text",
    [
        "1234 5678",
        "1234-5678",
        "１２３４５６７８",
        "\u202a1234\u20135678\u202c",
        "12 34\u200b 5678",
    ],
)
def test_digits_are_read_in_groups(text: str) -> None:
    assert identifiers.digits(text) == "12345678"


@pytest.mark.parametrize(
    "text",
    [
        "13812345678",
        "+86 138 1234 5678",
        "+8613812345678",
        "0086-138-1234-5678",
        "８６１３８１２３４５６７８",
    ],
)
def test_a_mobile_number_is_one_with_the_prefix_of_the_country(text: str) -> None:
    assert identifiers.mobile(text) == "13812345678"


@pytest.mark.parametrize("text", ["+85213812345678", "8613812345", "+86 512 6522 1234", "王"])
def test_what_is_no_mobile_number_of_china_keeps_its_prefix(text: str) -> None:
    assert identifiers.mobile(text) == identifiers.digits(text)


def test_a_telephone_number_keeps_how_it_is_grouped() -> None:
    assert identifiers.telephone("\u202a+８６\u00a0512－6522 0000\u202c ") == "+86 512-6522 0000"


@given(ANY)
def test_what_is_folded_stays(text: str) -> None:
    for fold in FOLDINGS:
        assert fold(fold(text)) == fold(text)


def test_every_character_folds_once_alone_and_between_digits() -> None:
    for code in (*range(0xD800), *range(0xE000, 0x1_0000, 3), *range(0x1_0000, 0x2_0000, 7)):
        for text in (chr(code), f"1{chr(code)}2"):
            once = identifiers.folded(text)
            assert identifiers.folded(once) == once, f"U+{code:04X}"
            assert unicodedata.is_normalized("NFKC", once), f"U+{code:04X}"


@given(ANY)
def test_only_blanks_and_what_is_not_seen_can_fold_to_nothing(text: str) -> None:
    if not identifiers.folded(text):
        categories = {unicodedata.category(each) for each in text}
        assert categories <= {"Cf", "Mn", "Lo", "Zs", "Zl", "Zp", "Cc", "Cn"}


@pytest.mark.parametrize("control", "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2069")
def test_direction_controls_are_found(control: str) -> None:
    assert identifiers.has_direction_controls(f"枫叶{control}培训")
    assert not identifiers.has_direction_controls("枫叶\u200b培训")
