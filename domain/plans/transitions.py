"""The state machine of annual plans (§3.3 of the domain analysis)."""

from domain.plans.terms import PlanState as S
from domain.transitions import Transition

PLAN = (
    Transition("plan", S.DRAFT, "submit", S.IN_REVIEW),
    Transition("plan", S.IN_REVIEW, "return", S.DRAFT),
    Transition("plan", S.IN_REVIEW, "approve", S.APPROVED),
    Transition("plan", S.APPROVED, "publish", S.PUBLISHED),
    # A change of a published plan is a new version, published at once (X23).
    Transition("plan", S.PUBLISHED, "amend", S.PUBLISHED),
    Transition("plan", S.PUBLISHED, "close", S.CLOSED),
)
