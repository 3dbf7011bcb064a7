"""After each mutation a server answers what is there now; and what visitors do not see takes nothing from memory."""

import datetime as dt
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from api.public import Public
from domain.moments import SHANGHAI
from persistence.engine.database import Database
from persistence.engine.keys import Keys
from persistence.publication import withdrawals
from persistence.reading import ids
from tests.client import Client, Clock
from tests.everything_seen import all_ids
from tests.people import MAPLE, qiao, yin
from tests.remembered import questions
from tests.remembered.conftest import MOST, ask
from tests.schema.courses.test_publish_course import course
from tests.schema.inspections import steps as visits
from tests.schema.publication import steps

Step = Callable[[], Awaitable[Any]]


class Town:
    """A server that remembers, beside one that reads."""

    def __init__(self, database: Database, keys: Keys, clock: Clock) -> None:
        self.public = Public(database.changes, clock, MOST)
        self.remembers = Client(database, keys, clock, public=self.public)
        self.reads = Client(database, keys, clock)
        self.database = database
        self.pages: list[questions.Question] = []

    async def read_again(self) -> int:
        """How many answers were not remembered any more; all of them are those that are read."""
        before = self.public.answers.read
        for document, variables in self.pages:
            remembered = await ask(self.remembers, document, variables)
            assert remembered == await ask(self.reads, document, variables), document[:200]
        return self.public.answers.read - before


@pytest.fixture
async def town(database: Database, world: None, keys: Keys, clock: Clock) -> Town:
    found = Town(database, keys, clock)
    known = await all_ids(database)
    found.pages = [*questions.everything(known), *questions.pages(known)]
    assert await found.read_again() > 10
    return found


async def test_visits_until_they_are_published(town: Town, clock: Clock) -> None:
    client = town.remembers
    inspection_id = await visits.assign(client)
    assert await town.read_again() == 0
    await visits.give_notice(client, inspection_id)
    await visits.file(client, inspection_id)
    await visits.confirm(client, inspection_id)
    assert await town.read_again() == 0

    public_id = await visits.audit(client, inspection_id)
    assert public_id is not None
    by_id = "query Q($id: ID!) { publicRecord(id: $id) { resultText reply { text } isCurrent } }"
    town.pages.append((by_id, {"id": public_id}))
    assert await town.read_again() > 1

    await steps.object_to(client, public_id)
    reply_id = await steps.reply(client, public_id)
    assert await town.read_again() == 0
    payload = await client.do("showReply", {"replyId": reply_id}, by=qiao)
    assert payload == {"__typename": "ReplyShown"}, payload
    assert await town.read_again() > 0

    expired = dt.datetime(2040, 1, 1, tzinfo=SHANGHAI)
    assert await withdrawals.expire_due(town.database, now=expired, today=expired.date()) == 1
    assert await town.read_again() > 1
    assert b'"publicRecord":null' in await ask(client, by_id, {"id": public_id})


async def test_a_result_that_is_corrected_and_one_that_is_repaired(town: Town) -> None:
    client = town.remembers
    inspection_id = await visits.assign(client)
    await visits.file(client, inspection_id)
    await visits.confirm(client, inspection_id)
    public_id = await visits.audit(client, inspection_id)
    assert public_id is not None
    await town.read_again()

    await steps.request_repair(client, public_id)
    assert await town.read_again() > 0, "that it was asked for is public"
    await steps.reopen(client, inspection_id)
    await town.read_again()
    await steps.correct(client, inspection_id)
    assert await town.read_again() > 1


async def test_the_register(town: Town) -> None:
    client = town.remembers
    changed = {"institutionId": ids.write("Institution", MAPLE), "expectedVersion": 1}
    payload = await client.do("updateInstitution", {**changed, "publicPhone": "0512-1"}, by=yin)
    assert payload == {"__typename": "InstitutionUpdated"}, payload
    assert await town.read_again() > 1

    given = course()
    payload = await client.do(
        "publishCourse", given, "... on CoursePublished { course { id } }", by=yin
    )
    assert payload["__typename"] == "CoursePublished", payload
    page = (
        "query Q($id: ID!) { course(id: $id) { title state } }",
        {"id": payload["course"]["id"]},
    )
    town.pages.append(page)
    assert await town.read_again() > 1
    withdrawn = {"courseId": payload["course"]["id"], "reason": "x"}
    payload = await client.do("withdrawCourse", withdrawn, by=yin)
    assert payload == {"__typename": "CourseWithdrawn"}, payload
    assert await town.read_again() > 1
    assert b'"course":null' in await ask(client, *page)
