"""The threshold register (Appendix B of the domain analysis): every number a rule compares with."""

import datetime as dt
from dataclasses import dataclass

from domain.terms import Term


class Operator(Term):
    AT_LEAST = "AT_LEAST", "不少于", "At least"
    AT_MOST = "AT_MOST", "不超过", "At most"
    LESS_THAN = "LESS_THAN", "少于", "Less than"
    EQUALS = "EQUALS", "等于", "Equals"


class Measured(Term):
    """What a threshold counts; ratios are basis points, times are minutes since midnight."""

    FEN = "FEN", "分", "Fen"
    COUNT = "COUNT", "个", "Count"
    PERSON_TIMES = "PERSON_TIMES", "人次", "Person-times"
    BASIS_POINTS = "BASIS_POINTS", "万分之", "Basis points"
    MONTHS = "MONTHS", "个月", "Months"
    YEARS = "YEARS", "年", "Years"
    DAYS = "DAYS", "天", "Days"
    CLASS_HOURS = "CLASS_HOURS", "课时", "Class hours"
    MINUTES = "MINUTES", "分钟", "Minutes"
    MINUTE_OF_DAY = "MINUTE_OF_DAY", "当日分钟数", "Minute of the day"
    LEVEL = "LEVEL", "级", "Level"
    SQUARE_METRES = "SQUARE_METRES", "平方米", "Square metres"
    CREDITS = "CREDITS", "学分", "Credits"
    CHARACTERS = "CHARACTERS", "字", "Characters"
    METRES = "METRES", "米", "Metres"


