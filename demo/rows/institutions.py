"""Institutions with their sites and licences, found by the tokens that searching reads."""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from demo.rows.rows import Row, Rows
from domain import credit_codes, identifiers
from domain.authorities import Sector
from domain.institutions import (
    Category,
    CreditGrade,
    Delivery,
    EntitlementKind,
    EntitlementState,
    Existence,
    LegalForm,
    RiskClass,
    programmes,
)
from domain.positions import Datum
from persistence.institutions import search_tokens as search
from persistence.institutions.table import Entitlement, Institution, Site

SECTORS = {
    Category.SPORTS: Sector.SPORTS,
    Category.CULTURE_ARTS: Sector.CULTURE_TOURISM,
    Category.SCI_TECH: Sector.SCIENCE_TECHNOLOGY,
}
STATES = (
    *(EntitlementState.ACTIVE,) * 20,
    EntitlementState.RECTIFYING,
    EntitlementState.SUSPENDED,
    EntitlementState.EXPIRED,
)
_RISKS = (RiskClass.A, *(RiskClass.B,) * 4, RiskClass.C, RiskClass.D)
_GRADES = (CreditGrade.A, CreditGrade.B, CreditGrade.B, CreditGrade.C, None)


@dataclass(frozen=True, slots=True)
class DemoInstitution:
    """An institution with what it is entitled to and where it trains, at its main site first."""

    institution: Row
    entitlement: Row
    sites: tuple[Row, ...]
    category: Category

    @property
    def is_active(self) -> bool:
        return self.entitlement["state"] is EntitlementState.ACTIVE


def institution(rows: Rows, entered: dt.datetime, *, is_profit: bool, **values: Any) -> Row:
    return rows.add(
        Institution,
        legal_form=LegalForm.FOR_PROFIT if is_profit else LegalForm.NON_PROFIT,
        existence=Existence.EXISTING,
        risk_class=rows.pick(_RISKS),
        credit_grade=rows.pick(_GRADES),
        standings_change_on=None,
        version=1,
        registered_at=entered,
        updated_at=entered,
        **values,
    )


def credit_code(region_code: str, organisation: str, *, is_profit: bool) -> str:
    """With a right check digit. Organisations of `DE` and an X have never been given out."""
    body = f"{'91' if is_profit else '52'}{region_code}{organisation}X"
    return body + credit_codes.check_character(body)


def site(
    rows: Rows,
    institution: Row,
    id: UUID,
    position: tuple[float, float],
    area: int,
    *,
    second_at: str | None = None,
) -> Row:
    """The main site, or a second one at another address; `position` is WGS-84."""
    latitude, longitude = position
    return rows.add(
        Site,
        id=id,
        institution_id=institution["id"],
        name="第二校区" if second_at else "总部",
        region_code=institution["region_code"],
        address=second_at or institution["address"],
        address_key=identifiers.address(second_at or institution["address"]),
        is_main=second_at is None,
        area_m2=area,
        # At least three square metres for each pupil at a time (X73).
        capacity=area // 4,
        latitude=latitude,
        longitude=longitude,
        datum=Datum.WGS84,
        wgs84_latitude=latitude,
        wgs84_longitude=longitude,
        opened_on=institution["established_on"],
    )


def licence(
    rows: Rows,
    institution: Row,
    id: UUID,
    category: Category,
    state: EntitlementState,
    *,
    programme: str,
    serial: str,
    latest_month: int,
    delivery: Delivery = Delivery.OFFLINE,
) -> Row:
    """For three years from the beginning of a month; the institution is found by its number."""
    year = 2023 if state is EntitlementState.EXPIRED else 2025
    first = dt.date(year, rows.number(1, latest_month), 1)
    number = f"教民{institution['region_code']}{year}{serial}号"
    institution |= search.columns(
        name=institution["name"],
        address=institution["address"],
        credit_code=institution["unified_social_credit_code"],
        licence_numbers=[number],
    )
    return rows.add(
        Entitlement,
        id=id,
        institution_id=institution["id"],
        kind=EntitlementKind.LICENCE,
        programme=programme,
        programme_code=programmes.named(EntitlementKind.LICENCE, programme),
        authority_id=institution["supervising_authority_id"],
        number=number,
        number_key=identifiers.number(number),
        subject_kind=institution["subject_kind"],
        delivery=delivery,
        categories=[category.value],
        listing_role=None,
        occupation=None,
        levels=[],
        valid_from=first,
        valid_to=first.replace(year=year + 3) - dt.timedelta(days=1),
        period_no=1,
        state=state,
        version=1,
        created_at=institution["registered_at"],
    )
