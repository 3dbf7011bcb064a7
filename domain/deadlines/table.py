"""The deadline register: Appendix A and the complaint clocks of the domain analysis."""

import datetime as dt

from domain.deadlines.rules import DeadlineRule, Unit, months_after

_WD, _CD, _M, _Y, _DATE, _EVT = Unit.WD, Unit.CD, Unit.M, Unit.Y, Unit.DATE, Unit.EVT
_R = DeadlineRule


def at(code: str, on: dt.date) -> DeadlineRule:
    """The rule of that code in force on a day; KeyError where there is none."""
    for rule in _BY_CODE[code]:
        if rule.holds_on(on):
            return rule
    raise KeyError(f"{code} is not in force on {on}")


def term(code: str, since: dt.date) -> dt.date:
    """The last day of a term in months or years by the rule of its first day, whatever day that is."""
    rule = at(code, since)
    return months_after(since, (rule.value or 0) * {_M: 1, _Y: 12}[rule.unit])


ACCREDITATION = (
    _R("SC14_CERT_DEADLINE", 15, _WD, "制作并邮寄证书", "Make and mail certificates",
       "assessment end", "S0-A Art. 14"),
    _R("SC19_CHANGE_REPORT", 7, _WD, "服务中心变更报告", "Report a change", "change",
       "S0-A Art. 19"),
    _R("SC16_VALIDITY", 1, _Y, "服务中心授权有效期", "Validity of the accreditation", "issue",
       "S0-A Art. 16"),
    _R("SC17_BAR", 3, _Y, "材料不实，不再受理申请", "No new application after false material",
       "abort", "S0-A Art. 17"),
    _R("SC18_BAR", 3, _Y, "撤销后不再受理申请", "No new application after revocation", "revocation",
       "S0-A Art. 18"),
    _R("SC10_PERIOD", 6, _M, "基地考核周期", "Review period for bases", "accreditation start",
       "S0-A Art. 10"),
    _R("SC15_PERIOD", 6, _M, "服务中心考核周期", "Review period for the centre",
       "accreditation start", "S0-A Art. 15"),
    _R("SC15_Q3", None, _DATE, "半年任务第三季度末前补齐",
       "Second chance until the end of the third quarter", "30 September", "S0-A Art. 15"),
    _R("SC12_PREAPPROVAL", None, _EVT, "宣传事前审批", "Approval of publicity before use",
       "planned date", "S0-A Art. 12"),
    _R("TB4_1_REGISTERED", 3, _Y, "基地注册年限", "Registered for", "application", "S0-B Art. 4"),
    _R("TB4_4_VOLUME", 3, _Y, "培训量统计期", "Look-back for the training volume", "application",
       "S0-B Art. 4"),
    _R("TB6_REAPPLY", None, _DATE, "当年不得重复申报", "No repeat application in the calendar year",
       "31 December of the rejection's year", "S0-B Art. 6(5)"),
    _R("TB10_PUBLICITY", 10, _WD, "宣传材料报审", "File publicity before use", "before use",
       "S0-B Art. 10"),
    _R("TB13_RETENTION", 3, _Y, "原始资料保存", "Keep original records", "class end",
       "S0-B Art. 13"),
    _R("TB21_REPORT", None, _DATE, "年度总结和计划", "Annual summary and plan", "31 December",
       "S0-B Art. 21"),
    _R("TB26_CHANGE", None, _EVT, "基地变更及时报备并公布", "Report and publish a change", "change",
       "S0-B Art. 26"),
)  # fmt: skip

DIRECTORY = (
    _R("DE5_VALIDITY", 3, _Y, "目录有效期", "Validity of a listing", "listing", "S2 Art. 5"),
    _R("DE7_NOTICE", 5, _WD, "公示", "Public notice", "verification approved", "S2 Art. 7(4)"),
    _R("DE9_RENEW_WINDOW", 3, _M, "到期前提出延续申请", "Renewal application before expiry",
       "before expiry", "S2 Art. 9"),
    _R("DE9_REPORT", 3, _Y, "成效报告期间", "Years the effect report covers", "before application",
       "S2 Art. 9"),
    _R("DE9_BAR", 3, _Y, "该职业不再受理申请", "No new application for the occupation", "expiry",
       "S2 Art. 9"),
    _R("DE14_PLAN", None, _EVT, "计划实施前报备", "Plan filed before it starts", "plan start",
       "S2 Art. 14"),
    _R("DE20_RECTIFY", None, _EVT, "限期整改", "Rectification within the time the order sets",
       "order", "S2 Art. 20"),
    _R("DE11_6_INCIDENT", None, _EVT, "突发事件报告", "Report an incident", "incident",
       "S2 Art. 11(6)"),
)  # fmt: skip

