"""One-time links as mutations answer them, or send them to a telephone."""

from typing import Any
from uuid import UUID

import strawberry

from persistence.accounts import links
from persistence.accounts.table import AccountLink
from persistence.engine import outbox
from schema.fields import Info
from schema.mutations import Transaction

TOPIC = "account.link"


def send(transaction: Transaction, link: AccountLink, phone: str) -> None:
    """Send the link to the telephone, to nobody else."""
    text = links.address(transaction.keys, link.id)
    sealed = outbox.seal(transaction.keys, link.id, phone=phone, link=text)
    transaction.enqueue(TOPIC, about=link.id, sealed=sealed, until=link.expires_at)


def answered_link(description: str) -> Any:
    """A field of a success with a `link_id`, null without one: made each time it is answered."""

    def resolver(root: strawberry.Parent[Any], info: Info) -> str | None:
        link_id: UUID | None = root.link_id
        return None if link_id is None else links.address(info.context.keys, link_id)

    return strawberry.field(resolver=resolver, description=description)
