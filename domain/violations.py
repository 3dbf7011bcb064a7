"""Violation codes: what may be found, with its source and whom it concerns."""

from dataclasses import dataclass

from domain.institutions.terms import InstitutionKind


@dataclass(frozen=True, slots=True)
class ViolationCode:
    """One kind of violation; `applies_to` are the kinds of institution it can be found at."""

    code: str
    zh: str
    en: str
    basis: str
    applies_to: frozenset[InstitutionKind]


_K = InstitutionKind
_OFF_CAMPUS = frozenset({_K.OFF_CAMPUS_TRAINING, _K.ONLINE_PLATFORM})
_OFFLINE = frozenset({_K.OFF_CAMPUS_TRAINING})
_ONLINE = frozenset({_K.ONLINE_PLATFORM})
_TRAINING = frozenset({_K.TRAINING})
_EVALUATION = frozenset({_K.EVALUATION})
_DIRECTORY = _TRAINING | _EVALUATION
_ALL = frozenset(InstitutionKind)
_V = ViolationCode

DIRECTORY = (
    _V("T17_CROSS_PROVINCE", "以合作、联合、联盟等名义跨省培训",
       "Training across provinces under joint names", "S2 Art. 17", _TRAINING),
    _V("T17_BEYOND_SCOPE", "超出职能范围培训", "Training beyond its functions", "S2 Art. 17",
       _TRAINING),
    _V("T17_CERT_WITHOUT_TRAINING", "不培训或走过场即发证", "Certificates without real training",
       "S2 Art. 17", _TRAINING),
    _V("T17_FEE", "乱收费、高收费", "Arbitrary or excessive fees", "S2 Art. 17", _TRAINING),
    _V("T17_FALSE_AD", "虚假宣传", "False advertising", "S2 Art. 17", _TRAINING),
    _V("T17_TRAINING_LOAN", "培训贷", "Training loans", "S2 Art. 17", _TRAINING),
    _V("T17_EXAGGERATION", "夸大培训效果", "Exaggerated effect", "S2 Art. 17", _TRAINING),
    _V("T17_OUTSIDE_DIRECTORY", "目录外开展培训", "Training outside the directory", "S2 Art. 17",
       _TRAINING),
    _V("T17_SUBCONTRACT", "分包、转包培训", "Training subcontracted or transferred", "S2 Art. 17",
       _TRAINING),
    _V("E18_DISGUISED_LICENSING", "变相许可资格", "Disguised qualification licensing", "S2 Art. 18",
       _EVALUATION),
    _V("E18_BEYOND_SCOPE", "超出职能范围评价", "Evaluation beyond its functions", "S2 Art. 18",
       _EVALUATION),
    _V("E18_CERT_WITHOUT_EVALUATION", "不评价或走过场即发证",
       "Certificates without real evaluation", "S2 Art. 18", _EVALUATION),
    _V("E18_FEE", "乱收费、高收费", "Arbitrary or excessive fees", "S2 Art. 18", _EVALUATION),
    _V("E18_FALSE_AD", "虚假宣传", "False advertising", "S2 Art. 18", _EVALUATION),
    _V("E18_OUTSIDE_DIRECTORY", "目录外开展评价", "Evaluation outside the directory", "S2 Art. 18",
       _EVALUATION),
    _V("E18_SUBCONTRACT", "分包、转包评价", "Evaluation subcontracted or transferred", "S2 Art. 18",
       _EVALUATION),
    _V("E18_CONFLICT_OF_INTEREST", "同一职业既培训又评价",
       "Training and evaluation of one occupation", "S2 Art. 18", _EVALUATION),
    _V("C19_FORBIDDEN_WORD", "证书使用禁用字样", "Certificate bears a forbidden word", "S2 Art. 19",
       _DIRECTORY),
    _V("C19_FORBIDDEN_EMBLEM", "证书使用国徽或政府标识",
       "Certificate bears an emblem or government logo", "S2 Art. 19", _DIRECTORY),
    _V("DE10_TEACHERS", "师资不符合要求", "Teachers below the requirements", "S2 Art. 10(1)",
       _TRAINING),
    _V("DE10_RESOURCES", "课程资源不符合要求", "Course resources below the requirements",
       "S2 Art. 10(2)", _TRAINING),
    _V("DE10_PREMISES", "场地、设备、监控不符合要求",
       "Premises, equipment or monitoring below the requirements", "S2 Art. 10(3)", _TRAINING),
    _V("DE10_ORGANISATION", "培训组织不符合要求", "Organisation of training below the requirements",
       "S2 Art. 10(4)", _TRAINING),
    _V("DE10_MANAGEMENT", "管理制度、档案不符合要求", "Rules or archive below the requirements",
       "S2 Art. 10(5)", _TRAINING),
    _V("DE11_SITES", "考核站点不符合要求或未报告",
       "Exam sites below the requirements or not reported", "S2 Art. 11(1)", _EVALUATION),
    _V("DE11_PAPERS", "命题、试卷管理不符合要求",
       "Item writing or paper handling below the requirements", "S2 Art. 11(2)", _EVALUATION),
    _V("DE11_EXAMS", "考务组织不符合要求", "Conduct of examinations below the requirements",
       "S2 Art. 11(3)", _EVALUATION),
    _V("DE11_PLATFORM", "信息平台不符合要求", "Information platform below the requirements",
       "S2 Art. 11(4)", _EVALUATION),
    _V("DE11_ARCHIVE", "考核档案不完整", "Incomplete archive of examinations", "S2 Art. 11(5)",
       _EVALUATION),
    _V("DE11_SECURITY", "网络和数据安全不符合要求",
       "Network or data security below the requirements", "S2 Art. 11(6)", _EVALUATION),
    _V("DE12_FEES_NOT_PUBLISHED", "收费标准、退费办法未公布",
       "Fees or refund procedure not published", "S2 Art. 12", _DIRECTORY),
    _V("DE14_PLAN_NOT_REPORTED", "计划未在实施前报备", "Plan not filed before it was carried out",
       "S2 Art. 14", _DIRECTORY),
)  # fmt: skip

