"""The words of ledgers that officials upload."""

from domain.terms import Term


class LedgerKind(Term):
    """What a row of the ledger is about."""

    INSTITUTIONS = "INSTITUTIONS", "机构台账", "Institutions"
    COURSES = "COURSES", "课程台账", "Courses"
    TEACHERS = "TEACHERS", "教师台账", "Teachers"
    AUTHORITIES = "AUTHORITIES", "机关名录", "Authorities"
    OFFICERS = "OFFICERS", "执法人员名录", "Officers"
    WORKDAYS = "WORKDAYS", "工作日历", "Workdays"


class LedgerJobState(Term):
    """How far an upload has come; APPLIED, FAILED, CANCELLED and EXPIRED are final."""

    DECLARED = "DECLARED", "待上传", "Waiting for the file"
    UPLOADED = "UPLOADED", "已上传，待核对", "Uploaded, waiting for the dry run"
    CHECKING = "CHECKING", "正在核对", "Dry run under way"
    CHECKED = "CHECKED", "已核对，待导入", "Dry run finished"
    APPLYING = "APPLYING", "正在导入", "Import under way"
    APPLIED = "APPLIED", "已导入", "Imported"
    FAILED = "FAILED", "未能处理", "Could not be processed"
    CANCELLED = "CANCELLED", "已取消", "Cancelled"
    EXPIRED = "EXPIRED", "已过期", "Expired"


class LedgerRowOutcome(Term):
    """What a row comes to."""

    NEW = "NEW", "新增", "New"
    CHANGED = "CHANGED", "更改", "Changed"
    UNCHANGED = "UNCHANGED", "无变化", "Unchanged"
    REJECTED = "REJECTED", "被拒绝", "Rejected"
