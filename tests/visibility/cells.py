"""Asking as somebody on every path, below the limits of documents, and noting what came back."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

import orjson
from graphql import FieldNode, parse

from domain import actors
from domain.actors import Actor
from persistence.reading.plan import Plan
from persistence.reading.refused import ReadRefused
from persistence.reading.shape import Register
from persistence.register import REGISTER
from schema.assembly import core
from schema.operations import PreparedOperation, operation_of
from tests.client import SCHEMA, Client
from tests.visibility import paths
from tests.visibility.people import HOLDER, LOOKING
from tests.visibility.rows import RECEIPT_OF, World
from tests.visibility.table import MAY_ASK, OPEN

Answer = dict[str, Any]


@dataclass
class Sightings:
    """What one person got to see: rows by type and path, gated values, contradicting lists."""

    rows: dict[str, dict[str, set[str]]] = field(default_factory=dict)
    values: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    contradictions: list[str] = field(default_factory=list)

    def of(self, type_name: str, *, root: str | None = None) -> set[str]:
        """The marks seen of a type: anywhere, or as the answer of this root itself."""
        by_path = self.rows.get(type_name, {})
        return {
            mark
            for path, marks in by_path.items()
            if root is None or path == f"{root}:"
            for mark in marks
        }

    def note_all(self, answers: Answer) -> None:
        """Answers of root fields; those asked for several rows are numbered."""
        for key, value in answers.items():
            root = key.removesuffix("_edges").rstrip("0123456789").rstrip("_")
            self.note(f"{root}:", value)
            if key.endswith("_edges"):
                self._page(f"{root}:", value, answers[key.removesuffix("_edges")])

    def note(self, path: str, value: Any) -> None:
        if isinstance(value, list):
            for item in value:
                self.note(path, item)
        if not isinstance(value, dict):
            return
        if "mark" in value:
            self._row(path, value)
        for name, part in value.items():
            deeper = path if name in ("nodes", "edges", "node") else f"{path}.{name}"
            self.note(deeper, part)
            if name.endswith("_edges"):
                self._page(path, part, value[name.removesuffix("_edges")])

    def _row(self, path: str, value: Answer) -> None:
        type_name, mark = value["__typename"], str(value["mark"])
        self.rows.setdefault(type_name, {}).setdefault(path, set()).add(mark)
        for name in value.keys() & {f.partition(".")[2] for f in OPEN if f.startswith(type_name)}:
            seen = self.values.setdefault((type_name, name), {})
            if seen.setdefault(mark, value[name]) != value[name]:
                self.contradictions.append(f"{type_name}.{name} of {mark} differs on {path}")

    def _page(self, path: str, backwards: Answer, page: Answer) -> None:
        """The same list asked from its end: the same rows, and none counted that is not shown."""
        there = [edge["node"]["mark"] for edge in backwards["edges"]]
        here = [node["mark"] for node in page["nodes"]]
        if here != there or backwards["totalCount"] != len(here):
            self.contradictions.append(f"{path}: {here}, but {backwards}")


@dataclass
class Looker:
    """One of those who look, at the world as it is."""

    client: Client
    world: World
    login: str
    actor: Actor
    register: Register = REGISTER

    async def everything(self) -> Sightings:
        """Every path that may be asked for."""
        seen = Sightings()
        for name, step in paths.roots().items():
            if self.login in MAY_ASK.get(f"Query.{name}", {self.login}):
                document = " ".join(self._root(name, step))
                if document:
                    seen.note_all(await self.answers(f"{{ {document} }}"))
                if _by_id(name, step):
                    await self._one_by_one(seen, name, step.type_name, skip=1)
        for name, step in paths.fetched().items():
            seen.note_all(await self.answers(self.fetch(name, paths.below(step, self.login))))
            await self._one_by_one(seen, "node", name)
        return seen

    def fetch(self, type_name: str, selection: str) -> str:
        """All rows of a type by their ids, no matter who may see them."""
        marks = orjson.dumps(sorted(self.world.names[type_name])).decode()
        return f"{{ nodes(ids: {marks}) {{ ... on {type_name} {{ {selection} }} }} }}"

    async def _one_by_one(
        self, seen: Sightings, root: str, type_name: str, *, skip: int = 0
    ) -> None:
        """Whether each row is there by its id: one statement, made once, for all of them."""
        selection = f"{{ {paths.marked(type_name)} }}"
        if root == "node":
            selection = f"{{ ... on {type_name} {selection} }}"
        document = f"query ($id: ID!) {{ {root}(id: $id) {selection} }}"
        for id in sorted(self.world.names[type_name])[skip:]:
            seen.note_all(await self.answers(document, {"id": id}))

    def _root(self, name: str, step: paths.Step) -> Iterator[str]:
        """The root field as often as there are ways to name what it is about."""
        if step.is_page or name == "me":
            yield paths.written(step, self.login, alias=name)
            return
        for i, arguments in enumerate(self._arguments(name, step.type_name)):
            # One row with all that is below it; of the others it is asked whether they are there.
            written_step = step if i == 0 else replace(step, steps=[])
            yield paths.written(written_step, self.login, arguments, alias=f"{name}_{i}")

    def _arguments(self, name: str, type_name: str) -> Iterator[str]:
        ids = sorted(self.world.names[type_name])
        match name:
            case "region":
                yield '(code: "320508")'
            case "regions" | "institutionStatistics":
                yield '(parent: "320500")'
            case "institution":
                yield from (f'(by: {{ id: "{id}" }})' for id in ids)
                yield '(by: { creditCode: "91320508MA1MAPLE0X" })'
                yield '(by: { licenceNumber: "SL-2026-001" })'
            case "complaintByReceipt":
                return
            case "inspectionLoad":
                years = sorted({mark[:4] for mark in ids})
                for institution in sorted(self.world.names["Institution"]):
                    for year in years:
                        yield f'(institutionId: "{institution}", year: {year})'
            case "drawProof":
                yield from (f'(taskCode: "{code}")' for code in ids)
            case "inspectionTask":
                yield from (f'(code: "{self.world.codes[id]}")' for id in ids)
            case _:
                # The first with all that is below it, the others one by one.
                yield f'(id: "{ids[0]}")'

    async def by_receipt(self) -> Sightings:
        """What the receipt opens: one complaint, and what is public through it."""
        step = paths.roots()["complaintByReceipt"]
        document = paths.written(step, HOLDER, '(receipt: "shown")')
        operation = operation_for(f"{{ {document} }}")
        (node,) = operation.definition.selection_set.selections
        assert isinstance(node, FieldNode)
        root = core(SCHEMA).query_type
        assert root is not None
        plan = operation.read([node], root, ("complaintByReceipt",), {}, self.actor)
        seen = Sightings()
        seen.note("complaintByReceipt:", await self._run(plan, {}))
        return seen

    async def answers(self, document: str, variables: Answer | None = None) -> Answer:
        """The answers by response key. Raises ReadRefused."""
        operation = (
            operation_for(document) if self.register is REGISTER else self._own_operation(document)
        )
        variables = variables or {}
        reads = operation.reads(variables, self.actor)
        found = {}
        for lead, plan in reads.parts:
            assert isinstance(plan, Plan)
            found[lead.decode().strip('":')] = await self._run(plan, variables)
        return found

    def refused(self, document: str) -> str | None:
        """The code with which it is refused before any I/O, or None."""
        operation = (
            operation_for(document) if self.register is REGISTER else self._own_operation(document)
        )
        try:
            operation.reads({}, self.actor)
        except ReadRefused as refused:
            return refused.code
        return None

    async def _run(self, plan: Plan, variables: Answer) -> Any:
        # Not through `parameters`: it would refuse so many pages within pages.
        values = [plan.getters[place](variables, self.actor) for place in plan.sent]
        return orjson.loads(await self.client.reader.run(plan, values))

    def _own_operation(self, document: str) -> PreparedOperation:
        operation = operation_for(document)
        return PreparedOperation(
            operation.schema, self.register, operation.document, operation.definition
        )


def _by_id(root: str, step: paths.Step) -> bool:
    """Whether the field is asked for a row by its id and by nothing else."""
    query = core(SCHEMA).query_type
    assert query is not None
    return not step.is_page and query.fields[root].args.keys() - {"asOf"} == {"id"}


def asking(type_name: str, name: str, world: World) -> str:
    """The shortest document that asks for one field."""
    if type_name == "Query":
        step = paths.roots()[name]
        argument = "(first: 1)" if step.is_page else f'(id: "{min(world.names[step.type_name])}")'
        if name == "inspectionTask":
            argument = '(code: "CASE-1")'
        if name == "inspectionLoad":
            argument = f'(institutionId: "{min(world.names["Institution"])}", year: 2026)'
        return f"{{ {name}{argument} {{ __typename }} }}"
    pages = {edge for edge, _, is_page in paths.edges(type_name) if is_page}
    rows = {edge[1] for edge, _, _ in paths.edges(type_name)}
    selection = f"{name} {{ __typename }}" if name in rows else name
    if (type_name, name) in pages:
        selection = f"{name}(first: 1) {{ totalCount }}"
    row = min(world.names[type_name])
    return f'{{ node(id: "{row}") {{ ... on {type_name} {{ {selection} }} }} }}'


async def looker(client: Client, world: World, login: str) -> Looker:
    if login == HOLDER:
        digest = world.keys.receipt_digest(world.keys.receipt(RECEIPT_OF))
        return Looker(client, world, login, replace(actors.ANONYMOUS, receipt_digest=digest))
    if login not in world.actors:
        world.actors[login] = await client.actor(LOOKING[login])
    return Looker(client, world, login, world.actors[login])


@cache
def operation_for(document: str) -> PreparedOperation:
    found = operation_of(core(SCHEMA), REGISTER, parse(document), None)
    assert found is not None
    return found
