"""Mutations of evidence by a caller with a receipt instead of an account."""

import asyncio
from dataclasses import replace

from domain.actors import Actor
from schema.answering import Asked
from schema.complaints.queries import digits_of

RECEIPT = (
    "The receipt of the anonymous complaint that the evidence belongs to. Attempts are "
    "limited as in `complaintByReceipt`."
)


async def actor_showing(info: Asked, receipt: str | None) -> Actor:
    """The caller, with the receipt if there is one. Counts as an attempt from the network
    address until `opened` gives it back."""
    context = info.context
    if receipt is None:
        return context.actor
    context.doors.receipt.knock(context.client)
    digest = await asyncio.to_thread(context.keys.receipt_digest, digits_of(receipt))
    return replace(context.actor, receipt_digest=digest)


def opened(info: Asked, receipt: str | None) -> None:
    """The receipt was valid: give the attempt back."""
    if receipt is not None:
        info.context.doors.receipt.opened(info.context.client)
