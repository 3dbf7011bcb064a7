"""The version that a change is based on, compared with the one that its writer would read now."""

from typing import Any

from domain.refusals import ChangedMeanwhile
from persistence.engine import claims
from persistence.engine.public_versions import PartlyPublic
from persistence.reading.shape import Column
from persistence.register import REGISTER
from schema.mutations import Transaction


async def refuse_changed(transaction: Transaction, row: Any, expected_version: int) -> None:
    """Of a claimed row that has not been changed yet. Raises ChangedMeanwhile."""
    current = row.version
    if isinstance(row, PartlyPublic) and not await _sees_all(transaction, row):
        current = row.public_version
    if expected_version != current:
        raise ChangedMeanwhile(expected_version, current)


async def _sees_all(transaction: Transaction, row: Any) -> bool:
    """Where both versions are the same it need not be asked."""
    if row.version == row.public_version:
        return True
    table = type(row)
    answer = REGISTER.shapes[table.__name__].fields["version"]
    assert isinstance(answer, Column)
    assert answer.visible_if is not None
    session, actor = transaction.session, transaction.actor
    return await claims.is_open(session, actor, table, answer.visible_if, row.id)
