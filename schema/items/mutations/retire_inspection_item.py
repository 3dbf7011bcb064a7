"""A head sets the last day of an item on the authority's own list."""

import datetime as dt
from typing import Annotated
from uuid import UUID

import strawberry

from domain.actors import AuthorityIsClosed
from domain.items import editions as rules
from domain.offices import NotAnAdministrativeOrgan
from domain.permissions import Permission
from domain.refusals import NotFound
from persistence.items import writes as items
from schema.fields import Info, field, refetched
from schema.inputs import OPERATION_ID, key_of
from schema.items import types
from schema.mutations import StoredAs, begin_transaction, mutation
from schema.offices import AUTHORITY_ID, office_of


@strawberry.input(description="An item to take off the list.")
class RetireInspectionItemInput:
    operation_id: UUID = field(OPERATION_ID)
    authority_id: strawberry.ID | None = strawberry.field(default=None, description=AUTHORITY_ID)
    item_id: strawberry.ID = field("Opaque id of the newest version of the item.")
    effective_to: dt.date = field("Last day in force, inclusive; today or later.")


@strawberry.type(description="The item has a last day in force.")
class InspectionItemRetired:
    item_id: Annotated[UUID, StoredAs("item_id")]
    item: types.InspectionItem | None = refetched(
        "item_id", "The item after the change, as the caller sees it."
    )


@mutation(
    permission=Permission.ITEM_PUBLISH,
    description="Set the last day of an item on the authority's own list.",
    refuses=(
        rules.ItemOfAnotherAuthority,
        rules.ItemRetired,
        NotAnAdministrativeOrgan,
        AuthorityIsClosed,
    ),
)
async def retire_inspection_item(
    info: Info, input: RetireInspectionItemInput
) -> InspectionItemRetired:
    item_id = key_of("InspectionItem", input.item_id, "itemId")
    async with begin_transaction(info, input) as transaction:
        office = office_of(transaction.actor, Permission.ITEM_PUBLISH, input.authority_id)
        item = await items.newest(
            transaction.session, (await items.get(transaction.session, item_id)).code
        )
        if item is None or item.id != item_id:
            raise NotFound
        item.effective_to = rules.retire(
            office,
            item.listing(),
            effective_to=input.effective_to,
            by=transaction.actor,
            today=transaction.today,
        )
        transaction.audit("item.retired", on=item.id, code=item.code, version=item.version_no)
        return transaction.succeed(InspectionItemRetired(item_id=item.id))
