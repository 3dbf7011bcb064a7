"""The measures of a result, finished one by one; and the credit platform, recorded when it published."""

import asyncio
import datetime as dt
from typing import Any

import pytest

from domain.roles import Role
from persistence.database import Database
from persistence.identifiers import new_key
from persistence.reading import ids
from persistence.tables.publication import FollowUp
from tests.builders import NOW
from tests.client import Client, Clock
from tests.people import (
    GUSU,
    SUZHOU_SPORTS,
    Person,
    fang,
    hua,
    lin,
    mei,
    ou,
    qiao,
    rui,
    su,
    tao,
    yin,
)
from tests.schema.inspections import steps as visits
from tests.schema.publication import steps

SHOWS = """... on FollowUpFinished { followUp { id measure state openedAt finishedOn note
    notifiedAuthority { id } caseReference inspection { id } } }"""
THREE = ["ORDER_CORRECTION", "NOTIFY_OTHER_DEPARTMENT", "TRANSFER_CASE_LEAD"]


def _input(follow_up_id: str, **facts: Any) -> dict[str, Any]:
    return {
        "followUpId": follow_up_id,
        "finishedOn": "2026-11-18",
        "note": "已复核",
        **facts,
    }


@pytest.fixture
async def measured(assigned: str, ask: Client) -> str:
    """A published result with three measures."""
    await visits.file(ask, assigned, measures=THREE)
    await visits.confirm(ask, assigned)
    await visits.audit(ask, assigned)
    return assigned


async def test_approval_opens_the_measures_of_a_result(
    ask: Client, measured: str, database: Database
) -> None:
    assert await steps.measures(database, measured) == dict.fromkeys(THREE, "OPEN")
    question = "query Q($id: ID!) { inspection(id: $id) { followUps { measure state } } }"
    for person in (lin, mei, qiao, hua, su, ou):
        seen = await ask(question, {"id": measured}, by=person)
        assert len(seen["inspection"]["followUps"]) == 3
    assert await ask(question, {"id": measured}, by=yin) == {"inspection": {"followUps": []}}


async def test_nothing_needed_opens_nothing_and_a_rejection_neither(
    ask: Client, assigned: str, database: Database
) -> None:
    await visits.file(ask, assigned, measures=THREE)
    await visits.confirm(ask, assigned)
    await visits.audit(ask, assigned, "REJECTED", "缺照片")
    rejected = await steps.measures(database, assigned)
    clean = visits.a_report(assigned, correctionReason="重录")
    await ask.do("fileInspectionResult", clean, by=mei)
    await visits.sign(ask, assigned)
    await visits.confirm(ask, assigned, version=2)
    await visits.audit(ask, assigned)

    assert rejected == {}
    assert await steps.measures(database, assigned) == {}


async def test_an_officer_finishes_a_measure(
    ask: Client, measured: str, database: Database, clock: Clock
) -> None:
    follow_up_id = await steps.follow_up(database, measured, "ORDER_CORRECTION")
    clock.now = NOW + dt.timedelta(days=3)

    payload = await ask.do(
        "finishFollowUp", _input(follow_up_id, finishedOn="2026-11-20"), SHOWS, by=mei
    )

    assert payload["followUp"] == {
        "id": follow_up_id,
        "measure": "ORDER_CORRECTION",
        "state": "FINISHED",
        "openedAt": "2026-11-18T02:00:00.000000Z",
        "finishedOn": "2026-11-20",
        "note": "已复核",
        "notifiedAuthority": None,
        "caseReference": None,
        "inspection": {"id": measured},
    }
    traces = await visits.traces(database)
    assert ("FollowUp", "OPEN", "finish", "FINISHED") in traces["moves"]
    assert traces["audit"].count("follow_up.finished") == 1


