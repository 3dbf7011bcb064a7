"""Bytes that arrive: one blob for the same bytes, sealed slots, and who may send them."""

import asyncio

import pytest
import sqlalchemy as sa

from domain.evidence.arrivals import ReceivedFile
from domain.evidence.declarations import EvidenceNotExpected
from domain.refusals import NotFound
from persistence.evidence import arrivals, blobs
from persistence.evidence.table import Blob
from tests.client import Client
from tests.people import Person, chen, fang, gao, jun, lin, mei, tao
from tests.schema.complaints.complaint_steps import DISPUTE, raised_id
from tests.schema.evidence import evidence_steps
from tests.schema.evidence.evidence_steps import COPY, PAPER, PHOTO, THUMBNAIL, hash_of
from tests.schema.inspections import steps


@pytest.fixture
async def visit(world: None, ask: Client) -> str:
    return await steps.assign(ask)


async def _kept(ask: Client) -> list[Blob]:
    async with ask.database.writing() as session:
        return list(await session.scalars(sa.select(Blob)))


async def test_the_same_bytes_in_two_slots_are_one_blob_and_two_links(
    ask: Client, visit: str
) -> None:
    other = await steps.assign(ask, name="另一次检查")

    one = await evidence_steps.arrived(ask, visit)
    two = await evidence_steps.arrived(ask, other)
    three = await evidence_steps.arrived(ask, visit)

    (blob,) = await _kept(ask)
    assert (blob.sha256, blob.size) == (hash_of(PHOTO), len(PHOTO))
    rows = [await evidence_steps.row_of(ask, each) for each in (one, two, three)]
    assert {row.sha256 for row in rows} == {blob.sha256}
    assert len({row.seal for row in rows}) == 3


async def test_five_arrivals_at_once_are_one(ask: Client, visit: str) -> None:
    (evidence_id,) = await evidence_steps.declared(ask, visit)

    await asyncio.gather(*(evidence_steps.arrive(ask, evidence_id) for _ in range(5)))

    assert len(await _kept(ask)) == 1
    assert len(await evidence_steps.events(ask, "evidence.received")) == 1


async def test_two_slots_of_the_same_bytes_at_once_are_one_blob(ask: Client, visit: str) -> None:
    slots = await evidence_steps.declared(ask, visit, *[evidence_steps.slot()] * 5)

    await asyncio.gather(*(evidence_steps.arrive(ask, each) for each in slots))

    assert len(await _kept(ask)) == 1
    assert len(await evidence_steps.events(ask, "evidence.received")) == 5


async def test_other_bytes_never_fill_a_slot(ask: Client, visit: str) -> None:
    (evidence_id,) = await evidence_steps.declared(ask, visit)
    other = ReceivedFile(hash_of(b"other"), 5, "image/jpeg")

    async with ask.database.writing() as session:
        with pytest.raises(AssertionError):
            await arrivals.arrived(
                session,
                ask.keys,
                evidence_id=evidence_steps.key(evidence_id),
                by=None,
                now=ask.clock(),
                arrival=other,
            )

    assert (await evidence_steps.row_of(ask, evidence_id)).state == "EXPECTED"
    assert await _kept(ask) == []


async def _refused(ask: Client, evidence_id: str, code: str = "TRUNCATED") -> None:
    async with ask.database.writing() as session:
        await arrivals.refused(
            session,
            evidence_id=evidence_steps.key(evidence_id),
            by=fang.id,
            now=ask.clock(),
            code=code,
        )


async def test_what_is_refused_says_why_and_is_still_missing(ask: Client, visit: str) -> None:
    (evidence_id,) = await evidence_steps.declared(ask, visit)

    await _refused(ask, evidence_id)
    await _refused(ask, evidence_id)

    found = await evidence_steps.node(ask, evidence_id, "state refusal verdict url originalUrl")
    assert found == {
        "state": "REFUSED",
        "refusal": "TRUNCATED",
        "verdict": "MISSING",
        "url": None,
        "originalUrl": None,
    }
    (event,) = await evidence_steps.events(ask, "evidence.refused")
    assert event.detail["code"] == "TRUNCATED"
    document = "query Q($id: ID!) { inspection(id: $id) { evidence { missing } } }"
    assert (await ask(document, {"id": visit}, by=lin))["inspection"]["evidence"]["missing"] == 1
    with pytest.raises(EvidenceNotExpected):
        await evidence_steps.arrive(ask, evidence_id)


