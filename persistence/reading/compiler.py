"""From a selection to one statement that builds the response's JSON inside PostgreSQL."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, assert_never

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import asyncpg

from domain.actors import Actor
from domain.moments import day_of
from domain.permissions import Permission
from persistence.engine.past import KEPT
from persistence.reading import ids, past
from persistence.reading.dependencies import dependencies_of
from persistence.reading.json_rows import Keyed, as_object, labelled
from persistence.reading.logic import is_always, is_never
from persistence.reading.pages import PageBuilder
from persistence.reading.plan import DerivedField, Plan
from persistence.reading.refused import ArgumentName, ReadRefused
from persistence.reading.rows import row_key
from persistence.reading.selection import ROW_IDS, ROW_KEY, Selection, Variable, reader
from persistence.reading.shape import (
    Column,
    DerivedObjects,
    DerivedValue,
    Expression,
    Field,
    Many,
    NodeField,
    NodesField,
    One,
    Page,
    Predicate,
    Register,
    Row,
    RowCount,
    SameRow,
    Shape,
    Visibility,
)
from persistence.reading.statement import Statement, summed
from persistence.reading.viewer import CLOCKS_DAY, Getter, Value, clocks_day

_DIALECT: sa.Dialect = asyncpg.dialect()  # type: ignore[no-untyped-call]  # as SQLAlchemy has it
_ENTERED = re.compile(r'AS ("[^"]+#\d+")')
_MOST_IDS = 100
_NOTHING: Expression = sa.literal_column("null::json")


def compile_field(
    register: Register, selection: Selection, actor: Actor, variables: Mapping[str, Any]
) -> Plan:
    """Plan one root field for requests that are decided as this one is (`Plan.deciders`). Raises ReadRefused with the path of what may not or cannot be asked."""
    work = _Compilation(register, actor, variables)
    root = register.roots.get(selection.name) or register.by_resolver[selection.name]
    work.look_back(selection)
    value = work.field(selection, root, None)
    return work.plan(value)


def compile_row(
    register: Register, selection: Selection, actor: Actor, variables: Mapping[str, Any]
) -> Plan:
    """Plan one row of the selection's type by its key, given as the variable `ROW_KEY`."""
    work = _Compilation(register, actor, variables)
    key = work.binds.new(sa.Uuid(), lambda variables, _: variables[ROW_KEY])
    value = work.one(
        selection, One(selection.type_name, where=lambda row, _: row_key(row) == key), None
    )
    return work.plan(value)


def compile_rows(
    register: Register, selection: Selection, actor: Actor, variables: Mapping[str, Any]
) -> Plan:
    """Plan rows of the selection's type by their ids, given as the variable `ROW_IDS`; answered as a list
    in the order of the ids, with null for each that is not there for the actor."""
    work = _Compilation(register, actor, variables)
    variants = {selection.type_name: selection.children}
    by_ids = replace(
        selection, arguments={"ids": Variable((ROW_IDS,))}, children=(), variants=variants
    )
    return work.plan(work.nodes(by_ids))


