"""Rows of the register as a stream, of any length: what the viewer may see, never held at once.

For files. Answers to clients are compiled from shapes; both stand on the same predicates.
"""

from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import aggregate_order_by

from domain.actors import Actor
from domain.regions import Subtree
from persistence.accounts.policies import officer_in_scope, own_or_administered_account
from persistence.accounts.table import Account
from persistence.authorities.table import (
    Authority,
    EnforcementCertificate,
    InspectorProfile,
    Officer,
)
from persistence.courses.policies import published_course
from persistence.courses.table import ClassTime, Course, FeeItem
from persistence.engine.columns import withheld
from persistence.engine.database import READER_ROLE, Database
from persistence.institutions.shape import INSTITUTION
from persistence.institutions.table import Entitlement, Institution, Site
from persistence.reading import ids
from persistence.reading.rows import alias_of
from persistence.reading.shape import Column, Shape, public_name
from persistence.reading.viewer import Binds, Viewer
from persistence.regions.table import Region, Workday
from persistence.teachers.policies import employed_teacher, private_of_teacher
from persistence.teachers.shape import TEACHER
from persistence.teachers.table import Teacher

_AT_ONCE = 500
Row = dict[str, Any]
Build = Callable[[Viewer, Subtree | None], sa.Select[Any]]


async def stream(
    database: Database, build: Build, actor: Actor, within: Subtree | None
) -> AsyncIterator[Row]:
    """One statement with a cursor on the server, under the reader's role."""
    binds = Binds()
    statement = build(Viewer(actor, binds), within)
    values = {name: get({}, actor) for name, get in binds.getters.items()}
    async with database.engine.connect() as connection:
        await connection.execute(sa.text(f"set local role {READER_ROLE}"))
        options = {"yield_per": _AT_ONCE}
        async with connection.stream(statement, values, execution_options=options) as result:
            async for row in result.mappings():
                yield dict(row)


def authorities(viewer: Viewer, within: Subtree | None) -> sa.Select[Any]:
    """Those that are not closed, each with its region's name; they are public."""
    row = alias_of(Authority.__table__, "a")
    place = sa.select(Region.name).where(Region.code == row.c.region_code).scalar_subquery()
    statement = sa.select(
        *row.c,
        ids.expression("Authority", row.c.id).label("public_id"),
        place.label("region_name"),
    ).where(row.c.closed_at.is_(None))
    return _ordered(statement, row, row.c.region_code, within)


def workdays(viewer: Viewer, within: Subtree | None) -> sa.Select[Any]:
    """All days of the calendar, which is public and everybody's."""
    row = alias_of(Workday.__table__, "w")
    return sa.select(*row.c).order_by(row.c.day)


def officers(viewer: Viewer, within: Subtree | None) -> sa.Select[Any]:
    """Those who have not left, each with the latest certificate; logins only of accounts that are seen."""
    row, authority = alias_of(Officer.__table__, "o"), alias_of(Authority.__table__, "a")
    profile = alias_of(InspectorProfile.__table__, "p")
    certificate = alias_of(EnforcementCertificate.__table__, "e")
    account = alias_of(Account.__table__, "u")
    latest = (
        sa.select(certificate.c.valid_from, certificate.c.valid_to)
        .where(certificate.c.officer_id == row.c.id)
        .order_by(certificate.c.valid_from.desc())
        .limit(1)
        .correlate(row)
        .lateral("l")
    )
    login = sa.select(account.c.login).where(
        account.c.id == row.c.account_id, own_or_administered_account(account, viewer)
    )
    statement = (
        sa.select(
            row.c.id,
            row.c.authority_id,
            row.c.staff_no,
            row.c.name,
            row.c.post,
            row.c.version,
            login.correlate(row).scalar_subquery().label("login"),
            profile.c.certificate_no,
            latest.c.valid_from,
            latest.c.valid_to,
            profile.c.specialities,
            profile.c.may_lead,
            profile.c.is_expert,
        )
        .join_from(row, authority, authority.c.id == row.c.authority_id)
        .outerjoin(profile, profile.c.officer_id == row.c.id)
        .outerjoin(latest, sa.true())
        .where(officer_in_scope(row, viewer), profile.c.left_on.is_(None))
    )
    return _ordered(statement, row, authority.c.region_code, within)


