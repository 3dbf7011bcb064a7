"""Institutions, where they are and what they may do."""

import datetime as dt
from collections.abc import Collection
from typing import Any
from uuid import UUID

from domain.authorities import Sector
from domain.institutions import (
    Category,
    Delivery,
    EntitlementKind,
    EntitlementState,
    Existence,
    InstitutionKind,
    LegalForm,
    ListStatus,
    Programme,
    RiskClass,
    SubjectKind,
)
from persistence.institutions.table import Entitlement, FormerName, Headcount, Institution, Site
from tests.factories import NOW, TODAY, row
from tests.people import GUSU


def institution(
    id: UUID, name: str, code: str, *, licences: Collection[str] = (), **facts: Any
) -> Institution:
    made = row(
        Institution,
        facts,
        id=id,
        unified_social_credit_code=code,
        name=name,
        kinds=[InstitutionKind.OFF_CAMPUS_TRAINING],
        subject_kind=SubjectKind.SUBJECT,
        legal_form=LegalForm.NON_PROFIT,
        sector=Sector.EDUCATION,
        region_code="320508",
        address="观前街1号",
        established_on=dt.date(2018, 9, 1),
        supervising_authority_id=GUSU.id,
        legal_representative="某某",
        contact_name="某联系人",
        contact_phone="0512-00000000",
        existence=Existence.EXISTING,
        list_status=ListStatus.WHITE_LISTED,
        risk_class=RiskClass.B,
        version=1,
        registered_at=NOW,
        updated_at=NOW,
    )
    made.record_search(licences)
    return made


def site(institution_id: UUID, **facts: Any) -> Site:
    return row(
        Site,
        facts,
        institution_id=institution_id,
        name="总部",
        region_code="320508",
        address="观前街1号",
        is_main=True,
        area_m2=300,
        capacity=100,
    )


def entitlement(institution_id: UUID, number: str, **facts: Any) -> Entitlement:
    return row(
        Entitlement,
        facts,
        institution_id=institution_id,
        kind=EntitlementKind.LICENCE,
        programme="校外培训办学许可",
        programme_code=Programme.OFF_CAMPUS_TRAINING,
        authority_id=GUSU.id,
        number=number,
        subject_kind=SubjectKind.SUBJECT,
        delivery=Delivery.OFFLINE,
        categories=[Category.ACADEMIC],
        levels=[],
        valid_from=dt.date(2024, 1, 1),
        valid_to=dt.date(2027, 12, 31),
        period_no=1,
        state=EntitlementState.ACTIVE,
        version=1,
    )


def headcount(institution_id: UUID, **facts: Any) -> Headcount:
    return row(
        Headcount,
        facts,
        institution_id=institution_id,
        staff_count=10,
        offline_learner_count=100,
        preschool_learner_count=20,
        counted_on=TODAY,
    )


def former_name(institution_id: UUID, **facts: Any) -> FormerName:
    return row(FormerName, facts, institution_id=institution_id, name="某旧名", last_on=TODAY)
