"""Institutions with their sites, licences, courses and teachers."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from stdnum.cn import ric, uscc

from demo.bulk.batches import Batch, Chance, at
from demo.bulk.ground import OPENED, SeedAuthority
from demo.story import names
from domain.authorities import Sector
from domain.courses import ChargeBasis, CourseState, Stage, Weekday
from domain.institutions import (
    Category,
    CreditGrade,
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
from domain.positions import Datum
from domain.teachers import CertificateKind, Employment
from persistence.courses.table import ClassTime, Course, FeeItem
from persistence.derived_fields import RESIDENT_ID
from persistence.engine.keys import Keys
from persistence.institutions import search_tokens as search
from persistence.institutions.table import Entitlement, Institution, Site
from persistence.teachers.table import Teacher

_CATEGORIES = (
    *(Category.ACADEMIC,) * 3,
    *(Category.CULTURE_ARTS,) * 5,
    *(Category.SPORTS,) * 4,
    *(Category.SCI_TECH,) * 2,
    Category.OTHER,
)
_SECTORS = {
    Category.SPORTS: Sector.SPORTS,
    Category.CULTURE_ARTS: Sector.CULTURE_TOURISM,
    Category.SCI_TECH: Sector.SCIENCE_TECHNOLOGY,
}
_STREETS = (
    "人民路", "中山路", "解放路", "建设路", "和平路", "新华路", "文化路", "学府路", "迎宾大道", "长江路",
    "黄河路", "北京路", "青年路", "朝阳街", "滨河路", "育才路", "东风路", "胜利街", "前进路", "园丁街",
)  # fmt: skip
_STATES = (
    *(EntitlementState.ACTIVE,) * 20,
    EntitlementState.RECTIFYING,
    EntitlementState.SUSPENDED,
    EntitlementState.EXPIRED,
)
_RISKS = (RiskClass.A, *(RiskClass.B,) * 4, RiskClass.C, RiskClass.D)
_GRADES = (CreditGrade.A, CreditGrade.B, CreditGrade.B, CreditGrade.C, None)
_EVENINGS = tuple(Weekday)[:5]
_TERM = (dt.date(2026, 9, 7), dt.date(2026, 12, 25))
_PUBLISHED = at(dt.date(2026, 8, 20), 9)
_DRAFTED = at(dt.date(2026, 8, 10), 9)
_BRANDS = tuple(first + second for first in names.BRAND_FIRST for second in names.BRAND_SECOND)
_SECOND_SITE = 0.1
_OFTEN = 0.8
_FOR_PROFIT, _CERTIFIED = 0.7, 0.4
_STAGES = (Stage.PRIMARY, Stage.PRIMARY, Stage.JUNIOR_SECONDARY)
_NATIONAL_HOLIDAY = tuple(dt.date(2026, 10, day) for day in range(1, 8))
_FIRST_BORN, _BORN_WITHIN = dt.date(1966, 1, 1), 12_000
_PROVINCES = (
    "110000", "120000", "130000", "140000", "150000", "210000", "220000", "230000", "310000", "320000",
    "330000", "340000", "350000", "360000", "370000", "410000", "420000", "430000", "440000", "450000",
    "510000", "520000", "530000", "540000", "610000", "620000", "630000", "640000",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SeedInstitution:
    """What visits and complaints need to know of an institution."""

    id: UUID
    site_id: UUID
    licence_id: UUID
    sector: Sector
    bureau: SeedAuthority
    kind: SubjectKind
    category: Category
    is_active: bool
    latitude: float
    longitude: float


def institution(
    batch: Batch, chance: Chance, number: int, bureau: SeedAuthority
) -> SeedInstitution:
    """One institution with its main site, now and then a second, and its licence."""
    region, category = bureau.region, chance.pick(_CATEGORIES)
    is_subject = category is Category.ACADEMIC
    sector = _SECTORS.get(category, Sector.EDUCATION)
    is_profit = not is_subject and chance.chance() < _FOR_PROFIT
    kind = SubjectKind.SUBJECT if is_subject else SubjectKind.NON_SUBJECT
    established = dt.date(chance.number(2012, 2021), chance.number(1, 12), chance.number(1, 28))
    entered = OPENED + dt.timedelta(minutes=number)
    id, brand = chance.key(entered), chance.pick(_BRANDS)
    field, ending = chance.pick(names.FIELDS[category]), chance.pick(names.ENDINGS[category])
    state = chance.pick(_STATES)
    address = f"{region.name}{chance.pick(_STREETS)}{chance.number(1, 899)}号"
    person = chance.pick(names.SURNAMES) + chance.pick(names.GIVEN) + chance.pick(names.GIVEN)
    row = batch.add(
        Institution,
        id=id,
        unified_social_credit_code=credit_code(region.code, number, is_profit=is_profit),
        name=f"{region.parent}{region.name}{brand}{field}{ending}",
        kinds=[InstitutionKind.OFF_CAMPUS_TRAINING],
        subject_kind=kind,
        legal_form=LegalForm.FOR_PROFIT if is_profit else LegalForm.NON_PROFIT,
        sector=sector,
        region_code=region.code,
        address=address,
        established_on=established,
        registered_capital_fen=chance.number(1, 30) * 10_000_000,
        registration_authority=f"{region.name}{'行政审批局' if is_profit else '民政局'}",
        supervising_authority_id=bureau.id,
        legal_representative=person,
        sponsor=person,
        introduction=f"{brand}面向中小学生开展{category.zh}培训。",
        public_phone=f"0000-{number:08d}",
        contact_name=person,
        contact_phone=f"0000-{number:08d}",
        existence=Existence.EXISTING,
        list_status=_list_status(chance, state),
        risk_class=chance.pick(_RISKS),
        credit_grade=chance.pick(_GRADES),
        version=1,
        registered_at=entered,
        updated_at=entered,
    )
    trainer = SeedInstitution(
        id=id,
        site_id=chance.key(entered),
        licence_id=chance.key(entered),
        sector=sector,
        bureau=bureau,
        kind=kind,
        category=category,
        is_active=state is EntitlementState.ACTIVE,
        latitude=round(region.latitude + chance.chance() / 20, 6),
        longitude=round(region.longitude + chance.chance() / 20, 6),
    )
    _site(batch, trainer, trainer.site_id, address, established, is_main=True)
    if chance.chance() < _SECOND_SITE:
        second = f"{region.name}{chance.pick(_STREETS)}{chance.number(900, 999)}号"
        _site(batch, trainer, chance.key(entered), second, established, is_main=False)
    licence = _licence(batch, chance, trainer, state, number, entered)
    row |= search.columns(name=row["name"], address=address, licence_numbers=[licence])
    return trainer


def credit_code(region_code: str, number: int, *, is_profit: bool) -> str:
    """A code with a right check digit whose organisation part, DE…X, has never been given out."""
    body = f"{'91' if is_profit else '52'}{region_code}DE{number:06d}X"
    return body + uscc.calc_check_digit(body)


def _list_status(chance: Chance, state: EntitlementState) -> ListStatus:
    if state is EntitlementState.ACTIVE:
        return ListStatus.WHITE_LISTED if chance.chance() < _OFTEN else ListStatus.NONE
    return ListStatus.NONE if chance.chance() < _OFTEN else ListStatus.BLACK_LISTED


def _site(
    batch: Batch,
    trainer: SeedInstitution,
    id: UUID,
    address: str,
    opened_on: dt.date,
    *,
    is_main: bool,
) -> None:
    area = 90 + id.int % 800
    shift = 0 if is_main else 0.01
    latitude, longitude = trainer.latitude + shift, trainer.longitude + shift
    batch.add(
        Site,
        id=id,
        institution_id=trainer.id,
        name="总部" if is_main else "第二校区",
        region_code=trainer.bureau.region.code,
        address=address,
        is_main=is_main,
        area_m2=area,
        # At least three square metres for each pupil at a time (X73).
        capacity=area // 4,
        latitude=latitude,
        longitude=longitude,
        datum=Datum.WGS84,
        wgs84_latitude=latitude,
        wgs84_longitude=longitude,
        opened_on=opened_on,
    )


def _licence(
    batch: Batch,
    chance: Chance,
    trainer: SeedInstitution,
    state: EntitlementState,
    number: int,
    entered: dt.datetime,
) -> str:
    """Its number."""
    year = 2023 if state is EntitlementState.EXPIRED else 2025
    first = dt.date(year, chance.number(1, 6), 1)
    licence = batch.add(
        Entitlement,
        id=trainer.licence_id,
        institution_id=trainer.id,
        kind=EntitlementKind.LICENCE,
        programme=f"{trainer.category.zh}校外培训办学许可",
        authority_id=trainer.bureau.id,
        number=f"教民{trainer.bureau.region.code}{first.year}{number:07d}号",
        subject_kind=trainer.kind,
        delivery=Delivery.OFFLINE,
        categories=[trainer.category],
        levels=[],
        valid_from=first,
        valid_to=first.replace(year=year + 3) - dt.timedelta(days=1),
        period_no=1,
        state=state,
        version=1,
        created_at=entered,
    )
    text: str = licence["number"]
    return text


def course(batch: Batch, chance: Chance, trainer: SeedInstitution) -> None:
    """One course of the autumn, on one evening a week, within what may be charged at once."""
    hours, rate = 30, chance.number(30, 80) * 100
    id, day = chance.key(_DRAFTED), chance.pick(_EVENINGS)
    is_public = trainer.is_active and chance.chance() < _OFTEN
    batch.add(
        Course,
        id=id,
        institution_id=trainer.id,
        site_id=trainer.site_id,
        entitlement_id=trainer.licence_id if is_public else None,
        title=f"{chance.pick(names.FIELDS[trainer.category])}（2026秋）",
        subject_kind=trainer.kind,
        category=trainer.category,
        delivery=Delivery.OFFLINE,
        stages=[chance.pick(_STAGES)],
        introduction="每周1次，每次2课时，小班教学。",
        class_hour_count=hours,
        lesson_minutes=40,
        starts_on=_TERM[0],
        ends_on=_TERM[1],
        # School subjects rest on the days of the national holiday.
        skipped_on=list(_NATIONAL_HOLIDAY),
        state=CourseState.PUBLISHED if is_public else CourseState.DRAFT,
        published_at=_PUBLISHED if is_public else None,
        version=1 + is_public,
        created_at=_DRAFTED,
    )
    batch.add(
        FeeItem,
        id=chance.key(_DRAFTED),
        course_id=id,
        position=0,
        name="培训费",
        basis=ChargeBasis.CLASS_HOUR,
        amount_fen=rate * hours,
        class_hours=hours,
        refund_rule="开课前全额退费；开课后按未消课时比例退费。",
    )
    batch.add(
        ClassTime,
        id=chance.key(_DRAFTED),
        course_id=id,
        position=0,
        weekday=day,
        starts_at=dt.time(18, 30),
        ends_at=dt.time(20, 0),
    )


def teacher(
    batch: Batch, chance: Chance, trainer: SeedInstitution, number: int, keys: Keys
) -> None:
    entered = OPENED + dt.timedelta(days=30, minutes=number)
    id, text = chance.key(entered), resident_id(number).encode()
    is_subject = trainer.kind is SubjectKind.SUBJECT
    is_certified = is_subject or chance.chance() < _CERTIFIED
    certificate = (
        CertificateKind.TEACHER_QUALIFICATION
        if is_certified
        else CertificateKind.PROFESSIONAL_ABILITY
    )
    batch.add(
        Teacher,
        id=id,
        institution_id=trainer.id,
        name=chance.pick(names.SURNAMES) + chance.pick(names.GIVEN) + chance.pick(names.GIVEN),
        nationality="CN",
        employment=Employment.FULL_TIME if chance.chance() < _OFTEN else Employment.PART_TIME,
        subjects=[chance.pick(names.FIELDS[trainer.category])],
        stages=[Stage.PRIMARY],
        certificate_kind=certificate,
        certificate_no=f"2019{number:011d}",
        certificate_issuer="某某市教育局",
        resident_id_hash=keys.hash(RESIDENT_ID, text),
        resident_id_sealed=keys.seal(RESIDENT_ID, text, bound_to=id.bytes),
        employed_from=dt.date(chance.number(2018, 2025), chance.number(1, 12), 1),
        version=1,
        created_at=entered,
    )


def resident_id(number: int) -> str:
    """A number with a right check digit that is nobody's: of the code of a whole province, where
    numbers are given out by counties, and with the sequence 000, where counting begins at 001."""
    day, place = divmod(number, len(_PROVINCES))
    born = _FIRST_BORN + dt.timedelta(days=day % _BORN_WITHIN)
    body = f"{_PROVINCES[place]}{born:%Y%m%d}000"
    return body + ric.calc_check_digit(body + "0")
