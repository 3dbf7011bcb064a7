"""A task manager notifies an institution of a visit in advance."""

from typing import Annotated
from uuid import UUID

import strawberry

from domain.inspections.terms import Method, NoticeMode
from domain.visits import noticing as rules
from persistence import inspections
from persistence.visits import noticing
from schema.answering import Asked, shown
from schema.deeds import StoredAs, writing
from schema.inputs import OPERATION_ID, Faults, key_of
from schema.inspections import types


@strawberry.input(
    description="A notice to issue. Names, officers, items and legal basis are added from"
    " the register."
)
class IssueNoticeInput:
    operation_id: UUID = strawberry.field(description=OPERATION_ID)
    inspection_id: strawberry.ID = strawberry.field(description="Opaque id of the inspection.")
    methods: list[Method] = strawberry.field(
        description="Methods by which the inspection will be carried out."
    )
    materials: list[str] = strawberry.field(
        description="Materials to prepare, requested once: up to 30, of up to 200 characters each."
    )
    contact: str = strawberry.field(
        description="Contact at the authority for questions, up to 200 characters."
    )
    appointment_possible: bool = strawberry.field(
        description="Whether the institution may propose a time within the window."
    )


@strawberry.type(description="The institution has been notified of the visit.")
class NoticeIssued:
    inspection_id: Annotated[UUID, StoredAs("inspection_id")]
    inspection: types.Inspection | None = shown(
        "inspection_id", "The inspection after the change, as the caller sees it."
    )


async def issue_notice(info: Asked, input: IssueNoticeInput) -> NoticeIssued:
    inspection_id = key_of("Inspection", input.inspection_id, "inspectionId")
    notice = _read(input)
    async with writing(info, input) as deed:
        inspection = await inspections.claim(deed.session, deed.actor, inspection_id)
        given = await noticing.of(deed.session, inspection.id)
        rules.issue(noticing.facts(inspection, given), notice, by=deed.actor)
        assert deed.actor.account_id is not None
        await noticing.give(
            deed.session,
            inspection,
            notice,
            NoticeMode.ADVANCE,
            by=deed.actor.account_id,
            at=deed.now,
            today=deed.today,
        )
        deed.audit("inspection.noticed", on=inspection.id, mode=NoticeMode.ADVANCE)
        deed.sends("inspection.noticed", about=inspection.id, inspection_id=str(inspection.id))
        return deed.done(NoticeIssued(inspection_id=inspection.id))


def _read(input: IssueNoticeInput) -> rules.Notice:
    faults = Faults()
    most = rules.MOST_MATERIALS
    if len(input.materials) > most:
        faults.add("materials", f"不得超过{most}项", f"must have {most} entries at most")
        faults.refuse()
    materials = tuple(
        faults.text(f"materials[{i}]", each, longest=200) for i, each in enumerate(input.materials)
    )
    contact = faults.text("contact", input.contact, longest=200)
    faults.refuse()
    return rules.Notice(tuple(input.methods), materials, contact, input.appointment_possible)