SCHOOLS_AND_PLATFORMS = (
    _R("DS_APPLY_BY", None, _DATE, "示范校申报截止", "Application", "30 June of the round",
       "S3 二"),
    _R("DS_T1", None, _DATE, "提交申报", "Submission", "May to June", "S3 三"),
    _R("DS_T2", None, _DATE, "专家评审材料", "Expert review of files", "July to September",
       "S3 三"),
    _R("DS_T3", None, _DATE, "专家现场评分", "Expert site visits", "October to November", "S3 三"),
    _R("DS_T4", None, _DATE, "公布授牌", "Publication and plaques", "December", "S3 三"),
    _R("DS5_TERM", 2, _Y, "示范校授权期限", "Term of the title; 2 or 3 years by the notice",
       "award", "S3 五.2"),
    _R("DS6_REREVIEW", 2, _Y, "复审", "Re-review", "award", "S3 六.1"),
    _R("DS4_9_REPORT", None, _DATE, "年度总结和计划", "Annual summary and plan", "January",
       "S3 四.9"),
    _R("ON_GOAL_1", None, _DATE, "完成备案和排查", "All filings and investigations done",
       "31 December 2019", "S4 一"),
    _R("ON_GOAL_2", None, _DATE, "基本建成监管体系", "Supervision system built", "31 December 2020",
       "S4 一"),
    _R("ON5_5_LOG", 1, _Y, "用户行为日志留存", "Keep user-behaviour logs", "event", "S4 二(五)5"),
    _R("CB_EFFECT", None, _DATE, "学分银行办法、细则施行", "Measures and rules in force",
       "1 March and 1 September 2021", "S1"),
    _R("LESSON_SILENCE", 15, _WD, "未确认消课视为确认", "A lesson not answered is confirmed",
       "request", "X10"),
    _R("REFUND_SILENCE", 5, _WD, "未处理退费视为同意", "A refund not answered is agreed", "request",
       "X10"),
)  # fmt: skip

INSPECTIONS = (
    _R("DR_PUBLISH", 20, _WD, "抽查结果公示", "Result public", "inspection end", "X60; X37"),
    _R("DR_PUBLIC_FOR", 5, _Y, "抽查结果公示期", "How long a result stays public", "publication",
       "X60"),
    _R("DR_PUBLIC_FOR_PERSON", 2, _Y, "自然人抽查结果公示期",
       "How long a natural person's result stays public", "publication", "X60"),
    # Of results that say something against the institution, where the operator has adopted X80. Which
    # record is one in education, and of which class, is our choice; the number of DR_REPAIR was not read.
    _R("DR_PUBLIC_FOR_MINOR", 3, _M, "轻微失信信息最长公示期", "Longest time in public: minor",
       "publication", "X80; INF"),
    _R("DR_PUBLIC_FOR_GENERAL", 1, _Y, "一般失信信息最长公示期", "Longest time in public: general",
       "publication", "X80; INF"),
    _R("DR_PUBLIC_FOR_SERIOUS", 3, _Y, "严重失信信息最长公示期", "Longest time in public: serious",
       "publication", "X80; INF"),
    _R("DR_REPAIR_FROM_MINOR", 0, _M, "轻微失信信息最短公示期", "Repair of a minor result", "publication",
       "X80; INF"),
    _R("DR_REPAIR_FROM_GENERAL", 3, _M, "一般失信信息最短公示期", "Repair of a general result",
       "publication", "X80; INF"),
    _R("DR_REPAIR_FROM_SERIOUS", 1, _Y, "严重失信信息最短公示期", "Repair of a serious result",
       "publication", "X80; INF"),
    _R("DR_REPAIR", 10, _WD, "信用修复决定", "Decide an application for credit repair", "receipt",
       "X80; K"),
    _R("DR_OBJECTION", 10, _WD, "异议核实", "Verify an objection to a public record",
       "receipt", "INF"),
    _R("DR_CORRECT", 5, _WD, "更正公示信息", "Correct a wrong public record", "error found", "X34"),
    _R("DR_PENALTY_PUBLISH", 7, _WD, "行政处罚公示", "Publish a penalty or other decision",
       "formed or changed", "X60"),
    _R("DR_ABNORMAL_LIST", 10, _WD, "列入经营异常名录", "Abnormal-operation list after unreachable",
       "verification", "X70"),
    _R("DR_CROSS_FILE", 20, _CD, "异地检查备案", "File an out-of-area inspection", "inspection end",
       "X43", ends_on_workday=True),
    _R("CO_IMMEDIATE", 0, _CD, "立行立改", "Correct at once", "order", "INF"),
    _R("CO_DEADLINE", 30, _CD, "限期整改（建议期限）", "Correct by a day: what is suggested",
       "order", "INF"),
    _R("CO_RECHECK_LAPSE", 7, _CD, "复查未进行", "A re-inspection that nobody filed lapses",
       "end of its window", "INF"),
)  # fmt: skip

_OLD_COMPLAINTS_TO, _NEW_COMPLAINTS_FROM = dt.date(2026, 4, 14), dt.date(2026, 4, 15)

