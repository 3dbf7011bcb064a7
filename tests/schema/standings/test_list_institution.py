"""Lists: put on, obeyed, found again; never without ground or end."""

import datetime as dt
from typing import Any

import pytest
import sqlalchemy as sa

from domain.roles import Role
from persistence.engine.database import Database
from persistence.engine.records import Installation
from persistence.institutions.table import Institution
from persistence.reading import ids
from persistence.standings import days
from tests.client import Client
from tests.factories import NOW, TODAY, accounts, institutions
from tests.people import MAPLE, SUZHOU, SUZHOU_SPORTS, SWIMMING, fang, hua, rui, su
from tests.schema.standings.deciding import GROUND, licence, maple_now, on_licence, on_maple
from tests.schema.standings.deciding import refuse_unless_replayed as replayed

pytestmark = pytest.mark.usefixtures("world")

_LISTED = "... on InstitutionListed { standing { id kind end { ending } } }"
_SWIMMING = ids.write("Institution", SWIMMING)


async def _list(ask: Client, database: Database, kind: str, **given: Any) -> dict[str, Any]:
    until = {"untilOn": "2027-10-01", **given}
    return await ask.do(
        "listInstitution", await on_maple(database, kind=kind, **until), _LISTED, by=rui
    )


async def _listed(ask: Client, status: str) -> int:
    found = await ask(
        f"{{ institutions(first: 5, filter: {{listStatus: {status}}}) {{ totalCount }} }}"
    )
    return int(found["institutions"]["totalCount"])


async def test_the_black_list_ends_the_white_one_and_is_left_by_decision(
    ask: Client, database: Database
) -> None:
    assert (await maple_now(ask))["listStatus"] == "WHITE_LISTED"
    before = await _listed(ask, "WHITE_LISTED")

    entry = (await _list(ask, database, "BLACK_LIST"))["standing"]

    found = await maple_now(ask)
    assert found["listStatus"] == "BLACK_LISTED"
    white = next(each for each in found["standings"] if each["kind"] == "WHITE_LIST")
    assert white["isAsEntered"]
    assert white["end"] == {"endedOn": "2026-11-18", "ending": "REPLACED"}
    assert await _listed(ask, "WHITE_LISTED") == before - 1
    assert (await _list(ask, database, "WHITE_LIST"))["code"] == "INSTITUTION_BLACK_LISTED"
    assert (await _list(ask, database, "BLACK_LIST"))["code"] == "ALREADY_STANDS"
    entitlement = {
        "kind": "LICENCE",
        "programme": "校外培训办学许可",
        "authorityId": ids.write("Authority", SUZHOU.id),
        "number": "新证1号",
        "validFrom": "2026-11-18",
    }
    granted = await ask.do(
        "grantEntitlement", await on_maple(database, entitlement=entitlement), by=rui
    )
    assert granted["code"] == "INSTITUTION_BLACK_LISTED"
    await replayed(database)

    ending = {
        "standingId": entry["id"],
        "expectedVersion": (await on_maple(database))["expectedVersion"],
        "reason": "已整改并通过复查",
    }
    payload = await ask.do("endStanding", ending, by=hua)

    assert payload["__typename"] == "StandingEnded"
    assert (await maple_now(ask))["listStatus"] == "NONE"
    again = ending | {"expectedVersion": (await on_maple(database))["expectedVersion"]}
    assert (await ask.do("endStanding", again, by=hua))["code"] == "STANDING_HAS_ENDED"
    assert (await _list(ask, database, "WHITE_LIST"))["__typename"] == "InstitutionListed"
    await replayed(database)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"untilOn": "2029-11-18"}, "36 months"),
        ({"untilOn": "2026-11-17"}, "untilOn"),
        ({"ground": ""}, "ground"),
        ({"legalBasis": []}, "legalBasis"),
        ({"kind": "STAFF_BLACK_LIST"}, "kind"),
        ({"kind": "CREDIT_GRADE"}, "kind"),
    ],
)
async def test_an_entry_without_ground_or_end_is_refused(
    ask: Client, database: Database, given: dict[str, Any], expected: str
) -> None:
    given = await on_maple(database, **{"kind": "BLACK_LIST", "untilOn": "2027-10-01", **given})

    payload = await ask.do("listInstitution", given, by=rui)

    assert expected in str(payload)
    assert (await maple_now(ask))["standings"] == []


async def test_the_list_of_a_day_is_found_again(ask: Client, database: Database) -> None:
    await _list(ask, database, "KEY_SUPERVISION", fromOn="2026-11-10", untilOn="2027-02-01")
    question = """{ listEntries(first: 5, filter: {kinds: [KEY_SUPERVISION], regionCode: "320500",
        holdsOn: "%s"}) { totalCount nodes { institution { id } holdsToday } } }"""

    on_it = (await ask(question % "2026-12-24"))["listEntries"]
    before, after = [
        (await ask(question % day))["listEntries"]["totalCount"]
        for day in ("2026-11-09", "2027-02-02")
    ]

    assert on_it["nodes"] == [
        {"institution": {"id": ids.write("Institution", MAPLE)}, "holdsToday": True}
    ]
    assert (before, after) == (0, 0)
    key = "{ institutions(first: 5, filter: {keySupervision: true}) { totalCount } }"
    assert (await ask(key))["institutions"]["totalCount"] == 1


