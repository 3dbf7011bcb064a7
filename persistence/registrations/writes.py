"""External registrations and differences for writing: claims, and what a report is compared with.

Who writes any of them locks the institution first, then its registrations, then its differences.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import TypeVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from domain.actors import Actor
from domain.refusals import NotFound
from domain.registrations import kinds
from domain.registrations.differences import ExternalRefTaken, Queueing
from domain.registrations.rules import RegistrationNumberTaken
from domain.registrations.terms import DifferenceState, RegistrationKind
from persistence.engine import transitions, violations
from persistence.engine.claims import claim_visible
from persistence.engine.identifiers import new_key
from persistence.institutions import writes as institutions
from persistence.institutions.table import Entitlement, Institution
from persistence.registrations.policies import can_see_difference
from persistence.registrations.table import ExternalRegistration, RegistrationDifference

violations.means("uq_external_registrations_number", RegistrationNumberTaken)
violations.means("uq_institutions_external_ref", ExternalRefTaken)
violations.UNREACHABLE.update(
    {
        "ck_external_registrations_*": "words are enums; rules check levels, a verification writes all",
        "ck_registration_differences_*": "words are enums; each step writes all of its columns",
        "uq_registration_differences_open": "written under the institution's lock, one of each field",
    }
)

_Part = TypeVar("_Part", ExternalRegistration, RegistrationDifference)
_ONE_REPORT_AT_A_TIME = sa.text(
    "select pg_advisory_xact_lock(hashtextextended('platform report', 0))"
)


async def claim(
    session: AsyncSession, registration_id: UUID
) -> tuple[ExternalRegistration, Institution]:
    """Lock a registration, which is public, after its institution. Raises NotFound."""
    institution = await _claim_owner(session, ExternalRegistration, registration_id)
    row = await session.get_one(ExternalRegistration, registration_id, with_for_update=True)
    return row, institution


async def claim_difference(
    session: AsyncSession, actor: Actor, difference_id: UUID
) -> tuple[RegistrationDifference, Institution]:
    """Lock a difference that the actor sees, after its institution. Raises NotFound."""
    institution = await _claim_owner(session, RegistrationDifference, difference_id)
    row = await claim_visible(
        session, actor, RegistrationDifference, can_see_difference, difference_id
    )
    return row, institution


async def _claim_owner(session: AsyncSession, table: type[_Part], part_id: UUID) -> Institution:
    owner = await session.scalar(sa.select(table.institution_id).where(table.id == part_id))
    if owner is None:
        raise NotFound
    return await institutions.claim(session, owner)


async def refuse_taken(
    session: AsyncSession, institution_id: UUID, kind: RegistrationKind, number: str
) -> None:
    """Raise RegistrationNumberTaken where another institution holds the record that the number belongs to.
    Nobody else enters a number of that record before the transaction ends."""
    holder = kinds.holder_key(kind, number)
    lock = sa.func.hashtextextended(f"registration {kind.value} {holder}", 0)
    await session.execute(sa.select(sa.func.pg_advisory_xact_lock(lock)))
    found = sa.exists().where(
        ExternalRegistration.kind == kind,
        ExternalRegistration.holder_key == holder,
        ExternalRegistration.institution_id != institution_id,
        ExternalRegistration.ended_on.is_(None),
    )
    if await session.scalar(sa.select(found)):
        raise RegistrationNumberTaken


async def differences_of(
    session: AsyncSession, registration_id: UUID
) -> list[RegistrationDifference]:
    """All of a claimed registration, in the order in which they were seen."""
    statement = sa.select(RegistrationDifference).where(
        RegistrationDifference.registration_id == registration_id
    )
    return list(await session.scalars(_locked(statement)))


def _locked(
    statement: sa.Select[RegistrationDifference],
) -> sa.Select[RegistrationDifference]:
    return statement.order_by(RegistrationDifference.id).with_for_update()


async def queue(
    session: AsyncSession,
    queueing: Queueing,
    earlier: Sequence[RegistrationDifference],
    *,
    institution_id: UUID,
    registration_id: UUID | None,
    source: str,
    by: UUID | None,
    at: dt.datetime,
    source_updated_at: dt.datetime | None = None,
) -> None:
    """Write what a comparison came to."""
    for row in earlier:
        if row.id in queueing.ended:
            record_state(session, row, queueing.ended[row.id], event="compare", by=by)
    # Before those that take their place: of each field one waits.
    await session.flush()
    for stated in queueing.added:
        row = RegistrationDifference(
            id=new_key(),
            institution_id=institution_id,
            registration_id=registration_id,
            field=stated.field,
            ours=stated.ours,
            theirs=stated.theirs,
            source=source,
            source_updated_at=source_updated_at,
            seen_at=at,
            seen_by=by,
            state=DifferenceState.OPEN,
            version=1,
        )
        session.add(row)
        transitions.record(
            session,
            "RegistrationDifference",
            row.id,
            from_state=None,
            to_state=row.state,
            event="compare",
            by=by,
        )


def record_state(
    session: AsyncSession,
    row: RegistrationDifference,
    state: DifferenceState,
    *,
    event: str,
    by: UUID | None,
) -> None:
    transitions.record(
        session,
        "RegistrationDifference",
        row.id,
        from_state=row.state,
        to_state=state,
        event=event,
        by=by,
    )
    row.record_state(state)


# Reports of the national platform


async def reported(
    session: AsyncSession, refs: Collection[str], credit_codes: Collection[str]
) -> list[Institution]:
    """Lock the institutions with these references or codes, in one order; until the transaction ends no other
    report is compared."""
    await session.execute(_ONE_REPORT_AT_A_TIME)
    statement = (
        sa.select(Institution)
        .where(
            sa.or_(
                Institution.external_ref.in_(refs),
                Institution.unified_social_credit_code.in_(credit_codes),
            )
        )
        .order_by(Institution.id)
        .with_for_update()
    )
    return list(await session.scalars(statement))


async def licence_numbers(
    session: AsyncSession, institution_ids: Collection[UUID]
) -> Mapping[UUID, list[str]]:
    """The numbers of all entitlements, by institution."""
    found = defaultdict(list)
    statement = (
        sa.select(Entitlement.institution_id, Entitlement.number)
        .where(Entitlement.institution_id.in_(institution_ids))
        .order_by(Entitlement.valid_from.desc(), Entitlement.id)
    )
    for institution_id, number in await session.execute(statement):
        found[institution_id].append(number)
    return found


async def differences_of_entries(
    session: AsyncSession, institution_ids: Collection[UUID]
) -> Mapping[UUID, list[RegistrationDifference]]:
    """All differences of claimed institutions' own entries, in the order in which they were seen."""
    found: dict[UUID, list[RegistrationDifference]] = defaultdict(list)
    statement = sa.select(RegistrationDifference).where(
        RegistrationDifference.institution_id.in_(institution_ids),
        RegistrationDifference.registration_id.is_(None),
    )
    for row in await session.scalars(_locked(statement)):
        found[row.institution_id].append(row)
    return found
