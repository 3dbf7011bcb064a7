"""Every table has its factory, whose rows lack nothing, and no test makes a row without it."""

import ast
import datetime as dt
import importlib
import inspect
import pkgutil
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from domain.evidence.terms import OwnerKind
from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from persistence.engine.keys import Keys
from persistence.tables import Table, metadata
from tests import factories
from tests.factories import authorities
from tests.people import SUZHOU, Person, Place, mei

TESTS = Path(__file__).parents[1]
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

DATABASES_OWN = re.compile(r"kept_.*|.*_changes|.*_past|pasts|recordings")
"""Tables that triggers, migrations and `persistence.alerts.kept` fill from others."""

FOREIGN_KEY_VIOLATION = "23503"

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
    required = [
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
            for each in required
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
    tree = ast.parse(source)
    tables = {
        f"{alias.asname or alias.name}{f'.{table}' if alias.name not in TABLES else ''}": table
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("persistence")
        for alias in node.names
        for table in ({alias.name} & TABLES or TABLES)
    }
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and not _is_copy(node)]
    names = [ast.unparse(call.func) for call in calls]
    return [tables[name] for name in names if name in tables]


def _is_copy(call: ast.Call) -> bool:
    """`Officer(**{**another, ...})` has whatever columns the other row has."""
    match call:
        case ast.Call(args=[], keywords=[ast.keyword(arg=None, value=ast.Dict(keys=[None, *_]))]):
            return True
        case _:
            return False


def test_every_table_has_a_factory() -> None:
    written = {name for name in metadata.tables if not DATABASES_OWN.fullmatch(name)}

    assert written - FACTORIES.keys() == set(), "add one in tests/factories/"


@pytest.mark.parametrize("table", sorted(FACTORIES))
def test_a_row_lacks_nothing(table: str) -> None:
    factory = FACTORIES[table]

    assert lacking(made(factory)) == [], f"give each a value in {factory.__module__}"


async def test_a_row_is_lawful(database: Database) -> None:
    """The database refuses it for nothing but what it refers to."""
    unlawful = {}
    async with database.writing() as session:
        for table, factory in FACTORIES.items():
            try:
                async with session.begin_nested():
                    session.add(made(factory))
            except IntegrityError as error:
                if getattr(error.orig, "sqlstate", None) != FOREIGN_KEY_VIOLATION:
                    unlawful[table] = str(error.orig)
        await session.rollback()

    assert unlawful == {}


def test_no_test_makes_a_row_by_hand() -> None:
    by_hand = {
        f"{path.relative_to(TESTS)}: {name}"
        for path in TESTS.rglob("*.py")
        if path.parent.name != "factories"
        for name in made_by_hand(path.read_text("utf-8"))
    }

    assert by_hand == set(), "take it from tests/factories/, and name what is special"


def test_what_is_lacking_is_found() -> None:
    assert lacking(authorities.officer(SUZHOU, "x", post=None)) == []
    assert lacking(authorities.officer(SUZHOU, "x", authority_id=None)) == ["authority_id"]


@pytest.mark.parametrize(
    "source",
    [
        "from persistence.authorities.table import Officer; rows = [Officer(name='x')]",
        "from persistence.authorities import table; made = table.Officer(**facts)",
        "from persistence.tables import authorities as a; f(a.Officer())",
        "from persistence.authorities.table import Officer as O; O(**{'name': 'x', **facts})",
        "from persistence.authorities.table import Officer; Officer(**{**another}, name='x')",
    ],
)
def test_a_row_made_by_hand_is_found(source: str) -> None:
    assert made_by_hand(source) == ["Officer"]


@pytest.mark.parametrize(
    "source",
    [
        "from persistence.authorities.table import Officer; sa.select(Officer)",
        "from persistence.authorities.table import Officer; Officer(**{**another, 'name': 'x'})",
        "from domain.authorities import Officer; Officer('x')",
        "from tests.factories import authorities; authorities.officer(SUZHOU, 'x')",
    ],
)
def test_what_makes_no_row_or_copies_one_may_stand(source: str) -> None:
    assert made_by_hand(source) == []
