"""Connections in SQL: keyset pages, cursors, page information, counts on demand."""

import functools
import operator
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from enum import Enum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import aggregate_order_by, distinct_on

from domain.actors import Actor
from persistence.reading import cursors
from persistence.reading.json_rows import as_object, built, fits_one_call, labelled
from persistence.reading.logic import all_of, alternatives, any_of, is_not_so
from persistence.reading.refused import ArgumentName, ReadRefused
from persistence.reading.rows import PageRow, column_of, of_another, row_key
from persistence.reading.selection import Argument, Selection, reader
from persistence.reading.shape import (
    Expression,
    KeysetOrder,
    Page,
    Predicate,
    Row,
    Shape,
    numbered,
)
from persistence.reading.sizes import Room
from persistence.reading.statement import NO_ROWS, Statement, summed
from persistence.reading.viewer import Bind, Getter, Value

LARGEST_PAGE = 100
_FALSE: Expression = sa.literal_column("false")
_NONE: Expression = sa.literal_column("0", sa.BigInteger())


@dataclass(frozen=True, slots=True)
class Branch:
    """Rows that a page is made of: what holds of them, and by what they are ordered."""

    row: Row
    where: list[Predicate]
    keys: list[Expression]


class PageBuilder:
    """One connection of one statement.

    Rows are fetched in the direction of travel, one more than asked when it must be known whether
    another follows; they are numbered outside the LIMIT, so that sorting stays a top-n.
    """

    def __init__(
        self, work: Statement, selection: Selection, field: Page, parent: Row | None
    ) -> None:
        self.work, self.selection, self.field, self.parent = work, selection, field, parent
        arguments = selection.arguments
        self.is_backward = arguments.get("last") is not None
        self._check_sizes()
        self.size = self._size()
        self.order_name, self.is_descending = self._requested_order()
        self.room = self._room()
        self.order, self.order_filter = self._order()
        self.is_ranked = False
        self.tag = f"{selection.name}:{field.target}:{self.order_name}"

    def build(self) -> Expression:
        with self._entering():
            shape, row, conditions = self.work.enter(self.field.target, self.parent, self.field.on)
            branches = self._branches(shape, row, conditions)
        wants = [
            child.name
            for child in self.selection.children
            if child.name not in ("__typename", "totalCount")
        ]
        with self.work.repeated(self.size):
            if not wants:
                return self._object({}, None)
            if wants == ["nodes"] and not self.is_backward and len(branches) == 1:
                return self._plain(shape, branches[0])
            return self._numbered(shape, row, branches)

    def _branches(self, shape: Shape, row: Row, conditions: list[Predicate]) -> list["Branch"]:
        """Where the rows of the page come from. Within another row they are few; of a whole table each
        way to see some of them, each part of a view, and each rank of the order is read in order by an
        index of its own."""
        ways = alternatives(all_of(*conditions))
        is_one = len(ways) == 1 and not shape.parts
        self.is_ranked = self.parent is None and is_one and bool(self.order.ranks)
        if self.is_ranked:
            return list(self._ranks())
        if self.parent is not None or is_one:
            return [Branch(row, self._within(row, conditions), self._keys(row))]
        return [
            Branch(row, self._within(row, [seen[place]]), self._keys(row))
            for place in range(len(ways))
            for row, seen in self._entered(shape)
        ]

    def _ranks(self) -> Iterator["Branch"]:
        """The rows of each rank, in the order's columns."""
        for number, rank in enumerate(self.order.ranks):
            _, row, conditions = self.work.enter(self.field.target, None, None)
            earlier = [is_not_so(before.holds(row)) for before in self.order.ranks[:number]]
            keys = self._keys(row)
            this = all_of(rank.found(row), rank.holds(row), *earlier)
            filters = self._filters(row, replaced=self.order_filter)
            where = [*conditions, *filters, this, *self._keyset(keys, numbered(rank))]
            yield Branch(row, where, keys[1:])

    def _entered(self, shape: Shape) -> Iterator[tuple[Row, list[Predicate]]]:
        """Each part of the shape's table, with the ways to see a row of it."""
        for part in shape.parts or (None,):
            _, row, conditions = self.work.enter(self.field.target, None, None, part)
            yield row, alternatives(all_of(*conditions))

    def _entering(self) -> AbstractContextManager[None]:
        return self.work.viewer.listing() if self.parent is None else nullcontext()

    def _within(self, row: Row, conditions: list[Predicate]) -> list[Predicate]:
        return [*conditions, *self._filters(row), *self._keyset(self._keys(row))]

    # What is asked

    def _check_sizes(self) -> None:
        first, last = self.selection.arguments.get("first"), self.selection.arguments.get("last")
        if first is None and last is None:
            raise self._refused(
                "PAGE_SIZE_REQUIRED",
                "Give first or last, 1 to 100.",
                "请给出first或last（1至100）。",
            )
        if first is not None and last is not None:
            raise self._refused(
                "PAGE_SIZE_AMBIGUOUS",
                "Give either first or last, not both.",
                "first与last只能给出一个。",
            )

    def _refused(self, code: str, en: str, zh: str) -> ReadRefused:
        return ReadRefused(code, en, zh, self.selection.path)

    def _size(self) -> Bind:
        name = "last" if self.is_backward else "first"
        path = (*self.selection.path, ArgumentName(name))
        size = _size_of(self.selection.arguments[name], path)
        return self.work.binds.new(sa.Integer(), size)

    def _room(self) -> Room | None:
        """For how many rows the statement is made; None where it had better be planned for its values, and
        is as long as it does not know."""
        filters = self.selection.arguments.get("filter") or {}
        given = {name for name, part in filters.items() if part is not None}
        in_order = self.order_name == self.field.default_order[0]
        if self.parent is None and given and not (in_order and given <= self.field.even_filters):
            return None
        requested = self.selection.arguments["last" if self.is_backward else "first"]
        if isinstance(requested, int):
            return Room(requested, is_exact=True)
        return Room.of(self.work.binds.decide(self.work.binds.getters[self.size.key]))

    def _first(self, statement: sa.Select[Any], more: int = 0) -> sa.Select[Any]:
        """As many rows as asked, and so many more, of which the planner may know about how many that
        are."""
        most = self.size + sa.literal_column(str(more)) if more else self.size
        if self.room is None:
            return statement.limit(most)
        known = statement.limit(sa.literal_column(str(self.room.rows + more)))
        if self.room.is_exact:
            return known
        rows = self.work.row(known, self.parent, "room")
        # Each under its name, which SQLAlchemy would shorten otherwise.
        same = [each.label(sa.sql.quoted_name(each.key, True)) for each in rows.c]
        return sa.select(*same).select_from(rows).limit(most)

    def _requested_order(self) -> tuple[str, bool]:
        requested = self.selection.arguments.get("orderBy") or {}
        name, direction = self.field.default_order
        return _word(requested.get("field", name)), _word(
            requested.get("direction", direction)
        ) == "DESC"

    def _order(self) -> tuple[KeysetOrder, str | None]:
        """The order, and the filter that it is about."""
        order = self.field.orders[self.order_name]
        if isinstance(order, KeysetOrder):
            return order, None
        argument = (self.selection.arguments.get("filter") or {}).get(order.needs)
        if argument is None:
            raise self._refused(
                "ORDER_NEEDS_FILTER",
                f"To order by {self.order_name}, give the filter {order.needs}.",
                f"按{self.order_name}排序，须给出筛选条件{order.needs}。",
            )
        path = (*self.selection.path, ArgumentName("filter"))
        return order.order_for(Value(argument, self.work.binds, path)), order.needs

    def _keys(self, row: Row) -> list[Expression]:
        return [*self.order.keys(row), row_key(row)]

    def _filters(self, row: Row, replaced: str | None = None) -> list[Predicate]:
        made = [] if self.field.where is None else [self.field.where(row, self.work.viewer)]
        argument = self.selection.arguments.get("filter")
        if argument is not None:
            path = (*self.selection.path, ArgumentName("filter"))
            for name, value in Value(argument, self.work.binds, path, self.work.viewer).parts():
                self.work.is_for_values |= name in self.field.planned_for
                if name != replaced:
                    made.append(self.field.filters[name](row, value))
        return made

    def _keyset(self, keys: list[Expression], rank: Expression | None = None) -> list[Predicate]:
        """After and before, each as one row comparison, which the order's index answers; where all rows
        are of one rank, with that apart: then it is known before any is read."""
        made = []
        for name, is_later in (("after", True), ("before", False)):
            argument = self.selection.arguments.get(name)
            if argument is not None:
                compare = operator.gt if is_later != self.is_descending else operator.lt
                there = self._cursor_binds(argument, keys, name)
                if rank is None:
                    made.append(compare(sa.tuple_(*keys), sa.tuple_(*there)))
                    continue
                beyond = compare(sa.tuple_(*keys[1:]), sa.tuple_(*there[1:]))
                made.append(any_of(compare(rank, there[0]), all_of(rank == there[0], beyond)))
        return made

    def _cursor_binds(self, argument: Any, keys: list[Expression], name: str) -> list[Expression]:
        value = Value(argument, self.work.binds, (*self.selection.path, ArgumentName(name)))

        def nth(i: int) -> Callable[[str], Any]:
            return lambda text: cursors.values(self.tag, text, keys)[i]

        return [value.bind(key.type, nth(i)) for i, key in enumerate(keys)]

    def _travel(self, keys: list[Expression]) -> list[Expression]:
        return [key.desc() if self._is_turned else key.asc() for key in keys]

    @property
    def _is_turned(self) -> bool:
        """Whether rows are read from the order's end."""
        return self.is_descending != self.is_backward

    # What is answered

    def _plain(self, shape: Shape, branch: "Branch") -> Expression:
        """Nodes only: the rows as they come, with nothing numbered."""
        row = branch.row

        def nodes(child: Selection) -> Expression:
            with self.work.inside(child.key, None):
                keyed = self.work.columns(child.children, shape, row)
            statement = (
                sa.select(*labelled(keyed))
                .select_from(row)
                .where(*branch.where)
                .order_by(*self._travel(branch.keys))
            )
            rows = self.work.row(self._first(statement), self.parent, "page")
            return self.work.gathered(as_object(keyed, rows, aggregated=True), rows)

        return self._object({"nodes": nodes}, None)

    def _numbered(self, shape: Shape, row: Row, branches: list["Branch"]) -> Expression:
        size = self.size
        fetched = self.work.fresh("fetched")
        page = PageRow(self.work.fresh("page"), row)
        place = column_of(page.name, "number#", sa.BigInteger())
        total = column_of(page.name, "total#", sa.BigInteger())
        on_page = place <= size
        nth = sa.func.least(size, total)
        cursor = cursors.expression(self.tag, self._keys_of(page, row))
        near = place == sa.literal_column("1")
        far = place == nth
        first, last = (far, near) if self.is_backward else (near, far)

        def listed(item: Expression) -> Expression:
            # Rows arrive numbered; only a page read backwards has to be turned.
            turned = aggregate_order_by(item, place.desc()) if self.is_backward else item
            return sa.func.coalesce(sa.func.json_agg(turned).filter(on_page), NO_ROWS)

        def node(child: Selection) -> Expression:
            keyed = self.work.columns(child.children, shape, page)
            made = self.work.row(sa.select(*labelled(keyed)), page, "node")
            return sa.select(as_object(keyed, made)).select_from(made).scalar_subquery()

        def nodes(child: Selection) -> Expression:
            with self.work.inside(child.key, None):
                return listed(node(child))

        def edges(child: Selection) -> Expression:
            keyed: list[tuple[str, Expression]] = []
            for part in child.children:
                if part.name == "node":
                    with self.work.inside(child.key, None, part.key):
                        keyed.append((part.key, node(part)))
                elif part.name == "cursor":
                    keyed.append((part.key, cursor))
                else:
                    keyed.append((part.key, sa.literal_column(f"'{child.type_name}'::text")))
            made = self.work.row(sa.select(*labelled(keyed)), page, "edge")
            return listed(sa.select(as_object(keyed, made)).select_from(made).scalar_subquery())

        def page_info(child: Selection) -> Expression:
            # Relay's algorithm: ahead, whether more was found than fits; behind, whether a cursor
            # was given there. The row of a cursor may be gone: an empty page promises nothing.
            ahead = sa.func.count() > size
            behind = _FALSE
            if self.selection.arguments.get("before" if self.is_backward else "after") is not None:
                behind = sa.func.count() > sa.literal_column("0")
            answers: dict[str, Expression] = {
                "hasNextPage": behind if self.is_backward else ahead,
                "hasPreviousPage": ahead if self.is_backward else behind,
                "startCursor": sa.func.max(cursor).filter(first),
                "endCursor": sa.func.max(cursor).filter(last),
                "__typename": sa.literal_column("'PageInfo'::text"),
            }
            keyed = [(part.key, answers[part.name]) for part in child.children]
            if not fits_one_call(keyed):
                # Inside an aggregation no subquery can take over.
                raise self._refused(
                    "TOO_MANY_FIELDS", "Too many fields on pageInfo.", "分页信息字段过多。"
                )
            return built(keyed)

        def numbered() -> sa.Subquery:
            """The page itself, with the columns that the parts above use."""
            found = self.work.row(self._fetched(page, branches), self.parent, name=fetched)
            number = sa.func.row_number().over().label("number#")
            total = sa.func.count().over().label("total#")
            columns = sa.select(*found.c, number, total).select_from(found)
            return columns.subquery(page.name)

        parts = {"nodes": nodes, "edges": edges, "pageInfo": page_info}
        return self._object(parts, numbered)

    def _fetched(self, page: PageRow, branches: list["Branch"]) -> sa.Select[Any]:
        """The first rows in the direction of travel, one more than asked; of several branches the first of
        each, and a row that more than one has once."""
        made = [
            sa.select(*(branch.row.c[name] for name in page.used))
            .select_from(branch.row)
            .where(*branch.where)
            .order_by(*self._travel(branch.keys))
            for branch in branches
        ]
        if len(made) == 1:
            return self._first(made[0], 1)
        if self.is_ranked:
            return self._in_turn(made, page.row)
        rows = sa.union_all(*(self._first(each, 1) for each in made)).subquery(
            self.work.fresh("branches")
        )
        keys = self._keys_of(rows, page.row)
        once = sa.select(*rows.c).select_from(rows).ext(distinct_on(*keys))
        return self._first(once.order_by(*self._travel(keys)), 1)

    def _in_turn(self, ranks: list[sa.Select[Any]], row: Row) -> sa.Select[Any]:
        """The rows of one rank after those of another, which is read if those leave room."""
        found: list[sa.CTE] = []
        for rank in reversed(ranks) if self._is_turned else ranks:
            so_far = [sa.select(sa.func.count()).select_from(each) for each in found]
            before = functools.reduce(
                operator.add, [each.scalar_subquery() for each in so_far], _NONE
            )
            found.append(
                self._first(rank.where(before <= self.size), 1).cte(self.work.fresh("rank"))
            )
        rows = sa.union_all(*(sa.select(*each.c) for each in found)).subquery(
            self.work.fresh("ranks")
        )
        in_order = sa.select(*rows.c).order_by(*self._travel(self._keys_of(rows, row)))
        return self._first(in_order, 1)

    def _keys_of(self, rows: Row, row: Row) -> list[Expression]:
        """Of rows that are made of this one."""
        return [*self.order.keys(rows), rows.c[row_key(row).name]]

    def _object(
        self,
        parts: Mapping[str, Callable[[Selection], Expression]],
        page: Callable[[], sa.Subquery] | None,
    ) -> Expression:
        keyed: list[tuple[str, Expression]] = []
        for child in self.selection.children:
            if child.name == "totalCount":
                with self._entering():
                    keyed.append((child.key, self._total()))
            elif child.name == "__typename":
                name = f"'{self.selection.type_name}'::text"
                keyed.append((child.key, sa.literal_column(name)))
            else:
                keyed.append((child.key, parts[child.name](child)))
        if page is None and fits_one_call(keyed):
            return built(keyed)
        statement = sa.select(*labelled(keyed))
        if page is not None:
            statement = statement.select_from(page())
            if not parts.keys() & {child.name for child in self.selection.children} - {"pageInfo"}:
                # Nothing else may aggregate here: one row of the connection for all of the page.
                statement = statement.having(sa.true())
        made = self.work.row(statement, self.parent, "connection")
        return sa.select(as_object(keyed, made)).select_from(made).scalar_subquery()

    def _total(self) -> Expression:
        shape, row, conditions = self.work.enter(self.field.target, self.parent, self.field.on)
        ways = alternatives(all_of(*conditions))
        if self.parent is not None or (len(ways) == 1 and not (shape.parts or self.field.totals)):
            statement = self._counted(row, [*conditions, *self._filters(row)])
            return statement.correlate(self.parent).scalar_subquery()
        totals, gone = self._totals(row, ways)
        counts = [] if totals is None else [totals]
        for place in range(len(ways)):
            if place in gone:
                continue
            for row, seen in self._entered(shape):
                earlier = [is_not_so(seen[each]) for each in gone]
                where = [seen[place], *earlier, *self._filters(row)]
                counts.append(self._counted(row, where).scalar_subquery())
            gone = [*gone, place]
        return functools.reduce(operator.add, counts)

    def _totals(self, row: Row, ways: list[Predicate]) -> tuple[Expression | None, list[int]]:
        """The sum of what is counted already, and which of these ways to see a row it has gone."""
        argument = self.selection.arguments.get("filter") or {}
        requested = {name for name, value in argument.items() if value is not None}
        for totals in self.field.totals if self.field.where is None else ():
            counted = self.work.totals(totals)
            found = {
                place: of
                for place, way in enumerate(ways)
                if (of := of_another(way, row, counted)) is not None
            }
            if found and requested <= totals.filters.keys():
                path = (*self.selection.path, ArgumentName("filter"))
                filters = [
                    totals.filters[name](counted, value)
                    for name, value in Value(argument, self.work.binds, path).parts()
                ]
                statement = (
                    sa.select(summed(counted, totals))
                    .select_from(counted)
                    .where(any_of(*found.values()), *filters)
                )
                return statement.scalar_subquery(), list(found)
        return None, []

    @staticmethod
    def _counted(row: Row, where: list[Predicate]) -> sa.Select[Any]:
        return sa.select(sa.func.count()).select_from(row).where(*where)


def _size_of(argument: Argument, path: tuple[str, ...]) -> Getter:
    """The page's size, checked where it is read."""
    read = reader(argument)

    def getter(variables: Mapping[str, Any], _actor: Actor) -> int:
        size: int = read(variables)
        if not 1 <= size <= LARGEST_PAGE:
            raise ReadRefused(
                "PAGE_SIZE_OUT_OF_RANGE",
                f"A page must have 1 to {LARGEST_PAGE} rows, not {size}.",
                f"每页须为1至{LARGEST_PAGE}行，不能为{size}。",
                path,
            )
        return size

    return getter


def _word(value: Any) -> str:
    return str(value.value if isinstance(value, Enum) else value)
