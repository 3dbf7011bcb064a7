"""Bytes as they come in: a part after the other goes to the store, and none of them waits here."""

import asyncio
import hashlib
from base64 import b64decode
from collections.abc import AsyncIterator, Coroutine
from dataclasses import dataclass
from uuid import UUID

from starlette.types import Receive

from api.evidence.answers import ChecksumMismatch, HeaderInvalid, OffsetDiffers, TooManyBytes
from persistence.storage import Overtaken, Parts
from persistence.storage.parts import PART

ALGORITHMS = {"sha1": 20, "sha256": 32}
IDLE_SECONDS = 60.0
"""A client that sends nothing for so long has lost its signal."""


class Interrupted(Exception):
    """The client is gone; what had come is kept."""


@dataclass(frozen=True, slots=True)
class Body:
    """The body of a request that may have up to `most` bytes."""

    receive: Receive
    most: int
    idle: float = IDLE_SECONDS

    async def parts(self) -> AsyncIterator[bytearray]:
        """Part after part, and at the end also what came before it broke off.

        Raises TooManyBytes, and Interrupted where the client is gone.
        """
        held, size, more = bytearray(), 0, True
        broken: BaseException | None = None
        while more:
            try:
                async with asyncio.timeout(self.idle):
                    message = await self.receive()
            except (TimeoutError, asyncio.CancelledError) as error:
                broken = error
                break
            if message["type"] == "http.disconnect":
                broken = Interrupted()
                break
            data = message.get("body", b"")
            size += len(data)
            if size > self.most:
                raise TooManyBytes
            held += data
            more = message.get("more_body", False)
            if len(held) >= PART:
                # Handed over as it is, and never touched again: a copy would double the memory.
                yield held
                held = bytearray()
        if held:
            yield held
        if isinstance(broken, TimeoutError):
            raise Interrupted
        if broken is not None:
            raise broken


async def append(body: Body, parts: Parts, upload_id: UUID, offset: int, *, skip: int = 0) -> int:
    """Take the body in from `offset` on; its first `skip` bytes are there already. The answer is
    the offset after it. Raises OffsetDiffers where another request was faster."""
    try:
        async for data in body.parts():
            fresh = data[skip:] if skip else data
            skip -= len(data) - len(fresh)
            if fresh:
                await _to_the_end(parts.add(upload_id, offset, fresh))
                offset += len(fresh)
    except Overtaken:
        raise OffsetDiffers from None
    return offset


async def append_checked(
    body: Body, parts: Parts, upload_id: UUID, offset: int, checksum: str
) -> int:
    """The same for a body of which nothing counts before all of it was checked. Raises
    ChecksumMismatch."""
    algorithm, expected = _checksum(checksum)
    digest = hashlib.new(algorithm, usedforsecurity=False)
    staging = parts.staging(upload_id)
    try:
        async for data in body.parts():
            digest.update(data)
            await staging.add(offset, data)
            offset += len(data)
        if digest.digest() != expected:
            raise ChecksumMismatch
        await _to_the_end(staging.accept())
    except Overtaken:
        raise OffsetDiffers from None
    finally:
        await staging.drop()
    return offset


async def _to_the_end(writing: Coroutine[None, None, None]) -> None:
    """A request told to stop first finishes its current write: the next one relies on it."""
    task = asyncio.ensure_future(writing)
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait([task])
        raise


def _checksum(header: str) -> tuple[str, bytes]:
    algorithm, _, text = header.partition(" ")
    try:
        digest = b64decode(text, validate=True)
    except ValueError:
        # Also for what is not ASCII.
        raise HeaderInvalid from None
    if len(digest) != ALGORITHMS.get(algorithm):
        raise HeaderInvalid
    return algorithm, digest
