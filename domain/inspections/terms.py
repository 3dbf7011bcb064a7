"""The words of inspection: categories, states, result codes, measures (domain analysis §3)."""

from domain.terms import Term


class TaskCategory(Term):
    """Daily, campaign or case (X43, X46); a complaint-triggered visit is CASE, never a targeted draw."""

    ROUTINE = "ROUTINE", "日常检查", "Routine"
    CAMPAIGN = "CAMPAIGN", "专项检查", "Campaign"
    CASE = "CASE", "个案检查", "Case"


class TaskTrigger(Term):
    PLAN = "PLAN", "年度计划", "Annual plan"
    AD_HOC = "AD_HOC", "临时任务", "Ad hoc task"
    COMPLAINT = "COMPLAINT", "投诉举报", "Complaint"
    LEAD = "LEAD", "线索移送", "Lead"
    UPPER_LEVEL_ORDER = "UPPER_LEVEL_ORDER", "上级交办", "Order from above"
    RECHECK = "RECHECK", "复查", "Re-inspection"
    SAFETY_EMERGENCY = "SAFETY_EMERGENCY", "安全紧急情况", "Safety emergency"


class TaskState(Term):
    DRAFT = "DRAFT", "草稿", "Draft"
    APPROVED = "APPROVED", "已批准", "Approved"
    POOL_FROZEN = "POOL_FROZEN", "名录库已冻结", "Pool frozen"
    OBJECTS_DRAWN = "OBJECTS_DRAWN", "对象已抽取", "Objects drawn"
    OFFICERS_DRAWN = "OFFICERS_DRAWN", "人员已抽取", "Officers drawn"
    LOCKED = "LOCKED", "已锁定", "Locked"
    ISSUED = "ISSUED", "已下发", "Issued"
    IN_PROGRESS = "IN_PROGRESS", "检查中", "In progress"
    COMPLETED = "COMPLETED", "已完成", "Completed"
    VOIDED = "VOIDED", "已作废", "Voided"


class InspectionState(Term):
    """The result's way to the public (§3.10); TO_CONFIRM is the wait for the other officers (decision
    0003). While a result is TO_CORRECT and on its way again, the published version stays public."""

    TO_ENTER = "TO_ENTER", "待录入", "To be entered"
    TO_CONFIRM = "TO_CONFIRM", "待确认", "To be confirmed by the other officers"
    TO_AUDIT = "TO_AUDIT", "待审核", "To be audited"
    AUDIT_REJECTED = "AUDIT_REJECTED", "审核不通过", "Rejected by the auditor"
    APPROVED = "APPROVED", "已通过，待公示", "Approved, to be published"
    PUBLISHED = "PUBLISHED", "已公示", "Published"
    TO_CORRECT = "TO_CORRECT", "已公示，待更正", "Published, to be corrected"
    CORRECTED = "CORRECTED", "已更正", "Published, corrected"
    WITHDRAWN = "WITHDRAWN", "已撤下", "Withdrawn from publication"
    VOIDED = "VOIDED", "已作废", "Voided"


class NoticeMode(Term):
    ADVANCE = "ADVANCE", "提前通知", "In advance"
    ON_ARRIVAL = "ON_ARRIVAL", "到场通知", "On arrival"


class Method(Term):
    ON_SITE = "ON_SITE", "实地检查", "On site"
    WRITTEN = "WRITTEN", "书面检查", "Written"
    OTHER_BODY = "OTHER_BODY", "利用其他机关结果或专业意见", "Another body's result or opinion"
    MEASUREMENT = "MEASUREMENT", "检验检测", "Test or measurement"
    NETWORK_MONITORING = "NETWORK_MONITORING", "网络监测", "Network monitoring"
    COMMISSIONED = "COMMISSIONED", "委托专业机构", "Commissioned professional body"


