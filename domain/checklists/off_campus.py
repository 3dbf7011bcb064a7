"""The general checklist for off-campus institutions, edition by edition.

An edition replaces items of the one before and adds to it; every code keeps its meaning, and none is
taken away, so that the item list fits every edition.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace

from domain.checklists.editions import Checklist, ChecklistItem

_I = ChecklistItem

OFF_CAMPUS_GENERAL = Checklist(
    "OFF_CAMPUS_GENERAL",
    1,
    "校外培训机构通用检查表",
    "General checklist for off-campus institutions",
    (
        _I("OC01_LICENCE", "办学许可有效，培训内容在许可范围内",
           "Licence valid, training within its scope", "X15; X47", ("O53_UNAUTHORISED",
           "O53_DISGUISED", "LICENCE_BEYOND_SCOPE")),
        _I("OC02_SIGNBOARD", "牌匾名称与许可名称一致", "Signboard shows the licensed name", "X48",
           ("SIGNBOARD_NAME",)),
        _I("OC03_DISPLAY", "许可证、营业执照、收费项目、师资公示",
           "Licence, business licence, fees and teachers displayed", "X48",
           ("INFO_NOT_DISPLAYED",)),
        _I("OC04_PREPAYMENT", "一次性收费不超过3个月或60课时，且不超过5000元",
           "One charge within 3 months or 60 class hours, and 5,000 yuan", "S4 link 11; X9",
           ("PREPAY_PERIOD", "PREPAY_HOURS", "PREPAY_AMOUNT", "PREPAY_EARLIEST")),
        _I("OC05_CUSTODY", "预收费全额进入监管账户，无培训贷",
           "Prepayments in custody, no training loans", "X8; X9", ("CUSTODY_BYPASS",
           "TRAINING_LOAN")),
        _I("OC06_INVOICE", "开具发票，按约定退费", "Invoices issued, refunds paid", "X48; X10",
           ("INVOICE_NOT_ISSUED", "REFUND_REFUSED")),
        _I("OC07_CONTRACT", "签订并使用示范合同", "Standard contract signed", "X18; X48",
           ("CONTRACT_NOT_STANDARD",)),
        _I("OC08_SYLLABUS", "无超标超前培训", "No over-syllabus or early teaching", "X48; X71",
           ("OVER_SYLLABUS",)),
        _I("OC09_EXAMS", "不组织考试、竞赛、排名", "No examinations, contests or rankings", "X48",
           ("EXAM_OR_RANKING",)),
        _I("OC10_HOURS", "培训结束时间不晚于20:30（线上21:00）",
           "Classes end by 20:30, online by 21:00", "X9", ("CLASS_END_OFFLINE", "CLASS_END_ONLINE",
           "ONLINE_LESSON_MAX")),
        _I("OC11_FORBIDDEN_DAYS", "学科类不占用节假日、休息日、寒暑假",
           "No subject class on holidays, rest days or in vacation", "X71; S4 link 7",
           ("SUBJECT_HOLIDAY_BAN",)),
        _I("OC12_IN_SERVICE", "未聘用在职教师", "No in-service school teachers", "S4 二(五)3",
           ("IN_SERVICE_TEACHER",)),
        _I("OC13_TEACHERS", "教师持证，外籍教师有许可", "Teachers certified, foreigners permitted",
           "X16; S4 二(五)3", ("TEACHER_UNQUALIFIED", "FOREIGN_TEACHER_PERMIT",
           "STAFF_MISCONDUCT")),
        _I("OC14_STAFF", "专职人员比例达标", "Share of full-time staff sufficient", "X16",
           ("STAFF_FULLTIME", "CLASS_STAFF_PUPIL")),
        _I("OC15_MATERIAL", "培训材料经审核", "Teaching material reviewed", "X17",
           ("MATERIAL_NOT_REVIEWED",)),
        _I("OC16_ADVERTISING", "宣传真实合规", "Advertising true and lawful", "X9", ("FALSE_AD",)),
        _I("OC17_FIRE", "消防设施有效、通道畅通", "Extinguishers valid, exits clear", "X47; X48",
           ("SAFETY_FIRE",)),
        _I("OC18_PREMISES", "场所安全，生均面积达标", "Premises safe, area per pupil sufficient",
           "X47; X73", ("SAFETY_PREMISES", "SAFETY_FOOD", "AREA_PER_PUPIL")),
        _I("OC19_DATA", "学员信息保护，日志留存", "Trainee data protected, logs kept", "S4 二(五)5",
           ("DATA_SECURITY", "LOG_RETENTION")),
        _I("OC20_COOPERATION", "配合检查", "Co-operation with the inspection", "X15 Art. 16",
           ("O53_AGGRAVATED",)),
    ),
)  # fmt: skip


def _next(before: Checklist, valid_from: dt.date, items: Iterable[ChecklistItem]) -> Checklist:
    """The edition after this one: an item whose code is there already takes its place."""
    changed = {item.code: item for item in items}
    kept = tuple(changed.pop(item.code, item) for item in before.items)
    return replace(
        before,
        version=before.version + 1,
        items=(*kept, *changed.values()),
        valid_from=valid_from,
    )


_SECOND = _next(
    OFF_CAMPUS_GENERAL,
    dt.date(2026, 1, 1),
    (
        _I("OC10_HOURS", "培训结束时间不晚于20:30（线上21:00）",
           "Classes end by 20:30, online by 21:00", "X9", ("CLASS_END_OFFLINE",
           "CLASS_END_ONLINE")),
        _I("OC21_ONLINE_LESSONS", "线上学科课时不超过30分钟，课间不少于10分钟",
           "Online subject lessons of 30 minutes at most, breaks of 10 at least", "X71; X19",
           ("ONLINE_LESSON_MAX",)),
    ),
)  # fmt: skip

_THIRD = _next(
    _SECOND,
    dt.date(2026, 6, 1),
    (
        _I("OC18_PREMISES", "场所安全、房屋与食品安全", "Premises, building and food safe", "X47",
           ("SAFETY_PREMISES", "SAFETY_FOOD")),
        _I("OC22_AREA", "同一时段生均面积不少于3平方米",
           "At least 3 square metres per pupil in one slot", "X73", ("AREA_PER_PUPIL",)),
    ),
)  # fmt: skip

_FOURTH = _next(
    _THIRD,
    dt.date(2026, 11, 1),
    (
        _I("OC18_PREMISES", "场所与房屋安全", "Premises and building safe", "X47",
           ("SAFETY_PREMISES",)),
        _I("OC23_FOOD", "供餐与食品安全", "Meals and food safety", "X47", ("SAFETY_FOOD",)),
    ),
)  # fmt: skip

EDITIONS = (OFF_CAMPUS_GENERAL, _SECOND, _THIRD, _FOURTH)
