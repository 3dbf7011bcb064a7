"""The words of correction orders and of what follows from them (§3.11 of the domain analysis)."""

from domain.terms import Term


class OrderKind(Term):
    IMMEDIATE = "IMMEDIATE", "立行立改", "To be corrected at once"
    DEADLINE = "DEADLINE", "限期整改", "To be corrected by a day"


class OrderState(Term):
    ISSUED = "ISSUED", "已下达", "Issued"
    SUBMITTED = "SUBMITTED", "已提交整改", "Correction reported"
    RECHECK_PLANNED = "RECHECK_PLANNED", "待复查", "To be re-inspected"
    CLOSED = "CLOSED", "已销号", "Closed"
    FAILED = "FAILED", "复查未通过", "Failed at the re-inspection"
    OVERDUE = "OVERDUE", "逾期未改", "Overdue"
    ESCALATED = "ESCALATED", "已升级处理", "Escalated"


class ClosedBy(Term):
    """How an order came to be closed."""

    ON_SITE = "ON_SITE", "当场核实", "Verified on the spot"
    ON_FILE = "ON_FILE", "书面验收", "Accepted on file"
    RECHECK = "RECHECK", "复查通过", "Passed the re-inspection"


class EscalationCause(Term):
    OVERDUE = "OVERDUE", "逾期未改", "The order is overdue"
    FAILED = "FAILED", "复查未通过", "The re-inspection failed"


class EscalationState(Term):
    PROPOSED = "PROPOSED", "待决定", "Proposed"
    ADOPTED = "ADOPTED", "已采取", "Adopted"
    DISMISSED = "DISMISSED", "不予采取", "Dismissed"


class EscalationDecision(Term):
    ADOPT = "ADOPT", "采取", "Adopt"
    DISMISS = "DISMISS", "不予采取", "Dismiss"


class EscalationMeasure(Term):
    """What may follow an order that was not kept; which of them is open turns on the regime."""

    REMOVE_FROM_DIRECTORY = "REMOVE_FROM_DIRECTORY", "移出目录", "Removal from the directory"
    WARNING = "WARNING", "警告", "Warning"
    CANCEL_ACCREDITATION = "CANCEL_ACCREDITATION", "取消认定资格", "Accreditation cancelled"
    REVOKE_ACCREDITATION = "REVOKE_ACCREDITATION", "撤销认定", "Accreditation revoked"
    REVOKE_TITLE = "REVOKE_TITLE", "撤销示范校称号", "Title of demonstration school revoked"
    TAKEDOWN = "TAKEDOWN", "下架", "Takedown of the platform"
    STOP_ENROLMENT = (
        "STOP_ENROLMENT",
        "停止招生，整改期间不得培训",
        "No enrolment, no training while correcting",
    )
    REMOVE_FROM_WHITE_LIST = "REMOVE_FROM_WHITE_LIST", "移出白名单", "Removal from the white list"
    ANNUAL_CHECK_UNQUALIFIED = (
        "ANNUAL_CHECK_UNQUALIFIED",
        "年检不合格，复查通过前不得招生宣传",
        "Annual check unqualified: no enrolment or advertising until a re-inspection passes",
    )
    ADMINISTRATIVE_PENALTY = "ADMINISTRATIVE_PENALTY", "行政处罚", "Administrative penalty"
    WITHDRAW_LICENCE = "WITHDRAW_LICENCE", "吊销办学许可", "Licence withdrawn"
