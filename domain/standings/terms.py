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