async def test_a_notice_names_its_authority_and_a_transfer_its_reference(
    ask: Client, measured: str, database: Database
) -> None:
    notice = await steps.follow_up(database, measured, "NOTIFY_OTHER_DEPARTMENT")
    transfer = await steps.follow_up(database, measured, "TRANSFER_CASE_LEAD")
    order = await steps.follow_up(database, measured, "ORDER_CORRECTION")
    sports = ids.write("Authority", SUZHOU_SPORTS.id)
    wrong = [
        _input(notice),
        _input(notice, notifiedAuthorityId=ids.write("Authority", new_key())),
        _input(notice, notifiedAuthorityId=sports, caseReference="x"),
        _input(transfer),
        _input(transfer, notifiedAuthorityId=sports),
        _input(order, caseReference="x"),
        _input(order, finishedOn="2026-11-17"),
        _input(order, finishedOn="2026-11-19"),
        _input(order, note=" "),
        _input(order, note="x" * 1_001),
        _input("fup_1"),
    ]

    payloads = [await ask.do("finishFollowUp", each, by=lin) for each in wrong]
    noticed = await ask.do(
        "finishFollowUp", _input(notice, notifiedAuthorityId=sports), SHOWS, by=lin
    )
    transferred = await ask.do(
        "finishFollowUp", _input(transfer, caseReference="苏教案〔2026〕3号"), SHOWS, by=lin
    )

    assert {each["code"] for each in payloads} == {"INVALID_INPUT"}
    assert noticed["followUp"]["notifiedAuthority"] == {"id": sports}
    assert transferred["followUp"]["caseReference"] == "苏教案〔2026〕3号"
    assert await steps.measures(database, measured) == {
        "ORDER_CORRECTION": "OPEN",
        "NOTIFY_OTHER_DEPARTMENT": "FINISHED",
        "TRANSFER_CASE_LEAD": "FINISHED",
    }


async def test_a_measure_is_finished_once(ask: Client, measured: str, database: Database) -> None:
    follow_up_id = await steps.follow_up(database, measured, "ORDER_CORRECTION")

    payloads = await asyncio.gather(
        *(ask.do("finishFollowUp", _input(follow_up_id), by=mei) for _ in range(5))
    )

    assert sorted(each.get("code", "") for each in payloads) == ["", *["FOLLOW_UP_NOT_OPEN"] * 4]


async def test_a_corrected_result_drops_what_it_asks_for_no_more_and_may_ask_again(
    ask: Client, measured: str, database: Database
) -> None:
    order = await steps.follow_up(database, measured, "ORDER_CORRECTION")
    await ask.do("finishFollowUp", _input(order), by=mei)
    await steps.reopen(ask, measured)
    await steps.correct(ask, measured)
    clean = await steps.measures(database, measured)
    await steps.reopen(ask, measured)
    await visits.file(ask, measured, measures=THREE[:2], correctionReason="仍有问题")
    await visits.confirm(ask, measured, version=3)
    await visits.audit(ask, measured)

    assert clean == {
        "ORDER_CORRECTION": "FINISHED",
        "NOTIFY_OTHER_DEPARTMENT": "DROPPED",
        "TRANSFER_CASE_LEAD": "DROPPED",
    }
    assert await steps.measures(database, measured) == {
        "ORDER_CORRECTION": "FINISHED",
        "NOTIFY_OTHER_DEPARTMENT": "OPEN",
        "TRANSFER_CASE_LEAD": "DROPPED",
    }
    moves = (await visits.traces(database))["moves"]
    assert ("FollowUp", "OPEN", "drop", "DROPPED") in moves
    assert ("FollowUp", "DROPPED", "require", "OPEN") in moves


@pytest.mark.parametrize(
    ("person", "code"),
    [
        (tao, "NOT_FOUND"),
        (yin, "NOT_PERMITTED"),
        (qiao, "NOT_PERMITTED"),
        (hua, "NOT_PERMITTED"),
        (su, "NOT_PERMITTED"),
        (fang, "NOT_PERMITTED"),
        (None, "NOT_PERMITTED"),
    ],
)
async def test_others_finish_nothing(
    ask: Client, measured: str, database: Database, person: Person | None, code: str
) -> None:
    follow_up_id = await steps.follow_up(database, measured, "ORDER_CORRECTION")

    payload = await ask.do("finishFollowUp", _input(follow_up_id), by=person)

    assert payload["code"] == code
    assert await steps.measures(database, measured) == dict.fromkeys(THREE, "OPEN")


async def test_a_task_manager_who_only_sees_it_finishes_nothing(
    ask: Client, measured: str, database: Database
) -> None:
    await steps.grant(database, su, Role.TASK_MANAGER, GUSU)
    follow_up_id = await steps.follow_up(database, measured, "ORDER_CORRECTION")

    payload = await ask.do("finishFollowUp", _input(follow_up_id), by=su)

    assert payload["code"] == "NOT_PERMITTED"


