"""How a type is answered: where each field comes from, who may see it, and who may see the row.

A shape knows nothing of any query language. Expressions are functions of the row (`From`), so that
the compiler decides where the row comes from. A row may be a table's alias or a subquery of it.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from domain.permissions import Permission
from persistence.reading import ids
from persistence.reading.ids import PREFIX_OF
from persistence.reading.public_tables import PublicTable

if TYPE_CHECKING:
    from persistence.reading.viewer import Value, Viewer

Row = sa.FromClause
Expression = sa.ColumnElement[Any]
Predicate = sa.ColumnElement[bool]
Join = Callable[[Row, Row], Predicate]
Visibility = Callable[[Row, "Viewer"], Predicate]
Condition = Callable[[Row, "Value"], Predicate]


@dataclass(frozen=True, slots=True)
class Column:
    """A value of the row. Lacking `permission` refuses the operation; where `visible_if` is
    false, `fallback` stands in its place, or null.

    `weight` is how many rows a large value counts as, of those that one operation may ask for.
    """

    of: Callable[[Row], Expression]
    permission: Permission | None = None
    visible_if: Visibility | None = None
    weight: int = 0
    fallback: Callable[[Row], Expression] | None = None


@dataclass(frozen=True, slots=True)
class DerivedValue:
    """A value that SQL cannot give: the maker of this name gets the JSON values of `columns`, and
    after them the viewer if the value is `per_viewer`."""

    columns: tuple[Callable[[Row], Expression], ...]
    derive: str
    permission: Permission | None = None
    visible_if: Visibility | None = None
    per_viewer: bool = False


@dataclass(frozen=True, slots=True)
class DerivedObjects:
    """A short list of plain objects that SQL cannot give: the maker of this name gets the JSON values
    of `columns` and returns each object by the public names of its fields. `weight` as of `Many`."""

    columns: tuple[Callable[[Row], Expression], ...]
    derive: str
    target: str
    permission: Permission | None = None
    visible_if: Visibility | None = None
    weight: int = 10


@dataclass(frozen=True, slots=True)
class SameRow:
    """An object made of the same row; null where `present` is false."""

    target: str
    present: Callable[[Row], Predicate] | None = None
    permission: Permission | None = None
    visible_if: Visibility | None = None


@dataclass(frozen=True, slots=True)
class AsOf:
    """That a root can be asked for as of an earlier moment, with these of its filters.

    `spans` are for a moment what `Page.spans` are for filters: they bound the default order to what can have
    been there then. They get the end of a week that begins a day after it at the earliest, as it is written in the
    statement: so PostgreSQL knows how many rows that leaves, and a year has 52 statements.
    """

    filters: frozenset[str] = frozenset()
    spans: Callable[[Row, Expression], list[Predicate]] | None = None


@dataclass(frozen=True, slots=True)
class One:
    """At most one row of another shape; null where there is none to see. With an order, the first of
    those that the viewer sees."""

    target: str
    on: Join | None = None
    where: Visibility | None = None
    arguments: Mapping[str, Condition] = field(default_factory=dict)
    permission: Permission | None = None
    visible_if: Visibility | None = None
    order: Callable[[Row], list[Expression]] | None = None
    as_of: AsOf | None = None


@dataclass(frozen=True, slots=True)
class Many:
    """All rows of another shape that belong here, in order; for lists that are short by nature.

    `weight` is how many rows the list counts as, of those that one operation may ask for: about
    what a long one has. It bounds what is asked, not what is answered.
    """

    target: str
    order: Callable[[Row], list[Expression]]
    on: Join | None = None
    where: Visibility | None = None
    arguments: Mapping[str, Condition] = field(default_factory=dict)
    permission: Permission | None = None
    visible_if: Visibility | None = None
    weight: int = 10


@dataclass(frozen=True, slots=True)
class Rank:
    """Rows that come before others in an order. Of rows of which it `holds`, `found` is the filter that the
    order needs, in terms of an index."""

    number: int
    holds: Callable[[Row], Predicate]
    found: Callable[[Row], Predicate]


@dataclass(frozen=True, slots=True)
class KeysetOrder:
    """Columns of a keyset order, all not null; the row's key is appended. With `ranks`, which count upwards
    to one that holds of every row, a row comes with the first that holds of it; then the columns decide."""

    columns: tuple[Callable[[Row], Expression], ...]
    ranks: tuple[Rank, ...] = ()

    def keys(self, row: Row) -> list[Expression]:
        columns = [column(row) for column in self.columns]
        if not self.ranks:
            return columns
        *ranks, last = self.ranks
        number = sa.case(
            *((rank.holds(row), numbered(rank)) for rank in ranks), else_=numbered(last)
        )
        return [sa.type_coerce(number, sa.Integer()), *columns]


def numbered(rank: Rank) -> Expression:
    return sa.literal_column(str(rank.number), sa.Integer())


@dataclass(frozen=True, slots=True)
class KeysetOrderOf:
    """A keyset order that turns on the value of one of the page's filters; refused without it."""

    needs: str
    order_for: Callable[["Value"], KeysetOrder]