class _Compilation(Statement):
    """The making of one plan."""

    def look_back(self, selection: Selection) -> None:
        """Have everything read as of the moment that is given with the root, if one is."""
        if (moment := selection.arguments.get(past.ARGUMENT)) is not None:
            self.moment, self.viewer.looks_back = reader(moment), True
            self.moment_path = (*selection.path, ArgumentName(past.ARGUMENT))

    def plan(self, value: Expression) -> Plan:
        # Sent as bytes, which go through as they are: text would be decoded and encoded on the way.
        answer = sa.func.json_send(value, type_=sa.LargeBinary())
        statement = sa.select(answer.label("answer"))
        moment = self.moment
        compiled = statement.compile(dialect=_DIALECT if moment is None else past.DIALECT)
        sql = str(compiled)
        _check_correlation(sql)
        names = getattr(compiled, "positiontup", None) or ()
        if CLOCKS_DAY.key in names:
            day = clocks_day if moment is None else _day_of(moment)
            self.binds.named(CLOCKS_DAY.key, CLOCKS_DAY.type, day)
        looked = None
        if moment is not None:
            self.binds.named(past.AS_OF.key, past.AS_OF.type, lambda given, _: moment(given))
            self.binds.named(past.STILL_OPEN.key, past.STILL_OPEN.type, past.still_open)
            tables = frozenset(getattr(compiled, "travelled", ()))
            looked = past.Looked(names.index(past.AS_OF.key), tables, self.moment_path)
        places = {name: place for place, name in enumerate(self.binds.getters)}
        sent = tuple(places[name] for name in names)
        getters = tuple(self.binds.getters.values())
        deciders = tuple(self.binds.deciders)
        found = None
        if self.viewer.is_anonymous and not self.is_per_viewer:
            found = dependencies_of(
                statement, self.register.public_tables, self.entered, self.binds.pins, names
            )
        return Plan(
            sql,
            getters,
            sent,
            tuple(self.derived_values),
            tuple(self.sizes),
            deciders,
            self.is_for_values,
            found,
            looked,
        )

    # Fields

    def columns(self, children: Sequence[Selection], shape: Shape, row: Row) -> Keyed:
        return [(child.key, self._placed(child, shape, row)) for child in children]

    def _placed(self, child: Selection, shape: Shape, row: Row) -> Expression:
        if child.name == "__typename":
            return sa.literal_column(f"'{shape.name}'::text")
        with self.inside(child.key):
            field = shape.answer(child.name)
            assert field is not None, f"{shape.name}.{child.name}"
            return self.field(child, field, row)

    def field(self, selection: Selection, field: Field, row: Row | None) -> Expression:
        self.require(field.permission, selection)
        visible_if: Visibility | None = getattr(field, "visible_if", None)
        if visible_if is None or row is None:
            return self._value(selection, field, row)
        is_open = visible_if(row, self.viewer)
        fallback = getattr(field, "fallback", None)
        if is_never(is_open):
            return fallback(row) if fallback else _NOTHING
        value = self._value(selection, field, row)
        if is_always(is_open):
            return value
        return sa.case((is_open, value), else_=fallback(row) if fallback else None)

    def require(self, permission: Permission | None, selection: Selection) -> None:
        if permission is not None and not self.viewer.may(permission):
            raise ReadRefused.for_lack_of(permission, selection.path)

    def _value(self, selection: Selection, field: Field, row: Row | None) -> Expression:
        if self.viewer.looks_back:
            self._require_kept(field, selection, row)
        match field:
            case Column(of=of, weight=weight):
                assert row is not None
                if weight:
                    with self.repeated(self.weighing(weight)):
                        return of(row)
                return of(row)
            case DerivedValue(columns=columns, derive=derive):
                assert row is not None
                looks = self.viewer.itself() if field.per_viewer else ()
                self.is_per_viewer |= field.per_viewer
                self.derived_values.append(DerivedField(tuple(self._place), derive, derive))
                return self._to_derive(derive, [*(of(row) for of in columns), *looks])
            case DerivedObjects(columns=columns, derive=derive, target=target, weight=weight):
                assert row is not None
                with self.repeated(self.weighing(weight)):
                    keys = tuple((child.key, child.name) for child in selection.children)
                tag = self.fresh(derive)
                self.derived_values.append(
                    DerivedField(tuple(self._place), derive, tag, target, keys)
                )
                return self._to_derive(tag, [of(row) for of in columns])
            case SameRow():
                assert row is not None
                return self.part(selection, field, row)
            case One():
                return self.one(selection, field, row)
            case Many():
                return self.many(selection, field, row)
            case Page():
                return PageBuilder(self, selection, field, row).build()
            case RowCount():
                assert row is not None
                return self.count(field, row)
            case NodeField():
                return self.node(selection)
            case NodesField():
                return self.nodes(selection)
            case _:
                assert_never(field)

    def _require_kept(self, field: Field, selection: Selection, row: Row | None) -> None:
        match field:
            case Column(of=of, visible_if=gate, fallback=fallback):
                if row is not None and gate and fallback and is_never(gate(row, self.viewer)):
                    of = fallback
                is_kept = row is None or past.is_kept(row, of(row))
            case DerivedValue(columns=columns) | DerivedObjects(columns=columns):
                is_kept = row is None or all(past.is_kept(row, of(row)) for of in columns)
            case One() | Many() | Page() | RowCount():
                shape = self.register.shapes[field.target]
                assert isinstance(shape.table, sa.Table)
                is_kept = shape.is_current or KEPT in shape.table.info
            case _:
                is_kept = True
        if not is_kept:
            raise past.not_kept(selection.path)

    def _to_derive(self, tag: str, parts: Sequence[Expression]) -> Expression:
        # Tagged, because items of one list may be of several types (`nodes`).
        name: Expression = sa.literal_column(f"'{tag}'::text")
        return sa.func.json_build_array(name, *parts)

    def part(self, selection: Selection, field: SameRow, row: Row) -> Expression:
        keyed = self.columns(selection.children, self.register.shapes[field.target], row)
        made = self.row(sa.select(*labelled(keyed)), row, "part")
        value = sa.select(as_object(keyed, made)).select_from(made).scalar_subquery()
        return value if field.present is None else sa.case((field.present(row), value))

    def one(self, selection: Selection, field: One, parent: Row | None) -> Expression:
        shape, row, conditions = self.enter(field.target, parent, field.on)
        conditions += self.conditions(selection, field, row)
        keyed = self.columns(selection.children, shape, row)
        statement = sa.select(*labelled(keyed)).select_from(row).where(*conditions)
        if field.order is not None:
            statement = statement.order_by(*field.order(row)).limit(sa.literal_column("1"))
        found = self.row(statement, parent, "one")
        return sa.select(as_object(keyed, found)).select_from(found).scalar_subquery()

    def many(self, selection: Selection, field: Many, parent: Row | None) -> Expression:
        shape, row, conditions = self.enter(field.target, parent, field.on)
        conditions += self.conditions(selection, field, row)
        with self.inside(None), self.repeated(self.weighing(field.weight)):
            keyed = self.columns(selection.children, shape, row)
        rows = self.row(
            sa.select(*labelled(keyed))
            .select_from(row)
            .where(*conditions)
            .order_by(*field.order(row)),
            parent,
            "many",
        )
        return self.gathered(as_object(keyed, rows, aggregated=True), rows)

    def conditions(self, selection: Selection, field: One | Many, row: Row) -> list[Predicate]:
        made = [] if field.where is None else [field.where(row, self.viewer)]
        for name, condition in field.arguments.items():
            argument = selection.arguments.get(name)
            if argument is not None:
                made.append(
                    condition(
                        row, Value(argument, self.binds, (*selection.path, ArgumentName(name)))
                    )
                )
        return made

    def count(self, field: RowCount, parent: Row) -> Expression:
        number: Expression = sa.func.count()
        _, row, conditions = self.enter(field.target, parent, field.on)
        if field.totals is not None and not self.viewer.looks_back:
            assert len(conditions) == 1, f"{field.target}: who sees all may be answered by totals"
            row = self.totals(field.totals.table)
            conditions = [field.on(parent, row)]
            number = summed(row, field.totals)
        if field.where is not None:
            conditions.append(field.where(row))
        counted = sa.select(number).select_from(row).where(*conditions)
        return counted.correlate(parent).scalar_subquery()

    # Rows of any type, by id

    def node(self, selection: Selection) -> Expression:
        if not selection.variants:
            return _NOTHING
        ((type_name, children),) = selection.variants.items()
        field = One(type_name, arguments={"id": by_id(type_name)})
        return self.one(_as(selection, type_name, children), field, None)

    def nodes(self, selection: Selection) -> Expression:
        path = (*selection.path, ArgumentName("ids"))
        argument = Value(selection.arguments["ids"], self.binds, path)
        number = self.binds.new(sa.Integer(), _number_of(argument, path))
        places = argument.bind(sa.ARRAY(sa.Integer()), _places_of(None))
        unknown = (
            sa.func.unnest(places)
            .table_valued(sa.column("place", sa.Integer))
            .render_derived(name=self.fresh("unknown"))
        )
        parts = [sa.select(unknown.c.place.label("place"), _NOTHING.label("item"))]
        with self.inside(None), self.repeated(number):
            for type_name, children in selection.variants.items():
                keys = argument.bind(sa.ARRAY(sa.Uuid()), _keys_of(type_name))
                places = argument.bind(sa.ARRAY(sa.Integer()), _places_of(type_name))
                requested_places = (
                    sa.func.unnest(keys, places)
                    .table_valued(sa.column("key", sa.Uuid), sa.column("place", sa.Integer))
                    .render_derived(name=self.fresh("asked"))
                )
                field = One(type_name, on=lambda parent, row: row_key(row) == parent.c.key)
                value = self.one(_as(selection, type_name, children), field, requested_places)
                parts.append(
                    sa.select(
                        requested_places.c.place.label("place"), value.label("item")
                    ).select_from(requested_places)
                )
        rows = sa.union_all(*parts).subquery(self.fresh("nodes"))
        item = sa.dialects.postgresql.aggregate_order_by(rows.c.item, rows.c.place)
        return self.gathered(item, rows)


