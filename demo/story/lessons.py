"""The courses of the story, with fees and hours as the rules allow, and school vacations."""

import datetime as dt
from collections.abc import Sequence

from demo.rows import lessons as rows
from demo.rows.institutions import DemoInstitution
from demo.rows.lessons import FIRST_DAY, LAST_DAY, LESSONS_A_DAY
from demo.rows.rows import Row, at
from demo.story.rows import DemoData
from domain import courses as rules
from domain.courses import ChargeBasis, ClassTime, CourseState, FeeItem, Stage, Vacation, Weekday
from domain.institutions import Category, Delivery, SubjectKind
from domain.institutions.entitlements import Entitlement
from domain.workdays import Calendar
from persistence.regions.table import SchoolVacation

DRAFTED_ON, PUBLISHED_ON, WITHDRAWN_ON = (
    dt.date(2026, 8, 10),
    dt.date(2026, 8, 20),
    dt.date(2026, 10, 16),
)
REFUND = "开课前全额退费；开课后按未消课时比例退费，十五个工作日内办结。"

PROVINCE = "320000"
VACATIONS = (
    ("2026年寒假", dt.date(2026, 1, 31), dt.date(2026, 3, 1)),
    ("2026年暑假", dt.date(2026, 7, 4), dt.date(2026, 8, 31)),
)
"""As an education department would announce them; the days are the story's, not a notice's."""

_TITLES = {
    Category.ACADEMIC: (
        ("三年级语文阅读", Stage.PRIMARY),
        ("五年级数学思维", Stage.PRIMARY),
        ("六年级英语", Stage.PRIMARY),
        ("初一语文同步", Stage.JUNIOR_SECONDARY),
        ("初二数学同步", Stage.JUNIOR_SECONDARY),
        ("初二物理入门", Stage.JUNIOR_SECONDARY),
        ("初三英语", Stage.JUNIOR_SECONDARY),
    ),
    Category.SPORTS: (
        ("少儿游泳启蒙", Stage.PRIMARY),
        ("青少年篮球", Stage.JUNIOR_SECONDARY),
        ("羽毛球基础", Stage.PRIMARY),
        ("跆拳道初级", Stage.PRIMARY),
        ("少儿体适能", Stage.PRESCHOOL),
    ),
    Category.CULTURE_ARTS: (
        ("创意美术", Stage.PRIMARY),
        ("中国舞基础", Stage.PRIMARY),
        ("硬笔书法", Stage.PRIMARY),
        ("钢琴初级", Stage.PRIMARY),
        ("素描", Stage.JUNIOR_SECONDARY),
    ),
    Category.SCI_TECH: (
        ("机器人搭建", Stage.PRIMARY),
        ("图形化编程", Stage.PRIMARY),
        ("Python入门", Stage.JUNIOR_SECONDARY),
        ("航模制作", Stage.PRIMARY),
    ),
    Category.OTHER: (
        ("围棋启蒙", Stage.PRIMARY),
        ("少儿口才", Stage.PRIMARY),
        ("手工创意", Stage.PRESCHOOL),
    ),
}  # fmt: skip
_SCHOOL_EVENINGS = tuple(Weekday)[:5]
_ANY_DAY = tuple(Weekday)
_EVENING = (dt.time(18, 30), dt.time(20, 0))
_ONLINE_EVENING = (dt.time(19, 0), dt.time(20, 10))
_SLOTS = (
    (dt.time(9, 0), dt.time(10, 30)),
    (dt.time(14, 0), dt.time(15, 30)),
    _EVENING,
)  # fmt: skip
_DEAREST_FEN = 500_000


def demo_vacations(story: DemoData) -> tuple[Vacation, ...]:
    for name, first_on, last_on in VACATIONS:
        story.add_at(
            SchoolVacation,
            at(DRAFTED_ON, 8),
            region_code=PROVINCE,
            name=name,
            first_day=first_on,
            last_day=last_on,
        )
    return tuple(Vacation(first_on, last_on, name) for name, first_on, last_on in VACATIONS)


def demo_courses(
    story: DemoData,
    trainers: Sequence[DemoInstitution],
    calendar: Calendar,
    vacations: Sequence[Vacation],
) -> None:
    """Two to five courses for each institution; what is public went through the rule."""
    for trainer in trainers:
        titles = story.some(_TITLES[trainer.category], story.number(2, 5))
        for number, (title, stage) in enumerate(titles):
            is_kept = trainer is trainers[0] and number == 0
            state = _state(story, trainer, is_kept=is_kept)
            _course(story, trainer, title, stage, state, calendar, vacations)


