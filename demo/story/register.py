"""The institutions of the story, with their sites and entitlements."""

import datetime as dt
from collections.abc import Iterator, Mapping

from demo.rows import institutions as rows
from demo.rows.institutions import DemoInstitution
from demo.rows.rows import Row, at
from demo.story import names
from demo.story.places import (
    ELSEWHERE,
    SUZHOU,
    District,
    counts,
)
from demo.story.rows import DemoData
from domain.authorities import Sector
from domain.institutions import (
    Category,
    Delivery,
    EntitlementState,
    InstitutionKind,
    ListStatus,
    SubjectKind,
)

LEADING_BRAND = "青禾"
LEADING_NAME = f"苏州市姑苏区{LEADING_BRAND}文化教育培训中心"
"""The institution that the README's story is about."""

ONLINE_IN = "110105"
"""Where the subject-type institutions of the story teach online."""

_OTHER_CATEGORIES = (
    *(Category.CULTURE_ARTS,) * 4,
    *(Category.SPORTS,) * 3,
    *(Category.SCI_TECH,) * 2,
    Category.OTHER,
)
_CITY_BUREAUS = {
    Sector.SPORTS: "suzhou-sports",
    Sector.CULTURE_TOURISM: "suzhou-culture",
    Sector.SCIENCE_TECHNOLOGY: "suzhou-science",
}
_LICENCES = {
    Sector.EDUCATION: "校外培训办学许可",
    Sector.SPORTS: "体育类校外培训许可",
    Sector.CULTURE_TOURISM: "文化艺术类校外培训许可",
    Sector.SCIENCE_TECHNOLOGY: "科技类校外培训许可",
}
_KINDS = {
    Delivery.OFFLINE: InstitutionKind.OFF_CAMPUS_TRAINING,
    Delivery.ONLINE: InstitutionKind.ONLINE_PLATFORM,
}


def demo_institutions(story: DemoData, places: Mapping[str, Row]) -> tuple[DemoInstitution, ...]:
    """Enter the institutions; the first is the one that the README's story is about."""
    brands = names.brands(story)
    return tuple(
        _trainer(story, places, number, district, kind, brand)
        for number, ((district, kind), brand) in enumerate(zip(_wanted(), brands, strict=False), 1)
    )


def _wanted() -> Iterator[tuple[District, SubjectKind]]:
    """Each district as often as it has institutions; the leading one's district comes first."""
    by_code = {count.region_code: count for count in counts()}
    for district in sorted(SUZHOU, key=lambda district: district.code != "320508"):
        count = by_code[district.code]
        yield from [(district, SubjectKind.SUBJECT)] * count.subject
        yield from [(district, SubjectKind.NON_SUBJECT)] * (count.total - count.subject)
    for district in ELSEWHERE:
        yield from [(district, SubjectKind.SUBJECT)] * 2
        yield from [(district, SubjectKind.NON_SUBJECT)] * 2


def _trainer(
    story: DemoData,
    places: Mapping[str, Row],
    number: int,
    district: District,
    kind: SubjectKind,
    brand: str,
) -> DemoInstitution:
    is_subject = kind is SubjectKind.SUBJECT
    is_ours = district in SUZHOU
    category = Category.ACADEMIC if is_subject else story.pick(_OTHER_CATEGORIES)
    sector = rows.SECTORS.get(category, Sector.EDUCATION) if is_ours else Sector.EDUCATION
    authority = places[_CITY_BUREAUS.get(sector, district.code)]
    is_leading = number == 1
    brand = LEADING_BRAND if is_leading else brand
    state = EntitlementState.ACTIVE if is_leading else story.pick(rows.STATES)
    established = dt.date(story.number(2014, 2023), story.number(1, 12), story.number(1, 28))
    entered = at(dt.date(2025, 1, story.number(6, 24)), 10, story.number(0, 59))
    is_profit = not is_subject and story.happens(70)
    is_online = is_subject and district.code == ONLINE_IN
    delivery = Delivery.ONLINE if is_online else Delivery.OFFLINE
    prefix = f"苏州市{district.name}".replace("苏州市苏州", "苏州") if is_ours else district.name
    name = LEADING_NAME if is_leading else names.institution(story, prefix, brand, category.value)
    institution = rows.institution(
        story,
        entered,
        id=story.key(entered),
        unified_social_credit_code=rows.credit_code(
            district.code, f"DEM{number:05d}", is_profit=is_profit
        ),
        name=name,
        kinds=[_KINDS[delivery].value],
        subject_kind=kind,
        is_profit=is_profit,
        sector=sector,
        region_code=district.code,
        address=f"{story.pick(district.streets)}{story.number(1, 899)}号",
        established_on=established,
        registered_capital_fen=story.number(1, 30) * 10_000_000,
        registration_authority=f"{district.name}{'数据局' if is_profit else '民政局'}",
        supervising_authority_id=authority["id"],
        legal_representative=names.person(story),
        sponsor=names.person(story),
        introduction=f"{brand}面向中小学生开展{_AREAS[category]}培训。",
        public_phone=f"0512-0000{number:04d}" if is_ours else None,
        contact_name=names.person(story),
        contact_phone=f"0512-0001{number:04d}",
        list_status=_list_status(story, state),
    )
    sites = tuple(_sites(story, district, institution))
    entitlement = rows.licence(
        story,
        institution,
        story.key(entered),
        category,
        state,
        programme=_LICENCES[sector],
        serial=f"{number:04d}",
        latest_month=2,
        delivery=delivery,
    )
    return DemoInstitution(institution, entitlement, sites, category)


_AREAS = {
    Category.ACADEMIC: "学科类",
    Category.SPORTS: "体育类",
    Category.CULTURE_ARTS: "文化艺术类",
    Category.SCI_TECH: "科技类",
    Category.OTHER: "素质类",
}


def _list_status(story: DemoData, state: EntitlementState) -> ListStatus:
    if state is not EntitlementState.ACTIVE:
        return ListStatus.BLACK_LISTED if story.happens(30) else ListStatus.NONE
    return ListStatus.WHITE_LISTED if story.happens(80) else ListStatus.NONE


def _sites(story: DemoData, district: District, institution: Row) -> Iterator[Row]:
    for number in range(2 if story.happens(20) else 1):
        position = story.near(district.latitude, 0.02), story.near(district.longitude, 0.02)
        second_at = f"{story.pick(district.streets)}{number}号" if number else None
        area = story.number(9, 90) * 10
        id = story.key(institution["registered_at"])
        yield rows.site(story, institution, id, position, area, second_at=second_at)
