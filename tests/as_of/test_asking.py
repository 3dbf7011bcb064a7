"""Ways to ask for a moment: aliases, fragments, nulls, cursors of another moment, pages."""

import asyncio
from typing import Any

import asyncpg
import pytest

from persistence.engine.database import Database
from persistence.reading import ids
from tests.as_of import documents
from tests.client import Client
from tests.people import MAPLE, Person, fang, hua, rui, yin
from tests.schema.inspections.conftest import assigned, confirmed, filed
from tests.schema.publication.conftest import public_id

__all__ = ["assigned", "confirmed", "filed", "public_id"]
_MAPLE = ids.write("Institution", MAPLE)


async def _rename(ask: Client, name: str, version: int) -> str:
    given = {"institutionId": _MAPLE, "expectedVersion": version, "reason": "换名", "name": name}
    assert await ask.do("renameInstitution", given, by=rui) == {"__typename": "InstitutionRenamed"}
    return await documents.now(ask)


@pytest.mark.usefixtures("world")
async def test_one_document_asks_for_several_moments(ask: Client) -> None:
    first = await documents.now(ask)
    second = await _rename(ask, "枫叶二", 1)
    await _rename(ask, "枫叶三", 2)
    document = """query Q($id: ID!, $a: DateTime!, $b: DateTime = null, $none: DateTime, $no: Boolean = false) {
        ...Then again: institution(by: {id: $id}, asOf: $b) { ...Of }
        now: institution(by: {id: $id}, asOf: null) { ...Of }
        left: institution(by: {id: $id}, asOf: $none) { ...Of }
        not: institution(by: {id: $id}, asOf: $a) @include(if: $no) { ...Of } }
      fragment Then on Query { then: institution(by: {id: $id}, asOf: $a) { ...Of } }
      fragment Of on Institution { name also: formerNames { name } }"""

    found = await ask(document, {"id": _MAPLE, "a": first, "b": second})
    unset = await ask(document, {"id": _MAPLE, "a": first})

    names = {alias: [each["name"], len(each["also"])] for alias, each in found.items()}
    assert names == {
        "then": ["苏州枫叶教育培训中心", 0],
        "again": ["枫叶二", 1],
        "now": ["枫叶三", 2],
        "left": ["枫叶三", 2],
    }
    assert unset["again"] == unset["now"] == found["now"]


@pytest.mark.usefixtures("world")
async def test_one_field_at_two_moments_without_aliases_is_refused_by_the_language(
    ask: Client,
) -> None:
    document = "query Q($id: ID!, $a: DateTime, $b: DateTime) { %s %s }"
    field = "institution(by: {id: $id}, asOf: $%s) { name }"

    answer = await ask.answer(document % (field % "a", field % "b"), {"id": _MAPLE})

    assert "conflict" in answer["errors"][0]["message"]


@pytest.mark.usefixtures("world")
async def test_each_microsecond_is_a_moment_of_its_own(ask: Client, database: Database) -> None:
    """A transaction is there from the moment of its commit on, and not one before."""
    document = (
        "query Q($id: ID!, $asOf: DateTime) { institution(by: {id: $id}, asOf: $asOf) { name } }"
    )
    await _rename(ask, "枫叶二", 1)
    connection = await asyncpg.connect(database.url)
    statement = """select committed_at - interval '1 microsecond', committed_at,
        committed_at + interval '1 microsecond', began_at from recordings order by committed_at desc limit 1"""
    row: Any = await connection.fetchrow(statement)
    await connection.close()
    *moments, began = [each.isoformat() for each in row]

    async def name(moment: str) -> str:
        found = await ask(document, {"id": _MAPLE, "asOf": moment})
        return str(found["institution"]["name"])

    assert [await name(each) for each in moments] == ["苏州枫叶教育培训中心", "枫叶二", "枫叶二"]
    assert await name(began) == "苏州枫叶教育培训中心"


PAGE = """query P($n: Int!, $after: String, $asOf: DateTime) {
    institutions(first: $n, after: $after, orderBy: {field: NAME}, asOf: $asOf) {
        edges { cursor node { id name } } pageInfo { hasNextPage endCursor } } }"""


