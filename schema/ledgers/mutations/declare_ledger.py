"""An official declares a ledger, and learns where to upload the file."""

from pathlib import PurePath
from typing import Annotated
from uuid import UUID

import strawberry

from domain.ledgers import jobs as rules
from domain.ledgers.terms import LedgerKind
from domain.offices import OutsideJurisdiction
from domain.permissions import Permission
from persistence.accounts import writes as accounts
from persistence.engine.identifiers import new_key
from persistence.ledgers import jobs
from persistence.ledgers.addresses import UploadAddresses
from persistence.ledgers.table import LedgerJob
from schema.fields import Info, field, refetched
from schema.inputs import OPERATION_ID, InputFaults
from schema.ledgers import types
from schema.mutations import StoredAs, begin_transaction, mutation
from schema.scalars import Sha256


@strawberry.input(description="The ledger that will be uploaded.")
class DeclareLedgerInput:
    operation_id: UUID = field(OPERATION_ID)
    kind: LedgerKind = field(
        "What the rows of the ledger are about. Authorities and officers are for system administrators, "
        "the calendar for those of the register's topmost authority."
    )
    file_name: str = field("Name of the file, up to 200 characters, ending in .xlsx or .csv.")
    size: int = field("Size of the file in bytes: up to 50 MiB for .xlsx, up to 128 MiB for .csv.")
    sha256: Sha256 = field("SHA-256 hash of the file.")


def _upload_url(root: strawberry.Parent["LedgerDeclared"], info: Info) -> str:
    return UploadAddresses(info.context.keys).upload(root.job_id)


@strawberry.type(
    description="The ledger is declared; once its file has arrived whole, a dry run begins by itself."
)
class LedgerDeclared:
    job_id: Annotated[UUID, StoredAs("job_id")]
    upload_url: str = strawberry.field(
        resolver=_upload_url,
        description="Address of the upload (tus 1.0: HEAD, PATCH, DELETE), relative to the server, for "
        "one day. Anyone who has it can upload the declared bytes and nothing else.",
    )
    job: types.LedgerJob | None = refetched("job_id", "The declared ledger, as the caller sees it.")


@mutation(
    permission=Permission.LEDGER_IMPORT,
    description="Declare a ledger that will be uploaded, and learn where to upload it.",
    refuses=(rules.TooManyLedgers, OutsideJurisdiction),
)
async def declare_ledger(info: Info, input: DeclareLedgerInput) -> LedgerDeclared:
    faults = InputFaults()
    name = faults.text("fileName", input.file_name, longest=200)
    most = rules.MOST_BYTES.get(PurePath(name).suffix.lower())
    if most is None:
        faults.add("fileName", "须以.xlsx或.csv结尾", "must end in .xlsx or .csv")
    elif not 1 <= input.size <= most:
        megabytes = most // 1024**2
        faults.add(
            "size", f"须在1字节至{megabytes} MB之间", f"must be from 1 byte to {megabytes} MB"
        )
    faults.refuse()
    async with begin_transaction(info, input) as transaction:
        session, by = transaction.session, transaction.actor
        assert by.account_id is not None
        unfinished = await jobs.unfinished(session, by.account_id)
        top = await accounts.top(session)
        job = LedgerJob.declared(
            id=new_key(),
            kind=input.kind,
            by=by.account_id,
            place=rules.declare(input.kind, by=by, unfinished=unfinished, top=top),
            file_name=name,
            size=input.size,
            sha256=input.sha256,
            at=transaction.now,
        )
        session.add(job)
        transaction.record_transition(
            "LedgerJob", job.id, from_state=None, to_state=job.state, event="declare"
        )
        transaction.audit("ledger.declared", on=job.id, kind=input.kind)
        return transaction.succeed(LedgerDeclared(job_id=job.id))
