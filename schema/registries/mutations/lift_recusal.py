"""The head lifts a standing recusal."""

from typing import Annotated
from uuid import UUID

import strawberry

from domain.registries import recusing as rules
from persistence import registries
from schema.answering import Asked, shown
from schema.deeds import StoredAs, writing
from schema.inputs import OPERATION_ID, key_of
from schema.registries import types


@strawberry.input(description="A standing recusal to lift.")
class LiftRecusalInput:
    operation_id: UUID = strawberry.field(description=OPERATION_ID)
    recusal_id: strawberry.ID = strawberry.field(description="Opaque id of the recusal.")


@strawberry.type(description="The officer may be paired with the object again.")
class RecusalLifted:
    recusal_id: Annotated[UUID, StoredAs("recusal_id")]
    recusal: types.Recusal | None = shown(
        "recusal_id", "The recusal after the change, as the caller sees it."
    )


async def lift_recusal(info: Asked, input: LiftRecusalInput) -> RecusalLifted:
    recusal_id = key_of("Recusal", input.recusal_id, "recusalId")
    async with writing(info, input) as deed:
        recusal = await registries.recusal(deed.session, deed.actor, recusal_id)
        subject = await registries.subject(deed.session, recusal.officer_id)
        rules.lift(subject, recusal.lifted_at, by=deed.actor)
        recusal.lifted_at, recusal.lifted_by = deed.now, deed.actor.account_id
        deed.audit("recusal.lifted", on=recusal.id)
        return deed.done(RecusalLifted(recusal_id=recusal.id))
