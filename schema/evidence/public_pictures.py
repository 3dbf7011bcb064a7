"""Mutations of evidence by a caller with a receipt instead of an account."""

from dataclasses import replace

from domain.actors import Actor
from schema.complaints.queries import digits_of
from schema.fields import Info

RECEIPT = (
    "The receipt of the anonymous complaint that the evidence belongs to. Attempts are "
    "limited as in `complaintByReceipt`."
)


async def actor_showing(info: Info, receipt: str | None) -> Actor:
    """The caller, with the receipt if there is one. Counts as an attempt from the network
    address until `opened` gives it back."""
    context = info.context
    if receipt is None:
        return context.actor
    context.rate_limits.receipt.acquire(context.client)
    digest = context.keys.receipt_digest(digits_of(receipt))
    return replace(context.actor, receipt_digest=digest)


def refund_attempt(info: Info, receipt: str | None) -> None:
    """The receipt was valid: give the attempt back."""
    if receipt is not None:
        info.context.rate_limits.receipt.refund(info.context.client)
