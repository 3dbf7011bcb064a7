from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import search
from domain.search.texts import informative
from persistence.institutions.search_tokens import syllables

TEXT = st.text(st.characters(codec="utf-8"), max_size=40)


@given(TEXT)
def test_folding_twice_is_folding_once(text: str) -> None:
    assert search.fold(search.fold(text)) == search.fold(text)


@given(TEXT, st.integers(0, 30), st.integers(1, 8))
def test_the_grams_of_a_part_are_among_those_of_the_whole(text: str, start: int, size: int) -> None:
    folded = search.fold(text)
    part = folded[start : start + size]
    if part and " " not in part:
        assert informative(part) <= search.grams(folded)


@given(TEXT)
def test_readings_keep_step_with_characters(text: str) -> None:
    folded = search.fold(text)

    assert len(syllables(folded)) == sum(map(search.is_han, folded))


@given(st.lists(st.sampled_from(sorted(search.SYLLABLES)), min_size=1, max_size=6), st.data())
def test_a_reading_is_cut_only_where_every_way_cuts_it(
    read: list[str], data: st.DataObject
) -> None:
    spelt = "".join(read)
    typed = spelt[: data.draw(st.integers(1, len(spelt)))]

    cuts = search.boundaries(typed)

    starts = {0}
    for piece in read:
        starts.add(max(starts) + len(piece))
    assert cuts is not None
    assert set(cuts) <= starts


@pytest.mark.parametrize(
    ("typed", "cuts"),
    [
        ("beijingfengye", [0, 3, 7, 11]),
        ("xian", [0]),
        ("fangan", [0]),
        ("21shiji", [0, 1, 2, 5]),
        ("zh", [0]),
        ("bjfypx", None),
        ("", None),
        ("u", None),
    ],
)
def test_cuts(typed: str, cuts: list[int] | None) -> None:
    assert search.boundaries(typed) == cuts


def test_xian_comes_before_xian_in_the_order_of_syllables() -> None:
    order = ["xi an", "xi bei", "xian feng"]

    assert all(a < b for a, b in pairwise(order))


@pytest.mark.parametrize(
    ("reading", "is_one"),
    [
        ("shan xian", True),
        ("shan", False),
        ("shan xian zhong", False),
        ("shan1 xian4", False),
        ("xyz xian", False),
        ("", False),
    ],
)
def test_a_reading_has_a_syllable_for_each_character(reading: str, is_one: bool) -> None:
    assert search.is_reading_of(reading, "单县abc 1") is is_one
