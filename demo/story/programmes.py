"""One institution of each kind that the programmes know: a training and an evaluation institution of the
directory (S2), a service centre and a training base (S0), a demonstration school (S3). All are invented."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from demo.rows import institutions as rows
from demo.rows.rows import Row, at
from demo.story import names
from demo.story.places import ELSEWHERE, District
from demo.story.rows import DemoData
from domain import identifiers
from domain.authorities import Sector
from domain.institutions import (
    EntitlementKind,
    EntitlementState,
    InstitutionKind,
    ListingRole,
    ListStatus,
    SubjectKind,
    programmes,
)
from persistence.institutions import search_tokens as search
from persistence.institutions.table import Entitlement

ENTERED = at(dt.date(2025, 9, 8), 10)
_CHAOYANG, _XUHUI, _WUHOU = ELSEWHERE


@dataclass(frozen=True, slots=True)
class _Programme:
    """An institution of a programme, and what it was given by whom for how many years."""

    name: str
    district: District
    kind: InstitutionKind
    entitlement: EntitlementKind
    programme: str
    by: str
    number: str
    years: int | None
    introduction: str
    sector: Sector = Sector.EDUCATION
    role: ListingRole | None = None
    is_profit: bool = False


_OCCUPATION = "人工智能工程技术人员"
_ENGINEERS = "数字技术工程师培育项目"
_PROGRAMMES = (
    _Programme(
        "北京云栈数字技能培训有限公司",
        _CHAOYANG,
        InstitutionKind.TRAINING,
        EntitlementKind.LISTING,
        _ENGINEERS,
        "nation",
        "培训目录〔2025〕01号",
        3,
        f"承担{_OCCUPATION}初级、中级培训。",
        Sector.HUMAN_RESOURCES,
        ListingRole.TRAINING,
        is_profit=True,
    ),
    _Programme(
        "上海衡度人才评价中心",
        _XUHUI,
        InstitutionKind.EVALUATION,
        EntitlementKind.LISTING,
        _ENGINEERS,
        "nation",
        "评价目录〔2025〕01号",
        3,
        f"承担{_OCCUPATION}初级、中级评价。",
        Sector.HUMAN_RESOURCES,
        ListingRole.EVALUATION,
    ),
    _Programme(
        "上海启程数字技能专项服务中心",
        _XUHUI,
        InstitutionKind.SERVICE_CENTRE,
        EntitlementKind.AUTHORISATION,
        "数字技能专项服务中心",
        "society",
        "服务中心〔2025〕01号",
        2,
        "负责本市培训基地的初审、指导和考务服务。",
    ),
    _Programme(
        "北京知行数字技能培训基地",
        _CHAOYANG,
        InstitutionKind.TRAINING_BASE,
        EntitlementKind.BASE,
        "数字技能专项培训基地",
        "society",
        "培训基地〔2025〕01号",
        1,
        "面向社会人员开展数字技能培训。",
        is_profit=True,
    ),
    _Programme(
        "成都市武侯区浣竹小学",
        _WUHOU,
        InstitutionKind.DEMONSTRATION_SCHOOL,
        EntitlementKind.TITLE,
        "人工智能科普教育示范校",
        "510107",
        "示范校〔2025〕01号",
        None,
        "建有人工智能实验室，每学年面向全体学生开展人工智能科普活动。",
    ),
)


def demo_programmes(story: DemoData, places: Mapping[str, Row]) -> None:
    """Enter the institutions with what they were given; they teach nothing that a parent books."""
    for serial, each in enumerate(_PROGRAMMES, 1):
        _enter(story, places, each, serial)


def _enter(story: DemoData, places: Mapping[str, Row], each: _Programme, serial: int) -> None:
    district = each.district
    code = rows.credit_code(district.code, f"DEMP{serial:04d}", is_profit=each.is_profit)
    address = f"{district.streets[0]}{100 + serial}号"
    institution = rows.institution(
        story,
        ENTERED,
        id=story.key(ENTERED),
        unified_social_credit_code=code,
        name=each.name,
        kinds=[each.kind.value],
        subject_kind=SubjectKind.NON_SUBJECT,
        is_profit=each.is_profit,
        sector=each.sector,
        region_code=district.code,
        address=address,
        established_on=dt.date(2016, 5, serial),
        registered_capital_fen=200_000_000,
        registration_authority=f"{district.name}{'数据局' if each.is_profit else '民政局'}",
        supervising_authority_id=places["nation" if each.role else district.code]["id"],
        legal_representative=names.person(story),
        sponsor=names.person(story),
        introduction=each.introduction,
        public_phone=None,
        contact_name=names.person(story),
        contact_phone=f"0512-0002{serial:04d}",
        list_status=ListStatus.NONE,
    )
    institution |= search.columns(
        name=each.name, address=address, credit_code=code, licence_numbers=[each.number]
    )
    position = story.near(district.latitude, 0.02), story.near(district.longitude, 0.02)
    rows.site(story, institution, story.key(ENTERED), position, 800)
    given_on = dt.date(2025, 10, 1)
    until = each.years and given_on.replace(year=2025 + each.years) - dt.timedelta(days=1)
    story.add_at(
        Entitlement,
        ENTERED,
        institution_id=institution["id"],
        kind=each.entitlement,
        programme=each.programme,
        programme_code=programmes.named(each.entitlement, each.programme),
        authority_id=places[each.by]["id"],
        number=each.number,
        number_key=identifiers.number(each.number),
        subject_kind=None,
        delivery=None,
        categories=[],
        listing_role=each.role,
        occupation=_OCCUPATION if each.role else None,
        levels=["初级", "中级"] if each.role else [],
        valid_from=given_on,
        valid_to=until,
        period_no=1,
        state=EntitlementState.ACTIVE,
        version=1,
        created_at=ENTERED,
    )
