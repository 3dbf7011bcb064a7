"""The words of publication: outlets, and the states of what is asked about a public record."""

from domain.terms import Term


class Outlet(Term):
    """Where a result is published (X37, X60): here, and with the enterprise-credit platform. Credit China
    (X80) takes none from here, and is informed of what is withdrawn."""

    PLATFORM = "PLATFORM", "本平台", "This platform"
    ENTERPRISE_CREDIT = "ENTERPRISE_CREDIT", "企业信用信息公示系统", "Enterprise-credit platform"
    CREDIT_CHINA = "CREDIT_CHINA", "信用中国", "Credit China"


class PublicationState(Term):
    PENDING = "PENDING", "待公示", "To be published there"
    PUBLISHED = "PUBLISHED", "已公示", "Published there"
    CANCELLED = "CANCELLED", "已取消", "Withdrawn before it was published there"


class ObjectionState(Term):
    RECEIVED = "RECEIVED", "待核实", "To be verified"
    UPHELD = "UPHELD", "异议成立", "Upheld"
    REJECTED = "REJECTED", "异议不成立", "Rejected"
    MOOT = "MOOT", "已无须处理", "Moot: the record is not public any more"


class ReplyState(Term):
    WRITTEN = "WRITTEN", "待公开", "To be looked through"
    SHOWN = "SHOWN", "已公开", "Shown beside the record"
    DECLINED = "DECLINED", "不予公开", "Not shown"


class RepairState(Term):
    REQUESTED = "REQUESTED", "待决定", "To be decided"
    GRANTED = "GRANTED", "准予修复", "Granted"
    REFUSED = "REFUSED", "不予修复", "Refused"
    MOOT = "MOOT", "已无须处理", "Moot: the record is not public any more"


class TermDecision(Term):
    """What a person decides on a result whose time in public would be shorter by today's rule."""

    SHORTEN = "SHORTEN", "缩短公示期", "It ends by today's rule"
    KEEP = "KEEP", "维持公示期", "It ends as it was published"


class FollowUpState(Term):
    OPEN = "OPEN", "未完成", "Unfinished"
    FINISHED = "FINISHED", "已完成", "Finished"
    DROPPED = "DROPPED", "不再需要", "Not asked for by the corrected result"


class WithholdingGround(Term):
    """Why a part of a result is not published (X39)."""

    STATE_SECRET = "STATE_SECRET", "国家秘密", "State secret"
    BUSINESS_SECRET = "BUSINESS_SECRET", "商业秘密", "Business secret"
    PERSONAL_PRIVACY = "PERSONAL_PRIVACY", "个人隐私", "Personal privacy"
    PUBLIC_SAFETY = "PUBLIC_SAFETY", "公共安全", "Public safety"
    CASE_IN_HAND = "CASE_IN_HAND", "案件办理中", "A case about it is in hand"


class WithdrawalGround(Term):
    """Why a result is not public any more; the first two cannot be chosen (X34, X60)."""

    EXPIRED = "EXPIRED", "公示期满", "Its time in public is over"
    REPAIRED = "REPAIRED", "信用修复", "Repaired on application"
    DECISION_REVOKED = "DECISION_REVOKED", "依法撤销", "The result was revoked"
    WRONG_SUBJECT = "WRONG_SUBJECT", "主体错误", "It was about somebody else"
    NOT_TO_BE_PUBLISHED = "NOT_TO_BE_PUBLISHED", "依法不应公示", "It may not be published by law"


class TombstoneKind(Term):
    """What stood in public where nothing stands any more."""

    INSPECTION_RESULT = "INSPECTION_RESULT", "检查结果", "Inspection result"


class DeclineGround(Term):
    """Why a reply is not shown beside the record."""

    PERSONAL_DATA = "PERSONAL_DATA", "含个人信息", "It holds personal data"
    INSULT = "INSULT", "含侮辱诽谤内容", "It insults or defames"
