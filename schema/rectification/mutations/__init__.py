"""What is done about corrections: order, verify, report, accept, extend, re-inspect, escalate."""

from schema.rectification.mutations.accept_rectification import accept_rectification
from schema.rectification.mutations.decide_escalation import decide_escalation
from schema.rectification.mutations.extend_rectification import extend_rectification
from schema.rectification.mutations.issue_correction_order import issue_correction_order
from schema.rectification.mutations.plan_recheck import plan_recheck
from schema.rectification.mutations.review_measure import review_measure
from schema.rectification.mutations.submit_rectification import submit_rectification
from schema.rectification.mutations.verify_correction import verify_correction

MUTATIONS = (
    issue_correction_order,
    verify_correction,
    submit_rectification,
    accept_rectification,
    extend_rectification,
    plan_recheck,
    decide_escalation,
    review_measure,
)
