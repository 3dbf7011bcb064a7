"""What a review or a court found: upheld, or as if it had never been decided."""

import datetime as dt
from typing import Any

import pytest

from domain.roles import Role
from persistence.engine.database import Database
from tests.client import Client, Clock
from tests.factories import accounts
from tests.people import JIANGSU, hua, ou, qiao, rui, su, yin
from tests.schema.standings import ruling_steps as steps
from tests.schema.standings.deciding import maple_now, on_licence, on_maple
from tests.schema.standings.deciding import refuse_unless_replayed as replayed
from tests.schema.standings.test_record_appeal import FILED

pytestmark = pytest.mark.usefixtures("world")

FOUND = {"reason": "苏政复〔2026〕9号"}


async def test_a_quashed_revocation_leaves_what_else_was_decided(
    ask: Client, database: Database
) -> None:
    given = await on_licence(database, untilOn="2027-03-01")
    assert (await ask.do("suspendEntitlement", given, by=rui))["__typename"] == (
        "EntitlementSuspended"
    )
    ruling_id = await steps.draft(ask, database)
    await steps.in_force(ask, ruling_id)
    assert (await maple_now(ask))["entitlements"][0]["state"] == "REVOKED"
    none = await steps.go(ask, "decideAppeal", ruling_id, by=hua, outcome="UPHELD", **FOUND)
    await steps.go(ask, "recordAppeal", ruling_id, by=yin, **FILED)

    payload = await steps.go(ask, "decideAppeal", ruling_id, by=hua, outcome="QUASHED", **FOUND)

    assert none["code"] == "NOTHING_APPEALED"
    assert payload["__typename"] == "AppealDecided"
    found = await maple_now(ask)
    assert found["entitlements"][0]["state"] == "SUSPENDED"
    taken = [each for each in found["standings"] if each["entitlementState"] == "REVOKED"]
    assert [(each["ground"], each["end"]) for each in taken] == [
        (None, {"endedOn": "2026-11-18", "ending": "QUASHED"})
    ]
    known = await maple_now(ask, by=yin)
    assert "连续两次逾期未整改" in {each["ground"] for each in known["standings"]}
    ruling = await steps.read(ask, ruling_id, by=yin)
    assert ruling["state"] == "QUASHED"
    await replayed(database)


async def test_an_upheld_one_may_be_taken_further(ask: Client, database: Database) -> None:
    ruling_id = await steps.draft(ask, database)
    await steps.in_force(ask, ruling_id)
    await steps.go(ask, "recordAppeal", ruling_id, by=yin, **FILED)

    upheld = await steps.go(ask, "decideAppeal", ruling_id, by=hua, outcome="UPHELD", **FOUND)
    further = await steps.go(ask, "recordAppeal", ruling_id, by=yin, **FILED)

    assert (upheld["__typename"], further["__typename"]) == ("AppealDecided", "AppealRecorded")
    assert (await maple_now(ask))["entitlements"][0]["state"] == "REVOKED"


async def test_the_authority_above_decides_it_and_others_do_not(
    ask: Client, database: Database
) -> None:
    ruling_id = await steps.draft(ask, database)
    await steps.in_force(ask, ruling_id)
    await steps.go(ask, "recordAppeal", ruling_id, by=yin, **FILED)
    given = {"outcome": "QUASHED", **FOUND}

    codes = [
        (await steps.go(ask, "decideAppeal", ruling_id, by=person, **given))["code"]
        for person in (rui, qiao, su, yin, ou)
    ]
    async with database.writing() as session:
        session.add(accounts.grant(ou, Role.HEAD, JIANGSU))
    above = await steps.go(ask, "decideAppeal", ruling_id, by=ou, **given)

    assert codes == ["NOT_PERMITTED"] * 5
    assert above["__typename"] == "AppealDecided"
    assert (await maple_now(ask))["entitlements"][0]["state"] == "ACTIVE"


async def _lifted(ask: Client, database: Database, **given: str) -> str:
    """A longer stop by a ruling that was appealed against, and lifted as given."""
    ruling_id = await steps.draft(ask, database, "STOP_ENROLMENT", untilOn="2027-06-01")
    await steps.in_force(ask, ruling_id)
    standing_id = (await steps.read(ask, ruling_id))["standings"][0]["id"]
    version = (await on_maple(database))["expectedVersion"]
    lifted = {"standingId": standing_id, "expectedVersion": version, "reason": "已整改", **given}
    assert (await ask.do("endStanding", lifted, by=hua))["__typename"] == "StandingEnded"
    await steps.go(ask, "recordAppeal", ruling_id, by=yin, **FILED)
    return ruling_id


async def test_what_was_to_be_lifted_later_is_quashed_at_once(
    ask: Client, database: Database
) -> None:
    ruling_id = await _lifted(ask, database, endedOn="2027-03-01")
    assert (await maple_now(ask))["isEnrolmentStopped"] is True

    await steps.go(ask, "decideAppeal", ruling_id, by=hua, outcome="QUASHED", **FOUND)

    found = await maple_now(ask)
    assert found["isEnrolmentStopped"] is False
    stop = _stop_of(found)
    assert (stop["ground"], stop["end"]) == (None, {"endedOn": "2026-11-18", "ending": "QUASHED"})


async def test_the_public_reads_that_what_had_ended_was_quashed(
    ask: Client, database: Database, clock: Clock
) -> None:
    ruling_id = await _lifted(ask, database)
    clock.now += dt.timedelta(days=20)

    await steps.go(ask, "decideAppeal", ruling_id, by=hua, outcome="QUASHED", **FOUND)

    stop = _stop_of(await maple_now(ask))
    assert (stop["ground"], stop["end"]) == (None, {"endedOn": "2026-11-18", "ending": "QUASHED"})
    assert _stop_of(await maple_now(ask, by=yin))["ground"] == "连续两次逾期未整改"


def _stop_of(found: dict[str, Any]) -> dict[str, Any]:
    (stop,) = (each for each in found["standings"] if each["kind"] == "ENROLMENT_STOP")
    return dict(stop)
