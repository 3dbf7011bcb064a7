import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from domain import teachers as rules
from domain.institutions import SubjectKind
from domain.refusals import InvalidInput, Refusal
from domain.teachers import CertificateKind, EndReason, FoundBy, Teacher
from tests.domain.facts import TODAY

TEACHER = Teacher(
    SubjectKind.SUBJECT, "CN", CertificateKind.TEACHER_QUALIFICATION, employed_from=TODAY
)
FOREIGNER = replace(
    TEACHER,
    nationality="GB",
    certificate_kind=CertificateKind.FOREIGN_TEACHING,
    work_permit_no="W-1",
    background="Ten years of teaching",
)


def register(
    teacher: Teacher, *, declared: bool = False, listed: bool = False
) -> rules.EmploymentStart:
    return rules.register(
        teacher, declared_in_service=declared, listed_in_service=listed, black_listed=False
    )


@pytest.mark.parametrize("teacher", [TEACHER, FOREIGNER])
def test_a_qualified_teacher_is_employed(teacher: Teacher) -> None:
    assert register(teacher) == rules.EmploymentStart(TODAY)


@pytest.mark.parametrize(
    ("declared", "listed", "found_by"),
    [
        (True, False, FoundBy.DECLARATION),
        (False, True, FoundBy.LIST),
        (True, True, FoundBy.DECLARATION),
    ],
)
def test_an_in_service_school_teacher_is_refused(
    declared: bool, listed: bool, found_by: FoundBy
) -> None:
    with pytest.raises(rules.InServiceSchoolTeacher) as raised:
        register(TEACHER, declared=declared, listed=listed)
    assert raised.value.found_by is found_by


@pytest.mark.parametrize(
    ("subject_kind", "certificate", "is_foreign", "is_qualified"),
    [
        (SubjectKind.SUBJECT, CertificateKind.TEACHER_QUALIFICATION, False, True),
        (SubjectKind.SUBJECT, CertificateKind.PROFESSIONAL_ABILITY, False, False),
        (SubjectKind.SUBJECT, CertificateKind.FOREIGN_TEACHING, False, False),
        (SubjectKind.NON_SUBJECT, CertificateKind.TEACHER_QUALIFICATION, False, True),
        (SubjectKind.NON_SUBJECT, CertificateKind.PROFESSIONAL_ABILITY, False, True),
        (SubjectKind.NON_SUBJECT, CertificateKind.FOREIGN_TEACHING, False, False),
        (SubjectKind.SUBJECT, CertificateKind.TEACHER_QUALIFICATION, True, True),
        (SubjectKind.SUBJECT, CertificateKind.PROFESSIONAL_ABILITY, True, False),
        (SubjectKind.SUBJECT, CertificateKind.FOREIGN_TEACHING, True, True),
        (SubjectKind.NON_SUBJECT, CertificateKind.PROFESSIONAL_ABILITY, True, True),
    ],
)
def test_a_certificate_qualifies_for_what_it_is_given_for(
    subject_kind: SubjectKind, certificate: CertificateKind, is_foreign: bool, is_qualified: bool
) -> None:
    someone = FOREIGNER if is_foreign else TEACHER
    teacher = replace(someone, subject_kind=subject_kind, certificate_kind=certificate)
    if is_qualified:
        register(teacher)
    else:
        with pytest.raises(rules.TeacherNotQualified):
            register(teacher)


@pytest.mark.parametrize("missing", ["work_permit_no", "background"])
@pytest.mark.parametrize("value", [None, "  "])
def test_a_foreigner_needs_a_permit_and_a_background(missing: str, value: str | None) -> None:
    missing_it: dict[str, Any] = {missing: value}
    with pytest.raises(rules.ForeignTeacherWithoutPermit):
        register(replace(FOREIGNER, **missing_it))


YESTERDAY, TOMORROW = TODAY - dt.timedelta(days=1), TODAY + dt.timedelta(days=1)


def test_an_employment_ends_on_its_last_day() -> None:
    end = rules.end_employment(YESTERDAY, None, reason=EndReason.RETIRED, on=TODAY, today=TODAY)
    assert end == rules.EmploymentEnd(TODAY, EndReason.RETIRED)


@pytest.mark.parametrize(
    ("started", "ended", "on", "refusal"),
    [
        (YESTERDAY, TODAY, TODAY, rules.EmploymentAlreadyEnded),
        (TODAY, None, YESTERDAY, InvalidInput),
        (YESTERDAY, None, TOMORROW, InvalidInput),
    ],
)
def test_an_employment_ends_once_and_within_its_time(
    started: dt.date, ended: dt.date | None, on: dt.date, refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        rules.end_employment(started, ended, reason=EndReason.RESIGNED, on=on, today=TODAY)
