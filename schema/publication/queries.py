"""Root fields for objections, applications for repair, and replies."""

import strawberry

from domain.permissions import Permission
from schema.pages import query_page_of
from schema.publication.types import LongerTerm, Objection, RepairRequest, Reply


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
