"""A decision is quashed: what it took the place of holds again, and the public reads that it was quashed."""

import datetime as dt
from typing import Any

import pytest

from domain.roles import Role
from persistence.engine.database import Database
from persistence.engine.keys import Keys
from persistence.reading import ids
from tests.client import Client
from tests.factories import accounts, standings
from tests.people import CHAOYANG, GUSU, MAPLE, hua, lin, rui, su, xu, yin
from tests.schema.institutions import keeping
from tests.schema.standings import ruling_steps as steps
from tests.schema.standings.deciding import licence, maple_now, on_licence, on_maple
from tests.schema.standings.deciding import refuse_unless_replayed as replayed
from tests.schema.standings.test_record_appeal import FILED

pytestmark = pytest.mark.usefixtures("world")

_CLOSED: dict[str, Any] = {"ground": "DEREGISTERED", "closedOn": "2026-11-17"}
REASON = {"reason": "苏政复〔2026〕9号"}
_PUT = "... on InstitutionListed { standing { id } }"


async def test_a_quashed_black_list_entry_brings_the_white_list_back(
    ask: Client, database: Database
) -> None:
    black = await on_maple(database, kind="BLACK_LIST", untilOn="2028-10-01")
    listed = await ask.do("listInstitution", black, _PUT, by=rui)
    assert (await maple_now(ask))["listStatus"] == "BLACK_LISTED"
    standing_id = listed["standing"]["id"]

    version = (await on_maple(database))["expectedVersion"]
    given = {"standingId": standing_id, "expectedVersion": version, **REASON}
    stale = await ask.do("quashStanding", given | {"expectedVersion": version + 1}, by=hua)
    payload = await ask.do("quashStanding", given, by=hua)
    again = await ask.do("quashStanding", given | {"expectedVersion": version + 1}, by=hua)

    assert stale["code"] == "CHANGED_MEANWHILE"
    assert payload["__typename"] == "StandingQuashed"
    assert again["code"] == "STANDING_HAS_ENDED"
    found = await maple_now(ask)
    assert found["listStatus"] == "WHITE_LISTED"
    restored = [each for each in found["standings"] if each["end"] is None]
    assert [(each["kind"], each["untilOn"]) for each in restored] == [("WHITE_LIST", None)]
    await replayed(database)


async def test_a_grade_that_is_quashed_gives_way_to_the_one_before(
    ask: Client, database: Database
) -> None:
    shows = "... on CreditGraded { standing { id } }"
    for grade in ("B", "D"):
        given = await on_maple(database, grade=grade, ruleVersion="2026-1")
        graded = await ask.do("gradeCredit", given, shows, by=rui)
    version = (await on_maple(database))["expectedVersion"]

    given = {"standingId": graded["standing"]["id"], "expectedVersion": version, **REASON}
    await ask.do("quashStanding", given, by=hua)

    assert (await maple_now(ask))["creditGrade"] == "B"
    await replayed(database)


async def test_a_grant_and_what_was_entered_before_are_not_quashed(
    ask: Client, database: Database
) -> None:
    await ask.do("suspendEntitlement", await on_licence(database), by=rui)
    held = await licence(database)
    document = "query Q($id: ID!) { node(id: $id) { ... on Entitlement { standings { id } } } }"
    listed = (await ask(document, {"id": ids.write("Entitlement", held.id)}))["node"]["standings"]
    version = (await on_maple(database))["expectedVersion"]

    payloads = [
        await ask.do(
            "quashStanding",
            {"standingId": each["id"], "expectedVersion": version, **REASON},
            by=hua,
        )
        for each in listed
    ]

    assert sorted(each["__typename"] for each in payloads) == ["InvalidInput", "StandingQuashed"]
    assert (await licence(database)).state == "ACTIVE"


async def test_a_person_is_off_the_staff_black_list(
    ask: Client, database: Database, keys: Keys
) -> None:
    person = standings.listed_person(keys, "11010519491231002X")
    row = standings.standing(
        MAPLE,
        institution_id=None,
        person_id=person.id,
        kind="STAFF_BLACK_LIST",
        region_code="320500",
    )
    async with database.writing() as session:
        session.add(person)
        await session.flush()
        session.add(row)
    given = {"standingId": ids.write("Standing", row.id), **REASON}
    shows = "... on StandingQuashed { standing { end { ending } } }"

    payload = await ask.do("quashStanding", given, shows, by=hua)

    assert payload["standing"] is None or payload["standing"]["end"] == {"ending": "QUASHED"}
    assert (await ask.do("quashStanding", given, by=hua))["code"] == "STANDING_HAS_ENDED"


