import asyncio
import dataclasses
import hashlib
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from uuid import UUID

import pytest

from persistence.storage import Bucket, Folder, Overtaken, Store, StoreUnavailable, StoreUnusable
from persistence.storage.parts import PART
from tests.persistence.storage import S3, serving

UPLOAD = UUID("00000000-0000-4000-8000-000000000001")
BYTES = os.urandom(700_000)


def hash_of(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


@pytest.fixture(scope="module")
def s3() -> Iterator[S3]:
    with serving() as s3:
        yield s3


@pytest.fixture(params=["folder", "bucket"])
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Store]:
    """Both kinds promise the same."""
    place: Folder | Bucket = Folder(tmp_path / "证据")
    if request.param == "bucket":
        bucket = request.getfixturevalue("s3").bucket
        place = dataclasses.replace(bucket, prefix=tmp_path.name)
    store = Store(place, tmp_path / "room")
    yield store
    store.close()


async def all_of(store: Store, data: bytes, start: int = 0, end: int | None = None) -> bytes:
    stop = len(data) if end is None else end
    return b"".join([piece async for piece in store.stream(hash_of(data), start, stop)])


async def kept(store: Store, data: bytes) -> bytes:
    """As an upload is kept: in parts, put together, and taken in."""
    for start in range(0, len(data), PART):
        await store.parts.add(UPLOAD, start, data[start : start + PART])
    whole = await store.parts.whole(UPLOAD)
    assert (whole.sha256, whole.size) == (hash_of(data), len(data))
    await store.keep(whole.sha256, whole.path)
    await store.parts.drop(UPLOAD)
    return whole.sha256


async def test_bytes_are_kept_under_their_hash(store: Store) -> None:
    sha256 = await kept(store, BYTES)

    assert await store.size(sha256) == len(BYTES)
    assert await all_of(store, BYTES) == BYTES
    assert await all_of(store, BYTES, 5, 9) == BYTES[5:9]
    assert await all_of(store, BYTES, 9, 9) == b""
    assert await store.verdict(sha256, len(BYTES)) == "INTACT"
    assert [(each.sha256, each.size) for each in await store.kept()] == [(sha256, len(BYTES))]
    assert await store.parts.uploads() == {}
    assert list(store.room.iterdir()) == []


async def test_a_file_larger_than_one_request_is_kept(store: Store) -> None:
    data = os.urandom(1_000_003) * 12

    sha256 = await kept(store, data)

    assert await store.verdict(sha256, len(data)) == "INTACT"


async def test_a_part_is_written_once(store: Store) -> None:
    await store.parts.add(UPLOAD, 0, b"first")

    with pytest.raises(Overtaken):
        await store.parts.add(UPLOAD, 0, b"second, and longer")

    assert [part.size for part in await store.parts.arrived(UPLOAD)] == [5]


async def test_of_ten_that_write_at_once_one_wins(store: Store) -> None:
    writes = (store.parts.add(UPLOAD, 0, bytes([n]) * 1_000) for n in range(10))

    ended = await asyncio.gather(*writes, return_exceptions=True)

    assert sum(each is None for each in ended) == 1
    assert all(each is None or isinstance(each, Overtaken) for each in ended)
    winner = ended.index(None)
    assert (await store.parts.whole(UPLOAD)).sha256 == hash_of(bytes([winner]) * 1_000)


async def test_what_lies_behind_a_gap_has_not_arrived(store: Store) -> None:
    await store.parts.add(UPLOAD, 0, b"abc")
    await store.parts.add(UPLOAD, 4, b"efg")

    before = await store.parts.arrived(UPLOAD)
    await store.parts.add(UPLOAD, 3, b"d")
    after = await store.parts.arrived(UPLOAD)

    assert [part.offset for part in before] == [0]
    assert [part.offset for part in after] == [0, 3, 4]


async def test_staged_parts_count_when_they_are_accepted(store: Store) -> None:
    staging = store.parts.staging(UPLOAD)
    await staging.add(0, b"abc")
    await staging.add(3, b"def")
    before = await store.parts.arrived(UPLOAD)

    await staging.accept()

    assert before == []
    assert [part.size for part in await store.parts.arrived(UPLOAD)] == [3, 3]
    assert (await store.parts.whole(UPLOAD)).sha256 == hash_of(b"abcdef")


async def test_the_same_bytes_again_change_nothing(store: Store) -> None:
    sha256 = await kept(store, BYTES)
    before = await store.kept()

    assert await kept(store, BYTES) == sha256

    assert await store.kept() == before


