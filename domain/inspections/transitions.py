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
"""A drawn task cannot skip the draw."""

_TO_FILE = (R.TO_ENTER, R.AUDIT_REJECTED, R.TO_CORRECT)
_PUBLIC = (R.PUBLISHED, R.CORRECTED)

RESULT = (
    *(Transition("inspection", state, "file", R.TO_CONFIRM) for state in _TO_FILE),
    *(Transition("inspection", state, "file_alone", R.TO_AUDIT) for state in _TO_FILE),
    # A correction before all have confirmed: all have to confirm again.
    Transition("inspection", R.TO_CONFIRM, "file", R.TO_CONFIRM),
    Transition("inspection", R.TO_CONFIRM, "confirm", R.TO_CONFIRM),
    Transition("inspection", R.TO_CONFIRM, "confirm_last", R.TO_AUDIT),
    Transition("inspection", R.TO_AUDIT, "reject", R.AUDIT_REJECTED),
    Transition("inspection", R.TO_AUDIT, "approve", R.APPROVED),
    Transition("inspection", R.APPROVED, "publish", R.PUBLISHED),
    Transition("inspection", R.APPROVED, "publish_correction", R.CORRECTED),
    *(Transition("inspection", state, "reopen", R.TO_CORRECT) for state in _PUBLIC),
    *(Transition("inspection", state, "withdraw", R.WITHDRAWN) for state in _PUBLIC),
    # By the clock, when its time in public is over.
    *(Transition("inspection", state, "expire", R.WITHDRAWN) for state in _PUBLIC),
    # Where it was not over: the clock was wrong.
    Transition("inspection", R.WITHDRAWN, "put_back", R.PUBLISHED),
    Transition("inspection", R.WITHDRAWN, "put_back_corrected", R.CORRECTED),
    *(
        Transition("inspection", state, "void", R.VOIDED)
        for state in (R.TO_ENTER, R.TO_CONFIRM, R.TO_AUDIT, R.AUDIT_REJECTED, R.APPROVED)
    ),
)
"""What was published is not voided: it is corrected or withdrawn. The last rejection of a correction
leaves it AUDIT_REJECTED, from where it is filed again."""