@dataclass(frozen=True, slots=True)
class Totals:
    """Rows that are counted already: each of `table` stands for as many as its column `amount` says.
    They answer for those predicates that need no other columns, and for these filters; of rows for
    which `of` holds, where it is given."""

    table: sa.Table
    amount: str
    filters: Mapping[str, Condition]
    of: Visibility | None = None


@dataclass(frozen=True, slots=True)
class ByValue:
    """A column of few different values, some rare; these totals have each that there is. It is read by value
    where no filters are given but those `beside` it, whose columns follow in the same indexes."""

    column: str
    totals: sa.Table
    beside: frozenset[str]


@dataclass(frozen=True, slots=True)
class Page:
    """A connection: keyset pages of another shape under named orders and typed filters.

    With a filter of `planned_for` each execution is planned for its values: a plan that knows none
    would take a road that is wrong for most of them. In its default order, `even_filters` have an index of
    their own: there a plan without values is as good for each value (`sizes`).

    `spans` are, for the filters given, predicates of which one holds of each row that fits them: each bounds
    the default order to where such rows are, so that an index of the order is read there alone. A filter
    `by_value` reads the first rows of each value that fits: by an index of that column and the order.
    """

    target: str
    orders: Mapping[str, KeysetOrder | KeysetOrderOf]
    default_order: tuple[str, str]
    on: Join | None = None
    where: Visibility | None = None
    filters: Mapping[str, Condition] = field(default_factory=dict)
    permission: Permission | None = None
    visible_if: Visibility | None = None
    planned_for: frozenset[str] = frozenset()
    even_filters: frozenset[str] = frozenset()
    spans: Callable[[Row, Mapping[str, "Value"]], list[Predicate]] | None = None
    by_value: Mapping[str, ByValue] = field(default_factory=dict)
    as_of: AsOf | None = None
    totals: tuple[Totals, ...] = ()
    """The coarsest first: what it cannot answer, the next may."""


@dataclass(frozen=True, slots=True)
class RowCount:
    """How many rows of another shape belong here, of those the actor may see: all, where they are
    counted already by `totals`, whose rows the conditions are then of."""

    target: str
    on: Join
    where: Callable[[Row], Predicate] | None = None
    totals: Totals | None = None
    permission: Permission | None = None
    visible_if: Visibility | None = None


@dataclass(frozen=True, slots=True)
class NodesField:
    """Rows of any shape with an id, by a list of ids, in their order."""

    permission: Permission | None = None


@dataclass(frozen=True, slots=True)
class NodeField:
    """A row of any shape with an id."""

    permission: Permission | None = None


Field = (
    Column
    | DerivedValue
    | DerivedObjects
    | SameRow
    | One
    | Many
    | Page
    | RowCount
    | NodeField
    | NodesField
)


@dataclass(frozen=True, slots=True)
class Shape:
    """One object type: its table, its fields by their public names, and its row predicate.

    `fields` names what a column does not say by itself. Everything else that the schema declares is
    the column of its name as it is stored; the schema decides which columns are public. `parts` are
    tables that together have the rows of a view, each once, and are read in order where it is not.
    One that `is_current` has rows as they are, whatever moment a statement looks at.
    """

    name: str
    table: sa.FromClause | None
    fields: Mapping[str, Field]
    visible_to: Visibility
    parts: tuple[sa.Table, ...] = ()
    is_current: bool = False
    _plain: Mapping[str, Field] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_plain", dict(self._of_columns()))

    def answer(self, name: str) -> Field | None:
        """Where a field comes from; None where nothing is known of it."""
        return self.fields.get(name) or self._plain.get(name)

    def _of_columns(self) -> Iterator[tuple[str, Field]]:
        for name, stored in () if self.table is None else self.table.c.items():
            if name == "id" and self.name in PREFIX_OF:
                yield "id", Column(lambda row: ids.expression(self.name, row.c.id))
            elif (plain := _plain_column(name, stored.type)) is not None:
                yield public_name(name), plain


@dataclass(frozen=True, slots=True)
class Register:
    """All shapes, and what may be asked for at the root.

    `by_resolver` are roots that are compiled too, but only after a resolver of their own let them.
    `public_tables` have rows that anybody sees, by their names.
    """

    shapes: Mapping[str, Shape]
    roots: Mapping[str, Field]
    by_resolver: Mapping[str, Field] = field(default_factory=dict)
    public_tables: Mapping[str, PublicTable] = field(default_factory=dict)


