"""Numbers, moments, texts, sealed values and unseen rows, as JSON made in SQL spells them."""

import datetime as dt
from collections.abc import AsyncIterator

import pytest

from domain.courses import CourseState
from persistence.engine.columns import MAX_SAFE_INTEGER
from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from persistence.engine.keys import Keys
from persistence.reading import ids
from tests.client import Client
from tests.factories import add, courses, teachers
from tests.people import MAPLE, fang, yin

MOMENT = dt.datetime(2026, 3, 29, 1, 30, 0, 120000, tzinfo=dt.UTC)
SHOWN = "2026-03-29T01:30:00.120000Z"


async def test_the_largest_amount_is_exact(ask: Client, world: None, database: Database) -> None:
    async with database.writing() as session:
        course = courses.course(MAPLE)
        fee = courses.fee_item(course.id, amount_fen=MAX_SAFE_INTEGER, class_hours=1)
        await add(session, course, fee)

    data = await ask("{ courses(first: 1) { nodes { feeItems { amountFen } } } }")

    assert data["courses"]["nodes"][0]["feeItems"] == [{"amountFen": 9007199254740991}]


@pytest.fixture
async def elsewhere(ask: Client, database_url: str) -> AsyncIterator[Client]:
    """The same register through connections that spell moments and dates otherwise."""
    settings = "timezone=America/St_Johns&datestyle=German,DMY&intervalstyle=iso_8601"
    database = Database(f"{database_url}{'&' if '?' in database_url else '?'}{settings}")
    yield Client(database, ask.keys, ask.clock)
    await database.close()


async def test_moments_are_in_utc_whatever_the_session_thinks(
    ask: Client, elsewhere: Client, world: None, database: Database
) -> None:
    async with database.writing() as session:
        session.add(courses.course(MAPLE, published_at=MOMENT))
    document = """{ courses(first: 1, orderBy: {field: STARTS_ON}) {
        edges { cursor node { publishedAt startsOn skippedOn } } } }"""
    assert await elsewhere.database.value("show timezone") == "America/St_Johns"

    data = await elsewhere(document)

    assert data["courses"]["edges"][0]["node"]["publishedAt"] == SHOWN
    assert data == await ask(document)


@pytest.mark.parametrize(
    "text",
    [
        "\"'\\",
        "😀\u200d𠮷",
        "\x01\x1f\x7f\u2028",
        "null",
        "",
        "{}",
        "e\u0301 é",
        "%s $1 :x \\u0041",
    ],
    ids=range(8),
)
async def test_texts_come_back_as_they_are(
    ask: Client, world: None, database: Database, text: str
) -> None:
    async with database.writing() as session:
        session.add(courses.course(MAPLE, title=text, introduction=text))

    data = await ask("{ courses(first: 1) { nodes { title introduction } } }")

    assert data["courses"]["nodes"] == [{"title": text, "introduction": text}]


async def test_a_row_not_to_be_seen_is_null_where_it_is_nested_and_absent_from_lists(
    ask: Client, world: None, database: Database
) -> None:
    draft = courses.course(MAPLE, state=CourseState.DRAFT, published_at=None)
    async with database.writing() as session:
        session.add(draft)
    id = ids.write("Course", draft.id)
    document = """query Q($id: ID!, $ids: [ID!]!) { course(id: $id) { title } node(id: $id) { id }
        nodes(ids: $ids) { id } courses(first: 1) { totalCount nodes { id } } }"""
    maple = ids.write("Institution", MAPLE)
    variables = {"id": id, "ids": [id, maple, id]}

    hidden = await ask(document, variables)
    data = await ask(document, variables, by=yin)

    assert hidden == {
        "course": None,
        "node": None,
        "nodes": [None, {"id": maple}, None],
        "courses": {"totalCount": 0, "nodes": []},
    }
    assert data["nodes"] == [{"id": id}, {"id": maple}, {"id": id}]


async def test_derived_values_among_nodes_of_several_types(
    ask: Client, world: None, database: Database, keys: Keys
) -> None:
    """Items without the value, and items with another type's value under its key."""
    masked = f"138****{fang.id.int % 10_000:04d}"
    teacher = teachers.teacher(MAPLE, keys)
    async with database.writing() as session:
        session.add(teacher)
    node_ids = [
        ids.write("Teacher", teacher.id),
        ids.write("Account", fang.id),
        ids.write("Institution", MAPLE),
        ids.write("Teacher", new_key()),
    ]

    data = await ask(
        """query Q($ids: [ID!]!) { nodes(ids: $ids) { __typename
            ... on Account { x: maskedPhone maskedPhone }
            ... on Teacher { x: background }
            ... on Institution { x: website } } }""",
        {"ids": node_ids},
        by=fang,
    )

    assert data["nodes"] == [
        {"__typename": "Teacher", "x": None},
        {"__typename": "Account", "x": masked, "maskedPhone": masked},
        {"__typename": "Institution", "x": None},
        None,
    ]


