"""Departments and quotas as they are written."""

import strawberry

from domain.institutions import RiskClass
from domain.tasks.policy import Quota

DEFAULT_OFFICERS, DEFAULT_LOAD = 2, 20


@strawberry.input(description="A department that draws officers of its own.")
class TaskDepartmentInput:
    authority_id: strawberry.ID = strawberry.field(description="The department.")
    officers_per_object: int = strawberry.field(
        default=DEFAULT_OFFICERS, description="How many officers to each object, 2 to 10."
    )
    max_load: int = strawberry.field(
        default=DEFAULT_LOAD, description="To how many objects one officer is dealt at most."
    )


@strawberry.input(description="How many objects of a risk class are drawn.")
class QuotaInput:
    risk_class: RiskClass = strawberry.field(description="The class.")
    ratio_bp: int | None = strawberry.field(
        default=None, description="In basis points of the rows left after exclusion; or a count."
    )
    object_count: int | None = strawberry.field(
        default=None, description="As a number; or give a ratio."
    )
    min_count: int = strawberry.field(
        default=0, description="At least so many where the class is not empty."
    )
    max_per_year: int = strawberry.field(
        default=1, description="Visits of one object for one item in a year, 1 to 12."
    )


def quota(given: QuotaInput) -> Quota:
    return Quota(
        given.risk_class, given.ratio_bp, given.object_count, given.min_count, given.max_per_year
    )
