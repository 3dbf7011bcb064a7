"""Root fields for institutions; all public."""

from typing import Annotated

import strawberry
from strawberry import UNSET

from schema.fields import After, Before, CompiledFieldResolved, First, Last, query_field
from schema.institutions.types import (
    Institution,
    InstitutionBy,
    InstitutionConnection,
    InstitutionFilter,
    InstitutionOrder,
)

By = Annotated[
    InstitutionBy, strawberry.argument(description="The key by which the institution is found.")
]


@strawberry.type
class InstitutionQueries:
    @query_field
    def institution(self, by: By) -> Institution | None:
        """One institution by id, unified social credit code or licence number; null if unknown."""
        raise CompiledFieldResolved

    @query_field
    def institutions(
        self,
        first: First = UNSET,
        last: Last = UNSET,
        after: After = UNSET,
        before: Before = UNSET,
        filter: InstitutionFilter | None = UNSET,
        order_by: InstitutionOrder | None = UNSET,
    ) -> InstitutionConnection:
        """All institutions of the register, open to everyone."""
        raise CompiledFieldResolved
