"""A task manager records by whom a campaign was approved, and with whom it was filed."""

import datetime as dt
from typing import Annotated
from uuid import UUID

import strawberry

from domain.permissions import Permission
from domain.plans import campaigns as rules
from domain.plans.campaigns import CampaignFiling as Filing
from domain.plans.rules import refuse_unless_own
from domain.refusals import ChangedMeanwhile
from persistence.plans import writes as plans
from persistence.plans.table import CampaignFiling
from schema.fields import Info, field, refetched
from schema.inputs import OPERATION_ID, InputFaults, key_of
from schema.mutations import StoredAs, begin_transaction, mutation
from schema.plans import types
from schema.plans.transitions import EXPECTED_VERSION, refuse_changed


@strawberry.input(
    description="Approval and filing of a campaign of the authority's own; all of it is published with"
    " the plan."
)
class RecordCampaignFilingInput:
    operation_id: UUID = field(OPERATION_ID)
    plan_id: strawberry.ID = field("Opaque id of the campaign's plan.")
    expected_version: int = field(EXPECTED_VERSION)
    approved_by: str = field(
        "The government of the same level that approved it, up to 100 characters."
    )
    decision_no: str = field(
        "Number of the decision by which it was approved, up to 100 characters."
    )
    approved_on: dt.date = field("Day of the approval; not after today.")
    filed_with: str = field("The justice department that it was filed with, up to 100 characters.")
    filing_no: str = field("Number of the filing, up to 100 characters.")
    filed_on: dt.date = field("Day of the filing, from the approval to today.")


@strawberry.type(description="Approval and filing of the campaign are recorded.")
class CampaignFilingRecorded:
    plan_id: Annotated[UUID, StoredAs("plan_id")]
    plan: types.InspectionPlan | None = refetched(
        "plan_id", "The plan after the change, as the caller sees it."
    )


@mutation(
    permission=Permission.PLAN_MANAGE,
    description="Record approval and filing of a campaign (专项检查) of the authority's own, or others in"
    " their place until its plan is published.",
    refuses=(rules.NotACampaign, ChangedMeanwhile),
)
async def record_campaign_filing(
    info: Info, input: RecordCampaignFilingInput
) -> CampaignFilingRecorded:
    faults = InputFaults()
    filing = Filing(
        faults.name("approvedBy", input.approved_by, longest=100),
        faults.name("decisionNo", input.decision_no, longest=100),
        input.approved_on,
        faults.name("filedWith", input.filed_with, longest=100),
        faults.name("filingNo", input.filing_no, longest=100),
        input.filed_on,
    )
    faults.refuse()
    plan_id = key_of("InspectionPlan", input.plan_id, "planId")
    async with begin_transaction(info, input) as transaction:
        plan = await plans.claim(transaction.session, transaction.actor, plan_id)
        refuse_unless_own(plan.authority_id, Permission.PLAN_MANAGE, by=transaction.actor)
        rules.record(plan.as_campaign(), plan.state, filing, today=transaction.today)
        refuse_changed(plan, input.expected_version)
        row = await plans.filing(transaction.session, plan) or CampaignFiling(plan_id=plan.id)
        row.record(filing, by=transaction.actor.account_id, at=transaction.now)
        transaction.session.add(row)
        plan.version += 1
        transaction.audit("plan.campaign_filed", on=plan.id)
        return transaction.succeed(CampaignFilingRecorded(plan_id=plan.id))
