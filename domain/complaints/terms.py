"""The words of complaints (domain analysis §4)."""

from domain.terms import Term


class ComplaintKind(Term):
    """Three different things (X50, X51)."""

    DISPUTE = "DISPUTE", "投诉", "Consumer dispute"
    REPORT = "REPORT", "举报", "Report of a suspected violation"
    INQUIRY = "INQUIRY", "咨询、建议", "Inquiry or suggestion"


class ComplaintChannel(Term):
    PARENT_APP = "PARENT_APP", "家长端", "Parent app"
    PLATFORM_WEB = "PLATFORM_WEB", "平台网站", "Platform web site"
    HOTLINE_12345 = "HOTLINE_12345", "12345热线", "Hotline 12345"
    HOTLINE_12315 = "HOTLINE_12315", "12315热线", "Hotline 12315"
    EDU_SUPERVISION_BOX = "EDU_SUPERVISION_BOX", "教育督导举报平台", "Education supervision box"
    PHONE = "PHONE", "电话", "Telephone"
    EMAIL = "EMAIL", "电子邮件", "E-mail"
    LETTER = "LETTER", "来信", "Letter"
    VISIT = "VISIT", "来访", "Visit"
    TRANSFER_IN = "TRANSFER_IN", "其他机关移送", "Transferred by another organ"
    INSPECTOR_FOUND = "INSPECTOR_FOUND", "检查中发现", "Found by an inspector"
    PATROL = "PATROL", "巡查发现", "Found on patrol"


class Identification(Term):
    REAL_NAME = "REAL_NAME", "实名", "Real-name"
    ANONYMOUS = "ANONYMOUS", "匿名", "Anonymous"


class ComplaintCategory(Term):
    REFUND_DIFFICULTY = "REFUND_DIFFICULTY", "退费难", "Refund difficulty"
    PREPAY_EXCESS = "PREPAY_EXCESS", "超期、超额预收费", "Excess prepayment"
    CUSTODY_BYPASS = "CUSTODY_BYPASS", "体外循环、未进专用账户", "Custody account bypassed"
    UNLICENSED = "UNLICENSED", "无证办学", "Unlicensed"
    DISGUISED_SUBJECT = "DISGUISED_SUBJECT", "学科类隐形变异", "Disguised subject training"
    HOLIDAY_CLASS = "HOLIDAY_CLASS", "占用节假日开展学科类培训", "Subject class on a rest day"
    OVERTIME_CLASS = "OVERTIME_CLASS", "超时授课", "Class past the evening limit"
    IN_SERVICE_TEACHER = "IN_SERVICE_TEACHER", "在职教师兼职", "In-service school teacher"
    TEACHER_UNQUALIFIED = (
        "TEACHER_UNQUALIFIED",
        "无教师资格或能力证明",
        "Teacher without certificate",
    )
    TEACHER_MISCONDUCT = "TEACHER_MISCONDUCT", "体罚、侮辱等", "Teacher misconduct"
    FALSE_AD = "FALSE_AD", "虚假宣传、夸大承诺", "False advertising"
    CERTIFICATE_ABUSE = "CERTIFICATE_ABUSE", "乱发证、不培训就发证", "Certificate abuse"
    FEE_ABUSE = "FEE_ABUSE", "乱收费、高收费", "Fee abuse"
    TRAINING_LOAN = "TRAINING_LOAN", "培训贷", "Training loan"
    CONTRACT = "CONTRACT", "未签或不规范合同", "No or improper contract"
    MATERIAL = "MATERIAL", "培训材料", "Teaching material"
    SAFETY = "SAFETY", "消防、房屋、食品、人身安全", "Safety"
    PRIVACY = "PRIVACY", "泄露个人信息", "Personal data leaked"
    RUNAWAY = "RUNAWAY", "卷款跑路、关停失联", "Run away with the money"
    COMPETITION = "COMPETITION", "违规竞赛", "Unlawful competition"
    INSPECTOR_CONDUCT = "INSPECTOR_CONDUCT", "执法人员问题", "Conduct of an inspector"
    CREDIT_BANK = "CREDIT_BANK", "学分错误、兑换", "Academic credits"
    RETALIATION = "RETALIATION", "打击报复", "Retaliation"
    OTHER = "OTHER", "其他", "Other"


