"""The head withdraws a published result with all its versions."""

from typing import Annotated
from uuid import UUID

import strawberry

from domain.publication import withdrawing as rules
from domain.publication.terms import WithdrawalGround
from persistence import inspections, publication
from persistence.publication import withdrawing
from schema.answering import Asked, shown
from schema.deeds import StoredAs, writing
from schema.inputs import OPERATION_ID, key_of
from schema.inspections import types


@strawberry.input(description="A published result to withdraw.")
class WithdrawResultInput:
    operation_id: UUID = strawberry.field(description=OPERATION_ID)
    inspection_id: strawberry.ID = strawberry.field(description="Opaque id of the inspection.")
    ground: WithdrawalGround = strawberry.field(
        description="Ground of the withdrawal; EXPIRED and REPAIRED are set by the system and by"
        " `decideRepair` only."
    )


@strawberry.type(description="The result is no longer public; officials can still see it.")
class ResultWithdrawn:
    inspection_id: Annotated[UUID, StoredAs("inspection_id")]
    inspection: types.Inspection | None = shown(
        "inspection_id", "The inspection after the change, as the caller sees it."
    )


async def withdraw_result(info: Asked, input: WithdrawResultInput) -> ResultWithdrawn:
    inspection_id = key_of("Inspection", input.inspection_id, "inspectionId")
    async with writing(info, input) as deed:
        inspection = await inspections.claim(deed.session, deed.actor, inspection_id)
        record = await publication.current_version(deed.session, inspection)
        decision = rules.withdraw(
            await publication.facts(deed.session, inspection, record),
            by=deed.actor,
            ground=input.ground,
        )
        by = withdrawing.By(deed.actor.account_id, deed.now)
        await withdrawing.withdraw(deed.session, inspection, decision, by=by)
        deed.audit("result.withdrawn", on=inspection.id, ground=decision.ground)
        return deed.done(ResultWithdrawn(inspection_id=inspection.id))
