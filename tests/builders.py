"""Rows for tests, each whole and lawful; what a test is about is named in its call."""

import datetime as dt
from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from domain.authorities import Sector
from domain.complaints.terms import RealName
from domain.courses import CourseState, Stage
from domain.institutions import (
    Category,
    Delivery,
    EntitlementKind,
    EntitlementState,
    Existence,
    InstitutionKind,
    LegalForm,
    ListStatus,
    RiskClass,
    SubjectKind,
)
from domain.roles import Role
from domain.teachers import CertificateKind, Employment
from persistence.accounts.table import Account, RoleGrant
from persistence.authorities.table import Authority, InspectorProfile, Officer
from persistence.courses.table import Course
from persistence.derived_fields import PHONE, RESIDENT_ID
from persistence.engine.identifiers import new_key
from persistence.engine.keys import Keys
from persistence.institutions.table import Entitlement, Institution, Site
from persistence.teachers.table import Teacher
from tests import people

NOW = dt.datetime(2026, 11, 18, 2, 0, tzinfo=dt.UTC)
"""Wednesday, ten in the morning in Suzhou."""
TODAY = dt.date(2026, 11, 18)
LICENCE = "苏教许字320508001号"
"""枫叶's."""


def world(keys: Keys, password_hash: str) -> list[list[Any]]:
    """Places, people and three institutions, in the order in which they refer to one another."""
    return [
        [_authority(place) for place in people.PLACES],
        [
            institution(
                people.MAPLE, "苏州枫叶教育培训中心", "91320508MA1MAPLE0X", licences=[LICENCE]
            ),
            institution(
                people.SWIMMING,
                "姑苏海豚游泳俱乐部",
                "91320508MA1SW1MM9U",
                subject_kind=SubjectKind.NON_SUBJECT,
                sector=Sector.SPORTS,
                supervising_authority_id=people.SUZHOU_SPORTS.id,
            ),
            institution(
                people.FARAWAY,
                "朝阳远方学堂",
                "91110105MA1FARAW4Y",
                region_code="110105",
                supervising_authority_id=people.CHAOYANG.id,
            ),
        ],
        [_account(person, keys, password_hash) for person in people.PEOPLE],
        [_officer(person) for person in people.PEOPLE if person.officer_id],
        [
            *(inspector(person.officer_id) for person in people.PEOPLE if person.officer_id),
            *(grant(person) for person in people.PEOPLE),
            entitlement(people.MAPLE, LICENCE),
            site(people.MAPLE),
        ],
    ]


async def add(session: AsyncSession, *rows: Any) -> None:
    """Rows that refer to one another go in by the order given."""
    for row in rows:
        session.add(row)
        await session.flush()


def institution(
    id: UUID, name: str, code: str, *, licences: Collection[str] = (), **facts: Any
) -> Institution:
    made = Institution(
        **{
            "id": id,
            "unified_social_credit_code": code,
            "name": name,
            "kinds": [InstitutionKind.OFF_CAMPUS_TRAINING],
            "subject_kind": SubjectKind.SUBJECT,
            "legal_form": LegalForm.NON_PROFIT,
            "sector": Sector.EDUCATION,
            "region_code": "320508",
            "address": "观前街1号",
            "established_on": dt.date(2018, 9, 1),
            "supervising_authority_id": people.GUSU.id,
            "legal_representative": "某某",
            "contact_name": "某联系人",
            "contact_phone": "0512-00000000",
            "existence": Existence.EXISTING,
            "list_status": ListStatus.WHITE_LISTED,
            "risk_class": RiskClass.B,
            "version": 1,
            "registered_at": NOW,
            "updated_at": NOW,
            **facts,
        }
    )
    made.record_search(licences)
    return made


def site(institution_id: UUID, **facts: Any) -> Site:
    return Site(
        **{
            "id": new_key(),
            "institution_id": institution_id,
            "name": "总部",
            "region_code": "320508",
            "address": "观前街1号",
            "is_main": True,
            "area_m2": 300,
            "capacity": 100,
            **facts,
        }
    )


