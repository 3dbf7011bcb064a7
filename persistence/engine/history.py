"""The history of the register's entries: who changed what, from what to what, by which act and why.

It is taken from the rows themselves when they are sent to the database, so that no mutation and no ledger
has to name what it changes. Tables say by `history` that theirs is kept (`KeptHistory`). What is changed
past the rows, by a statement of its own, leaves none.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session

from domain.actors import Actor
from persistence.engine import traces
from persistence.engine.columns import KeptHistory, Table
from persistence.engine.identifiers import new_key
from persistence.engine.records import FieldChange
from persistence.reading import ids
from persistence.reading.shape import public_name

_OF_EVERY_TABLE = {"version", "updated_at"}
_APART = ("_hash", "_sealed")
"""Endings of the columns that together keep one value."""


@dataclass(slots=True)
class Cause:
    """By whom, and by which mutation or ledger, rows are changed; why is known when it is known."""

    account_id: UUID | None
    authority_id: UUID | None
    operation: str | None
    reason: str | None = None


def begin(session: AsyncSession, actor: Actor, *, operation: str) -> None:
    """What this session changes from now on is kept as this actor's."""
    session.info[Cause] = Cause(actor.account_id, actor.authority_id, operation)


def because(session: AsyncSession, reason: str | None) -> None:
    """What this session changes from now on was changed for this reason."""
    session.info[Cause].reason = reason


def note(
    session: AsyncSession, row: Table, field: str, before: Any = None, after: Any = None
) -> None:
    """Keep a change of what is no column of the row, such as a list that belongs to it."""
    assert row.history is not None, f"{type(row).__name__} keeps no history"
    _leave(session.sync_session, row, row.history, field, before, after)


def note_entry(session: AsyncSession, row: Table) -> None:
    """Keep that a row was made which no session makes, but COPY."""
    assert row.history is not None, f"{type(row).__name__} keeps no history"
    _leave(session.sync_session, row, row.history, None, after=_name(row, row.history))


@event.listens_for(Session, "before_flush")
def _note_all(session: Session, _context: Any, _rows: Any) -> None:
    if FieldChange not in session.info:
        return
    for row in session.dirty:
        if isinstance(row, Table) and row.history is not None:
            _note_changes(session, row, row.history)
    for row in session.deleted:
        if isinstance(row, Table) and row.history is not None:
            _leave(session, row, row.history, None, before=_name(row, row.history))
    if Cause in session.info:
        for row in session.new:
            if isinstance(row, Table) and row.history is not None:
                _leave(session, row, row.history, None, after=_name(row, row.history))


def _name(row: Table, kept: KeptHistory) -> Any:
    return getattr(row, kept.name)


def _note_changes(session: Session, row: Table, kept: KeptHistory) -> None:
    attributes = sa.inspect(row, raiseerr=True).attrs
    hidden = set()
    for column in _columns(type(row)):
        history = attributes[column.key].history
        before, after = _first(history.deleted), _first(history.added)
        if not history.has_changes() or before == after:
            continue
        if not column.is_confidential:
            _leave(session, row, kept, column.name, column.spelt(before), column.spelt(after))
        elif column.name not in hidden:
            hidden.add(column.name)
            _leave(session, row, kept, column.name, is_confidential=True)


def _first(values: Any) -> Any:
    return values[0] if values else None


def _leave(
    session: Session,
    row: Table,
    kept: KeptHistory,
    field: str | None,
    before: Any = None,
    after: Any = None,
    *,
    is_confidential: bool = False,
) -> None:
    cause = session.info.get(Cause) or Cause(None, None, None)
    traces.leave(
        session,
        FieldChange,
        id=new_key(),
        kind=kept.kind or type(row).__name__,
        object_id=getattr(row, kept.key),
        institution_id=getattr(row, kept.institution) if kept.institution else None,
        account_id=cause.account_id,
        authority_id=cause.authority_id,
        operation=cause.operation,
        reason=cause.reason,
        field_name=field,
        is_confidential=is_confidential,
        before=before,
        after=after,
    )


@dataclass(frozen=True, slots=True)
class _Column:
    """A column whose changes are kept; `refers_to` is the type of the row that it names."""

    key: str
    name: str
    is_confidential: bool
    refers_to: str | None

    def spelt(self, value: Any) -> Any:
        """As clients know the value: an id as ids are written; JSON spells the others."""
        if value is None or self.refers_to is None:
            return value
        return ids.write(self.refers_to, value)


@cache
def _columns(table: type[Table]) -> tuple[_Column, ...]:
    return tuple(_kept_columns(table))


def _kept_columns(table: type[Table]) -> Iterator[_Column]:
    types = {each.local_table.name: each.class_.__name__ for each in table.registry.mappers}  # type: ignore[attr-defined]
    for attribute in sa.inspect(table).column_attrs:
        column = attribute.columns[0]
        assert isinstance(column, sa.Column)
        is_hidden = (
            isinstance(column.type, sa.LargeBinary) or column.info.get("history", "") is None
        )
        if column.info.get("history") is False or attribute.key in _OF_EVERY_TABLE:
            continue
        name = attribute.key
        for ending in _APART:
            name = name.removesuffix(ending)
        target = next((types.get(key.column.table.name) for key in column.foreign_keys), None)
        refers_to = target if target in ids.PREFIX_OF else None
        yield _Column(attribute.key, public_name(name), is_hidden, refers_to)
