"""An official calls an uploaded ledger off."""

from typing import Annotated
from uuid import UUID

import strawberry

from domain.permissions import Permission
from domain.transitions import IllegalTransition
from persistence.ledgers import jobs
from schema.fields import Info, field, refetched
from schema.inputs import OPERATION_ID, key_of
from schema.ledgers import types
from schema.mutations import StoredAs, begin_transaction, mutation


@strawberry.input(description="The uploaded ledger to cancel.")
class CancelLedgerInput:
    operation_id: UUID = field(OPERATION_ID)
    job_id: strawberry.ID = field("Opaque id of the uploaded ledger, which is not at its end.")


@strawberry.type(
    description="The ledger is cancelled; its file and rows are deleted. Rows that an import had taken "
    "in by then stay in the register."
)
class LedgerCancelled:
    job_id: Annotated[UUID, StoredAs("job_id")]
    job: types.LedgerJob | None = refetched("job_id", "The ledger, as the caller sees it.")


@mutation(
    permission=Permission.LEDGER_IMPORT,
    description="Cancel an uploaded ledger, before or during its dry run or import.",
    refuses=(IllegalTransition,),
)
async def cancel_ledger(info: Info, input: CancelLedgerInput) -> LedgerCancelled:
    job_id = key_of("LedgerJob", input.job_id, "jobId")
    async with begin_transaction(info, input) as transaction:
        job = await jobs.claim(transaction.session, transaction.actor, job_id)
        await jobs.count(transaction.session, job)
        jobs.move(
            transaction.session, job, "cancel", by=transaction.actor.account_id, at=transaction.now
        )
        transaction.audit("ledger.cancelled", on=job.id, kind=job.kind)
        return transaction.succeed(LedgerCancelled(job_id=job.id))
