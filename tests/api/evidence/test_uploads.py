import asyncio
import base64
import datetime as dt
import hashlib
import os
from collections.abc import AsyncIterator
from uuid import UUID

import pytest

from jobs.uploads import EvidenceJobs
from persistence.evidence import upload_rows
from tests.api.evidence import files
from tests.api.evidence.evidence_client import OCTETS, TUS, EvidenceClient, code, hashed, in_pieces
from tests.people import fang, jun, lin, mei, qiao

PHOTO = files.jpeg()
FILM = files.mp4(os.urandom(1_000_000))


async def test_a_photo_arrives_in_one_request(client: EvidenceClient, visit: str) -> None:
    slot = await client.slot(visit, PHOTO)

    answer = await client.create(slot, len(PHOTO))
    location = answer.headers["location"]
    done = await client.patch(location, 0, PHOTO)

    assert (done.status_code, done.headers["upload-offset"]) == (204, str(len(PHOTO)))
    assert await client.state(slot["id"]) == ("RECEIVED", None)
    name = hashed(PHOTO)
    kept = client.files()
    assert kept.pop(f"sha256/{name[:2]}/{name[2:4]}/{name}") == PHOTO
    # The copy, the thumbnail, and nothing of the upload.
    assert len(kept) == 2
    assert all(path.startswith("sha256/") for path in kept)


async def test_a_small_file_is_created_and_uploaded_at_once(
    client: EvidenceClient, visit: str
) -> None:
    slot = await client.slot(visit, PHOTO)

    answer = await client.http.post(
        slot["uploadUrl"], content=PHOTO, headers={**OCTETS, "upload-length": str(len(PHOTO))}
    )

    assert answer.status_code == 201
    assert answer.headers["upload-offset"] == str(len(PHOTO))
    assert answer.headers["upload-expires"].endswith("GMT")
    assert await client.state(slot["id"]) == ("RECEIVED", None)


async def test_the_protocol_tells_what_it_can(client: EvidenceClient, visit: str) -> None:
    slot = await client.slot(visit, PHOTO)

    answer = await client.http.options(slot["uploadUrl"])

    assert answer.status_code == 204
    assert answer.headers["tus-version"] == "1.0.0"
    assert answer.headers["tus-extension"] == (
        "creation,creation-with-upload,checksum,termination,expiration"
    )
    assert answer.headers["tus-checksum-algorithm"] == "sha1,sha256"


async def test_an_upload_goes_on_where_it_broke_off(client: EvidenceClient, visit: str) -> None:
    slot = await client.slot(visit, FILM, "video/mp4")
    location = await client.created(slot, len(FILM))

    await client.cut(location, 0, FILM[:300_001])
    first = await client.offset(location)
    await client.cut(location, first, FILM[first:777_777])
    second = await client.offset(location)
    done = await client.patch(location, second, FILM[second:])

    assert (first, second) == (300_001, 777_777)
    assert done.status_code == 204
    assert await client.state(slot["id"]) == ("RECEIVED", None)
    assert await client.offset(location) == len(FILM)


async def test_a_connection_that_lingers_gives_way_to_the_next(
    client: EvidenceClient, visit: str
) -> None:
    """The signal is gone without a word: the old request waits for bytes that never come."""
    slot = await client.slot(visit, FILM, "video/mp4")
    location = await client.created(slot, len(FILM))
    is_sent = asyncio.Event()

    async def stuck() -> AsyncIterator[bytes]:
        async for piece in in_pieces(FILM[:700_000]):
            yield piece
        is_sent.set()
        await asyncio.Event().wait()

    lingering = asyncio.create_task(client.patch(location, 0, stuck()))
    await is_sent.wait()
    offset = await client.offset(location)
    done = await client.patch(location, offset, FILM[offset:])
    old = await lingering

    assert offset == 700_000
    assert (done.status_code, old.status_code) == (204, 499)
    assert await client.state(slot["id"]) == ("RECEIVED", None)


async def test_a_client_that_lost_the_address_is_led_back_to_the_upload(
    client: EvidenceClient, visit: str
) -> None:
    slot = await client.slot(visit, FILM, "video/mp4")
    location = await client.created(slot, len(FILM))
    await client.patch(location, 0, FILM[:400_000])

    again = await client.create(slot, len(FILM))
    with_body = await client.http.post(
        slot["uploadUrl"], content=FILM, headers={**OCTETS, "upload-length": str(len(FILM))}
    )

    assert again.headers["location"] == location
    assert with_body.headers["upload-offset"] == str(len(FILM))
    assert await client.state(slot["id"]) == ("RECEIVED", None)


