"""The making of one statement: fresh names, entered tables, subqueries, and where in the answer it is.

Every table is entered through `Statement.enter`, which applies the shape's `visible_to`: there is no
other way to a row. A subquery in FROM does not correlate by itself and SQLAlchemy does not warn when
that is forgotten, so each goes through `Statement.row`, which names its parent.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa

from domain.actors import Actor
from persistence.reading.json_rows import Keyed
from persistence.reading.logic import is_always
from persistence.reading.plan import DerivedField, Size
from persistence.reading.rows import PageRow, alias_of, table_name
from persistence.reading.selection import Selection
from persistence.reading.shape import (
    Expression,
    Join,
    JoinBack,
    Predicate,
    Register,
    Row,
    Shape,
    Totals,
    Visibility,
)
from persistence.reading.viewer import Around, Bind, Binds, Viewer

NO_ROWS: Expression = sa.literal_column("'[]'::json")


_NONE: Expression = sa.literal_column("0")


def summed(row: Row, totals: Totals) -> Expression:
    """How many rows these stand for."""
    return sa.cast(sa.func.coalesce(sa.func.sum(row.c[totals.amount]), _NONE), sa.BigInteger)


class Statement(ABC):
    def __init__(self, register: Register, actor: Actor, variables: Mapping[str, Any]) -> None:
        self.register = register
        self.binds = Binds(variables)
        self.viewer = Viewer(actor, self.binds)
        self.derived_values: list[DerivedField] = []
        self.sizes: list[Size] = []
        self.is_for_values = self.is_per_viewer = False
        self.moment: Callable[[Mapping[str, Any]], Any] | None = None
        """How the earlier moment that is looked at is read from a request."""
        self.moment_path: tuple[str, ...] = ()
        self._place: list[str | None] = []
        self._visible_to: dict[Row, Visibility] = {}
        self.entered: dict[Row, tuple[Row | None, Join | None]] = {}
        self._names = 0

    def fresh(self, word: str) -> str:
        """A name that no client's alias can be: GraphQL names have no '#'."""
        self._names += 1
        return f"{word}#{self._names}"

    def enter(
        self, target: str, parent: Row | None, on: Join | None, part: sa.Table | None = None
    ) -> tuple[Shape, Row, list[Predicate]]:
        """A shape's table, or one of its parts, under a fresh name, with the conditions under which the
        actor sees its rows."""
        shape = self.register.shapes[target]
        table = shape.table if part is None else part
        assert isinstance(table, sa.Table), f"{target} has no table of its own"
        row = alias_of(table, self.fresh(table.name), is_current=shape.is_current)
        with self.viewer.entering(row, self._around(parent, on)):
            seen = shape.visible_to(row, self.viewer)
        self._visible_to[row] = shape.visible_to
        self.entered[row] = parent, on
        conditions = [] if is_always(seen) else [seen]
        if on is not None and parent is not None:
            conditions.append(on(parent, row))
        return shape, row, conditions

    def _around(self, parent: Row | None, on: Join | None) -> "Around | None":
        if parent is None or not isinstance(on, JoinBack):
            return None
        entered = parent.row if isinstance(parent, PageRow) else parent
        if entered not in self._visible_to:
            return None
        return Around(parent, table_name(entered), on.back, self._visible_to[entered])

    def totals(self, table: sa.Table) -> Row:
        """Rows that are counted already. What they count the actor may see: the caller has made sure."""
        return alias_of(table, self.fresh(table.name))

    def row(
        self, statement: sa.Select[Any], parent: Row | None, word: str = "", *, name: str = ""
    ) -> sa.Subquery:
        """A subquery in FROM that may refer to its parent's row, and to nothing else."""
        if parent is not None:
            statement = statement.correlate(parent)
        return statement.subquery(name or self.fresh(word))

    def gathered(self, item: Expression, rows: sa.Subquery) -> Expression:
        listed = sa.func.coalesce(sa.func.json_agg(item), NO_ROWS)
        return sa.select(listed).select_from(rows).scalar_subquery()

    @contextmanager
    def repeated(self, number: Bind) -> Iterator[None]:
        """What is compiled within is read for each of so many rows."""
        outer, self.sizes = self.sizes, []
        yield
        outer.append(Size(self.binds.place_of(number), tuple(self.sizes)))
        self.sizes = outer

    def weighing(self, rows: int) -> Bind:
        """A number of rows that no request chooses."""
        return self.binds.new(sa.Integer(), lambda _variables, _actor: rows)

    def inside(self, *steps: str | None) -> "_Inside":
        return _Inside(self._place, steps)

    @abstractmethod
    def columns(self, children: Sequence[Selection], shape: Shape, row: Row) -> Keyed:
        """The selected fields of a row, by their response keys."""


class _Inside:
    """Steps into an answer while its parts are compiled, so that derived values know their place."""

    def __init__(self, place: list[str | None], steps: tuple[str | None, ...]) -> None:
        self._place, self._steps = place, steps

    def __enter__(self) -> None:
        self._place.extend(self._steps)

    def __exit__(self, *_: object) -> None:
        del self._place[len(self._place) - len(self._steps) :]
