"""After every test: what searching reads is what it ought to be, whoever wrote the rows."""

import sqlalchemy as sa

from persistence import search
from persistence.database import Database
from persistence.tables.institutions import Entitlement, Institution

_KEPT = ("search_text", "search_tokens", "pinyin_tokens", "sort_key")
_NUMBERS = (
    sa.select(sa.func.coalesce(sa.func.array_agg(Entitlement.number), sa.text("'{}'")))
    .where(Entitlement.institution_id == Institution.id)
    .correlate(Institution)
    .scalar_subquery()
)
_ROWS = sa.select(
    Institution.name,
    Institution.address,
    Institution.reading,
    *(Institution.__table__.c[column] for column in _KEPT),
    _NUMBERS.label("licence_numbers"),
).limit(500)


async def check(database: Database) -> None:
    """Every institution is found by what it is: a deed that forgets to say so fails its own test."""
    async with database.engine.connect() as connection:
        for row in await connection.execute(_ROWS):
            expected = search.columns(
                name=row.name,
                address=row.address,
                licence_numbers=row.licence_numbers,
                reading=row.reading,
            )
            kept = {column: getattr(row, column) for column in _KEPT}
            assert kept == expected, f"{row.name} is not found by what it is"
