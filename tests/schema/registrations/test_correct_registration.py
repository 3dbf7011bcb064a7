"""`correctRegistration`: what was entered wrongly, and what is no longer verified by it."""

import asyncio
from typing import Any

import pytest

from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from persistence.registrations.table import ExternalRegistration
from tests.client import Client
from tests.factories import TODAY, registrations
from tests.people import SWIMMING, Person, fang, lin, rui, su, yang, yin
from tests.schema.institutions import keeping
from tests.schema.registrations import steps

SHOWS = f"... on RegistrationCorrected {{ {steps.REGISTRATION} }}"
OTHER = "苏ICP备87654321号"

pytestmark = pytest.mark.usefixtures("world")


def correction(row: ExternalRegistration, **given: Any) -> dict[str, Any]:
    return {
        "registrationId": steps.named(row),
        "expectedVersion": 1,
        "reason": "录入有误",
        "number": OTHER,
        **given,
    }


async def test_another_number_is_to_be_verified_again(ask: Client, database: Database) -> None:
    row = await steps.kept(database)

    payload = await ask.do("correctRegistration", correction(row), SHOWS, by=rui)

    found = payload["registration"]
    assert (found["number"], found["state"], found["version"]) == (OTHER, "UNVERIFIED", 2)
    assert (found["verifiedOn"], found["verifiedBy"], found["verifiedFor"]) == (None, None, None)
    assert await keeping.changes(database) == [
        ("ExternalRegistration", "number", steps.ICP, OTHER, "录入有误"),
        ("ExternalRegistration", "verifiedOn", "2026-11-18", None, "录入有误"),
    ]


async def test_another_last_day_leaves_the_verification(ask: Client, database: Database) -> None:
    row = await steps.mlps(database)

    given = correction(row, number=row.number, level=3, validTo="2026-11-17")
    payload = await ask.do("correctRegistration", given, SHOWS, by=rui)

    found = payload["registration"]
    assert (found["verifiedOn"], found["validTo"]) == ("2026-11-18", "2026-11-17")
    assert found["state"] == "ENDED"


async def test_what_changes_nothing_keeps_the_version(ask: Client, database: Database) -> None:
    row = await steps.kept(database)

    given = correction(row, number=steps.ICP)
    payload = await ask.do("correctRegistration", given, SHOWS, by=rui)

    assert (payload["registration"]["version"], payload["registration"]["state"]) == (1, "VERIFIED")


@pytest.mark.parametrize(
    ("code", "given"),
    [
        ("INVALID_INPUT", {"number": "1"}),
        ("INVALID_INPUT", {"number": None}),
        ("INVALID_INPUT", {"level": 2}),
        ("INVALID_INPUT", {"reason": ""}),
        ("CHANGED_MEANWHILE", {"expectedVersion": 2}),
        ("REGISTRATION_NUMBER_TAKEN", {"number": "苏ICP备11111111号-1"}),
    ],
)
async def test_what_is_refused_changes_nothing(
    ask: Client, database: Database, code: str, given: dict[str, Any]
) -> None:
    row = await steps.kept(database)
    async with database.writing() as session:
        session.add(registrations.registration(SWIMMING, "苏ICP备11111111号"))

    payload = await ask.do("correctRegistration", correction(row) | given, by=rui)

    assert payload["code"] == code
    assert await keeping.changes(database) == []


async def test_one_that_ended_stays_as_it_was(ask: Client, database: Database) -> None:
    row = await steps.kept(database, ended_on=TODAY)

    payload = await ask.do("correctRegistration", correction(row), by=rui)

    assert payload["code"] == "REGISTRATION_ALREADY_ENDED"


@pytest.mark.parametrize(
    "person", [yang, yin, lin, su, fang, None], ids=lambda p: getattr(p, "login", "-")
)
async def test_who_may_not(ask: Client, database: Database, person: Person | None) -> None:
    row = await steps.kept(database)

    payload = await ask.do("correctRegistration", correction(row), by=person)

    assert payload["code"] == ("OUTSIDE_JURISDICTION" if person is yang else "NOT_PERMITTED")
    assert await keeping.changes(database) == []


async def test_two_at_once_only_one_wins_and_a_replay_is_answered_again(
    ask: Client, database: Database
) -> None:
    row = await steps.kept(database)
    given = correction(row, operationId=str(new_key()))

    payloads = await asyncio.gather(
        *(ask.do("correctRegistration", each, by=rui) for each in (given, correction(row)))
    )
    again = await ask.do("correctRegistration", given, by=rui)

    assert sorted(each.get("code", "") for each in payloads) == ["", "CHANGED_MEANWHILE"]
    assert again.get("code") == payloads[0].get("code")
