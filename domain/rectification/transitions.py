"""The state machines of correction orders and of proposed measures (§3.11 of the domain analysis)."""

from domain.rectification.terms import EscalationState as E
from domain.rectification.terms import OrderState as O
from domain.transitions import Transition

ORDER = (
    Transition("order", O.ISSUED, "verify_on_site", O.CLOSED),
    Transition("order", O.ISSUED, "submit", O.SUBMITTED),
    Transition("order", O.ISSUED, "extend", O.ISSUED),
    Transition("order", O.ISSUED, "pass_due", O.OVERDUE),
    Transition("order", O.SUBMITTED, "accept", O.CLOSED),
    Transition("order", O.SUBMITTED, "plan_recheck", O.RECHECK_PLANNED),
    Transition("order", O.RECHECK_PLANNED, "pass", O.CLOSED),
    Transition("order", O.RECHECK_PLANNED, "fail", O.FAILED),
    # It was not held: another re-inspection is planned, or the order accepted on file.
    Transition("order", O.RECHECK_PLANNED, "lapse", O.SUBMITTED),
    Transition("order", O.OVERDUE, "escalate", O.ESCALATED),
    Transition("order", O.FAILED, "escalate", O.ESCALATED),
    # The duty to mend ends with nothing but the mending: late is better than never, and is marked.
    Transition("order", O.OVERDUE, "submit", O.SUBMITTED),
    Transition("order", O.FAILED, "submit", O.SUBMITTED),
    Transition("order", O.ESCALATED, "submit", O.SUBMITTED),
)

ESCALATION = (
    Transition("escalation", E.PROPOSED, "adopt", E.ADOPTED),
    Transition("escalation", E.PROPOSED, "dismiss", E.DISMISSED),
)
