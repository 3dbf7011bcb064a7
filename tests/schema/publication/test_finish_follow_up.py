"""A measure of a result is finished by an officer or a task manager, once, with what its kind asks for."""

import asyncio
import datetime as dt

import pytest

from domain.roles import Role
from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from persistence.publication.table import FollowUp
from persistence.reading import ids
from tests.client import Client, Clock
from tests.factories import NOW
from tests.people import GUSU, SUZHOU_SPORTS, Person, fang, hua, lin, mei, qiao, su, tao, yin
from tests.schema.inspections import steps as visits
from tests.schema.publication import steps

SHOWS = """... on FollowUpFinished { followUp { id measure state openedAt finishedOn note
    notifiedAuthority { id } caseReference inspection { id } } }"""


async def test_an_officer_finishes_a_measure(
    ask: Client, measured: str, database: Database, clock: Clock
) -> None:
    follow_up_id = await steps.follow_up(database, measured, "ORDER_CORRECTION")
    clock.now = NOW + dt.timedelta(days=3)

    payload = await ask.do(
        "finishFollowUp", steps.a_finish(follow_up_id, finishedOn="2026-11-20"), SHOWS, by=mei
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
        steps.a_finish(notice),
        steps.a_finish(notice, notifiedAuthorityId=ids.write("Authority", new_key())),
        steps.a_finish(notice, notifiedAuthorityId=sports, caseReference="x"),
        steps.a_finish(transfer),
        steps.a_finish(transfer, notifiedAuthorityId=sports),
        steps.a_finish(order, caseReference="x"),
        steps.a_finish(order, finishedOn="2026-11-17"),
        steps.a_finish(order, finishedOn="2026-11-19"),
        steps.a_finish(order, note=" "),
        steps.a_finish(order, note="x" * 1_001),
        steps.a_finish("fup_1"),
    ]

    payloads = [await ask.do("finishFollowUp", each, by=lin) for each in wrong]
    noticed = await ask.do(
        "finishFollowUp", steps.a_finish(notice, notifiedAuthorityId=sports), SHOWS, by=lin
    )
    transferred = await ask.do(
        "finishFollowUp", steps.a_finish(transfer, caseReference="苏教案〔2026〕3号"), SHOWS, by=lin
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
        *(ask.do("finishFollowUp", steps.a_finish(follow_up_id), by=mei) for _ in range(5))
    )

    assert sorted(each.get("code", "") for each in payloads) == ["", *["FOLLOW_UP_NOT_OPEN"] * 4]


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

    payload = await ask.do("finishFollowUp", steps.a_finish(follow_up_id), by=person)

    assert payload["code"] == code
    assert await steps.measures(database, measured) == dict.fromkeys(steps.MEASURES, "OPEN")


async def test_a_task_manager_who_only_sees_it_finishes_nothing(
    ask: Client, measured: str, database: Database
) -> None:
    await steps.grant(database, su, Role.TASK_MANAGER, GUSU)
    follow_up_id = await steps.follow_up(database, measured, "ORDER_CORRECTION")

    payload = await ask.do("finishFollowUp", steps.a_finish(follow_up_id), by=su)

    assert payload["code"] == "NOT_PERMITTED"


async def test_the_same_operation_is_answered_again(
    ask: Client, measured: str, database: Database
) -> None:
    follow_up_id = await steps.follow_up(database, measured, "ORDER_CORRECTION")
    given = {**steps.a_finish(follow_up_id), "operationId": str(new_key())}

    first = await ask.do("finishFollowUp", given, SHOWS, by=mei)
    again = await ask.do("finishFollowUp", given, SHOWS, by=mei)

    assert again == first
    (kept,) = await steps.rows(database, FollowUp)
    assert sum("FINISHED" in row for row in kept) == 1