COMPLAINTS = (
    _R("C_ACCEPT", 7, _WD, "投诉受理告知", "Accept or refuse a dispute", "receipt", "X50",
       valid_to=_OLD_COMPLAINTS_TO),
    _R("C_ACCEPT", 7, _WD, "投诉受理告知", "Accept or refuse a dispute", "receipt", "X50b; K",
       valid_from=_NEW_COMPLAINTS_FROM),
    _R("C_MEDIATE", 45, _WD, "调解期限", "Mediation ends without agreement", "acceptance", "X50",
       valid_to=_OLD_COMPLAINTS_TO),
    _R("C_MEDIATE", 60, _CD, "调解期限", "Mediation ends without agreement", "acceptance",
       "X50b Art. 23; K", valid_from=_NEW_COMPLAINTS_FROM, ends_on_workday=True),
    _R("C_MEDIATE_NOTICE", 7, _WD, "终止调解告知", "Tell both sides that mediation ended",
       "decision", "X50", valid_to=_OLD_COMPLAINTS_TO),
    _R("C_MEDIATE_NOTICE", 7, _WD, "终止调解告知", "Tell both sides that mediation ended",
       "decision", "X50b Art. 23; K", valid_from=_NEW_COMPLAINTS_FROM),
    _R("R_VERIFY", 15, _WD, "举报核查", "Verify a report", "receipt", "X79 Art. 18; K"),
    _R("R_VERIFY_EXT", 15, _WD, "举报核查延期", "Extension of the verification", "end of R_VERIFY",
       "X79 Art. 18; K"),
    # X50b asks for no such notice any more.
    _R("R_NOTICE", 5, _WD, "告知实名举报人", "Tell a real-name reporter", "decision", "K",
       valid_to=_OLD_COMPLAINTS_TO),
    _R("H_SIMPLE", 3, _WD, "咨询答复", "Answer an inquiry", "receipt", "X51"),
    _R("H_COMPLEX", 13, _WD, "热线投诉举报办理", "Hotline complaint or report", "receipt", "X51"),
    _R("H_EXT", None, _EVT, "延期申请", "Extension asked before the deadline", "deadline", "X51"),
    _R("H_URGE", 1, _CD, "催办", "Reminder", "deadline", "X51"),
    _R("H_URGE_NOTIFY", 5, _WD, "逾期通报", "Notification of the overdue office", "reminder",
       "X51"),
    _R("H_CALLBACK", 1, _CD, "回访", "Call back", "closing", "X51"),
    _R("P_ACCEPT", 15, _CD, "信访受理", "Accept a petition", "receipt", "X52",
       ends_on_workday=True),
    _R("P_DONE", 60, _CD, "信访办结", "Finish a petition", "acceptance", "X52",
       ends_on_workday=True),
    _R("P_EXT", 30, _CD, "信访延期", "Extension of a petition", "end of P_DONE", "X52",
       ends_on_workday=True),
    _R("P_REVIEW", 30, _CD, "信访复查", "Petition review", "request", "X52",
       ends_on_workday=True),
    _R("P_RECHECK", 30, _CD, "信访复核", "Petition re-check", "request", "X52",
       ends_on_workday=True),
    _R("DISPUTE_AGE", 3, _Y, "投诉时效", "A dispute older than this is refused", "harm known",
       "X50", valid_to=_OLD_COMPLAINTS_TO, ends_on_workday=True),
    _R("DISPUTE_AGE", 3, _Y, "投诉时效", "A dispute older than this is refused", "harm known",
       "X50b Art. 16; K", valid_from=_NEW_COMPLAINTS_FROM, ends_on_workday=True),
    _R("C_INFO", 10, _WD, "补充材料", "Answer a request for more information", "request", "INF"),
    _R("C_FIRST_CONTACT", 2, _WD, "首次联系", "First contact", "receipt", "INF"),
    _R("C_URGENT_START", 1, _WD, "紧急事项启动", "Start on an urgent matter", "receipt", "INF"),
    _R("C_SATISFACTION", 15, _CD, "满意度评价", "Rate the reply", "reply", "INF",
       ends_on_workday=True),
)  # fmt: skip

RULINGS = (
    _R("RULING_STATEMENT", 5, _WD, "陈述申辩、申请听证", "State one's case, or ask for a hearing",
       "notice of the ruling", "K"),
    _R("RULING_APPEAL", 60, _CD, "申请行政复议", "Appeal against a ruling", "ruling in force", "K",
       ends_on_workday=True),
    _R("WHITE_LIST_RETURN", 3, _M, "移出白名单后整改", "Put right what led off the white list",
       "removal", "X33"),
)  # fmt: skip

RULES = ACCREDITATION + DIRECTORY + SCHOOLS_AND_PLATFORMS + INSPECTIONS + COMPLAINTS + RULINGS

_BY_CODE = {
    code: tuple(rule for rule in RULES if rule.code == code)
    for code in dict.fromkeys(rule.code for rule in RULES)
}
