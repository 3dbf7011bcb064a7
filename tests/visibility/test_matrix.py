"""Type × role × path: everybody sees exactly the rows and values of the table, everywhere."""

from collections.abc import Iterator

import pytest

from persistence.reading.ids import PREFIX_OF
from persistence.reading.shape import SameRow, Shape, by_parent, to_all
from persistence.register import REGISTER
from tests.client import Client
from tests.visibility import paths
from tests.visibility.cells import Sightings, asking, looker
from tests.visibility.dump import dump
from tests.visibility.people import GROUPS, HOLDER, LOOKING
from tests.visibility.rows import World
from tests.visibility.table import MAY_ASK, OPEN, OWN, PUBLIC, SEEN, SPARED, TRIED_ELSEWHERE

NOT_LISTED = {
    "publicInspectionResults": {"superseded", "withdrawn", "expired"},
    "listEntries": {"suspended licence of maple"},
    "stuckEvidence": {name for name in SEEN["Evidence"] if not name.startswith("missing")},
}
"""Rows that may be seen, but that a list leaves out."""


@pytest.mark.parametrize("logins", GROUPS.values(), ids=GROUPS)
async def test_everybody_sees_exactly_what_the_table_says(
    ask: Client, everything: World, logins: list[str]
) -> None:
    for login in logins:
        person = await looker(ask, everything, login)

        seen = await person.everything()

        dump(login, seen, everything)
        rows, values = rows_astray(seen, everything, login), values_astray(seen, everything, login)
        assert [*rows, *values, *seen.contradictions] == []


async def test_a_receipt_opens_its_complaint_and_nothing_else(
    ask: Client, everything: World
) -> None:
    person = await looker(ask, everything, HOLDER)

    seen = await person.by_receipt()

    dump(HOLDER, seen, everything)
    names = {kind: {everything.names[kind][mark] for mark in seen.of(kind)} for kind in SEEN}
    for kind, rows in SEEN.items():
        public = {row for row, people in rows.items() if people >= LOOKING.keys()}
        disclosed = {row for row, people in rows.items() if HOLDER in people}
        assert names[kind] <= public | disclosed
        assert names[kind] >= disclosed
    assert "Complaint" in seen.rows
    assert seen.contradictions == []


@pytest.mark.parametrize("where", MAY_ASK)
async def test_a_person_without_the_permission_is_refused_before_any_row_is_read(
    ask: Client, everything: World, where: str
) -> None:
    kind, _, name = where.partition(".")
    document = asking(kind, name, everything)

    answers = {login: (await looker(ask, everything, login)).refused(document) for login in LOOKING}

    assert answers == {
        login: None if login in MAY_ASK[where] else "NOT_PERMITTED" for login in LOOKING
    }


def rows_astray(seen: Sightings, world: World, login: str) -> Iterator[str]:
    """Rows seen that may not be, and rows that may be seen and are not."""
    for kind, rows in SEEN.items():
        allowed = {row for row, people in rows.items() if login in people}
        for path, marks in seen.rows.get(kind, {}).items():
            for row in {world.names[kind].get(mark, mark) for mark in marks} - allowed:
                yield f"{login} sees {kind} {row!r} by {path}"
        yield from _missing(kind, allowed, "any path", _named(seen.of(kind), kind, world))
        for root, wanted in _roots_of(kind, allowed, login):
            found = _named(seen.of(kind, root=root), kind, world)
            yield from _missing(kind, wanted, root, found)
            for row in found - wanted:
                yield f"{login} sees {kind} {row!r} listed by {root}"


def values_astray(seen: Sightings, world: World, login: str) -> Iterator[str]:
    for where, rows in OPEN.items():
        kind, _, name = where.partition(".")
        for mark, value in seen.values.get((kind, name), {}).items():
            row = world.names[kind][mark]
            if (value is not None) != (login in rows[row]):
                yield f"{login} gets {value!r} as {where} of {row!r}"
            elif value is not None and not _is_fit(where, value, row):
                yield f"{where} of {row!r} is {value!r}"


def _is_fit(where: str, value: str, row: str) -> bool:
    """Opened is the value itself, masked does not show its middle."""
    if where == "Complaint.statement":
        return value == row
    return where != "Teacher.maskedResidentId" or set(value[1:-1]) == {"*"}


def _roots_of(kind: str, allowed: set[str], login: str) -> Iterator[tuple[str, set[str]]]:
    """The ways in that lead to rows of the type at once, and what each has to show."""
    if kind in PREFIX_OF:
        yield from (("node", allowed), ("nodes", allowed))
    for root, step in paths.roots().items():
        may_ask = login in MAY_ASK.get(f"Query.{root}", {login})
        if step.type_name == kind and may_ask and root != "complaintByReceipt":
            own = {row for row, people in OWN.get(root, {}).items() if login in people}
            disclosed = allowed & own if root in OWN else allowed
            yield root, disclosed - NOT_LISTED.get(root, set())


def _named(marks: set[str], kind: str, world: World) -> set[str]:
    return {world.names[kind].get(mark, mark) for mark in marks}


def _missing(kind: str, wanted: set[str], where: str, found: set[str]) -> Iterator[str]:
    for row in wanted - found:
        yield f"{kind} {row!r} is not seen by {where}"


# The table is whole


def test_every_type_has_its_lines() -> None:
    assert REGISTER.shapes.keys() - paths.LOOKING_BACK == (
        SEEN.keys() | PUBLIC | TRIED_ELSEWHERE.keys()
    )
    assert not TRIED_ELSEWHERE.keys() & (SEEN.keys() | PUBLIC)
    assert {s.name for s in REGISTER.shapes.values() if s.name in PUBLIC} == PUBLIC
    assert all(REGISTER.shapes[name].visible_to is to_all for name in PUBLIC)


async def test_every_row_has_its_line(everything: World) -> None:
    assert {kind: set(names.values()) for kind, names in everything.names.items()} == {
        kind: set(rows) for kind, rows in SEEN.items()
    }


def test_every_guarded_field_has_its_line() -> None:
    guarded = {
        (where, bool(getattr(answer, "visible_if", None)))
        for kind, shape in (*REGISTER.shapes.items(), ("Query", None))
        for name, answer in (shape.fields if shape else REGISTER.roots).items()
        for where in (f"{kind}.{name}",)
        if where not in SPARED
        # What is told otherwise is never null, and has tests of its own.
        if getattr(answer, "fallback", None) is None
        # A part behind a gate has the lines of its type.
        if getattr(answer, "permission", None)
        or (getattr(answer, "visible_if", None) and not isinstance(answer, SameRow))
    }

    assert {where for where, _ in guarded} == MAY_ASK.keys()
    assert {where for where, is_gated in guarded if is_gated} == OPEN.keys()


def test_every_type_is_reached() -> None:
    tops = (*paths.roots().values(), *paths.fetched().values())
    assert {step.type_name for top in tops for step in top} == (
        REGISTER.shapes.keys() - paths.LOOKING_BACK
    )


@pytest.mark.parametrize(
    "shape",
    [shape for shape in REGISTER.shapes.values() if shape.visible_to is by_parent],
    ids=lambda shape: shape.name,
)
def test_what_is_seen_with_its_parent_has_no_way_in_of_its_own(shape: Shape) -> None:
    assert shape.name not in PREFIX_OF
    assert shape.name not in paths.fetched()
    assert shape.name not in {step.type_name for step in paths.roots().values()}
