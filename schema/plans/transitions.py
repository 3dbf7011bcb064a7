"""One change of a plan's state, with its records."""

from domain.plans.transitions import PLAN
from domain.refusals import ChangedMeanwhile
from domain.transitions import transition
from persistence.plans.table import InspectionPlan
from schema.mutations import Transaction


def move(
    transaction: Transaction, plan: InspectionPlan, event: str, *, ground: str | None = None
) -> None:
    """Raises IllegalTransition, which names the steps that are possible instead."""
    to_state = transition(PLAN, plan.state, event)
    transaction.record_transition(
        "InspectionPlan",
        plan.id,
        from_state=plan.state,
        to_state=to_state,
        event=event,
        ground=ground,
    )
    plan.record_state(to_state)


def refuse_changed(plan: InspectionPlan, expected_version: int) -> None:
    if plan.version != expected_version:
        raise ChangedMeanwhile(expected_version, plan.version)


EXPECTED_VERSION = "The `version` of the row that the decision is based on."
