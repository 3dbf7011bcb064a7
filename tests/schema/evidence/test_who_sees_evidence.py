"""Who sees evidence, whom its addresses are for, and who gets at the file as it was captured."""

import datetime as dt
import re
from typing import Any

import pytest
import sqlalchemy as sa

from domain.refusals import NotFound
from persistence.complaints.table import Complaint
from persistence.engine.keys import Keys
from persistence.evidence import downloads
from persistence.evidence.addresses import Addresses, AddressInvalid, Bearer
from persistence.inspections.table import InspectionAssignment
from tests.client import Client
from tests.factories import NOW
from tests.people import PEOPLE, Person, bai, chen, fang, gao, hua, jun, lin, mei, ou, qiao, su, yin
from tests.schema.complaints.complaint_steps import REPORT, raised
from tests.schema.evidence import evidence_steps
from tests.schema.inspections import steps

URLS = "url thumbnailUrl originalUrl"
OF_THE_VISIT = {mei, jun, qiao, ou}
LOOKING_ON = {lin, hua, su, yin}


async def _visible(
    ask: Client, evidence_id: str, person: Person | None
) -> downloads.Visible | None:
    actor = await ask.actor(person)
    async with ask.database.writing() as session:
        try:
            return await downloads.visible_evidence(session, actor, evidence_steps.key(evidence_id))
        except NotFound:
            return None


async def test_of_an_inspection_officers_auditor_and_oversight_get_the_original(
    ask: Client, visit: str
) -> None:
    evidence_id = await evidence_steps.arrived(ask, visit)

    for person in (None, *PEOPLE):
        found = await evidence_steps.node(ask, evidence_id, URLS, by=person)
        served = await _visible(ask, evidence_id, person)

        name = person.login if person else "visitor"
        assert (found is not None) == (person in OF_THE_VISIT | LOOKING_ON), name
        assert (served is not None) == (found is not None), name
        if found is not None and served is not None:
            assert (found["originalUrl"] is not None) == (person in OF_THE_VISIT), name
            assert served.may_see_original == (person in OF_THE_VISIT), name
            assert found["url"]
            assert found["thumbnailUrl"]


async def test_a_place_is_shown_to_who_gets_the_original_and_to_nobody_else(
    ask: Client, visit: str
) -> None:
    place = {**evidence_steps.PLACE, "latitude": 31.2987654, "longitude": 120.5876543}
    evidence_id = await evidence_steps.arrived(ask, visit, position=place)
    everything = """id ownerId capturedAt capturedBy { name } position { latitude longitude
        wgs84Latitude wgs84Longitude } seal verdict verdictEn url thumbnailUrl originalUrl"""

    for person in (None, *PEOPLE):
        found = await evidence_steps.node(ask, evidence_id, everything, by=person)

        is_there = any(digits in str(found) for digits in ("31.29", "120.58"))
        assert is_there == (person in OF_THE_VISIT), person


async def test_of_a_complaint_only_intake_and_oversight_do(ask: Client, complaint: str) -> None:
    evidence_id = await evidence_steps.arrived(ask, complaint, by=fang)
    async with ask.database.writing() as session:
        await session.execute(sa.update(Complaint).values(handler_id=chen.id))
    sees = {fang, bai, chen, su, ou}

    for person in (None, *PEOPLE):
        found = await evidence_steps.node(ask, evidence_id, URLS, by=person)
        served = await _visible(ask, evidence_id, person)

        name = person.login if person else "visitor"
        assert (found is not None) == (person in sees), name
        assert (served is not None) == (found is not None), name
        if found is not None and served is not None:
            assert (found["originalUrl"] is not None) == (person in {bai, ou}), name
            assert served.may_see_original == (person in {bai, ou}), name


async def test_of_a_complaint_on_conduct_intake_gets_neither(ask: Client, complaint: str) -> None:
    evidence_id = await evidence_steps.arrived(ask, complaint, by=fang)
    async with ask.database.writing() as session:
        await session.execute(sa.update(Complaint).values(category="INSPECTOR_CONDUCT"))

    assert await _visible(ask, evidence_id, bai) is None
    assert await _visible(ask, evidence_id, chen) is None
    overseen = await _visible(ask, evidence_id, ou)
    assert overseen is not None
    assert overseen.may_see_original


async def test_an_officer_taken_off_the_visit_is_out_at_once(ask: Client, visit: str) -> None:
    evidence_id = await evidence_steps.arrived(ask, visit)
    async with ask.database.writing() as session:
        await session.execute(
            sa.update(InspectionAssignment)
            .where(InspectionAssignment.officer_id == jun.officer_id)
            .values(replaced_at=NOW, replacement_reason="ILLNESS")
        )

    assert await _visible(ask, evidence_id, jun) is None
    assert await evidence_steps.node(ask, evidence_id, URLS, by=jun) is None


async def test_the_institution_sees_it_after_notice_only(ask: Client, world: None) -> None:
    unnoticed = await steps.assign(ask, noticeMode="ON_ARRIVAL")
    evidence_id = await evidence_steps.arrived(ask, unnoticed)

    assert await _visible(ask, evidence_id, yin) is None


