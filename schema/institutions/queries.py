"""Questions about institutions; all public."""

from typing import Annotated

import strawberry
from strawberry import UNSET

from schema.answering import After, AnsweredByShape, Before, First, Last, root
from schema.institutions.types import (
    Institution,
    InstitutionBy,
    InstitutionConnection,
    InstitutionFilter,
    InstitutionOrder,
)

By = Annotated[InstitutionBy, strawberry.argument(description="How it is named.")]


@strawberry.type
class InstitutionQueries:
    @root
    def institution(self, by: By) -> Institution | None:
        """One institution, by id, credit code or licence number."""
        raise AnsweredByShape

    @root
    def institutions(
        self,
        first: First = UNSET,
        last: Last = UNSET,
        after: After = UNSET,
        before: Before = UNSET,
        filter: InstitutionFilter | None = UNSET,
        order_by: InstitutionOrder | None = UNSET,
    ) -> InstitutionConnection:
        """Institutions."""
        raise AnsweredByShape
