"""Results taken out of the public by the clock, and applications for it in the life of a result."""

import datetime as dt

import pytest
import sqlalchemy as sa

from domain.moments import day_of
from domain.roles import Role
from jobs import scheduled as scheduled_jobs
from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from persistence.engine.keys import Keys
from persistence.engine.records import AuditEvent, OutboxMessage
from persistence.inspections.table import Inspection, PublicRecord
from persistence.publication import withdrawals
from persistence.publication.table import Objection, Publication, RepairRequest
from persistence.reading import ids
from tests.client import Client
from tests.everything_seen import all_ids, differences, everything_seen
from tests.factories import NOW, TODAY
from tests.people import GUSU, hua, qiao, rui, yin
from tests.schema.inspections import steps as visits
from tests.schema.publication import steps


async def test_a_good_result_needs_no_repair_and_one_being_corrected_is_not_withdrawn(
    ask: Client, public_id: str, confirmed: str
) -> None:
    repair_id = await steps.request_repair(ask, public_id)
    await steps.reopen(ask, confirmed)
    granting = {"repairRequestId": repair_id, "isGranted": True}
    during = await ask.do("decideRepair", granting, by=hua)
    second_id = await steps.correct(ask, confirmed)
    await ask.do("decideRepair", {**granting, "isGranted": False, "reason": "x"}, by=hua)
    given = {"publicRecordId": second_id, "statement": "已整改"}
    good = await ask.do("requestRepair", given, by=yin)
    old = await ask.do("requestRepair", {**given, "publicRecordId": public_id}, by=yin)

    assert during["code"] == "RESULT_NOT_STANDING"
    assert (good["code"], old["code"]) == ("NOTHING_TO_REPAIR", "RECORD_SUPERSEDED")


async def test_what_was_public_long_enough_expires_by_the_clock(
    ask: Client, public_id: str, confirmed: str, database: Database, keys: Keys
) -> None:
    last = dt.date(2031, 11, 18)
    at = NOW.replace(year=2031)

    early = await withdrawals.expire_due(database, now=at, today=last)
    late = await withdrawals.expire_due(
        database, now=at + dt.timedelta(days=1), today=last + dt.timedelta(days=1)
    )
    again = await withdrawals.expire_due(
        database, now=at + dt.timedelta(days=1), today=last + dt.timedelta(days=1)
    )

    assert (early, late, again) == (0, 1, 0)
    assert (await visits.state_of(ask, confirmed))["state"] == "WITHDRAWN"
    seen = (await ask(steps.WITHDRAWAL, {"id": public_id}, by=qiao))["publicRecord"]
    assert (seen["withdrawalGround"], seen["repairStatus"]) == ("EXPIRED", "NONE")
    moves = (await visits.traces(database))["moves"]
    assert ("Inspection", "PUBLISHED", "expire", "WITHDRAWN") in moves


async def test_the_daily_duties_see_to_it(
    ask: Client, public_id: str, confirmed: str, database: Database, keys: Keys
) -> None:
    async with database.writing() as session:
        await session.execute(
            sa.update(PublicRecord).values(expires_on=TODAY - dt.timedelta(days=1))
        )

    await scheduled_jobs.run_once(database, keys, NOW)

    assert (await visits.state_of(ask, confirmed))["state"] == "WITHDRAWN"


async def test_what_is_being_corrected_does_not_expire_but_is_not_seen_either(
    ask: Client, public_id: str, confirmed: str, database: Database
) -> None:
    await steps.reopen(ask, confirmed)
    async with database.writing() as session:
        await session.execute(
            sa.update(PublicRecord).values(expires_on=TODAY - dt.timedelta(days=1))
        )

    count = await withdrawals.expire_due(database, now=NOW, today=TODAY)

    assert count == 0
    assert (await visits.state_of(ask, confirmed))["state"] == "TO_CORRECT"
    assert (await ask(steps.WITHDRAWAL, {"id": public_id})) == {"publicRecord": None}