async def test_a_refused_one_gives_way_to_a_further_version(ask: Client, visit: str) -> None:
    (evidence_id,) = await evidence_steps.declared(ask, visit)
    await _refused(ask, evidence_id)

    await evidence_steps.arrived(
        ask, visit, b"\xff\xd8 whole", replacesId=evidence_id, reason="原图损坏"
    )

    document = "query Q($id: ID!) { inspection(id: $id) { evidence { state expected missing } } }"
    data = await ask(document, {"id": visit}, by=lin)
    assert data["inspection"]["evidence"] == {"state": "COMPLETE", "expected": 1, "missing": 0}


async def test_what_has_arrived_is_not_refused_afterwards(ask: Client, visit: str) -> None:
    evidence_id = await evidence_steps.arrived(ask, visit)

    with pytest.raises(EvidenceNotExpected):
        await _refused(ask, evidence_id)

    assert (await evidence_steps.row_of(ask, evidence_id)).state == "RECEIVED"


async def test_a_refusal_of_a_complaints_evidence_names_nobody(ask: Client, world: None) -> None:
    complaint = await raised_id(ask, DISPUTE, by=fang)
    (evidence_id,) = await evidence_steps.declared(ask, complaint, by=fang)

    await _refused(ask, evidence_id)

    (event,) = await evidence_steps.events(ask, "evidence.refused")
    assert event.actor_id is None


# Who may send


async def _slot(ask: Client, evidence_id: str, person: Person | None, *, granted: bool) -> str:
    actor = None if granted else await ask.actor(person)
    async with ask.database.writing() as session:
        try:
            await arrivals.slot_for_upload(session, actor, evidence_steps.key(evidence_id))
        except NotFound:
            return "NOT_FOUND"
        except EvidenceNotExpected as refusal:
            return str(refusal.state)
    return "TAKEN"


async def test_officers_of_the_visit_and_holders_of_the_grant_may_send(
    ask: Client, visit: str
) -> None:
    (evidence_id,) = await evidence_steps.declared(ask, visit)

    found = {
        person.login if person else "visitor": await _slot(ask, evidence_id, person, granted=False)
        for person in (mei, jun, lin, tao, fang, None)
    }

    assert found == {
        "mei": "TAKEN",
        "jun": "TAKEN",
        "lin": "NOT_FOUND",
        "tao": "NOT_FOUND",
        "fang": "NOT_FOUND",
        "visitor": "NOT_FOUND",
    }
    assert await _slot(ask, evidence_id, None, granted=True) == "TAKEN"


async def test_of_a_complaint_the_complainant_may(ask: Client, world: None) -> None:
    complaint = await raised_id(ask, DISPUTE, by=fang)
    (evidence_id,) = await evidence_steps.declared(ask, complaint, by=fang)

    found = [await _slot(ask, evidence_id, each, granted=False) for each in (fang, gao, chen)]

    assert found == ["TAKEN", "NOT_FOUND", "NOT_FOUND"]


async def test_what_is_there_takes_nothing_more(ask: Client, visit: str) -> None:
    evidence_id = await evidence_steps.arrived(ask, visit)

    assert await _slot(ask, evidence_id, mei, granted=False) == "RECEIVED"
    assert await _slot(ask, evidence_id, None, granted=True) == "RECEIVED"


async def test_nothing_that_was_not_declared_is_taken(ask: Client, world: None) -> None:
    nothing = "evid_01900000-0000-7000-8000-000000000001"

    assert await _slot(ask, nothing, mei, granted=False) == "NOT_FOUND"
    assert await _slot(ask, nothing, None, granted=True) == "NOT_FOUND"


# What rows name


async def test_originals_copies_and_thumbnails_are_named(ask: Client, visit: str) -> None:
    await evidence_steps.arrived(ask, visit)
    await evidence_steps.arrived(ask, visit, PAPER)
    await evidence_steps.declared(ask, visit, evidence_steps.slot(b"expected"))
    named = {hash_of(each) for each in (PHOTO, COPY + PHOTO, THUMBNAIL + PHOTO, PAPER)}
    others = {hash_of(b"expected"), hash_of(b"orphan")}

    async with ask.database.writing() as session:
        assert await blobs.named_blobs(session, named | others) == named
        assert await blobs.named_blobs(session, []) == set()
        assert {each async for each in blobs.all_named_blobs(session)} == named
