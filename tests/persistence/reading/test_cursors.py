"""Cursors lead on from where they were given, and only there."""

import base64
import json
from typing import Any

import pytest

from persistence.engine.database import Database
from persistence.engine.keys import Keys
from tests.client import Client
from tests.factories.teachers import teacher
from tests.people import MAPLE, ou

PAGE = """query Q($first: Int, $last: Int, $after: String, $before: String, $order: TeacherOrder) {
  teachers(first: $first, last: $last, after: $after, before: $before, orderBy: $order) {
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor } nodes { id name } } }"""


@pytest.fixture
async def teachers(world: None, database: Database, keys: Keys) -> None:
    async with database.writing() as session:
        for i in range(7):
            # Equal names: the key decides where a page ends.
            name = ("同名", "同名", "a'\"\\", "😀")[i % 4]
            session.add(teacher(MAPLE, keys, f"11010519491231{i:03d}X", name=name))


@pytest.mark.parametrize("field", ["REGISTERED_AT", "NAME"])
@pytest.mark.parametrize("direction", ["ASC", "DESC"])
async def test_pages_of_two_read_either_way_are_the_whole_list(
    ask: Client, teachers: None, field: str, direction: str
) -> None:
    order = {"field": field, "direction": direction}
    whole = (await ask(PAGE, {"first": 100, "order": order}))["teachers"]["nodes"]

    forwards = await _walk(ask, order, "first", "after", "endCursor", "hasNextPage")
    backwards = await _walk(ask, order, "last", "before", "startCursor", "hasPreviousPage")

    assert [node for page in forwards for node in page] == whole
    assert [node for page in reversed(backwards) for node in page] == whole


async def _walk(
    ask: Client, order: dict[str, str], size: str, from_: str, cursor: str, more: str
) -> list[list[Any]]:
    pages, variables = [], {size: 2, "order": order}
    while True:
        page = (await ask(PAGE, variables))["teachers"]
        pages.append(page["nodes"])
        if not page["pageInfo"][more]:
            return pages
        variables |= {from_: page["pageInfo"][cursor]}


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        ({"first": 2}, (True, True)),
        ({"first": 3}, (True, False)),
        ({"last": 2}, (True, True)),
        ({"last": 3}, (False, True)),
    ],
    ids=str,
)
async def test_a_page_between_two_cursors_is_what_relay_says(
    ask: Client, teachers: None, size: dict[str, int], expected: tuple[bool, bool]
) -> None:
    """Ahead: whether more rows lie between the cursors; behind: whether there is a cursor."""
    edges = (await ask("{ teachers(first: 7) { edges { cursor } } }"))["teachers"]["edges"]
    between = {"after": edges[1]["cursor"], "before": edges[5]["cursor"]}

    page = (await ask(PAGE, {**size, **between}))["teachers"]

    info = page["pageInfo"]
    assert len(page["nodes"]) == next(iter(size.values()))
    assert (info["hasPreviousPage"], info["hasNextPage"]) == expected


@pytest.mark.parametrize("side", ["first", "last"])
async def test_an_empty_page_promises_nothing(ask: Client, teachers: None, side: str) -> None:
    edges = (await ask("{ teachers(first: 7) { edges { cursor } } }"))["teachers"]["edges"]
    nowhere = {"after": edges[4]["cursor"], "before": edges[4]["cursor"]}

    page = (await ask(PAGE, {side: 5, **nowhere}))["teachers"]

    assert page["nodes"] == []
    assert page["pageInfo"] == {
        "hasNextPage": False,
        "hasPreviousPage": False,
        "startCursor": None,
        "endCursor": None,
    }


def _made(*parts: Any) -> str:
    return base64.b64encode(json.dumps(parts).encode()).decode()


TAG = "teachers:Teacher:REGISTERED_AT"
ID = "01900000-0000-7000-8000-000000000001"
MADE_UP = {
    "empty": "",
    "no base64": "!!!",
    "not ascii": "é",
    "line breaks": "WyJ0\n",
    "no list": base64.b64encode(b'{"a": 1}').decode(),
    "a number": base64.b64encode(b"1").decode(),
    "not utf-8": base64.b64encode(b"\xff\xfe").decode(),
    "deep": base64.b64encode(b"[" * 1_400).decode(),
    "no key": _made(TAG),
    "too much": _made(TAG, ID, ID),
    "no uuid": _made(TAG, "x"),
    "a number for a uuid": _made(TAG, 1),
    "null": _made(TAG, None),
    "another order": _made("teachers:Teacher:NAME", "x", ID),
    "another list": _made("courses:Course:REGISTERED_AT", ID),
    "of one institution's list at another place": _made("complaints:Complaint:RECEIVED_AT", 0, ID),
    "long": "A" * 2_001,
}


@pytest.mark.parametrize("name", MADE_UP)
@pytest.mark.parametrize(
    "selection", ["nodes { id }", "edges { cursor }", "totalCount", "__typename"]
)
async def test_made_up_cursors_are_refused(
    ask: Client, world: None, name: str, selection: str
) -> None:
    for argument in ("after", "before"):
        document = f"query Q($c: String) {{ teachers(first: 1, {argument}: $c) {{ {selection} }} }}"
        answer = await ask.answer(document, {"c": MADE_UP[name]})

        (error,) = answer["errors"]
        assert error["extensions"]["code"] == "INVALID_CURSOR"
        assert error["path"] == ["teachers"]
        assert error["extensions"]["argument"] == argument
        assert "data" not in answer


@pytest.mark.parametrize(
    "place", [2**63, -(2**63), 10**400, 1.5, True, "0", None], ids=lambda p: str(p)[:20]
)
async def test_made_up_places_are_refused(ask: Client, world: None, place: Any) -> None:
    cursor = _made("complaints:Complaint:RECEIVED_AT", place, ID)

    answer = await ask.answer(
        "query Q($c: String) { complaints(first: 1, after: $c) { totalCount nodes { id } } }",
        {"c": cursor},
        by=ou,
    )

    assert answer["errors"][0]["extensions"]["code"] == "INVALID_CURSOR"


@pytest.mark.parametrize("number", [2**31, -(2**31) - 1, 2**62])
async def test_numbers_that_the_order_cannot_have_are_refused(
    ask: Client, world: None, number: int
) -> None:
    """Years and ranks are integers of four bytes, moments and distances of eight."""
    refused = []
    for tag, field in (
        ("inspectionPlans:InspectionPlan:YEAR", "inspectionPlans(first: 1, after: $c)"),
        (
            "institutions:Institution:RELEVANCE",
            'institutions(first: 1, after: $c, filter: {search: "sz"}, orderBy: {field: RELEVANCE})',
        ),
    ):
        parts = ["sz", ID] if "RELEVANCE" in tag else [ID]
        document = f"query Q($c: String) {{ {field} {{ nodes {{ id }} }} }}"
        answer = await ask.answer(document, {"c": _made(tag, number, *parts)}, by=ou)
        refused.append(answer["errors"][0]["extensions"]["code"])

    assert refused == ["INVALID_CURSOR"] * 2


@pytest.mark.parametrize("text", ["\0", "\ud800"], ids=["NUL", "surrogate"])
async def test_texts_that_postgres_cannot_hold_are_refused(
    ask: Client, world: None, text: str
) -> None:
    cursor = _made("teachers:Teacher:NAME", text, ID)

    answer = await ask.answer(
        "query Q($c: String)"
        " { teachers(first: 1, after: $c, orderBy: {field: NAME}) { nodes { id } } }",
        {"c": cursor},
    )

    assert answer["errors"][0]["extensions"]["code"] == "INVALID_CURSOR"
