"""Two persons: who drafted does not confirm, nor does who was sent to the visit; not before the term."""

import asyncio
import datetime as dt

import pytest

from domain.institutions import Delivery, InstitutionKind
from domain.rectification.terms import OrderState
from domain.roles import Role
from persistence.engine.database import Database
from persistence.institutions.table import Institution
from tests.client import Client, Clock
from tests.people import MAPLE, hua, jun, lin, qiao, rui, su, yin
from tests.schema.rectification import steps as orders
from tests.schema.standings import ruling_steps as steps
from tests.schema.standings.deciding import licence, maple_now, on_licence
from tests.schema.standings.deciding import refuse_unless_replayed as replayed


@pytest.mark.usefixtures("world")
async def test_the_second_person_puts_it_into_force_once_the_term_is_over(
    ask: Client, database: Database, clock: Clock
) -> None:
    ruling_id = await steps.draft(ask, database)

    early = await steps.go(ask, "confirmRuling", ruling_id, by=qiao)
    clock.now += dt.timedelta(days=7)
    on_the_day = await steps.go(ask, "confirmRuling", ruling_id, by=qiao)
    clock.now += dt.timedelta(days=1)
    own = await steps.go(ask, "confirmRuling", ruling_id, by=hua)
    assert (await maple_now(ask))["entitlements"][0]["state"] == "ACTIVE"
    second = await steps.go(ask, "confirmRuling", ruling_id, by=qiao)
    again = await steps.go(ask, "confirmRuling", ruling_id, by=qiao)

    assert early["code"] == on_the_day["code"] == "STATEMENT_TERM_RUNS"
    assert own["code"] == "DRAFTER_CONFIRMS"
    assert second["__typename"] == "RulingConfirmed"
    assert again["code"] == "ILLEGAL_TRANSITION"
    assert (await maple_now(ask))["entitlements"][0]["state"] == "REVOKED"
    ruling = await steps.read(ask, ruling_id, by=yin)
    assert (ruling["state"], ruling["appealDueOn"]) == ("IN_FORCE", "2027-01-25")
    assert [each["ruling"] for each in ruling["standings"]] == [{"id": ruling_id}]


async def test_an_officer_of_the_visit_confirms_nothing(
    ask: Client, visit: str, database: Database
) -> None:
    order_id = await orders.put(database, visit, OrderState.OVERDUE)
    given = {
        "proposalId": await orders.propose(database, order_id),
        "expectedVersion": 1,
        "decision": "ADOPT",
        "measure": "WITHDRAW_LICENCE",
    }
    shows = "... on EscalationDecided { proposal { rulings { id } } }"
    payload = await ask.do("decideEscalation", given, shows, by=hua)
    ruling_id = payload["proposal"]["rulings"][0]["id"]
    await steps.answer(ask, ruling_id, "WAIVER")
    await orders.grant_role(database, jun, Role.HEAD)

    refused = await steps.go(ask, "confirmRuling", ruling_id, by=jun)

    assert refused["code"] == "DECIDER_TOOK_PART"
    assert (await maple_now(ask))["entitlements"][0]["state"] == "ACTIVE"


@pytest.mark.usefixtures("world")
async def test_a_revocation_dated_before_a_published_decision_is_refused(
    ask: Client, database: Database, clock: Clock
) -> None:
    ruling_id = await steps.draft(ask, database)
    await steps.answer(ask, ruling_id, "WAIVER")
    clock.now += dt.timedelta(days=1)
    suspended = await ask.do("suspendEntitlement", await on_licence(database), by=rui)
    assert suspended["__typename"] == "EntitlementSuspended"

    before = await steps.go(ask, "confirmRuling", ruling_id, by=qiao, fromOn="2026-11-18")

    assert before["code"] == "PREDATES_DECISION"
    assert (await steps.read(ask, ruling_id))["state"] == "NOTICED"
    assert (await maple_now(ask))["entitlements"][0]["state"] == "SUSPENDED"


@pytest.mark.usefixtures("world")
async def test_what_was_given_up_meanwhile_is_not_taken(ask: Client, database: Database) -> None:
    ruling_id = await steps.draft(ask, database)
    await steps.answer(ask, ruling_id, "WAIVER")
    await ask.do("surrenderEntitlement", await on_licence(database), by=rui)

    nothing = await steps.go(ask, "confirmRuling", ruling_id, by=qiao)

    assert nothing["code"] == "NOTHING_TO_TAKE"
    assert (await maple_now(ask))["entitlements"][0]["state"] == "WITHDRAWN"


@pytest.mark.usefixtures("world")
async def test_of_two_who_confirm_at_once_one_does(ask: Client, database: Database) -> None:
    ruling_id = await steps.draft(ask, database, by=rui)
    await steps.answer(ask, ruling_id, "WAIVER")
    given = {"rulingId": ruling_id, "expectedVersion": 2}

    payloads = await asyncio.gather(
        *(ask.do("confirmRuling", given, by=each) for each in (hua, qiao, hua, qiao))
    )

    codes = sorted(each.get("code", "") for each in payloads)
    assert codes == ["", *["ILLEGAL_TRANSITION"] * 3]
    assert len((await steps.read(ask, ruling_id))["standings"]) == 1
    await replayed(database)


@pytest.mark.usefixtures("world")
async def test_others_confirm_nothing(ask: Client, database: Database) -> None:
    ruling_id = await steps.draft(ask, database)

    codes = [
        (await steps.go(ask, "confirmRuling", ruling_id, by=person))["code"]
        for person in (rui, su, lin, yin)
    ]

    assert codes == ["NOT_PERMITTED"] * 4


@pytest.mark.usefixtures("world")
async def test_nothing_is_taken_from_before_the_notice(
    ask: Client, database: Database, clock: Clock
) -> None:
    ruling_id = await steps.draft(ask, database)
    await steps.answer(ask, ruling_id, "WAIVER")
    clock.now += dt.timedelta(days=2)

    before = await steps.go(ask, "confirmRuling", ruling_id, by=qiao, fromOn="2026-11-17")
    after = await steps.go(ask, "confirmRuling", ruling_id, by=qiao, fromOn="2026-11-19")

    assert before["code"] == "INVALID_INPUT"
    assert after["__typename"] == "RulingConfirmed"
    assert (await maple_now(ask))["entitlements"][0]["state"] == "REVOKED"


@pytest.mark.usefixtures("world")
async def test_what_was_corrected_meanwhile_is_not_taken_as_what_it_was(
    ask: Client, database: Database
) -> None:
    async with database.writing() as session:
        (await session.merge(await licence(database))).delivery = Delivery.ONLINE
        (await session.get_one(Institution, MAPLE)).kinds = [InstitutionKind.ONLINE_PLATFORM]
    ruling_id = await steps.draft(ask, database, "TAKEDOWN")
    await steps.answer(ask, ruling_id, "WAIVER")
    corrected = await on_licence(database, delivery="OFFLINE")
    await ask.do("correctEntitlement", corrected, by=rui)

    refused = await steps.go(ask, "confirmRuling", ruling_id, by=qiao)

    assert refused["code"] == "NOTHING_TO_TAKE"
    assert (await maple_now(ask))["entitlements"][0]["state"] == "ACTIVE"