async def test_two_that_send_at_once_leave_one_file(client: EvidenceClient, visit: str) -> None:
    slot = await client.slot(visit, FILM, "video/mp4")
    location = await client.created(slot, len(FILM))

    answers = await asyncio.gather(
        *(client.patch(location, 0, in_pieces(FILM)) for _ in range(5)), return_exceptions=False
    )
    offset = await client.offset(location)
    if offset < len(FILM):
        await client.patch(location, offset, FILM[offset:])

    assert {answer.status_code for answer in answers} <= {204, 409}
    assert await client.state(slot["id"]) == ("RECEIVED", None)
    assert client.files()[f"sha256/{hashed(FILM)[:2]}/{hashed(FILM)[2:4]}/{hashed(FILM)}"] == FILM


async def test_the_same_bytes_in_two_slots_are_one_file(client: EvidenceClient, visit: str) -> None:
    first = await client.sent(visit, PHOTO)
    before = client.files()

    second = await client.sent(visit, PHOTO)

    assert first != second
    assert client.files() == before
    assert await client.state(second) == ("RECEIVED", None)


async def test_other_bytes_than_declared_are_not_taken_and_may_come_again(
    client: EvidenceClient, visit: str
) -> None:
    slot = await client.slot(visit, PHOTO)
    location = await client.created(slot, len(PHOTO))

    wrong = await client.patch(location, 0, bytes(len(PHOTO)))

    assert (wrong.status_code, code(wrong)) == (422, "BYTES_DIFFER")
    assert await client.state(slot["id"]) == ("EXPECTED", None)
    assert client.files() == {}

    again = await client.created(slot, len(PHOTO))
    right = await client.patch(again, 0, PHOTO)

    assert again != location
    assert right.status_code == 204


async def test_what_has_arrived_is_never_written_again(client: EvidenceClient, visit: str) -> None:
    slot = await client.slot(visit, PHOTO)
    location = await client.created(slot, len(PHOTO))
    await client.patch(location, 0, PHOTO)
    before = client.files()

    answers = [
        await client.create(slot, len(PHOTO)),
        await client.patch(location, 0, PHOTO),
        await client.patch(location, len(PHOTO), b""),
    ]

    assert [answer.status_code for answer in answers] == [410, 410, 410]
    assert {code(answer) for answer in answers} == {"EVIDENCE_NOT_EXPECTED"}
    assert client.files() == before


@pytest.mark.parametrize("algorithm", ["sha1", "sha256"])
async def test_a_checked_part_counts_whole_or_not_at_all(
    client: EvidenceClient, visit: str, algorithm: str
) -> None:
    slot = await client.slot(visit, FILM, "video/mp4")
    location = await client.created(slot, len(FILM))
    half = FILM[:600_000]
    right = base64.b64encode(hashlib.new(algorithm, half).digest()).decode()

    broken = await client.patch(
        location,
        0,
        in_pieces(half[:-1] + bytes([half[-1] ^ 1])),
        **{"upload-checksum": f"{algorithm} {right}"},
    )
    after_broken = await client.offset(location)
    whole = await client.patch(
        location, 0, in_pieces(half), **{"upload-checksum": f"{algorithm} {right}"}
    )
    rest = await client.patch(location, len(half), FILM[len(half) :])

    assert (broken.status_code, code(broken), after_broken) == (460, "CHECKSUM_MISMATCH", 0)
    assert (whole.status_code, whole.headers["upload-offset"]) == (204, "600000")
    assert rest.status_code == 204
    assert not [path for path in client.files() if not path.startswith("sha256/")]


async def test_an_upload_can_be_ended(client: EvidenceClient, visit: str) -> None:
    slot = await client.slot(visit, FILM, "video/mp4")
    location = await client.created(slot, len(FILM))
    await client.patch(location, 0, FILM[:400_000])

    ended = await client.http.delete(location, headers=TUS)

    assert ended.status_code == 204
    assert client.files() == {}
    assert (await client.http.head(location, headers=TUS)).status_code == 404
    assert (await client.patch(location, 0, FILM)).status_code == 404


async def test_methods_hidden_in_a_header_are_seen(client: EvidenceClient, visit: str) -> None:
    slot = await client.slot(visit, PHOTO)
    location = await client.created(slot, len(PHOTO))

    answer = await client.http.post(
        location,
        content=PHOTO,
        headers={**OCTETS, "upload-offset": "0", "x-http-method-override": "PATCH"},
    )

    assert answer.status_code == 204


