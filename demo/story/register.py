"""The institutions of the story, with their sites and entitlements."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from stdnum.cn import uscc

from demo.story import names
from demo.story.places import (
    ELSEWHERE,
    SUZHOU,
    District,
    counts,
)
from demo.story.rows import DemoData, Row, at
from domain.authorities import Sector
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
from persistence.institutions import search_tokens as search
from persistence.institutions.table import Entitlement, Institution, Site

LEADING_NAME = "苏州市姑苏区青禾文化教育培训中心"
"""The institution that the README's story is about."""

ONLINE_IN = "110105"
"""Where the subject-type institutions of the story teach online."""

_OTHER_CATEGORIES = (
    *(Category.CULTURE_ARTS,) * 4,
    *(Category.SPORTS,) * 3,
    *(Category.SCI_TECH,) * 2,
    Category.OTHER,
)
_SECTORS = {
    Category.SPORTS: Sector.SPORTS,
    Category.CULTURE_ARTS: Sector.CULTURE_TOURISM,
    Category.SCI_TECH: Sector.SCIENCE_TECHNOLOGY,
}
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
_STATES = (
    *(EntitlementState.ACTIVE,) * 20,
    EntitlementState.RECTIFYING,
    EntitlementState.SUSPENDED,
    EntitlementState.EXPIRED,
)
_KINDS = {
    Delivery.OFFLINE: InstitutionKind.OFF_CAMPUS_TRAINING,
    Delivery.ONLINE: InstitutionKind.ONLINE_PLATFORM,
}
_RISKS = (RiskClass.A, *(RiskClass.B,) * 4, RiskClass.C, RiskClass.D)
_GRADES = (CreditGrade.A, CreditGrade.B, CreditGrade.B, CreditGrade.C, None)


@dataclass(frozen=True, slots=True)
class DemoInstitution:
    """An institution with what it is entitled to and where it trains."""

    institution: Row
    entitlement: Row
    sites: tuple[Row, ...]
    category: Category

    @property
    def is_active(self) -> bool:
        return self.entitlement["state"] is EntitlementState.ACTIVE


def demo_institutions(story: DemoData, places: Mapping[str, Row]) -> tuple[DemoInstitution, ...]:
    """Enter the institutions; the first is the one that the README's story is about."""
    brands = names.brands(story)
    institutions = tuple(
        _trainer(story, places, number, district, kind, brand)
        for number, ((district, kind), brand) in enumerate(zip(_wanted(), brands, strict=False), 1)
    )
    for each in institutions:
        story.add(Institution, **each.institution)
    for each in institutions:
        for site in each.sites:
            story.add(Site, **site)
        story.add(Entitlement, **each.entitlement)
    return institutions


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
    sector = _SECTORS.get(category, Sector.EDUCATION) if is_ours else Sector.EDUCATION
    authority = places[_CITY_BUREAUS.get(sector, district.code)]
    is_leading = number == 1
    state = EntitlementState.ACTIVE if is_leading else story.pick(_STATES)
    established = dt.date(story.number(2014, 2023), story.number(1, 12), story.number(1, 28))
    entered = at(dt.date(2025, 1, story.number(6, 24)), 10, story.number(0, 59))
    is_profit = not is_subject and story.happens(70)
    is_online = is_subject and district.code == ONLINE_IN
    delivery = Delivery.ONLINE if is_online else Delivery.OFFLINE
    prefix = f"苏州市{district.name}".replace("苏州市苏州", "苏州") if is_ours else district.name
    name = LEADING_NAME if is_leading else names.institution(story, prefix, brand, category.value)
    id = story.key(entered)
    institution: Row = {
        "id": id,
        "unified_social_credit_code": _credit_code(district.code, number, is_profit=is_profit),
        "name": name,
        "kinds": [_KINDS[delivery].value],
        "subject_kind": kind,
        "legal_form": LegalForm.FOR_PROFIT if is_profit else LegalForm.NON_PROFIT,
        "sector": sector,
        "region_code": district.code,
        "address": f"{story.pick(district.streets)}{story.number(1, 899)}号",
        "established_on": established,
        "registered_capital_fen": story.number(1, 30) * 10_000_000,
        "registration_authority": f"{district.name}{'数据局' if is_profit else '民政局'}",
        "supervising_authority_id": authority["id"],
        "legal_representative": names.person(story),
        "sponsor": names.person(story),
        "introduction": f"{brand}面向中小学生开展{_AREAS[category]}培训。",
        "website": None,
        "public_phone": f"0512-0000{number:04d}" if is_ours else None,
        "contact_name": names.person(story),
        "contact_phone": f"0512-0001{number:04d}",
        "existence": Existence.EXISTING,
        "list_status": _list_status(story, state),
        "risk_class": story.pick(_RISKS),
        "credit_grade": story.pick(_GRADES),
        "version": 1,
        "registered_at": entered,
        "updated_at": entered,
    }
    sites = tuple(_sites(story, district, institution, entered))
    entitlement = _entitlement(story, institution, category, delivery, state, number)
    institution |= search.columns(
        name=name, address=institution["address"], licence_numbers=[entitlement["number"]]
    )
    return DemoInstitution(institution, entitlement, sites, category)


