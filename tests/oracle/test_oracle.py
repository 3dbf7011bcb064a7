"""The compiler and plain resolvers give one answer to every document anyone could think of."""

import json
import os
import random
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import pytest
from graphql import GraphQLObjectType, GraphQLSchema, build_schema, parse, validate

from api.documents import Documents
from domain.moments import day_of
from persistence.engine.database import Database
from persistence.engine.keys import Keys
from persistence.register import REGISTER
from schema.assembly import core
from tests.client import SCHEMA, Client, Clock
from tests.conftest import PASSWORD_HASH
from tests.oracle import answers, register, story
from tests.oracle.documents import ELSEWHERE, WAYS, Author, RandomDocument
from tests.oracle.pages import FILTERS, ORDERS
from tests.oracle.refusals import refusals
from tests.oracle.register import Register, Viewer
from tests.people import Person

DOCUMENTS = int(os.environ.get("ORACLE_DOCUMENTS", "1000"))
UNFIT = {
    "TOO_MANY_TOKENS",
    "TOO_MANY_ALIASES",
    "TOO_MANY_DIRECTIVES",
    "TOO_MANY_FIELDS",
    "TOO_DEEP",
}
SHOWN = int(os.environ.get("ORACLE_SHOWN", "1"))
SEED = int(os.environ.get("ORACLE_SEED", "20261122"))


@dataclass
class Run:
    """Both sides, ready to be asked, and what they were asked so far."""

    schema: GraphQLSchema
    register: Register
    author: Author
    client: Client
    keys: Keys
    ended: Counter[str] = field(default_factory=Counter)

    def viewer(self, person: Person | None) -> Viewer:
        return register.viewer(self.register, person.id if person else None, self.keys)

    async def compare(self, written: RandomDocument, person: Person | None) -> str | None:
        """What differs, told with all that is needed to ask again; None when nothing does."""
        try:
            answer = await self.client.answer(written.document, written.variables, by=person)
        except Exception as error:
            answer = {"raised": repr(error)}
        if self._is_unfit(answer, written):
            self.ended["unfit"] += 1
            return None
        viewer, document = self.viewer(person), parse(written.document)
        refused, rows = refusals(self.schema, self.register, viewer, document, written.variables)
        if refused:
            refusal = _refusal(answer)
            self.ended[refusal[0] if refusal else "answered"] += 1
            return None if refusal in refused else _difference(written, person, answer, refused)
        counted = await self._rows(written, person)
        if counted != rows:
            return _difference(written, person, f"{counted} rows", f"{rows} rows")
        oracle = answers.answer(self.schema, self.register, viewer, document, written.variables)
        for failure in oracle.errors:
            raise AssertionError(written) from failure.original_error
        self.author.learn(oracle.fields_seen, oracle.cursors)
        self.ended["answered"] += 1
        ours = {"data": _plain(oracle.data)}
        # Text and not values: the order of keys counts, and 1 is not true.
        is_equal = json.dumps(_plain(answer)) == json.dumps(ours)
        return None if is_equal else _difference(written, person, answer, ours)

    async def _rows(self, written: RandomDocument, person: Person | None) -> int:
        """The rows that the operation counts as, against those that one may ask for."""
        actor = await self.client.actor(person)
        documents = self.client.documents
        operation = documents.operation(written.document, None, is_anonymous=person is None)
        variables = operation.coerced(written.variables)
        assert isinstance(variables, dict)
        plans = operation.reads(variables, actor).plans()
        read = [(plan.sizes, [get(variables, actor) for get in plan.getters]) for plan in plans]
        return sum(size.nodes(values) for sizes, values in read for size in sizes)

    def _is_unfit(self, answer: dict[str, Any], written: RandomDocument) -> bool:
        """Whether the document was refused before it was read: it must not have been valid then,
        or beyond a limit."""
        code = answer["errors"][0]["extensions"]["code"] if "errors" in answer else ""
        if code == "INVALID_DOCUMENT":
            return bool(validate(self.schema, parse(written.document)))
        return code in UNFIT


