"""A statement ready to run, and what is done with its answer."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from typing import Any

import orjson

from domain.actors import Actor
from persistence.reading.dependencies import Dependencies
from persistence.reading.past import Looked
from persistence.reading.refused import ReadRefused
from persistence.reading.viewer import Getter

MOST_NODES = 10_000
"""Rows one operation may ask for, all nested pages and lists multiplied."""

Derive = Callable[[Sequence[Any]], Any]


@dataclass(frozen=True, slots=True)
class DerivedField:
    """Where a derived value goes: keys of objects, None for every item of a list. `tag` marks it there.

    Of derived objects of the type `target` the answer has these response keys, each for the field
    of that name.
    """

    path: tuple[str | None, ...]
    derive: str
    tag: str
    target: str | None = None
    keys: tuple[tuple[str, str], ...] = ()

    def value(self, made: Any) -> Any:
        if self.target is None:
            return made
        return [
            {key: self.target if name == "__typename" else each[name] for key, name in self.keys}
            for each in made
        ]


@dataclass(frozen=True, slots=True)
class Size:
    """A list's size, by its place among the values read, and those of the lists within it."""

    place: int
    within: tuple["Size", ...]

    def nodes(self, values: Sequence[Any]) -> int:
        size: int = values[self.place]
        return size * (1 + sum(part.nodes(values) for part in self.within))


TOO_LARGE = b""
"""In place of an answer: no JSON is empty."""


@dataclass(frozen=True)
class Plan:
    """One root field's statement, and how all values it turns on are read from a request.

    `sent` are the places of those that fill `$1 …`, in order. The statement could do without the
    others: they may be wrong all the same. It fits requests for which `deciders` read the same.
    """

    sql: str
    getters: tuple[Getter, ...]
    sent: tuple[int, ...]
    derived_values: tuple[DerivedField, ...]
    sizes: tuple[Size, ...]
    deciders: tuple[Getter, ...] = ()
    is_for_values: bool = False
    """Whether a plan that knows no values may be a trap; then each execution is planned."""
    dependencies: Dependencies | None = None
    """For anybody's plan, what its answer stands on; None where that is not known."""
    looked: Looked | None = None
    """Of one that looks at an earlier moment."""

    @cached_property
    def digest(self) -> bytes:
        """Names the statement where its text would be kept longer than the plan."""
        return blake2b(self.sql.encode(), digest_size=16).digest()

    @cached_property
    def measured_sql(self) -> str:
        """The statement for an answer of at most so many bytes as its last parameter says. Made once:
        a driver that is given the same text knows its hash."""
        # `offset 0` keeps PostgreSQL from making the answer twice, to measure it and to send it.
        return (
            f"SELECT CASE WHEN octet_length(read.answer) > ${len(self.sent) + 1} THEN ''::bytea"  # noqa: S608  # a plan's text and a number
            f" ELSE read.answer END FROM ({self.sql} OFFSET 0) read"
        )

    def parameters(self, variables: Mapping[str, Any], actor: Actor) -> list[Any]:
        (found,) = parameters_of([self], variables, actor)
        return found

    def finish(self, found: bytes | None, derived_fields: Mapping[str, Derive]) -> bytes:
        """The response's JSON for this field."""
        if found is None:
            return b"null"
        if not self.derived_values:
            return found
        answer = orjson.loads(found)
        for derived in self.derived_values:
            _apply(answer, derived.path, derived, derived_fields[derived.derive])
        return orjson.dumps(answer)


def parameters_of(
    plans: Iterable[Plan], variables: Mapping[str, Any], actor: Actor
) -> list[list[Any]]:
    """What each statement of one operation is run with. Raises ReadRefused, also where all of them
    together ask for too many rows."""
    nodes = 0
    parameters = []
    for plan in plans:
        values = [get(variables, actor) for get in plan.getters]
        parameters.append([values[place] for place in plan.sent])
        for size in plan.sizes:
            nodes += size.nodes(values)
    if nodes > MOST_NODES:
        raise ReadRefused(
            "TOO_MANY_NODES",
            f"The pages and lists add up to more than {MOST_NODES} rows. Request smaller pages, "
            "or fewer lists within lists.",
            f"所请求的各级分页和列表合计超过{MOST_NODES}行，请减小每页行数或减少嵌套列表。",
        )
    return parameters


def _apply(value: Any, path: tuple[str | None, ...], derived: DerivedField, make: Derive) -> None:
    """Make the value at this place; items of other types may lack it or have another's there."""
    step, *rest = path
    if value is None:
        return
    if step is None:
        for item in value:
            _apply(item, tuple(rest), derived, make)
    elif rest:
        _apply(value.get(step), tuple(rest), derived, make)
    elif isinstance(raw := value.get(step), list) and raw[:1] == [derived.tag]:
        value[step] = derived.value(make(raw[1:]))
