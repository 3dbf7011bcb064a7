"""Queries about complaints."""

from dataclasses import replace
from typing import Annotated

import strawberry

from domain import identifiers
from domain.permissions import Permission
from schema.complaints.types import (
    Complaint,
)
from schema.fields import (
    CompiledFieldResolved,
    Info,
    query_field,
    read,
)
from schema.pages import query_page_of

Id = Annotated[strawberry.ID, strawberry.argument(description="The id of the complaint.")]
Receipt = Annotated[
    str,
    strawberry.argument(
        description="The 20 digits that were issued when the complaint was submitted."
    ),
]


_LONGEST = 64


async def complaint_by_receipt(info: Info, receipt: Receipt) -> Complaint | None:
    """Wrong receipts cost what right ones do, and count against the caller's network address."""
    context = info.context
    context.rate_limits.receipt.acquire(context.client)
    digest = context.keys.receipt_digest(digits_of(receipt))
    found = await read(info, replace(context.actor, receipt_digest=digest))
    if found is not None:
        context.rate_limits.receipt.refund(context.client)
    return found  # type: ignore[no-any-return]  # JSON, passed through


def digits_of(receipt: str) -> str:
    """A receipt as people copy it: in groups, with dashes, in full-width digits. Anything else is
    looked up unchanged, at the same cost."""
    return identifiers.digits(receipt[:_LONGEST])[:_LONGEST]


@strawberry.type
class ComplaintQueries:
    @query_field(permission=Permission.COMPLAINT_READ)
    def complaint(self, id: Id) -> Complaint | None:
        """One complaint; null when it does not exist or the caller may not see it."""
        raise CompiledFieldResolved

    complaints = query_page_of(
        Complaint,
        "Complaints that the caller may see as an official.",
        permission=Permission.COMPLAINT_READ,
    )

    my_complaints = query_page_of(
        Complaint,
        "The complaints that the caller made in the caller's own name.",
        permission=Permission.COMPLAINT_READ,
    )

    complaint_by_receipt: Complaint | None = strawberry.field(
        resolver=complaint_by_receipt,
        description="An anonymous complaint, found by its receipt; null for a wrong receipt. One "
        "look-up per operation.",
    )