def _day_of(moment: Callable[[Mapping[str, Any]], Any]) -> Getter:
    return lambda variables, _: day_of(moment(variables))


def _check_correlation(sql: str) -> None:
    """No row is entered twice under one name: where a correlation is forgotten SQLAlchemy enters
    the parent again, and what holds for one row would hold for all."""
    names = _ENTERED.findall(sql)
    if len(names) != len(set(names)):
        raise AssertionError(f"a row is entered twice: {sql}")


def by_id(type_name: str) -> Callable[[Row, Value], Predicate]:
    """The condition that an id argument names this row."""

    def condition(row: Row, value: Value) -> Predicate:
        key = value.bind(sa.Uuid(), partial(ids.key_text, type_name))
        value.binds.pin(row, str(row_key(row).key), key)
        return row_key(row) == key

    return condition


def _as(selection: Selection, type_name: str, children: tuple[Selection, ...]) -> Selection:
    return Selection(
        selection.key, selection.name, type_name, selection.arguments, children, {}, selection.path
    )


def _number_of(argument: Value, path: tuple[str, ...]) -> Getter:
    """How many ids there are, checked where they are read: a plan is kept for all their numbers."""

    read = reader(argument.argument)

    def getter(variables: Mapping[str, Any], _actor: Actor) -> int:
        number = len(read(variables))
        if number > _MOST_IDS:
            raise ReadRefused(
                "TOO_MANY_IDS",
                f"At most {_MOST_IDS} ids can be requested at once.",
                f"一次最多查询{_MOST_IDS}个编号。",
                path,
            )
        return number

    return getter


def _keys_of(type_name: str) -> Callable[[list[str]], list[Any]]:
    return lambda texts: [ids.read(type_name, t) for t in texts if ids.type_or_none(t) == type_name]


def _places_of(type_name: str | None) -> Callable[[list[str]], list[int]]:
    """Where the ids of this type stand; of None, where what is no id stands."""
    return lambda texts: [i for i, text in enumerate(texts) if ids.type_or_none(text) == type_name]
