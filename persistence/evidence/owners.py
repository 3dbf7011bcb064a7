"""What evidence belongs to, claimed for writing, and whose it is to add to."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from domain.actors import Actor
from domain.evidence.terms import OwnerKind
from domain.permissions import Permission
from domain.refusals import NotPermitted
from persistence.complaints.table import Complaint
from persistence.engine.claims import claim_visible
from persistence.evidence.policies import OWNER_ROWS
from persistence.evidence.table import Evidence
from persistence.inspections import writes as inspections
from persistence.inspections.table import Inspection
from persistence.rectification.table import CorrectionOrder


async def claim(session: AsyncSession, actor: Actor, kind: OwnerKind, owner_id: UUID) -> Any:
    """Lock what the evidence belongs to. Raises NotFound where it does not reach the actor, and
    NotPermitted where the actor only looks on."""
    rows = OWNER_ROWS[kind]
    owner = await claim_visible(session, actor, rows.table, rows.reaches, owner_id)
    if not await is_own(session, actor, owner):
        raise NotPermitted(Permission.EVIDENCE_DECLARE)
    return owner


async def claim_with(session: AsyncSession, actor: Actor, evidence: Evidence) -> Any:
    """The same by a piece of evidence that was claimed."""
    return await claim(session, actor, evidence.owner_kind, evidence.owner_id)


async def is_own(session: AsyncSession, actor: Actor, owner: Any) -> bool:
    """An officer sent to the visit; the complainant, or anyone with the receipt; the institution
    that is to correct something."""
    match owner:
        case Inspection():
            return actor.officer_id in await inspections.team(session, owner)
        case Complaint():
            refs = {owner.complainant_ref, owner.receipt_digest} - {None}
            return bool(refs & {actor.complainant_ref, actor.receipt_digest})
        case CorrectionOrder():
            return owner.institution_id in actor.institutions_with(Permission.EVIDENCE_DECLARE)
        case _:
            raise AssertionError(owner)


async def remains_own(session: AsyncSession, actor: Actor, evidence: Evidence) -> bool:
    """Whether what the actor declared before still belongs to what is theirs.

    An anonymous complaint is: the operation is the same only with the receipt in its input.
    """
    owner = await of(session, evidence)
    if isinstance(owner, Complaint) and owner.receipt_digest is not None:
        return True
    return await is_own(session, actor, owner)


async def key_of(
    session: AsyncSession,
    kind: OwnerKind,
    *,
    evidence_id: UUID | None = None,
    declaration_id: UUID | None = None,
) -> UUID | None:
    """The key of what a piece of evidence, or what was declared together, belongs to; None where
    that is of another kind."""
    named = (
        Evidence.declaration_id == declaration_id
        if evidence_id is None
        else Evidence.id == evidence_id
    )
    statement = sa.select(Evidence.owner_id).where(named, Evidence.owner_kind == kind).limit(1)
    return await session.scalar(statement)


async def of(session: AsyncSession, evidence: Evidence) -> Any:
    """What a piece of evidence belongs to, not locked."""
    table: Any = OWNER_ROWS[evidence.owner_kind].table
    return (await session.scalars(sa.select(table).where(table.id == evidence.owner_id))).one()