class ResultCode(Term):
    """Result codes of §3.9 (X42, X34, X41)."""

    NO_PROBLEM = "NO_PROBLEM", "未发现问题", "No problem found"
    ACTIVITY_NOT_FOUND = (
        "ACTIVITY_NOT_FOUND",
        "未发现开展本次抽查涉及的经营活动",
        "The activity inspected was not found",
    )
    INFO_NOT_PUBLISHED = (
        "INFO_NOT_PUBLISHED",
        "未按规定公示应当公示的信息",
        "Information that must be published was not",
    )
    INFO_FALSE = "INFO_FALSE", "公示信息隐瞒真实情况、弄虚作假", "Published information is false"
    UNREACHABLE = (
        "UNREACHABLE",
        "通过登记的住所（经营场所）无法联系",
        "Unreachable at the registered address",
    )
    CORRECTED_AFTER_ORDER = (
        "CORRECTED_AFTER_ORDER",
        "发现问题经责令已改正",
        "Problem found, corrected after an order",
    )
    PROBLEM_PENDING = "PROBLEM_PENDING", "发现问题待后续处理", "Problem found, handling pending"
    NON_COOPERATION_SERIOUS = (
        "NON_COOPERATION_SERIOUS",
        "不配合检查情节严重",
        "Serious non-cooperation",
    )
    CLOSED_OR_LIQUIDATING = (
        "CLOSED_OR_LIQUIDATING",
        "已关闭停业或正在组织清算",
        "Closed or in liquidation",
    )
    DEREGISTERED = "DEREGISTERED", "注销", "Deregistered"
    LICENCE_REVOKED = "LICENCE_REVOKED", "被吊销", "Licence revoked"
    REGISTRATION_CANCELLED = "REGISTRATION_CANCELLED", "被撤销", "Registration cancelled"
    MOVED_OUT = "MOVED_OUT", "迁出", "Moved out"
    QUALIFIED = "QUALIFIED", "合格", "Qualified"
    UNQUALIFIED = "UNQUALIFIED", "不合格", "Unqualified"
    OTHER = "OTHER", "其他情况", "Other"


class Measure(Term):
    """Follow-up measures of §3.10 (X42)."""

    NONE_NEEDED = "NONE_NEEDED", "无需处置", "None needed"
    STOP_AND_RETURN = "STOP_AND_RETURN", "转入日常监管", "Return to daily supervision"
    ORDER_CORRECTION = "ORDER_CORRECTION", "责令改正", "Order correction"
    TRANSFER_CASE_LEAD = "TRANSFER_CASE_LEAD", "移送案件线索", "Transfer as a case lead"
    NOTIFY_OTHER_DEPARTMENT = "NOTIFY_OTHER_DEPARTMENT", "抄告其他部门", "Notify another department"
    OTHER = "OTHER", "其他", "Other"


class Handling(Term):
    """What was done about one checklist item; "none" is an explicit answer (X42)."""

    NONE = "NONE", "无", "None"
    CORRECTED_ON_SITE = "CORRECTED_ON_SITE", "当场改正", "Corrected on the spot"
    ORDERED = "ORDERED", "责令限期改正", "Ordered to correct"
    TRANSFERRED = "TRANSFERRED", "移送", "Transferred"
    OTHER = "OTHER", "其他", "Other"


class AuditDecision(Term):
    APPROVED = "APPROVED", "通过", "Approved"
    REJECTED = "REJECTED", "不通过", "Rejected"


class ReplacementReason(Term):
    RECUSAL = "RECUSAL", "回避", "Recusal"
    ILLNESS = "ILLNESS", "疾病", "Illness"
    ABSENCE = "ABSENCE", "缺勤", "Absence"
    CERT_EXPIRED = "CERT_EXPIRED", "执法证到期", "Certificate expired"
    WORKLOAD = "WORKLOAD", "工作量", "Workload"


class RepairStatus(Term):
    NONE = "NONE", "无", "None"
    REQUESTED = "REQUESTED", "已申请修复", "Requested"
    GRANTED = "GRANTED", "已修复", "Granted"
