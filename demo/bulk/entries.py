"""Institutions with their sites, licences, courses and teachers."""

import datetime as dt
from dataclasses import dataclass

from demo.bulk.ground import OPENED, SeedAuthority
from demo.rows import institutions, lessons
from demo.rows.institutions import SECTORS, STATES, DemoInstitution
from demo.rows.rows import Rows, at
from demo.story import names
from domain.authorities import Sector
from domain.courses import ChargeBasis, ClassTime, CourseState, FeeItem, Stage, Weekday
from domain.institutions import (
    Category,
    EntitlementState,
    InstitutionKind,
    ListStatus,
    SubjectKind,
)
from domain.teachers import CertificateKind, Employment
from persistence.engine.keys import Keys

_CATEGORIES = (
    *(Category.ACADEMIC,) * 3,
    *(Category.CULTURE_ARTS,) * 5,
    *(Category.SPORTS,) * 4,
    *(Category.SCI_TECH,) * 2,
    Category.OTHER,
)
_STREETS = (
    "人民路", "中山路", "解放路", "建设路", "和平路", "新华路", "文化路", "学府路", "迎宾大道", "长江路",
    "黄河路", "北京路", "青年路", "朝阳街", "滨河路", "育才路", "东风路", "胜利街", "前进路", "园丁街",
)  # fmt: skip
_EVENINGS = tuple(Weekday)[:5]
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
class SeedInstitution(DemoInstitution):
    """An institution with the organ that visits it."""

    bureau: SeedAuthority


def institution(rows: Rows, number: int, bureau: SeedAuthority) -> SeedInstitution:
    """One institution with its main site, now and then a second, and its licence."""
    region, category = bureau.region, rows.pick(_CATEGORIES)
    is_subject = category is Category.ACADEMIC
    is_profit = not is_subject and rows.share() < _FOR_PROFIT
    established = dt.date(rows.number(2012, 2021), rows.number(1, 12), rows.number(1, 28))
    entered = OPENED + dt.timedelta(minutes=number)
    id, brand = rows.key(entered), rows.pick(_BRANDS)
    field, ending = rows.pick(names.FIELDS[category]), rows.pick(names.ENDINGS[category])
    state = rows.pick(STATES)
    address = f"{region.name}{rows.pick(_STREETS)}{rows.number(1, 899)}号"
    person = names.full_name(rows)
    row = institutions.institution(
        rows,
        entered,
        id=id,
        unified_social_credit_code=institutions.credit_code(
            region.code, f"DE{number:06d}", is_profit=is_profit
        ),
        name=f"{region.parent}{region.name}{brand}{field}{ending}",
        kinds=[InstitutionKind.OFF_CAMPUS_TRAINING],
        subject_kind=SubjectKind.SUBJECT if is_subject else SubjectKind.NON_SUBJECT,
        is_profit=is_profit,
        sector=SECTORS.get(category, Sector.EDUCATION),
        region_code=region.code,
        address=address,
        established_on=established,
        registered_capital_fen=rows.number(1, 30) * 10_000_000,
        registration_authority=f"{region.name}{'行政审批局' if is_profit else '民政局'}",
        supervising_authority_id=bureau.id,
        legal_representative=person,
        sponsor=person,
        introduction=f"{brand}面向中小学生开展{category.zh}培训。",
        public_phone=f"0000-{number:08d}",
        contact_name=person,
        contact_phone=f"0000-{number:08d}",
        list_status=_list_status(rows, state),
    )
    main_id, licence_id = rows.key(entered), rows.key(entered)
    latitude = round(region.latitude + rows.share() / 20, 6)
    longitude = round(region.longitude + rows.share() / 20, 6)
    area = 90 + main_id.int % 800
    sites = [institutions.site(rows, row, main_id, (latitude, longitude), area)]
    if rows.share() < _SECOND_SITE:
        second = f"{region.name}{rows.pick(_STREETS)}{rows.number(900, 999)}号"
        second_id, beside = rows.key(entered), (latitude + 0.01, longitude + 0.01)
        area = 90 + second_id.int % 800
        sites.append(institutions.site(rows, row, second_id, beside, area, second_at=second))
    licence = institutions.licence(
        rows,
        row,
        licence_id,
        category,
        state,
        programme=f"{category.zh}校外培训办学许可",
        serial=f"{number:07d}",
        latest_month=6,
    )
    return SeedInstitution(row, licence, tuple(sites), category, bureau)


def _list_status(rows: Rows, state: EntitlementState) -> ListStatus:
    if state is EntitlementState.ACTIVE:
        return ListStatus.WHITE_LISTED if rows.share() < _OFTEN else ListStatus.NONE
    return ListStatus.NONE if rows.share() < _OFTEN else ListStatus.BLACK_LISTED


def course(rows: Rows, trainer: SeedInstitution) -> None:
    """One course of the autumn, on one evening a week, within what may be charged at once."""
    hours, rate = 30, rows.number(30, 80) * 100
    evening = ClassTime(rows.pick(_EVENINGS), dt.time(18, 30), dt.time(20, 0))
    fee = FeeItem(
        "培训费",
        ChargeBasis.CLASS_HOUR,
        rate * hours,
        class_hours=hours,
        refund_rule="开课前全额退费；开课后按未消课时比例退费。",
    )
    is_public = trainer.is_active and rows.share() < _OFTEN
    lessons.course(
        rows,
        trainer,
        _DRAFTED,
        (fee,),
        (evening,),
        title=rows.pick(names.FIELDS[trainer.category]),
        is_draft=not is_public,
        stages=[rows.pick(_STAGES)],
        class_hour_count=hours,
        # School subjects rest on the days of the national holiday.
        skipped_on=list(_NATIONAL_HOLIDAY),
        state=CourseState.PUBLISHED if is_public else CourseState.DRAFT,
        published_at=_PUBLISHED if is_public else None,
        version=1 + is_public,
    )


def teacher(rows: Rows, trainer: SeedInstitution, number: int, keys: Keys) -> None:
    is_subject = trainer.category is Category.ACADEMIC
    is_certified = is_subject or rows.share() < _CERTIFIED
    certificate = (
        CertificateKind.TEACHER_QUALIFICATION
        if is_certified
        else CertificateKind.PROFESSIONAL_ABILITY
    )
    lessons.teacher(
        rows,
        trainer,
        resident_id(number),
        keys,
        OPENED + dt.timedelta(days=30, minutes=number),
        name=names.full_name(rows),
        nationality="CN",
        employment=Employment.FULL_TIME if rows.share() < _OFTEN else Employment.PART_TIME,
        subjects=[rows.pick(names.FIELDS[trainer.category])],
        stages=[Stage.PRIMARY],
        certificate_kind=certificate,
        certificate_no=f"2019{number:011d}",
        certificate_issuer="某某市教育局",
        employed_from=dt.date(rows.number(2018, 2025), rows.number(1, 12), 1),
        version=1,
    )


def resident_id(number: int) -> str:
    """Nobody's, and another for each number."""
    day, place = divmod(number, len(_PROVINCES))
    born = _FIRST_BORN + dt.timedelta(days=day % _BORN_WITHIN)
    return lessons.resident_id(_PROVINCES[place], born)
