"""`verifyRegistration`: what its register shows verifies a registration, or is queued."""

import asyncio
import datetime as dt
from typing import Any

import pytest

from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from persistence.reading import ids
from persistence.registrations.table import ExternalRegistration
from tests.client import Client
from tests.factories import TODAY
from tests.people import Person, fang, lin, rui, su, yang, yin
from tests.schema.institutions import keeping
from tests.schema.registrations import steps

SHOWS = f"... on RegistrationVerified {{ {steps.REGISTRATION} }}"
LONG_AGO: dict[str, Any] = {"verified_on": dt.date(2025, 11, 17), "stale_on": dt.date(2026, 11, 17)}

pytestmark = pytest.mark.usefixtures("world")


def verification(row: ExternalRegistration, **given: Any) -> dict[str, Any]:
    return {
        "registrationId": steps.named(row),
        "expectedVersion": 1,
        "consultedOn": "2026-11-18",
        "source": steps.SOURCE,
        "entry": {"number": row.number, "level": row.level},
        **given,
    }


async def test_a_stale_registration_that_is_found_as_it_is_is_verified(
    ask: Client, database: Database
) -> None:
    row = await steps.mlps(database, **LONG_AGO)
    (before,) = (await steps.of_maple(ask, None))["registrations"]

    found = {"number": " 32050812345-00001", "level": 3, "validTo": "2028-01-31"}
    payload = await ask.do(
        "verifyRegistration", verification(row, entry=found, source="公安机关"), SHOWS, by=rui
    )

    assert before["state"] == "STALE"
    after = payload["registration"]
    assert (after["state"], after["version"]) == ("VERIFIED", 2)
    assert (after["verifiedOn"], after["staleOn"]) == ("2026-11-18", "2027-11-18")
    assert (after["source"], after["validTo"]) == ("公安机关", "2028-01-31")
    assert (after["verifiedBy"], after["verifiedFor"]) == ("rui", "苏州市教育局")
    kept = await keeping.changes(database)
    assert ("ExternalRegistration", "verifiedOn", "2025-11-17", "2026-11-18", None) in kept
    assert await steps.queued(database) == []


async def test_what_is_otherwise_is_queued_and_changes_nothing(
    ask: Client, database: Database
) -> None:
    row = await steps.mlps(database, valid_to=dt.date(2027, 1, 31))
    before = await steps.of_maple(ask, None)

    found = {"number": "32050812345-00002", "level": 2, "validTo": "2026-12-31"}
    payload = await ask.do("verifyRegistration", verification(row, entry=found), SHOWS, by=rui)

    assert payload["registration"]["state"] == "DIFFERS"
    assert (payload["registration"]["version"], payload["registration"]["level"]) == (1, 3)
    assert await steps.queued(database) == [
        ("REGISTRATION_NUMBER", "32050812345-00001", "32050812345-00002", "OPEN"),
        ("REGISTRATION_LEVEL", "3", "2", "OPEN"),
        ("REGISTRATION_VALID_TO", "2027-01-31", "2026-12-31", "OPEN"),
    ]
    assert await steps.of_maple(ask, None) == before
    assert await steps.of_maple(ask, yin) == before
    assert await keeping.changes(database) == []


async def test_a_difference_is_queued_once_and_ends_when_it_is_no_more(
    ask: Client, database: Database
) -> None:
    row = await steps.mlps(database)
    other = {"number": row.number, "level": 2}
    for level in (2, 2, 4):
        given = verification(row, entry={**other, "level": level})
        await ask.do("verifyRegistration", given, by=rui)
    assert await steps.queued(database) == [
        ("REGISTRATION_LEVEL", "3", "2", "SUPERSEDED"),
        ("REGISTRATION_LEVEL", "3", "4", "OPEN"),
    ]

    payload = await ask.do("verifyRegistration", verification(row), SHOWS, by=rui)

    assert payload["registration"]["state"] == "VERIFIED"
    assert [state for *_, state in await steps.queued(database)] == ["SUPERSEDED", "AGREED"]


async def test_a_register_that_knows_none_is_a_difference(ask: Client, database: Database) -> None:
    row = await steps.kept(database)

    payload = await ask.do("verifyRegistration", verification(row, entry=None), SHOWS, by=rui)

    assert payload["registration"]["state"] == "DIFFERS"
    assert await steps.queued(database) == [("REGISTRATION", steps.ICP, None, "OPEN")]


@pytest.mark.parametrize(
    ("code", "given"),
    [
        ("INVALID_INPUT", {"consultedOn": "2026-11-19"}),
        ("INVALID_INPUT", {"consultedOn": "2026-11-17"}),
        ("INVALID_INPUT", {"source": ""}),
        ("INVALID_INPUT", {"entry": {"number": ""}}),
        ("INVALID_INPUT", {"entry": {"number": "1"}}),
        ("INVALID_INPUT", {"entry": {"number": steps.ICP, "level": 3}}),
        ("CHANGED_MEANWHILE", {"expectedVersion": 2}),
        ("NOT_FOUND", {"registrationId": ids.write("ExternalRegistration", new_key())}),
    ],
)
async def test_what_is_refused_changes_nothing(
    ask: Client, database: Database, code: str, given: dict[str, Any]
) -> None:
    row = await steps.kept(database)

    payload = await ask.do("verifyRegistration", verification(row) | given, by=rui)

    assert payload["code"] == code
    assert await keeping.changes(database) == []
    assert await steps.queued(database) == []


async def test_one_that_ended_is_not_verified(ask: Client, database: Database) -> None:
    row = await steps.kept(database, ended_on=TODAY)

    payload = await ask.do("verifyRegistration", verification(row), by=rui)

    assert payload["code"] == "REGISTRATION_ALREADY_ENDED"


@pytest.mark.parametrize(
    "person", [yang, yin, lin, su, fang, None], ids=lambda p: getattr(p, "login", "-")
)
async def test_who_may_not(ask: Client, database: Database, person: Person | None) -> None:
    row = await steps.kept(database)

    payload = await ask.do("verifyRegistration", verification(row), by=person)

    assert payload["code"] == ("OUTSIDE_JURISDICTION" if person is yang else "NOT_PERMITTED")
    assert await keeping.changes(database) == []


async def test_two_at_once_only_one_wins_and_a_replay_is_answered_again(
    ask: Client, database: Database
) -> None:
    row = await steps.kept(database, **LONG_AGO)
    given = verification(row, operationId=str(new_key()))

    payloads = await asyncio.gather(
        *(ask.do("verifyRegistration", each, by=rui) for each in (given, verification(row)))
    )
    again = await ask.do("verifyRegistration", given, by=rui)

    assert sorted(each.get("code", "") for each in payloads) == ["", "CHANGED_MEANWHILE"]
    assert again.get("code") == payloads[0].get("code")
    assert (await steps.registration(database, row.id)).version == 2
