"""What may be typed: one institution at a time, and texts that nobody means."""

from typing import Any

import pytest

from persistence.engine.database import Database
from tests.client import Client
from tests.factories import institutions
from tests.people import key

SEARCH = """
query Search($search: String!, $field: InstitutionOrderField = RELEVANCE) {
  institutions(filter: { search: $search }, orderBy: { field: $field }, first: 100) {
    nodes { name }
  }
}
"""
NAMES = (
    "枫叶外语培训学校",
    "北京枫叶艺术培训中心",
    "姑苏区蜂业研究学堂",
    "重庆长安驾驶培训",
    "西安先锋俱乐部",
    "Ｄａｎｃｅ　Studio舞蹈",
    "绿洲女子体育",
    "21世纪英语",
)


@pytest.fixture
async def register(database: Database, world: None) -> None:
    async with database.writing() as session:
        for i, name in enumerate(NAMES):
            session.add(institutions.institution(key(5_000 + i), name, f"T{i}", address="某路1号"))


async def _names(ask: Client, search: str, field: str = "RELEVANCE") -> list[str]:
    data = await ask(SEARCH, {"search": search, "field": field})
    return [node["name"] for node in data["institutions"]["nodes"]]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("枫", [NAMES[0], NAMES[1], "苏州枫叶教育培训中心"]),
        ("枫叶外", [NAMES[0]]),
        ("枫叶艺", [NAMES[1]]),
        ("beijingfengye", [NAMES[1]]),
        ("bjfy", [NAMES[1]]),
        ("bjfyyspx", [NAMES[1]]),
        ("BeiJing　ＦＹ", [NAMES[1]]),
        ("fengye", [NAMES[0], NAMES[1], NAMES[2], "苏州枫叶教育培训中心"]),
        ("fengyew", [NAMES[0]]),
        ("chongqing", [NAMES[3]]),
        ("xian", [NAMES[4]]),
        ("xi'an", [NAMES[4]]),
        ("dance studio", [NAMES[5]]),
        ("wudao", [NAMES[5]]),
        ("lvzhounv", [NAMES[6]]),
        ("lüzhou", [NAMES[6]]),
        ("21shiji", [NAMES[7]]),
        ("320508001", ["苏州枫叶教育培训中心"]),
        ("观前街 枫叶", ["苏州枫叶教育培训中心"]),
        ("guanqianjie", []),
        ("枫叶 hanshan", []),
        ("%", []),
        ("（", []),
        ("😀", []),
        ("'; drop table institutions; --", []),
        ("a" * 100, []),
    ],
)
async def test_what_is_typed_finds(
    ask: Client, register: None, typed: str, found: list[str]
) -> None:
    assert sorted(await _names(ask, typed)) == sorted(found)


async def test_the_best_come_first(ask: Client, register: None) -> None:
    assert await _names(ask, "fengye") == [
        NAMES[0],  # its reading begins so
        NAMES[1],
        NAMES[2],
        "苏州枫叶教育培训中心",
    ]
    assert (await _names(ask, "培训"))[-1] == "苏州枫叶教育培训中心"


async def test_names_sort_by_their_reading(ask: Client, register: None) -> None:
    found = await _names(ask, "某路", "PINYIN")

    assert found == [NAMES[i] for i in (7, 1, 3, 5, 0, 2, 6, 4)]


@pytest.mark.parametrize(
    "typed", ["\u202e\u200b", "", "  ", "\u3000\n", "长" * 101, "x" * 1_000, "ﷺ" * 50]
)
async def test_nothing_and_too_much_are_refused(ask: Client, world: None, typed: str) -> None:
    answer = await ask.answer(SEARCH, {"search": typed})

    (error,) = answer["errors"]
    assert error["extensions"]["code"] == "INVALID_SEARCH"
    assert error["path"] == ["institutions"]
    assert error["extensions"]["argument"] == "filter"


@pytest.mark.parametrize("typed", ["\0", "枫\0叶", "\ud800"])
async def test_texts_that_are_none_are_refused_before(ask: Client, world: None, typed: str) -> None:
    import json

    body: dict[str, Any] = {"query": SEARCH, "variables": {"search": typed}}
    _, answer = await ask.send(json.dumps(body).encode())

    assert {e["extensions"]["code"] for e in answer["errors"]} == {"INVALID_TEXT"}


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("楓葉外語", ["枫叶外语培训学校"]),
        ("重慶長安駕駛", ["重庆长安驾驶培训"]),
        ("綠洲女子體育", ["绿洲女子体育"]),
        ("\u2fa5先锋", []),
        ("⻄安先锋", ["西安先锋俱乐部"]),
        ("绿洲\u2f25子", ["绿洲女子体育"]),
        ("枫\u200b叶外语", ["枫叶外语培训学校"]),
        ("綠\ufe00洲", ["绿洲女子体育"]),
        ("蜂業研究學堂", ["姑苏区蜂业研究学堂"]),
    ],
)
async def test_traditional_and_variant_characters_and_radicals_find(
    ask: Client, register: None, typed: str, found: list[str]
) -> None:
    assert await _names(ask, typed) == found


async def test_what_is_registered_in_other_characters_is_found_and_keeps_its_reading(
    ask: Client, database: Database, world: None
) -> None:
    names = ("乾坤藝術學堂", "⻓沙東昇培訓", "喆學书院")
    async with database.writing() as session:
        for i, name in enumerate(names):
            session.add(institutions.institution(key(5_100 + i), name, f"T{i}", address="某路1号"))

    for typed, name in (
        ("乾坤艺术", names[0]),
        ("qiankun", names[0]),
        ("长沙东升", names[1]),
        ("changsha", names[1]),
        ("哲学书院", names[2]),
        ("zhexue", names[2]),
    ):
        assert await _names(ask, typed) == [name], typed


@pytest.mark.parametrize(
    "typed",
    [
        "91320508MA1MAPLE0X",
        "91320508ma1maple0x",
        "９１３２０５０８ＭＡ１ＭＡＰＬＥ",
        "ma1maple",
        "枫叶 91320508",
    ],
)
async def test_a_credit_code_finds_its_institution(ask: Client, world: None, typed: str) -> None:
    assert await _names(ask, typed) == ["苏州枫叶教育培训中心"]
