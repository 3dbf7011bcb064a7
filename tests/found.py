"""After every test: what searching reads is what it ought to be, no matter who wrote the rows."""

from functools import cache
from typing import Any

import sqlalchemy as sa

from persistence.engine.database import Database
from persistence.institutions import search_tokens as search
from persistence.institutions.table import Entitlement, Institution

_KEPT = ("search_text", "search_tokens", "name_tokens", "sort_key")
_NUMBERS = (
    sa.select(sa.func.coalesce(sa.func.array_agg(Entitlement.number), sa.text("'{}'")))
    .where(Entitlement.institution_id == Institution.id)
    .correlate(Institution)
    .scalar_subquery()
)
_ROWS = sa.select(
    Institution.name,
    Institution.address,
    Institution.unified_social_credit_code,
    Institution.reading,
    *(Institution.__table__.c[column] for column in _KEPT),
    _NUMBERS.label("licence_numbers"),
).limit(500)


@cache
def _expected(
    name: str, address: str, credit_code: str, licence_numbers: tuple[str, ...], reading: str | None
) -> dict[str, Any]:
    """The same few institutions stand in nearly every test."""
    return search.columns(
        name=name,
        address=address,
        credit_code=credit_code,
        licence_numbers=licence_numbers,
        reading=reading,
    )


async def check(database: Database) -> None:
    """Every institution is found by what it is: a mutation that forgets to say so fails its own test."""
    async with database.engine.connect() as connection:
        for row in await connection.execute(_ROWS):
            expected = _expected(
                row.name,
                row.address,
                row.unified_social_credit_code,
                tuple(row.licence_numbers),
                row.reading,
            )
            kept = {column: getattr(row, column) for column in _KEPT}
            assert kept == expected, f"{row.name} is not found by what it is"
