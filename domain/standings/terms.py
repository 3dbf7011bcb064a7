"""The words of what stands on institutions by decision."""

from domain.terms import Term


class StandingKind(Term):
    """What a decision puts on an institution, on one of its entitlements, or on a person (§2 rows 7, 8)."""

    ENTITLEMENT = "ENTITLEMENT", "资质状态", "State of an entitlement"
    WHITE_LIST = "WHITE_LIST", "白名单", "White list", "X33"
    BLACK_LIST = "BLACK_LIST", "黑名单", "Black list", "X32"
    KEY_SUPERVISION = "KEY_SUPERVISION", "重点监管名单", "Key supervision list"
    STAFF_BLACK_LIST = "STAFF_BLACK_LIST", "从业人员黑名单", "Staff black list", "X16"
    ENROLMENT_STOP = "ENROLMENT_STOP", "停止招生", "Stop of enrolment", "X16"
    WARNING = "WARNING", "警告", "Warning", "S0-A Art. 15"
    CREDIT_GRADE = "CREDIT_GRADE", "信用等级", "Credit grade", "X30"


class Ending(Term):
    """How what stood on somebody ended before the last day that the decision named."""

    LIFTED = "LIFTED", "解除", "Lifted"
    REPLACED = "REPLACED", "被后一决定取代", "Replaced by a later decision"
    CORRECTED = "CORRECTED", "登记更正", "Entered wrongly, and corrected"
    QUASHED = "QUASHED", "决定被撤销", "The decision was quashed"


class RulingState(Term):
    """A decision that takes a livelihood, from the notice of it on."""

    NOTICED = "NOTICED", "已事先告知", "Noticed"
    IN_FORCE = "IN_FORCE", "已生效", "In force"
    DROPPED = "DROPPED", "不予作出", "Dropped"
    QUASHED = "QUASHED", "已撤销", "Quashed"


class RulingStepKind(Term):
    """What is kept of the way of a ruling, beside its states."""

    STATEMENT = "STATEMENT", "陈述、申辩", "Statement"
    HEARING_REQUEST = "HEARING_REQUEST", "申请听证", "Hearing asked for"
    WAIVER = "WAIVER", "放弃陈述、申辩和听证", "Statement and hearing waived"
    HEARING = "HEARING", "举行听证", "Hearing held"
    APPEAL = "APPEAL", "申请复议或提起诉讼", "Appeal"
    APPEAL_REJECTED = "APPEAL_REJECTED", "复议或诉讼维持", "Appeal rejected"


class AppealOutcome(Term):
    """What became of an appeal against a ruling."""

    UPHELD = "UPHELD", "维持原决定", "The ruling is upheld"
    QUASHED = "QUASHED", "撤销原决定", "The ruling is quashed"
