"""One text for one question, every subquery tied to its parent, and plans never mixed up."""

import itertools
from typing import Any

import pytest

from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from persistence.engine.keys import Keys
from persistence.reading import ids
from tests import people
from tests.client import Client
from tests.factories import institutions, teachers
from tests.people import MAPLE, Person, bai, fang, key, lin, mei, ou, pei, rui, shan, su, yin
from tests.persistence.reading.statements import entered_twice, sql_of

GATED = """{
  institutions(first: 2) { edges { node {
    name region { name }
    %s
    teachers(last: 3) { totalCount pageInfo { endCursor } edges {
      cursor node { name %s institution { name } } } }
    courses(first: 3) { edges { node { title feeItems { name } site { position { latitude } } } } }
  } } }
}"""
CASES = """{
  inspections(first: 2) { edges { node {
    task { code } institution { name } record { answers { note } }
    assignments { officer { name inspector { publicNo } } confirmedAt } } } }
  nodes(ids: ["%s"]) { ... on Inspection { task { name } } }
}"""
COMPLAINTS = """{ complaints(last: 2) { edges { node { state institution { name } %s } } } }"""
ACCOUNTS = """{ accounts(first: 2) { edges { node {
  login grants { role authority { name } } officer { name } } } } }"""
OFFICERS = """{ officers(last: 2) { edges { node {
  name inspector { publicNo } authority { name } } } } }"""


def _documents(person: Person) -> list[str]:
    contact = "contactName contactPhone" if person is not shan and person is not fang else ""
    private = "maskedResidentId workPermitNo" if person in (rui, yin, ou) else ""
    risk = "riskClass" if person in (lin, su, ou, pei, rui) else ""
    found = [GATED % (f"{contact} {risk}", private)]
    if person in (lin, mei, su, ou, yin):
        found.append(CASES % ids.write("Inspection", new_key()))
    if person in (bai, fang, ou, su):
        found.append(COMPLAINTS % ("statement" if person is not su else "kind"))
    if person is shan:
        found.append(ACCOUNTS)
    if person in (lin, mei, su, ou, pei):
        found.append(OFFICERS)
    return found


@pytest.mark.parametrize(
    "person", [bai, fang, lin, mei, ou, pei, rui, shan, su, yin], ids=lambda p: p.login
)
async def test_no_row_is_entered_twice(ask: Client, world: None, person: Person) -> None:
    actor = await ask.actor(person)

    for document in _documents(person):
        for sql in sql_of(ask, document, actor):
            assert entered_twice(sql) == [], sql


def test_a_lost_correlation_is_noticed() -> None:
    kept = 'SELECT (SELECT a FROM b AS b_1 WHERE b_1.x = "c#1".x) FROM c AS "c#1"'
    lost = 'SELECT (SELECT a FROM b AS b_1, c AS "c#1" WHERE b_1.x = "c#1".x) FROM c AS "c#1"'

    assert entered_twice(kept) == []
    assert entered_twice(lost) == ['"c#1"']


async def test_a_gate_opens_for_its_own_row_only(
    ask: Client, world: None, database: Database, keys: Keys
) -> None:
    """In a page read with its edges a lost correlation let one teacher in scope open them all."""
    async with database.writing() as session:
        session.add(teachers.teacher(MAPLE, keys, "110105194912310021", work_permit_no="open"))
        session.add(
            teachers.teacher(people.FARAWAY, keys, "110105194912310022", work_permit_no="closed")
        )

    for selection in ("edges { node { workPermitNo } }", "nodes { workPermitNo } totalCount"):
        for side in ("first", "last"):
            data = await ask(f"{{ teachers({side}: 5) {{ {selection} }} }}", by=rui)
            page = data["teachers"]
            nodes = page.get("nodes") or [edge["node"] for edge in page["edges"]]
            assert [node["workPermitNo"] for node in nodes] == ["open", None]


async def test_statements_are_the_same_each_time(ask: Client, world: None) -> None:
    actor = await ask.actor(ou)
    document = _documents(ou)[0]

    texts = {tuple(sql_of(ask, document + " " * i, actor)) for i in range(5)}

    assert len(texts) == 1


FILTERED = """query Q($filter: InstitutionFilter, $order: InstitutionOrder, $first: Int, $last: Int,
  $after: String, $more: Boolean!, $id: ID!) {
  institutions(filter: $filter, orderBy: $order, first: $first, last: $last, after: $after) {
    nodes { name @include(if: $more) id }
  }
  node(id: $id) { id ... on Institution { name } ... on Site { address } }
}"""


