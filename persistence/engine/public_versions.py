"""Rows that not everybody sees whole: their version rises with every change, and beside it one that rises only
with what everybody sees.

It is raised when rows are sent to the database, so that no mutation and no ledger has to know which of their
columns are withheld, and none can forget to. Who does not see all of the row is answered it in the version's
place: a number or a moment that moves would reveal what is withheld.
"""

from collections.abc import Iterable
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import Mapped, Session, mapped_column

from persistence.engine.columns import BOOKKEEPING, WITHHELD, Table, withheld


class PartlyPublic:
    """Columns of a table of which some are withheld. With `updated_at`, withheld too, it has
    `public_updated_at`: null until something changed that everybody sees."""

    version: Mapped[int] = mapped_column(info=dict(WITHHELD))
    public_version: Mapped[int] = mapped_column(server_default=sa.text("1"), info=dict(BOOKKEEPING))

    is_public_part_changed = False

    def note_parts(self, parts: Iterable[type[Table]]) -> None:
        """What of it is kept in these tables was changed with this version: public where not all of a
        table is withheld."""
        self.is_public_part_changed |= any(_public_columns(part) for part in parts)


@event.listens_for(Session, "before_flush")
def _raise_public_versions(session: Session, _context: Any, _rows: Any) -> None:
    for row in session.dirty:
        if isinstance(row, PartlyPublic) and _is_changed(row, "version"):
            _raise(row)


def _raise(row: Any) -> None:
    table: type[Table] = type(row)
    changed = any(_is_changed(row, name) for name in _public_columns(table))
    if changed or row.is_public_part_changed:
        row.public_version += 1
        if hasattr(row, "public_updated_at"):
            row.public_updated_at = row.updated_at
    row.is_public_part_changed = False


@cache
def _public_columns(table: type[Table]) -> frozenset[str]:
    """What everybody sees of a row, by itself."""
    return frozenset(table.names()) - withheld(table.__table__) - _PUBLIC


_PUBLIC = frozenset({"public_version", "public_updated_at"})


def _is_changed(row: Any, name: str) -> bool:
    changed = sa.inspect(row).attrs[name].history
    return changed.has_changes() and list(changed.deleted or ()) != list(changed.added or ())