async def test_neither_those_below_nor_those_beside_quash(ask: Client, database: Database) -> None:
    listed = await ask.do(
        "listInstitution",
        await on_maple(database, kind="KEY_SUPERVISION", untilOn="2027-10-01"),
        _PUT,
        by=rui,
    )
    given = {"standingId": listed["standing"]["id"], "expectedVersion": 2, **REASON}
    async with database.writing() as session:
        session.add(accounts.grant(su, Role.HEAD, GUSU))
        session.add(accounts.grant(xu, Role.HEAD, CHAOYANG))

    codes = [
        (await ask.do("quashStanding", given, by=person))["code"]
        for person in (su, xu, rui, lin, yin)
    ]

    assert codes == ["NOT_PERMITTED"] * 5
    assert (await maple_now(ask))["keySupervision"] is True


async def test_what_is_entered_again_holds_for_the_days_it_had_left(
    ask: Client, database: Database
) -> None:
    shows = "... on CreditGraded { standing { id } }"
    for grade, from_on in (("B", "2026-11-18"), ("C", "2027-01-01"), ("D", "2026-11-18")):
        ask.clock.now += dt.timedelta(minutes=1)
        given = await on_maple(database, grade=grade, ruleVersion="2026-1", fromOn=from_on)
        graded = await ask.do("gradeCredit", given, shows, by=rui)
    version = (await on_maple(database))["expectedVersion"]

    given = {"standingId": graded["standing"]["id"], "expectedVersion": version, **REASON}
    await ask.do("quashStanding", given, by=hua)

    found = await maple_now(ask)
    restored = [
        (each["creditGrade"], each["fromOn"], each["untilOn"])
        for each in found["standings"]
        if each["end"] is None and each["creditGrade"]
    ]
    assert sorted(restored) == [
        ("B", "2026-11-18", "2026-12-31"),
        ("C", "2027-01-01", None),
    ]
    assert found["creditGrade"] == "B"
    await replayed(database)


async def test_the_reason_stays_on_file_where_something_is_entered_again(
    ask: Client, database: Database
) -> None:
    black = await on_maple(database, kind="BLACK_LIST", untilOn="2028-10-01")
    listed = await ask.do("listInstitution", black, _PUT, by=rui)
    version = (await on_maple(database))["expectedVersion"]
    given = {"standingId": listed["standing"]["id"], "expectedVersion": version, **REASON}

    await ask.do("quashStanding", given, by=hua)

    found = await maple_now(ask)
    assert found["listStatus"] == "WHITE_LISTED"
    assert REASON["reason"] not in str(found)


async def test_what_lapsed_with_the_institution_is_not_quashed(
    ask: Client, database: Database
) -> None:
    await ask.do("closeInstitution", keeping.institution(**_CLOSED), by=rui)
    document = '{ institution(by: {id: "%s"}) { version standings { id entitlementState } } }'
    found = (await ask(document % ids.write("Institution", MAPLE)))["institution"]
    lapsed = [e["id"] for e in found["standings"] if e["entitlementState"] == "LAPSED"]
    given = {"standingId": lapsed[0], "expectedVersion": found["version"], **REASON}

    refused = await ask.do("quashStanding", given, by=hua)

    assert refused["code"] == "INVALID_INPUT"
    assert (await licence(database)).state == "LAPSED"


async def test_what_is_given_back_to_an_institution_that_is_no_more_lapses(
    ask: Client, database: Database
) -> None:
    ruling_id = await steps.draft(ask, database)
    await steps.in_force(ask, ruling_id)
    await steps.go(ask, "recordAppeal", ruling_id, by=yin, **FILED)
    version = (await on_maple(database))["expectedVersion"]
    closing = keeping.institution(**_CLOSED | {"expectedVersion": version})
    assert (await ask.do("closeInstitution", closing, by=rui))["__typename"] == "InstitutionClosed"
    assert (await licence(database)).state == "REVOKED"

    await steps.go(ask, "decideAppeal", ruling_id, by=hua, outcome="QUASHED", **REASON)

    assert (await steps.read(ask, ruling_id))["state"] == "QUASHED"
    assert (await licence(database)).state == "LAPSED"
    await replayed(database)
