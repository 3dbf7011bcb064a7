"""`recordRegistration`: what is recorded, by whom, and which numbers are refused."""

import asyncio
from typing import Any

import pytest

from domain.institutions import Existence
from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from persistence.institutions.table import Institution
from persistence.reading import ids
from tests.client import Client
from tests.factories import TODAY
from tests.people import FARAWAY, MAPLE, SWIMMING, Person, fang, lin, rui, su, yang, yin
from tests.schema.institutions import keeping
from tests.schema.registrations import steps

SHOWS = f"... on RegistrationRecorded {{ {steps.REGISTRATION} }}"

pytestmark = pytest.mark.usefixtures("world")


async def test_a_registration_is_recorded_as_not_verified(ask: Client, database: Database) -> None:
    payload = await ask.do("recordRegistration", steps.new_registration(), SHOWS, by=rui)

    found = payload["registration"]
    assert found.pop("id").startswith("xreg_")
    assert found == {
        "kind": "ICP_RECORD",
        "number": steps.ICP,
        "level": None,
        "source": steps.SOURCE,
        "validTo": None,
        "verifiedOn": None,
        "staleOn": None,
        "endedOn": None,
        "state": "UNVERIFIED",
        "verifiedBy": None,
        "verifiedFor": None,
        "version": 1,
        "institution": {"id": ids.write("Institution", MAPLE)},
    }
    kept = await keeping.changes(database)
    assert kept == [("ExternalRegistration", None, None, steps.ICP, None)]
    (public,) = (await steps.of_maple(ask, None))["registrations"]
    assert (public["number"], public["state"]) == (steps.ICP, "UNVERIFIED")


async def test_it_may_be_verified_with_the_same_step(ask: Client) -> None:
    given = steps.new_registration(
        kind="MLPS_FILING", number="32050812345-00001", level=3, verifiedOn="2026-11-18"
    )

    payload = await ask.do("recordRegistration", given, SHOWS, by=rui)

    found = payload["registration"]
    assert (found["level"], found["state"]) == (3, "VERIFIED")
    assert (found["verifiedOn"], found["staleOn"]) == ("2026-11-18", "2027-11-18")
    assert (found["verifiedBy"], found["verifiedFor"]) == ("rui", "苏州市教育局")
    assert found["version"] == 1


@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("number", {"number": "苏ICP证123456号"}),
        ("number", {"number": "ICP备12345678号"}),
        ("number", {"number": "苏ICP备1234567号"}),
        ("number", {"number": " "}),
        ("number", {"number": "长" * 101}),
        ("level", {"level": 1}),
        ("level", {"kind": "MLPS_FILING", "number": "1"}),
        ("level", {"kind": "MLPS_FILING", "number": "1", "level": 0}),
        ("level", {"kind": "MLPS_FILING", "number": "1", "level": 6}),
        ("source", {"source": ""}),
        ("verifiedOn", {"verifiedOn": "2026-11-19"}),
        ("institutionId", {"institutionId": "inst_1"}),
    ],
)
async def test_what_is_wrong_is_named_and_nothing_is_recorded(
    ask: Client, database: Database, field: str, given: dict[str, Any]
) -> None:
    shows = "... on InvalidInput { violations { field } }"
    payload = await ask.do("recordRegistration", steps.new_registration(**given), shows, by=rui)

    assert payload["code"] == "INVALID_INPUT"
    assert field in [each["field"] for each in payload["violations"]]
    assert await keeping.changes(database) == []


@pytest.mark.parametrize(
    "number", ["苏ICP备12345678号-1", " 苏 icp备 １２３４５６７８ 号", "京ICP备2021012345号"]
)
async def test_spellings_of_a_form_are_taken(ask: Client, number: str) -> None:
    payload = await ask.do(
        "recordRegistration", steps.new_registration(number=number), SHOWS, by=rui
    )

    assert payload["registration"]["number"] == number.strip()


