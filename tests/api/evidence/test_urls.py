"""The URLs that GraphQL answers are those under which files are served, to the person who asked."""

import datetime as dt
from typing import Any

import pytest
import sqlalchemy as sa

from persistence.inspections.table import InspectionAssignment
from tests import people
from tests.api.evidence import files
from tests.api.evidence.evidence_client import OCTETS, EvidenceClient
from tests.people import Person, bai, fang, gao, jun, mei, qiao
from tests.schema.complaints.complaint_steps import REPORT, raised
from tests.schema.evidence import evidence_steps
from tests.schema.inspections import steps

PHOTO = files.jpeg()
URLS = "url thumbnailUrl originalUrl"


async def _disclosed_urls(
    client: EvidenceClient, evidence_id: str, person: Person | None
) -> dict[str, str]:
    """What the person is told, addresses that are null left out."""
    found: dict[str, Any] = (
        await evidence_steps.node(client.ask, evidence_id, URLS, by=person) or {}
    )
    return {name: url for name, url in found.items() if url is not None}


@pytest.fixture(params=["visit", "complaint"])
def matter(request: pytest.FixtureRequest) -> tuple[str, Person]:
    """What evidence is about, and who gives it."""
    return request.getfixturevalue(request.param), mei if request.param == "visit" else fang


async def test_what_is_told_opens_and_nothing_else_is_told(
    client: EvidenceClient, matter: tuple[str, Person]
) -> None:
    owner, by = matter
    evidence_id = await client.sent(owner, PHOTO, by=by)

    for person in (*people.PEOPLE, None):
        urls = await _disclosed_urls(client, evidence_id, person)
        for name, url in urls.items():
            answer = await client.http.get(url)

            assert answer.status_code == 200, (person, name)
            assert (answer.content == PHOTO) == (name == "originalUrl")
            assert (files.LATITUDE in answer.content) == (name == "originalUrl")


async def test_an_address_told_yesterday_opens_nothing(client: EvidenceClient, visit: str) -> None:
    evidence_id = await client.sent(visit, PHOTO)
    urls = await _disclosed_urls(client, evidence_id, mei)
    client.ask.clock.now += dt.timedelta(minutes=20, seconds=1)

    assert {(await client.http.get(url)).status_code for url in urls.values()} == {403}


async def test_who_was_taken_off_the_visit_holds_addresses_that_open_nothing(
    client: EvidenceClient, visit: str
) -> None:
    evidence_id = await client.sent(visit, PHOTO)
    urls = await _disclosed_urls(client, evidence_id, jun)
    before = {(await client.http.get(url)).status_code for url in urls.values()}
    async with client.ask.database.writing() as session:
        replaced = {"replaced_at": client.ask.clock.now, "replacement_reason": "ILLNESS"}
        await session.execute(
            sa.update(InspectionAssignment)
            .where(InspectionAssignment.officer_id == jun.officer_id)
            .values(replaced)
        )

    assert before == {200}
    assert {(await client.http.get(url)).status_code for url in urls.values()} == {404}


@pytest.mark.parametrize("person", [None, gao], ids=lambda p: p.login if p else "visitor")
async def test_with_a_receipt_one_declares_sends_and_looks(
    client: EvidenceClient, world: None, person: Person | None
) -> None:
    payload = await raised(client.ask, REPORT, by=gao)
    receipt = payload["receipt"]
    declaration = evidence_steps.slot(PHOTO)
    declared = await evidence_steps.declare(
        client.ask, payload["complaint"]["id"], declaration, by=person, receipt=receipt
    )
    (slot,) = declared["slots"]
    about = {**OCTETS, "upload-length": str(len(PHOTO))}

    sent = await client.http.post(slot["uploadUrl"], content=PHOTO, headers=about)
    document = f"""query Q($receipt: String!) {{ complaintByReceipt(receipt: $receipt) {{
        evidence {{ state items {{ {URLS} }} }} }} }}"""
    found = await client.ask(document, {"receipt": receipt}, by=person)
    (item,) = found["complaintByReceipt"]["evidence"]["items"]
    copy = await client.http.get(item["url"])

    assert sent.status_code == 201
    assert found["complaintByReceipt"]["evidence"]["state"] == "COMPLETE"
    assert (copy.status_code, item["originalUrl"]) == (200, None)
    assert files.LATITUDE not in copy.content
    of_intake = await _disclosed_urls(client, slot["id"], bai)
    assert (await client.http.get(of_intake["originalUrl"])).content == PHOTO


async def test_a_released_picture_is_for_everyone_until_it_is_retracted(
    client: EvidenceClient, visit: str
) -> None:
    evidence_id = await client.sent(visit, PHOTO)
    ask = client.ask
    await steps.file(ask, visit)
    await steps.confirm(ask, visit)
    await steps.audit(ask, visit)
    given = {"evidenceId": evidence_id, "reason": "公开"}
    document = "{ publicInspectionResults(first: 1) { nodes { pictures { url thumbnailUrl } } } }"

    await ask.do("releaseEvidence", given, by=qiao)
    (result,) = (await ask(document))["publicInspectionResults"]["nodes"]
    (picture,) = result["pictures"]
    public = [await client.http.get(url) for url in picture.values()]
    original = await client.http.get(picture["url"].replace("picture", "original"))
    await ask.do("retractEvidence", given, by=qiao)
    closed = [await client.http.get(url) for url in picture.values()]

    assert [answer.status_code for answer in public] == [200, 200]
    assert all(files.LATITUDE not in answer.content for answer in public)
    assert original.status_code in (401, 404)
    assert {answer.status_code for answer in closed} <= {401, 404}
