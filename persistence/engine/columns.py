"""The vocabulary of columns, and the base every table stands on."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, ClassVar, Self
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import DeclarativeBase, MappedColumn, mapped_column

from domain.regions import LEAD, RegionLevel
from domain.terms import Term
from persistence.engine import past as versions
from persistence.engine.past import Past

MAX_SAFE_INTEGER = 2**53 - 1
"""Larger JSON numbers are not what JavaScript clients read."""

Key = Annotated[UUID, mapped_column(primary_key=True)]
Moment = Annotated[dt.datetime, mapped_column(sa.DateTime(timezone=True))]
Stamp = Annotated[
    dt.datetime, mapped_column(sa.DateTime(timezone=True), server_default=sa.func.now())
]
Fen = Annotated[int, mapped_column(sa.BigInteger)]
RegionCode = Annotated[str, mapped_column(sa.ForeignKey("regions.code"))]


BOOKKEEPING: Mapping[str, Any] = {"history": False}
"""The `info` of a column whose changes no history keeps: it follows from others, or is nobody's business."""
WITHHELD: Mapping[str, Any] = {"withheld": True}
"""Of one that not everybody sees who sees the row: its shape says who does. Visitors are notified of no change
of it, and none of it moves what they are answered."""
CONFIDENTIAL: Mapping[str, Any] = {"history": None, **WITHHELD}
"""Of one that is withheld and of which a history keeps that it was changed, and no value; of bytes a history
keeps none without their saying so."""


def withheld(table: sa.FromClause) -> frozenset[str]:
    """The columns of a table that not everybody sees who sees the row."""
    return frozenset(each.name for each in table.c if each.info.get("withheld"))


@dataclass(frozen=True, slots=True)
class KeptHistory:
    """That each change of a table's rows is kept (`persistence.engine.history`).

    `name` is the column by which a person knows a row, `institution` the one that says whose it is.
    `kind` and `key` say of which object a row is a part, where it is none itself.
    """

    name: str
    institution: str | None = None
    kind: str | None = None
    key: str = "id"


class Table(DeclarativeBase):
    metadata = sa.MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        str: sa.Text(),
        dt.datetime: sa.DateTime(timezone=True),
        list[str]: ARRAY(sa.Text()),
        dict[str, Any]: sa.JSON(),
    }

    history: ClassVar[KeptHistory | None] = None
    past: ClassVar[Past | None] = None

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        if cls.past is not None:
            versions.keep(cls, cls.past)

    @classmethod
    def names(cls) -> tuple[str, ...]:
        """The columns that a row has; not the moment at which the database notes that it wrote it."""
        return tuple(each.key for each in sa.inspect(cls).column_attrs)

    @classmethod
    def as_loaded(cls, values: Mapping[str, Any]) -> Self:
        """A row with these values that no session holds, as one that was loaded."""
        row: Any = sa.inspect(cls).class_manager.new_instance()
        vars(row).update(values)
        return row  # type: ignore[no-any-return]  # of this class


versions.stand(Table.metadata)


def from_json(table: type[Table], values: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a row that PostgreSQL spelt as JSON; of columns that a later release added, none."""
    return {
        name: value if value is None or read is None else read(value)
        for name, read in _readers(table).items()
        if (value := values.get(name, _readers)) is not _readers
    }


@cache
def _readers(table: type[Table]) -> dict[str, Callable[[Any], Any] | None]:
    """How the columns' values are read that JSON has no word for."""
    return {column.key: _reader(column.type) for column in table.__table__.c}


def _reader(kind: sa.types.TypeEngine[Any]) -> Callable[[Any], Any] | None:
    if isinstance(kind, sa.Uuid):
        return UUID
    if isinstance(kind, sa.Enum):
        return kind.enum_class
    if isinstance(kind, sa.DateTime):
        return dt.datetime.fromisoformat
    if isinstance(kind, sa.Date):
        return dt.date.fromisoformat
    if isinstance(kind, sa.LargeBinary):
        return lambda value: bytes.fromhex(value[2:])
    return None


def foreign_key(target: str, **options: Any) -> MappedColumn[Any]:
    """An indexed foreign key."""
    options.setdefault("index", True)
    return mapped_column(sa.ForeignKey(target), **options)


def enum_column(term: type[Term], **options: Any) -> MappedColumn[Any]:
    """One word of a code list, stored as its code and checked by the database."""
    kind = sa.Enum(
        term, native_enum=False, length=40, create_constraint=True, name=_snake(term.list_name())
    )
    return mapped_column(kind, **options)


def enum_array(**options: Any) -> MappedColumn[Any]:
    """Several words of a code list; pair it with `among` in the table's constraints."""
    return mapped_column(ARRAY(sa.Text()), **options)


def enum_array_check(column: str, term: type[Term]) -> sa.CheckConstraint:
    """The database's promise that an array column holds words of the list only."""
    members = ", ".join(f"'{member.value}'" for member in term)
    return sa.CheckConstraint(f"{column} <@ array[{members}]::text[]", name=f"{column}_words")


def fen_in_range(column: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(
        f"{column} between 0 and {MAX_SAFE_INTEGER}", name=f"{column}_in_range"
    )


def _snake(name: str) -> str:
    return "".join(f"_{c.lower()}" if c.isupper() and i else c.lower() for i, c in enumerate(name))


def by_level(
    name: str, column: str, *order: Any, apart_from: str = "", only: str = "", **options: Any
) -> Iterator[sa.Index]:
    """Indexes of the rows of each county, each city and each province, in this order of them; of rows
    whose other region lies `apart_from` this one at that level, and for which `only` holds, where given."""
    for level, digits in _LEVELS.items():
        is_county = digits == LEAD[RegionLevel.COUNTY]
        place = column if is_county else sa.text(_led(column, digits))
        conditions = [only] if only else []
        if apart_from:
            ends = (apart_from, column)
            conditions.append(" <> ".join(e if is_county else _led(e, digits) for e in ends))
        if conditions:
            options["postgresql_where"] = sa.text(" and ".join(conditions))
        yield sa.Index(f"{name}_{level.value.lower()}", place, *order, **options)


def columns_by_level(table: sa.Table) -> frozenset[str]:
    """The columns of a table by which it has such indexes; a view says by which tables below it do."""
    texts = {str(each) for index in table.indexes for each in index.expressions}
    found = {c.key for c in table.c if _led(c.key, LEAD[RegionLevel.CITY]) in texts}
    return frozenset(found | table.info.get(BY_LEVEL, set()))


BY_LEVEL = "by_level"
"""Where a view names the columns by whose levels what it is made of is indexed."""
_LEVELS = {level: digits for level, digits in LEAD.items() if level is not RegionLevel.NATION}


def _led(column: str, digits: int) -> str:
    return f'"left"({column}, {digits})'
