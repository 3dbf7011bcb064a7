"""Bytes that arrive in a slot, or are refused for what they are. The callers have looked inside."""

import datetime as dt
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from domain.actors import Actor
from domain.evidence.arrivals import ReceivedFile
from domain.evidence.declarations import refuse_unless_expected
from domain.evidence.owners import OWNERS
from domain.evidence.terms import EvidenceState
from domain.refusals import NotFound
from persistence.engine import audit
from persistence.engine.keys import Keys
from persistence.evidence import declarations, owners, seals
from persistence.evidence.table import Blob, Evidence


async def slot_for_upload(
    session: AsyncSession, actor: Actor | None, evidence_id: UUID
) -> Evidence:
    """The slot, if it awaits its bytes; locked for the rest of the transaction.

    Without an actor a grant was presented, which the person who declared the evidence got. Raises
    NotFound for others, and EvidenceNotExpected for what has arrived, was refused or withdrawn.
    """
    if actor is None:
        slot = await _locked(session, evidence_id)
    else:
        slot = await declarations.claim(session, actor, evidence_id)
        if not await owners.is_own(session, actor, await owners.of(session, slot)):
            raise NotFound
    refuse_unless_expected(slot.state)
    return slot


async def arrived(
    session: AsyncSession,
    keys: Keys,
    *,
    evidence_id: UUID,
    by: UUID | None,
    now: dt.datetime,
    arrival: ReceivedFile,
) -> Evidence:
    """The bytes declared are kept: seal the entry and put time, hash and place on record.

    Called again it changes nothing. Raises EvidenceNotExpected for a slot that was withdrawn or
    refused meanwhile.
    """
    slot = await _locked(session, evidence_id)
    assert (arrival.sha256, arrival.size) == (slot.sha256, slot.size), "not the bytes declared"
    if slot.state is EvidenceState.RECEIVED:
        return slot
    refuse_unless_expected(slot.state)
    await _keep(session, Blob.of(arrival, at=now))
    seal = await seals.seal_of_arrival(session, keys, slot.id, received_at=now)
    slot.record_arrival(seal, at=now)
    audit.record(
        session,
        "evidence.received",
        by=_named(slot, by),
        on=slot.id,
        sha256=slot.sha256.hex(),
        size=slot.size,
        seal=seal.hex(),
        received_at=now.astimezone(dt.UTC).isoformat(),
        position=_position(slot),
    )
    return slot


async def refused(
    session: AsyncSession, *, evidence_id: UUID, by: UUID | None, now: dt.datetime, code: str
) -> Evidence:
    """The bytes declared are not taken for what they are. Called again it changes nothing."""
    slot = await _locked(session, evidence_id)
    if slot.state is EvidenceState.REFUSED and slot.refusal == code:
        return slot
    refuse_unless_expected(slot.state)
    slot.record_refusal(code)
    audit.record(
        session,
        "evidence.refused",
        by=_named(slot, by),
        on=slot.id,
        code=code,
        sha256=slot.sha256.hex(),
        at=now.astimezone(dt.UTC).isoformat(),
    )
    return slot


async def _locked(session: AsyncSession, evidence_id: UUID) -> Evidence:
    slot = await session.get(Evidence, evidence_id, with_for_update=True, populate_existing=True)
    if slot is None:
        raise NotFound
    return slot


async def _keep(session: AsyncSession, blob: Blob) -> None:
    """Once, however many slots name it."""
    values = {column.name: getattr(blob, column.name) for column in Blob.__table__.columns}
    await session.execute(insert(Blob).values(values).on_conflict_do_nothing())


def _named(slot: Evidence, account_id: UUID | None) -> UUID | None:
    """The account that sent it, unless that would reveal who complained."""
    return account_id if OWNERS[slot.owner_kind].names_people else None


def _position(slot: Evidence) -> dict[str, float | str] | None:
    if slot.latitude is None or slot.longitude is None or slot.datum is None:
        return None
    return {
        "latitude": slot.latitude,
        "longitude": slot.longitude,
        "datum": slot.datum.value,
    }
