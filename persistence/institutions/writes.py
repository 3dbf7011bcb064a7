"""Institutions for writing: claims, and what rules ask of the register."""

import datetime as dt
from collections.abc import Collection
from typing import Any, TypeVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from domain import institutions as rules
from domain.authorities import Sector
from domain.courses import CourseState
from domain.refusals import NotFound
from domain.regions import subtree
from persistence.courses.table import Course
from persistence.engine import violations
from persistence.institutions.table import (
    LICENCE_NUMBER,
    Entitlement,
    Headcount,
    Institution,
    Site,
)
from persistence.reading.conditions import TODAY
from persistence.regions.table import Region

_Part = TypeVar("_Part", Site, Entitlement)

violations.means("uq_institutions_unified_social_credit_code", rules.CreditCodeTaken)
violations.means("uq_entitlements_number", rules.LicenceNumberTaken)
violations.UNREACHABLE.update(
    {
        "ck_institutions_*": "words are GraphQL enum members, amounts are checked by the scalar",
        "ck_regions_*": "operators add regions by a command that checks the code",
        "ck_sites_*": "positions are checked by domain.positions before they are kept",
        "ck_headcounts_*": "numbers and their order are checked before they are kept",
        "ck_entitlements_*": "words are GraphQL enum members; days and listings are checked"
        " where an input becomes a row",
    }
)


async def get(session: AsyncSession, institution_id: UUID) -> Institution:
    """One institution, read for a decision; the register's entries are public."""
    found = await session.get(Institution, institution_id)
    if found is None:
        raise NotFound
    return found


async def claim(session: AsyncSession, institution_id: UUID) -> Institution:
    """Lock one institution for the rest of the transaction; the register's entries are public."""
    statement = sa.select(Institution).where(Institution.id == institution_id).with_for_update()
    found = await session.scalar(statement)
    if found is None:
        raise NotFound
    return found


async def supervised(
    session: AsyncSession,
    authority_id: UUID,
    *,
    ids: Collection[UUID] | None,
    region_code: str | None,
    sector: Sector | None,
    most: int,
) -> list[Institution]:
    """Lock institutions that an authority supervises, in one order: of these, or of a region and sector."""
    statement = sa.select(Institution).where(Institution.supervising_authority_id == authority_id)
    if ids is not None:
        statement = statement.where(Institution.id.in_(ids))
    if region_code is not None:
        area = subtree(region_code)
        statement = statement.where(Institution.region_code.between(area.first, area.last))
    if sector is not None:
        statement = statement.where(Institution.sector == sector)
    statement = statement.order_by(Institution.id).limit(most).with_for_update()
    return list(await session.scalars(statement))


async def hold_existing(session: AsyncSession, institution_id: UUID) -> Institution:
    """One institution that exists, and cannot be closed before the transaction ends. Raises
    InstitutionNotExisting."""
    found = await hold(session, institution_id)
    rules.refuse_unless_existing(found.existence)
    return found


async def hold(session: AsyncSession, institution_id: UUID) -> Institution:
    """One institution, which nobody changes before the transaction ends."""
    statement = sa.select(Institution).where(Institution.id == institution_id)
    found = await session.scalar(statement.with_for_update(read=True))
    if found is None:
        raise NotFound
    return found


async def places(session: AsyncSession, codes: Collection[str]) -> dict[str, rules.RegisteredPlace]:
    """The regions among these codes as places to register in.

    They stay leaves for the rest of the transaction: one that adds a region below waits.
    """
    has_ended = Region.ended_on <= TODAY
    regions = (
        sa.select(
            Region.code,
            sa.case((has_ended, Region.ended_on)).label("ended_on"),
            sa.case((has_ended, Region.successor_code)).label("successor_code"),
        )
        .where(Region.code.in_(codes))
        .order_by(Region.code)
        .with_for_update(read=True, key_share=True)
    )
    known = {row.code: row for row in await session.execute(regions)}
    children = sa.select(Region.parent_code).where(Region.parent_code.in_(known)).distinct()
    parents = set(await session.scalars(children))
    return {
        code: rules.RegisteredPlace(code, code not in parents, row.ended_on, row.successor_code)
        for code, row in known.items()
    }


async def entitlements(session: AsyncSession, institution_id: UUID) -> list[rules.Entitlement]:
    """The entitlements as they stay for the rest of the transaction, latest first."""
    statement = (
        sa.select(Entitlement)
        .where(Entitlement.institution_id == institution_id)
        .order_by(Entitlement.valid_from.desc(), Entitlement.id)
        .with_for_update(read=True)
    )
    return [row.facts() for row in await session.scalars(statement)]


async def site_of(session: AsyncSession, institution_id: UUID, site_id: UUID) -> Site:
    """One of the institution's own places; another's is not found."""
    found = await session.get(Site, site_id)
    if found is None or found.institution_id != institution_id:
        raise NotFound
    return found


async def claim_entitlement(
    session: AsyncSession, entitlement_id: UUID
) -> tuple[Entitlement, Institution]:
    """Lock an institution, an entitlement of it, and those whose number is spelt otherwise."""
    institution = await _claim_owner(session, Entitlement, entitlement_id)
    await LICENCE_NUMBER.lock_group(session, entitlement_id)
    row = await session.get(Entitlement, entitlement_id, with_for_update=True)
    if row is None:
        raise NotFound
    return row, institution


async def claim_site(session: AsyncSession, site_id: UUID) -> tuple[Site, Institution]:
    """Lock an institution and a site of it."""
    institution = await _claim_owner(session, Site, site_id)
    return await session.get_one(Site, site_id, with_for_update=True), institution


