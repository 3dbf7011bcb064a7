"""Root fields for objections, applications for repair, replies, and what is public no more."""

import datetime as dt
from typing import Annotated

import strawberry

from domain.permissions import Permission
from schema.fields import CompiledFieldResolved, query_field
from schema.pages import query_page_of
from schema.publication.types import LongerTerm, Objection, RepairRequest, Reply, Tombstone

RecordId = Annotated[
    strawberry.ID,
    strawberry.argument(description="Opaque id under which the result stood, `pub_…`."),
]
Then = Annotated[
    dt.datetime,
    strawberry.argument(
        description="The moment at which it stood; as `asOf` of `publicInspectionResults`."
    ),
]


@strawberry.type
class PublicationQueries:
    objections = query_page_of(
        Objection,
        "Objections to public records that the caller may see; an institution sees its own.",
        permission=Permission.INSPECTION_READ,
    )

    repair_requests = query_page_of(
        RepairRequest,
        "Applications for credit repair that the caller may see; an institution sees its own.",
        permission=Permission.INSPECTION_READ,
    )

    replies = query_page_of(
        Reply,
        "Replies to public records that the caller may see; an institution sees its own.",
        permission=Permission.INSPECTION_READ,
    )

    results_with_longer_term = query_page_of(
        LongerTerm,
        "Results of the caller's own authority from before credit repair by class was adopted, which"
        " are public for longer than their class has it, and on which nobody has decided yet.",
        permission=Permission.RESULT_WITHDRAW,
    )

    @query_field
    def tombstone(self, id: RecordId, as_of: Then) -> Tombstone | None:
        """What is left of a published result that stood then and has been taken out of the public since; null
        where none stood under this id, and where it still does."""
        raise CompiledFieldResolved

    tombstones = query_page_of(
        Tombstone,
        "What is left of published results that were listed then and have been taken out of the public"
        " since, latest first by default.",
        as_of=Then,
    )
