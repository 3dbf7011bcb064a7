"""Uploads to which something happens while they come in, or while they are finished."""

import asyncio
import base64
import datetime as dt
import hashlib
import os
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import httpx2
import pytest

from api import logs
from api.evidence.completion import AT_ONCE
from persistence.evidence import upload_rows
from persistence.storage import Parts, StoreUnavailable
from tests.api.evidence import files
from tests.api.evidence.evidence_client import TUS, EvidenceClient, in_pieces

PHOTO = files.jpeg()
FILM = files.mp4(os.urandom(1_000_000))
WHILE = 700_000


def upload_of(location: str) -> UUID:
    return UUID(location.rpartition("/")[2])


async def whole(client: EvidenceClient, visit: str) -> tuple[str, UUID]:
    """A slot, and its upload of which everything has come and nothing else was done."""
    content = files.mp4(os.urandom(1_000))
    slot = await client.slot(visit, content, "video/mp4")
    upload_id = upload_of(await client.created(slot, len(content)))
    await client.store.parts.add(upload_id, 0, content)
    async with client.ask.database.writing() as session:
        await upload_rows.mark_whole(session, upload_id, now=client.ask.clock.now)
    return str(slot["id"]), upload_id


class Slow:
    """A phone that sends most of a film and waits until it is told to send the rest."""

    def __init__(self, client: EvidenceClient, location: str) -> None:
        self._half, self._rest = asyncio.Event(), asyncio.Event()
        self._answer = asyncio.create_task(client.patch(location, 0, self._film()))

    async def until_half(self) -> None:
        await self._half.wait()

    async def finish(self) -> httpx2.Response:
        self._rest.set()
        return await self._answer

    async def _film(self) -> AsyncIterator[bytes]:
        async for piece in in_pieces(FILM[:WHILE]):
            yield piece
        self._half.set()
        await self._rest.wait()
        yield FILM[WHILE:]


async def test_an_upload_that_is_ended_takes_nothing_more(
    client: EvidenceClient, visit: str
) -> None:
    slot = await client.slot(visit, FILM, "video/mp4")
    location = await client.created(slot, len(FILM))
    phone = Slow(client, location)
    await phone.until_half()

    gone = await client.http.delete(location, headers=TUS)
    answer = await phone.finish()

    assert (gone.status_code, answer.status_code) == (204, 499)
    assert await client.state(slot["id"]) == ("EXPECTED", None)
    assert client.files() == {}


async def test_nobody_is_told_that_an_expired_upload_arrived(
    client: EvidenceClient, visit: str
) -> None:
    slot = await client.slot(visit, FILM, "video/mp4")
    phone = Slow(client, await client.created(slot, len(FILM)))
    await phone.until_half()

    client.ask.clock.now += dt.timedelta(days=8)
    await client.jobs.expire()
    answer = await phone.finish()

    assert answer.status_code == 404
    assert await client.state(slot["id"]) == ("EXPECTED", None)
    assert client.files() == {}


async def test_a_client_that_learnt_that_everything_came_need_not_come_again(
    client: EvidenceClient, visit: str
) -> None:
    """The connection broke after the last byte and before the end of the request: a client that
    reads the full length from HEAD has nothing to send."""
    slot = await client.slot(visit, PHOTO)
    location = await client.created(slot, len(PHOTO))
    await client.cut(location, 0, PHOTO)

    assert await client.offset(location) == len(PHOTO)
    client.ask.clock.now += dt.timedelta(minutes=5)
    await client.jobs.finish_left()

    assert await client.state(slot["id"]) == ("RECEIVED", None)


async def test_a_process_that_is_killed_before_its_turn_leaves_the_rest_to_a_job(
    client: EvidenceClient, visit: str
) -> None:
    slot = await client.slot(visit, PHOTO)
    upload_id = upload_of(await client.created(slot, len(PHOTO)))
    await client.store.parts.add(upload_id, 0, PHOTO)
    turns = client.finishing.turns
    for _ in range(AT_ONCE):
        await turns.acquire()

    killed = asyncio.create_task(client.finishing.finish(upload_id))
    await asyncio.wait([killed], timeout=0.3)
    killed.cancel()
    await asyncio.wait([killed])
    for _ in range(AT_ONCE):
        turns.release()
    client.ask.clock.now += dt.timedelta(minutes=5)
    count = await client.jobs.finish_left()

    assert count == 1
    assert await client.state(slot["id"]) == ("RECEIVED", None)


