"""`endRegistration`: it stays with its history, and nothing waits about it any more."""

import asyncio
from typing import Any

import pytest

from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from persistence.registrations.table import ExternalRegistration
from tests.client import Client
from tests.factories import TODAY, registrations
from tests.people import MAPLE, Person, fang, lin, rui, su, yang, yin
from tests.schema.institutions import keeping
from tests.schema.registrations import steps

SHOWS = f"... on RegistrationEnded {{ {steps.REGISTRATION} }}"

pytestmark = pytest.mark.usefixtures("world")


def ending(row: ExternalRegistration, **given: Any) -> dict[str, Any]:
    return {
        "registrationId": steps.named(row),
        "expectedVersion": 1,
        "endedOn": "2026-11-18",
        "reason": "备案已注销",
        **given,
    }


async def test_it_ends_and_what_waits_about_it_too(ask: Client, database: Database) -> None:
    row = await steps.kept(database)
    async with database.writing() as session:
        session.add(
            registrations.difference(MAPLE, registration_id=row.id, field="REGISTRATION_NUMBER")
        )

    payload = await ask.do("endRegistration", ending(row), SHOWS, by=rui)

    found = payload["registration"]
    assert (found["state"], found["endedOn"], found["version"]) == ("ENDED", "2026-11-18", 2)
    assert [state for *_, state in await steps.queued(database)] == ["SUPERSEDED"]
    assert await keeping.changes(database) == [
        ("ExternalRegistration", "endedOn", None, "2026-11-18", "备案已注销")
    ]
    (public,) = (await steps.of_maple(ask, None))["registrations"]
    assert (public["state"], public["verifiedOn"]) == ("ENDED", "2026-11-18")


@pytest.mark.parametrize(
    ("code", "given"),
    [
        ("INVALID_INPUT", {"endedOn": "2026-11-19"}),
        ("INVALID_INPUT", {"reason": ""}),
        ("CHANGED_MEANWHILE", {"expectedVersion": 2}),
    ],
)
async def test_what_is_refused_changes_nothing(
    ask: Client, database: Database, code: str, given: dict[str, Any]
) -> None:
    row = await steps.kept(database)

    payload = await ask.do("endRegistration", ending(row) | given, by=rui)

    assert payload["code"] == code
    assert await keeping.changes(database) == []


async def test_it_ends_once(ask: Client, database: Database) -> None:
    row = await steps.kept(database, ended_on=TODAY)

    payload = await ask.do("endRegistration", ending(row), by=rui)

    assert payload["code"] == "REGISTRATION_ALREADY_ENDED"


@pytest.mark.parametrize(
    "person", [yang, yin, lin, su, fang, None], ids=lambda p: getattr(p, "login", "-")
)
async def test_who_may_not(ask: Client, database: Database, person: Person | None) -> None:
    row = await steps.kept(database)

    payload = await ask.do("endRegistration", ending(row), by=person)

    assert payload["code"] == ("OUTSIDE_JURISDICTION" if person is yang else "NOT_PERMITTED")
    assert await keeping.changes(database) == []


async def test_two_at_once_only_one_wins_and_a_replay_is_answered_again(
    ask: Client, database: Database
) -> None:
    row = await steps.kept(database)
    given = ending(row, operationId=str(new_key()))

    payloads = await asyncio.gather(
        *(ask.do("endRegistration", each, by=rui) for each in (given, ending(row)))
    )
    again = await ask.do("endRegistration", given, by=rui)

    assert sorted(each.get("code", "") for each in payloads) == ["", "CHANGED_MEANWHILE"]
    assert again.get("code") == payloads[0].get("code")
