"""The state machine of an uploaded ledger."""

from domain.ledgers.terms import LedgerJobState as S
from domain.transitions import Transition

LEDGER_JOB = (
    Transition("ledger_job", S.DECLARED, "upload", S.UPLOADED),
    Transition("ledger_job", S.UPLOADED, "check", S.CHECKING),
    Transition("ledger_job", S.CHECKING, "finish", S.CHECKED),
    Transition("ledger_job", S.CHECKED, "apply", S.APPLYING),
    Transition("ledger_job", S.APPLYING, "finish", S.APPLIED),
    Transition("ledger_job", S.DECLARED, "cancel", S.CANCELLED),
    Transition("ledger_job", S.UPLOADED, "cancel", S.CANCELLED),
    Transition("ledger_job", S.CHECKING, "cancel", S.CANCELLED),
    Transition("ledger_job", S.CHECKED, "cancel", S.CANCELLED),
    # What is in the register by then stays in.
    Transition("ledger_job", S.APPLYING, "cancel", S.CANCELLED),
    Transition("ledger_job", S.DECLARED, "fail", S.FAILED),
    Transition("ledger_job", S.CHECKING, "fail", S.FAILED),
    Transition("ledger_job", S.APPLYING, "fail", S.FAILED),
    Transition("ledger_job", S.DECLARED, "expire", S.EXPIRED),
    Transition("ledger_job", S.CHECKED, "expire", S.EXPIRED),
)
