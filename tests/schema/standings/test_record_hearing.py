"""A hearing that was asked for is held before anything is decided."""

import datetime as dt

import pytest

from domain.standings.rulings import MOST_STEPS
from persistence.engine.database import Database
from persistence.reading import ids
from tests.client import Client, Clock
from tests.factories import standings
from tests.people import hua, qiao, rui, yin
from tests.schema.standings import ruling_steps as steps
from tests.schema.standings.test_record_appeal import FILED

pytestmark = pytest.mark.usefixtures("world")


async def test_who_asked_to_be_heard_is_heard_first(
    ask: Client, database: Database, clock: Clock
) -> None:
    ruling_id = await steps.draft(ask, database)
    await steps.answer(ask, ruling_id, "HEARING_REQUEST")
    clock.now += dt.timedelta(days=10)
    waiting = await steps.go(ask, "confirmRuling", ruling_id, by=qiao)

    held = await steps.go(
        ask, "recordHearing", ruling_id, by=rui, heldOn="2026-11-27", minutes="当事人陈述"
    )
    confirmed = await steps.go(ask, "confirmRuling", ruling_id, by=qiao)

    assert waiting["code"] == "HEARING_NOT_HELD"
    assert held["__typename"] == "HearingRecorded"
    assert confirmed["__typename"] == "RulingConfirmed"


@pytest.mark.parametrize("day", ["2026-11-17", "2026-11-19"])
async def test_a_hearing_lies_between_the_notice_and_today(
    ask: Client, database: Database, day: str
) -> None:
    ruling_id = await steps.draft(ask, database)
    given = {"heldOn": day, "minutes": "当事人陈述"}

    refused = await steps.go(ask, "recordHearing", ruling_id, by=rui, **given)
    outsider = await steps.go(ask, "recordHearing", ruling_id, by=yin, **given)

    assert (refused["code"], outsider["code"]) == ("INVALID_INPUT", "NOT_PERMITTED")
    assert (await steps.read(ask, ruling_id, by=hua))["steps"] == []


async def test_many_statements_do_not_keep_a_hearing_from_being_held(
    ask: Client, database: Database
) -> None:
    ruling_id = await steps.draft(ask, database)
    await steps.answer(ask, ruling_id, "HEARING_REQUEST")
    async with database.writing() as session:
        key = ids.read("Ruling", ruling_id)
        session.add_all(standings.ruling_step(key) for _ in range(MOST_STEPS))

    statement = await steps.answer(ask, ruling_id, "STATEMENT", text="再次陈述")
    given = {"heldOn": "2026-11-18", "minutes": "当事人陈述"}
    held = await steps.go(ask, "recordHearing", ruling_id, by=rui, **given)
    confirmed = await steps.go(ask, "confirmRuling", ruling_id, by=qiao)
    appealed = await steps.go(ask, "recordAppeal", ruling_id, by=yin, **FILED)

    assert statement["code"] == "INVALID_INPUT"
    assert held["__typename"] == "HearingRecorded"
    assert confirmed["__typename"] == "RulingConfirmed"
    assert appealed["__typename"] == "AppealRecorded"
