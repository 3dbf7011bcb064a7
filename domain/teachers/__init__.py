"""Teachers: teaching staff of an institution, their certificates and who may not be hired."""

from domain.teachers.employments import (
    EmploymentAlreadyEnded,
    EmploymentEnd,
    EmploymentStart,
    ForeignTeacherWithoutPermit,
    InServiceSchoolTeacher,
    StaffBlackListed,
    Teacher,
    TeacherAlreadyEmployed,
    TeacherNotQualified,
    correct,
    end_employment,
    refuse_barred,
    register,
)
from domain.teachers.terms import CertificateKind, Employment, EndReason, FoundBy

__all__ = [
    "CertificateKind",
    "Employment",
    "EmploymentAlreadyEnded",
    "EmploymentEnd",
    "EmploymentStart",
    "EndReason",
    "ForeignTeacherWithoutPermit",
    "FoundBy",
    "InServiceSchoolTeacher",
    "StaffBlackListed",
    "Teacher",
    "TeacherAlreadyEmployed",
    "TeacherNotQualified",
    "correct",
    "end_employment",
    "refuse_barred",
    "register",
]
