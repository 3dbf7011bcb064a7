"""The state machines beside a public record; the result's own is `domain.inspections.transitions`."""

from domain.publication.terms import FollowUpState as F
from domain.publication.terms import ObjectionState as O
from domain.publication.terms import PublicationState as P
from domain.publication.terms import RepairState as R
from domain.publication.terms import ReplyState as W
from domain.transitions import Transition

OUTLET = (
    Transition("publication", P.PENDING, "record", P.PUBLISHED),
    Transition("publication", P.PENDING, "cancel", P.CANCELLED),
    Transition("publication", P.CANCELLED, "put_back", P.PENDING),
)

OBJECTION = (
    Transition("objection", O.RECEIVED, "uphold", O.UPHELD),
    Transition("objection", O.RECEIVED, "reject", O.REJECTED),
    Transition("objection", O.RECEIVED, "record_withdrawn", O.MOOT),
    Transition("objection", O.MOOT, "put_back", O.RECEIVED),
)

REPLY = (
    Transition("reply", W.WRITTEN, "show", W.SHOWN),
    Transition("reply", W.WRITTEN, "decline", W.DECLINED),
)

REPAIR = (
    Transition("repair_request", R.REQUESTED, "grant", R.GRANTED),
    Transition("repair_request", R.REQUESTED, "refuse", R.REFUSED),
    Transition("repair_request", R.REQUESTED, "record_withdrawn", R.MOOT),
    Transition("repair_request", R.MOOT, "put_back", R.REQUESTED),
)

FOLLOW_UP = (
    Transition("follow_up", F.OPEN, "finish", F.FINISHED),
    # A corrected result asks for other measures: what it leaves out is dropped, and may come back.
    Transition("follow_up", F.OPEN, "drop", F.DROPPED),
    Transition("follow_up", F.DROPPED, "require", F.OPEN),
)
