"""The head decides an application for credit repair; if it is granted, the result is withdrawn."""

from typing import Annotated
from uuid import UUID

import strawberry

from domain.inspections.terms import RepairStatus
from domain.permissions import Permission
from domain.publication import results
from domain.publication import withdrawals as rules
from persistence.publication import withdrawals
from persistence.publication import writes as publication
from persistence.publication.table import RepairRequest
from schema.fields import Info, field, refetched
from schema.inputs import OPERATION_ID, InputFaults, key_of
from schema.mutations import StoredAs, begin_transaction, mutation
from schema.publication import types


@strawberry.input(description="A decision on an application for credit repair.")
class DecideRepairInput:
    operation_id: UUID = field(OPERATION_ID)
    repair_request_id: strawberry.ID = field("Opaque id of the application.")
    is_granted: bool = field(
        "Whether the application is granted, which withdraws the public record."
    )
    reason: str | None = strawberry.field(
        default=None,
        description="Reason of the decision, up to 1,000 characters; required for a refusal. The"
        " institution reads it.",
    )


@strawberry.type(description="The application is granted or refused.")
class RepairDecided:
    repair_request_id: Annotated[UUID, StoredAs("repair_request_id")]
    repair_request: types.RepairRequest | None = refetched(
        "repair_request_id", "The repair request after the change, as the caller sees it."
    )


@mutation(
    permission=Permission.RESULT_WITHDRAW,
    description="Decide an application for credit repair; if it is granted, the result is"
    " withdrawn.",
    refuses=(
        rules.RepairAlreadyDecided,
        rules.OrdersStillOpen,
        rules.RepairTooEarly,
        results.ResultNotStanding,
        results.DeciderTookPart,
    ),
)
async def decide_repair(info: Info, input: DecideRepairInput) -> RepairDecided:
    faults = InputFaults()
    reason = faults.optional_text("reason", input.reason, longest=1000)
    if not input.is_granted and reason is None:
        faults.add("reason", "不予修复的，须说明理由", "must give the reason of a refusal")
    faults.refuse()
    repair_id = key_of("RepairRequest", input.repair_request_id, "repairRequestId")
    async with begin_transaction(info, input) as transaction:
        inspection, repair = await publication.claim(
            transaction.session, transaction.actor, RepairRequest, repair_id
        )
        record = await publication.current_version(transaction.session, inspection)
        decision = rules.decide_repair(
            await publication.facts(transaction.session, inspection, record),
            repair.state,
            by=transaction.actor,
            is_granted=input.is_granted,
            today=transaction.today,
        )
        transaction.record_transition(
            "RepairRequest",
            repair.id,
            from_state=repair.state,
            to_state=decision.state,
            event=decision.event,
        )
        repair.record_decision(
            decision.state, at=transaction.now, by=transaction.actor.account_id, reason=reason
        )
        if decision.withdrawal is None:
            if record is not None:
                record.repair_status = RepairStatus.NONE
        else:
            # Flush this decision first: withdrawing marks everything still undecided as moot.
            await transaction.session.flush()
            by = withdrawals.By(transaction.actor.account_id, transaction.now)
            await withdrawals.withdraw(transaction.session, inspection, decision.withdrawal, by=by)
            await withdrawals.stop_use(transaction.session, [inspection], by)
        transaction.audit("repair.decided", on=repair.id, decision=decision.state)
        transaction.enqueue("repair.decided", about=inspection.id, repair_request_id=str(repair.id))
        return transaction.succeed(RepairDecided(repair_request_id=repair.id))
