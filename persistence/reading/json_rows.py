"""Rows to JSON objects in SQL: response keys in order, whatever their length and number."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import aggregate_order_by

from persistence.reading.refused import ReadRefused

Keyed = Sequence[tuple[str, sa.ColumnElement[Any]]]

_LONGEST_NAME = 63
"""Bytes after which PostgreSQL cuts a column's name with nothing but a notice."""
_MOST_PAIRS = 50
"""json_build_object takes 100 arguments."""
_MOST_COLUMNS = 1_600
"""A row has at most 1,664 columns."""


def labelled(keyed: Keyed) -> list[sa.ColumnElement[Any]]:
    """The columns of a row, named by their response keys unless a name would be cut."""
    if len(keyed) > _MOST_COLUMNS:
        raise ReadRefused(
            "TOO_MANY_FIELDS", "Too many fields on one object.", "单个对象的字段过多。"
        )
    if _names_fit(keyed):
        return [value.label(sa.sql.quoted_name(key, True)) for key, value in keyed]
    return [value.label(f"#{i}") for i, (_, value) in enumerate(keyed)]


def as_object(keyed: Keyed, row: sa.Subquery, *, aggregated: bool = False) -> sa.ColumnElement[Any]:
    """The row as a JSON object; inside an aggregate the bare row will do."""
    if _names_fit(keyed):
        whole = row.table_valued()
        return whole if aggregated else sa.func.to_json(whole)
    columns = [row.c[f"#{i}"] for i in range(len(keyed))]
    if len(keyed) <= _MOST_PAIRS:
        return built([(key, value) for (key, _), value in zip(keyed, columns, strict=True)])
    pairs = sa.values(
        sa.column("position", sa.Integer),
        sa.column("key", sa.Text),
        sa.column("value", sa.JSON),
        name=f"{row.name}:pairs",
    ).data(
        [
            (sa.literal_column(str(i)), _text(key), sa.func.to_json(value))
            for i, ((key, _), value) in enumerate(zip(keyed, columns, strict=True))
        ]
    )
    pair = pairs.lateral()
    folded = sa.func.json_object_agg(pair.c.key, aggregate_order_by(pair.c.value, pair.c.position))
    return sa.select(folded).select_from(pair).correlate(row).scalar_subquery()


def fits_one_call(keyed: Keyed) -> bool:
    return len(keyed) <= _MOST_PAIRS


def built(keyed: Keyed) -> sa.ColumnElement[Any]:
    """A JSON object of few keys made in place, with no row of its own."""
    pairs = [part for key, value in keyed for part in (_text(key), value)]
    return sa.func.json_build_object(*pairs)


def _names_fit(keyed: Keyed) -> bool:
    # GraphQL names are ASCII: characters are bytes.
    return all(len(key) <= _LONGEST_NAME for key, _ in keyed)


def _text(key: str) -> sa.ColumnElement[str]:
    return sa.literal_column(f"'{key}'")
