"""What an import asks of the register: the rows that a chunk of a ledger is about, at once."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import orjson
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession

from domain import institutions as rules
from domain.actors import Actor, Office
from domain.courses import CourseState
from domain.permissions import Permission
from persistence.accounts import writes as accounts
from persistence.authorities.table import Authority
from persistence.courses.table import ClassTime, Course, FeeItem
from persistence.engine.bulk_insert import copy_rows
from persistence.engine.columns import Table
from persistence.engine.identifiers import new_key
from persistence.engine.records import AuditEvent, StateTransition
from persistence.institutions import writes as institutions
from persistence.institutions.table import Entitlement, Institution, Site
from persistence.ledgers.policies import reached
from persistence.reading.conditions import TODAY
from persistence.regions.table import Region
from persistence.standings import writes as standings
from persistence.standings.table import ListedPerson
from persistence.teachers.table import InServiceTeacher, Teacher


@dataclass(slots=True)
class Known:
    """An institution of the register with its parts, locked for the rest of the transaction."""

    row: dict[str, Any]
    sites: list[dict[str, Any]] = field(default_factory=list)
    entitlements: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Offices:
    """All authorities, by id and, where it is one authority's alone, by name."""

    by_id: dict[UUID, Office]
    by_name: dict[str, UUID]
    name_of: dict[UUID, str]
    """Ambiguous names are left out."""


def is_stored(row: object) -> bool:
    """Whether a row is in the register, and not just about to be."""
    return bool(sa.inspect(row, raiseerr=True).persistent)


async def offices(session: AsyncSession) -> Offices:
    rows = list(await session.scalars(sa.select(Authority)))
    names: dict[str, list[UUID]] = {}
    for row in sorted(rows, key=lambda each: each.closed_at is not None):
        # One that closed is still known by its name, unless it is another's by now.
        if row.closed_at is None or row.name not in names:
            names.setdefault(row.name, []).append(row.id)
    by_name = {name: ids[0] for name, ids in names.items() if len(ids) == 1}
    return Offices(
        {row.id: accounts.office(row) for row in rows},
        by_name,
        {id: name for name, id in by_name.items()},
    )


async def regions_by_name(session: AsyncSession) -> dict[str, list[str]]:
    """The codes of the regions of each name, of those in force: names come more than once."""
    found: dict[str, list[str]] = {}
    in_force = sa.or_(Region.ended_on.is_(None), Region.ended_on > TODAY)
    for code, name in await session.execute(sa.select(Region.code, Region.name).where(in_force)):
        found.setdefault(name, []).append(code)
    return found


async def by_credit_code(
    session: AsyncSession, codes: Collection[str], actor: Actor | None, *, is_locked: bool
) -> dict[str, Known]:
    """The institutions with these codes, with an actor those for which that one registers; locked in one order, unless
    nothing is to be written."""
    table = Institution.__table__
    wanted = _listed(codes, sa.Text())
    within_reach, values = reached(table, actor, Permission.INSTITUTION_REGISTER)
    statement = (
        sa.select(table)
        .join_from(table, wanted, table.c.unified_social_credit_code == wanted.c.value)
        .where(within_reach)
        .order_by(table.c.id)
    )
    if is_locked:
        statement = statement.with_for_update(of=table)
    found = (await session.execute(statement, values)).mappings()
    known = {row["id"]: Known(dict(row)) for row in found}
    if known:
        for row in await _parts(session, Site.__table__, known):
            known[row["institution_id"]].sites.append(dict(row))
        for row in await _parts(session, Entitlement.__table__, known):
            known[row["institution_id"]].entitlements.append(dict(row))
    return {each.row["unified_social_credit_code"]: each for each in known.values()}


async def _parts(
    session: AsyncSession, table: sa.FromClause, known: Collection[UUID]
) -> Iterable[sa.RowMapping]:
    owners = _listed(known, sa.Uuid())
    statement = sa.select(table).join_from(table, owners, table.c.institution_id == owners.c.value)
    return (await session.execute(statement.order_by(table.c.id))).mappings()


