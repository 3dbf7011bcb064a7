"""The state machines of what the institution asks before a visit."""

from domain.transitions import Transition
from domain.visits.terms import AppointmentState as A
from domain.visits.terms import RecusalRequestState as R

APPOINTMENT = (
    Transition("appointment", A.PROPOSED, "accept", A.ACCEPTED),
    Transition("appointment", A.PROPOSED, "decline", A.DECLINED),
)

RECUSAL_REQUEST = (
    Transition("recusal_request", R.REQUESTED, "uphold", R.UPHELD),
    Transition("recusal_request", R.REQUESTED, "refuse", R.REFUSED),
)
