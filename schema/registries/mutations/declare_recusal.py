"""An inspector recuses themselves, or the head an officer, from an object before any draw."""

from typing import Annotated
from uuid import UUID

import strawberry

from domain.permissions import Permission
from domain.registries import recusals as rules
from domain.registries.terms import RecusalGround
from persistence.engine.identifiers import new_key
from persistence.registries import writes as registries
from persistence.registries.table import Recusal
from schema.fields import Info, field, refetched
from schema.inputs import OPERATION_ID, InputFaults, key_of
from schema.mutations import StoredAs, begin_transaction, mutation
from schema.registries import types


@strawberry.input(description="A standing recusal to declare.")
class DeclareRecusalInput:
    operation_id: UUID = field(OPERATION_ID)
    officer_id: strawberry.ID = field(
        "The officer: the caller, or an officer of the authority that the caller heads."
    )
    institution_id: strawberry.ID = field(
        "Opaque id of the institution to keep the officer away from."
    )
    ground: RecusalGround = field("Ground of the recusal; never published.")
    note: str | None = strawberry.field(
        default=None, description="Note on the recusal, up to 500 characters; never published."
    )


@strawberry.type(description="The officer is no longer paired with the object.")
class RecusalDeclared:
    recusal_id: Annotated[UUID, StoredAs("recusal_id")]
    recusal: types.Recusal | None = refetched(
        "recusal_id", "The recusal after the change, as the caller sees it."
    )


@mutation(
    permission=Permission.RECUSAL_DECLARE,
    description="Declare a recusal: the officer is not paired with the object in any later draw.",
    refuses=(rules.RecusalStands,),
)
async def declare_recusal(info: Info, input: DeclareRecusalInput) -> RecusalDeclared:
    officer_id = key_of("Officer", input.officer_id, "officerId")
    institution_id = key_of("Institution", input.institution_id, "institutionId")
    faults = InputFaults()
    note = faults.optional_text("note", input.note, longest=500)
    faults.refuse()
    async with begin_transaction(info, input) as transaction:
        subject = await registries.subject(transaction.session, officer_id)
        rules.refuse_unless_concerned(subject, by=transaction.actor)
        await registries.exists(transaction.session, institution_id)
        recusal = Recusal(
            id=new_key(),
            officer_id=officer_id,
            institution_id=institution_id,
            ground=input.ground,
            note=note,
            declared_by=transaction.actor.account_id,
            declared_at=transaction.now,
        )
        transaction.session.add(recusal)
        transaction.audit("recusal.declared", on=recusal.id)
        return transaction.succeed(RecusalDeclared(recusal_id=recusal.id))
