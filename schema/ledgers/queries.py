"""Root fields for uploaded ledgers."""

from typing import Annotated

import strawberry

from domain.permissions import Permission
from schema.fields import CompiledFieldResolved, query_field
from schema.ledgers.types import LedgerJob
from schema.pages import query_page_of

Id = Annotated[strawberry.ID, strawberry.argument(description="Opaque id of the row to return.")]


@strawberry.type
class LedgerQueries:
    @query_field(permission=Permission.LEDGER_IMPORT)
    def ledger_job(self, id: Id) -> LedgerJob | None:
        """One uploaded ledger of the caller or the caller's office; otherwise null."""
        raise CompiledFieldResolved

    ledger_jobs = query_page_of(
        LedgerJob,
        "Ledgers that the caller uploaded, or colleagues of the same office with the same task; latest first.",
        permission=Permission.LEDGER_IMPORT,
    )
