"""Whatever is typed finds exactly what plain LIKE finds, or what a reading of every name finds."""

import json
import os
import random
import time
import unicodedata
from collections import defaultdict
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import asyncpg

from domain.search import boundaries
from persistence.engine.database import Database
from persistence.institutions.search import is_found
from persistence.institutions.table import Institution
from persistence.reading.viewer import Binds, Value
from schema.operations import PreparedOperation
from tests.client import Client
from tests.search import names
from tests.search.names import Entry

_DIALECT = asyncpg.dialect()  # type: ignore[no-untyped-call]
COUNT = int(os.environ.get("SEARCH_NAMES", "20000"))
LIKE = """
with plain as materialized (
    select id, normalize(name, NFKC) || e'\n' || normalize(address, NFKC) || e'\n' ||
        unified_social_credit_code || e'\n' ||
        coalesce((select string_agg(normalize(number, NFKC), e'\n') from entitlements
                  where institution_id = institutions.id), '') as text
    from institutions
)
select json_object_agg(pattern, (select coalesce(array_agg(id), '{}') from plain where text ilike pattern))
from unnest($1::text[]) as pattern
"""
"""Every pattern with all that it is like, in one statement: normalizing takes longer than looking.
No pattern holds a line's end, so that none reaches over from one text to the next."""
PAGE = """
query Page($filter: InstitutionFilter, $orderBy: InstitutionOrder, $after: String) {
  institutions(filter: $filter, orderBy: $orderBy, first: 20, after: $after) {
    nodes { id name } pageInfo { endCursor hasNextPage }
  }
}
"""
TOTAL = "query Total($filter: InstitutionFilter) { institutions(filter: $filter, first: 1) { totalCount } }"


@pytest.fixture(scope="module")
def made() -> list[Entry]:
    return list(names.entries(COUNT))


@pytest.fixture
async def register(database: Database, world: None, made: list[Entry]) -> None:
    await names.put(database, made)


@pytest.fixture
async def some(database: Database, world: None, made: list[Entry]) -> list[Entry]:
    """Enough for pages to be walked."""
    await names.put(database, made[:4_000])
    return made[:4_000]


def table(made: list[Entry]) -> dict[str, list[str]]:
    """Two hundred queries by kind: parts of names, addresses, codes and numbers, readings, initials."""
    chance = random.Random("queries")
    queries: dict[str, list[str]] = defaultdict(list)
    for length in (1, 2, 3, 6):
        for _ in range(25):
            text = chance.choice(made).name
            start = chance.randrange(max(1, len(text) - length))
            queries[f"{length} characters"].append(text[start : start + length].strip() or "培")
    for _ in range(15):
        entry = chance.choice(made)
        queries["address"].append(entry.address[chance.randrange(3) :])
        queries["licence number"].append(entry.number[chance.randrange(10) :][:12])
        queries["credit code"].append(entry.credit_code[chance.randrange(9) :])
    for _ in range(30):
        read = chance.choice(made).found_by["sort_key"].split()
        start = chance.randrange(len(read) - 2)
        part = read[start : start + chance.choice((1, 2, 2, 3, 5))]
        spelt = "".join(part)
        queries["pinyin"].append(spelt[: len(spelt) - chance.choice((0, 0, 1))] or spelt)
        length = chance.choice((2, 3, 4, 4, 6))
        queries["initials"].append("".join(piece[0] for piece in read[start : start + length]))
    queries["nothing there"] = [
        "没有的",
        "zzzz",
        "😀",
        "%",
        "_",
        "\\",
        "培_训",
        "qqqqqq",
        "'",
        "培%",
    ]
    assert sum(map(len, queries.values())) == 215
    return queries


async def test_two_hundred_texts_find_what_plain_like_and_plain_reading_find(
    database: Database, register: None, made: list[Entry]
) -> None:
    ids = {entry.id for entry in made}
    readings = [_Readings(entry) for entry in made]
    queries = table(made)
    patterns = {text: _pattern(text) for texts in queries.values() for text in texts}
    like = json.loads(await database.value(LIKE, sorted(set(patterns.values()))))
    for kind, texts in queries.items():
        for text in texts:
            found = await _found(database, text) & ids

            expected = {UUID(id) for id in like[patterns[text]]} & ids
            if text.isascii() and text.isalnum() and not text.isdigit():
                expected |= {each.id for each in readings if each.are_typed(text.lower())}
            assert found == expected, f"{kind}: {text}"