async def test_of_two_that_finish_at_once_both_are_told_the_truth(
    client: EvidenceClient, visit: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    slot = await client.slot(visit, FILM, "video/mp4")
    location = await client.created(slot, len(FILM))
    await client.cut(location, 0, FILM)
    put_together, seen, is_over = Parts.whole, 0, asyncio.Event()

    async def late(self: Parts, upload_id: UUID) -> Any:
        nonlocal seen
        seen += 1
        if seen == 2:
            await is_over.wait()
        return await put_together(self, upload_id)

    monkeypatch.setattr(Parts, "whole", late)
    both = [asyncio.create_task(client.patch(location, len(FILM), b"")) for _ in range(2)]
    await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
    is_over.set()

    assert [(await each).status_code for each in both] == [204, 204]
    assert await client.state(slot["id"]) == ("RECEIVED", None)


async def test_one_file_that_cannot_be_finished_holds_up_no_other(
    client: EvidenceClient, visit: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = dict([await whole(client, visit) for _ in range(3)])
    cursed = set(list(left.values())[:2])
    put_together = Parts.whole

    async def broken(self: Parts, upload_id: UUID) -> Any:
        if upload_id in cursed:
            raise OverflowError
        return await put_together(self, upload_id)

    monkeypatch.setattr(Parts, "whole", broken)
    client.ask.clock.now += dt.timedelta(minutes=5)
    with pytest.raises(OverflowError):
        await client.jobs.finish_left()

    states = {evidence_id: (await client.state(evidence_id))[0] for evidence_id in left}
    assert list(states.values()) == ["EXPECTED", "EXPECTED", "RECEIVED"]


async def test_a_checked_part_goes_on_after_the_store_failed_in_its_middle(
    client: EvidenceClient, visit: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    slot = await client.slot(visit, FILM, "video/mp4")
    location = await client.created(slot, len(FILM))
    add, seen = Parts.add, 0

    async def failing(self: Parts, *given: Any) -> None:
        nonlocal seen
        seen += 1
        if seen == 3:
            raise StoreUnavailable("down")
        await add(self, *given)

    monkeypatch.setattr(Parts, "add", failing)
    failed = await client.patch(location, 0, in_pieces(FILM), **_checksum(FILM))
    offset = await client.offset(location)
    rest = FILM[offset:]
    done = await client.patch(location, offset, in_pieces(rest), **_checksum(rest))

    assert (failed.status_code, done.status_code) == (503, 204)
    assert 0 < offset < len(FILM)
    assert await client.state(slot["id"]) == ("RECEIVED", None)


async def test_nothing_of_an_upload_stays_not_even_its_folder(
    client: EvidenceClient, visit: str
) -> None:
    await client.sent(visit, PHOTO)

    assert not list(client.store.room.parent.glob("parts/*"))


async def test_what_a_killed_process_left_half_made_goes_by_itself(
    client: EvidenceClient, visit: str
) -> None:
    old, young = (client.store.room / f"{name}.whole" for name in ("old", "young"))
    old.write_bytes(FILM)
    young.write_bytes(FILM)
    then = (client.ask.clock.now - dt.timedelta(days=2)).timestamp()
    os.utime(old, (then, then))
    now = client.ask.clock.now.timestamp()
    os.utime(young, (now, now))

    keeping = asyncio.create_task(client.jobs.keep(logs.fault, every=0.01))
    while old.exists():
        assert not keeping.done()
        await asyncio.sleep(0.01)
    keeping.cancel()
    await asyncio.wait([keeping])

    assert list(client.store.room.iterdir()) == [young]


async def test_what_others_left_in_the_folder_stops_no_job(
    client: EvidenceClient, visit: str
) -> None:
    folder = client.store.room.parent
    for name in ("parts/.DS_Store", "sha256/.DS_Store", "incoming/lost+found/x"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(b"x")
    os.utime(folder / "incoming/lost+found", (0, 0))

    found = await client.jobs.differences()
    count = await client.jobs.remove(found)

    assert (found.orphans, found.stray, count) == ([], [], 0)


def _checksum(content: bytes) -> dict[str, str]:
    digest = hashlib.sha1(content, usedforsecurity=False).digest()
    return {"upload-checksum": "sha1 " + base64.b64encode(digest).decode()}
