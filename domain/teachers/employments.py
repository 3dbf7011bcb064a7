"""Who may be employed as a teacher, and how an employment ends."""

import datetime as dt
from dataclasses import dataclass

from domain.institutions.terms import SubjectKind
from domain.refusals import InvalidInput, Refusal
from domain.teachers.terms import CertificateKind, EndReason, FoundBy

CHINA = "CN"

_NATIONALS = {
    SubjectKind.SUBJECT: (CertificateKind.TEACHER_QUALIFICATION,),
    SubjectKind.NON_SUBJECT: (
        CertificateKind.TEACHER_QUALIFICATION,
        CertificateKind.PROFESSIONAL_ABILITY,
    ),
}


@dataclass(eq=False)
class InServiceSchoolTeacher(
    Refusal,
    zh="不得聘用中小学在职教师（{found_by.zh}）。",
    en="An in-service school teacher cannot be employed here ({found_by.en}).",
    basis="S4 二(五)3; X16",
):
    found_by: FoundBy


class StaffBlackListed(
    Refusal,
    zh="该人员在从业人员黑名单上，在列期间不得聘用。",
    en="This person is on the staff black list and cannot be employed until that ends.",
    basis="X16",
):
    """One of the two kinds of person whom no institution may employ."""


@dataclass(eq=False)
class TeacherNotQualified(
    Refusal,
    zh="从事{subject_kind.zh}培训不能仅凭{certificate_kind.zh}。",
    en="{certificate_kind.en} is not a sufficient qualification for this training "
    "({subject_kind.en}).",
    basis="S4 二(五)3; X16",
):
    subject_kind: SubjectKind
    certificate_kind: CertificateKind


class ForeignTeacherWithoutPermit(
    Refusal,
    zh="聘用外籍教师，须登记其外国人工作许可和学习、工作经历。",
    en="To employ a foreign teacher, register the work permit and the history of study and work.",
    basis="S4 附件 三; X19",
):
    """National rules let foreigners teach only with a permit; their background is public."""


class TeacherAlreadyEmployed(
    Refusal,
    zh="该教师已登记为本机构在职教师。",
    en="This teacher is already registered as employed by the institution.",
):
    """Raised where the unique index over live employments is hit."""


@dataclass(eq=False)
class EmploymentAlreadyEnded(
    Refusal,
    zh="聘用已于{ended_on}结束。",
    en="This employment already ended on {ended_on}.",
):
    ended_on: dt.date


@dataclass(frozen=True, slots=True)
class Teacher:
    """The facts about someone to be employed; `subject_kind` is what they are to teach."""

    subject_kind: SubjectKind
    nationality: str
    certificate_kind: CertificateKind
    employed_from: dt.date
    work_permit_no: str | None = None
    background: str | None = None

    @property
    def is_foreign(self) -> bool:
        return self.nationality != CHINA


@dataclass(frozen=True, slots=True)
class EmploymentStart:
    since: dt.date


@dataclass(frozen=True, slots=True)
class EmploymentEnd:
    on: dt.date
    reason: EndReason


def register(
    teacher: Teacher, *, declared_in_service: bool, listed_in_service: bool, black_listed: bool
) -> EmploymentStart:
    """Decide the employment, or refuse it.

    StaffBlackListed first, InServiceSchoolTeacher, ForeignTeacherWithoutPermit, then TeacherNotQualified: a school
    subject needs the teacher qualification, anything else that or a proof of ability (X16). A
    foreigner may hold a foreign teaching qualification in either's place, a national may not.
    """
    if black_listed:
        raise StaffBlackListed
    if declared_in_service:
        raise InServiceSchoolTeacher(FoundBy.DECLARATION)
    if listed_in_service:
        raise InServiceSchoolTeacher(FoundBy.LIST)
    _refuse_unqualified(teacher)
    return EmploymentStart(teacher.employed_from)


def _refuse_unqualified(teacher: Teacher) -> None:
    if teacher.is_foreign and not (_filled(teacher.work_permit_no) and _filled(teacher.background)):
        raise ForeignTeacherWithoutPermit
    if not _is_qualified(teacher):
        raise TeacherNotQualified(teacher.subject_kind, teacher.certificate_kind)


def refuse_barred(
    *, is_employed_there: bool, is_listed_in_service: bool, is_black_listed: bool
) -> None:
    """Raise TeacherAlreadyEmployed, StaffBlackListed or InServiceSchoolTeacher for whom an institution may
    not employ."""
    if is_employed_there:
        raise TeacherAlreadyEmployed
    if is_black_listed:
        raise StaffBlackListed
    if is_listed_in_service:
        raise InServiceSchoolTeacher(FoundBy.LIST)


def correct(teacher: Teacher, *, employed_to: dt.date | None) -> None:
    """Let the entry of an employed teacher be as it is given here, or raise EmploymentAlreadyEnded,
    ForeignTeacherWithoutPermit or TeacherNotQualified. Who the teacher is, and where, is not corrected;
    whether an office lists them is asked when they are registered, and by `checkHire`."""
    if employed_to is not None:
        raise EmploymentAlreadyEnded(employed_to)
    _refuse_unqualified(teacher)


def end_employment(
    employed_from: dt.date,
    employed_to: dt.date | None,
    *,
    reason: EndReason,
    on: dt.date,
    today: dt.date,
) -> EmploymentEnd:
    """End an employment on its last day `on`, or raise EmploymentAlreadyEnded.

    InvalidInput where the last day lies before the first, or in the future.
    """
    if employed_to is not None:
        raise EmploymentAlreadyEnded(employed_to)
    if on < employed_from:
        raise InvalidInput.of("endedOn", "不得早于聘用日期", "must not be before the first day")
    if on > today:
        raise InvalidInput.of("endedOn", "不得晚于今天", "must not be in the future")
    return EmploymentEnd(on, reason)


def _is_qualified(teacher: Teacher) -> bool:
    if teacher.is_foreign and teacher.certificate_kind is CertificateKind.FOREIGN_TEACHING:
        return True
    return teacher.certificate_kind in _NATIONALS[teacher.subject_kind]


def _filled(text: str | None) -> bool:
    return bool(text and text.strip())
