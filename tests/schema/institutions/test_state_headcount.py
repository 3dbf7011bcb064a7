"""`stateHeadcount`, and the ratios that are reckoned from it."""

import asyncio
from typing import Any

import pytest

from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from persistence.engine.keys import Keys
from persistence.reading import ids
from tests.client import Client
from tests.factories import teachers
from tests.people import MAPLE, Person, fang, lin, rui, su, yang, yin
from tests.schema.institutions import keeping

SHOWS = """... on HeadcountStated { institution { version
    staffRatios { code required actual isMet missing basis measured } } }"""
RATIOS = """query ($id: ID!) { institution(by: {id: $id}) {
    staffRatios { code actual isMet missing } } }"""

pytestmark = pytest.mark.usefixtures("world")


def _given(**given: Any) -> dict[str, Any]:
    return {
        "institutionId": ids.write("Institution", MAPLE),
        "expectedVersion": 1,
        "staffCount": 3,
        "offlineLearnerCount": 70,
        "preschoolLearnerCount": 20,
        "countedOn": "2026-11-18",
        **given,
    }


async def test_what_is_not_known_is_named(ask: Client) -> None:
    found = await ask(RATIOS, {"id": ids.write("Institution", MAPLE)}, by=su)

    assert found["institution"]["staffRatios"] == [
        {"code": "STAFF_FULLTIME", "actual": None, "isMet": None, "missing": "staffCount"},
        {
            "code": "CLASS_STAFF_PUPIL",
            "actual": None,
            "isMet": None,
            "missing": "offlineLearnerCount",
        },
        {"code": "AREA_PER_PUPIL", "actual": 3, "isMet": True, "missing": None},
    ]


@pytest.mark.parametrize("person", [yin, rui], ids=lambda person: str(person.login))
async def test_ratios_follow_what_is_stated(
    ask: Client, database: Database, keys: Keys, person: Person
) -> None:
    async with database.writing() as session:
        session.add(teachers.teacher(MAPLE, keys))

    payload = await ask.do("stateHeadcount", _given(), SHOWS, by=person)

    found = payload["institution"]
    assert found["version"] == 2
    ratios = {
        each["code"]: (each["required"], each["actual"], each["isMet"])
        for each in found["staffRatios"]
    }
    assert ratios == {
        "STAFF_FULLTIME": (5_000, 3_333, False),
        "CLASS_STAFF_PUPIL": (200, 200, True),
        "CLASS_STAFF_PRESCHOOL": (600, 500, False),
        "AREA_PER_PUPIL": (3, 3, True),
    }
    again = _given(staffCount=2, preschoolLearnerCount=0, expectedVersion=2)
    payload = await ask.do("stateHeadcount", again, SHOWS, by=person)
    codes = [each["code"] for each in payload["institution"]["staffRatios"]]
    assert codes == ["STAFF_FULLTIME", "CLASS_STAFF_PUPIL", "AREA_PER_PUPIL"]
    kept = await keeping.changes(database)
    assert ("Institution", "staffCount", 3, 2, None) in kept


@pytest.mark.parametrize(
    ("code", "given"),
    [
        ("INVALID_INPUT", {"staffCount": 0}),
        ("INVALID_INPUT", {"offlineLearnerCount": -1}),
        ("INVALID_INPUT", {"preschoolLearnerCount": 71}),
        ("INVALID_INPUT", {"countedOn": "2026-11-19"}),
        ("CHANGED_MEANWHILE", {"expectedVersion": 2}),
        ("NOT_FOUND", {"institutionId": ids.write("Institution", new_key())}),
    ],
)
async def test_what_is_refused_changes_nothing(
    ask: Client, database: Database, code: str, given: dict[str, Any]
) -> None:
    assert (await ask.do("stateHeadcount", _given() | given, by=yin))["code"] == code
    assert await keeping.changes(database) == []


@pytest.mark.parametrize(
    "person", [yang, lin, su, fang, None], ids=lambda p: getattr(p, "login", "-")
)
async def test_who_may_not(ask: Client, database: Database, person: Person | None) -> None:
    payload = await ask.do("stateHeadcount", _given(), by=person)

    assert payload["code"] == ("OUTSIDE_JURISDICTION" if person is yang else "NOT_PERMITTED")
    assert await keeping.changes(database) == []


async def test_two_at_once_only_one_wins_and_a_replay_is_answered_again(
    ask: Client, database: Database
) -> None:
    given = _given(operationId=str(new_key()))

    payloads = await asyncio.gather(
        *(ask.do("stateHeadcount", each, by=yin) for each in (given, _given(staffCount=9)))
    )
    again = await ask.do("stateHeadcount", given, by=yin)

    assert sorted(each.get("code", "") for each in payloads) == ["", "CHANGED_MEANWHILE"]
    assert again.get("code") == payloads[0].get("code")
    assert (await keeping.maple(database)).version == 2
