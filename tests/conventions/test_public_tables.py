"""What visitors can read is listed beside the shapes, what is gated is withheld, and triggers are as listed."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy.sql import visitors

from domain.actors import ANONYMOUS
from persistence.engine.database import Database
from persistence.reading import ids, public_tables
from persistence.reading.logic import is_never
from persistence.reading.plan import Plan
from persistence.reading.rows import alias_of
from persistence.reading.shape import Column, DerivedValue, Shape
from persistence.reading.viewer import Binds, Viewer
from persistence.register import REGISTER
from schema.assembly import core
from tests.client import DOCUMENTS, SCHEMA
from tests.documents.cases import QUERIES
from tests.everything_seen import _documents

_KEY = UUID(int=7)


def visible_to_visitors() -> Iterator[Shape]:
    """Shapes with a table of whose rows a visitor may see some."""
    viewer = Viewer(ANONYMOUS, Binds({}))
    for shape in REGISTER.shapes.values():
        if isinstance(shape.table, sa.Table):
            row = alias_of(shape.table)
            if not is_never(shape.visible_to(row, viewer)):
                yield shape


def questions() -> Iterator[str]:
    """All that a visitor can see of each such type, and every document of the apps that one sends."""
    names = core(SCHEMA).query_type
    assert names is not None
    seen = {shape.name for shape in visible_to_visitors()}
    known = {name: [ids.write(name, _KEY)] for name in ids.PREFIX_OF if name in seen}
    yield from _documents(known, ANONYMOUS, [*names.fields])
    yield from (case.text for case in QUERIES if case.by is None)


_RESOLVED = ("complaintByReceipt", "codeLists")
_NOBODYS = ("{ me {", "{ stuckEvidence(")
"""Of which a visitor sees nothing, whatever is written: not remembered, and never anything but empty."""


_OF_THE_MOMENT = ("registerHistory {",)
"""What is another answer at each moment: nothing that is written changes it."""


def plans() -> Iterator[tuple[str, Plan]]:
    variables = {case.text: case.variables for case in QUERIES}
    for document in questions():
        if any(each in document for each in (*_RESOLVED, *_NOBODYS, *_OF_THE_MOMENT)):
            continue
        operation = DOCUMENTS.operation(document, None, is_anonymous=False)
        coerced = operation.coerced(variables.get(document, {}))
        assert isinstance(coerced, dict), document[:100]
        for plan in operation.reads(coerced, ANONYMOUS).plans():
            yield document, plan


def test_every_answer_to_visitors_says_what_it_stands_on() -> None:
    """Where this fails a table or a column is read that nobody is notified of: list it in `PUBLIC_TABLES`, beside
    the shape. The answer is not remembered until then."""
    found = list(plans())

    assert len(found) > 30
    assert [document[:150] for document, plan in found if plan.dependencies is None] == []


def test_what_is_gated_is_withheld() -> None:
    """A write that visitors do not see must not be observed by them."""
    viewer = Viewer(ANONYMOUS, Binds({}))
    leaked = []
    for shape in visible_to_visitors():
        assert isinstance(shape.table, sa.Table)
        listed = REGISTER.public_tables.get(shape.table.name)
        if listed is None:
            continue
        for name, field in shape.fields.items():
            if not isinstance(field, Column | DerivedValue):
                continue
            row = alias_of(shape.table)
            is_open = field.visible_if is None or not is_never(field.visible_if(row, viewer))
            if field.permission is None and is_open:
                continue
            # Where a visitor gets something else instead, what that is made of is not gated.
            instead = field.fallback if isinstance(field, Column) else None
            public = set() if instead is None else _columns(instead(row), row)
            expressions = [field.of] if isinstance(field, Column) else field.columns
            for of in expressions:
                for each in _columns(of(row), row) - public:
                    leaked.append((shape.name, name, each))
    withheld = [
        each
        for each in leaked
        if each[2] != "id"
        and each[2] in REGISTER.public_tables[REGISTER.shapes[each[0]].table.name].columns  # type: ignore[union-attr]  # tables, as above
    ]

    assert len(leaked) > 5
    assert withheld == []


def _columns(expression: sa.ColumnElement[Any], row: sa.FromClause) -> set[str]:
    found = visitors.iterate(expression)
    return {each.name for each in found if isinstance(each, sa.ColumnClause) and each.table is row}


@pytest.mark.parametrize("table", REGISTER.public_tables)
async def test_triggers_notify_what_is_listed(open_database: Database, table: str) -> None:
    """Where this fails a migration is missing: it drops the function with `cascade` and makes it again
    with its triggers, as they stand in the message."""
    listed = REGISTER.public_tables[table]
    expected = (
        public_tables.function(listed, REGISTER.public_tables),
        set(public_tables.triggers(listed)),
    )
    found = await _found(open_database, listed)

    assert found is not None, "\n".join([expected[0], *sorted(expected[1])])
    assert found[0] == expected[0].split("$$")[1], expected[0]
    assert found[1] == len(expected[1])


async def test_nothing_else_is_notified(open_database: Database) -> None:
    async with open_database.engine.connect() as connection:
        names = await connection.scalars(
            sa.text(
                "select distinct proname from pg_proc p join pg_trigger t on t.tgfoid = p.oid"
                " where prosrc like '%public_changed(%'"
            )
        )
        notify = await connection.scalar(
            sa.text("select prosrc from pg_proc where proname = 'public_changed'")
        )

    assert set(names) == {each.function for each in REGISTER.public_tables.values()}
    assert notify == public_tables.NOTIFY.split("$$")[1]


async def _found(database: Database, listed: public_tables.PublicTable) -> tuple[str, int] | None:
    async with database.engine.connect() as connection:
        row = (
            await connection.execute(
                sa.text(
                    "select prosrc, (select count(*) from pg_trigger t where t.tgfoid = p.oid and"
                    " t.tgrelid = to_regclass(:name) and t.tgenabled = 'O') from pg_proc p where"
                    " proname = :function"
                ),
                {"name": listed.name, "function": listed.function},
            )
        ).one_or_none()
    return None if row is None else (row[0], row[1])


async def test_a_view_that_turns_on_the_day_says_so(open_database: Database) -> None:
    """A number of rows by the clock is another one tomorrow, of which nobody is notified."""
    listed = [
        (view, is_daily)
        for table in REGISTER.public_tables.values()
        for views, is_daily in ((table.counted_by, False), (table.counted_by_day, True))
        for view in views
    ]
    async with open_database.engine.connect() as connection:
        found = [
            (view, "now()" in str(await connection.scalar(sa.select(sa.func.pg_get_viewdef(view)))))
            for view, _ in listed
        ]

    assert {is_daily for _, is_daily in listed} == {False, True}
    assert found == listed


def test_the_number_of_public_results_turns_on_the_day() -> None:
    document = "{ publicInspectionResults(first: 1) { totalCount } }"
    operation = DOCUMENTS.operation(document, None, is_anonymous=True)

    (plan,) = operation.reads({}, ANONYMOUS).plans()

    assert plan.dependencies is not None
    assert plan.dependencies.has_day
    assert plan.dependencies.tables == {"public_records"}
