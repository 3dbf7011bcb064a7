"""Blobs: bytes under their own hash, written once, shared by all who have the same bytes."""

import datetime as dt
import hashlib
import re
import secrets
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Literal

from persistence.storage.objects import Bucket, Folder, Objects, new_file
from persistence.storage.parts import Parts

Verdict = Literal["INTACT", "SWAPPED", "MISSING"]
ROOT = "sha256"
_HASH = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class StoredBlob:
    """A blob that is in the store, whether or not anything names it."""

    sha256: bytes
    size: int
    written_at: dt.datetime


class Store:
    """The blobs, and beside them the parts of uploads that are not finished."""

    def __init__(self, place: Folder | Bucket, room: Path) -> None:
        self.objects = Objects(place, room)
        self.parts = Parts(self.objects)

    def prepare(self) -> None:
        """Make the folders it needs. Raises StoreUnusable."""
        self.objects.prepare()

    @property
    def room(self) -> Path:
        """A private local folder for what is on its way."""
        return self.objects.room

    async def reach(self) -> None:
        """Raises StoreUnavailable where nothing can be kept now."""
        await self.objects.reach()

    async def keep(self, sha256: bytes, path: Path) -> None:
        """Take the file of `room` in, whose hash was reckoned from what is in it. It is gone then.

        What is there already under this hash is never written over, unless it is found not to be
        those bytes: cut off by a loss of power, or swapped. So the answer that the file has arrived
        intact is always true.
        """
        size = (await self.objects.run(path.stat)).st_size
        if await self.verdict(sha256, size) == "INTACT":
            await self.objects.run(path.unlink)
        else:
            await self.objects.take_in(path, _key(sha256))

    async def keep_bytes(self, data: bytes) -> bytes:
        """Take these few bytes in; the answer is their hash."""
        sha256 = hashlib.sha256(data).digest()
        path = self.room / f"{secrets.token_hex(16)}.bytes"

        def write() -> None:
            with new_file(path) as file:
                file.write(data)

        await self.objects.run(write)
        await self.keep(sha256, path)
        return sha256

    async def size(self, sha256: bytes) -> int | None:
        return await self.objects.size(_key(sha256))

    def stream(self, sha256: bytes, start: int, end: int) -> AsyncIterator[bytes]:
        """The bytes from `start` until before `end`. Raises FileNotFoundError."""
        return self.objects.stream(_key(sha256), start, end)

    async def verdict(self, sha256: bytes, size: int) -> Verdict:
        """Whether what is there now is what came then: read whole and hashed again."""
        found = await self.size(sha256)
        if found is None:
            return "MISSING"
        if found != size:
            return "SWAPPED"
        digest = hashlib.sha256()
        try:
            async for piece in self.stream(sha256, 0, found):
                await self.objects.run(partial(digest.update, piece))
        except FileNotFoundError:
            return "MISSING"
        return "INTACT" if digest.digest() == sha256 else "SWAPPED"

    async def kept(self) -> list[StoredBlob]:
        """Every blob that is in the store."""
        return [
            StoredBlob(bytes.fromhex(name), each.size, each.written_at)
            for each in await self.objects.listed(ROOT)
            if _HASH.fullmatch(name := each.key.rpartition("/")[2])
        ]

    async def remove(self, sha256: bytes) -> None:
        await self.objects.remove([_key(sha256)])

    def sweep(self, *, before: dt.datetime) -> int:
        """Remove files that processes left in `room` when they were killed; how many."""
        count = 0
        for path in self.room.iterdir():
            # Files come and go here while others work.
            with suppress(FileNotFoundError):
                if path.is_file() and path.stat().st_mtime < before.timestamp():
                    path.unlink()
                    count += 1
        return count

    def close(self) -> None:
        self.objects.close()


def _key(sha256: bytes) -> str:
    name = sha256.hex()
    return f"{ROOT}/{name[:2]}/{name[2:4]}/{name}"
