"""The state machines of tasks and of inspection results (§3.3, §3.10 of the domain analysis)."""

from domain.inspections.terms import InspectionState as R
from domain.inspections.terms import TaskState as T
from domain.transitions import Transition

_BEFORE_THE_END = (
    T.DRAFT,
    T.APPROVED,
    T.POOL_FROZEN,
    T.OBJECTS_DRAWN,
    T.OFFICERS_DRAWN,
    T.LOCKED,
    T.ISSUED,
    T.IN_PROGRESS,
)

TASK = (
    Transition("task", T.DRAFT, "approve", T.APPROVED),
    Transition("task", T.APPROVED, "freeze_pool", T.POOL_FROZEN),
    Transition("task", T.POOL_FROZEN, "draw_objects", T.OBJECTS_DRAWN),
    Transition("task", T.OBJECTS_DRAWN, "draw_officers", T.OFFICERS_DRAWN),
    Transition("task", T.OFFICERS_DRAWN, "lock", T.LOCKED),
    Transition("task", T.LOCKED, "issue", T.ISSUED),
    # A case names its object and officers, so that nothing is drawn.
    Transition("task", T.APPROVED, "issue", T.ISSUED),
    Transition("task", T.ISSUED, "first_record", T.IN_PROGRESS),
    Transition("task", T.IN_PROGRESS, "all_published", T.COMPLETED),
    *(Transition("task", state, "void", T.VOIDED) for state in _BEFORE_THE_END),
)

DRAWN_TASK = tuple(each for each in TASK if (each.from_state, each.event) != (T.APPROVED, "issue"))
"""Nobody gets past the draw."""

RESULT = (
    Transition("inspection", R.TO_ENTER, "file", R.TO_CONFIRM),
    Transition("inspection", R.AUDIT_REJECTED, "file", R.TO_CONFIRM),
    # Corrected with a reason before everybody has confirmed it.
    Transition("inspection", R.TO_CONFIRM, "file", R.TO_CONFIRM),
    Transition("inspection", R.TO_ENTER, "file_alone", R.TO_AUDIT),
    Transition("inspection", R.AUDIT_REJECTED, "file_alone", R.TO_AUDIT),
    Transition("inspection", R.TO_CONFIRM, "confirm", R.TO_CONFIRM),
    Transition("inspection", R.TO_CONFIRM, "confirm_last", R.TO_AUDIT),
    Transition("inspection", R.TO_AUDIT, "approve", R.PUBLISHED),
    Transition("inspection", R.TO_AUDIT, "reject", R.AUDIT_REJECTED),
    Transition("inspection", R.PUBLISHED, "correct", R.CORRECTED),
    Transition("inspection", R.CORRECTED, "correct", R.CORRECTED),
    Transition("inspection", R.PUBLISHED, "withdraw", R.WITHDRAWN),
    Transition("inspection", R.CORRECTED, "withdraw", R.WITHDRAWN),
    *(
        Transition("inspection", state, "void", R.VOIDED)
        for state in (R.TO_ENTER, R.TO_CONFIRM, R.TO_AUDIT, R.AUDIT_REJECTED)
    ),
)