def to_all(row: Row, viewer: "Viewer") -> Predicate:
    """Visible to everyone."""
    return sa.true()


def by_parent(row: Row, viewer: "Viewer") -> Predicate:
    """Part of a row that was seen already; such a shape is neither a root nor has an id of its own."""
    return sa.true()


def references(column: str, key: str = "id", *, back: str | None = None) -> Join:
    """This row's column holds the other's key; and the other's column `back`, where named, this row's."""

    def on(parent: Row, row: Row) -> Predicate:
        found = row.c[key] == parent.c[column]
        return found if back is None else sa.and_(found, row.c[back] == parent.c.id)

    return JoinTo(column, on) if back is None else JoinBack(back, on)


def referenced_by(column: str) -> Join:
    """The other's column holds this row's key."""
    return JoinBack(column, lambda parent, row: row.c[column] == parent.c.id)


@dataclass(frozen=True, slots=True)
class JoinBack:
    """A join by which the other row names this one in its column `back`."""

    back: str
    on: Join

    def __call__(self, parent: Row, row: Row) -> Predicate:
        return self.on(parent, row)


@dataclass(frozen=True, slots=True)
class JoinTo:
    """A join by which this row names the other in its own `column`."""

    column: str
    on: Join

    def __call__(self, parent: Row, row: Row) -> Predicate:
        return self.on(parent, row)


def columns(*names: str) -> Mapping[str, Field]:
    """Columns as they are stored, of a shape without a table of its own."""
    return {public_name(name): column(name) for name in names}


def public_name(column: str) -> str:
    """`accuracy_m` is `accuracyM`, as Strawberry names fields."""
    first, *others = column.split("_")
    return first + "".join(other[:1].upper() + other[1:] for other in others)


def _plain_column(name: str, kind: sa.types.TypeEngine[Any]) -> Column | None:
    """How a column of its type is answered; bytes are nobody's."""
    match kind:
        case sa.LargeBinary():
            return None
        case sa.DateTime():
            return moment(name)
        case sa.ARRAY(item_type=sa.DateTime()):
            return moments(name)
        case sa.Time():
            return time_of_day(name)
        case _:
            return column(name)


def legal_bases(column: str) -> DerivedObjects:
    """The documents that a column names, a text or an array of them."""
    return DerivedObjects((lambda row: row.c[column],), "legal_bases", "LegalBasis", weight=2)


def column(
    name: str, *, permission: Permission | None = None, visible_if: Visibility | None = None
) -> Column:
    """A column as it is stored."""
    return Column(lambda row: row.c[name], permission, visible_if)


def moment(
    name: str, *, permission: Permission | None = None, visible_if: Visibility | None = None
) -> Column:
    """A moment in UTC with all its microseconds, whatever the session's time zone."""
    return Column(lambda row: spelt_moment(row.c[name]), permission, visible_if)


def spelt_moment(value: Expression) -> Expression:
    pattern: Expression = sa.literal_column("""'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'""")
    return sa.func.to_char(sa.func.timezone(sa.literal_column("'UTC'"), value), pattern)


def moments(name: str) -> Column:
    """An array of moments, each spelt as `moment` spells one."""

    def of(row: Row) -> Expression:
        kind = sa.DateTime(timezone=True)
        each = sa.func.unnest(row.c[name]).table_valued(sa.column("moment", kind))
        each = each.render_derived(name="each#")
        spelt = sa.func.json_agg(spelt_moment(each.c.moment))
        listed = sa.func.coalesce(spelt, sa.literal_column("'[]'::json"))
        return sa.select(listed).select_from(each).correlate(row).scalar_subquery()

    return Column(of)


def version(sees_all: Visibility) -> Column:
    """Of a row with columns that are withheld (`PartlyPublic`): the one that rises with every change is for those
    who see all that raises it."""
    return Column(
        lambda row: row.c.version,
        visible_if=unless_looking_back(sees_all),
        fallback=lambda row: row.c.public_version,
    )


def unless_looking_back(gate: Visibility) -> Visibility:
    """The gate of what is kept of no earlier moment: what everybody sees stands in its place then."""
    return UnlessLookingBack(gate)


@dataclass(frozen=True, slots=True)
class UnlessLookingBack:
    gate: Visibility

    def __call__(self, row: Row, viewer: "Viewer") -> Predicate:
        return sa.false() if viewer.looks_back else self.gate(row, viewer)


def time_of_day(name: str) -> Column:
    return Column(lambda row: sa.func.to_char(row.c[name], sa.literal_column("'HH24:MI'")))
