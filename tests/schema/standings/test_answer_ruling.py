"""The institution states its case, asks to be heard, or waives."""

import datetime as dt

import pytest

from persistence.engine.database import Database
from tests.client import Client, Clock
from tests.people import fang, hua, qiao, rui, su, yin
from tests.schema.standings import ruling_steps as steps

pytestmark = pytest.mark.usefixtures("world")


async def test_a_statement_is_kept_from_either_side(ask: Client, database: Database) -> None:
    ruling_id = await steps.draft(ask, database)

    await steps.answer(ask, ruling_id, "STATEMENT", text="已更换全部灭火器")
    await steps.answer(ask, ruling_id, "STATEMENT", text="书面陈述", by=rui)

    kept = (await steps.read(ask, ruling_id, by=yin))["steps"]
    assert [(each["text"], each["isByInstitution"]) for each in kept] == [
        ("已更换全部灭火器", True),
        ("书面陈述", False),
    ]


async def test_only_the_institution_waives_and_a_hearing_is_asked_for_in_time(
    ask: Client, database: Database, clock: Clock
) -> None:
    ruling_id = await steps.draft(ask, database)

    waived = await steps.answer(ask, ruling_id, "WAIVER", by=hua)
    empty = await steps.answer(ask, ruling_id, "STATEMENT")
    foreign = await steps.answer(ask, ruling_id, "HEARING", by=hua)
    clock.now += dt.timedelta(days=8)
    late = await steps.answer(ask, ruling_id, "HEARING_REQUEST")

    assert [each["code"] for each in (waived, empty, foreign)] == ["INVALID_INPUT"] * 3
    assert late["code"] == "STATEMENT_TERM_OVER"
    assert (await steps.read(ask, ruling_id))["steps"] == []


async def test_others_answer_nothing(ask: Client, database: Database) -> None:
    ruling_id = await steps.draft(ask, database)

    codes = [
        (await steps.answer(ask, ruling_id, "WAIVER", by=person))["code"]
        for person in (qiao, su, fang)
    ]

    assert codes == ["NOT_PERMITTED"] * 3
    changed = {"rulingId": ruling_id, "expectedVersion": 4, "kind": "WAIVER"}
    assert (await ask.do("answerRuling", changed, by=yin))["code"] == "CHANGED_MEANWHILE"
