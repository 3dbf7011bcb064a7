"""Root fields for regions and authorities; all public."""

from typing import Annotated

import strawberry

from schema.fields import CompiledFieldResolved, query_field
from schema.pages import query_page_of
from schema.regions.types import (
    Authority,
    InstitutionStatistics,
    Region,
)

Code = Annotated[
    str, strawberry.argument(description="Code of the region, six digits (GB/T 2260).")
]
Parent = Annotated[
    str,
    strawberry.argument(
        description="Code of the parent region, six digits; `000000` is the nation."
    ),
]


@strawberry.type
class RegionQueries:
    @query_field
    def region(self, code: Code) -> Region | None:
        """One region by its code; null if there is none."""
        raise CompiledFieldResolved

    @query_field
    def regions(self, parent: Parent) -> list[Region]:
        """Regions directly below a parent, by code; `000000` is the nation. Empty at the bottom."""
        raise CompiledFieldResolved

    @query_field
    def institution_statistics(self, parent: Parent) -> list[InstitutionStatistics]:
        """Number of institutions in each region directly below a parent."""
        raise CompiledFieldResolved

    authorities = query_page_of(
        Authority,
        "Authorities and social organisations, open to everyone.",
    )
