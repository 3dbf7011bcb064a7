"""What is remembered of documents: within bytes, of fair measure, and the schema answered once."""

import asyncio
import gc
import tracemalloc
from collections.abc import Iterator

import orjson
import pytest
from graphql import get_introspection_query, graphql_sync

from api.documents import Documents, Invalid
from domain import actors
from persistence.register import REGISTER
from schema.assembly import core
from schema.operations import PreparedOperation
from schema.remembered import MEGABYTE, Remembered
from tests.client import SCHEMA, Client

WHOLE = get_introspection_query()


def some(megabytes: int) -> Documents:
    most = megabytes * MEGABYTE
    return Documents(core(SCHEMA), REGISTER, introspection=True, remembered=most)


def planned(documents: Documents, text: str) -> PreparedOperation:
    operation = documents.operation(text, None, is_anonymous=True)
    operation.reads({}, actors.ANONYMOUS)
    return operation


def documents_of(count: int, fields: int) -> Iterator[str]:
    for number in range(count):
        pairs = " ".join(["code", "name"] * fields)
        yield f'query A{number} {{ region(code: "320500") {{ {pairs} }} }}'


@pytest.mark.parametrize("is_anonymous", [True, False])
def test_a_name_that_does_not_exist_is_answered_with_others_where_that_is_wanted(
    is_anonymous: bool,
) -> None:
    """In development; in production names are not for strangers to learn."""
    text = '{ institution(by: {id: "x"}) { nam } }'
    messages = []
    for suggestions in (True, False):
        documents = Documents(
            core(SCHEMA), REGISTER, introspection=suggestions, suggestions=suggestions
        )
        with pytest.raises(Invalid) as raised:
            documents.operation(text, None, is_anonymous=is_anonymous)
        messages += [error.message for error in raised.value.errors]

    unknown = "Cannot query field 'nam' on type 'Institution'."
    assert messages == [f"{unknown} Did you mean 'name'?", unknown]


def test_documents_are_remembered_up_to_so_many_bytes() -> None:
    documents = some(2)
    texts = list(documents_of(40, fields=50))

    first, *_, last = [planned(documents, text) for text in texts]

    assert MEGABYTE * 0.8 < documents.size <= MEGABYTE
    assert planned(documents, texts[-1]) is last
    assert planned(documents, texts[0]) is not first


def test_strangers_leave_those_who_are_signed_in_their_half() -> None:
    documents = some(2)
    text = 'query Mine { region(code: "320500") { code } }'
    mine = documents.operation(text, None, is_anonymous=False)

    for each in documents_of(40, fields=50):
        planned(documents, each)

    assert documents.operation(text, None, is_anonymous=False) is mine


@pytest.mark.parametrize("fields", [2, 60])
def test_the_measure_is_fair(fields: int) -> None:
    documents = some(64)
    planned(documents, next(documents_of(1, fields)))
    before = documents.size
    gc.collect()
    tracemalloc.start()
    for text in list(documents_of(12, fields))[1:]:
        planned(documents, text)
    gc.collect()
    allocated = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()

    assert 0.6 < (documents.size - before) / allocated < 2


def test_plans_of_one_document_are_counted_too() -> None:
    documents = some(1)
    head = ", ".join(f"$v{number}: Boolean!" for number in range(8))
    fields = " ".join(f"a{number}: name @include(if: $v{number})" for number in range(8))
    text = f"query Q({head}) {{ institutions(first: 1) {{ nodes {{ id {fields} }} }} }}"
    operation = documents.operation(text, None, is_anonymous=True)

    for number in range(200):
        variables = {f"v{place}": bool(number >> place & 1) for place in range(8)}
        operation.reads(variables, actors.ANONYMOUS)

    assert MEGABYTE * 0.4 < documents.size <= MEGABYTE / 2


def test_what_is_larger_than_all_of_it_is_not_remembered() -> None:
    remembered = Remembered(100)

    remembered.put("a", "small", 60)
    remembered.put("b", "large", 101)

    assert (remembered.get("a"), remembered.get("b"), remembered.size) == ("small", None, 60)


async def test_the_schema_is_answered_once_and_holds_up_nobody(ask: Client) -> None:
    ask.documents = documents = some(64)
    ask.__post_init__()
    turns = 0

    async def others() -> None:
        nonlocal turns
        while True:
            await asyncio.sleep(0.001)
            turns += 1

    beside = asyncio.create_task(others())
    try:
        first, same = await asyncio.gather(ask.answer(WHOLE), ask.answer(WHOLE))
    finally:
        beside.cancel()
    size = documents.size
    again = await ask.answer(WHOLE)

    expected = graphql_sync(core(SCHEMA), WHOLE).data
    assert first == same == again == {"data": expected}
    assert turns > 3
    assert documents.size == size > len(orjson.dumps(expected))


async def test_of_the_schema_what_variables_ask_for_is_answered(ask: Client) -> None:
    document = """query Q($name: String!, $more: Boolean!) {
      __typename __type(name: $name) { name kind @include(if: $more) }
    }"""

    answers = [
        await ask(document, {"name": name, "more": more})
        for name, more in (("Region", True), ("Region", False), ("Fen", True), ("Nothing", True))
    ]

    assert [each["__type"] for each in answers] == [
        {"name": "Region", "kind": "OBJECT"},
        {"name": "Region"},
        {"name": "Fen", "kind": "SCALAR"},
        None,
    ]
