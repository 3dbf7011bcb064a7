"""The object store itself: a folder or a bucket, reached through obstore from threads of our own."""

import asyncio
import datetime as dt
import os
import secrets
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, TypeVar

import obstore
from obstore.exceptions import AlreadyExistsError, BaseError
from obstore.store import LocalStore, ObjectStore, S3Store

from persistence.engine.outages import Unavailable

if TYPE_CHECKING:
    from obstore.store import S3Config

Answer = TypeVar("Answer")

PIECE = 256 * 1024
"""Bytes that are held at once of what streams through."""
MULTIPART = 5 * 1024 * 1024
"""S3 takes no smaller part of a multipart upload; two of them are under way at once."""
THREADS = 16
_LISTED_AT_ONCE = 1_000
_NOTHING = "nothing"
"""A prefix below which nothing lies."""
_LOOK_BYTES = 65_536


class StoreUnavailable(Unavailable):
    """The store does not answer, or answers with a fault; the same may go well in a moment."""


class AlreadyThere(Exception):
    """Written once already under this key."""


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder of this machine, or one that all hosts mount."""

    path: Path


@dataclass(frozen=True, slots=True)
class Bucket:
    """A bucket of any store that speaks S3. Without a key, the machine's own role is asked for one."""

    name: str
    prefix: str = ""
    endpoint: str | None = None
    region: str = "us-east-1"
    access_key_id: str | None = None
    secret_access_key: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class StoredObject:
    key: str
    size: int
    written_at: dt.datetime


class StoreUnusable(Exception):
    """The folder of evidence cannot be made or written; the message says why."""