async def correct(
    session: AsyncSession,
    changes: Mapping[UUID, Mapping[str, Any]],
    parts: Mapping[UUID, Iterable[type[Table]]],
    licences: Mapping[UUID, Sequence[str]],
    *,
    at: dt.datetime,
) -> None:
    """Correct the entries of these institutions, and have them found by these numbers of new
    licences too; they are locked already."""
    wanted = _listed(changes, sa.Uuid())
    rows = sa.select(Institution).join(wanted, Institution.id == wanted.c.value)
    for row in await session.scalars(rows):
        row.record_correction(changes[row.id], at=at, parts=parts.get(row.id, ()))
        row.record_licences(licences.get(row.id, ()))


async def correct_sites(session: AsyncSession, changes: dict[UUID, dict[str, Any]]) -> None:
    wanted = _listed(changes, sa.Uuid())
    rows = sa.select(Site).join(wanted, Site.id == wanted.c.value)
    for row in await session.scalars(rows):
        for name, value in changes[row.id].items():
            setattr(row, name, value)


async def codes_taken(session: AsyncSession, codes: Collection[str]) -> set[str]:
    """Those of these codes under which any institution is registered."""
    column, wanted = Institution.unified_social_credit_code, _listed(codes, sa.Text())
    statement = sa.select(column).join(wanted, column == wanted.c.value)
    return set(await session.scalars(statement))


async def licences_held(
    session: AsyncSession, keys: Collection[str], actor: Actor | None
) -> dict[str, UUID]:
    """Whose the licences of these folded numbers are; one of them where several share a number. With
    an actor, only those of institutions for which the actor registers."""
    wanted = _listed(keys, sa.Text())
    statement = sa.select(Entitlement.number_key, Entitlement.institution_id).join(
        wanted, Entitlement.number_key == wanted.c.value
    )
    values: dict[str, Any] = {}
    if actor is not None:
        table = Institution.__table__
        within_reach, values = reached(table, actor, Permission.INSTITUTION_REGISTER)
        statement = statement.join(table, table.c.id == Entitlement.institution_id).where(
            within_reach
        )
    found = (await session.execute(statement, values)).all()
    return {row.number_key: row.institution_id for row in found}


async def places(session: AsyncSession, codes: Collection[str]) -> dict[str, rules.RegisteredPlace]:
    return await institutions.places(session, codes)


def _listed(values: Collection[Any], kind: sa.types.TypeEngine[Any]) -> sa.TableValuedAlias:
    """Values to join with. `= any (array)` compares each row with thousands of values one by one
    where the table has grown since it was analysed: 0.6 s for 2,000 among 10,000."""
    array = sa.bindparam(None, list(values), type_=ARRAY(kind))
    return sa.func.unnest(array).table_valued(sa.column("value", kind)).render_derived()


def transition(
    entity: str, subject_id: UUID, to_state: str, event: str, by: UUID | None
) -> dict[str, Any]:
    """A first state, as a row to copy."""
    return {
        "id": new_key(),
        "entity": entity,
        "subject_id": subject_id,
        "from_state": None,
        "to_state": to_state,
        "event": event,
        "actor_id": by,
    }


def audit_event(
    tag: str, subject_id: UUID | None, by: UUID | None, **detail: Any
) -> dict[str, Any]:
    """An audit event, as a row for COPY."""
    return {
        "id": new_key(),
        "tag": tag,
        "actor_id": by,
        "subject_id": subject_id,
        "detail": orjson.dumps(detail).decode(),
    }


async def keep_traces(
    session: AsyncSession, moved: Iterable[dict[str, Any]], noted: Iterable[dict[str, Any]]
) -> None:
    await copy_rows(session, StateTransition, list(moved))
    await copy_rows(session, AuditEvent, list(noted))