async def test_what_is_gone_or_changed_is_said(store: Store) -> None:
    data = b"what was here"
    sha256 = await store.keep_bytes(data)
    name = sha256.hex()

    await store.remove(sha256)
    gone = await store.verdict(sha256, len(data))
    await store.objects.create(f"sha256/{name[:2]}/{name[2:4]}/{name}", b"what is now ")
    changed = await store.verdict(sha256, len(data))

    assert (gone, changed) == ("MISSING", "SWAPPED")


async def test_what_is_not_there_is_removed_without_a_word(store: Store) -> None:
    await store.remove(hash_of(b"never seen"))
    await store.parts.drop(UPLOAD)

    assert await store.size(hash_of(b"never seen")) is None
    with pytest.raises(FileNotFoundError):
        await all_of(store, b"never seen")


async def test_a_damaged_file_is_healed_by_the_whole_one(tmp_path: Path) -> None:
    """A loss of power may cut off what the disk had not written yet."""
    store = Store(Folder(tmp_path / "evidence"), tmp_path)
    sha256 = await kept(store, BYTES)
    (path,) = (tmp_path / "evidence/sha256").rglob(sha256.hex())
    os.truncate(path, 1_000)

    before = await store.verdict(sha256, len(BYTES))
    await kept(store, BYTES)

    assert before == "SWAPPED"
    assert await store.verdict(sha256, len(BYTES)) == "INTACT"
    store.close()


async def test_a_swapped_file_of_the_same_size_is_healed_as_well(tmp_path: Path) -> None:
    """A second upload of the same bytes learns that they are kept."""
    store = Store(Folder(tmp_path / "evidence"), tmp_path)
    sha256 = await store.keep_bytes(b"the photo")
    (path,) = (each for each in (tmp_path / "evidence/sha256").rglob("*") if each.is_file())
    path.write_bytes(b"the phony")

    await store.keep_bytes(b"the photo")
    store.close()

    assert path.read_bytes() == b"the photo"
    assert hashlib.sha256(path.read_bytes()).digest() == sha256


async def test_nobody_else_reads_the_folder(tmp_path: Path) -> None:
    store = Store(Folder(tmp_path / "evidence"), tmp_path)

    await kept(store, BYTES)

    assert os.stat(tmp_path / "evidence").st_mode & 0o777 == 0o700
    store.close()


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(StoreUnusable, match="cannot be stored"):
        Store(Folder(tmp_path / "file" / "evidence"), tmp_path).prepare()


async def test_a_wrong_key_is_refused(s3: S3, tmp_path: Path) -> None:
    wrong = dataclasses.replace(s3.bucket, secret_access_key="guessed")
    store = Store(wrong, tmp_path)

    with pytest.raises(StoreUnavailable):
        await store.size(hash_of(BYTES))
    with pytest.raises(StoreUnavailable):
        await store.parts.add(UPLOAD, 0, BYTES)
    store.close()


async def test_a_store_that_fails_in_the_middle_leaves_nothing_half_written(
    s3: S3, tmp_path: Path
) -> None:
    """12 MB go in three parts; the line goes dead in the second, and comes back."""
    data = os.urandom(12_000_000)
    store = Store(dataclasses.replace(s3.bucket, prefix=tmp_path.name), tmp_path / "room")
    path = store.room / "file"
    path.write_bytes(data)

    s3.door.bytes_left = 7_000_000
    with pytest.raises(StoreUnavailable):
        await store.keep(hash_of(data), path)
    during = [key for key in s3.objects() if key.startswith(tmp_path.name)]
    s3.door.bytes_left = None
    after = await store.size(hash_of(data))
    await store.keep(hash_of(data), path)

    assert during == []
    assert after is None
    assert await store.verdict(hash_of(data), len(data)) == "INTACT"
    store.close()


def test_a_process_that_ends_just_after_its_last_write_ends_well(tmp_path: Path) -> None:
    """obstore's coroutines abort the interpreter here, three times in four."""
    program = (
        "import asyncio, pathlib, sys, uuid; from persistence.storage import Folder, Store\n"
        "async def main():\n"
        "    store = Store(Folder(pathlib.Path(sys.argv[1])), pathlib.Path(sys.argv[1]))\n"
        "    await store.parts.add(uuid.UUID(int=1), 0, b'x')\n"
        "    await store.parts.arrived(uuid.UUID(int=1))\n"
        "asyncio.run(main())"
    )
    for n in range(3):
        command = [sys.executable, "-c", program, str(tmp_path / str(n))]
        path = os.pathsep.join(filter(None, sys.path))
        ended = subprocess.run(command, capture_output=True, check=False, env={"PYTHONPATH": path})
        assert (ended.returncode, ended.stderr) == (0, b"")
