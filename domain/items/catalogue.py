"""The items every installation starts with: what the founding documents and the guides for checks list.

An organ may publish items of its own and new versions of them; these are versions 1 of the list
that belongs to no authority, and never change.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from domain.authorities import Sector
from domain.checklists import BY_CODE_AND_VERSION, Checklist
from domain.inspections.terms import Method
from domain.institutions.terms import InstitutionKind
from domain.items.terms import ItemClass


@dataclass(frozen=True, slots=True)
class InspectionItem:
    """One item as it is published.

    `ratio_bp` is the share of the objects drawn at most in a year, in basis points: a limit for a
    general item, advice for a key one. `max_per_year` is how often one object is checked for it.
    `checklist_items` are the parts of the checklist that belong to the item.
    """

    code: str
    item_class: ItemClass
    zh: str
    en: str
    sector: Sector
    legal_basis: tuple[str, ...]
    applies_to: tuple[InstitutionKind, ...]
    ratio_bp: int
    max_per_year: int
    methods: tuple[Method, ...]
    checklist_code: str
    checklist_version: int
    checklist_items: tuple[str, ...]
    threshold_codes: tuple[str, ...] = ()

    @property
    def checklist(self) -> Checklist:
        return BY_CODE_AND_VERSION[self.checklist_code, self.checklist_version]

    @property
    def violation_codes(self) -> tuple[str, ...]:
        """What a problem with the item may be, in the order of the checklist."""
        return violation_codes(self.checklist, self.checklist_items)


def violation_codes(checklist: Checklist, items: Iterable[str]) -> tuple[str, ...]:
    """The violations that these parts of a checklist lead to, each once."""
    wanted = frozenset(items)
    found = (code for i in checklist.items if i.code in wanted for code in i.violation_codes)
    return tuple(dict.fromkeys(found))


_OFF_CAMPUS = (InstitutionKind.OFF_CAMPUS_TRAINING,)
_BOTH = (InstitutionKind.OFF_CAMPUS_TRAINING, InstitutionKind.ONLINE_PLATFORM)
_ONLINE = (InstitutionKind.ONLINE_PLATFORM,)
_TRAINING, _EVALUATION = (InstitutionKind.TRAINING,), (InstitutionKind.EVALUATION,)
_SITE = (Method.ON_SITE, Method.WRITTEN)
_NET = (Method.NETWORK_MONITORING, Method.WRITTEN)
_GENERAL, _KEY = ItemClass.GENERAL, ItemClass.KEY


def _off_campus(
    code: str,
    item_class: ItemClass,
    zh: str,
    en: str,
    basis: tuple[str, ...],
    items: tuple[str, ...],
    thresholds: tuple[str, ...] = (),
    kinds: tuple[InstitutionKind, ...] = _BOTH,
    methods: tuple[Method, ...] = _SITE,
) -> InspectionItem:
    ratio_bp = 10_000 if item_class is _KEY else 1_000
    return InspectionItem(
        code, item_class, zh, en, Sector.EDUCATION, basis, kinds, ratio_bp, 1, methods,
        "OFF_CAMPUS_GENERAL", 1, items, thresholds,
    )  # fmt: skip


def _directory(
    code: str,
    item_class: ItemClass,
    zh: str,
    en: str,
    basis: tuple[str, ...],
    items: tuple[str, ...],
    thresholds: tuple[str, ...] = (),
) -> InspectionItem:
    is_training = code.startswith("PX")
    return InspectionItem(
        code, item_class, zh, en, Sector.HUMAN_RESOURCES, basis,
        _TRAINING if is_training else _EVALUATION, 10_000 if item_class is _KEY else 1_000, 1,
        _SITE, "TRAINING_S2" if is_training else "EVALUATION_S2", 1, items, thresholds,
    )  # fmt: skip


ITEMS = (
    _off_campus(
        "XW01", _GENERAL, "办学许可与信息公示", "Licence and information on display",
        ("X15 Art. 17", "X15 Art. 18", "X47", "X48"),
        ("OC01_LICENCE", "OC02_SIGNBOARD", "OC03_DISPLAY", "OC20_COOPERATION"),
    ),
    _off_campus(
        "XW02", _KEY, "收费与预收费资金监管", "Charges and custody of prepayments",
        ("S4 link 11", "X8", "X9", "X10"),
        ("OC04_PREPAYMENT", "OC05_CUSTODY", "OC06_INVOICE"),
        ("PREPAY_PERIOD", "PREPAY_HOURS", "PREPAY_AMOUNT", "PREPAY_EARLIEST_MONTHS", "PREPAY_EARLIEST_HOURS"),
    ),
    _off_campus(
        "XW03", _GENERAL, "培训合同", "Training contracts", ("X18", "X48"), ("OC07_CONTRACT",)
    ),
    _off_campus(
        "XW04", _GENERAL, "培训内容、材料与时间", "What is taught, from what, and when",
        ("X9", "X17", "X71", "S4 link 7"),
        ("OC08_SYLLABUS", "OC09_EXAMS", "OC10_HOURS", "OC11_FORBIDDEN_DAYS", "OC15_MATERIAL"),
        ("CLASS_END_OFFLINE", "CLASS_END_ONLINE", "ONLINE_LESSON_MAX", "ONLINE_BREAK_MIN"),
    ),
    _off_campus(
        "XW05", _GENERAL, "从业人员", "Staff", ("X16", "S4 二(五)3"),
        ("OC12_IN_SERVICE", "OC13_TEACHERS", "OC14_STAFF"),
        ("STAFF_FULLTIME", "CLASS_STAFF_PUPIL", "CLASS_STAFF_PRESCHOOL"),
    ),
    _off_campus(
        "XW06", _GENERAL, "广告宣传", "Advertising", ("X9",), ("OC16_ADVERTISING",),
        methods=(*_SITE, Method.NETWORK_MONITORING),
    ),
    _off_campus(
        "XW07", _KEY, "消防与场所安全", "Fire safety and premises", ("X47", "X48", "X73"),
        ("OC17_FIRE", "OC18_PREMISES"), ("AREA_PER_PUPIL",), kinds=_OFF_CAMPUS,
    ),
    _off_campus(
        "XW08", _KEY, "线上培训与学员信息保护", "Online training and trainees' data",
        ("X19", "S4 二(五)5"),
        ("OC01_LICENCE", "OC10_HOURS", "OC15_MATERIAL", "OC19_DATA"),
        ("CLASS_END_ONLINE", "ONLINE_LESSON_MAX", "ONLINE_BREAK_MIN"), kinds=_ONLINE, methods=_NET,
    ),
    _directory(
        "PX01", _GENERAL, "培训机构师资与条件", "Teachers and premises of training institutions",
        ("S2 Art. 10(1)", "S2 Art. 10(2)", "S2 Art. 10(3)"),
        ("T01_TEACHERS", "T02_RESOURCES", "T03_PREMISES"),
    ),
    _directory(
        "PX02", _GENERAL, "培训组织、管理与收费", "Organisation, management and fees of training",
        ("S2 Art. 10(4)", "S2 Art. 10(5)", "S2 Art. 12", "S2 Art. 14"),
        ("T04_ORGANISATION", "T05_MANAGEMENT", "T06_FEES", "T07_PLAN"),
    ),
    _directory(
        "PX03", _KEY, "培训机构禁止行为", "Prohibited conduct in training",
        ("S2 Art. 17", "S2 Art. 19"),
        ("T06_FEES", "T08_SCOPE", "T09_ADVERTISING", "T10_CERTIFICATES"),
    ),
    _directory(
        "PJ01", _GENERAL, "考核站点与考核组织", "Exam sites and the holding of exams",
        ("S2 Art. 11(1)", "S2 Art. 11(2)", "S2 Art. 11(3)"),
        ("E01_SITES", "E02_PAPERS", "E03_EXAMS"),
    ),
    _directory(
        "PJ02", _GENERAL, "信息平台、档案与安全", "Platform, archive and security",
        ("S2 Art. 11(4)", "S2 Art. 11(5)", "S2 Art. 11(6)"),
        ("E04_PLATFORM", "E05_ARCHIVE", "E06_SECURITY"), ("DE11_6_MLPS",),
    ),
    _directory(
        "PJ03", _GENERAL, "评价收费与计划报备", "Fees and plans of evaluation",
        ("S2 Art. 12", "S2 Art. 14"), ("E07_FEES", "E08_PLAN"),
    ),
    _directory(
        "PJ04", _KEY, "评价机构禁止行为", "Prohibited conduct in evaluation",
        ("S2 Art. 18", "S2 Art. 19"),
        ("E07_FEES", "E09_INDEPENDENCE", "E10_SCOPE", "E11_ADVERTISING", "E12_CERTIFICATES"),
    ),
)  # fmt: skip