class Objects:
    """Keys and bytes. Every call runs in a thread: obstore's own coroutines end the process with an
    abort when it finishes just after one of them did.

    `room` is a private local folder for files on their way to a bucket. Raises StoreUnavailable for
    whatever the store does wrong, FileNotFoundError for no such key.
    """

    def __init__(self, place: Folder | Bucket, room: Path) -> None:
        self._folder = place.path if isinstance(place, Folder) else None
        # Within the folder, so that a file that is whole only has to be renamed.
        self._room = self._folder / "incoming" if self._folder else room
        self._place = place
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="store")

    def prepare(self) -> None:
        """Make the folders. Raises StoreUnusable."""
        try:
            for path in filter(None, (self._folder, self._room)):
                path.mkdir(mode=0o700, parents=True, exist_ok=True)
                if not os.access(path, os.R_OK | os.W_OK | os.X_OK):
                    raise PermissionError(f"no permission to write to {path}")
        except OSError as error:
            raise StoreUnusable(f"The files of evidence cannot be stored: {error}") from error

    @cached_property
    def room(self) -> Path:
        self.prepare()
        return self._room

    @cached_property
    def _store(self) -> ObjectStore:
        """Opened with the first use: an application that is only built touches no disk."""
        self.prepare()
        if isinstance(self._place, Folder):
            # Each upload has a folder of its own, which would stay when its parts are gone.
            return LocalStore(self._place.path, automatic_cleanup=True)
        return _bucket(self._place)

    async def run(self, work: Callable[[], Answer]) -> Answer:
        """Blocking work, such as hashing, beside the store's own."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, _guarded, work)

    async def reach(self) -> None:
        """A folder is written to, a bucket is asked for a list. Raises StoreUnavailable."""
        await self.run(self._reach)

    async def create(self, key: str, data: bytes | bytearray) -> None:
        """Write these bytes once. Raises AlreadyThere."""
        await self.run(lambda: obstore.put(self._store, key, data, mode="create"))

    async def take_in(self, path: Path, key: str) -> None:
        """Move a file of `room` to its key; on a disk of ours it survives a loss of power."""
        await self.run(lambda: self._take_in(path, key))

    async def size(self, key: str) -> int | None:
        """How many bytes are there, None where nothing is."""
        try:
            return (await self.run(lambda: obstore.head(self._store, key)))["size"]
        except FileNotFoundError:
            return None

    async def read(self, key: str) -> bytes:
        """All of a small object."""
        return await self.run(lambda: bytes(obstore.get(self._store, key).bytes()))

    async def stream(self, key: str, start: int, end: int) -> AsyncIterator[bytes]:
        """The bytes from `start` until before `end`, in pieces."""
        if start == end:
            return
        pieces = await self.run(lambda: self._pieces(key, start, end))
        while (piece := await self.run(lambda: next(pieces, None))) is not None:
            yield piece

    async def listed(self, prefix: str) -> list[StoredObject]:
        """Everything below a prefix that ends where a segment ends; a folder keeps no order."""
        return await self.run(lambda: list(self._listed(prefix)))

    async def remove(self, keys: list[str]) -> None:
        """Remove what is there of these; what is not is no fault."""
        await self.run(lambda: self._remove(keys))

    def close(self) -> None:
        """Wait for what is being written, and let go."""
        self._threads.shutdown(wait=True, cancel_futures=True)

    def _reach(self) -> None:
        if self._folder is None:
            try:
                next(iter(obstore.list(self._store, _NOTHING, chunk_size=1)), None)
            except FileNotFoundError as error:
                raise StoreUnavailable("there is no such bucket") from error
            return
        path = self.room / f"{secrets.token_hex(16)}.look"
        try:
            with new_file(path) as file:
                file.write(bytes(_LOOK_BYTES))
        finally:
            path.unlink(missing_ok=True)

    def _take_in(self, path: Path, key: str) -> None:
        if self._folder is None:
            obstore.put(self._store, key, path, chunk_size=MULTIPART, max_concurrency=2)
            path.unlink()
            return
        _flush(path)
        obstore.rename(self._store, f"{self.room.name}/{path.name}", key)
        place = (self._folder / key).parent
        # The names of the folders above are as new as that of the file.
        while place != self._folder.parent:
            _flush(place)
            place = place.parent

    def _pieces(self, key: str, start: int, end: int) -> Iterator[bytes]:
        found = obstore.get(self._store, key, options={"range": (start, end)})
        return (bytes(piece) for piece in found.stream(min_chunk_size=PIECE))

    def _listed(self, prefix: str) -> Iterator[StoredObject]:
        for chunk in obstore.list(self._store, prefix, chunk_size=_LISTED_AT_ONCE):
            for each in chunk:
                yield StoredObject(each["path"], each["size"], each["last_modified"])

    def _remove(self, keys: list[str]) -> None:
        for start in range(0, len(keys), _LISTED_AT_ONCE):
            batch = keys[start : start + _LISTED_AT_ONCE]
            try:
                obstore.delete(self._store, batch)
            except FileNotFoundError:
                # A folder stops at the first that is gone already.
                for key in batch:
                    self._remove_one(key)

    def _remove_one(self, key: str) -> None:
        with suppress(FileNotFoundError):
            obstore.delete(self._store, key)


def new_file(path: Path) -> BinaryIO:
    """A file to write that was not there before, and that no other user may read."""
    return open(path, "xb", opener=lambda name, flags: os.open(name, flags, 0o600))


def _guarded(work: Callable[[], Answer]) -> Answer:
    try:
        return work()
    except AlreadyExistsError:
        raise AlreadyThere from None
    except FileNotFoundError:
        raise
    except (BaseError, OSError) as error:
        raise StoreUnavailable(type(error).__name__) from error


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _bucket(place: Bucket) -> ObjectStore:
    config: S3Config = {"region": place.region}
    if place.endpoint:
        config["endpoint"] = place.endpoint
    if place.access_key_id and place.secret_access_key:
        config["access_key_id"] = place.access_key_id
        config["secret_access_key"] = place.secret_access_key
    return S3Store(
        place.name,
        prefix=place.prefix or None,
        config=config,
        client_options={
            "allow_http": bool(place.endpoint and place.endpoint.startswith("http://")),
            "timeout": dt.timedelta(seconds=60),
        },
        retry_config={"max_retries": 3, "retry_timeout": dt.timedelta(seconds=30)},
    )