async def institutions_named(
    session: AsyncSession,
    codes: Collection[str],
    actor: Actor | None,
    permission: Permission,
    *,
    is_locked: bool,
) -> dict[str, sa.RowMapping]:
    """What rules about courses and teachers ask of the institutions with these codes, with an actor of those
    for which that one holds the permission. Locked in one order, unless nothing is to be written: two ledgers
    at once would each find a course missing, and both enter it."""
    table = Institution.__table__
    wanted = _listed(codes, sa.Text())
    statement = sa.select(
        table.c.id,
        table.c.unified_social_credit_code,
        table.c.region_code,
        table.c.sector,
        table.c.subject_kind,
        table.c.existence,
    ).join_from(table, wanted, table.c.unified_social_credit_code == wanted.c.value)
    within_reach, values = reached(table, actor, permission)
    statement = statement.where(within_reach).order_by(table.c.id)
    if is_locked:
        statement = statement.with_for_update(of=table, key_share=True)
    rows = (await session.execute(statement, values)).mappings()
    return {row["unified_social_credit_code"]: row for row in rows}


async def live_employments(
    session: AsyncSession, institution_ids: Collection[UUID], *, is_locked: bool
) -> list[Teacher]:
    """The live employments of these institutions; locked in one order, unless nothing is written."""
    wanted = _listed(institution_ids, sa.Uuid())
    statement = (
        sa.select(Teacher)
        .join(wanted, Teacher.institution_id == wanted.c.value)
        .where(Teacher.employed_to.is_(None))
        .order_by(Teacher.id)
    )
    if is_locked:
        statement = statement.with_for_update(of=Teacher)
    return list(await session.scalars(statement))


async def listed_in_service(session: AsyncSession, hashes: Collection[bytes]) -> set[bytes]:
    """Those among the identities that an education office lists as in-service school teachers."""
    wanted = _listed(hashes, sa.LargeBinary())
    statement = sa.select(InServiceTeacher.resident_id_hash).join(
        wanted, InServiceTeacher.resident_id_hash == wanted.c.value
    )
    return set(await session.scalars(statement))


async def black_listed(session: AsyncSession, hashes: Collection[bytes], on: dt.date) -> set[bytes]:
    """Those among the identities that stand on the staff black list on a day."""
    wanted = _listed(hashes, sa.LargeBinary())
    statement = standings.barred_on(on).join(wanted, ListedPerson.identity_hash == wanted.c.value)
    return set(await session.scalars(statement))


async def courses_of(
    session: AsyncSession, institution_ids: Collection[UUID]
) -> list[tuple[Course, list[FeeItem], list[ClassTime]]]:
    """The published courses of these institutions, with fees and hours in their order."""
    wanted = _listed(institution_ids, sa.Uuid())
    statement = (
        sa.select(Course)
        .join(wanted, Course.institution_id == wanted.c.value)
        .where(Course.state == CourseState.PUBLISHED)
        .order_by(Course.id)
    )
    courses = list(await session.scalars(statement))
    fees: dict[UUID, list[FeeItem]] = {course.id: [] for course in courses}
    times: dict[UUID, list[ClassTime]] = {course.id: [] for course in courses}
    ids = _listed(fees, sa.Uuid())
    for fee in await session.scalars(
        sa.select(FeeItem).join(ids, FeeItem.course_id == ids.c.value).order_by(FeeItem.position)
    ):
        fees[fee.course_id].append(fee)
    for time in await session.scalars(
        sa.select(ClassTime)
        .join(ids, ClassTime.course_id == ids.c.value)
        .order_by(ClassTime.position)
    ):
        times[time.course_id].append(time)
    return [(course, fees[course.id], times[course.id]) for course in courses]


async def sites_of(
    session: AsyncSession, institution_ids: Collection[UUID]
) -> dict[tuple[UUID, str], Site]:
    """The sites of these institutions, by institution and address: as it is spelt, and folded. One that
    was closed stands aside for an open one at the same address, such as the one it was merged into."""
    wanted = _listed(institution_ids, sa.Uuid())
    statement = sa.select(Site).join(wanted, Site.institution_id == wanted.c.value)
    sites = list(await session.scalars(statement.order_by(Site.id.desc())))
    is_open = {(each.institution_id, each.address_key) for each in sites if each.closed_on is None}
    found = [
        each
        for each in sites
        if each.closed_on is None or (each.institution_id, each.address_key) not in is_open
    ]
    folded = {(each.institution_id, each.address_key): each for each in found}
    return folded | {(each.institution_id, each.address): each for each in found}