async def _paged(ask: Client, moment: str | None) -> list[Any]:
    found: list[Any] = []
    after, is_more = None, True
    while is_more:
        page = (await ask(PAGE, {"n": 1, "after": after, "asOf": moment}))["institutions"]
        found += page["edges"]
        after, is_more = page["pageInfo"]["endCursor"], page["pageInfo"]["hasNextPage"]
    return found


@pytest.mark.usefixtures("world")
async def test_pages_of_a_moment_go_on_whatever_is_written_meanwhile(ask: Client) -> None:
    whole = (await ask(PAGE, {"n": 9}))["institutions"]["edges"]
    moment = await documents.now(ask)
    first = (await ask(PAGE, {"n": 1, "asOf": moment}))["institutions"]["edges"]
    await _rename(ask, "一", 1)

    rest = await ask(PAGE, {"n": 9, "after": first[0]["cursor"], "asOf": moment})

    assert first + rest["institutions"]["edges"] == whole == await _paged(ask, moment)
    assert await _paged(ask, None) != whole


@pytest.mark.usefixtures("world")
async def test_a_cursor_is_a_place_in_the_order_and_holds_at_every_moment(ask: Client) -> None:
    """Where its row has moved, the page begins where it was: there is no row that it must be."""
    before = await documents.now(ask)
    whole = (await ask(PAGE, {"n": 9}))["institutions"]["edges"]
    await _rename(ask, "一", 1)
    now = (await ask(PAGE, {"n": 9}))["institutions"]["edges"]
    moved = next(each for each in now if each["node"]["name"] == "一")

    found = await ask(PAGE, {"n": 9, "after": moved["cursor"], "asOf": before})

    after = [each for each in whole if each["node"]["name"] > "一"]
    assert found["institutions"]["edges"] == after


GONE = """query G($id: ID!, $institution: ID!, $asOf: DateTime!) { tombstone(id: $id, asOf: $asOf) {
    kind shownFrom shownUntil ground documentSha256 }
    institution(by: {id: $institution}, asOf: $asOf) { tombstones { recordId documentSha256 }
        publicInspectionResults(first: 3) { totalCount nodes { id } } } }"""


async def test_the_hash_of_what_was_taken_away_stays_for_all_viewers(
    ask: Client, public_id: str, confirmed: str
) -> None:
    sha = "query Q($id: ID!) { publicRecord(id: $id) { documentSha256 } }"
    of = (await ask(sha, {"id": public_id}))["publicRecord"]["documentSha256"]
    moment = await documents.now(ask)
    given = {"inspectionId": confirmed, "ground": "WRONG_SUBJECT"}
    await ask.do("withdrawResult", given, by=hua)
    given = {"id": public_id, "institution": _MAPLE}
    people: list[Person | None] = [None, fang, yin, rui, hua]

    found = [await documents.read(ask, GONE, given, moment, by=each) for each in people]

    assert len(set(found)) == 1
    assert found[0].count(of.encode()) == 2
    assert b'"totalCount":0' in found[0]


@pytest.mark.usefixtures("world")
async def test_many_who_ask_at_once_for_moments_of_a_running_register_are_answered_alike(
    ask: Client,
) -> None:
    """Each moment is asked for while others write: what it is answered first it is answered ever after."""
    document = "query Q($id: ID!, $asOf: DateTime) { institution(by: {id: $id}, asOf: $asOf) { name version } }"
    given = {"id": _MAPLE}
    seen: dict[str, bytes] = {}

    async def reads() -> None:
        for _ in range(12):
            moment = await documents.now(ask)
            seen[moment] = await documents.read(ask, document, given, moment)

    async def writes() -> None:
        for version in range(1, 9):
            await _rename(ask, f"枫叶{version}", version)

    await asyncio.gather(reads(), reads(), writes())

    assert len(set(seen.values())) > 1
    for moment, answer in seen.items():
        assert await documents.read(ask, document, given, moment) == answer
