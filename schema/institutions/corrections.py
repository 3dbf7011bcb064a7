"""An institution's entry corrected, by whom it may be, with its traces."""

from collections.abc import Mapping
from typing import Any

from domain import institutions as rules
from persistence.institutions.table import Institution
from schema.institutions import jurisdiction
from schema.mutations import Transaction


async def correct(transaction: Transaction, row: Institution, changes: Mapping[str, Any]) -> None:
    """Correct a claimed entry, or refuse it as `rules.update` does; nothing to change keeps the version."""
    rules.update(
        await jurisdiction.facts_of(transaction.session, row, {}),
        await jurisdiction.facts_of(transaction.session, row, changes),
        institution_id=row.id,
        changed=changes,
        by=transaction.actor,
    )
    if not changes:
        return
    if "existence" in changes:
        transaction.record_transition(
            "Institution",
            row.id,
            from_state=row.existence,
            to_state=changes["existence"],
            event="correct",
        )
    transaction.audit("institution.updated", on=row.id, changed=sorted(changes))
    row.record_correction(changes, at=transaction.now)