def entitlement(institution_id: UUID, number: str, **facts: Any) -> Entitlement:
    return Entitlement(
        **{
            "id": new_key(),
            "institution_id": institution_id,
            "kind": EntitlementKind.LICENCE,
            "programme": "校外培训办学许可",
            "authority_id": people.GUSU.id,
            "number": number,
            "subject_kind": SubjectKind.SUBJECT,
            "delivery": Delivery.OFFLINE,
            "categories": [Category.ACADEMIC],
            "levels": [],
            "valid_from": dt.date(2024, 1, 1),
            "valid_to": dt.date(2027, 12, 31),
            "period_no": 1,
            "state": EntitlementState.ACTIVE,
            "version": 1,
            **facts,
        }
    )


def course(institution_id: UUID, **facts: Any) -> Course:
    return Course(
        **{
            "id": new_key(),
            "institution_id": institution_id,
            "title": "初二数学",
            "subject_kind": SubjectKind.SUBJECT,
            "category": Category.ACADEMIC,
            "delivery": Delivery.OFFLINE,
            "stages": [Stage.JUNIOR_SECONDARY],
            "class_hour_count": 30,
            "lesson_minutes": 45,
            "starts_on": dt.date(2026, 11, 23),
            "ends_on": dt.date(2026, 12, 31),
            "skipped_on": [],
            "state": CourseState.PUBLISHED,
            "published_at": NOW,
            "version": 1,
            **facts,
        }
    )


def teacher(
    institution_id: UUID, keys: Keys, resident_id: str = "11010519491231002X", **facts: Any
) -> Teacher:
    id = new_key()
    return Teacher(
        **{
            "id": id,
            "institution_id": institution_id,
            "name": "某老师",
            "nationality": "CN",
            "employment": Employment.FULL_TIME,
            "subjects": ["数学"],
            "stages": [Stage.JUNIOR_SECONDARY],
            "certificate_kind": CertificateKind.TEACHER_QUALIFICATION,
            "certificate_no": "20203201142000001",
            "resident_id_hash": keys.hash(RESIDENT_ID, resident_id.encode()),
            "resident_id_sealed": keys.seal(RESIDENT_ID, resident_id.encode(), bound_to=id.bytes),
            "employed_from": dt.date(2022, 9, 1),
            "version": 1,
            **facts,
        }
    )


def inspector(officer_id: UUID, **facts: Any) -> InspectorProfile:
    return InspectorProfile(
        **{
            "officer_id": officer_id,
            "public_no": f"P{officer_id.hex[-4:]}",
            "certificate_no": f"32050{officer_id.hex[-6:]}",
            "certificate_valid_from": dt.date(2025, 1, 1),
            "certificate_valid_to": dt.date(2029, 12, 31),
            "specialities": [Sector.EDUCATION],
            "is_expert": False,
            "may_lead": True,
            "entered_on": dt.date(2025, 1, 1),
            **facts,
        }
    )


def grant(person: people.Person, role: Role | None = None) -> RoleGrant:
    return RoleGrant(
        id=new_key(),
        account_id=person.id,
        role=role or person.role,
        authority_id=person.place.id if person.place else None,
        institution_id=person.institution_id,
    )


def _authority(place: people.Place) -> Authority:
    return Authority(
        id=place.id,
        kind=place.kind,
        name=place.name,
        region_code=place.region_code,
        sectors=list(place.sectors),
        parent_id=place.parent,
        complaint_phone="12345",
    )


def _officer(person: people.Person) -> Officer:
    assert person.place is not None
    return Officer(
        id=person.officer_id,
        authority_id=person.place.id,
        account_id=person.id,
        name=person.login,
        staff_no=person.login,
        post="科员",
    )


def _account(person: people.Person, keys: Keys, password_hash: str) -> Account:
    is_parent = person.role is Role.PARENT
    phone = f"138{person.id.int % 100_000_000:08d}".encode()
    return Account(
        id=person.id,
        login=None if is_parent else person.login,
        phone_hash=keys.hash(PHONE, phone) if is_parent else None,
        phone_sealed=keys.seal(PHONE, phone, bound_to=person.id.bytes) if is_parent else None,
        display_name=person.login,
        real_name=RealName.DECLARED if is_parent else None,
        password_hash=password_hash,
    )
