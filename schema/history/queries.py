"""Root field for how far back the register is known."""

import strawberry

from schema.fields import CompiledFieldResolved, query_field
from schema.history.types import RegisterHistory


@strawberry.type
class HistoryQueries:
    @query_field
    def register_history(self) -> RegisterHistory | None:
        """From when to when `asOf` can be asked for."""
        raise CompiledFieldResolved