@pytest.mark.parametrize(("person", "code"), [(fang, "NOT_PERMITTED"), (su, "NOT_PERMITTED")])
async def test_nobody_else_decides(ask: Client, database: Database, person: Any, code: str) -> None:
    given = await on_maple(database, kind="BLACK_LIST", untilOn="2027-10-01")

    assert (await ask.do("listInstitution", given, by=person))["code"] == code


async def test_an_institution_of_another_field_is_out_of_reach(ask: Client) -> None:
    given = {
        "institutionId": _SWIMMING,
        "expectedVersion": 1,
        "kind": "BLACK_LIST",
        "untilOn": "2027-10-01",
        **GROUND,
    }

    assert (await ask.do("listInstitution", given, by=rui))["code"] == "OUTSIDE_JURISDICTION"


async def test_what_is_for_a_time_ends_with_the_day(ask: Client, database: Database) -> None:
    await _list(ask, database, "BLACK_LIST", untilOn="2027-01-31")
    await ask.do("suspendEntitlement", await on_licence(database, untilOn="2027-01-15"), by=rui)

    counts = [
        await days.pass_days(database, now=NOW, today=dt.date.fromisoformat(day))
        for day in ("2027-01-15", "2027-01-16", "2027-01-16", "2027-02-01", "2028-01-01")
    ]

    found = await maple_now(ask)
    assert counts == [0, 1, 0, 1, 1]
    assert found["listStatus"] == "NONE"
    assert found["entitlements"][0]["state"] == "EXPIRED"


async def test_what_had_expired_before_decisions_were_kept_is_left_alone(
    ask: Client, database: Database
) -> None:
    async with database.writing() as session:
        row = await session.merge(await licence(database))
        row.valid_to = dt.date(2025, 12, 31)

    assert await days.pass_days(database, now=NOW, today=dt.date(2027, 1, 1)) == 0
    assert (await maple_now(ask))["entitlements"][0]["state"] == "ACTIVE"


async def test_nobody_is_on_the_white_list_into_the_days_of_the_black_one(
    ask: Client, database: Database
) -> None:
    await _list(ask, database, "BLACK_LIST", fromOn="2027-01-01", untilOn="2027-12-31")

    into = await _list(ask, database, "WHITE_LIST", untilOn="2027-01-01")
    beside = await _list(ask, database, "WHITE_LIST", untilOn="2026-12-31")

    assert into["code"] == "ALREADY_STANDS"
    assert beside["code"] == "ALREADY_STANDS"
    async with database.writing() as session:
        held = sa.update(Institution).values(list_status="NONE")
        await session.execute(held.where(Institution.id == SWIMMING))
    given = {"institutionId": _SWIMMING, "expectedVersion": 1, **GROUND}
    black = {"kind": "BLACK_LIST", "fromOn": "2027-01-01", "untilOn": "2027-12-31"}
    async with database.writing() as session:
        session.add(accounts.grant(rui, Role.HEAD, SUZHOU_SPORTS))
    assert (await ask.do("listInstitution", given | black, by=rui))["__typename"] == (
        "InstitutionListed"
    )
    given |= {"expectedVersion": 2, "kind": "WHITE_LIST"}
    into = await ask.do("listInstitution", given | {"untilOn": "2027-01-01"}, by=rui)
    before = await ask.do("listInstitution", given | {"untilOn": "2026-12-31"}, by=rui)
    assert into["code"] == "INSTITUTION_BLACK_LISTED"
    assert before["__typename"] == "InstitutionListed"


async def test_what_was_over_before_days_were_counted_stays_as_it_was_entered(
    ask: Client, database: Database
) -> None:
    old = institutions.entitlement(MAPLE, "旧证1号", valid_to=dt.date(2026, 6, 1))
    async with database.writing() as session:
        since = {"key_fingerprint": b"k", "entitlements_expire_from": dt.date(2026, 11, 1)}
        await session.execute(sa.insert(Installation).values(since))
        row = await session.merge(await licence(database))
        row.valid_to = dt.date(2026, 11, 10)
        (await session.get_one(Institution, MAPLE)).record_search([row.number, old.number])
        session.add(old)

    assert await days.pass_days(database, now=NOW, today=TODAY) == 1

    states = {each["validTo"]: each["state"] for each in (await maple_now(ask))["entitlements"]}
    assert states == {"2026-06-01": "ACTIVE", "2026-11-10": "EXPIRED"}
