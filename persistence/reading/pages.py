"""Connections in SQL: keyset pages, cursors, page information, counts on demand."""

import functools
import itertools
import operator
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from enum import Enum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import aggregate_order_by, distinct_on

from domain.actors import Actor
from persistence.reading import cursors, past
from persistence.reading.json_rows import as_object, built, fits_one_call, labelled
from persistence.reading.logic import (
    all_of,
    alternatives,
    any_of,
    is_always,
    is_not_so,
    needed,
    without,
)
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
    """Rows that a page is made of: what holds of them, and by what they are ordered; of each of these values
    the first, where they are read by value."""

    row: Row
    where: list[Predicate]
    keys: list[Expression]
    values: sa.Subquery | None = None


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
        self.looks_back = work.viewer.looks_back
        self._check_sizes()
        if self.looks_back:
            self._check_kept()
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
            if wants == ["nodes"] and not self.is_backward and _is_in_order(branches):
                return self._plain(shape, branches[0])
            return self._numbered(shape, row, branches)

    def _branches(self, shape: Shape, row: Row, conditions: list[Predicate]) -> list["Branch"]:
        """Where the rows of the page come from. Within another row they are few; of a whole table each
        way to see some of them, each part of a view, each rank of the order, and each span of it that fits
        the filters, is read in order by an index of its own."""
        if self.parent is not None:
            return [Branch(row, self._where(row, conditions), self._keys(row))]
        ways = alternatives(all_of(*conditions))
        places, spans = needed(ways, self._listed(row)), self._spans(row)
        if len(places) == len(spans) == 1 and not shape.parts:
            self.is_ranked = bool(self.order.ranks)
            if self.is_ranked:
                return list(self._ranks(places[0]))
            return [self._branch(row, ways[places[0]], spans[0])]
        return [
            self._branch(row, seen[place], self._spans(row)[nth])
            for place in places
            for nth in range(len(spans))
            for row, seen in self._entered(shape)
        ]

    def _ranks(self, place: int) -> Iterator["Branch"]:
        """The rows of each rank, in the order's columns."""
        for number, rank in enumerate(self.order.ranks):
            _, row, conditions = self.work.enter(self.field.target, None, None)
            seen = alternatives(all_of(*conditions))[place]
            earlier = [is_not_so(before.holds(row)) for before in self.order.ranks[:number]]
            this = [rank.found(row), rank.holds(row), *earlier]
            where = self._where(row, [seen, *this], but=self.order_filter, rank=numbered(rank))
            yield Branch(row, where, self._keys(row)[1:])

    def _branch(self, row: Row, *conditions: Predicate) -> "Branch":
        """Rows of a list of a whole table."""
        values = dict(self._filter_values())
        for name, by_value in self.field.by_value.items() if not self.looks_back else ():
            if name in values and values.keys() - {name} <= by_value.beside:
                each = self.work.totals(by_value.totals)
                of, kept = each.c[by_value.column], self.work.fresh("value")
                found = (
                    sa.select(of).where(self.field.filters[name](each, values[name])).group_by(of)
                )
                same = row.c[by_value.column] == column_of(kept, of.key, of.type)
                terms = self._where(row, [*conditions, same], but=name)
                return Branch(row, terms, self._keys(row), found.subquery(kept))
        return Branch(row, self._where(row, conditions), self._keys(row))

    def _entered(self, shape: Shape) -> Iterator[tuple[Row, list[Predicate]]]:
        """Each part of the shape's table, with the ways to see a row of it."""
        for part in shape.parts or (None,):
            _, row, conditions = self.work.enter(self.field.target, None, None, part)
            yield row, alternatives(all_of(*conditions))

    def _listed(self, row: Row) -> Predicate:
        where = self.field.where
        return sa.true() if where is None else where(row, self.work.viewer)

    def _spans(self, row: Row) -> list[Predicate]:
        """Parts of the default order of which one has each row that fits the filters."""
        if self.order_name != self.field.default_order[0]:
            return [sa.true()]
        field, as_of = self.field, self.field.as_of
        spans: list[Predicate] = [sa.true()]
        if field.spans is not None:
            spans = field.spans(row, dict(self._filter_values()))
        if self.looks_back and as_of is not None and as_of.spans is not None:
            assert self.work.moment is not None
            moment = self.work.moment
            end = self.work.binds.decide(lambda variables, _: past.week_after(moment(variables)))
            then = as_of.spans(row, sa.literal_column(f"timestamptz '{end.isoformat()}'"))
            spans = [all_of(*each) for each in itertools.product(spans, then)]
        return spans

    def _entering(self) -> AbstractContextManager[None]:
        return self.work.viewer.listing() if self.parent is None else nullcontext()

    def _where(
        self,
        row: Row,
        conditions: Sequence[Predicate],
        *,
        but: str = "",
        rank: Expression | None = None,
    ) -> list[Predicate]:
        """What holds of the page's rows, but for what one filter asks."""
        terms = [*conditions, self._listed(row), *self._filters(row, but=but)]
        # Of two bounds of the order PostgreSQL begins at the first: at the cursor, not at the span's end.
        keyset = self._keyset(self._keys(row), rank)
        return [each for each in (*keyset, *terms) if not is_always(each)]

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

    def _check_kept(self) -> None:
        """What was found by is known of some filters only; how many there were, of a list within a row."""
        offered = None if self.field.as_of is None else self.field.as_of.filters
        path = (*self.selection.path, ArgumentName("filter"))
        if offered is not None and any(name not in offered for name, _ in self._filter_values()):
            raise past.not_kept(path)
        counted = [each for each in self.selection.children if each.name == "totalCount"]
        if counted and self.parent is None:
            raise past.not_kept(counted[0].path)

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

    def _order(self) -> tuple[KeysetOrder, str]:
        """The order, and the filter that it is about."""
        order = self.field.orders[self.order_name]
        if isinstance(order, KeysetOrder):
            return order, ""
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

    def _filters(self, row: Row, *, but: str = "") -> list[Predicate]:
        made = []
        for name, value in self._filter_values():
            self.work.is_for_values |= name in self.field.planned_for
            if name != but:
                made.append(self.field.filters[name](row, value))
        return made

    def _filter_values(self) -> Iterator[tuple[str, Value]]:
        argument = self.selection.arguments.get("filter")
        if argument is None:
            return iter(())
        path = (*self.selection.path, ArgumentName("filter"))
        return Value(argument, self.work.binds, path, self.work.viewer).parts()

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
        if _is_in_order(branches):
            return self._first(made[0], 1)
        if self.is_ranked:
            return self._in_turn(made, page.row)
        firsts = [
            self._first_of_each(statement, branch)
            for statement, branch in zip(made, branches, strict=True)
        ]
        rows = sa.union_all(*firsts).subquery(self.work.fresh("branches"))
        keys = self._keys_of(rows, page.row)
        once = sa.select(*rows.c).select_from(rows).ext(distinct_on(*keys))
        return self._first(once.order_by(*self._travel(keys)), 1)

    def _first_of_each(self, statement: sa.Select[Any], branch: "Branch") -> sa.Select[Any]:
        first = self._first(statement, 1)
        if branch.values is None:
            return first
        rows = first.lateral(self.work.fresh("of_value"))
        return sa.select(*rows.c).select_from(branch.values.join(rows, sa.true()))

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
        listed = self._listed(row)
        if self.parent is not None:
            statement = self._counted(row, [*conditions, listed, *self._filters(row)])
            return statement.correlate(self.parent).scalar_subquery()
        ways = alternatives(all_of(*conditions))
        places = needed(ways, listed)
        if len(places) == 1 and not (shape.parts or self.field.totals):
            where = [ways[places[0]], listed, *self._filters(row)]
            return self._counted(row, where).scalar_subquery()
        totals, gone = self._totals(row, {place: all_of(ways[place], listed) for place in places})
        counts = [] if totals is None else [totals]
        for place in places:
            if place in gone:
                continue
            for row, seen in self._entered(shape):
                earlier = [is_not_so(seen[each]) for each in gone]
                where = [seen[place], *earlier, self._listed(row), *self._filters(row)]
                counts.append(self._counted(row, where).scalar_subquery())
            gone = [*gone, place]
        return functools.reduce(operator.add, counts)

    def _totals(
        self, row: Row, ways: Mapping[int, Predicate]
    ) -> tuple[Expression | None, list[int]]:
        """The sum of what is counted already, and which of these ways to see a row it has gone."""
        requested = {name for name, _ in self._filter_values()}
        for totals in self.field.totals:
            if not requested <= totals.filters.keys():
                continue
            counted = self.work.totals(totals.table)
            of = sa.true() if totals.of is None else totals.of(row, self.work.viewer)
            found = {
                place: rest
                for place, way in ways.items()
                if (left := without(way, of)) is not None
                and (rest := of_another(left, row, counted)) is not None
            }
            if found:
                filters = [
                    totals.filters[name](counted, value) for name, value in self._filter_values()
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
        terms = [each for each in where if not is_always(each)]
        return sa.select(sa.func.count()).select_from(row).where(*terms)


def _is_in_order(branches: list["Branch"]) -> bool:
    return len(branches) == 1 and branches[0].values is None


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
