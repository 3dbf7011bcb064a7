"""The one and two characters that follow on one another in a text: an index of them finds the rows whose text
contains another, anywhere, as `strpos` does. Few rows have all of a text's pairs and not the text.
"""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY

from persistence.engine.columns import Table

FUNCTION = (
    "create function grams(p_text text) returns text[] language sql immutable strict parallel safe"
    " set search_path = pg_catalog as $$ select coalesce(array_agg(distinct substr(p_text, i, n)), '{}')"
    " from generate_series(1, length(p_text)) i, (values (1), (2)) v(n) where i + n - 1 <= length(p_text) $$"
)


def _made(_: sa.MetaData, connection: sa.Connection, **__: Any) -> None:
    connection.exec_driver_sql(FUNCTION)


sa.event.listen(Table.metadata, "before_create", _made)


def index_of(table: str, column: str) -> sa.Index:
    return sa.Index(
        f"ix_{table}_{column}_grams",
        sa.text(f"grams(lower({column}))"),
        postgresql_using="gin",
        postgresql_with={"gin_pending_list_limit": "1024"},
    )


def of_column(column: sa.ColumnElement[str]) -> sa.ColumnElement[Any]:
    """As the index has it."""
    return sa.func.grams(sa.func.lower(column), type_=ARRAY(sa.Text()))


def of_text(text: str) -> list[str]:
    """Those by which a text is looked for: its pairs, or the one character that it has."""
    pairs = [text[i : i + 2] for i in range(len(text) - 1)]
    return sorted(set(pairs)) or [text]
