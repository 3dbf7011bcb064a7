"""The state machine of complaints (§4.5 of the domain analysis)."""

from collections.abc import Mapping

from domain.complaints.terms import ComplaintKind
from domain.complaints.terms import ComplaintState as S
from domain.transitions import Transition


def _from(state: S, **events: S) -> tuple[Transition[S], ...]:
    return tuple(Transition("complaint", state, event, to) for event, to in events.items())


FINAL = (S.TRANSFERRED_OUT, S.NOT_ACCEPTED, S.WITHDRAWN)
"""Nothing but an appeal follows."""

CLOSED = (S.CLOSED, S.CLOSED_SATISFIED, S.CLOSED_NEUTRAL)
OPEN = tuple(state for state in S if state not in (*FINAL, *CLOSED))

_UNDECIDED = (S.RECEIVED, S.NEEDS_INFO, S.SCREENED)
_IN_HAND = (S.ACCEPTED, S.ASSIGNED, S.IN_VERIFICATION, S.INSPECTION_TRIGGERED)

PROMISED_UNTIL: Mapping[ComplaintKind, tuple[S, ...]] = {
    ComplaintKind.DISPUTE: _UNDECIDED,
    ComplaintKind.REPORT: (*_UNDECIDED, *_IN_HAND),
    ComplaintKind.INQUIRY: (*_UNDECIDED, *_IN_HAND, S.REPLY_REVIEW),
}
"""In which states what was promised at the receipt is still owed: to accept or refuse a dispute, to
verify a report, to answer an inquiry."""

COMPLAINT = (
    *_from(
        S.RECEIVED,
        ask=S.NEEDS_INFO,
        transfer=S.TRANSFERRED_OUT,
        screen=S.SCREENED,
    ),
    # Silence ends a dispute; a report goes on with what is known.
    *_from(
        S.NEEDS_INFO,
        answer=S.SCREENED,
        dispute_silent=S.NOT_ACCEPTED,
        report_silent=S.SCREENED,
    ),
    *_from(S.SCREENED, accept=S.ACCEPTED, refuse=S.NOT_ACCEPTED),
    *_from(S.ACCEPTED, assign=S.ASSIGNED),
    *_from(
        S.ASSIGNED,
        return_assignment=S.SCREENED,
        verify=S.IN_VERIFICATION,
        mediate=S.IN_MEDIATION,
    ),
    *_from(
        S.IN_VERIFICATION,
        trigger_inspection=S.INSPECTION_TRIGGERED,
        draft_reply=S.REPLY_REVIEW,
    ),
    *_from(S.INSPECTION_TRIGGERED, record_submitted=S.IN_VERIFICATION),
    *_from(S.IN_MEDIATION, settle=S.SETTLED, terminate=S.MEDIATION_TERMINATED),
    *_from(S.SETTLED, draft_reply=S.REPLY_REVIEW),
    *_from(S.MEDIATION_TERMINATED, draft_reply=S.REPLY_REVIEW),
    *_from(S.REPLY_REVIEW, approve=S.REPLIED, return_reply=S.ASSIGNED),
    *_from(
        S.REPLIED,
        satisfied=S.CLOSED_SATISFIED,
        neutral=S.CLOSED_NEUTRAL,
        dissatisfied=S.DISSATISFIED,
        silence=S.CLOSED,
    ),
    *_from(S.DISSATISFIED, reopen=S.REOPENED, not_grounded=S.CLOSED),
    *_from(S.REOPENED, assign=S.ASSIGNED),
    *(each for state in (*CLOSED, *FINAL) for each in _from(state, appeal=S.UNDER_APPEAL)),
    *_from(S.UNDER_APPEAL, uphold=S.CLOSED, remake=S.REMADE),
    *_from(S.REMADE, assign=S.ASSIGNED),
    *(each for state in OPEN for each in _from(state, withdraw=S.WITHDRAWN)),
)
