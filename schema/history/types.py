"""Changes of the register's entries, field by field; and how far it can be looked back."""

import datetime as dt
from typing import Any

import strawberry

from domain.permissions import Permission
from schema.connections import Node
from schema.directions import Direction
from schema.fields import field, optional
from schema.pages import order_of, page_of
from schema.regions.types import Authority


def history_of(what: str) -> Any:
    """The field `history` of an entry."""
    return page_of(
        "history.FieldChange",
        f"What was changed of {what}, latest first by default.",
        permission=Permission.HISTORY_READ,
    )


@strawberry.type(
    description="One field of an entry of the register that was changed, or an entry that was made or taken"
    " out. It is kept with the change itself, be it by a mutation or a ledger."
)
class FieldChange(Node):
    id: strawberry.ID = field("Opaque id of the change, `chg_…`.")
    changed_at: dt.datetime = field("When the change was made.")
    kind: str = field("GraphQL type of the entry that was changed, such as `Site`.")
    object_id: strawberry.ID = field("Opaque id of the entry that was changed.")
    field_name: str | None = field(
        "Name of the field that was changed; null where the entry itself was made or taken out, `after` or"
        " `before` then being its name."
    )
    before: str | None = field(
        "Value before the change: a text as it is, anything else as JSON; null if there was none, and"
        " where values are not kept."
    )
    after: str | None = field(
        "Value after the change: a text as it is, anything else as JSON; null if there is none, and where"
        " values are not kept."
    )
    is_confidential: bool = field(
        "Whether only that the field was changed is kept, and neither value, as of identity numbers."
    )
    operation: str | None = field(
        "Name of the mutation, or tag of the ledger, that made the change; null for what runs by itself."
    )
    reason: str | None = field("Reason given for the change; null if none was given.")
    authority: Authority | None = field(
        "The authority for which an official made the change; null where the institution itself did, and"
        " for who holds roles at several."
    )
    account_name: str | None = field(
        "Displayed name of the account that made the change; null for the institution, and for what runs"
        " by itself."
    )


@strawberry.input(description="Conditions on changes; all that are given must hold.")
class FieldChangeFilter:
    kind: str | None = optional("Only changes of entries of this GraphQL type.")
    field_name: str | None = optional("Only changes of the field of this name.")


FieldChangeOrder = order_of(
    "FieldChange",
    "changes",
    {"CHANGED_AT": "By the moment of the change."},
    default=Direction.DESC,
)


@strawberry.type(description="Which earlier moments `asOf` may name.")
class RegisterHistory:
    begins_at: dt.datetime = field(
        "The first moment of which everything is known that the public was shown."
    )
    latest: dt.datetime = field(
        "The last moment of which that will not change any more: a little before now, by as much as the"
        " writes take that are under way. What is cited today is best asked for as of this moment."
    )
