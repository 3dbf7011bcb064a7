"""Who sees which plans."""

import sqlalchemy as sa

from domain.plans.terms import PlanState
from persistence.plans.table import InspectionPlan
from persistence.reading.cases import run_by_grants
from persistence.reading.logic import any_of, there_is
from persistence.reading.rows import alias_of
from persistence.reading.shape import Predicate, Row
from persistence.reading.viewer import Viewer

_PUBLIC_PLANS = (PlanState.PUBLISHED, PlanState.CLOSED)


def can_see_plan(row: Row, viewer: Viewer) -> Predicate:
    """Published plans for all; before, the plan's authority, those above it in the sector, oversight."""
    return any_of(
        sa.cast(row.c.state, sa.Text).in_(
            [sa.literal_column(f"'{each.value}'") for each in _PUBLIC_PLANS]
        ),
        run_by_grants(row, viewer),
    )


def seen_by_plan(row: Row, viewer: Viewer) -> Predicate:
    """A row with `plan_id`: visible with its plan."""
    plan = alias_of(InspectionPlan.__table__)
    return there_is(row, plan.c.id == row.c.plan_id, can_see_plan(plan, viewer))
