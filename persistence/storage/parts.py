"""Parts of uploads that are not finished: what of an upload has arrived, in whichever process."""

import asyncio
import datetime as dt
import hashlib
import re
import secrets
from collections.abc import AsyncIterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from uuid import UUID

from persistence.storage.objects import PIECE, AlreadyThere, Objects, new_file

PART = PIECE
"""Bytes after which a part is written: as much as a killed process can lose of an upload."""
_AT_ONCE = 4
ROOT = "parts"
_UPLOAD = re.compile(rf"{ROOT}/([0-9a-f]{{32}})/")


class Overtaken(Exception):
    """Another request wrote at this offset first."""


@dataclass(frozen=True, slots=True)
class UploadPart:
    offset: int
    size: int
    key: str


@dataclass(frozen=True, slots=True)
class Whole:
    """An upload as one private file."""

    path: Path
    sha256: bytes
    size: int


class Parts:
    """Parts are written once, under their offsets: of two that write at the same place one wins.

    So nothing is locked, and nothing stays locked when a process is killed.
    """

    def __init__(self, objects: Objects) -> None:
        self._objects = objects

    async def arrived(self, upload_id: UUID) -> list[UploadPart]:
        """The parts from the beginning to the first gap, in order."""
        prefix = _prefix(upload_id)
        found = {
            int(name): UploadPart(int(name), each.size, each.key)
            for each in await self._objects.listed(prefix)
            if (name := each.key.rpartition(f"{prefix}/")[2]).isdigit()
        }
        parts: list[UploadPart] = []
        offset = 0
        while (part := found.get(offset)) is not None and part.size:
            parts.append(part)
            offset += part.size
        return parts

    async def add(self, upload_id: UUID, offset: int, data: bytes | bytearray) -> None:
        """Raises Overtaken."""
        try:
            await self._objects.create(f"{_prefix(upload_id)}/{offset:016d}", data)
        except AlreadyThere:
            raise Overtaken from None

    def staging(self, upload_id: UUID) -> "StagedParts":
        return StagedParts(self._objects, self, upload_id)

    async def whole(self, upload_id: UUID) -> Whole:
        """Put what arrived together in a private file of the store's room, hashing what is written."""
        parts = await self.arrived(upload_id)
        path = self._objects.room / f"{secrets.token_hex(16)}.whole"
        digest, size = hashlib.sha256(), 0
        try:
            with await self._objects.run(partial(new_file, path)) as file:

                def write(pieces: list[bytes]) -> int:
                    for piece in pieces:
                        digest.update(piece)
                        file.write(piece)
                    return sum(map(len, pieces))

                for start in range(0, len(parts), _AT_ONCE):
                    keys = [part.key for part in parts[start : start + _AT_ONCE]]
                    pieces = await asyncio.gather(*map(self._objects.read, keys))
                    size += await self._objects.run(partial(write, pieces))
        except BaseException:
            path.unlink(missing_ok=True)
            raise
        return Whole(path, digest.digest(), size)

    async def keep(self, upload_id: UUID, path: Path) -> None:
        """Cut a file of the store's room into parts, as if it had been uploaded."""
        with await self._objects.run(lambda: open(path, "rb")) as file:
            offset = 0
            while data := await self._objects.run(partial(file.read, PART)):
                await self.add(upload_id, offset, data)
                offset += len(data)

    async def stream(self, parts: list[UploadPart]) -> AsyncIterator[bytes]:
        for part in parts:
            yield await self._objects.read(part.key)

    async def uploads(self) -> dict[UUID, dt.datetime]:
        """Every upload of which something is there, and when the last of it came."""
        found: dict[UUID, dt.datetime] = {}
        for each in await self._objects.listed(ROOT):
            if (name := _UPLOAD.match(each.key)) is None:
                # Written by another program, such as a file browser.
                continue
            upload_id = UUID(name[1])
            found[upload_id] = max(each.written_at, found.get(upload_id, each.written_at))
        return found

    async def drop(self, upload_id: UUID) -> None:
        """Forget everything that came of an upload."""
        found = await self._objects.listed(_prefix(upload_id))
        await self._objects.remove([each.key for each in found])


class StagedParts:
    """Parts that count only once the checksum of them all was found right."""

    def __init__(self, objects: Objects, parts: Parts, upload_id: UUID) -> None:
        self._objects, self._parts, self._upload_id = objects, parts, upload_id
        self._folder = f"{_prefix(upload_id)}/staged/{secrets.token_hex(8)}"
        self._held: list[int] = []

    async def add(self, offset: int, data: bytes | bytearray) -> None:
        await self._objects.create(self._key(offset), data)
        self._held.append(offset)

    async def accept(self) -> None:
        """Let them count, in order: where this breaks off, what counts by then was checked, and no
        part is left behind a gap, where it would block a client that sends it again.

        Raises Overtaken.
        """
        for offset in self._held:
            await self._parts.add(
                self._upload_id, offset, await self._objects.read(self._key(offset))
            )
        await self.drop()

    async def drop(self) -> None:
        await self._objects.remove([self._key(offset) for offset in self._held])
        self._held.clear()

    def _key(self, offset: int) -> str:
        return f"{self._folder}/{offset:016d}"


def _prefix(upload_id: UUID) -> str:
    return f"{ROOT}/{upload_id.hex}"
