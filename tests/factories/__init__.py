"""One function for each table, by aggregate: a row that is whole and lawful, but for what is named.

What a row refers to is given first, then what is special of it by the names of its columns. A new
column that must not be empty gets its value here, and nowhere else.
"""

import datetime as dt
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

NOW = dt.datetime(2026, 11, 18, 2, 0, tzinfo=dt.UTC)
"""Wednesday, ten in the morning in Suzhou."""
TODAY = dt.date(2026, 11, 18)


async def add(session: AsyncSession, *rows: Any) -> None:
    """Rows that refer to one another go in by the order given."""
    for row in rows:
        session.add(row)
        await session.flush()