@dataclass(frozen=True, slots=True)
class ThresholdRule:
    """One line of the register; operators are exact. `valid_to` is inclusive; None is open."""

    code: str
    zh: str
    en: str
    operator: Operator
    value: int
    measured: Measured
    basis: str
    valid_from: dt.date = dt.date.min
    valid_to: dt.date | None = None

    def holds_on(self, day: dt.date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    def is_met_by(self, value: int) -> bool:
        match self.operator:
            case Operator.AT_LEAST:
                return value >= self.value
            case Operator.AT_MOST:
                return value <= self.value
            case Operator.LESS_THAN:
                return value < self.value
            case _:
                return value == self.value


def at(code: str, on: dt.date) -> ThresholdRule:
    """The rule of that code in force on a day; KeyError where there is none."""
    for rule in RULES:
        if rule.code == code and rule.holds_on(on):
            return rule
    raise KeyError(f"{code} is not in force on {on}")


_R = ThresholdRule
_GE, _LE, _LT, _EQ = Operator.AT_LEAST, Operator.AT_MOST, Operator.LESS_THAN, Operator.EQUALS
_M = Measured
_SINCE_2021 = dt.date(2021, 7, 24)

RULES = (
    _R("SC4_2_CAPITAL", "服务中心注册资金", "Service centre: registered capital", _GE, 100_000_000,
       _M.FEN, "S0-A Art. 4"),
    _R("SC4_2_FUND", "服务中心专项资金", "Service centre: reserved fund", _GE, 50_000_000, _M.FEN,
       "S0-A Art. 4"),
    _R("SC4_3_STAFF", "专职测评管理人员", "Full-time assessment managers", _GE, 2, _M.COUNT,
       "S0-A Art. 4"),
    _R("SC8_PANEL_MIN", "评审专家下限", "Smallest panel", _GE, 5, _M.COUNT, "S0-A Art. 8"),
    _R("SC8_PANEL_MAX", "评审专家上限", "Largest panel", _LE, 15, _M.COUNT, "S0-A Art. 8"),
    _R("SC10_BASES_Y1", "首年备案基地", "Bases filed in year one", _GE, 30, _M.COUNT,
       "S0-A Art. 10"),
    _R("SC10_BASES_NEXT", "以后每年新增基地", "New bases in each later year", _GE, 10, _M.COUNT,
       "S0-A Art. 10"),
    _R("SC10_COURSE_3", "每级实践案例", "Practical cases per level", _GE, 5, _M.COUNT,
       "S0-A Art. 10(3)"),
    _R("SC14_CERTS_Y1", "首年发证", "Certificates in year one", _GE, 10_000, _M.COUNT,
       "S0-A Art. 14"),
    _R("SC14_CERTS_NEXT", "以后每年增加发证", "More certificates in each later year", _GE, 2_000,
       _M.COUNT, "S0-A Art. 14"),
    _R("SC15_ANNUAL_FLOOR", "年度任务完成率", "Completion of annual targets", _GE, 8_000,
       _M.BASIS_POINTS, "S0-A Art. 15"),
    _R("TB4_1_CAPITAL", "基地注册资金", "Training base: registered capital", _GE, 30_000_000,
       _M.FEN, "S0-B Art. 4"),
    _R("TB4_3_STAFF", "基地专职人员", "Training base: full-time staff", _GE, 10, _M.COUNT,
       "S0-B Art. 4"),
    _R("TB4_3_EXPERTS", "基地专家", "Training base: experts", _GE, 10, _M.COUNT, "S0-B Art. 4"),
    _R("TB4_4_VOLUME", "近三年累计培训", "Trained in the last three years", _GE, 600,
       _M.PERSON_TIMES, "S0-B Art. 4"),
    _R("TB19_VOLUME", "年培训和测评", "Training and assessment a year", _GE, 500, _M.PERSON_TIMES,
       "S0-B Art. 19"),
    _R("DE6_3_YEARS", "培训或考试年限", "Experience", _GE, 5, _M.YEARS, "S2 Art. 6(3)"),
    _R("DE6_3_VOLUME", "年规模", "Yearly scale", _GE, 2_000, _M.PERSON_TIMES, "S2 Art. 6(3)"),
    _R("DE9_LAPSE_P1", "首期未开展活动即失效", "No activity in the first period lapses", _EQ, 0,
       _M.PERSON_TIMES, "S2 Art. 9"),
    _R("DE9_LAPSE_P2", "后续各期年均人次不足即失效",
       "Yearly mean in later periods below this lapses", _LT, 200, _M.PERSON_TIMES, "S2 Art. 9"),
    _R("DE11_6_MLPS", "等级保护", "Protection level of the platform", _GE, 3, _M.LEVEL,
       "S2 Art. 11(6)"),
    _R("DS_QUOTA_MIN", "每区县名额下限", "Schools per district, least", _GE, 2, _M.COUNT,
       "S3 一(二)"),
    _R("DS_QUOTA_MAX", "每区县名额上限", "Schools per district, most", _LE, 3, _M.COUNT,
       "S3 一(二)"),
    _R("DS1_LAB", "人工智能实验室", "AI laboratories", _GE, 1, _M.COUNT, "S3 附件1 一(二)"),
    _R("DS1_SCENE", "人工智能体验场景", "AI experience scenes", _GE, 1, _M.COUNT,
       "S3 附件1 一(二)"),
    _R("DS1_TEAM", "教师团队", "Teachers in the team", _GE, 3, _M.COUNT, "S3 附件1 一(五)"),
    _R("DS1_ACTIVITY", "每学年交流活动", "Exchanges a school year", _GE, 1, _M.COUNT,
       "S3 附件1 一(六)"),
    _R("CBR_120", "机器人技能证书兑换学分", "Credits for the level-12 certificates", _GE, 120,
       _M.CREDITS, "S1-R 一至四"),
    _R("CBR_180", "编程教师证书兑换学分", "Credits for the programming teacher", _GE, 180,
       _M.CREDITS, "S1-R 四"),
    _R("PREPAY_PERIOD", "一次性收费时间跨度", "One charge by period", _LE, 3, _M.MONTHS,
       "S4 link 11; X9"),
    _R("PREPAY_HOURS", "一次性收费课时", "One charge by class hour", _LE, 60, _M.CLASS_HOURS,
       "S4 link 11; X9"),
    _R("PREPAY_AMOUNT", "一次性收费金额", "One charge", _LE, 500_000, _M.FEN, "S4 link 11; X9"),
    _R("PREPAY_EARLIEST_MONTHS", "开课前最早收费", "Charge before a new course", _LE, 1, _M.MONTHS,
       "X6"),
    _R("PREPAY_EARLIEST_HOURS", "续费时剩余课时", "Remaining hours when charging again", _LE, 20,
       _M.CLASS_HOURS, "X6"),
    _R("CLASS_END_OFFLINE", "线下培训结束时间", "End of offline classes", _LE, 20 * 60 + 30,
       _M.MINUTE_OF_DAY, "X9"),
    _R("CLASS_END_ONLINE", "线上培训结束时间", "End of online classes", _LE, 21 * 60,
       _M.MINUTE_OF_DAY, "X9"),
    _R("ONLINE_LESSON_MAX", "线上学科课时长", "Online subject lesson", _LE, 40, _M.MINUTES, "X19",
       dt.date(2019, 7, 12), _SINCE_2021 - dt.timedelta(days=1)),
    _R("ONLINE_LESSON_MAX", "线上学科课时长", "Online subject lesson", _LE, 30, _M.MINUTES, "X71",
       _SINCE_2021),
    _R("ONLINE_BREAK_MIN", "线上课间休息", "Break between online lessons", _GE, 10, _M.MINUTES,
       "X19; X71"),
    _R("STAFF_FULLTIME", "专职教学教研人员占比", "Full-time teaching and research staff", _GE,
       5_000, _M.BASIS_POINTS, "X16"),
    _R("CLASS_STAFF_PUPIL", "线下专职教学人员与学员比", "Full-time teachers to pupils, offline",
       _GE, 200, _M.BASIS_POINTS, "X16"),
    _R("CLASS_STAFF_PRESCHOOL", "线下专职教学人员与学龄前儿童比",
       "Full-time teachers to pre-school children", _GE, 600, _M.BASIS_POINTS, "X16"),
    _R("AREA_PER_PUPIL", "同一时段生均面积", "Area per pupil in one slot", _GE, 3, _M.SQUARE_METRES,
       "X73"),
    _R("O53_UNAUTHORISED_STAFF", "擅自设立认定：从业人员", "Unauthorised institution: staff", _GE,
       2, _M.COUNT, "X15 Art. 17"),
    _R("O53_AGE", "保护对象学龄前年龄", "Youngest learners protected", _GE, 3, _M.YEARS,
       "X15 Art. 2"),
    _R("DR_MIN_OFFICERS", "检查人员", "Officers at a visit", _GE, 2, _M.COUNT, "X38"),
    _R("DR_MAX_OFFICERS", "每部门检查人员", "Officers of one department at a visit", _LE, 10,
       _M.COUNT, "INF"),
    _R("DR_RATIO_A", "A类抽查比例", "Share of class A drawn", _EQ, 200, _M.BASIS_POINTS, "X25; X26"),
    _R("DR_RATIO_B", "B类抽查比例", "Share of class B drawn", _EQ, 1_000, _M.BASIS_POINTS, "X26"),
    _R("DR_RATIO_C", "C类抽查比例", "Share of class C drawn", _EQ, 4_000, _M.BASIS_POINTS, "X26"),
    _R("DR_RATIO_D", "D类抽查比例", "Share of class D drawn", _EQ, 10_000, _M.BASIS_POINTS,
       "X25; X26"),
    _R("DR_CAP_ITEM", "同一事项年度检查次数", "Visits to an object for one item in a year", _LE, 1,
       _M.COUNT, "X39"),
    _R("DR_CAP_AUTHORITY", "同一机关年度检查次数", "Visits of an authority to an object in a year",
       _LE, 2, _M.COUNT, "X45"),
    _R("DR_CAP_PUBLISHED", "机关公布的年度检查频次", "Yearly cap that an authority publishes", _LE, 12,
       _M.COUNT, "X43; INF"),
    _R("DR_CAMPAIGNS", "本级专项检查年度项数", "Campaigns of its own that an authority plans for a year", _LE, 2,
       _M.COUNT, "X78 Art. 15; INF"),
    _R("DR_PARTIES", "承诺—揭示参与方", "Parties of a commit–reveal", _GE, 3, _M.COUNT, "INF"),
    _R("DR_ISSUE", "抽取后下发期限", "Time from the draw to the issue of its task", _LE, 10, _M.DAYS, "INF"),
    _R("DR_MAX_WINDOW", "检查时限跨度", "Length of a visit's window", _LE, 60, _M.DAYS, "INF"),
    _R("CO_LONGEST", "责令整改期限（含延期）", "Length of a correction order, extension included",
       _LE, 90, _M.DAYS, "X33"),
    _R("DR_CLOCK_TOLERANCE", "设备时钟偏差", "Difference of the phone's clock", _LE, 5, _M.MINUTES,
       "INF"),
    _R("DR_CHECK_IN_DISTANCE", "签到距离", "Distance of a check-in from the place", _LE, 300,
       _M.METRES, "INF"),
    _R("DR_CHECK_IN_ACCURACY", "签到定位精度", "Accuracy of a check-in", _LE, 100, _M.METRES, "INF"),
    _R("UNREACHABLE_ATTEMPTS", "无法联系认定次数", "Attempts before unreachable", _GE, 2, _M.COUNT,
       "INF"),
    _R("STATEMENT_MIN", "投诉内容下限", "Shortest statement", _GE, 10, _M.CHARACTERS, "INF"),
    _R("STATEMENT_MAX", "投诉内容上限", "Longest statement", _LE, 5_000, _M.CHARACTERS, "INF"),
    _R("CALENDAR_ENDS", "节假日安排到期提醒", "Warning before the holiday calendar ends", _LE, 60,
       _M.DAYS, "INF"),
    _R("COURSE_TERM_MAX", "课程跨度", "Length of a course", _LE, 366, _M.DAYS, "INF"),
)  # fmt: skip
