"""A task manager notifies an institution of a visit in advance."""

from typing import Annotated
from uuid import UUID

import strawberry

from domain.inspections.terms import Method, NoticeMode
from domain.permissions import Permission
from domain.visits import notices as rules
from persistence.visits import notices
from schema.fields import Info, field, refetched
from schema.inputs import OPERATION_ID, InputFaults, key_of
from schema.inspections import types
from schema.mutations import StoredAs, begin_draft, mutation


@strawberry.input(
    description="A notice to issue. Names, officers, items and legal basis are added from"
    " the register."
)
class IssueNoticeInput:
    operation_id: UUID = field(OPERATION_ID)
    inspection_id: strawberry.ID = field("Opaque id of the inspection.")
    methods: list[Method] = field("Methods by which the inspection will be carried out.")
    materials: list[str] = field(
        "Materials to prepare, requested once: up to 30, of up to 200 characters each."
    )
    contact: str = field("Contact at the authority for questions, up to 200 characters.")
    appointment_possible: bool = field(
        "Whether the institution may propose a time within the window."
    )


@strawberry.type(description="The institution has been notified of the visit.")
class NoticeIssued:
    inspection_id: Annotated[UUID, StoredAs("inspection_id")]
    inspection: types.Inspection | None = refetched(
        "inspection_id", "The inspection after the change, as the caller sees it."
    )


@mutation(
    permission=Permission.NOTICE_ISSUE,
    description="Notify the institution of a visit in advance.",
    refuses=(rules.NoticeAlreadyIssued, rules.NoticeTooLate),
)
async def issue_notice(info: Info, input: IssueNoticeInput) -> NoticeIssued:
    inspection_id = key_of("Inspection", input.inspection_id, "inspectionId")
    notice = _read(input)
    async with begin_draft(info, input) as transaction:
        draft, actor = transaction.draft, transaction.actor
        inspection, facts = await notices.read(draft, actor, inspection_id, today=transaction.today)
        rules.issue(notices.facts(inspection, None), notice, by=actor)
        assert actor.account_id is not None
        notices.give(
            draft,
            inspection,
            notice,
            facts,
            NoticeMode.ADVANCE,
            by=actor.account_id,
            at=transaction.now,
            today=transaction.today,
        )
        transaction.audit("inspection.noticed", on=inspection.id, mode=NoticeMode.ADVANCE)
        transaction.enqueue(
            "inspection.noticed", about=inspection.id, inspection_id=str(inspection.id)
        )
        return transaction.succeed(NoticeIssued(inspection_id=inspection.id))


def _read(input: IssueNoticeInput) -> rules.NoticeDraft:
    faults = InputFaults()
    most = rules.MOST_MATERIALS
    if len(input.materials) > most:
        faults.add("materials", f"不得超过{most}项", f"must have {most} entries at most")
        faults.refuse()
    materials = tuple(
        faults.text(f"materials[{i}]", each, longest=200) for i, each in enumerate(input.materials)
    )
    contact = faults.text("contact", input.contact, longest=200)
    faults.refuse()
    return rules.NoticeDraft(tuple(input.methods), materials, contact, input.appointment_possible)