@pytest.mark.parametrize(
    ("declared", "selection"),
    [
        ('$v: ID = "inst_x"', "node(id: $v) { id }"),
        ('$v: ID = "inst_x"', "nodes(ids: [$v]) { id }"),
        ("$v: Boolean = true", "institutions(first: 1) { nodes { id @skip(if: $v) } }"),
        ("$v: Boolean = true", "institutions(first: 1) @include(if: $v) { totalCount }"),
        (
            "$v: InstitutionOrderField = NAME",
            "institutions(first: 1, orderBy: {field: $v}) { totalCount }",
        ),
        ("$v: Sector = SPORTS", "institutions(first: 1, filter: {sectors: [$v]}) { totalCount }"),
        (
            "$v: Direction",
            "institutions(first: 1, orderBy: {field: NAME, direction: $v}) { totalCount }",
        ),
    ],
    ids=range(7),
)
async def test_null_where_null_may_not_stand_is_refused(
    ask: Client, world: None, declared: str, selection: str
) -> None:
    """A variable that is nullable but for its default passes validation and may be sent as null."""
    answer = await ask.answer(f"query Q({declared}) {{ {selection} }}", {"v": None})

    assert answer["errors"][0]["extensions"]["code"] == "INVALID_VALUE"
    assert "data" not in answer


async def test_a_field_behind_a_resolver_refuses_the_whole_operation_too(
    ask: Client, world: None
) -> None:
    answer = await ask.answer(
        '{ institutions(first: 1) { totalCount } complaintByReceipt(receipt: "0")'
        " { institution { riskClass } } }"
    )

    (error,) = answer["errors"]
    assert error["extensions"]["code"] == "NOT_PERMITTED"
    assert error["path"] == ["complaintByReceipt", "institution", "riskClass"]
    assert "data" not in answer


async def test_ids_are_counted_each_time_they_are_sent(ask: Client, world: None) -> None:
    """The plan made for one id is kept, and serves any number of them."""
    document = "query Q($ids: [ID!]!) { nodes(ids: $ids) { id } }"
    maple = ids.write("Institution", MAPLE)

    assert await ask(document, {"ids": []}) == {"nodes": []}
    for number in (1, 100):
        assert await ask(document, {"ids": [maple] * number}) == {"nodes": [{"id": maple}] * number}
    refused = await ask.answer(document, {"ids": [maple] * 101})

    assert refused["errors"][0]["extensions"] == {"code": "TOO_MANY_IDS", "argument": "ids"}
    assert refused["errors"][0]["path"] == ["nodes"]


async def test_nodes_count_as_many_times_as_are_asked_for(ask: Client, world: None) -> None:
    document = """query Q($ids: [ID!]!) { nodes(ids: $ids) { ... on Institution {
        courses(first: 50) { nodes { institution { teachers(first: 50) { totalCount } } } } } } }"""
    maple = ids.write("Institution", MAPLE)

    few = await ask.answer(document, {"ids": [maple] * 3})
    many = await ask.answer(document, {"ids": [maple] * 100})

    assert "data" in few
    assert many["errors"][0]["extensions"]["code"] == "TOO_MANY_NODES"


async def test_what_is_no_id_is_null_in_its_place(ask: Client, world: None) -> None:
    document = "query Q($ids: [ID!]!) { nodes(ids: $ids) { id } }"
    maple, gone = ids.write("Institution", MAPLE), ids.write("Institution", new_key())
    no_ids = ["nonsense", "", "inst_", "inst_x", f"nope_{MAPLE}", maple.upper(), str(MAPLE)]

    assert await ask(document, {"ids": no_ids}) == {"nodes": [None] * len(no_ids)}
    for text in (*no_ids, gone):
        found = await ask(document, {"ids": [maple, text, maple]})
        assert found == {"nodes": [{"id": maple}, None, {"id": maple}]}
    written = await ask(f'{{ nodes(ids: ["{maple}", "nonsense"]) {{ id }} }}')
    assert written == {"nodes": [{"id": maple}, None]}


async def test_a_node_by_what_is_no_id_is_null(ask: Client, world: None) -> None:
    """Whichever was asked for first: the plan made for the one does not serve the other."""
    document = "query Q($id: ID!) { node(id: $id) { id } }"
    maple = ids.write("Institution", MAPLE)
    answers = {"inst_x": None, maple: {"id": maple}, "nonsense": None}

    for text in (*answers, *reversed(answers)):
        assert await ask(document, {"id": text}) == {"node": answers[text]}
    assert await ask('{ node(id: "nonsense") { id } me { id } }') == {"node": None, "me": None}


async def test_no_ids_are_counted_too(ask: Client, world: None) -> None:
    answer = await ask.answer(
        "query Q($ids: [ID!]!) { nodes(ids: $ids) { id } }", {"ids": ["nonsense"] * 101}
    )

    assert answer["errors"][0]["extensions"]["code"] == "TOO_MANY_IDS"


async def test_an_id_where_one_type_is_wanted_is_still_refused(ask: Client, world: None) -> None:
    answer = await ask.answer('{ course(id: "nonsense") { id } }')

    assert answer["errors"][0]["extensions"]["code"] == "INVALID_ID"
    assert answer["errors"][0]["path"] == ["course"]
    assert answer["errors"][0]["extensions"] == {"code": "INVALID_ID", "argument": "id"}


@pytest.mark.parametrize("argument", ["first", "last"])
async def test_a_page_of_the_wrong_size_names_the_argument(
    ask: Client, world: None, argument: str
) -> None:
    answer = await ask.answer(f"{{ mine: teachers({argument}: 101) {{ totalCount }} }}")

    assert answer["errors"][0]["path"] == ["mine"]
    assert answer["errors"][0]["extensions"] == {
        "code": "PAGE_SIZE_OUT_OF_RANGE",
        "argument": argument,
    }
