"""A parent submits a complaint by name, or any visitor anonymously: then only the receipt leads
back to it."""

import dataclasses
import datetime as dt
import os
from dataclasses import replace
from typing import Annotated
from uuid import UUID

import strawberry

from domain.complaints import raise_complaint as rules
from domain.complaints.identity import Complainant
from domain.complaints.intake import NoIntakeAuthority, RespondentPlace
from domain.complaints.terms import (
    ComplaintChannel,
    ComplaintState,
)
from domain.permissions import Permission
from domain.refusals import TooManyAttempts
from persistence import derived_fields
from persistence.complaints import vault
from persistence.complaints import writes as complaints
from persistence.complaints.table import Complaint
from persistence.complaints.writes import RespondentFacts
from persistence.engine.identifiers import new_key
from schema.attempts import attempt
from schema.complaints import types
from schema.complaints.inputs import CheckedComplaint, RaiseComplaintInput, checked
from schema.fields import Info, read_row
from schema.mutations import StoredAs, Traces, begin_draft, mutation


async def _number(root: strawberry.Parent["ComplaintRaised"], info: Info) -> str:
    # Answered again, it is looked up.
    return root.number or await complaints.number_of(info.context.database, root.complaint_id)


async def _receipt(root: strawberry.Parent["ComplaintRaised"], info: Info) -> str | None:
    return None if root.receipt_of is None else info.context.keys.receipt(root.receipt_of)


async def _complaint(
    root: strawberry.Parent["ComplaintRaised"], info: Info
) -> types.Complaint | None:
    """As the complainant sees it: by name, or by the receipt just issued."""
    actor = info.context.actor
    if root.receipt_of is not None:
        actor = replace(actor, receipt_digest=_digest(info, root.receipt_of))
    return await read_row(info, root.complaint_id, actor)  # type: ignore[no-any-return]  # JSON


@strawberry.type(description="The complaint has been received.")
class ComplaintRaised:
    complaint_id: Annotated[UUID, StoredAs("complaint_id")]
    receipt_of: Annotated[UUID | None, StoredAs("receipt_of")]
    """The operation from which the receipt of an anonymous complaint is derived, each time it is
    requested."""
    number: strawberry.Private[str | None] = dataclasses.field(default=None, init=False)
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


@mutation(
    permission=Permission.COMPLAINT_RAISE,
    description="Submit a complaint: in a parent's real name, or anonymously against a receipt. "
    "Anonymous complaints from one network address are limited to 10 within an hour.",
    refuses=(rules.RealNameRequired, rules.DisputeTooOld, NoIntakeAuthority, TooManyAttempts),
)
async def raise_complaint(info: Info, input: RaiseComplaintInput) -> ComplaintRaised:
    sent = checked(input, info.context.today())
    if not sent.is_anonymous:
        return await _raise(info, input, sent, None)
    context = info.context
    # Refused, or answered before: no complaint more than there was.
    with attempt(
        context.rate_limits.complaint, context.client, counts=lambda raised: raised is None
    ):
        return await _raise(info, input, sent, _digest(info, input.operation_id))


async def _raise(
    info: Info, input: RaiseComplaintInput, sent: CheckedComplaint, digest: bytes | None
) -> ComplaintRaised:
    traces = Traces.ANONYMOUS if sent.is_anonymous else Traces.PSEUDONYMOUS
    async with begin_draft(info, input, traces=traces) as transaction:
        draft, actor = transaction.draft, transaction.actor
        respondent = await complaints.read(
            draft,
            actor,
            rules.route_of(sent.complaint.category),
            institution_id=sent.complaint.institution_id,
            region_code=sent.region_code,
            sector=sent.sector,
        )
        promise = rules.raise_complaint(
            sent.complaint, by=actor, today=transaction.today, calendar=respondent.calendar
        )
        place = _place(respondent, sent, transaction.today)
        intake_id = respondent.taken_in_by(place)
        complaint_id = new_key()
        row = Complaint.received(
            sent.complaint,
            promise,
            place,
            id=complaint_id,
            complaint_no=rules.complaint_number(transaction.today, os.urandom(5)),
            channel=ComplaintChannel.PARENT_APP,
            complainant_ref=None if sent.is_anonymous else actor.complainant_ref,
            receipt_digest=digest,
            respondent_address=sent.respondent_address,
            intake_authority_id=intake_id,
            statement_sealed=transaction.keys.seal(
                derived_fields.STATEMENT,
                sent.complaint.statement.encode(),
                bound_to=complaint_id.bytes,
            ),
            at=transaction.now,
        )
        draft.add(row)
        if actor.account_id and not sent.is_anonymous:
            identity = Complainant(actor.account_id, sent.name, sent.phone, sent.address)
            vault.add(draft, transaction.keys, complaint_id, identity)
        transaction.record_transition(
            "Complaint",
            complaint_id,
            from_state=None,
            to_state=ComplaintState.RECEIVED,
            event="receive",
        )
        transaction.audit("complaint.raised", on=complaint_id)
        transaction.enqueue("complaint.received", about=complaint_id, authorityId=str(intake_id))
        receipt_of = input.operation_id if sent.is_anonymous else None
        raised = ComplaintRaised(complaint_id=complaint_id, receipt_of=receipt_of)
        raised.number = row.complaint_no
        return transaction.succeed(raised)


def _place(respondent: RespondentFacts, sent: CheckedComplaint, today: dt.date) -> RespondentPlace:
    if sent.complaint.institution_id is not None:
        return respondent.place_of_institution()
    return respondent.place_in(sent.region_code, sent.sector, today=today)


def _digest(info: Info, operation_id: UUID) -> bytes:
    keys = info.context.keys
    return keys.receipt_digest(keys.receipt(operation_id))
