"""Checklist templates: what an officer looks at, item by item, versioned and never changed.

A new edition is a new version; records filed under an old one keep reading it.
"""

from collections.abc import Collection
from dataclasses import dataclass

from domain.institutions.terms import InstitutionKind


@dataclass(frozen=True, slots=True)
class ChecklistItem:
    """One thing to check, and the violation codes it may lead to."""

    code: str
    zh: str
    en: str
    basis: str
    violation_codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Checklist:
    code: str
    version: int
    zh: str
    en: str
    items: tuple[ChecklistItem, ...]

    @property
    def item_codes(self) -> frozenset[str]:
        return frozenset(item.code for item in self.items)


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

TRAINING_S2 = Checklist(
    "TRAINING_S2",
    1,
    "数字技术工程师培训机构检查表",
    "Checklist for training institutions of the directory",
    (
        _I("T01_TEACHERS", "师资：中级以上职称，双师型",
           "Teachers: mid-level title or above, dual-qualified", "S2 Art. 10(1)",
           ("DE10_TEACHERS",)),
        _I("T02_RESOURCES", "课程资源及时更新", "Course resources up to date", "S2 Art. 10(2)",
           ("DE10_RESOURCES",)),
        _I("T03_PREMISES", "场地、实训、监控设备，线上学习监管",
           "Premises, labs, monitoring, online supervision", "S2 Art. 10(3)", ("DE10_PREMISES",)),
        _I("T04_ORGANISATION", "计划、通知、考勤、结业考核",
           "Plan, notice, attendance, completion exam", "S2 Art. 10(4)", ("DE10_ORGANISATION",)),
        _I("T05_MANAGEMENT", "管理团队、制度、学员档案、质量评估",
           "Team, rules, trainee archive, quality evaluation", "S2 Art. 10(5)",
           ("DE10_MANAGEMENT",)),
        _I("T06_FEES", "收费标准和退费办法公布，收费合理",
           "Fees and refunds published and reasonable", "S2 Art. 12, 17",
           ("DE12_FEES_NOT_PUBLISHED", "T17_FEE", "T17_TRAINING_LOAN")),
        _I("T07_PLAN", "计划事前报备，年度报告", "Plan filed beforehand, yearly report",
           "S2 Art. 14", ("DE14_PLAN_NOT_REPORTED",)),
        _I("T08_SCOPE", "在目录和职能范围内自行培训",
           "Trains itself, within directory and functions", "S2 Art. 17", ("T17_CROSS_PROVINCE",
           "T17_BEYOND_SCOPE", "T17_OUTSIDE_DIRECTORY", "T17_SUBCONTRACT")),
        _I("T09_ADVERTISING", "宣传真实，无承诺", "Advertising true, no promises", "S2 Art. 17",
           ("T17_FALSE_AD", "T17_EXAGGERATION")),
        _I("T10_CERTIFICATES", "证书真实、用语合规", "Certificates earned and properly worded",
           "S2 Art. 17, 19", ("T17_CERT_WITHOUT_TRAINING", "C19_FORBIDDEN_WORD",
           "C19_FORBIDDEN_EMBLEM")),
    ),
)  # fmt: skip

EVALUATION_S2 = Checklist(
    "EVALUATION_S2",
    1,
    "数字技术工程师评价机构检查表",
    "Checklist for evaluation institutions of the directory",
    (
        _I("E01_SITES", "考核站点报告，站点安全", "Exam sites reported and safe", "S2 Art. 11(1)",
           ("DE11_SITES",)),
        _I("E02_PAPERS", "命题、审题，试卷全流程专人负责",
           "Item writing and paper life-cycle with persons in charge", "S2 Art. 11(2)",
           ("DE11_PAPERS",)),
        _I("E03_EXAMS", "资格审查、监考、考评、督导",
           "Eligibility, invigilation, assessment, supervision", "S2 Art. 11(3)", ("DE11_EXAMS",)),
        _I("E04_PLATFORM", "信息平台及证书数据接口",
           "Information platform and certificate interface", "S2 Art. 11(4)", ("DE11_PLATFORM",)),
        _I("E05_ARCHIVE", "考核全过程档案", "Archive of the whole process", "S2 Art. 11(5)",
           ("DE11_ARCHIVE",)),
        _I("E06_SECURITY", "等级保护三级以上，数据核验，应急预案",
           "Level 3 protection, data checks, emergency plan", "S2 Art. 11(6)", ("DE11_SECURITY",)),
        _I("E07_FEES", "收费标准和退费办法公布，收费合理",
           "Fees and refunds published and reasonable", "S2 Art. 12, 18",
           ("DE12_FEES_NOT_PUBLISHED", "E18_FEE")),
        _I("E08_PLAN", "计划事前报备，年度报告", "Plan filed beforehand, yearly report",
           "S2 Art. 14", ("DE14_PLAN_NOT_REPORTED",)),
        _I("E09_INDEPENDENCE", "不得同时培训，不得变相许可",
           "No training of the same occupation, no disguised licensing", "S2 Art. 18",
           ("E18_CONFLICT_OF_INTEREST", "E18_DISGUISED_LICENSING")),
        _I("E10_SCOPE", "在目录和职能范围内自行评价",
           "Evaluates itself, within directory and functions", "S2 Art. 18", ("E18_BEYOND_SCOPE",
           "E18_OUTSIDE_DIRECTORY", "E18_SUBCONTRACT")),
        _I("E11_ADVERTISING", "宣传真实", "Advertising true", "S2 Art. 18", ("E18_FALSE_AD",)),
        _I("E12_CERTIFICATES", "证书真实、用语合规", "Certificates earned and properly worded",
           "S2 Art. 18, 19", ("E18_CERT_WITHOUT_EVALUATION", "C19_FORBIDDEN_WORD",
           "C19_FORBIDDEN_EMBLEM")),
    ),
)  # fmt: skip

CHECKLISTS = (OFF_CAMPUS_GENERAL, TRAINING_S2, EVALUATION_S2)
BY_CODE_AND_VERSION = {(each.code, each.version): each for each in CHECKLISTS}


def current(code: str) -> Checklist:
    """The newest version of a template; KeyError where the code is unknown."""
    versions = [each for each in CHECKLISTS if each.code == code]
    if not versions:
        raise KeyError(code)
    return max(versions, key=lambda each: each.version)


def for_kinds(kinds: Collection[InstitutionKind]) -> Checklist:
    """The template for a visit to an institution of these kinds; off-campus training goes first."""
    if InstitutionKind.OFF_CAMPUS_TRAINING in kinds or InstitutionKind.ONLINE_PLATFORM in kinds:
        return current("OFF_CAMPUS_GENERAL")
    if InstitutionKind.EVALUATION in kinds and InstitutionKind.TRAINING not in kinds:
        return current("EVALUATION_S2")
    if InstitutionKind.TRAINING in kinds:
        return current("TRAINING_S2")
    return current("OFF_CAMPUS_GENERAL")
