"""What officials do with annual plans."""

import strawberry

from domain.offices import NotAnAdministrativeOrgan
from domain.permissions import Permission
from domain.plans import rules
from domain.refusals import ChangedMeanwhile
from domain.transitions import IllegalTransition
from schema.mutations import mutation
from schema.plans.mutations.amend_plan import PlanAmended, amend_plan
from schema.plans.mutations.approve_plan import PlanApproved, approve_plan
from schema.plans.mutations.close_plan import PlanClosed, close_plan
from schema.plans.mutations.create_plan import PlanCreated, create_plan
from schema.plans.mutations.publish_plan import PlanPublished, publish_plan
from schema.plans.mutations.return_plan import PlanReturned, return_plan
from schema.plans.mutations.submit_plan import PlanSubmitted, submit_plan


@strawberry.type
class PlanMutations:
    create_plan: PlanCreated = mutation(
        create_plan,
        permission=Permission.PLAN_MANAGE,
        description="Write the annual plan of the caller's own authority.",
        refuses=(
            rules.ItemNotOnList,
            rules.ItemNotInForce,
            rules.RatioAboveItem,
            NotAnAdministrativeOrgan,
        ),
    )
    submit_plan: PlanSubmitted = mutation(
        submit_plan,
        permission=Permission.PLAN_MANAGE,
        description="Submit a draft plan to the head for review.",
        refuses=(
            ChangedMeanwhile,
            IllegalTransition,
        ),
    )
    return_plan: PlanReturned = mutation(
        return_plan,
        permission=Permission.PLAN_APPROVE,
        description="Return a plan in review to its author, with a reason.",
        refuses=(
            ChangedMeanwhile,
            IllegalTransition,
        ),
    )
    approve_plan: PlanApproved = mutation(
        approve_plan,
        permission=Permission.PLAN_APPROVE,
        description="Approve a plan that somebody else wrote.",
        refuses=(
            rules.OwnPlan,
            ChangedMeanwhile,
            IllegalTransition,
        ),
    )
    publish_plan: PlanPublished = mutation(
        publish_plan,
        permission=Permission.PLAN_MANAGE,
        description="Publish an approved plan; everyone can read it.",
        refuses=(
            ChangedMeanwhile,
            IllegalTransition,
        ),
    )
    amend_plan: PlanAmended = mutation(
        amend_plan,
        permission=Permission.PLAN_MANAGE,
        description="Amend a published plan: a new version, with its reason.",
        refuses=(
            rules.ItemNotOnList,
            rules.ItemNotInForce,
            rules.RatioAboveItem,
            NotAnAdministrativeOrgan,
            ChangedMeanwhile,
            IllegalTransition,
        ),
    )
    close_plan: PlanClosed = mutation(
        close_plan,
        permission=Permission.PLAN_MANAGE,
        description="Close a published plan: no more tasks follow from it.",
        refuses=(
            ChangedMeanwhile,
            IllegalTransition,
        ),
    )
