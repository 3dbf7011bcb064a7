"""`explainRegistrationDifference`: the institution answers what it was asked, once."""

import asyncio
from typing import Any

import pytest

from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from persistence.registrations.table import RegistrationDifference
from tests.client import Client
from tests.factories import NOW, registrations
from tests.people import MAPLE, Person, fang, lin, rui, su, yang, yin
from tests.schema.registrations import steps

SHOWS = f"... on RegistrationDifferenceExplained {{ {steps.DIFFERENCE} }}"
PUT = {"state": "PUT_TO_INSTITUTION", "question": "名称何时变更？", "asked_at": NOW}

pytestmark = pytest.mark.usefixtures("world")


async def queued(database: Database, **facts: Any) -> RegistrationDifference:
    async with database.writing() as session:
        row = registrations.difference(MAPLE, **{**PUT, **facts})
        session.add(row)
    return row


def explanation(row: RegistrationDifference, **given: Any) -> dict[str, Any]:
    return {
        "differenceId": steps.named(row),
        "expectedVersion": 1,
        "explanation": "十月已变更",
        **given,
    }


async def test_the_office_reads_the_answer_and_may_ask_again(
    ask: Client, database: Database
) -> None:
    row = await queued(database)

    payload = await ask.do("explainRegistrationDifference", explanation(row), SHOWS, by=yin)

    found = payload["difference"]
    assert (found["state"], found["explanation"]) == ("EXPLAINED", "十月已变更")
    assert (found["seenBy"], found["version"]) == (None, 2)
    asked_again = {
        "differenceId": steps.named(row),
        "expectedVersion": 2,
        "decision": "ASK_INSTITUTION",
        "reason": "请说明变更日期",
    }
    shows = f"... on RegistrationDifferenceDecided {{ {steps.DIFFERENCE} }}"
    found = (await ask.do("decideRegistrationDifference", asked_again, shows, by=rui))["difference"]
    assert (found["state"], found["explanation"]) == ("PUT_TO_INSTITUTION", None)


@pytest.mark.parametrize(
    ("code", "facts", "given"),
    [
        ("INVALID_INPUT", {}, {"explanation": " "}),
        ("INVALID_INPUT", {}, {"explanation": "长" * 1_001}),
        ("CHANGED_MEANWHILE", {}, {"expectedVersion": 2}),
        ("NOTHING_WAS_ASKED", {"state": "EXPLAINED"}, {}),
        ("DIFFERENCE_DECIDED", {"state": "KEPT"}, {}),
        ("NOT_FOUND", {"state": "OPEN", "question": None, "asked_at": None}, {}),
    ],
)
async def test_what_is_refused_changes_nothing(
    ask: Client, database: Database, code: str, facts: dict[str, Any], given: dict[str, Any]
) -> None:
    row = await queued(database, **facts)

    payload = await ask.do("explainRegistrationDifference", explanation(row) | given, by=yin)

    assert payload["code"] == code
    assert [each.version for each in await steps.differences(database)] == [1]


@pytest.mark.parametrize(
    ("person", "code"),
    [(rui, "NOT_PERMITTED"), (yang, "NOT_FOUND")]
    + [(each, "NOT_PERMITTED") for each in (lin, su, fang, None)],
    ids=lambda each: getattr(each, "login", each) or "visitor",
)
async def test_who_may_not(
    ask: Client, database: Database, person: Person | None, code: str
) -> None:
    row = await queued(database)

    payload = await ask.do("explainRegistrationDifference", explanation(row), by=person)

    assert payload["code"] == code
    assert [each.version for each in await steps.differences(database)] == [1]


async def test_two_at_once_only_one_wins_and_a_replay_is_answered_again(
    ask: Client, database: Database
) -> None:
    row = await queued(database)
    given = explanation(row, operationId=str(new_key()))

    payloads = await asyncio.gather(
        *(
            ask.do("explainRegistrationDifference", each, by=yin)
            for each in (given, explanation(row))
        )
    )
    again = await ask.do("explainRegistrationDifference", given, by=yin)

    assert sorted(each.get("code", "") for each in payloads) == ["", "CHANGED_MEANWHILE"]
    assert again.get("code") == payloads[0].get("code")