async def test_pages_by_pinyin_and_by_relevance_are_those_of_all_that_is_found(
    ask: Client, database: Database, some: list[Entry]
) -> None:
    by_id = {str(entry.id): entry for entry in some}
    for text in ("枫叶", "fengye", "fy", "ABC 培训", "长安街", "beijingfengye", "枫"):
        found = {str(id) for id in await _found(database, text)} & by_id.keys()
        region = {"search": text, "regionCode": "320500"}
        local = {id for id in found if by_id[id].region_code.startswith("3205")}
        for given, all_of, field in (
            ({"search": text}, found, "PINYIN"),
            (region, local, "RELEVANCE"),
            (region, local, "PINYIN"),
        ):
            walked = await _walk(ask, given, field, most=30)
            walked = [id for id in walked if id in by_id]

            expected = sorted(all_of, key=lambda id: _place(by_id[id], text, field))
            assert walked == expected[: len(walked)], (text, field)
            assert len(walked) == len(expected) or len(walked) >= 590


async def test_ranks_come_one_after_the_other_from_both_ends_and_in_both_directions(
    ask: Client, database: Database, world: None, made: list[Entry]
) -> None:
    """Names in which the same letters stand, are read and begin, and places that hold them too."""
    chance = random.Random("ranks")
    some = made[:150] + list(names.odd())
    await names.put(database, some)
    by_id = {str(entry.id): entry for entry in some}
    texts = [chance.choice(each) for each in table(made[:150]).values() for _ in range(3)]
    for text in (*names.TYPED, *texts):
        found = {str(id) for id in await _found(database, text)} & by_id.keys()
        expected = sorted(found, key=lambda id: _place(by_id[id], text, "RELEVANCE"))
        for is_descending in (False, True):
            for is_backward in (False, True):
                walked = await _walk_ranks(ask, text, is_descending, is_backward)
                walked = [id for id in walked if id in by_id]

                turned = is_descending != is_backward
                requested = expected[::-1] if turned else expected
                assert walked == requested[: len(walked)], (text, is_descending, is_backward)
                assert len(walked) == len(expected) or len(walked) > 4 * _AT_ONCE, text


_AT_ONCE = 5
RANKS = """
query Ranks($text: String!, $to: Direction, $first: Int, $last: Int, $after: String, $before: String) {
  institutions(
    filter: { search: $text }, orderBy: { field: RELEVANCE, direction: $to }
    first: $first, last: $last, after: $after, before: $before
  ) {
    nodes { id } pageInfo { startCursor endCursor hasNextPage hasPreviousPage }
  }
}
"""


async def _walk_ranks(ask: Client, text: str, is_descending: bool, is_backward: bool) -> list[str]:
    walked: list[str] = []
    here: dict[str, Any] = {}
    size = {"last" if is_backward else "first": _AT_ONCE}
    for _ in range(5):
        given = {"text": text, "to": "DESC" if is_descending else "ASC", **size, **here}
        page = (await ask(RANKS, given))["institutions"]
        ids = [node["id"].removeprefix("inst_") for node in page["nodes"]]
        walked += reversed(ids) if is_backward else ids
        info = page["pageInfo"]
        if not info["hasPreviousPage" if is_backward else "hasNextPage"]:
            break
        here = {"before": info["startCursor"]} if is_backward else {"after": info["endCursor"]}
    return walked


async def test_pages_stay_as_they_are_while_rows_come_in(
    ask: Client, database: Database, some: list[Entry], made: list[Entry]
) -> None:
    before = await _walk(ask, {"search": "枫"}, "RELEVANCE", most=10_000)
    coming = [entry for entry in made[4_000:6_000] if "枫" in entry.name]
    assert len(before) > 100

    walked: list[str] = []
    cursor = None
    while True:
        page = await _page(ask, {"search": "枫"}, "RELEVANCE", cursor)
        walked += [node["id"].removeprefix("inst_") for node in page["nodes"]]
        if coming:
            await names.put(database, [coming.pop()])
        if not page["pageInfo"]["hasNextPage"]:
            break
        cursor = page["pageInfo"]["endCursor"]

    assert len(walked) == len(set(walked)) > len(before)
    assert [id for id in walked if id in set(before)] == before