class ComplaintState(Term):
    """States of §4.5; duplicate is a link, the upper-level review a flag beside it."""

    RECEIVED = "RECEIVED", "已收到", "Received"
    NEEDS_INFO = "NEEDS_INFO", "待补充", "More information needed"
    TRANSFERRED_OUT = "TRANSFERRED_OUT", "已移送其他机关", "Transferred to another organ"
    SCREENED = "SCREENED", "已初审", "Screened"
    NOT_ACCEPTED = "NOT_ACCEPTED", "不予受理", "Not accepted"
    ACCEPTED = "ACCEPTED", "已受理", "Accepted"
    ASSIGNED = "ASSIGNED", "已派单", "Assigned"
    IN_VERIFICATION = "IN_VERIFICATION", "核查中", "In verification"
    INSPECTION_TRIGGERED = "INSPECTION_TRIGGERED", "已触发检查", "Inspection triggered"
    IN_MEDIATION = "IN_MEDIATION", "调解中", "In mediation"
    SETTLED = "SETTLED", "已达成协议", "Settled"
    MEDIATION_TERMINATED = "MEDIATION_TERMINATED", "调解终止", "Mediation terminated"
    REPLY_REVIEW = "REPLY_REVIEW", "答复审核中", "Reply under review"
    REPLIED = "REPLIED", "已答复", "Replied"
    CLOSED = "CLOSED", "已办结", "Closed"
    CLOSED_SATISFIED = "CLOSED_SATISFIED", "办结（满意）", "Closed, satisfied"
    CLOSED_NEUTRAL = "CLOSED_NEUTRAL", "办结（基本满意）", "Closed, neutral"
    DISSATISFIED = "DISSATISFIED", "不满意", "Dissatisfied"
    REOPENED = "REOPENED", "重办", "Reopened"
    UNDER_APPEAL = "UNDER_APPEAL", "复查申请中", "Under appeal"
    REMADE = "REMADE", "撤销重作", "To be remade"
    WITHDRAWN = "WITHDRAWN", "已撤回", "Withdrawn"


AWAITING_ACCEPTANCE = (ComplaintState.RECEIVED, ComplaintState.SCREENED)
"""In which the decision on acceptance is owed by its last day; while more information is awaited from
the complainant it is not."""


class NonAcceptanceGround(Term):
    OUT_OF_COMPETENCE = "OUT_OF_COMPETENCE", "不属于职责范围", "Out of competence"
    OTHER_BODY_HANDLING_OR_DONE = (
        "OTHER_BODY_HANDLING_OR_DONE",
        "其他机构已受理或处理",
        "Another body is handling it or has done so",
    )
    NOT_CONSUMPTION = (
        "NOT_CONSUMPTION",
        "非生活消费，或不能证明与被投诉人存在争议",
        "Not a consumption matter, or no dispute with the respondent shown",
    )
    OVER_3_YEARS = "OVER_3_YEARS", "超过三年", "Known for more than three years"
    INCOMPLETE_IDENTITY_OR_CLAIM = (
        "INCOMPLETE_IDENTITY_OR_CLAIM",
        "身份或诉求不完整",
        "Identity or claim incomplete",
    )
    FALSE_MATERIAL = "FALSE_MATERIAL", "提供虚假材料", "False material"
    IDENTITY_REFUSED = (
        "IDENTITY_REFUSED",
        "冒用他人身份或拒绝身份核验",
        "Another's name used, or proof of identity refused",
    )
    LEGAL_OTHER = "LEGAL_OTHER", "法律规定的其他情形", "Another lawful ground"


class RealName(Term):
    """How sure we are of a parent's name."""

    DECLARED = "DECLARED", "本人声明", "Declared"
    VERIFIED = "VERIFIED", "已核验", "Verified"


class Route(Term):
    """Where a complaint goes first."""

    INTAKE = "INTAKE", "受理部门", "Intake unit"
    OVERSIGHT = "OVERSIGHT", "执法监督部门", "Enforcement oversight"
