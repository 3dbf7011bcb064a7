"""An auditor approves or rejects a confirmed result; an approved one is published now or later."""

from typing import Annotated
from uuid import UUID

import strawberry

from domain.evidence import completing
from domain.evidence.terms import OwnerKind
from domain.inspections import auditing as rules
from domain.inspections.terms import AuditDecision
from persistence import inspections, rectification
from persistence.evidence import declaring
from persistence.identifiers import new_key
from persistence.inspections import publishing
from persistence.publication import following
from persistence.tables.inspections import Inspection, InspectionRecord, ResultAudit
from persistence.visits import signing
from schema.answering import Asked, shown
from schema.deeds import Deed, StoredAs, writing
from schema.inputs import OPERATION_ID, Faults, key_of
from schema.inspections import types
from schema.publication.publishing import publish
from schema.rectification.rechecking import recheck_audited


@strawberry.input(description="An auditor's decision on a confirmed result.")
class AuditInspectionResultInput:
    operation_id: UUID = strawberry.field(description=OPERATION_ID)
    inspection_id: strawberry.ID = strawberry.field(description="Opaque id of the inspection.")
    decision: AuditDecision = strawberry.field(
        description="Whether the auditor approves or rejects the result."
    )
    reason: str | None = strawberry.field(
        default=None,
        description="Reason of the decision, up to 500 characters; required for a rejection.",
    )
    publish: bool = strawberry.field(
        default=True,
        description="Whether an approved result is published at once; if not, it waits for"
        " `publishInspectionResult`.",
    )


@strawberry.type(
    description="The result is approved, and published if that was asked for, or it is back"
    " with its officers."
)
class InspectionResultAudited:
    inspection_id: Annotated[UUID, StoredAs("inspection_id")]
    public_record_id: Annotated[UUID | None, StoredAs("public_record_id")]
    inspection: types.Inspection | None = shown(
        "inspection_id", "The inspection after the change, as the caller sees it."
    )
    public_record: types.PublicRecord | None = shown(
        "public_record_id",
        "The version that was published; null after a rejection and while publication is pending.",
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
        # Auditing a re-inspection closes an order; the officers who issued it must not decide that.
        officers |= await rectification.first_team(deed.session, inspection.id)
        audit = rules.audit(
            inspection.facts_of_audit(officers, task.created_by),
            by=deed.actor,
            decision=input.decision,
            reason=reason,
        )
        if audit.decision is AuditDecision.APPROVED:
            completing.refuse_unless_complete(
                await declaring.missing(deed.session, OwnerKind.INSPECTION, inspection.id)
            )
        record = await publishing.record_of(deed.session, inspection)
        if audit.decision is AuditDecision.APPROVED:
            await signing.refuse_unless_signed(deed.session, record)
        _record(deed, inspection, record, audit)
        public_record_id = None
        if audit.decision is AuditDecision.APPROVED:
            await following.require(
                deed.session,
                inspection.id,
                record.measures,
                by=deed.actor.account_id,
                at=deed.now,
            )
            await recheck_audited(deed, inspection, record)
            if input.publish:
                public_record_id = await publish(deed, inspection, task, None)
        return deed.done(
            InspectionResultAudited(inspection_id=inspection.id, public_record_id=public_record_id)
        )


def _record(
    deed: Deed, inspection: Inspection, record: InspectionRecord, audit: rules.Audit
) -> None:
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
        event=audit.event,
        ground=audit.reason,
    )
    inspection.record_audit(audit)
    deed.audit(
        "inspection.result_audited",
        on=inspection.id,
        decision=audit.decision,
        version=record.version_no,
    )