async def count(database: Database, build: Build, actor: Actor, within: Subtree | None) -> int:
    """How many rows the stream has."""
    binds = Binds()
    rows = build(Viewer(actor, binds), within).order_by(None).subquery()
    values = {name: get({}, actor) for name, get in binds.getters.items()}
    async with database.engine.connect() as connection:
        await connection.execute(sa.text(f"set local role {READER_ROLE}"))
        found = await connection.scalar(sa.select(sa.func.count()).select_from(rows), values)
    return found or 0


def institutions(viewer: Viewer, within: Subtree | None) -> sa.Select[Any]:
    """Each with its region's name, its sites (the main one first) and its entitlements."""
    row = alias_of(Institution.__table__, "i")
    place = sa.select(Region.name).where(Region.code == row.c.region_code).scalar_subquery()
    statement = sa.select(
        *_as_seen(INSTITUTION, row, viewer),
        place.label("region_name"),
        _parts(Site.__table__, row, "sites", "is_main desc", "id"),
        _parts(Entitlement.__table__, row, "entitlements", "id"),
    )
    return _ordered(statement, row, row.c.region_code, within)


def courses(viewer: Viewer, within: Subtree | None) -> sa.Select[Any]:
    """Those in force, each with fees and hours, its site's address, its institution's code."""
    row, owner = alias_of(Course.__table__, "c"), alias_of(Institution.__table__, "i")
    address = sa.select(Site.address).where(Site.id == row.c.site_id).scalar_subquery()
    statement = (
        sa.select(
            *row.c,
            ids.expression("Course", row.c.id).label("public_id"),
            owner.c.unified_social_credit_code.label("institution_code"),
            address.label("site_address"),
            _parts(FeeItem.__table__, row, "fee_items", "position"),
            _parts(ClassTime.__table__, row, "class_times", "position"),
        )
        .join_from(row, owner, owner.c.id == row.c.institution_id)
        .where(published_course(row, viewer), row.c.state == "PUBLISHED")
    )
    return _ordered(statement, row, owner.c.region_code, within)


def teachers(viewer: Viewer, within: Subtree | None) -> sa.Select[Any]:
    """Those in employment; the sealed number and the permit only where the private part is open."""
    row, owner = alias_of(Teacher.__table__, "t"), alias_of(Institution.__table__, "i")
    is_open = private_of_teacher(row, viewer)
    statement = (
        sa.select(
            *_as_seen(TEACHER, row, viewer),
            ids.expression("Teacher", row.c.id).label("public_id"),
            owner.c.unified_social_credit_code.label("institution_code"),
            sa.case((is_open, row.c.resident_id_sealed)).label("resident_id_sealed"),
        )
        .join_from(row, owner, owner.c.id == row.c.institution_id)
        .where(employed_teacher(row, viewer), row.c.employed_to.is_(None))
    )
    return _ordered(statement, row, owner.c.region_code, within)


def _as_seen(shape: Shape, row: Any, viewer: Viewer) -> Iterator[sa.ColumnElement[Any]]:
    """The columns as the viewer would read them: those that are withheld by their gates in the shape, and not
    at all where they have none there; nor what follows from others."""
    assert isinstance(shape.table, sa.Table)
    hidden = withheld(shape.table)
    for name, column in shape.table.c.items():
        field = shape.fields.get(public_name(name))
        if isinstance(field, Column) and field.visible_if is not None:
            is_open, fallback = field.visible_if(row, viewer), field.fallback
            seen = sa.case((is_open, field.of(row)), else_=fallback and fallback(row))
            yield seen.label(name)
        elif name not in hidden and column.info.get("history", True):
            yield row.c[name]


def _parts(table: Any, parent: Any, name: str, *order: str) -> sa.Label[Any]:
    """The rows of a table that belong to the row, as one JSON array."""
    part = alias_of(table, f"p_{name}")
    key = "institution_id" if parent.name == "i" else "course_id"
    rows: Any = aggregate_order_by(
        sa.literal_column(f"p_{name}"), *(sa.literal_column(f"p_{name}.{each}") for each in order)
    )
    whole = sa.select(sa.func.json_agg(rows, type_=sa.JSON())).select_from(part)
    return whole.where(part.c[key] == parent.c.id).correlate(parent).scalar_subquery().label(name)


def _ordered(
    statement: sa.Select[Any], row: Any, region_code: Any, within: Subtree | None
) -> sa.Select[Any]:
    if within is not None:
        statement = statement.where(region_code.between(within.first, within.last))
    return statement.order_by(row.c.id)
