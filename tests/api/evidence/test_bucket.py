"""Evidence in a bucket: everything over the S3 protocol, with a line that goes dead."""

import dataclasses
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from api.evidence.content.sandbox import Sandbox
from persistence.storage import Store
from tests.api.evidence import files
from tests.api.evidence.evidence_client import EvidenceClient, code, hashed, in_pieces
from tests.client import Client
from tests.people import mei
from tests.persistence.storage import S3, serving

FILM = files.mp4(bytes(range(256)) * 30_000)
PHOTO = files.jpeg()


@pytest.fixture(scope="module")
def s3() -> Iterator[S3]:
    with serving() as s3:
        yield s3


@pytest.fixture
async def store(s3: S3, tmp_path: Path) -> AsyncIterator[Store]:
    store = Store(dataclasses.replace(s3.bucket, prefix=tmp_path.name), tmp_path / "room")
    yield store
    store.close()


@pytest.fixture
async def another_host(ask: Client, s3: S3, tmp_path: Path) -> AsyncIterator[EvidenceClient]:
    store = Store(dataclasses.replace(s3.bucket, prefix=tmp_path.name), tmp_path / "elsewhere")
    yield EvidenceClient(ask, store, Sandbox())
    store.close()


async def test_another_host_goes_on_with_an_upload(
    client: EvidenceClient, another_host: EvidenceClient, visit: str, s3: S3, tmp_path: Path
) -> None:
    slot = await client.slot(visit, FILM, "video/mp4")
    location = await client.created(slot, len(FILM))

    await client.cut(location, 0, FILM[:3_000_000])
    offset = await another_host.offset(location)
    done = await another_host.patch(location, offset, FILM[offset:])
    served = await client.http.get(
        f"/evidence/{slot['id']}/original",
        headers={**await client.token(mei), "range": "bytes=6000000-6000099"},
    )

    assert offset == 3_000_000
    assert done.status_code == 204
    assert served.content == FILM[6_000_000:6_000_100]
    name = hashed(FILM)
    assert {key for key in s3.objects() if key.startswith(tmp_path.name)} == {
        f"{tmp_path.name}/sha256/{name[:2]}/{name[2:4]}/{name}"
    }
    assert list(client.store.room.iterdir()) == list(another_host.store.room.iterdir()) == []


async def test_a_store_that_fails_in_the_middle_costs_no_more_than_a_part(
    client: EvidenceClient, visit: str, s3: S3
) -> None:
    slot = await client.slot(visit, FILM, "video/mp4")
    location = await client.created(slot, len(FILM))

    s3.door.bytes_left = 2_500_000
    failed = await client.patch(location, 0, in_pieces(FILM))
    down = await client.http.get(
        f"/evidence/{slot['id']}/original", headers=await client.token(mei)
    )
    s3.door.bytes_left = None
    offset = await client.offset(location)
    done = await client.patch(location, offset, FILM[offset:])

    assert (failed.status_code, code(failed)) == (503, "STORE_DOWN")
    assert failed.headers["retry-after"] == "5"
    # Nothing has arrived yet: that is no matter of the store.
    assert down.status_code == 404
    assert 1_500_000 < offset < 2_500_000
    assert done.status_code == 204
    assert await client.state(slot["id"]) == ("RECEIVED", None)


async def test_a_store_that_fails_at_the_last_step_is_finished_later(
    client: EvidenceClient, visit: str, s3: S3
) -> None:
    slot = await client.slot(visit, PHOTO)
    location = await client.created(slot, len(PHOTO))
    await client.cut(location, 0, PHOTO[:-1])

    # Enough for the last byte, not for the copies.
    s3.door.bytes_left = 5_000
    failed = await client.patch(location, len(PHOTO) - 1, PHOTO[-1:])
    before = await client.state(slot["id"])
    s3.door.bytes_left = None
    whole = await client.patch(location, len(PHOTO), b"")

    assert (failed.status_code, before) == (503, ("EXPECTED", None))
    assert whole.status_code == 204
    assert await client.state(slot["id"]) == ("RECEIVED", None)


async def test_a_hostile_file_leaves_nothing_in_the_bucket(
    client: EvidenceClient, visit: str, s3: S3, tmp_path: Path
) -> None:
    slot = await client.slot(visit, PHOTO + files.archive())
    location = await client.created(slot, len(PHOTO + files.archive()))

    refused = await client.patch(location, 0, PHOTO + files.archive())

    assert code(refused) == "SEVERAL_TYPES_AT_ONCE"
    assert [key for key in s3.objects() if key.startswith(tmp_path.name)] == []
