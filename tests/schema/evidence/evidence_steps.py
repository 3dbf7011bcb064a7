"""Evidence as tests declare it, and its bytes as they arrive once somebody has looked inside."""

import hashlib
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from domain.actors import ANONYMOUS
from domain.evidence.arrivals import ReceivedFile
from domain.refusals import NotFound
from persistence.engine.records import AuditEvent
from persistence.evidence import arrivals, downloads
from persistence.evidence.table import Evidence
from persistence.reading import ids
from tests.client import Client
from tests.people import Person, mei
from tests.schema.inspections import steps

PHOTO, PAPER = b"\xff\xd8 a photo of the corridor", b"%PDF a contract"
COPY, THUMBNAIL = b"the copy", b"the thumbnail"
SHOWS = "... on EvidenceDeclared { slots { id sha256 state uploadUrl } }"
PLACE = {"latitude": 31.3, "longitude": 120.6, "accuracyM": 12.5, "datum": "GCJ02"}


def hash_of(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def slot(data: bytes = PHOTO, **facts: Any) -> dict[str, Any]:
    """A photo unless the facts say otherwise."""
    return {
        "kind": "PHOTO",
        "sha256": hash_of(data).hex(),
        "size": len(data),
        "mediaType": "image/jpeg",
        **facts,
    }


def paper(data: bytes = PAPER, **facts: Any) -> dict[str, Any]:
    return slot(data, **{"kind": "DOCUMENT", "mediaType": "application/pdf", **facts})


async def declare(
    ask: Client, owner_id: str, *slots: dict[str, Any], by: Person | None = mei, **facts: Any
) -> dict[str, Any]:
    """The payload, whatever it is."""
    given = {"ownerId": owner_id, "slots": list(slots or (slot(),)), **facts}
    return await ask.do("declareEvidence", given, SHOWS, by=by)


async def declared(
    ask: Client, owner_id: str, *slots: dict[str, Any], by: Person | None = mei, **facts: Any
) -> list[str]:
    """The ids of slots that must be taken."""
    payload = await declare(ask, owner_id, *slots, by=by, **facts)
    assert payload["__typename"] == "EvidenceDeclared", payload
    return [str(each["id"]) for each in payload["slots"]]


async def arrive(ask: Client, evidence_id: str, data: bytes = PHOTO) -> None:
    """The bytes come in, as the upload hands them over."""
    is_picture = not data.startswith(b"%PDF")
    arrival = ReceivedFile(
        hash_of(data),
        len(data),
        "image/jpeg" if is_picture else "application/pdf",
        *((640, 480, hash_of(COPY + data), hash_of(THUMBNAIL + data)) if is_picture else ()),
    )
    async with ask.database.writing() as session:
        await arrivals.arrived(
            session,
            ask.keys,
            evidence_id=key(evidence_id),
            by=mei.id,
            now=ask.clock(),
            arrival=arrival,
        )


async def arrived(
    ask: Client,
    owner_id: str,
    data: bytes = PHOTO,
    *,
    by: Person | None = mei,
    declaring: dict[str, Any] | None = None,
    **facts: Any,
) -> str:
    """Declared and there."""
    made = paper if data.startswith(b"%PDF") else slot
    (evidence_id,) = await declared(ask, owner_id, made(data, **facts), by=by, **(declaring or {}))
    await arrive(ask, evidence_id, data)
    return evidence_id


def key(evidence_id: str) -> UUID:
    return ids.read("Evidence", evidence_id)


async def row_of(ask: Client, evidence_id: str) -> Evidence:
    async with ask.database.writing() as session:
        return (
            await session.scalars(sa.select(Evidence).where(Evidence.id == key(evidence_id)))
        ).one()


async def events(ask: Client, tag: str = "evidence.%") -> list[AuditEvent]:
    async with ask.database.writing() as session:
        statement = sa.select(AuditEvent).where(AuditEvent.tag.like(tag)).order_by(AuditEvent.id)
        return list(await session.scalars(statement))


async def count(ask: Client) -> int:
    async with ask.database.writing() as session:
        return await session.scalar(sa.select(sa.func.count()).select_from(Evidence)) or 0


async def node(ask: Client, evidence_id: str, fields: str, *, by: Person | None = mei) -> Any:
    document = f"query Q($id: ID!) {{ node(id: $id) {{ ... on Evidence {{ {fields} }} }} }}"
    return (await ask(document, {"id": evidence_id}, by=by))["node"]


async def verdict_of(ask: Client, evidence_id: str) -> dict[str, Any]:
    shows = "state seal verdict verdictZh verdictEn checkedAt"
    found: dict[str, Any] = await node(ask, evidence_id, shows)
    return found


# Released to everyone


def a_release(evidence_id: str, **facts: Any) -> dict[str, Any]:
    """Of a release, and of its retraction."""
    return {"evidenceId": evidence_id, "reason": "不涉及个人信息", **facts}


async def publish(ask: Client, inspection_id: str) -> None:
    await steps.file(ask, inspection_id)
    await steps.confirm(ask, inspection_id)
    await steps.audit(ask, inspection_id)


async def pictures(ask: Client, *, by: Person | None = None) -> Any:
    document = """{ publicInspectionResults(first: 5) { nodes {
        pictures { url thumbnailUrl width height } } } }"""
    (result,) = (await ask(document, by=by))["publicInspectionResults"]["nodes"]
    return result["pictures"]


async def is_public(ask: Client, evidence_id: str) -> bool:
    async with ask.database.writing() as session:
        try:
            found = await downloads.visible_evidence(session, ANONYMOUS, key(evidence_id))
        except NotFound:
            return False
    assert not found.may_see_original
    return found.is_public
