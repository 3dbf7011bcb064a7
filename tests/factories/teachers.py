"""Teachers, and the list of those in service at schools."""

import datetime as dt
from typing import Any
from uuid import UUID

from domain.courses import Stage
from domain.teachers import CertificateKind, Employment
from persistence.derived_fields import RESIDENT_ID
from persistence.engine.identifiers import new_key
from persistence.engine.keys import Keys
from persistence.teachers.table import InServiceTeacher, Teacher
from tests.factories import TODAY, row


def teacher(
    institution_id: UUID, keys: Keys, resident_id: str = "11010519491231002X", **facts: Any
) -> Teacher:
    id = facts.setdefault("id", new_key())
    return row(
        Teacher,
        facts,
        institution_id=institution_id,
        name="某老师",
        nationality="CN",
        employment=Employment.FULL_TIME,
        subjects=["数学"],
        stages=[Stage.JUNIOR_SECONDARY],
        certificate_kind=CertificateKind.TEACHER_QUALIFICATION,
        certificate_no="20203201142000001",
        resident_id_hash=keys.hash(RESIDENT_ID, resident_id.encode()),
        resident_id_sealed=keys.seal(RESIDENT_ID, resident_id.encode(), bound_to=id.bytes),
        employed_from=dt.date(2022, 9, 1),
        version=1,
    )


def in_service_teacher(keys: Keys, resident_id: str, **facts: Any) -> InServiceTeacher:
    return row(
        InServiceTeacher,
        facts,
        resident_id_hash=keys.hash(RESIDENT_ID, resident_id.encode()),
        region_code="320508",
        listed_on=TODAY,
    )
