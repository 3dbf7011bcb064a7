"""The head decides an application for credit repair; if it is granted, the result is withdrawn."""

from typing import Annotated
from uuid import UUID

import strawberry

from domain.inspections.terms import RepairStatus
from domain.publication import withdrawing as rules
from persistence import publication
from persistence.publication import withdrawing
from persistence.tables.publication import RepairRequest
from schema.answering import Asked, shown
from schema.deeds import StoredAs, writing
from schema.inputs import OPERATION_ID, Faults, key_of
from schema.publication import types


@strawberry.input(description="A decision on an application for credit repair.")
class DecideRepairInput:
    operation_id: UUID = strawberry.field(description=OPERATION_ID)
    repair_request_id: strawberry.ID = strawberry.field(description="Opaque id of the application.")
    is_granted: bool = strawberry.field(
        description="Whether the application is granted, which withdraws the public record."
    )
    reason: str | None = strawberry.field(
        default=None,
        description="Reason of the decision, up to 1,000 characters; required for a refusal. The"
        " institution reads it.",
    )


@strawberry.type(description="The application is granted or refused.")
class RepairDecided:
    repair_request_id: Annotated[UUID, StoredAs("repair_request_id")]
    repair_request: types.RepairRequest | None = shown(
        "repair_request_id", "The repair request after the change, as the caller sees it."
    )


async def decide_repair(info: Asked, input: DecideRepairInput) -> RepairDecided:
    faults = Faults()
    reason = faults.optional_text("reason", input.reason, longest=1000)
    if not input.is_granted and reason is None:
        faults.add("reason", "不予修复的，须说明理由", "must give the reason of a refusal")
    faults.refuse()
    repair_id = key_of("RepairRequest", input.repair_request_id, "repairRequestId")
    async with writing(info, input) as deed:
        inspection, repair = await publication.claim(
            deed.session, deed.actor, RepairRequest, repair_id
        )
        record = await publication.current_version(deed.session, inspection)
        decision = rules.decide_repair(
            await publication.facts(deed.session, inspection, record),
            repair.state,
            by=deed.actor,
            is_granted=input.is_granted,
        )
        deed.moved(
            "RepairRequest",
            repair.id,
            from_state=repair.state,
            to_state=decision.state,
            event=decision.event,
        )
        repair.record_decision(decision.state, at=deed.now, by=deed.actor.account_id, reason=reason)
        if decision.withdrawal is None:
            if record is not None:
                record.repair_status = RepairStatus.NONE
        else:
            # Flush this decision first: withdrawing marks everything still undecided as moot.
            await deed.session.flush()
            by = withdrawing.By(deed.actor.account_id, deed.now)
            await withdrawing.withdraw(deed.session, inspection, decision.withdrawal, by=by)
        deed.audit("repair.decided", on=repair.id, decision=decision.state)
        deed.sends("repair.decided", about=inspection.id, repair_request_id=str(repair.id))
        return deed.done(RepairDecided(repair_request_id=repair.id))
