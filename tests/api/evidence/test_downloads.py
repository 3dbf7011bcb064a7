import datetime as dt
import io
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

import httpx2
import pytest
import sqlalchemy as sa
from PIL import Image

from persistence.accounts.table import Account
from persistence.evidence.addresses import Variant
from persistence.reading import ids
from tests import people
from tests.api.evidence import files
from tests.api.evidence.evidence_client import EvidenceClient, code, hashed
from tests.people import Person, fang, gao, jun, mei, ou, qiao, xu
from tests.schema.evidence import evidence_steps

PHOTO = files.jpeg()
SECRETS = (files.LATITUDE, files.CAMERA, files.COMMENT)


async def get(
    client: EvidenceClient, evidence_id: str, variant: str, by: Person | None = None, **headers: str
) -> httpx2.Response:
    token = await client.token(by) if by else {}
    return await client.http.get(f"/evidence/{evidence_id}/{variant}", headers={**token, **headers})


def signed(
    client: EvidenceClient, evidence_id: str, variant: Variant, by: Person | None, **facts: Any
) -> str:
    given = {
        "account_id": by.id if by else None,
        "receipt_digest": None,
        "until": client.ask.clock.now + dt.timedelta(minutes=5),
    }
    key = ids.read("Evidence", evidence_id)
    return client.addresses.download(key, variant, **{**given, **facts})


async def test_an_original_is_a_download_and_nothing_runs_in_it(
    client: EvidenceClient, visit: str
) -> None:
    evidence_id = await client.sent(visit, PHOTO)

    answer = await get(client, evidence_id, "original", mei)

    assert (answer.status_code, answer.content) == (200, PHOTO)
    about = answer.headers
    assert about["content-type"] == "image/jpeg"
    assert about["content-disposition"] == f'attachment; filename="{evidence_id}.jpg"'
    assert about["x-content-type-options"] == "nosniff"
    assert about["content-security-policy"].startswith("default-src 'none'")
    assert "sandbox" in about["content-security-policy"]
    assert about["cache-control"] == "private, no-cache"
    assert about["etag"] == f'"{hashed(PHOTO)}"'


NAMES = {
    "plain": ("走廊 1.JPG", "走廊 1.JPG"),
    "program": ("photo.hta", "photo.hta.jpg"),
    "turned-round": ("photo\u202egpj.exe", "photogpj.exe.jpg"),
    "folder": ("../../.bashrc", "bashrc.jpg"),
    "drive": ("C:\\autoexec.bat", "autoexec.bat.jpg"),
    "quotes": ('a"; filename=b.exe', 'a"; filename=b.exe.jpg'),
}


@pytest.mark.parametrize("name", NAMES)
async def test_a_file_is_saved_as_what_it_is(client: EvidenceClient, visit: str, name: str) -> None:
    given, saved = NAMES[name]
    payload = await evidence_steps.declare(
        client.ask, visit, evidence_steps.slot(PHOTO, fileName=given)
    )
    slot = payload["slots"][0]
    await client.patch(await client.created(slot, len(PHOTO)), 0, PHOTO)

    answer = await get(client, slot["id"], "original", mei)

    assert answer.headers["content-disposition"] == (
        f"attachment; filename=\"{slot['id']}.jpg\"; filename*=UTF-8''{quote(saved, safe='')}"
    )


@pytest.mark.parametrize("variant", ["picture", "thumbnail"])
async def test_a_copy_is_shown_and_tells_nothing(
    client: EvidenceClient, visit: str, variant: str
) -> None:
    evidence_id = await client.sent(visit, PHOTO)

    answer = await get(client, evidence_id, variant, qiao)

    assert answer.status_code == 200
    assert answer.headers["content-type"] == "image/jpeg"
    assert answer.headers["content-disposition"].startswith("inline")
    assert Image.open(io.BytesIO(answer.content)).width
    assert not any(secret in answer.content for secret in SECRETS)


