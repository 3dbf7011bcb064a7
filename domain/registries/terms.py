"""The words of the two registries (§3.2, §3.4, §3.5 of the domain analysis)."""

from domain.terms import Term


class ExclusionGround(Term):
    """Why an object of the registry stays out of a pool; the pool shows a bare flag."""

    NOT_EXISTING = "NOT_EXISTING", "已注销、吊销、撤销或迁出", "Dissolved or moved"
    NOTHING_HELD = "NOTHING_HELD", "资质均已依决定终止", "All it held was taken by decision"
    STOPPED = "STOPPED", "暂停检查", "Inspections are stopped for it"
    IN_OPEN_TASK = "IN_OPEN_TASK", "已在同一事项的未结任务中", "In an open task for the item"
    CAP_OF_ITEM = "CAP_OF_ITEM", "已达该事项年度检查次数上限", "Yearly cap for the item reached"
    CAP_OF_AUTHORITY = (
        "CAP_OF_AUTHORITY",
        "已达机关年度检查次数上限",
        "Yearly cap of the authority reached",
    )


class StopGround(Term):
    """Why inspections of an object are stopped for a time."""

    FORCE_MAJEURE = "FORCE_MAJEURE", "不可抗力", "Force majeure"
    BUSINESS_SUSPENDED = "BUSINESS_SUSPENDED", "停业", "Business suspended"
    UNDER_INVESTIGATION = "UNDER_INVESTIGATION", "立案调查中", "Under investigation"
    OTHER = "OTHER", "其他", "Other"


class RecusalGround(Term):
    """Grounds of recusal (X38, X44); never published, a recused pair is shown as excluded."""

    OWN_OR_RELATIVE = (
        "OWN_OR_RELATIVE",
        "本人或近亲属为举办者、法定代表人、股东或从业人员",
        "Self or a close relative is owner, representative, shareholder or employee",
    )
    CHILD_ENROLLED = "CHILD_ENROLLED", "子女在该机构就读", "Own child is enrolled"
    WORKED_THERE = "WORKED_THERE", "近三年曾在该机构任职", "Worked there in the last 3 years"
    OTHER_INTEREST = "OTHER_INTEREST", "其他利害关系", "Other interest"
    COMPLAINT_FROM_OBJECT = (
        "COMPLAINT_FROM_OBJECT",
        "曾处理该机构提出的投诉",
        "Handled a complaint from the inspected side",
    )


class RiskInput(Term):
    """What the risk class of an object is made of (§3.4)."""

    COMPLAINTS_UPHELD = "COMPLAINTS_UPHELD", "近12个月查实投诉", "Complaints upheld, 12 months"
    COMPLAINTS_RECEIVED = (
        "COMPLAINTS_RECEIVED",
        "近12个月收到投诉",
        "Complaints received, 12 months",
    )
    VIOLATIONS_FOUND = "VIOLATIONS_FOUND", "近24个月检查发现违规", "Violations found, 24 months"
    RESULT_PENDING = "RESULT_PENDING", "最近一次检查问题未结", "Last result still pending"
    LICENCE_EXPIRED = "LICENCE_EXPIRED", "许可到期", "Licence expired"
    LICENCE_EXPIRING = "LICENCE_EXPIRING", "许可90日内到期", "Licence expires within 90 days"
    UNDER_RECTIFICATION = "UNDER_RECTIFICATION", "限期整改中", "Under rectification"
    NO_LICENCE = "NO_LICENCE", "没有有效许可", "No entitlement in force"
    BLACK_LISTED = "BLACK_LISTED", "列入黑名单", "Black-listed"
    STAFF_DISMISSED = (
        "STAFF_DISMISSED",
        "近12个月解聘或不合格教师",
        "Teachers dismissed or no longer qualified, 12 months",
    )
    CLEAN_RESULT = (
        "CLEAN_RESULT",
        "近24个月检查未发现问题",
        "Inspected without a problem, 24 months",
    )


class OfficerExclusion(Term):
    """Why an inspector of a department is not dealt; recusals concern pairs and stand apart."""

    EXPERT = "EXPERT", "专家不计入执法人员", "Experts assist and never count"
    LEFT = "LEFT", "已离开名录库", "Left the registry"
    SUSPENDED = "SUSPENDED", "暂停执法", "Suspended from inspecting"
    MADE_THE_TASK = "MADE_THE_TASK", "任务编制或批准人", "Made or approved the task"
