"""Every table has its factory, whose rows lack nothing, and the worlds of rows are made of them."""

import ast
import datetime as dt
import importlib
import inspect
import pkgutil
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from domain.evidence.terms import OwnerKind
from persistence.engine.identifiers import new_key
from persistence.engine.keys import Keys
from persistence.tables import Table, metadata
from tests import factories
from tests.people import SUZHOU, Person, Place, mei

TESTS = Path(__file__).parents[1]
WORLDS = ("documents", "oracle", "visibility")
TABLES = {mapper.class_.__name__ for mapper in Table.registry.mappers}
SAMPLES: dict[type, Any] = {
    UUID: new_key(),
    str: "x",
    dt.date: factories.TODAY,
    OwnerKind: OwnerKind.INSPECTION,
    Keys: Keys(b"only for tests, never for anything else"),
    Person: mei,
    Place: SUZHOU,
}
"""What a factory may ask for, beside rows that other factories make."""

Factory = Callable[..., Table]


def _factories() -> dict[str, Factory]:
    """By the names of their tables."""
    found: dict[str, Factory] = {}
    for each in pkgutil.iter_modules(factories.__path__, f"{factories.__name__}."):
        module = importlib.import_module(each.name)
        for name, factory in inspect.getmembers(module, inspect.isfunction):
            if factory.__module__ == each.name and not name.startswith("_"):
                found[inspect.signature(factory).return_annotation.__table__.fullname] = factory
    return found


FACTORIES = _factories()


def made(factory: Factory) -> Table:
    """Its row, when nothing special is named."""
    asked = [
        parameter.annotation
        for parameter in inspect.signature(factory).parameters.values()
        if (
            parameter.default is parameter.empty
            and parameter.kind is parameter.POSITIONAL_OR_KEYWORD
        )
        or parameter.kind is parameter.POSITIONAL_ONLY
    ]
    return factory(
        *(
            made(FACTORIES[each.__table__.fullname]) if issubclass(each, Table) else SAMPLES[each]
            for each in asked
        )
    )


def lacking(row: Table) -> list[str]:
    """The columns that the database would refuse to leave empty."""
    return [
        attribute.key
        for attribute in sa.inspect(type(row)).column_attrs
        for column in attribute.columns
        if not column.nullable
        and column.server_default is None
        and getattr(row, attribute.key) is None
    ]


def made_by_hand(source: str) -> list[str]:
    """The tables whose rows are made with no factory."""
    calls = [node.func for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    names = [ast.unparse(called).rpartition(".")[2] for called in calls]
    return [name for name in names if name in TABLES]


def test_every_table_has_a_factory() -> None:
    assert metadata.tables.keys() - FACTORIES.keys() == set(), "add one in tests/factories/"


@pytest.mark.parametrize("table", sorted(FACTORIES))
def test_a_row_lacks_nothing(table: str) -> None:
    factory = FACTORIES[table]

    assert lacking(made(factory)) == [], f"give each a value in {factory.__module__}"


@pytest.mark.parametrize("world", WORLDS)
def test_a_world_of_rows_is_made_of_factories(world: str) -> None:
    by_hand = {
        f"{path.relative_to(TESTS)}: {name}"
        for path in (TESTS / world).glob("*.py")
        for name in made_by_hand(path.read_text("utf-8"))
    }

    assert by_hand == set(), "take it from tests/factories/, and name what is special"


def test_what_is_lacking_is_found() -> None:
    from persistence.authorities.table import Officer

    assert lacking(Officer(id=new_key(), name="x")) == ["authority_id", "staff_no"]


@pytest.mark.parametrize(
    "source", ["rows = [Officer(name='x')]", "made = table.Officer(**facts)", "f(Officer())"]
)
def test_a_row_made_by_hand_is_found(source: str) -> None:
    assert made_by_hand(source) == ["Officer"]


def test_asking_for_a_table_is_not_making_a_row() -> None:
    assert made_by_hand("sa.select(Officer).where(Officer.id == x); officer('x')") == []