WHOLE = {"status": 200, "range": None}
SPANS: dict[str, tuple[str, int, slice | None]] = {
    "the first": ("bytes=0-0", 206, slice(0, 1)),
    "from the middle": ("bytes=100-199", 206, slice(100, 200)),
    "to the end": ("bytes=100-", 206, slice(100, None)),
    "the last": ("bytes=-10", 206, slice(-10, None)),
    "more than there is": ("bytes=100-999999999", 206, slice(100, None)),
    "behind the end": ("bytes=999999999-", 416, None),
    "the last none": ("bytes=-0", 416, None),
    "backwards": ("bytes=9-3", 416, None),
    "two": ("bytes=0-1,5-6", 200, slice(None)),
    "other units": ("lines=1-2", 200, slice(None)),
    "rubbish": ("bytes=-", 200, slice(None)),
}


@pytest.mark.parametrize("name", SPANS, ids=lambda name: name.replace(" ", "-"))
async def test_a_range_is_served(client: EvidenceClient, visit: str, name: str) -> None:
    header, status, span = SPANS[name]
    evidence_id = await client.sent(visit, PHOTO)

    answer = await get(client, evidence_id, "original", mei, range=header)

    assert answer.status_code == status
    if span is None:
        assert answer.headers["content-range"] == f"bytes */{len(PHOTO)}"
        return
    assert answer.content == PHOTO[span]
    if status == 206:
        start, end, _ = span.indices(len(PHOTO))
        assert answer.headers["content-range"] == f"bytes {start}-{end - 1}/{len(PHOTO)}"


async def test_a_range_of_something_else_is_the_whole(client: EvidenceClient, visit: str) -> None:
    evidence_id = await client.sent(visit, PHOTO)
    about = {"range": "bytes=0-9", "if-range": '"another"'}

    answer = await get(client, evidence_id, "original", mei, **about)

    assert (answer.status_code, answer.content) == (200, PHOTO)


async def test_who_has_it_is_not_sent_it_again(client: EvidenceClient, visit: str) -> None:
    evidence_id = await client.sent(visit, PHOTO)
    about = {"if-none-match": f'"x", W/"{hashed(PHOTO)}"'}

    own = await get(client, evidence_id, "original", mei, **about)
    stranger = await get(client, evidence_id, "original", xu, **about)

    assert (own.status_code, own.content) == (304, b"")
    assert stranger.status_code == 404


async def test_every_download_of_an_original_is_on_record(
    client: EvidenceClient, visit: str
) -> None:
    evidence_id = await client.sent(visit, PHOTO)

    await get(client, evidence_id, "original", mei)
    await get(client, evidence_id, "original", qiao, range="bytes=0-99")
    await get(client, evidence_id, "picture", jun)
    await client.http.head(f"/evidence/{evidence_id}/original", headers=await client.token(mei))
    await get(client, evidence_id, "original", xu)

    events = await evidence_steps.events(client.ask, "evidence.original_downloaded")
    assert [(event.actor_id, event.subject_id) for event in events] == [
        (mei.id, evidence_steps.key(evidence_id)),
        (qiao.id, evidence_steps.key(evidence_id)),
    ]


async def test_an_address_carries_its_right_for_a_while(client: EvidenceClient, visit: str) -> None:
    evidence_id = await client.sent(visit, PHOTO)
    address = signed(client, evidence_id, "original", mei)

    in_time = await client.http.get(address)
    as_another = await client.http.get(address.replace("original", "picture"))
    other_evidence = await client.sent(visit, files.jpeg(seed=9))
    elsewhere = await client.http.get(address.replace(evidence_id, other_evidence))
    broken = await client.http.get(address[:-6] + "AAAAAA")
    client.ask.clock.now += dt.timedelta(minutes=11)
    late = await client.http.get(address)

    assert in_time.content == PHOTO
    for answer in (as_another, elsewhere, broken, late):
        assert (answer.status_code, code(answer)) == (403, "ADDRESS_UNUSABLE")


