import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import search
from domain.search.texts import informative
from domain.search.variants import RADICALS, VARIANTS
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


@given(TEXT)
def test_what_is_compared_is_as_long_as_what_is_read_and_stays(text: str) -> None:
    compared = search.comparable(text)

    assert len(compared) == len(search.fold(text))
    assert search.comparable(compared) == compared


def test_no_character_is_translated_twice_and_all_are_compared_as_they_are_folded() -> None:
    for table in (RADICALS, VARIANTS):
        for code, target in table.items():
            assert target not in table
            assert search.comparable(chr(code)) == search.comparable(chr(target))
            assert search.comparable(chr(target)) == chr(target) or target in VARIANTS


@pytest.mark.parametrize(
    ("written", "simplified"),
    [
        ("楓葉教育", "枫叶教育"),
        ("東昇嶽麓", "东升岳麓"),
        ("沈阳像素", "沈阳像素"),
        ("羣峯説產", "群峰说产"),
        ("戶戸黄黃", "户户黄黄"),
        ("⻓⻔⺠⻋", "长门民车"),
        ("\u2f00\u2f08\uf9b4", "一人领"),
        ("喆堃邨", "哲坤村"),
    ],
)
def test_characters_are_compared_in_simplified_ones(written: str, simplified: str) -> None:
    assert search.comparable(written) == simplified


PIECES = st.one_of(st.sampled_from(sorted(search.SYLLABLES)), st.sampled_from([*"abxyz019枫é"]))


@given(st.text("ab9枫叶'ü x", min_size=1, max_size=8), st.integers(0, 6), st.integers(1, 6))
def test_a_name_has_the_tokens_of_what_stands_in_it(name: str, start: int, size: int) -> None:
    folded = search.comparable(name)
    tokens = search.own(search.grams(folded) | search.beginnings(folded))
    part = folded[start : start + size]
    if part and " " not in part:
        first = search.search(part).first

        assert first.text == part
        assert set(first.within) <= tokens
        assert not folded.startswith(part) or set(first.begins) <= tokens


@given(st.lists(PIECES, min_size=1, max_size=6), st.data())
def test_a_name_has_the_tokens_of_what_is_read_in_it(read: list[str], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(read) - 1))
    ways = ["".join(read[place:]), "".join(piece[0] for piece in read[place:])]
    typed = data.draw(st.sampled_from(ways))[: data.draw(st.integers(1, 12))]
    taken = search.search(typed)
    if (words := taken.read) is None or (first := taken.first).head is None:
        return
    tokens, sort_key = search.heads(read), search.sort_key(read)
    assert first.anywhere is not None

    if re.search(first.head, sort_key):
        assert set(first.read_begins) <= tokens
        assert first.lowest <= sort_key < first.beyond
    is_found = set(words.grams) <= tokens and all(re.search(p, sort_key) for p in words.again)
    assert is_found == (re.search(first.anywhere, sort_key) is not None)
    assert not is_found or set(first.read_within) <= tokens
