"""An auditor approves or rejects a confirmed result; an approved one is published now or later."""

from typing import Annotated
from uuid import UUID

import strawberry

from domain.evidence import completeness
from domain.evidence.completeness import EvidenceIncomplete
from domain.inspections import audits as rules
from domain.inspections.terms import AuditDecision
from domain.permissions import Permission
from domain.visits.record_signatures import SignatureMissing
from persistence.engine.identifiers import new_key
from persistence.inspections.table import ResultAudit
from persistence.publication import facts, follow_ups
from persistence.publication.facts import ResultFacts
from schema.fields import Info, field, refetched
from schema.inputs import OPERATION_ID, InputFaults, key_of
from schema.inspections import types
from schema.mutations import DraftedTransaction, StoredAs, begin_draft, mutation
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
    async with begin_draft(info, input) as transaction:
        result = await facts.read(
            transaction.draft, transaction.actor, inspection_id, today=transaction.today
        )
        audit = rules.audit(
            result.to_audit(), by=transaction.actor, decision=input.decision, reason=reason
        )
        is_approved = audit.decision is AuditDecision.APPROVED
        if is_approved:
            completeness.refuse_unless_complete(result.missing_evidence)
            result.refuse_unless_signed()
        _record(transaction, result, audit)
        public_record_id = None
        if is_approved:
            follow_ups.require(
                transaction.draft,
                result,
                by=transaction.actor.account_id,
                at=transaction.now,
            )
            if result.is_recheck:
                await recheck_audited(transaction, result)
            if input.publish:
                public_record_id = await publish(transaction, result, None)
        return transaction.succeed(
            InspectionResultAudited(inspection_id=inspection_id, public_record_id=public_record_id)
        )


def _record(transaction: DraftedTransaction, result: ResultFacts, audit: rules.Audit) -> None:
    inspection, record = result.inspection, result.record
    transaction.draft.add(
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
