"""The head withdraws a published result with all its versions."""

from typing import Annotated
from uuid import UUID

import strawberry

from domain.permissions import Permission
from domain.publication import results
from domain.publication import withdrawals as rules
from domain.publication.terms import WithdrawalGround
from persistence.inspections import writes as inspections
from persistence.publication import withdrawals
from persistence.publication import writes as publication
from persistence.standings.rulings import look_again
from schema.fields import Info, field, refetched
from schema.inputs import OPERATION_ID, key_of
from schema.inspections import types
from schema.mutations import StoredAs, begin_transaction, mutation


@strawberry.input(description="A published result to withdraw.")
class WithdrawResultInput:
    operation_id: UUID = field(OPERATION_ID)
    inspection_id: strawberry.ID = field("Opaque id of the inspection.")
    ground: WithdrawalGround = field(
        "Ground of the withdrawal; EXPIRED and REPAIRED are set by the system and by"
        " `decideRepair` only."
    )


@strawberry.type(description="The result is no longer public; officials can still see it.")
class ResultWithdrawn:
    inspection_id: Annotated[UUID, StoredAs("inspection_id")]
    inspection: types.Inspection | None = refetched(
        "inspection_id", "The inspection after the change, as the caller sees it."
    )


@mutation(
    permission=Permission.RESULT_WITHDRAW,
    description="Withdraw a published result with all its versions. Measures that followed from it are to be looked"
    " at again (`reviewDueOn`); none ends by itself.",
    refuses=(results.ResultNotStanding, results.DeciderTookPart),
)
async def withdraw_result(info: Info, input: WithdrawResultInput) -> ResultWithdrawn:
    inspection_id = key_of("Inspection", input.inspection_id, "inspectionId")
    async with begin_transaction(info, input) as transaction:
        inspection = await inspections.claim(transaction.session, transaction.actor, inspection_id)
        record = await publication.current_version(transaction.session, inspection)
        decision = rules.withdraw(
            await publication.facts(transaction.session, inspection, record),
            by=transaction.actor,
            ground=input.ground,
        )
        by = withdrawals.By(transaction.actor.account_id, transaction.now)
        await withdrawals.withdraw(transaction.session, inspection, decision, by=by)
        await withdrawals.stop_use(transaction.session, [inspection], by)
        await look_again(transaction.session, inspection.id, transaction.today)
        transaction.audit("result.withdrawn", on=inspection.id, ground=decision.ground)
        return transaction.succeed(ResultWithdrawn(inspection_id=inspection.id))
