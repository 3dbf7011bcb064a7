"""An auditor approves or rejects a confirmed result; an approved one is published now or later."""

from typing import Annotated
from uuid import UUID

import strawberry

from domain.evidence import completeness
from domain.evidence.completeness import EvidenceIncomplete
from domain.evidence.terms import OwnerKind
from domain.inspections import audits as rules
from domain.inspections.terms import AuditDecision
from domain.permissions import Permission
from domain.visits.record_signatures import SignatureMissing
from persistence.engine.identifiers import new_key
from persistence.evidence import declarations
from persistence.inspections import publish_result
from persistence.inspections import writes as inspections
from persistence.inspections.table import Inspection, InspectionRecord, ResultAudit
from persistence.publication import follow_ups
from persistence.rectification import writes as rectification
from persistence.visits import record_signatures
from schema.fields import Info, field, refetched
from schema.inputs import OPERATION_ID, InputFaults, key_of
from schema.inspections import types
from schema.mutations import StoredAs, Transaction, begin_transaction, mutation
from schema.publication.publish import publish
from schema.rectification.rechecks import recheck_audited


@strawberry.input(description="An auditor's decision on a confirmed result.")
class AuditInspectionResultInput:
    operation_id: UUID = field(OPERATION_ID)
    inspection_id: strawberry.ID = field("Opaque id of the inspection.")
    decision: AuditDecision = field("Whether the auditor approves or rejects the result.")
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
    inspection: types.Inspection | None = refetched(
        "inspection_id", "The inspection after the change, as the caller sees it."
    )
    public_record: types.PublicRecord | None = refetched(
        "public_record_id",
        "The version that was published; null after a rejection and while publication is pending.",
    )


@mutation(
    permission=Permission.INSPECTION_AUDIT_RESULT,
    description="Approve a confirmed result, which publishes it unless `publish` is false,"
    " or send it back to the officers.",
    refuses=(
        rules.NotAwaitingAudit,
        rules.AuditorIsOfficer,
        rules.AuditorIsTaskManager,
        EvidenceIncomplete,
        SignatureMissing,
    ),
)
async def audit_inspection_result(
    info: Info, input: AuditInspectionResultInput
) -> InspectionResultAudited:
    faults = InputFaults()
    reason = faults.optional_text("reason", input.reason, longest=500)
    faults.refuse()
    inspection_id = key_of("Inspection", input.inspection_id, "inspectionId")
    async with begin_transaction(info, input) as transaction:
        inspection = await inspections.claim(transaction.session, transaction.actor, inspection_id)
        task = await inspections.claim_task(transaction.session, inspection)
        officers = await inspections.ever_sent(transaction.session, inspection)
        # Auditing a re-inspection closes an order; the officers who issued it must not decide that.
        officers |= await rectification.first_team(transaction.session, inspection.id)
        audit = rules.audit(
            inspection.facts_of_audit(officers, task.created_by),
            by=transaction.actor,
            decision=input.decision,
            reason=reason,
        )
        if audit.decision is AuditDecision.APPROVED:
            completeness.refuse_unless_complete(
                await declarations.missing(transaction.session, OwnerKind.INSPECTION, inspection.id)
            )
        record = await publish_result.record_of(transaction.session, inspection)
        if audit.decision is AuditDecision.APPROVED:
            await record_signatures.refuse_unless_signed(transaction.session, record)
        _record(transaction, inspection, record, audit)
        public_record_id = None
        if audit.decision is AuditDecision.APPROVED:
            await follow_ups.require(
                transaction.session,
                inspection.id,
                record.measures,
                by=transaction.actor.account_id,
                at=transaction.now,
            )
            await recheck_audited(transaction, inspection, record)
            if input.publish:
                public_record_id = await publish(transaction, inspection, task, None)
        return transaction.succeed(
            InspectionResultAudited(inspection_id=inspection.id, public_record_id=public_record_id)
        )


def _record(
    transaction: Transaction, inspection: Inspection, record: InspectionRecord, audit: rules.Audit
) -> None:
    transaction.session.add(
        ResultAudit(
            id=new_key(),
            inspection_id=inspection.id,
            record_id=record.id,
            auditor_id=transaction.actor.account_id,
            decision=audit.decision,
            reason=audit.reason,
            decided_at=transaction.now,
        )
    )
    transaction.record_transition(
        "Inspection",
        inspection.id,
        from_state=inspection.state,
        to_state=audit.state,
        event=audit.event,
        ground=audit.reason,
    )
    inspection.record_audit(audit)
    transaction.audit(
        "inspection.result_audited",
        on=inspection.id,
        decision=audit.decision,
        version=record.version_no,
    )