OFF_CAMPUS = (
    _V("O53_UNAUTHORISED", "未经审批擅自举办校外培训", "Off-campus training without authorisation",
       "X15 Art. 17", _OFF_CAMPUS),
    _V("O53_DISGUISED", "变相开展学科类培训", "Disguised subject training", "X15 Art. 18",
       _OFF_CAMPUS),
    _V("LICENCE_BEYOND_SCOPE", "超出许可范围培训", "Training beyond the licence", "X15; X48",
       _OFF_CAMPUS),
    _V("SIGNBOARD_NAME", "牌匾名称与许可不一致", "Signboard differs from the licensed name", "X48",
       _OFFLINE),
    _V("INFO_NOT_DISPLAYED", "未公示许可证、收费、师资等信息",
       "Licence, fees or teachers not displayed", "X48; X19", _OFF_CAMPUS),
    _V("PREPAY_PERIOD", "一次性收费超过3个月", "One charge covers more than three months",
       "S4 link 11; X9", _OFF_CAMPUS),
    _V("PREPAY_HOURS", "一次性收费超过60课时", "One charge covers more than sixty class hours",
       "S4 link 11; X9", _OFF_CAMPUS),
    _V("PREPAY_AMOUNT", "一次性收费超过5000元", "One charge exceeds 5,000 yuan", "S4 link 11; X9",
       _OFF_CAMPUS),
    _V("PREPAY_EARLIEST", "提前收费", "Charged too early", "X6", _OFF_CAMPUS),
    _V("CUSTODY_BYPASS", "预收费未进专用账户", "Prepayment outside the custody account", "X8; X48",
       _OFF_CAMPUS),
    _V("TRAINING_LOAN", "诱导使用培训贷", "Training loans", "X9", _OFF_CAMPUS),
    _V("INVOICE_NOT_ISSUED", "不按规定开具发票", "Invoices not issued", "X48", _OFF_CAMPUS),
    _V("REFUND_REFUSED", "拒不按约定退费", "Refund due was refused", "X10; X53", _OFF_CAMPUS),
    _V("CLASS_END_OFFLINE", "线下培训超过20:30", "Offline class after 20:30", "X9", _OFFLINE),
    _V("CLASS_END_ONLINE", "线上培训超过21:00", "Online class after 21:00", "X9", _ONLINE),
    _V("ONLINE_LESSON_MAX", "线上课时过长或休息不足", "Online lesson too long or break too short",
       "X19; X71", _ONLINE),
    _V("SUBJECT_HOLIDAY_BAN", "占用节假日、休息日、寒暑假开展学科类培训",
       "Subject class on a holiday, rest day or in vacation", "X71; S4 link 7", _OFF_CAMPUS),
    _V("OVER_SYLLABUS", "超标超前培训", "Over-syllabus or early teaching", "X48; X71", _OFF_CAMPUS),
    _V("EXAM_OR_RANKING", "组织考试、竞赛或排名", "Examinations, contests or rankings", "X48; X15",
       _OFF_CAMPUS),
    _V("IN_SERVICE_TEACHER", "聘用中小学在职教师", "In-service school teacher employed",
       "S4 二(五)3; X15 Art. 16", _OFF_CAMPUS),
    _V("TEACHER_UNQUALIFIED", "教师无资格证或能力证明", "Teacher without certificate",
       "S4 二(五)3; X16", _OFF_CAMPUS),
    _V("FOREIGN_TEACHER_PERMIT", "外籍教师无工作许可或资质", "Foreign teacher without permit",
       "S4 附件 三", _OFF_CAMPUS),
    _V("STAFF_FULLTIME", "专职教学教研人员不足50%", "Fewer than half of the staff full-time", "X16",
       _OFF_CAMPUS),
    _V("CLASS_STAFF_PUPIL", "专职教学人员与学员比不足", "Too few full-time teachers for the pupils",
       "X16", _OFFLINE),
    _V("STAFF_MISCONDUCT", "从业人员触犯红线", "Staff crossed a red line", "X16", _OFF_CAMPUS),
    _V("MATERIAL_NOT_REVIEWED", "培训材料未经审核或不合规",
       "Teaching material not reviewed or unlawful", "X17", _OFF_CAMPUS),
    _V("CONTRACT_NOT_STANDARD", "未签订或未使用示范合同", "Standard contract not signed",
       "X18; X48", _OFF_CAMPUS),
    _V("FALSE_AD", "虚假宣传、违规广告", "False or unlawful advertising", "X9; X15", _OFF_CAMPUS),
    _V("AREA_PER_PUPIL", "生均面积不足", "Area per pupil too small", "X73", _OFFLINE),
    _V("SAFETY_FIRE", "消防安全隐患", "Fire hazard", "X47; X48", _OFFLINE),
    _V("SAFETY_PREMISES", "房屋、场所安全隐患", "Unsafe building or premises", "X47", _OFFLINE),
    _V("SAFETY_FOOD", "食品安全隐患", "Food hazard", "X47", _OFFLINE),
    _V("DATA_SECURITY", "泄露、出售学员信息或安全措施缺失",
       "Trainee data leaked, sold or unprotected", "S4 二(五)5", _OFF_CAMPUS),
    _V("LOG_RETENTION", "用户行为日志留存不足一年", "User-behaviour logs kept for less than a year",
       "S4 二(五)5", _ONLINE),
    _V("O53_AGGRAVATED", "拒绝、阻碍检查等从重情形", "Refusing or obstructing the inspection",
       "X15 Art. 16", _OFF_CAMPUS),
    _V("OTHER", "其他违规行为", "Another violation", "", _ALL),
)  # fmt: skip

CODES = DIRECTORY + OFF_CAMPUS
BY_CODE = {each.code: each for each in CODES}
