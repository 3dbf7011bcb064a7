"""Root fields for institutions; all public."""

from typing import Annotated

import strawberry
from strawberry import UNSET

from schema.fields import AsOf, CompiledFieldResolved, query_field
from schema.institutions.types import (
    Institution,
    InstitutionBy,
)
from schema.pages import query_page_of

By = Annotated[
    InstitutionBy, strawberry.argument(description="The key by which the institution is found.")
]


@strawberry.type
class InstitutionQueries:
    @query_field
    def institution(self, by: By, as_of: AsOf = UNSET) -> Institution | None:
        """One institution by id, unified social credit code or licence number; null if unknown. With `asOf`,
        by what it had then."""
        raise CompiledFieldResolved

    institutions = query_page_of(
        Institution,
        "All institutions of the register, open to everyone.",
        as_of=AsOf,
    )