@pytest.fixture
async def run(database: Database, keys: Keys, clock: Clock) -> Run:
    async with database.writing() as session:
        story_rows = await story.build_story(session, keys, PASSWORD_HASH)
    rows = await register.load(database.url, story_rows, day_of(clock.now))
    schema = build_schema(str(SCHEMA))
    author = Author(schema, rows, random.Random(SEED), _everything(schema))
    # No document comes twice: among those of the run they would only be in the way.
    documents = Documents(core(SCHEMA), REGISTER, introspection=True)
    client = Client(database, keys, clock, documents=documents)
    return Run(schema, rows, author, client, keys)


async def test_compiler_and_oracle_agree(run: Run) -> None:
    differences: list[str] = []
    wanted = run.author.wanted if DOCUMENTS >= 1_000 else set()
    # Chance may still miss one of hundreds; a field or filter that is never tried it does not hide.
    missed = len(wanted) // 50
    # It may leave more than that unasked: then it goes on for a while, and goes for those.
    for number in range(4 * DOCUMENTS):
        if number >= DOCUMENTS and len(wanted - run.author.fields_seen) <= missed:
            break
        run.author.is_hunting = number >= DOCUMENTS
        person = run.author.chance.choice(story.ASKERS)
        written = run.author.write(run.viewer(person))
        difference = await run.compare(written, person)
        if difference is not None:
            differences.append(f"document {number} of seed {SEED}, {difference}")
        if len(differences) == SHOWN:
            break

    assert not differences, "\n\n".join(differences)
    missing = sorted(wanted - run.author.fields_seen)
    print(dict(run.ended), missing)
    assert run.ended["answered"] > 0.6 * DOCUMENTS, run.ended
    assert len(missing) <= missed, missing


def _everything(schema: GraphQLSchema) -> set[str]:
    """Every field that can be reached from the query root, every filter, every order both ways."""
    root = schema.query_type
    assert root is not None
    reached, found = [root], {"first", "last", "after", "before"}
    for kind in reached:
        for name, definition in kind.fields.items():
            if name in ELSEWHERE:
                continue
            found.add(f"{kind.name}.{name}")
            below = _named(definition.type)
            kinds = schema.get_possible_types(below) if below.name == "Node" else [below]
            reached += [k for k in kinds if isinstance(k, GraphQLObjectType) and k not in reached]
    for type_name, orders in ORDERS.items():
        found |= {f"{type_name} by {order} {way}" for order in orders for way in WAYS}
        found |= {f"{type_name} with {name}" for name in FILTERS[type_name]}
    return found


def _named(kind: Any) -> Any:
    while hasattr(kind, "of_type"):
        kind = kind.of_type
    return kind


def _refusal(answer: dict[str, Any]) -> tuple[str, tuple[str, ...]] | None:
    if "data" in answer or len(answer["errors"]) != 1:
        return None
    (error,) = answer["errors"]
    argument = error["extensions"].get("argument")
    path = (*error.get("path", ()), *([argument] if argument else ()))
    return error["extensions"]["code"], path


def _plain(value: Any) -> Any:
    """JSON has one kind of number: a whole one is the same with and without `.0`."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _difference(written: RandomDocument, person: Person | None, answer: Any, ours: Any) -> str:
    where = _first_difference(_plain(answer), ours) if isinstance(ours, dict) else ""
    return "\n".join(
        [
            f"as {person.login if person else 'a visitor'}: {written.document}",
            f"variables {json.dumps(written.variables, ensure_ascii=False)}",
            f"first differs at {where}",
            f"compiler: {json.dumps(answer, ensure_ascii=False)[:3000]}",
            f"oracle:   {json.dumps(ours, ensure_ascii=False, default=sorted)[:3000]}",
        ]
    )


def _first_difference(one: Any, other: Any, path: str = "") -> str:
    if isinstance(one, dict) and isinstance(other, dict) and list(one) == list(other):
        pairs = [(f"{path}.{key}", one[key], other[key]) for key in one]
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        pairs = [(f"{path}[{i}]", a, b) for i, (a, b) in enumerate(zip(one, other, strict=True))]
    else:
        return f"{path}: {str(one)[:500]} ≠ {str(other)[:500]}" if one != other else ""
    return next((difference for p, a, b in pairs if (difference := _first_difference(a, b, p))), "")
