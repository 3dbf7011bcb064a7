"""Rows of an institution's sites and entitlements, made from inputs.

`site` and `entitlement` give the columns, so that ledgers are checked like mutations.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from strawberry import UNSET

from domain import identifiers, positions
from domain.institutions import EntitlementKind, EntitlementState, programmes
from domain.positions import Position
from persistence.engine.identifiers import new_key
from persistence.institutions.table import Entitlement, Site
from schema.inputs import InputFaults, is_given
from schema.institutions.checks import authority_key, distinct, region_code
from schema.institutions.inputs import EntitlementInput, SiteInput


def sites(faults: InputFaults, inputs: Sequence[SiteInput], institution_id: UUID) -> list[Site]:
    """One row each; the first is the main site."""
    faults.number("sites.length", len(inputs), least=0, most=50)
    return [
        Site(
            id=new_key(),
            institution_id=institution_id,
            is_main=index == 0,
            **site(faults, f"sites[{index}]", input),
        )
        for index, input in enumerate(inputs)
    ]


def entitlements(
    faults: InputFaults, inputs: Sequence[EntitlementInput], institution_id: UUID, *, today: dt.date
) -> list[Entitlement]:
    """One row each: active, or expired where its last day has passed."""
    faults.number("entitlements.length", len(inputs), least=0, most=50)
    return [
        Entitlement(
            id=new_key(),
            institution_id=institution_id,
            **entitlement(faults, f"entitlements[{index}]", input, today=today),
        )
        for index, input in enumerate(inputs)
    ]


def site(faults: InputFaults, field: str, input: SiteInput) -> dict[str, Any]:
    """The columns that an input gives a site."""
    address = faults.name(f"{field}.address", input.address, longest=200)
    columns: dict[str, Any] = {
        "name": faults.name(f"{field}.name", input.name, longest=100),
        "region_code": region_code(faults, f"{field}.regionCode", input.region_code),
        "address": address,
        "address_key": identifiers.address(address),
    }
    if is_given(input.area_m2) and input.area_m2 is not None:
        columns["area_m2"] = faults.number(
            f"{field}.areaM2", input.area_m2, least=1, most=1_000_000
        )
    if is_given(input.capacity) and input.capacity is not None:
        columns["capacity"] = faults.number(
            f"{field}.capacity", input.capacity, least=1, most=100_000
        )
    if is_given(input.position) and input.position is not None:
        place = input.position
        position = Position(place.latitude, place.longitude, place.datum)
        found = list(positions.faults_of_position(position, f"{field}.position"))
        faults.found.extend(found)
        if not found:
            columns |= Site.placed(position)
    return columns


def site_details(faults: InputFaults, input: Any) -> dict[str, Any]:
    """The columns of a site but for its place, of those that an input gives; null clears what may be
    empty."""
    columns: dict[str, Any] = {}
    if input.name is None:
        faults.add("name", "不得为空", "must not be null")
    elif is_given(input.name):
        columns["name"] = faults.name("name", input.name, longest=100)
    for name, field, most in (("area_m2", "areaM2", 1_000_000), ("capacity", "capacity", 100_000)):
        value = getattr(input, name)
        if is_given(value):
            faults.number(field, value, least=1, most=most)
        if value is not UNSET:
            columns[name] = value
    if input.opened_on is not UNSET:
        columns["opened_on"] = input.opened_on
    return columns


def entitlement(
    faults: InputFaults, field: str, input: EntitlementInput, *, today: dt.date
) -> dict[str, Any]:
    """The columns that an input gives an entitlement, including its first state."""
    _check_listing(faults, field, input)
    valid_to = input.valid_to if is_given(input.valid_to) else None
    if valid_to is not None and valid_to < input.valid_from:
        faults.add(f"{field}.validTo", "不得早于起始日期", "must not be before the first day")
    is_over = valid_to is not None and valid_to < today
    number = faults.name(f"{field}.number", input.number, longest=100)
    programme = faults.name(f"{field}.programme", input.programme, longest=100)
    code = input.programme_code if is_given(input.programme_code) else None
    if code is not None and input.kind not in programmes.KINDS_OF[code]:
        zh, en = "不是此类资质的项目", "is no programme of this kind of entitlement"
        faults.add(f"{field}.programmeCode", zh, en)
    return {
        "kind": input.kind,
        "programme": programme,
        "programme_code": code or programmes.named(input.kind, programme),
        "authority_id": authority_key(faults, f"{field}.authorityId", input.authority_id),
        "number": number,
        "number_key": identifiers.number(number),
        "number_spelling": 0,
        "subject_kind": input.subject_kind or None,
        "delivery": input.delivery or None,
        "categories": distinct(input.categories),
        "listing_role": input.listing_role or None,
        "occupation": faults.optional_name(f"{field}.occupation", input.occupation, longest=100),
        "direction": faults.optional_name(f"{field}.direction", input.direction, longest=100),
        "levels": [
            faults.name(f"{field}.levels[{index}]", level, longest=50)
            for index, level in enumerate(input.levels)
        ],
        "valid_from": input.valid_from,
        "valid_to": valid_to,
        "period_no": 1,
        "state": EntitlementState.EXPIRED if is_over else EntitlementState.ACTIVE,
        "version": 1,
    }


def _check_listing(faults: InputFaults, field: str, input: EntitlementInput) -> None:
    """A listing is institution × role × occupation (S2 Art. 2, 9); nothing else has either."""
    faults.number(f"{field}.levels.length", len(input.levels), least=0, most=20)
    is_listing = input.kind is EntitlementKind.LISTING
    needed: dict[str, Any] = {"listingRole": input.listing_role, "occupation": input.occupation}
    for name, value in needed.items():
        if is_listing and not value:
            faults.add(f"{field}.{name}", "目录类资格须填写此项", "must be given for a listing")
    for name, value in (needed | {"direction": input.direction, "levels": input.levels}).items():
        if value and not is_listing:
            faults.add(
                f"{field}.{name}",
                "仅目录类资格可填写此项",
                "must be left out unless it is a listing",
            )
