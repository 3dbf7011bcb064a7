"""A ruling that is not made: with a reason, which the institution reads."""

import pytest

from persistence.engine.database import Database
from tests.client import Client
from tests.people import hua, qiao, rui, yin
from tests.schema.standings import ruling_steps as steps
from tests.schema.standings.deciding import SHOWN

pytestmark = pytest.mark.usefixtures("world")


async def test_it_is_dropped_and_nothing_public_changed(ask: Client, database: Database) -> None:
    before = await ask.answer(SHOWN)
    ruling_id = await steps.draft(ask, database)

    without = await steps.go(ask, "dropRuling", ruling_id, by=hua, reason="")
    foreign = await steps.go(ask, "dropRuling", ruling_id, by=rui, reason="已整改")
    dropped = await steps.go(ask, "dropRuling", ruling_id, by=hua, reason="已整改")
    late = await steps.go(ask, "confirmRuling", ruling_id, by=qiao)

    assert [each["code"] for each in (without, foreign, late)] == [
        "INVALID_INPUT",
        "NOT_PERMITTED",
        "ILLEGAL_TRANSITION",
    ]
    assert dropped["__typename"] == "RulingDropped"
    ruling = await steps.read(ask, ruling_id, by=yin)
    assert (ruling["state"], ruling["reason"]) == ("DROPPED", "已整改")
    assert await ask.answer(SHOWN) == before
    assert await steps.draft(ask, database) != ruling_id
