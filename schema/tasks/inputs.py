"""Departments and quotas as clients write them."""

import strawberry

from domain.institutions import RiskClass
from domain.tasks.policy import Quota
from schema.fields import field

DEFAULT_OFFICERS, DEFAULT_LOAD = 2, 20


@strawberry.input(description="A department that takes part, with officers drawn from its own.")
class TaskDepartmentInput:
    authority_id: strawberry.ID = field("Opaque id of the department's authority.")
    officers_per_object: int = strawberry.field(
        default=DEFAULT_OFFICERS, description="Number of officers for each object, from 2 to 10."
    )
    max_load: int = strawberry.field(
        default=DEFAULT_LOAD,
        description="Greatest number of objects for one officer, from 1 to 1,000.",
    )


@strawberry.input(description="The number of objects to draw from one risk class.")
class QuotaInput:
    risk_class: RiskClass = field("Risk class to which the quota applies.")
    ratio_bp: int | None = strawberry.field(
        default=None,
        description="Share of the class left after exclusions, in basis points (100 are 1 per"
        " cent); left out where a count is given.",
    )
    object_count: int | None = strawberry.field(
        default=None, description="Number of objects of the class; left out where a share is given."
    )
    min_count: int = strawberry.field(
        default=0, description="Least number of objects, if the class has any left."
    )
    max_per_year: int = strawberry.field(
        default=1,
        description="Greatest number of visits to one object for one item in a year, from 1 to 12.",
    )


def quota(given: QuotaInput) -> Quota:
    return Quota(
        given.risk_class, given.ratio_bp, given.object_count, given.min_count, given.max_per_year
    )
