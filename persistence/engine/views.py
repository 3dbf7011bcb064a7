"""Views hold no rows of their own, so they stand in a metadata of their own; a database made of the
tables has them too."""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from persistence.engine.columns import Table

VIEWS = sa.MetaData()


def view(name: str, text: str) -> str:
    return f"create view {name} as {text}"


WAYS_THAT_READ_ALL = ("seqscan", "hashjoin", "mergejoin")
_BY_INDEX = " set plan_cache_mode = force_generic_plan" + "".join(
    f" set enable_{way} = off" for way in WAYS_THAT_READ_ALL
)
"""Changes are few, and come and go too fast for statistics: what is large is looked up by them."""


def finding(name: str, table: str, condition: str, text: str) -> str:
    """A function that finds rows of a table's columns, and nothing where the condition is false; of
    changes, those up to a number. Its plan is made once for a connection, and what reads from it need
    not plan it."""
    return (
        f"create function {name}(up_to bigint default null) returns setof {table} language plpgsql stable rows 100"
        f" set search_path = pg_catalog, public, pg_temp{_BY_INDEX} as $$ begin if {condition} then"
        f" return query {text}; end if; end $$"
    )


def stand(statements: Iterable[str]) -> None:
    """Have these views and functions made with the tables, in this order."""

    def made(_: sa.MetaData, connection: sa.Connection, **__: Any) -> None:
        for each in statements:
            connection.exec_driver_sql(each)

    sa.event.listen(Table.metadata, "after_create", made)