async def test_the_same_operation_is_answered_again(
    ask: Client, measured: str, database: Database
) -> None:
    follow_up_id = await steps.follow_up(database, measured, "ORDER_CORRECTION")
    given = {**_input(follow_up_id), "operationId": str(new_key())}

    first = await ask.do("finishFollowUp", given, SHOWS, by=mei)
    again = await ask.do("finishFollowUp", given, SHOWS, by=mei)

    assert again == first
    (kept,) = await steps.rows(database, FollowUp)
    assert sum("FINISHED" in row for row in kept) == 1


# The credit platform

RECORDED = """... on OutletPublicationRecorded { publicRecord {
    publications { outlet state publishedAt reference } } }"""


def _recording(public_id: str, **facts: Any) -> dict[str, Any]:
    return {
        "publicRecordId": public_id,
        "publishedAt": "2026-11-18T02:00:00Z",
        "reference": "JS-2026-000123",
        **facts,
    }


async def test_where_the_platform_published_it_is_for_everyone_to_read(
    ask: Client, public_id: str, database: Database
) -> None:
    payload = await ask.do("recordOutletPublication", _recording(public_id), RECORDED, by=qiao)
    question = """query Q($id: ID!) { publicRecord(id: $id) {
        publications { outlet state publishedAt reference } } }"""

    now = "2026-11-18T02:00:00.000000Z"
    expected = [
        {"outlet": "PLATFORM", "state": "PUBLISHED", "publishedAt": now, "reference": None},
        {
            "outlet": "ENTERPRISE_CREDIT",
            "state": "PUBLISHED",
            "publishedAt": now,
            "reference": "JS-2026-000123",
        },
    ]
    assert payload["publicRecord"] == {"publications": expected}
    assert await ask(question, {"id": public_id}) == {"publicRecord": {"publications": expected}}
    moves = (await visits.traces(database))["moves"]
    assert ("Publication", "PENDING", "record", "PUBLISHED") in moves


async def test_each_version_has_its_own_publications(
    ask: Client, public_id: str, confirmed: str
) -> None:
    await ask.do("recordOutletPublication", _recording(public_id), by=qiao)
    await steps.reopen(ask, confirmed)
    second_id = await steps.correct(ask, confirmed)
    question = """query Q($ids: [ID!]!) { nodes(ids: $ids) { ... on PublicRecord {
        publications { state } } } }"""

    seen = await ask(question, {"ids": [public_id, second_id]})

    assert seen["nodes"] == [
        {"publications": [{"state": "PUBLISHED"}, {"state": "PUBLISHED"}]},
        {"publications": [{"state": "PUBLISHED"}, {"state": "PENDING"}]},
    ]


async def test_it_is_recorded_once_and_not_of_what_was_withdrawn_before(
    ask: Client, public_id: str, confirmed: str
) -> None:
    payloads = await asyncio.gather(
        *(ask.do("recordOutletPublication", _recording(public_id), by=qiao) for _ in range(5))
    )
    await steps.reopen(ask, confirmed)
    second_id = await steps.correct(ask, confirmed)
    await ask.do("withdrawResult", {"inspectionId": confirmed, "ground": "WRONG_SUBJECT"}, by=hua)
    gone = await ask.do("recordOutletPublication", _recording(second_id), by=qiao)

    assert sorted(each.get("code", "") for each in payloads) == ["", *["OUTLET_NOT_PENDING"] * 4]
    assert gone["code"] == "OUTLET_NOT_PENDING"


async def test_rubbish_about_an_outlet_is_named(ask: Client, public_id: str) -> None:
    wrong = [
        _recording(public_id, outlet="PLATFORM"),
        _recording(public_id, reference=""),
        _recording(public_id, reference="x" * 301),
        _recording(public_id, publishedAt="2026-11-18T01:59:59Z"),
        _recording(public_id, publishedAt="2026-11-18T02:00:01Z"),
        _recording(visits.INSTITUTION),
    ]

    payloads = [await ask.do("recordOutletPublication", each, by=qiao) for each in wrong]

    assert {each["code"] for each in payloads} == {"INVALID_INPUT"}


@pytest.mark.parametrize("person", [mei, lin, hua, su, ou, yin, fang, rui, None])
async def test_others_record_nothing(
    ask: Client, public_id: str, person: Person | None, database: Database
) -> None:
    if person is rui:
        await steps.grant(database, rui, Role.RESULT_AUDITOR, GUSU)

    payload = await ask.do("recordOutletPublication", _recording(public_id), by=person)

    assert payload["code"] == "NOT_PERMITTED"
    assert ("Publication", "PENDING", "record", "PUBLISHED") not in (await visits.traces(database))[
        "moves"
    ]