def test_an_address_names_nobody_and_stays_the_same_for_five_minutes(
    client: EvidenceClient,
) -> None:
    evidence_id = ids.write("Evidence", people.key(9))
    start = dt.datetime(2026, 11, 18, 2, 0, 1, tzinfo=dt.UTC)
    moments = (start, start + dt.timedelta(minutes=4), start + dt.timedelta(minutes=5))

    addresses = [signed(client, evidence_id, "picture", fang, until=at) for at in moments]

    assert addresses[0] == addresses[1] != addresses[2]
    assert str(fang.id) not in addresses[0]
    assert signed(client, evidence_id, "picture", gao, until=start) != addresses[0]


async def test_a_right_that_was_lost_ends_the_address(client: EvidenceClient, visit: str) -> None:
    evidence_id = await client.sent(visit, PHOTO)
    address = signed(client, evidence_id, "original", mei)
    before = await client.http.get(address)

    async with client.ask.database.writing() as session:
        gone = (
            sa.update(Account).where(Account.id == mei.id).values(disabled_at=client.ask.clock.now)
        )
        await session.execute(gone)
    after = await client.http.get(address)

    assert (before.status_code, after.status_code) == (200, 404)


SEEN_AT_THE_VISIT: Mapping[str, tuple[Person | None, bool, bool]] = {
    # Who: sees the copy, sees the original.
    "mei, who took it": (mei, True, True),
    "jun, who was there": (jun, True, True),
    "qiao, who audits": (qiao, True, True),
    "ou, who oversees": (ou, True, True),
    "xu, far away": (xu, False, False),
    "fang, a parent": (fang, False, False),
    "nobody": (None, False, False),
}


@pytest.mark.parametrize("name", SEEN_AT_THE_VISIT, ids=lambda name: name.replace(" ", "-"))
async def test_who_sees_what_of_a_visit(client: EvidenceClient, visit: str, name: str) -> None:
    person, sees_copy, sees_original = SEEN_AT_THE_VISIT[name]
    evidence_id = await client.sent(visit, PHOTO)

    copy = await get(client, evidence_id, "picture", person)
    original = await get(client, evidence_id, "original", person)

    assert copy.status_code == (200 if sees_copy else 404)
    assert original.status_code == (200 if sees_original else 404)


@pytest.fixture(params=["visit", "complaint"])
def matter(request: pytest.FixtureRequest) -> tuple[str, str]:
    """What evidence is about, and its id."""
    return request.param, request.getfixturevalue(request.param)


async def test_the_position_reaches_nobody_but_those_who_may_see_the_original(
    client: EvidenceClient, matter: tuple[str, str]
) -> None:
    """Every role, every address, every byte that is answered."""
    about, owner = matter
    by = mei if about == "visit" else fang
    evidence_id = await client.sent(owner, PHOTO, by=by)
    film = await client.sent(owner, files.mp4(b"\xa9xyz" + files.LATITUDE), "video/mp4", by=by)
    informed: set[str] = set()

    for person in (*people.PEOPLE, None):
        token = await client.token(person) if person else {}
        for each in (evidence_id, film):
            for variant in ("picture", "thumbnail", "original"):
                for answer in (
                    await client.http.get(f"/evidence/{each}/{variant}", headers=token),
                    await client.http.get(signed(client, each, variant, person)),
                ):
                    whole = answer.content + str(answer.headers).encode()
                    if any(secret in whole for secret in SECRETS):
                        assert variant == "original"
                        informed.add(person.login if person else "nobody")

    assert informed == MAY_SEE_ORIGINALS[about]


MAY_SEE_ORIGINALS = {
    "visit": {"mei", "jun", "qiao", "ou"},
    "complaint": {"bai", "ou"},
}
