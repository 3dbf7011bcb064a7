"""Every promise of the database that an input could break has a refusal; the others say why not."""

from collections.abc import Iterator
from fnmatch import fnmatchcase

import sqlalchemy as sa

from persistence.engine import violations
from persistence.tables import metadata
from tests.client import SCHEMA

assert SCHEMA is not None, "building it loads every module that declares what a violation means"


def all_of(table: sa.Table) -> Iterator[sa.Constraint | sa.Index]:
    yield from table.constraints
    yield from table.indexes


def promises() -> Iterator[str]:
    """Unique, exclusion and check constraints, and unique indexes, by name."""
    for table in metadata.tables.values():
        for promise in all_of(table):
            if isinstance(promise, sa.Index) and not promise.unique:
                continue
            if isinstance(promise, sa.ForeignKeyConstraint | sa.PrimaryKeyConstraint):
                continue
            assert promise.name is not None
            yield str(promise.name)


def enum_words() -> set[str]:
    """Checks that a column holds a word of its list: typed by the schema's enums and the rows."""
    return {
        str(promise.name)
        for table in metadata.tables.values()
        for promise in table.constraints
        if isinstance(promise, sa.CheckConstraint) and promise._type_bound
    }


def test_every_promise_is_a_refusal_or_out_of_reach() -> None:
    missing = [
        name
        for name in promises()
        if name not in violations.known() | enum_words()
        and not any(fnmatchcase(name, pattern) for pattern in violations.UNREACHABLE)
    ]
    assert missing == []


def test_what_is_listed_exists_and_has_a_reason() -> None:
    keys = {str(table.primary_key.name) for table in metadata.tables.values()}
    names = {*promises(), *keys}

    assert violations.known() - names == set()
    assert [
        pattern
        for pattern, reason in violations.UNREACHABLE.items()
        if not reason.strip() or not any(fnmatchcase(name, pattern) for name in names)
    ] == []


def test_nothing_is_both() -> None:
    assert {
        name
        for name in violations.known()
        for pattern in violations.UNREACHABLE
        if fnmatchcase(name, pattern)
    } == set()


def test_names_follow_the_convention_so_that_they_can_be_looked_up() -> None:
    astray = {
        str(promise.name)
        for table in metadata.tables.values()
        for promise in all_of(table)
        if promise.name != f"pk_{table.name}"
        and not str(promise.name).startswith(
            tuple(f"{kind}_{table.name}_" for kind in ("uq", "ck", "fk", "ix"))
        )
    }
    assert astray == set()
    assert all(len(name) <= 63 for name in promises())
