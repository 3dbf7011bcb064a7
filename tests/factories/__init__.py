"""One function for each table, by aggregate: a row that is whole and lawful, but for what is named.

What a row refers to is given first, then what is special of it by the names of its columns. A new
column that must not be empty gets its value here, and nowhere else.
"""

import datetime as dt
from typing import Any, TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

from persistence.engine.columns import Table
from persistence.engine.identifiers import new_key

NOW = dt.datetime(2026, 11, 18, 2, 0, tzinfo=dt.UTC)
"""Wednesday, ten in the morning in Suzhou."""
TODAY = dt.date(2026, 11, 18)

Row = TypeVar("Row", bound=Table)


def row(table: type[Row], facts: dict[str, Any], /, **usual: Any) -> Row:
    """For the factories: what is usual, but for the facts; its id is a new one unless it is named."""
    id = table.__table__.columns.get("id")
    own = {} if id is None or id.server_default is not None else {"id": new_key()}
    return table(**{**own, **usual, **facts})


async def add(session: AsyncSession, *rows: Any) -> None:
    """Rows that refer to one another go in by the order given."""
    for each in rows:
        session.add(each)
        await session.flush()
