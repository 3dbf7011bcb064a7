"""An official has an uploaded ledger imported, after its dry run."""

from typing import Annotated
from uuid import UUID

import strawberry

from domain.ledgers import jobs as rules
from domain.offices import OutsideJurisdiction
from domain.permissions import Permission
from domain.transitions import IllegalTransition
from persistence.accounts import writes as accounts
from persistence.ledgers import jobs
from schema.fields import Info, field, refetched
from schema.inputs import OPERATION_ID, key_of
from schema.ledgers import types
from schema.mutations import StoredAs, begin_transaction, mutation


@strawberry.input(description="The uploaded ledger to import.")
class ApplyLedgerInput:
    operation_id: UUID = field(OPERATION_ID)
    job_id: strawberry.ID = field("Opaque id of the uploaded ledger, whose dry run has finished.")


@strawberry.type(
    description="The import has begun. Every row is judged again, in the caller's name: the register "
    "may have changed since the dry run."
)
class LedgerApplied:
    job_id: Annotated[UUID, StoredAs("job_id")]
    job: types.LedgerJob | None = refetched("job_id", "The ledger, as the caller sees it.")


@mutation(
    permission=Permission.LEDGER_IMPORT,
    description="Import an uploaded ledger. Rows that the dry run rejected stay outside.",
    refuses=(IllegalTransition, OutsideJurisdiction),
)
async def apply_ledger(info: Info, input: ApplyLedgerInput) -> LedgerApplied:
    job_id = key_of("LedgerJob", input.job_id, "jobId")
    async with begin_transaction(info, input) as transaction:
        session, by = transaction.session, transaction.actor
        job = await jobs.claim(session, by, job_id)
        rules.refuse_beyond(job.kind, by=by, top=await accounts.top(session))
        jobs.move(session, job, "apply", by=by.account_id, at=transaction.now)
        transaction.audit("ledger.applied", on=job.id, kind=job.kind)
        return transaction.succeed(LedgerApplied(job_id=job.id))
