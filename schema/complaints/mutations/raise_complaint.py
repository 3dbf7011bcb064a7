"""A parent submits a complaint by name, or any visitor anonymously: then only the receipt leads
back to it."""

import asyncio
import datetime as dt
import os
from dataclasses import replace
from typing import Annotated
from uuid import UUID

import strawberry
from strawberry import UNSET

from domain.authorities import Sector
from domain.complaints import raising as rules
from domain.complaints.identity import Identity
from domain.complaints.intake import Place
from domain.complaints.terms import (
    ComplaintCategory,
    ComplaintChannel,
    ComplaintKind,
    ComplaintState,
    Identification,
)
from persistence import complaints, makers, reference, vault
from persistence.identifiers import new_key
from persistence.tables.complaints import Complaint
from schema.answering import Asked, read_row
from schema.complaints import types
from schema.complaints.mutations.sent import Sent, checked
from schema.deeds import Deed, StoredAs, Traces, writing
from schema.inputs import OPERATION_ID
from schema.scalars import FenAmount


@strawberry.input(description="The complaint as the complainant states it.")
class RaiseComplaintInput:
    operation_id: UUID = strawberry.field(
        description=OPERATION_ID + " For an anonymous complaint it is as secret as the receipt."
    )
    kind: ComplaintKind = strawberry.field(
        description="Whether this is a dispute (real name only), a report or an inquiry."
    )
    category: ComplaintCategory = strawberry.field(description="The subject of the complaint.")
    identification: Identification = strawberry.field(
        description="Whether the complaint is made in a real name, which requires a parent who is "
        "signed in, or anonymously."
    )
    statement: str = strawberry.field(
        description="What happened, in 10 to 5,000 characters; stored encrypted."
    )
    institution_id: strawberry.ID | None = strawberry.field(
        default=UNSET, description="The registered institution that the complaint is about."
    )
    respondent_name: str | None = strawberry.field(
        default=UNSET,
        description="The name of the respondent, if it is not registered; up to 100 characters.",
    )
    respondent_address: str | None = strawberry.field(
        default=UNSET,
        description="The respondent's address, up to 200 characters; required if the respondent is "
        "not registered.",
    )
    region_code: str | None = strawberry.field(
        default=UNSET,
        description="The six-digit code of the respondent's region; required if the respondent is "
        "not registered.",
    )
    sector: Sector | None = strawberry.field(
        default=UNSET,
        description="The respondent's sector, if it is not registered; education if left out.",
    )
    claim_fen: FenAmount | None = strawberry.field(
        default=UNSET, description="The amount claimed, in fen (1/100 yuan); only in a dispute."
    )
    occurred_on: dt.date | None = strawberry.field(
        default=UNSET, description="The day on which it happened."
    )
    name: str | None = strawberry.field(
        default=UNSET,
        description="The complainant's name, up to 50 characters; real-name complaints only. "
        "Stored separately and encrypted.",
    )
    phone: str | None = strawberry.field(
        default=UNSET,
        description="The complainant's telephone number; real-name complaints only, required for a "
        "dispute. Stored separately and encrypted.",
    )
    address: str | None = strawberry.field(
        default=UNSET,
        description="The complainant's address, up to 200 characters; real-name complaints only, "
        "required for a dispute. Stored separately and encrypted.",
    )


async def _number(root: strawberry.Parent["ComplaintRaised"], info: Asked) -> str:
    return await complaints.number_of(info.context.database, root.complaint_id)


async def _receipt(root: strawberry.Parent["ComplaintRaised"], info: Asked) -> str | None:
    return None if root.receipt_of is None else info.context.keys.receipt(root.receipt_of)


async def _complaint(
    root: strawberry.Parent["ComplaintRaised"], info: Asked
) -> types.Complaint | None:
    """As the complainant sees it: by name, or by the receipt just issued."""
    actor = info.context.actor
    if root.receipt_of is not None:
        actor = replace(actor, receipt_digest=await _digest(info, root.receipt_of))
    return await read_row(info, root.complaint_id, actor)  # type: ignore[no-any-return]  # JSON


@strawberry.type(description="The complaint has been received.")
class ComplaintRaised:
    complaint_id: Annotated[UUID, StoredAs("complaint_id")]
    receipt_of: Annotated[UUID | None, StoredAs("receipt_of")]
    """The operation from which the receipt of an anonymous complaint is derived, each time it is
    requested."""
    complaint_no: str = strawberry.field(
        resolver=_number, description="The number to quote when asking about the complaint."
    )
    receipt: str | None = strawberry.field(
        resolver=_receipt,
        description="The 20 digits with which an anonymous complaint can be followed; null for a "
        "real-name complaint. Keep them: the register does not store them.",
    )
    complaint: types.Complaint | None = strawberry.field(
        resolver=_complaint, description="The complaint as its complainant sees it."
    )


async def raise_complaint(info: Asked, input: RaiseComplaintInput) -> ComplaintRaised:
    sent = checked(input, info.context.today())
    # Slow by design, so in a thread, and before anything is locked.
    digest = await _digest(info, input.operation_id) if sent.is_anonymous else None
    traces = Traces.ANONYMOUS if sent.is_anonymous else Traces.PSEUDONYMOUS
    async with writing(info, input, traces=traces) as deed:
        promise = rules.raise_complaint(
            sent.complaint,
            by=deed.actor,
            today=deed.today,
            calendar=await reference.calendar(deed.session, since=deed.today),
        )
        place = await _place(deed, sent)
        intake_id = await complaints.intake_authority(deed.session, place, promise.route)
        complaint_id = new_key()
        row = Complaint.received(
            sent.complaint,
            promise,
            place,
            id=complaint_id,
            complaint_no=rules.complaint_number(deed.today, os.urandom(5)),
            channel=ComplaintChannel.PARENT_APP,
            complainant_ref=None if sent.is_anonymous else deed.actor.complainant_ref,
            receipt_digest=digest,
            respondent_address=sent.respondent_address,
            intake_authority_id=intake_id,
            statement_sealed=deed.keys.seal(
                makers.STATEMENT, sent.complaint.statement.encode(), bound_to=complaint_id.bytes
            ),
            at=deed.now,
        )
        deed.session.add(row)
        if (account_id := deed.actor.account_id) and not sent.is_anonymous:
            identity = Identity(account_id, sent.name, sent.phone, sent.address)
            await vault.store(deed.session, deed.keys, complaint_id, identity)
        deed.moved(
            "Complaint",
            complaint_id,
            from_state=None,
            to_state=ComplaintState.RECEIVED,
            event="receive",
        )
        deed.audit("complaint.raised", on=complaint_id)
        deed.sends("complaint.received", about=complaint_id, authorityId=str(intake_id))
        receipt_of = input.operation_id if sent.is_anonymous else None
        return deed.done(ComplaintRaised(complaint_id=complaint_id, receipt_of=receipt_of))


async def _place(deed: Deed, sent: Sent) -> Place:
    if sent.complaint.institution_id is not None:
        return await complaints.place_of(deed.session, sent.complaint.institution_id)
    return await complaints.place_in(deed.session, sent.region_code, sent.sector)


async def _digest(info: Asked, operation_id: UUID) -> bytes:
    keys = info.context.keys
    return await asyncio.to_thread(keys.receipt_digest, keys.receipt(operation_id))