async def test_an_upload_that_nobody_goes_on_with_expires(
    client: EvidenceClient, visit: str
) -> None:
    slot = await client.slot(visit, FILM, "video/mp4")
    location = await client.created(slot, len(FILM))
    await client.patch(location, 0, FILM[:400_000])

    client.ask.clock.now += dt.timedelta(days=8)
    gone = await client.http.head(location, headers=TUS)
    count = await client.jobs.expire()

    assert gone.status_code == 404
    assert count == 1
    assert client.files() == {}
    assert await client.created(slot, len(FILM)) != location


async def test_what_was_whole_when_its_process_died_is_finished_by_a_job(
    client: EvidenceClient, visit: str
) -> None:
    slot = await client.slot(visit, PHOTO)
    location = await client.created(slot, len(PHOTO))
    upload_id = UUID(location.rpartition("/")[2])
    await client.store.parts.add(upload_id, 0, PHOTO)
    async with client.ask.database.writing() as session:
        await upload_rows.mark_whole(session, upload_id, now=client.ask.clock.now)

    too_early = await client.jobs.finish_left()
    client.ask.clock.now += dt.timedelta(minutes=5)
    in_time = await client.jobs.finish_left()

    assert (too_early, in_time) == (0, 1)
    assert await client.state(slot["id"]) == ("RECEIVED", None)


REFUSED = {
    "no-protocol": ({"tus-resumable": "0.2.2"}, 412, "PROTOCOL_VERSION_UNKNOWN"),
    "no-length": ({"upload-length": ""}, 400, "HEADER_INVALID"),
    "minus": ({"upload-length": "-1"}, 400, "HEADER_INVALID"),
    "huge": ({"upload-length": "9" * 30}, 400, "HEADER_INVALID"),
    "other-size": ({"upload-length": "7"}, 422, "SIZE_DIFFERS"),
}


@pytest.mark.parametrize("name", REFUSED)
async def test_a_wrong_creation_is_refused(client: EvidenceClient, visit: str, name: str) -> None:
    headers, status, expected = REFUSED[name]
    slot = await client.slot(visit, PHOTO)

    answer = await client.create(slot, len(PHOTO), **headers)

    assert (answer.status_code, code(answer)) == (status, expected)
    assert client.files() == {}


async def test_a_wrong_part_is_refused(client: EvidenceClient, visit: str) -> None:
    slot = await client.slot(visit, FILM, "video/mp4")
    location = await client.created(slot, len(FILM))
    checksum = {"upload-checksum": "md5 AAAA"}

    answers = {
        "unknown checksum": await client.patch(location, 0, b"x", **checksum),
        "as a form": await client.patch(location, 0, b"x", **{"content-type": "text/plain"}),
        "beyond": await client.patch(location, 5, b"x"),
        "too much": await client.patch(location, 0, FILM + b"x"),
        "too much, untold": await client.patch(location, 0, in_pieces(FILM + b"x")),
        "no offset": await client.patch(location, 0, b"x", **{"upload-offset": "x"}),
    }

    assert {name: (answer.status_code, code(answer)) for name, answer in answers.items()} == {
        "unknown checksum": (400, "HEADER_INVALID"),
        "as a form": (415, "CONTENT_TYPE_NOT_ACCEPTED"),
        "beyond": (409, "OFFSET_DIFFERS"),
        "too much": (413, "TOO_MANY_BYTES"),
        "too much, untold": (413, "TOO_MANY_BYTES"),
        "no offset": (400, "HEADER_INVALID"),
    }
    assert (await client.http.put(location)).status_code == 405


@pytest.mark.parametrize("value", [b"sha1", b"sha1 \xff", b"\xff\xfe", b"sha1 A"])
async def test_rubbish_for_a_checksum_is_refused(
    client: EvidenceClient, visit: str, value: bytes
) -> None:
    slot = await client.slot(visit, PHOTO)
    location = await client.created(slot, len(PHOTO))
    headers = {**OCTETS, "upload-offset": "0"}
    listed = [(name.encode(), text.encode()) for name, text in headers.items()]

    answer = await client.http.patch(
        location, content=PHOTO, headers=[*listed, (b"upload-checksum", value)]
    )

    assert (answer.status_code, code(answer)) == (400, "HEADER_INVALID")


