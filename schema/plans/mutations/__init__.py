"""What officials do with annual plans."""

from schema.plans.mutations.amend_plan import amend_plan
from schema.plans.mutations.approve_plan import approve_plan
from schema.plans.mutations.close_plan import close_plan
from schema.plans.mutations.create_plan import create_plan
from schema.plans.mutations.publish_plan import publish_plan
from schema.plans.mutations.record_campaign_filing import record_campaign_filing
from schema.plans.mutations.return_plan import return_plan
from schema.plans.mutations.submit_plan import submit_plan

MUTATIONS = (
    create_plan,
    submit_plan,
    return_plan,
    approve_plan,
    record_campaign_filing,
    publish_plan,
    amend_plan,
    close_plan,
)
