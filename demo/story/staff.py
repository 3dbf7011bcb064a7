"""The teachers of the story, and the office's list of in-service school teachers."""

import datetime as dt
from collections.abc import Iterator, Sequence

from demo.rows import lessons as rows
from demo.rows.institutions import DemoInstitution
from demo.rows.rows import at
from demo.story import lessons, names
from demo.story.rows import DemoData
from domain import teachers as rules
from domain.institutions import Category, SubjectKind
from domain.teachers import CertificateKind, Employment, EndReason
from domain.teachers.employments import CHINA
from persistence.derived_fields import RESIDENT_ID
from persistence.engine.keys import Keys
from persistence.teachers.table import InServiceTeacher, Teacher

LISTED_ON = dt.date(2026, 9, 1)
IN_SERVICE_COUNT = 3
ENTERED = dt.date(2025, 2, 10)

_SUBJECTS = {
    Category.ACADEMIC: ("语文", "数学", "英语", "物理"),
    Category.SPORTS: ("游泳", "篮球", "羽毛球", "跆拳道", "体适能"),
    Category.CULTURE_ARTS: ("美术", "舞蹈", "书法", "钢琴"),
    Category.SCI_TECH: ("机器人", "编程", "航模"),
    Category.OTHER: ("围棋", "口才", "手工"),
}
_FULL_TIME = (*(Employment.FULL_TIME,) * 4, Employment.PART_TIME)


def resident_ids() -> Iterator[str]:
    """Numbers that are nobody's; each birth date comes once."""
    born = dt.date(1975, 1, 1)
    while True:
        yield rows.resident_id(lessons.PROVINCE, born)
        born += dt.timedelta(days=7)


def demo_teachers(story: DemoData, trainers: Sequence[DemoInstitution], keys: Keys) -> None:
    """Two to six teachers for each institution; all of them went through the rule."""
    numbers = resident_ids()
    for _ in range(IN_SERVICE_COUNT):
        story.add(
            InServiceTeacher,
            resident_id_hash=keys.hash(RESIDENT_ID, next(numbers).encode()),
            region_code="320500",
            listed_on=LISTED_ON,
        )
    for trainer in trainers:
        for position in range(story.number(2, 6)):
            _teacher(story, trainer, position, next(numbers), keys)


def _teacher(
    story: DemoData, trainer: DemoInstitution, position: int, resident_id: str, keys: Keys
) -> None:
    is_foreign = trainer.category is Category.ACADEMIC and position == 3 and story.happens(15)
    facts = rules.Teacher(
        subject_kind=trainer.institution["subject_kind"],
        nationality="GB" if is_foreign else CHINA,
        certificate_kind=_certificate(story, trainer, is_foreign=is_foreign),
        employed_from=dt.date(story.number(2021, 2024), story.number(1, 12), 1),
        work_permit_no=f"DEMO{len(story.of(Teacher)):06d}" if is_foreign else None,
        background="教育学硕士，六年对外英语教学经历。" if is_foreign else None,
    )
    rules.register(facts, declared_in_service=False, listed_in_service=False, black_listed=False)
    has_left = position > 1 and story.happens(12)
    entered = at(ENTERED, story.number(8, 17), story.number(0, 59))
    stages = ["PRIMARY", "JUNIOR_SECONDARY"] if position % 2 else ["PRIMARY"]
    rows.teacher(
        story,
        trainer,
        resident_id,
        keys,
        entered,
        name="Demo Teacher" if is_foreign else names.person(story),
        nationality=facts.nationality,
        employment=_FULL_TIME[position % len(_FULL_TIME)],
        subjects=["英语"] if is_foreign else [story.pick(_SUBJECTS[trainer.category])],
        stages=stages,
        certificate_kind=facts.certificate_kind,
        certificate_no=f"2020{lessons.PROVINCE}{len(story.of(Teacher)):07d}",
        certificate_issuer="江苏省教育厅",
        background=facts.background,
        work_permit_no=facts.work_permit_no,
        employed_from=facts.employed_from,
        employed_to=dt.date(2026, story.number(1, 6), 28) if has_left else None,
        end_reason=EndReason.RESIGNED if has_left else None,
        version=2 if has_left else 1,
    )


def _certificate(story: DemoData, trainer: DemoInstitution, *, is_foreign: bool) -> CertificateKind:
    if is_foreign:
        return CertificateKind.FOREIGN_TEACHING
    is_subject = trainer.institution["subject_kind"] is SubjectKind.SUBJECT
    if is_subject or story.happens(40):
        return CertificateKind.TEACHER_QUALIFICATION
    return CertificateKind.PROFESSIONAL_ABILITY
