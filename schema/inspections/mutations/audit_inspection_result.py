"""An auditor judges a confirmed result; approval makes it public."""

from uuid import UUID

import strawberry

from domain.evidence import completing
from domain.evidence.terms import OwnerKind
from domain.inspections import auditing as rules
from domain.inspections.terms import AuditDecision
from domain.inspections.transitions import TASK
from domain.transitions import transition
from persistence import inspections
from persistence.drawing import revealing
from persistence.evidence import declaring
from persistence.identifiers import new_key
from persistence.inspections import publishing
from persistence.tables.inspections import (
    Inspection,
    InspectionRecord,
    InspectionTask,
    ResultAudit,
)
from schema.answering import Asked, shown
from schema.deeds import Deed, writing
from schema.inputs import OPERATION_ID, Faults, key_of
from schema.inspections import types
from schema.rectification.rechecking import recheck_audited


@strawberry.input(description="An auditor's decision on a confirmed result.")
class AuditInspectionResultInput:
    operation_id: UUID = strawberry.field(description=OPERATION_ID)
    inspection_id: strawberry.ID = strawberry.field(description="The inspection.")
    decision: AuditDecision = strawberry.field(description="Approved or rejected.")
    reason: str | None = strawberry.field(
        default=None, description="Why, up to 500 characters; needed for a rejection."
    )


@strawberry.type(description="The result is approved and public, or back with its officers.")
class InspectionResultAudited:
    inspection_id: strawberry.Private[UUID]
    public_record_id: strawberry.Private[UUID | None]
    inspection: types.Inspection | None = shown("inspection_id", "The inspection.")
    public_record: types.PublicRecord | None = shown(
        "public_record_id", "What was published; null after a rejection."
    )


async def audit_inspection_result(
    info: Asked, input: AuditInspectionResultInput
) -> InspectionResultAudited:
    faults = Faults()
    reason = faults.optional_text("reason", input.reason, longest=500)
    faults.refuse()
    inspection_id = key_of("Inspection", input.inspection_id, "inspectionId")
    async with writing(info, input) as deed:
        inspection = await inspections.claim(deed.session, deed.actor, inspection_id)
        task = await inspections.claim_task(deed.session, inspection)
        officers = await inspections.ever_sent(deed.session, inspection)
        audit = rules.audit(
            inspection.facts_of_audit(officers, task.created_by),
            by=deed.actor,
            decision=input.decision,
            reason=reason,
            today=deed.today,
        )
        if audit.decision is AuditDecision.APPROVED:
            completing.refuse_unless_complete(
                await declaring.missing(deed.session, OwnerKind.INSPECTION, inspection.id)
            )
        record = await publishing.record_of(deed.session, inspection)
        _record(deed, inspection, record, audit)
        public_record_id = None
        if audit.decision is AuditDecision.APPROVED:
            await recheck_audited(deed, inspection, record)
            public_record_id = await _publish(deed, inspection, task, record, audit)
        return deed.done(
            InspectionResultAudited(inspection_id=inspection.id, public_record_id=public_record_id)
        )


def _record(
    deed: Deed, inspection: Inspection, record: InspectionRecord, audit: rules.Audit
) -> None:
    is_approval = audit.decision is AuditDecision.APPROVED
    deed.session.add(
        ResultAudit(
            id=new_key(),
            inspection_id=inspection.id,
            record_id=record.id,
            auditor_id=deed.actor.account_id,
            decision=audit.decision,
            reason=audit.reason,
            decided_at=deed.now,
        )
    )
    deed.moved(
        "Inspection",
        inspection.id,
        from_state=inspection.state,
        to_state=audit.state,
        event="approve" if is_approval else "reject",
        ground=audit.reason,
    )
    inspection.record_audit(audit, at=deed.now)
    deed.audit(
        "inspection.result_audited",
        on=inspection.id,
        decision=audit.decision,
        version=record.version_no,
        is_late=audit.is_late,
    )


async def _publish(
    deed: Deed,
    inspection: Inspection,
    task: InspectionTask,
    record: InspectionRecord,
    audit: rules.Audit,
) -> UUID:
    published = await publishing.publish(deed.session, inspection, task, record, audit, at=deed.now)
    deed.sends(
        "inspection.published",
        about=inspection.id,
        inspection_id=str(inspection.id),
        public_record_id=str(published.id),
    )
    if await publishing.is_last_open(deed.session, inspection):
        to_state = transition(TASK, task.state, "all_published")
        deed.moved(
            "InspectionTask",
            task.id,
            from_state=task.state,
            to_state=to_state,
            event="all_published",
        )
        task.record_state(to_state)
        await revealing.reveal_with_results(deed.session, task, deed.keys, at=deed.now)
    return published.id
