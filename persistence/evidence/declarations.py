"""What declaring asks of the register, and the slots it leaves."""

import datetime as dt
from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from domain.actors import Actor
from domain.evidence.declarations import EvidenceDeclaration, OwnerFacts, Slot
from domain.evidence.quotas import EvidenceQuota
from domain.evidence.terms import EvidenceState, OwnerKind
from persistence.complaints.table import Complaint
from persistence.engine import violations
from persistence.engine.claims import claim_visible
from persistence.engine.identifiers import new_key
from persistence.evidence.policies import can_see_evidence
from persistence.evidence.table import Evidence
from persistence.rectification.table import CorrectionOrder

violations.UNREACHABLE.update(
    {
        "ck_evidence_*": "words are enums; the input and the rule of declaring refuse the rest",
        "uq_evidence_replaces_id": "EvidenceSuperseded is refused with the owner locked",
        "ck_blobs_*": "what was looked inside is whole",
        "uq_uploads_open": "an upload begins with its slot locked",
        "pk_uploads": "122 random bits",
    }
)

_DAY = dt.timedelta(days=1)


async def claim(session: AsyncSession, actor: Actor, evidence_id: UUID) -> Evidence:
    """Lock one piece of evidence. Raises NotFound where its owner does not reach the actor."""
    return await claim_visible(session, actor, Evidence, can_see_evidence, evidence_id)


async def facts(
    session: AsyncSession,
    actor: Actor,
    kind: OwnerKind,
    owner: Any,
    declared: Collection[EvidenceDeclaration],
    *,
    now: dt.datetime,
) -> OwnerFacts:
    """What declaring turns on; the owner is claimed, so that its sums stay what they are."""
    replaced = [each.replaces_id for each in declared if each.replaces_id is not None]
    slots = await session.scalars(
        sa.select(Evidence).where(
            Evidence.owner_kind == kind, Evidence.owner_id == owner.id, Evidence.id.in_(replaced)
        )
    )
    return OwnerFacts(
        kind,
        owner.state,
        {each.id: Slot(each.version_no, each.superseded_at is not None) for each in slots},
        owner=await _sum(
            session, sa.and_(Evidence.owner_kind == kind, Evidence.owner_id == owner.id)
        ),
        person=await _person(session, actor, owner, since=now - _DAY),
        is_anonymous=isinstance(owner, Complaint) and owner.complainant_ref is None,
    )


async def add(
    session: AsyncSession,
    actor: Actor,
    kind: OwnerKind,
    owner: Any,
    declared: Sequence[EvidenceDeclaration],
    versions: Sequence[int],
    *,
    at: dt.datetime,
) -> UUID:
    """Write the slots, in order; answers the key of the declaration."""
    declaration_id = new_key()
    is_officer = kind is OwnerKind.INSPECTION
    for each, version_no in zip(declared, versions, strict=True):
        slot = Evidence.expected(
            each,
            id=new_key(),
            owner_kind=kind,
            owner_id=owner.id,
            declaration_id=declaration_id,
            version_no=version_no,
            captured_by=actor.officer_id if is_officer else None,
            at=at,
        )
        session.add(slot)
        if each.replaces_id is not None:
            await session.execute(
                sa.update(Evidence).where(Evidence.id == each.replaces_id).values(superseded_at=at)
            )
    await session.flush()
    return declaration_id


async def declared_together(session: AsyncSession, declaration_id: UUID) -> Sequence[Evidence]:
    """The slots of one declaration, in its order."""
    statement = (
        sa.select(Evidence).where(Evidence.declaration_id == declaration_id).order_by(Evidence.id)
    )
    return (await session.scalars(statement)).all()


async def missing(session: AsyncSession, kind: OwnerKind, owner_id: UUID) -> int:
    """How much of an owner's evidence has not arrived, what was withdrawn or replaced left out."""
    statement = sa.select(sa.func.count()).where(
        Evidence.owner_kind == kind,
        Evidence.owner_id == owner_id,
        Evidence.superseded_at.is_(None),
        Evidence.state.not_in((EvidenceState.RECEIVED, EvidenceState.WITHDRAWN)),
    )
    return await session.scalar(statement) or 0


async def _person(
    session: AsyncSession, actor: Actor, owner: Any, *, since: dt.datetime
) -> EvidenceQuota | None:
    """How much the officer, or the complainant by name, declared lately; locked against themselves
    on another owner at the same time."""
    if isinstance(owner, CorrectionOrder):
        # An institution has no more orders than it was given: what one may hold bounds it.
        return None
    if not isinstance(owner, Complaint):
        assert actor.officer_id is not None
        await _lock(session, actor.officer_id.hex)
        whose = Evidence.captured_by == actor.officer_id
    elif owner.complainant_ref is not None:
        await _lock(session, owner.complainant_ref.hex())
        own = sa.select(Complaint.id).where(Complaint.complainant_ref == owner.complainant_ref)
        whose = sa.and_(Evidence.owner_kind == OwnerKind.COMPLAINT, Evidence.owner_id.in_(own))
    else:
        return None
    return await _sum(session, sa.and_(whose, Evidence.declared_at > since))


async def _lock(session: AsyncSession, name: str) -> None:
    await session.execute(
        sa.select(sa.func.pg_advisory_xact_lock(sa.func.hashtextextended(f"evidence {name}", 0)))
    )


async def _sum(session: AsyncSession, where: sa.ColumnElement[bool]) -> EvidenceQuota:
    statement = sa.select(sa.func.count(), sa.func.coalesce(sa.func.sum(Evidence.size), 0)).where(
        where
    )
    count, size = (await session.execute(statement)).one()
    return EvidenceQuota(count, int(size))
