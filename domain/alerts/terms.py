"""The words of alerts: one for each way in which a visit or what follows from it comes to a halt."""

from domain.terms import Term


class AlertKind(Term):
    RESULT_NOT_FILED = "RESULT_NOT_FILED", "检查结果未录入", "Result not filed"
    CONFIRMATION_WAITING = (
        "CONFIRMATION_WAITING",
        "待其他检查人员确认",
        "Waiting for an officer's confirmation",
    )
    AUDIT_WAITING = "AUDIT_WAITING", "待审核", "Waiting for audit"
    PUBLICATION_SOON = "PUBLICATION_SOON", "公示期限将至", "To be published soon"
    PUBLICATION_LATE = "PUBLICATION_LATE", "逾期未公示", "Publication late"
    CORRECTION_LATE = "CORRECTION_LATE", "逾期未更正", "Correction of a public record late"
    OBJECTION_LATE = "OBJECTION_LATE", "异议逾期未核实", "Objection not decided in time"
    REPAIR_UNDECIDED = "REPAIR_UNDECIDED", "修复申请未决定", "Application for repair not decided"
    REPLY_UNDECIDED = "REPLY_UNDECIDED", "回应未处理", "Reply not dealt with"
    RECUSAL_UNDECIDED = "RECUSAL_UNDECIDED", "回避申请未决定", "Recusal not decided"
    RECTIFICATION_OVERDUE = "RECTIFICATION_OVERDUE", "整改逾期", "Correction order overdue"
    RECTIFICATION_TO_ACCEPT = (
        "RECTIFICATION_TO_ACCEPT",
        "整改待验收",
        "Reported correction to be accepted",
    )
    ESCALATION_UNDECIDED = (
        "ESCALATION_UNDECIDED",
        "升级处理待决定",
        "Proposed measure not decided",
    )
    MEASURE_WITHOUT_EFFECT = (
        "MEASURE_WITHOUT_EFFECT",
        "已采取的措施尚未落实",
        "Adopted measure without effect",
    )
    MEASURE_TO_REVIEW = "MEASURE_TO_REVIEW", "措施待复核", "Measure to be looked at again"
    FOLLOW_UP_OPEN = "FOLLOW_UP_OPEN", "后续处置未完成", "Follow-up measure not finished"
    EVIDENCE_STUCK = "EVIDENCE_STUCK", "证据滞留", "Evidence stuck"
    CERTIFICATE_EXPIRES = (
        "CERTIFICATE_EXPIRES",
        "执法证60日内到期",
        "Enforcement certificate ends within 60 days",
        "X43",
    )
    CERTIFICATE_EXPIRES_SOON = (
        "CERTIFICATE_EXPIRES_SOON",
        "执法证30日内到期或已到期",
        "Enforcement certificate ends within 30 days, or has ended",
        "X43",
    )
    REPEATED_VISITS = (
        "REPEATED_VISITS",
        "重复检查",
        "Repeated visits to one institution",
        "X43; X78 Art. 14",
    )
