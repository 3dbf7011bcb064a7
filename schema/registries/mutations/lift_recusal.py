"""The head lifts a standing recusal."""

from typing import Annotated
from uuid import UUID

import strawberry

from domain.permissions import Permission
from domain.registries import recusals as rules
from persistence.registries import writes as registries
from schema.fields import Info, field, refetched
from schema.inputs import OPERATION_ID, key_of
from schema.mutations import StoredAs, begin_transaction, mutation
from schema.registries import types


@strawberry.input(description="A standing recusal to lift.")
class LiftRecusalInput:
    operation_id: UUID = field(OPERATION_ID)
    recusal_id: strawberry.ID = field("Opaque id of the recusal.")


@strawberry.type(description="The officer may be paired with the object again.")
class RecusalLifted:
    recusal_id: Annotated[UUID, StoredAs("recusal_id")]
    recusal: types.Recusal | None = refetched(
        "recusal_id", "The recusal after the change, as the caller sees it."
    )


@mutation(
    permission=Permission.RECUSAL_DECLARE,
    description="Lift a recusal; only the head may do so.",
    refuses=(rules.RecusalLiftedAlready,),
)
async def lift_recusal(info: Info, input: LiftRecusalInput) -> RecusalLifted:
    recusal_id = key_of("Recusal", input.recusal_id, "recusalId")
    async with begin_transaction(info, input) as transaction:
        recusal = await registries.recusal(transaction.session, transaction.actor, recusal_id)
        subject = await registries.subject(transaction.session, recusal.officer_id)
        rules.lift(subject, recusal.lifted_at, by=transaction.actor)
        recusal.lifted_at, recusal.lifted_by = transaction.now, transaction.actor.account_id
        transaction.audit("recusal.lifted", on=recusal.id)
        return transaction.succeed(RecusalLifted(recusal_id=recusal.id))