async def test_an_address_is_for_the_one_who_asks(ask: Client, visit: str, keys: Keys) -> None:
    evidence_id = await evidence_steps.arrived(ask, visit)
    addresses = Addresses(keys)

    of_mei = await evidence_steps.node(ask, evidence_id, URLS, by=mei)
    of_lin = await evidence_steps.node(ask, evidence_id, URLS, by=lin)

    for variant, url in zip(("picture", "thumbnail", "original"), of_mei.values(), strict=True):
        signature = _signature(url, evidence_id, variant)
        bearer = addresses.bearer(evidence_steps.key(evidence_id), variant, signature, now=NOW)  # type: ignore[arg-type]  # one of the three
        assert bearer == Bearer(mei.id, None)
        assert str(mei.id) not in url
        assert mei.id.hex not in url
        late = NOW + dt.timedelta(minutes=20, seconds=1)
        with pytest.raises(AddressInvalid):
            addresses.bearer(evidence_steps.key(evidence_id), variant, signature, now=late)  # type: ignore[arg-type]  # as above
    assert of_lin["url"] != of_mei["url"]


async def test_asked_again_soon_it_is_the_same(ask: Client, visit: str) -> None:
    evidence_id = await evidence_steps.arrived(ask, visit)

    now = await evidence_steps.node(ask, evidence_id, URLS)
    ask.clock.now = NOW + dt.timedelta(minutes=6)
    later = await evidence_steps.node(ask, evidence_id, URLS)

    ask.clock.now = NOW
    assert await evidence_steps.node(ask, evidence_id, URLS) == now
    assert now["url"] != later["url"]


@pytest.mark.parametrize("person", [None, gao, bai], ids=lambda p: p.login if p else "visitor")
async def test_for_the_holder_of_a_receipt_it_needs_no_account(
    ask: Client, world: None, keys: Keys, person: Person | None
) -> None:
    payload = await raised(ask, REPORT, by=None)
    receipt = payload["receipt"]
    evidence_id = await evidence_steps.arrived(
        ask, payload["complaint"]["id"], by=None, declaring={"receipt": receipt}
    )
    document = f"""query Q($receipt: String!) {{ complaintByReceipt(receipt: $receipt) {{
        evidence {{ items {{ {URLS} }} }} }} }}"""

    data = await ask(document, {"receipt": receipt}, by=person)

    (item,) = data["complaintByReceipt"]["evidence"]["items"]
    signature = _signature(item["url"], evidence_id, "picture")
    bearer = Addresses(keys).bearer(evidence_steps.key(evidence_id), "picture", signature, now=NOW)
    assert bearer == Bearer(None, keys.receipt_digest(receipt))
    assert (item["originalUrl"] is not None) == (person is bai)


async def test_papers_have_no_copy(ask: Client, visit: str) -> None:
    evidence_id = await evidence_steps.arrived(ask, visit, evidence_steps.PAPER)

    of_officer = await evidence_steps.node(ask, evidence_id, URLS, by=mei)
    of_manager = await evidence_steps.node(ask, evidence_id, URLS, by=lin)

    assert (of_officer["url"], of_officer["thumbnailUrl"]) == (None, None)
    assert of_officer["originalUrl"]
    assert set(of_manager.values()) == {None}


async def test_nothing_of_a_complaint_s_evidence_shows_where_it_was_taken(
    ask: Client, complaint: str
) -> None:
    evidence_id = await evidence_steps.arrived(ask, complaint, by=fang)
    fields = "position { latitude } fileName capturedBy { name }"

    for person in (fang, bai, chen, ou):
        found = await evidence_steps.node(ask, evidence_id, fields, by=person)
        assert found in (None, {"position": None, "fileName": None, "capturedBy": None})


# Stuck


STUCK = """query Q($filter: EvidenceFilter) { stuckEvidence(first: 9, filter: $filter) {
    totalCount nodes { id ownerId ownerKind } } }"""


async def _stuck(ask: Client, person: Person | None, **only: Any) -> set[str]:
    page = (await ask(STUCK, {"filter": only}, by=person))["stuckEvidence"]
    assert page["totalCount"] == len(page["nodes"])
    return {each["id"] for each in page["nodes"]}


async def test_what_is_missing_for_a_day_is_listed_for_owner_and_office(
    ask: Client, visit: str, complaint: str
) -> None:
    # Whether evidence is late is judged by the database's clock.
    now: dt.datetime = await ask.database.value("select now()")
    ask.clock.now = now - dt.timedelta(hours=24, minutes=1)
    old, gone, there = await evidence_steps.declared(
        ask, visit, evidence_steps.slot(), evidence_steps.slot(), evidence_steps.slot()
    )
    (of_fang,) = await evidence_steps.declared(ask, complaint, by=fang)
    await evidence_steps.arrive(ask, there)
    await ask.do("withdrawEvidence", {"evidenceId": gone, "reason": "误传"}, by=mei)
    ask.clock.now = now - dt.timedelta(hours=23, minutes=59)
    await evidence_steps.declared(ask, visit)

    seen = {
        person.login if person else "visitor": await _stuck(ask, person)
        for person in (None, mei, jun, lin, qiao, su, ou, bai, fang, gao)
    }

    assert seen == {
        "visitor": set(),
        "mei": {old},
        "jun": {old},
        "lin": {old},
        "qiao": {old},
        "su": {old, of_fang},
        "ou": {old, of_fang},
        "bai": {of_fang},
        "fang": {of_fang},
        "gao": set(),
    }
    assert await _stuck(ask, ou, ownerKind="COMPLAINT") == {of_fang}
    assert await _stuck(ask, ou, kind="VIDEO") == set()
    document = "query Q($id: ID!) { inspection(id: $id) { evidence { state } } }"
    data = await ask(document, {"id": visit}, by=lin)
    assert data["inspection"]["evidence"]["state"] == "STUCK"


def _signature(url: str, evidence_id: str, variant: str) -> str:
    found = re.fullmatch(rf"/evidence/{evidence_id}/{variant}\?signature=([\w-]+)", url)
    assert found is not None, url
    return found[1]