def _state(story: DemoData, trainer: DemoInstitution, *, is_kept: bool) -> CourseState:
    if not trainer.is_active:
        return CourseState.DRAFT
    if is_kept or story.happens(85):
        return CourseState.PUBLISHED
    return CourseState.WITHDRAWN if story.happens(50) else CourseState.DRAFT


def _course(
    story: DemoData,
    trainer: DemoInstitution,
    title: str,
    stage: Stage,
    state: CourseState,
    calendar: Calendar,
    vacations: Sequence[Vacation],
) -> None:
    class_times = _class_times(story, trainer)
    meant = tuple(rules.class_days(class_times, FIRST_DAY, LAST_DAY))
    skipped = tuple(day for day in meant if calendar.is_statutory_holiday(day))
    hours = LESSONS_A_DAY * (len(meant) - len(skipped))
    fee_items = _fee_items(story, hours)
    course = rules.Course(
        subject_kind=trainer.institution["subject_kind"],
        delivery=trainer.entitlement["delivery"],
        starts_on=FIRST_DAY,
        ends_on=LAST_DAY,
        class_times=class_times,
        fee_items=fee_items,
        skipped_on=frozenset(skipped),
    )
    is_draft, is_withdrawn = state is CourseState.DRAFT, state is CourseState.WITHDRAWN
    if not is_draft:
        held = (_facts(trainer.entitlement),)
        rules.publish(
            course,
            calendar=calendar,
            vacations=vacations,
            entitlements=held,
            is_enrolment_stopped=False,
            on=PUBLISHED_ON,
        )
    drafted = at(DRAFTED_ON, story.number(8, 17), story.number(0, 59))
    rows.course(
        story,
        trainer,
        drafted,
        fee_items,
        class_times,
        title=title,
        is_draft=is_draft,
        stages=[stage.value],
        class_hour_count=hours,
        skipped_on=list(skipped),
        state=state,
        published_at=None if is_draft else at(PUBLISHED_ON, 9, story.number(0, 59)),
        withdrawn_at=at(WITHDRAWN_ON, 16) if is_withdrawn else None,
        withdrawal_reason="报名人数不足，停止招生。" if is_withdrawn else None,
        version=1 + (not is_draft) + is_withdrawn,
    )


def _class_times(story: DemoData, trainer: DemoInstitution) -> tuple[ClassTime, ...]:
    is_subject = trainer.institution["subject_kind"] is SubjectKind.SUBJECT
    is_online = trainer.entitlement["delivery"] is Delivery.ONLINE
    days = story.some(_SCHOOL_EVENINGS if is_subject else _ANY_DAY, story.number(1, 2))
    evening = _ONLINE_EVENING if is_online else _EVENING
    is_free = {Weekday.SATURDAY, Weekday.SUNDAY}
    return tuple(
        ClassTime(day, *(story.pick(_SLOTS) if day in is_free else evening)) for day in days
    )


def _fee_items(story: DemoData, hours: int) -> tuple[FeeItem, ...]:
    """One payment for the class hours, or two; each within what may be charged at once."""
    fen_per_hour = story.number(40, 80) * 100
    whole = fen_per_hour * hours
    if story.happens(70) and hours <= 60 and whole <= _DEAREST_FEN:
        basis = ChargeBasis.CLASS_HOUR
        return (FeeItem("培训费", basis, whole, class_hours=hours, refund_rule=REFUND),)
    if story.happens(50):
        half = hours // 2
        return tuple(
            FeeItem(
                f"培训费（第{name}期）",
                ChargeBasis.CLASS_HOUR,
                fen_per_hour * count,
                class_hours=count,
                refund_rule=REFUND,
            )
            for name, count in (("一", half), ("二", hours - half))
        )
    most = min(whole * 5 // 6 // 100 * 100, _DEAREST_FEN)
    return (
        FeeItem("前三个月培训费", ChargeBasis.PERIOD, most, months=3, days=0, refund_rule=REFUND),
        FeeItem("其余培训费", ChargeBasis.PERIOD, whole - most, months=0, days=18,
                refund_rule=REFUND),
    )  # fmt: skip


def _facts(entitlement: Row) -> Entitlement:
    return Entitlement(
        id=entitlement["id"],
        kind=entitlement["kind"],
        state=entitlement["state"],
        valid_from=entitlement["valid_from"],
        valid_to=entitlement["valid_to"],
        delivery=entitlement["delivery"],
        subject_kind=entitlement["subject_kind"],
    )