async def test_plans_are_not_mixed_up(ask: Client, world: None) -> None:
    """Forms of asking one document, in every order of two, answer as each does alone."""
    forms: list[dict[str, Any]] = [
        {"first": 2, "more": True},
        {"first": 2, "more": False},
        {"last": 2, "more": True},
        {"first": 2, "last": None, "filter": None, "more": True},
        {"first": 2, "filter": {"regionCode": "110000"}, "more": True},
        {"first": 2, "filter": {"regionCode": None}, "more": True},
        {"first": 2, "filter": {"sectors": ["SPORTS"]}, "more": True},
        {"first": 2, "filter": {"sectors": []}, "more": True},
        {"first": 2, "order": {"field": "NAME"}, "more": True},
        {"first": 2, "order": {"field": "NAME", "direction": "DESC"}, "more": True},
        {"first": 2, "order": {"field": "ESTABLISHED_ON"}, "more": True},
    ]
    nodes = [ids.write("Institution", MAPLE), ids.write("Site", new_key())]
    variables_list = [{**form, "id": id} for form in forms for id in nodes]
    people_asking = [None, yin]

    def fresh() -> Client:
        return Client(ask.database, ask.keys, ask.clock)

    alone = {
        (i, p): await fresh().answer(FILTERED, variables, by=p)
        for i, variables in enumerate(variables_list)
        for p in people_asking
    }
    assert len({str(answer) for answer in alone.values()}) > len(forms)

    client = fresh()
    for one, other in itertools.permutations(range(len(variables_list)), 2):
        for i, person in ((one, None), (other, yin)):
            assert await client.answer(FILTERED, variables_list[i], by=person) == alone[i, person]


async def test_a_scope_is_bound_and_never_kept_in_a_plan(ask: Client, world: None) -> None:
    document = "{ institutions(first: 9) { nodes { name contactName } } }"

    seen = [
        [n["contactName"] is not None for n in (await ask(document, by=p))["institutions"]["nodes"]]
        for p in (su, people.xu, su, people.xu)
    ]

    assert seen == [[True, False, False], [False, False, True]] * 2


RECORD = "query Q($id: ID!) { node(id: $id) { ... on InspectionRecord { summary } } }"
NESTED = "{ institutions(first: 1) { nodes { courses(first: 1) { nodes { id } } } } }"


async def test_the_row_around_is_not_looked_up_again(ask: Client, world: None) -> None:
    actor = await ask.actor(lin)
    record = {"id": ids.write("InspectionRecord", new_key())}

    (within,) = sql_of(ask, "{ inspections(first: 1) { nodes { record { summary } } } }", actor)
    (alone,) = sql_of(ask, RECORD, actor, record)
    assert "FROM inspections AS inspections_" in alone
    assert "FROM inspections AS inspections_" not in within

    (within,) = sql_of(ask, NESTED, actor)
    (alone,) = sql_of(ask, "{ courses(first: 1) { nodes { id } } }", actor)
    assert "FROM institutions AS institutions_" in alone
    assert "FROM institutions AS institutions_" not in within


SIZED = """query Q($first: Int!) { institutions(first: $first) {
    nodes { id } pageInfo { hasNextPage } } }"""


async def test_few_statements_serve_pages_of_all_sizes(
    ask: Client, world: None, database: Database
) -> None:
    actor = await ask.actor(None)
    async with database.writing() as session:
        for i in range(30):
            session.add(
                institutions.institution(key(7_000 + i), f"第{i}学堂", f"S{i}", address="某路1号")
            )
    total = await ask("{ institutions(first: 1) { totalCount } }")
    there = total["institutions"]["totalCount"]
    assert 30 < there < 50

    statements = set()
    for first in range(1, 101):
        data = await ask(SIZED, {"first": first})
        assert len(data["institutions"]["nodes"]) == min(first, there), first
        assert data["institutions"]["pageInfo"]["hasNextPage"] == (first < there), first
        statements.update(sql_of(ask, SIZED, actor, {"first": first}))

    assert len(statements) == 10


async def test_of_rare_and_common_values_no_size_is_known(ask: Client, world: None) -> None:
    actor = await ask.actor(None)
    listed = """query Q($filter: InstitutionFilter, $by: InstitutionOrder) {
        institutions(first: 20, filter: $filter, orderBy: $by) { nodes { id } } }"""
    by_name = {"field": "NAME", "direction": "ASC"}

    def limit(**variables: Any) -> str:
        (sql,) = sql_of(ask, listed, actor, variables)
        return sql[sql.rindex("LIMIT") :].split(")")[0]

    assert limit() == limit(by=by_name) == limit(filter={"regionCode": "320500"}) == "LIMIT 20"
    assert limit(filter={"regionCode": "320500"}, by=by_name).startswith("LIMIT $")
    assert limit(filter={"listStatus": "BLACK_LISTED"}).startswith("LIMIT $")
    assert limit(filter={"sharesLicenceNumber": False}).startswith("LIMIT $")


@pytest.mark.parametrize("length", [57, 58, 62, 63, 64])
async def test_names_are_whole_in_pages_of_any_size(ask: Client, world: None, length: int) -> None:
    alias = "a" * length
    document = f"""query Q($first: Int!) {{
        nodes: institutions(first: $first) {{ nodes {{ {alias}: name }} }}
        edges: institutions(first: $first) {{ edges {{ node {{ {alias}: name }} cursor }} }} }}"""

    for first in (5, 6):
        data = await ask(document, {"first": first})
        assert set(data["nodes"]["nodes"][0]) == {alias}
        assert set(data["edges"]["edges"][0]["node"]) == {alias}