@pytest.mark.parametrize("number", ["苏icp备１２３４５６７８号", "苏ICP备12345678号-2"])
async def test_a_record_belongs_to_one_institution(
    ask: Client, database: Database, number: str
) -> None:
    await ask.do("recordRegistration", steps.new_registration(), by=rui)

    swimming = steps.new_registration(
        institutionId=ids.write("Institution", SWIMMING), number=number
    )
    payload = await ask.do("recordRegistration", swimming, by=yang)

    assert payload["code"] == "REGISTRATION_NUMBER_TAKEN"
    assert len(await keeping.changes(database)) == 1


async def test_a_holder_has_a_record_for_each_site_and_another_record(ask: Client) -> None:
    numbers = [steps.ICP, f"{steps.ICP}-1", f"{steps.ICP}-2", "苏ICP备87654321号"]
    for number in numbers:
        await ask.do("recordRegistration", steps.new_registration(number=number), by=rui)
    twice = await ask.do(
        "recordRegistration", steps.new_registration(number=f"{steps.ICP}-2"), by=rui
    )

    found = (await steps.of_maple(ask, None))["registrations"]
    assert [each["number"] for each in found] == numbers
    assert twice["code"] == "REGISTRATION_NUMBER_TAKEN"


async def test_a_number_of_a_registration_that_ended_is_free(
    ask: Client, database: Database
) -> None:
    await steps.kept(database, ended_on=TODAY)

    payload = await ask.do("recordRegistration", steps.new_registration(), SHOWS, by=rui)

    assert payload["registration"]["state"] == "UNVERIFIED"


@pytest.mark.parametrize(
    ("person", "code"),
    [
        (yang, "OUTSIDE_JURISDICTION"),
        (yin, "NOT_PERMITTED"),
        (lin, "NOT_PERMITTED"),
        (su, "NOT_PERMITTED"),
        (fang, "NOT_PERMITTED"),
        (None, "NOT_PERMITTED"),
    ],
    ids=lambda each: getattr(each, "login", each) or "visitor",
)
async def test_who_may_not(
    ask: Client, database: Database, person: Person | None, code: str
) -> None:
    payload = await ask.do("recordRegistration", steps.new_registration(), by=person)

    assert payload["code"] == code
    assert await keeping.changes(database) == []


async def test_whose_it_cannot_be(ask: Client, database: Database) -> None:
    faraway = steps.new_registration(institutionId=ids.write("Institution", FARAWAY))
    nobody = steps.new_registration(institutionId=ids.write("Institution", new_key()))
    assert (await ask.do("recordRegistration", faraway, by=rui))["code"] == "OUTSIDE_JURISDICTION"
    assert (await ask.do("recordRegistration", nobody, by=rui))["code"] == "NOT_FOUND"

    async with database.writing() as session:
        (await session.get_one(Institution, MAPLE)).existence = Existence.DEREGISTERED
    closed = await ask.do("recordRegistration", steps.new_registration(), by=rui)
    assert closed["code"] == "INSTITUTION_NOT_EXISTING"


async def test_sent_again_it_is_answered_again(ask: Client, database: Database) -> None:
    given = steps.new_registration(operationId=str(new_key()))

    payloads = [await ask.do("recordRegistration", given, SHOWS, by=rui) for _ in range(2)]

    assert payloads[0] == payloads[1]
    assert len(await keeping.changes(database)) == 1


async def test_two_at_once_enter_one_record_once(ask: Client, database: Database) -> None:
    maple = steps.new_registration(number=f"{steps.ICP}-1")
    swimming = steps.new_registration(
        institutionId=ids.write("Institution", SWIMMING), number=f"{steps.ICP}-2"
    )

    payloads = await asyncio.gather(
        ask.do("recordRegistration", maple, by=rui), ask.do("recordRegistration", swimming, by=yang)
    )

    codes = sorted(each.get("code", "") for each in payloads)
    assert codes == ["", "REGISTRATION_NUMBER_TAKEN"]
    assert len(await keeping.changes(database)) == 1