async def test_the_same_operations_are_answered_again(
    ask: Client, public_id: str, confirmed: str, database: Database
) -> None:
    given = {"publicRecordId": public_id, "statement": "已整改", "operationId": str(new_key())}
    first = await ask.do("requestRepair", given, steps.REPAIR_REQUESTED, by=yin)
    again = await ask.do("requestRepair", given, steps.REPAIR_REQUESTED, by=yin)
    withdrawing_ = {
        "inspectionId": confirmed,
        "ground": "WRONG_SUBJECT",
        "operationId": str(new_key()),
    }
    gone = await ask.do("withdrawResult", withdrawing_, by=hua)
    still = await ask.do("withdrawResult", withdrawing_, by=hua)

    assert (again, still) == (first, gone)
    tags = (await visits.traces(database))["audit"]
    assert [tags.count(each) for each in ("repair.requested", "result.withdrawn")] == [1, 1]


async def test_rubbish_is_named(
    ask: Client, public_id: str, confirmed: str, database: Database
) -> None:
    await steps.grant(database, rui, Role.HEAD, GUSU)
    requests = [
        {"publicRecordId": visits.INSTITUTION, "statement": "x"},
        {"publicRecordId": public_id, "statement": ""},
        {"publicRecordId": public_id, "statement": "x" * 2_001},
        {"publicRecordId": ids.write("PublicRecord", new_key()), "statement": "x"},
    ]
    payloads = [await ask.do("requestRepair", each, by=yin) for each in requests]
    assert [each["code"] for each in payloads] == [*["INVALID_INPUT"] * 3, "NOT_FOUND"]

    unknown = {"repairRequestId": ids.write("RepairRequest", new_key()), "isGranted": True}
    assert (await ask.do("decideRepair", unknown, by=hua))["code"] == "NOT_FOUND"
    other = {"repairRequestId": public_id, "isGranted": True}
    assert (await ask.do("decideRepair", other, by=hua))["code"] == "INVALID_INPUT"
    assert await steps.rows(database, Objection, RepairRequest) == [[], []]
    async with database.writing() as session:
        visit = await session.get_one(Inspection, visits.key(confirmed))
        assert visit.published_at == NOW
    (publications,) = await steps.rows(database, Publication)
    assert len(publications) == 2


async def test_what_a_wrong_clock_withdrew_is_put_back_as_it_was(
    ask: Client, public_id: str, confirmed: str, database: Database, keys: Keys
) -> None:
    """A day when the result is over is not believed by the command; where it was, all comes back."""
    given = {"publicRecordId": public_id, "statement": "与事实不符"}
    await ask.do("objectToResult", given, by=yin)
    known = await all_ids(database)
    before = [await everything_seen(ask, known, person) for person in (None, yin)]
    wrong = NOW.replace(year=2033)
    assert (await scheduled_jobs.run_once(database, keys, wrong)).expired_results == 1
    assert [await everything_seen(ask, known, person) for person in (None, yin)] != before

    found = await withdrawals.put_back(database, now=NOW, today=TODAY)
    again = await withdrawals.put_back(database, now=NOW, today=TODAY)

    assert ([ids.write("Inspection", each) for each in found], again) == ([confirmed], [])
    after = [await everything_seen(ask, known, person) for person in (None, yin)]
    assert differences(before[0], after[0]) == []
    # The institution sees that its visit was moved, twice.
    assert all(".version" in each for each in differences(before[1], after[1]))
    async with database.writing() as session:
        tags = list(await session.scalars(sa.select(AuditEvent.tag)))
        topics = list(
            await session.scalars(sa.select(OutboxMessage.topic).order_by(OutboxMessage.id))
        )
    assert (tags.count("result.expired"), tags.count("result.put_back")) == (1, 1)
    assert topics[-2:] == ["publication.withdrawn", "publication.enterprise_credit"]


async def test_more_than_a_days_worth_is_not_undone_without_being_confirmed(
    ask: Client, public_id: str, confirmed: str, database: Database, keys: Keys
) -> None:
    now = dt.datetime.now(dt.UTC)
    last = day_of(now) - dt.timedelta(days=2)
    for expires_on, is_sure in ((last, True), (last - dt.timedelta(days=1), False)):
        async with database.writing() as session:
            await session.execute(sa.update(PublicRecord).values(expires_on=expires_on))
        if is_sure:
            await scheduled_jobs.refuse_unless_sure(database, now)
            continue
        with pytest.raises(scheduled_jobs.MuchIsDue) as raised:
            await scheduled_jobs.refuse_unless_sure(database, now)
        assert raised.value.since == last
        await scheduled_jobs.refuse_unless_sure(database, now, after_pause=True)