_AREAS = {
    Category.ACADEMIC: "学科类",
    Category.SPORTS: "体育类",
    Category.CULTURE_ARTS: "文化艺术类",
    Category.SCI_TECH: "科技类",
    Category.OTHER: "素质类",
}


def _credit_code(region_code: str, number: int, *, is_profit: bool) -> str:
    """A code with a right check digit whose organisation part, DEM…, has never been given out."""
    body = f"{'91' if is_profit else '52'}{region_code}DEM{number:05d}X"
    return body + uscc.calc_check_digit(body)


def _list_status(story: DemoData, state: EntitlementState) -> ListStatus:
    if state is not EntitlementState.ACTIVE:
        return ListStatus.BLACK_LISTED if story.happens(30) else ListStatus.NONE
    return ListStatus.WHITE_LISTED if story.happens(80) else ListStatus.NONE


def _sites(
    story: DemoData, district: District, institution: Row, entered: dt.datetime
) -> Iterator[Row]:
    for number in range(2 if story.happens(20) else 1):
        latitude = story.near(district.latitude, 0.02)
        longitude = story.near(district.longitude, 0.02)
        is_main = number == 0
        address = institution["address"] if is_main else f"{story.pick(district.streets)}{number}号"
        area = story.number(9, 90) * 10
        yield {
            "id": story.key(entered),
            "institution_id": institution["id"],
            "name": "总部" if is_main else "第二校区",
            "region_code": district.code,
            "address": address,
            "is_main": is_main,
            "area_m2": area,
            # At least three square metres for each pupil at a time (X73).
            "capacity": area // 4,
            "latitude": latitude,
            "longitude": longitude,
            "datum": Datum.WGS84,
            "wgs84_latitude": latitude,
            "wgs84_longitude": longitude,
            "opened_on": institution["established_on"],
        }


def _entitlement(
    story: DemoData,
    institution: Row,
    category: Category,
    delivery: Delivery,
    state: EntitlementState,
    number: int,
) -> Row:
    entered, is_expired = institution["registered_at"], state is EntitlementState.EXPIRED
    first = dt.date(2023 if is_expired else 2025, story.number(1, 2), 1)
    return {
        "id": story.key(entered),
        "institution_id": institution["id"],
        "kind": EntitlementKind.LICENCE,
        "programme": _LICENCES[institution["sector"]],
        "authority_id": institution["supervising_authority_id"],
        "number": f"教民{institution['region_code']}{first.year}{number:04d}号",
        "subject_kind": institution["subject_kind"],
        "delivery": delivery,
        "categories": [category.value],
        "levels": [],
        "valid_from": first,
        "valid_to": first.replace(year=first.year + 3) - dt.timedelta(days=1),
        "period_no": 1,
        "state": state,
        "version": 1,
        "created_at": entered,
    }