async def test_only_who_may_fill_the_slot_creates_its_upload(
    client: EvidenceClient, visit: str
) -> None:
    slot = await client.slot(visit, PHOTO)
    bare = {**slot, "uploadUrl": slot["uploadUrl"].partition("?")[0]}
    forged = {**slot, "uploadUrl": bare["uploadUrl"] + "?grant=" + "A" * 43}

    by_nobody = await client.create(bare, len(PHOTO))
    by_forger = await client.create(forged, len(PHOTO))
    by_stale = await client.create(bare, len(PHOTO), authorization="Bearer stale")
    others = [
        await client.create(bare, len(PHOTO), **await client.token(person))
        for person in (lin, qiao, fang)
    ]
    colleague = await client.create(bare, len(PHOTO), **await client.token(jun))
    own = await client.create(bare, len(PHOTO), **await client.token(mei))

    assert (by_nobody.status_code, by_forger.status_code, by_stale.status_code) == (404, 404, 401)
    assert [answer.status_code for answer in others] == [404, 404, 404]
    assert (colleague.status_code, own.status_code) == (201, 201)


@pytest.mark.parametrize(
    "path",
    ["/evidence/evid_x/uploads", "/evidence/insp_{}/uploads", "/evidence/..%2f..%2fetc/uploads"],
    ids=["no-id", "another-type", "path"],
)
async def test_what_is_no_slot_is_not_found(client: EvidenceClient, visit: str, path: str) -> None:
    about = {**TUS, "upload-length": "1"}

    answer = await client.http.post(path.format(visit.partition("_")[2]), headers=about)

    assert answer.status_code == 404


HOSTILE = files.hostile()


@pytest.mark.parametrize(
    "name", [name for name in HOSTILE if HOSTILE[name][1]], ids=lambda name: name.replace(" ", "-")
)
async def test_hostile_files_leave_nothing_behind(
    client: EvidenceClient, visit: str, name: str
) -> None:
    media_type, content, expected = HOSTILE[name]
    slot = await client.slot(visit, content, media_type)
    location = await client.created(slot, len(content))

    answer = await client.patch(location, 0, content)

    assert (answer.status_code, code(answer)) == (422, expected)
    assert await client.state(slot["id"]) == ("REFUSED", expected)
    assert client.files() == {}
    for word in ("Traceback", "/tmp", "Pillow", "PIL", str(client.store.room)):
        assert word not in answer.text
    served = await client.http.get(
        f"/evidence/{slot['id']}/original", headers=await client.token(mei)
    )
    assert served.status_code == 404


async def test_orphans_are_told_first_and_removed_after(client: EvidenceClient, visit: str) -> None:
    await client.sent(visit, PHOTO)
    named = client.files()
    orphan = await client.store.keep_bytes(b"nobody names this")
    slot = await client.slot(visit, FILM, "video/mp4")
    location = await client.created(slot, len(FILM))
    await client.patch(location, 0, FILM[:400_000])
    stray = UUID(int=7)
    await client.store.parts.add(stray, 0, b"left by an upload that is over")

    client.date_files()
    fresh = await client.jobs.differences()
    client.ask.clock.now += dt.timedelta(days=2)
    found = await client.jobs.differences()
    unchanged = client.files()
    removed = await client.jobs.remove(found)

    assert (fresh.orphans, fresh.missing, fresh.stray) == ([], [], [])
    assert [each.sha256 for each in found.orphans] == [orphan]
    assert (found.missing, found.stray) == ([], [stray])
    assert len(unchanged) > len(named) + 2
    assert removed == 1
    left = client.files()
    assert named.items() <= left.items()
    assert {path.split("/")[0] for path in left.keys() - named.keys()} == {"parts"}
    assert await client.offset(location) == 400_000


async def test_a_file_that_a_row_came_to_name_is_no_orphan_any_more(
    client: EvidenceClient, visit: str
) -> None:
    await client.store.keep_bytes(PHOTO)
    client.date_files()
    client.ask.clock.now += dt.timedelta(days=2)
    found = await client.jobs.differences()

    evidence_id = await client.sent(visit, PHOTO)
    removed = await client.jobs.remove(found)

    assert len(found.orphans) == 1
    assert removed == 0
    assert await client.state(evidence_id) == ("RECEIVED", None)
    assert await client.store.verdict(bytes.fromhex(hashed(PHOTO)), len(PHOTO)) == "INTACT"


async def test_a_named_file_that_is_gone_is_told(client: EvidenceClient, visit: str) -> None:
    await client.sent(visit, PHOTO)
    sha256 = bytes.fromhex(hashed(PHOTO))

    await client.store.remove(sha256)
    found = await client.jobs.differences()

    assert found.missing == [sha256]


def test_jobs_run_often_enough_for_phones() -> None:
    assert EvidenceJobs.keep.__kwdefaults__ == {"every": 60.0}
