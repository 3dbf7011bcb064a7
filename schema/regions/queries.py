"""Questions about regions and authorities; all public."""

from typing import Annotated

import strawberry
from strawberry import UNSET

from schema.answering import After, AnsweredByShape, Before, First, Last, root
from schema.regions.types import (
    AuthorityConnection,
    AuthorityFilter,
    AuthorityOrder,
    InstitutionStatistics,
    Region,
)

Code = Annotated[str, strawberry.argument(description="Six-digit region code.")]
Parent = Annotated[str, strawberry.argument(description="Six-digit code of the parent region.")]


@strawberry.type
class RegionQueries:
    @root
    def region(self, code: Code) -> Region | None:
        """One region by its code."""
        raise AnsweredByShape

    @root
    def regions(self, parent: Parent) -> list[Region]:
        """The regions directly below a parent, by code; `000000` is the nation."""
        raise AnsweredByShape

    @root
    def institution_statistics(self, parent: Parent) -> list[InstitutionStatistics]:
        """Institutions by region, for the regions directly below a parent."""
        raise AnsweredByShape

    @root
    def authorities(
        self,
        first: First = UNSET,
        last: Last = UNSET,
        after: After = UNSET,
        before: Before = UNSET,
        filter: AuthorityFilter | None = UNSET,
        order_by: AuthorityOrder | None = UNSET,
    ) -> AuthorityConnection:
        """Authorities."""
        raise AnsweredByShape