async def claim_sites(
    session: AsyncSession, duplicate_id: UUID, kept_id: UUID
) -> tuple[Site, Site, Institution]:
    """Lock the institution of the first, and two sites in one order. Raises NotFound."""
    institution = await _claim_owner(session, Site, duplicate_id)
    return *await _claim_both(session, Site, duplicate_id, kept_id), institution


async def claim_entitlements(
    session: AsyncSession, duplicate_id: UUID, kept_id: UUID
) -> tuple[Entitlement, Entitlement, Institution]:
    """Lock the institution of the first, and two entitlements with all that are spelt otherwise."""
    institution = await _claim_owner(session, Entitlement, duplicate_id)
    await LICENCE_NUMBER.lock_group(session, duplicate_id)
    return *await _claim_both(session, Entitlement, duplicate_id, kept_id), institution


async def _claim_owner(session: AsyncSession, table: type[_Part], part_id: UUID) -> Institution:
    """Lock the institution before what belongs to it: all who write both take them in this order."""
    owner = await session.scalar(sa.select(table.institution_id).where(table.id == part_id))
    if owner is None:
        raise NotFound
    return await claim(session, owner)


async def sites(session: AsyncSession, institution_id: UUID) -> list[Site]:
    """All sites of a claimed institution, main site first."""
    statement = sa.select(Site).where(Site.institution_id == institution_id)
    return list(await session.scalars(statement.order_by(Site.is_main.desc(), Site.id)))


async def state_headcount(session: AsyncSession, institution_id: UUID, **stated: Any) -> None:
    """Of a claimed institution, in place of what was stated before."""
    row = await session.get(Headcount, institution_id)
    if row is None:
        session.add(Headcount(institution_id=institution_id, **stated))
        return
    for name, value in stated.items():
        setattr(row, name, value)


def make_main(site: Site, others: Collection[Site]) -> None:
    """Of an institution's sites one is the main one: where this is, the others are not."""
    for other in others:
        other.is_main = other.is_main and (other.id == site.id or not site.is_main)


async def courses_at(session: AsyncSession, site_id: UUID) -> int:
    """How many published courses are held there."""
    statement = sa.select(sa.func.count()).where(
        Course.site_id == site_id, Course.state == CourseState.PUBLISHED
    )
    return (await session.execute(statement)).scalar_one()


async def published_courses(session: AsyncSession, institution_id: UUID) -> list[Course]:
    """The published courses of a claimed institution, locked."""
    found = _for_change(
        sa.and_(Course.institution_id == institution_id, Course.state == CourseState.PUBLISHED)
    )
    return list(await session.scalars(found))


async def claim_all_entitlements(session: AsyncSession, institution_id: UUID) -> list[Entitlement]:
    statement = sa.select(Entitlement).where(Entitlement.institution_id == institution_id)
    return list(await session.scalars(statement.order_by(Entitlement.id).with_for_update()))


async def _claim_both(
    session: AsyncSession, table: type[_Part], duplicate_id: UUID, kept_id: UUID
) -> tuple[_Part, _Part]:
    statement = sa.select(table).where(table.id.in_((duplicate_id, kept_id)))
    rows = await session.scalars(statement.order_by(table.id).with_for_update())
    found = {row.id: row for row in rows}
    if duplicate_id not in found or kept_id not in found:
        raise NotFound
    return found[duplicate_id], found[kept_id]


def _for_change(of: sa.ColumnElement[bool]) -> sa.Select[Course]:
    """The courses as rows, so that each change leaves its history."""
    return sa.select(Course).where(of).order_by(Course.id).with_for_update()


async def merge_sites(
    session: AsyncSession,
    duplicate: Site,
    kept: Site,
    institution: Institution,
    *,
    on: dt.date,
    at: dt.datetime,
) -> None:
    """Close the duplicate; its courses go to the other, visits stay where they were made."""
    for course in await session.scalars(_for_change(Course.site_id == duplicate.id)):
        course.site_id = kept.id
    kept.is_main = kept.is_main or duplicate.is_main
    duplicate.is_main, duplicate.closed_on = False, on
    institution.record_correction({}, at=at, parts=(Site,))


async def merge_entitlements(
    session: AsyncSession,
    duplicate: Entitlement,
    kept: Entitlement,
    institution: Institution,
    *,
    at: dt.datetime,
) -> None:
    """Take the duplicate out; its courses go to the other, which then holds the number's key where
    the duplicate did."""
    for course in await session.scalars(_for_change(Course.entitlement_id == duplicate.id)):
        course.entitlement_id = kept.id
    held_key = duplicate.number_spelling == 0
    await session.delete(duplicate)
    await session.flush()
    if held_key:
        kept.number_spelling = 0
    kept.version += 1
    institution.record_correction({}, at=at, parts=(Entitlement,))
    held = sa.select(Entitlement.number).where(Entitlement.institution_id == institution.id)
    institution.record_search(list(await session.scalars(held)))


async def correct_number(
    session: AsyncSession,
    row: Entitlement,
    institution: Institution,
    number: str,
    *,
    at: dt.datetime,
) -> None:
    """Correct the number of a claimed entitlement; its institution is found by it from now on.

    The institution has another version then: its exports hold the number, and a row of before would
    enter the wrong one again.
    """
    row.version += 1
    institution.record_correction({}, at=at, parts=(Entitlement,))
    await LICENCE_NUMBER.correct(session, row, number)
    held = sa.select(Entitlement.number).where(Entitlement.institution_id == institution.id)
    institution.record_search(list(await session.scalars(held)))