@pytest.mark.skipif("SEARCH_NAMES" not in os.environ, reason="timings: set SEARCH_NAMES")
async def test_timings(
    ask: Client, database: Database, register: None, made: list[Entry], capsys: Any
) -> None:
    report = []
    for kind, texts in table(made).items():
        for label, document, extra, field in (
            ("pinyin order", PAGE, {}, "PINYIN"),
            ("relevance", PAGE, {}, "RELEVANCE"),
            ("relevance, one city", PAGE, {"regionCode": "320500"}, "RELEVANCE"),
            ("entered order", PAGE, {}, "REGISTERED_AT"),
            ("exact count", TOTAL, {}, None),
        ):
            times = []
            for text in texts:
                given: dict[str, Any] = {"filter": {"search": text, **extra}}
                if field:
                    given["orderBy"] = {"field": field}
                times.append(await _time(ask, database, document, given))
            times.sort()
            p50, p95 = times[len(times) // 2], times[int(len(times) * 0.95)]
            report.append(
                f"{kind:16} {label:20} p50 {p50:8.1f} p95 {p95:8.1f} max {times[-1]:8.1f}"
            )
    sizes = await database.value(
        "select string_agg(relname || ' ' || pg_size_pretty(pg_relation_size(oid)), E'\\n')"
        " from pg_class where relname like '%institutions%'"
    )
    with capsys.disabled():
        print(f"\n{COUNT} names, ms", *report, sizes, sep="\n")


async def _time(ask: Client, database: Database, document: str, given: dict[str, Any]) -> float:
    """Milliseconds of the statement, least of three."""
    actor = await ask.actor(None)
    operation: PreparedOperation = ask.documents.operation(document, None, is_anonymous=True)
    variables = operation.coerced(given)
    assert isinstance(variables, dict), variables
    (plan,) = operation.reads(variables, actor).plans()
    parameters = plan.parameters(variables, actor)
    least = 1e9
    for _ in range(3):
        start = time.perf_counter()
        await database.value(plan.sql, *parameters)
        least = min(least, time.perf_counter() - start)
    return least * 1_000


async def _found(database: Database, text: str) -> set[UUID]:
    """All that the filter finds, whatever pages there are."""
    binds = Binds({})
    row = Institution.__table__.alias("row")
    statement = sa.select(sa.func.coalesce(sa.func.array_agg(row.c.id), sa.text("'{}'"))).where(
        is_found(row, Value(text, binds, ()))
    )
    compiled = statement.compile(dialect=_DIALECT)
    actor: Any = None
    parameters = [
        binds.getters[name]({}, actor) for name in getattr(compiled, "positiontup", None) or ()
    ]
    return set(await database.value(str(compiled), *parameters))


async def _page(
    ask: Client, given: dict[str, Any], field: str, after: str | None
) -> dict[str, Any]:
    variables = {"filter": given, "orderBy": {"field": field}, "after": after}
    data = await ask(PAGE, variables)
    page: dict[str, Any] = data["institutions"]
    return page


async def _walk(ask: Client, given: dict[str, Any], field: str, *, most: int) -> list[str]:
    walked: list[str] = []
    cursor = None
    for _ in range(most):
        page = await _page(ask, given, field, cursor)
        walked += [node["id"].removeprefix("inst_") for node in page["nodes"]]
        if not page["pageInfo"]["hasNextPage"]:
            break
        cursor = page["pageInfo"]["endCursor"]
    return walked


def _place(entry: Entry, text: str, field: str) -> tuple[Any, ...]:
    read = entry.found_by["sort_key"]
    if field == "PINYIN":
        return read, str(entry.id)
    word, name = text.lower().split()[0], entry.found_by["search_text"].split("\n")[0]
    letters = word.replace("'", "").replace("ü", "v")
    is_typed = letters.isascii() and letters.isalnum() and not letters.isdigit()
    if name.startswith(word):
        rank = 0
    elif word in name:
        rank = 1
    elif is_typed and _Readings(entry).are_typed(letters, at_once=True):
        rank = 2
    else:
        rank = 3 if is_typed and _Readings(entry).are_typed(letters) else 4
    return rank, read, str(entry.id)


class _Readings:
    """All that a name is read as from each of its pieces on."""

    def __init__(self, entry: Entry) -> None:
        pieces = entry.found_by["sort_key"].split()
        self.id = entry.id
        rests = [pieces[i:] for i in range(len(pieces))]
        self._spelt = "".join("|" + "".join(rest) for rest in rests)
        self._initials = "".join("|" + "".join(p[0] for p in rest) for rest in rests)

    def are_typed(self, typed: str, *, at_once: bool = False) -> bool:
        is_long, is_spelt = len(typed) > 4, boundaries(typed) is not None
        kept = [self._spelt] if is_long and is_spelt else [self._initials]
        kept = kept if is_long else [self._spelt, self._initials]
        return any(
            text.startswith(f"|{typed}") if at_once else f"|{typed}" in text for text in kept
        )


def _pattern(text: str) -> str:
    """For LIKE: whatever the text holds stands for itself."""
    plain = json.dumps(unicodedata.normalize("NFKC", text), ensure_ascii=False)[1:-1]
    return "%" + plain.replace("%", "\\%").replace("_", "\\_") + "%"
