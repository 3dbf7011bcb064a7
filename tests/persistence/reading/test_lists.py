"""Lists without pages: they count with all that lies under them, and an answer has a largest size."""

from collections import deque
from collections.abc import AsyncIterator, Iterator, Sequence
from typing import Any

import pytest
from graphql import (
    GraphQLField,
    GraphQLObjectType,
    get_named_type,
    get_nullable_type,
    is_list_type,
    is_object_type,
    is_required_argument,
)

from persistence.courses.table import Course
from persistence.derived_fields import derived_fields
from persistence.engine.database import Database, StatementPool
from persistence.engine.identifiers import new_key
from persistence.reading import ids
from persistence.reading.reader import Reader
from schema.assembly import core
from tests.client import SCHEMA, Client
from tests.factories import add, courses
from tests.people import MAPLE, Person, hua, lin, ou, qiao, yin

TYPES = core(SCHEMA).type_map
DEEPEST = 12
COUNTRY = '{ regions(parent: "000000") { code children { code children { code } } } }'
AROUND = (
    '{regions(parent:"130600"){parent{children{parent{children{parent{children{code name}}}}}}}}'
)
"""91 bytes that were answered with 19 MB."""


def circles() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every list without pages from whose rows one comes back to its own type, the shortest way."""
    for kind in list(TYPES.values()):
        if not isinstance(kind, GraphQLObjectType) or _is_passage(kind):
            continue
        for name, field in kind.fields.items():
            if is_list_type(get_nullable_type(field.type)) and is_object_type(_target(field)):
                back = _way_back(kind, name, _target(field))
                if back is not None:
                    yield f"{kind.name}.{name}", back


def _way_back(
    kind: GraphQLObjectType, name: str, target: GraphQLObjectType
) -> tuple[str, ...] | None:
    first: tuple[str, ...] = (name,)
    waiting, seen = deque([(target, first)]), {target}
    while waiting:
        here, way = waiting.popleft()
        if here is kind:
            return way
        for step, field in here.fields.items():
            there = _target(field)
            is_open = not any(is_required_argument(each) for each in field.args.values())
            if is_open and is_object_type(there) and not _is_passage(there) and there not in seen:
                seen.add(there)
                waiting.append((there, (*way, step)))
    return None


def _target(field: GraphQLField) -> Any:
    return get_named_type(field.type)


def _is_passage(kind: GraphQLObjectType) -> bool:
    """Connections count by the size of their pages; mutations and introspection hold no rows."""
    return kind.name.endswith(("Connection", "Edge")) or kind.name.startswith(("__", "Mutation"))


CIRCLES = dict(circles())
ASKING: dict[str, Person] = {
    "CorrectionOrder": lin,
    "Draw": ou,
    "EscalationProposal": hua,
    "Inspection": qiao,
    "Ruling": hua,
}


def _roots(kind: str) -> list[tuple[str, bool]]:
    """From where its rows are listed, and whether as a page."""
    return [
        (each, _target(field).name != kind)
        for each, field in TYPES["Query"].fields.items()  # type: ignore[attr-defined]
        if _target(field).name in (kind + "Connection", kind)
        and not {"id", "code", "by"} & {*field.args}
    ]


def _document(name: str, steps: int, first: int = 100) -> str:
    """From a page, or from all regions, around the circle."""
    kind, way = name.partition(".")[0], CIRCLES[name]
    root, is_page = _roots(kind)[0]
    arguments, lead = (f"first: {first}", ["nodes"]) if is_page else ('parent: "000000"', [])
    path = [*lead, *(way[i % len(way)] for i in range(steps)), "__typename"]
    return f"{{ {root}({arguments}) {{ " + " { ".join(path) + " }" * (len(path) + 1)


def test_the_circles_are_found() -> None:
    assert len(CIRCLES) >= 12
    assert CIRCLES["Region.children"] == ("children",)
    assert CIRCLES["Draw.replacements"] == ("replacements", "inspection", "task", "draw")


@pytest.mark.parametrize("name", [name for name in CIRCLES if _roots(name.partition(".")[0])])
async def test_a_list_that_leads_back_to_its_type_is_not_followed_round_and_round(
    ask: Client, world: None, name: str
) -> None:
    person = ASKING.get(name.partition(".")[0], lin)

    once = await ask.answer(_document(name, len(CIRCLES[name]), 10), by=person)
    often = await ask.answer(_document(name, DEEPEST - 3), by=person)

    assert "errors" not in once
    assert often["errors"][0]["extensions"]["code"] == "TOO_MANY_NODES"


async def test_few_bytes_are_not_answered_with_megabytes(ask: Client, world: None) -> None:
    refused = await ask.answer(AROUND, language="zh")

    assert refused == {
        "errors": [
            {
                "message": "所请求的各级分页和列表合计超过10000行，请减小每页行数或减少嵌套列表。",
                "extensions": {"code": "TOO_MANY_NODES"},
            }
        ]
    }


async def test_the_country_is_answered_and_nothing_below_it(ask: Client, world: None) -> None:
    provinces = (await ask(COUNTRY))["regions"]
    deeper = await ask.answer(COUNTRY.replace("{ code } ", "{ code children { code } } "))

    assert sum(len(c["children"]) for p in provinces for c in p["children"]) > 2_000
    assert deeper["errors"][0]["extensions"]["code"] == "TOO_MANY_NODES"


HUNDRED = ", ".join(f'"insp_{new_key()}"' for _ in range(100))
FLOODS = {
    "aliases of a root": "{"
    + "".join(f' r{i}: regions(parent: "000000") {{ children {{ code }} }}' for i in range(30))
    + "}",
    "aliases of a list": '{ region(code: "000000") {'
    + "".join(f" c{i}: children {{ children {{ code }} }}" for i in range(30))
    + "} }",
    "a fragment in each": '{ regions(parent: "000000") { ...A } }'
    " fragment A on Region { children { ...B } }"
    " fragment B on Region { children { a: children { code } b: children { code } } }",
    "aliases of a record's text": "{ inspections(first: 100) { nodes { records"
    " { a: canonical b: canonical c: canonical d: canonical e: canonical f: canonical } } } }",
    "ids": f"{{ nodes(ids: [{HUNDRED}]) {{ ... on Inspection {{"
    " objections { inspection { replies { id } } } } } }",
}


@pytest.mark.parametrize("flood", FLOODS)
async def test_lists_are_not_multiplied_by_other_means(
    ask: Client, world: None, flood: str
) -> None:
    answer = await ask.answer(FLOODS[flood], by=qiao)

    assert answer["errors"][0]["extensions"]["code"] == "TOO_MANY_NODES", answer


@pytest.fixture
async def course(world: None, database: Database) -> Course:
    async with database.writing() as session:
        row = courses.course(MAPLE)
        await add(session, row)
    return row


def _withdrawal(course: Course) -> dict[str, Any]:
    given = {"courseId": ids.write("Course", course.id), "reason": "暑期停开"}
    return {"input": {"operationId": str(new_key()), **given}}


def _withdraw(shows: str) -> str:
    return (
        "mutation M($input: WithdrawCourseInput!) { withdrawCourse(input: $input)"
        f" {{ __typename ... on CourseWithdrawn {{ {shows} }} }} }}"
    )


SHOWN = "course { state institution { region { children { children { children { code } } } } } }"
STATE = "query Q($id: ID!) { course(id: $id) { state } }"


async def test_what_a_mutation_shows_is_counted_before_it_runs(ask: Client, course: Course) -> None:
    document = _withdraw(f"a: {SHOWN} b: {SHOWN}")

    refused = await ask.answer(document, _withdrawal(course), by=yin)

    assert refused["errors"][0]["extensions"]["code"] == "TOO_MANY_NODES"
    assert (await ask(STATE, {"id": ids.write("Course", course.id)}))["course"] == {
        "state": "PUBLISHED"
    }


# Bytes


class MeasuringPool(StatementPool):
    largest = 0

    async def fetch_value(
        self, sql: str, parameters: Sequence[Any], *, is_for_values: bool = False
    ) -> Any:
        found = await super().fetch_value(sql, parameters, is_for_values=is_for_values)
        self.largest = max(self.largest, len(found or b""))
        return found


@pytest.fixture
async def measured(database_url: str, ask: Client) -> AsyncIterator[MeasuringPool]:
    """The client of a server whose answers have a thousand bytes at most."""
    pool = MeasuringPool(database_url, size=4, role="spotcheck_reader")
    ask.endpoint._reader = Reader(pool, derived_fields(ask.keys, ask.clock), ask.clock)
    ask.endpoint._most_bytes = 1_000
    yield pool
    await pool.close()


SMALL = 'regions(parent: "320500") { code }'
LARGE = 'regions(parent: "000000") { code name }'


@pytest.mark.parametrize(
    "document",
    [
        f"{{ {LARGE} }}",
        f'{{ {LARGE} verifyInspectionCode(code: "JC-0") {{ __typename }} }}',
        f"{{ {LARGE} checklists {{ code }} }}",
        f"{{ {SMALL} other: {LARGE} }}",
        "{" + "".join(f" r{i}: {SMALL}" for i in range(9)) + "}",
        "{ codeLists { codes { code label } } }",
    ],
    ids=["read", "executed", "beside a constant", "one of two", "together", "constant"],
)
async def test_an_answer_beyond_the_largest_is_refused_by_name_and_not_sent_for(
    ask: Client, world: None, measured: MeasuringPool, document: str
) -> None:
    answer = await ask.answer(document, language="zh")

    assert answer == {
        "errors": [
            {
                "message": "查询结果超过1000字节，请减少所请求的行数或字段。",
                "extensions": {"code": "ANSWER_TOO_LARGE"},
            }
        ]
    }
    assert measured.largest <= 1_000


async def test_an_answer_within_the_largest_is_sent(
    ask: Client, world: None, measured: MeasuringPool
) -> None:
    """Also after one that was refused: each is counted by itself."""
    for _ in range(2):
        for document in (f"{{ {SMALL} }}", f"{{ {SMALL} codeLists(names: []) {{ name }} }}"):
            assert "320508" in {r["code"] for r in (await ask(document))["regions"]}
        assert "errors" in await ask.answer(f"{{ {LARGE} }}")
    assert await ask('{ region(code: "999999") { code } }') == {"region": None}


async def test_a_mutation_tells_what_it_did_where_what_it_shows_is_too_large(
    ask: Client, course: Course, measured: MeasuringPool
) -> None:
    selection = (
        "course { institution { region { parent { parent { children { children { code } } } } } } }"
    )
    answer = await ask.answer(_withdraw(selection), _withdrawal(course), by=yin)
    state = await ask(STATE, {"id": ids.write("Course", course.id)}, by=yin)

    assert answer["data"] == {"withdrawCourse": {"__typename": "CourseWithdrawn", "course": None}}
    assert [error["extensions"]["code"] for error in answer["errors"]] == ["ANSWER_TOO_LARGE"]
    assert state == {"course": {"state": "WITHDRAWN"}}
