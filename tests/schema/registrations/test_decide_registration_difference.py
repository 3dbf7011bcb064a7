"""`decideRegistrationDifference`: theirs, ours, or a question; each with its reason and history."""

import asyncio
import datetime as dt
from typing import Any

import pytest
import sqlalchemy as sa

from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from persistence.engine.records import StateTransition
from persistence.institutions.table import Entitlement, Institution
from persistence.reading import ids
from persistence.registrations.table import RegistrationDifference
from tests.client import Client
from tests.factories import registrations
from tests.people import FARAWAY, MAPLE, Person, fang, lin, rui, su, xu, yang, yin
from tests.schema.institutions import keeping
from tests.schema.registrations import steps
from tests.world import LICENCE

SHOWS = f"... on RegistrationDifferenceDecided {{ {steps.DIFFERENCE} }}"
REASON = "以平台数据为准"

pytestmark = pytest.mark.usefixtures("world")


async def queued(database: Database, **facts: Any) -> RegistrationDifference:
    given = {"ours": "苏州枫叶教育培训中心", "theirs": "苏州枫叶培训中心", **facts}
    institution_id = given.pop("institution_id", MAPLE)
    async with database.writing() as session:
        row = registrations.difference(institution_id, **given)
        session.add(row)
    return row


def decision(
    row: RegistrationDifference, what: str = "TAKE_THEIRS", **given: Any
) -> dict[str, Any]:
    return {
        "differenceId": steps.named(row),
        "expectedVersion": 1,
        "decision": what,
        "reason": REASON,
        **given,
    }


@pytest.mark.parametrize(
    ("field", "column", "theirs"),
    [
        ("NAME", "name", "苏州枫叶培训中心"),
        ("UNIFIED_SOCIAL_CREDIT_CODE", "unified_social_credit_code", "91310101MA1L1STED3"),
        ("LEGAL_REPRESENTATIVE", "legal_representative", "另某"),
        ("ADDRESS", "address", "观前街2号"),
    ],
)
async def test_theirs_is_taken_as_a_correction(
    ask: Client, database: Database, field: str, column: str, theirs: str
) -> None:
    row = await queued(database, field=field, theirs=theirs)

    payload = await ask.do("decideRegistrationDifference", decision(row), SHOWS, by=rui)

    found = payload["difference"]
    assert (found["state"], found["reason"], found["decidedBy"]) == ("TAKEN", REASON, "rui")
    after = await keeping.maple(database)
    assert (getattr(after, column), after.version) == (theirs, 2)
    kept = await keeping.changes(database)
    assert [(after, reason) for _, _, _, after, reason in kept] == [(theirs, REASON)]
    assert await _steps(database, row) == [("OPEN", "TAKEN", REASON)]


async def test_ours_is_kept_and_the_entry_stays(ask: Client, database: Database) -> None:
    row = await queued(database)

    given = decision(row, "KEEP_OURS")
    payload = await ask.do("decideRegistrationDifference", given, SHOWS, by=rui)

    assert (payload["difference"]["state"], payload["difference"]["version"]) == ("KEPT", 2)
    assert await keeping.changes(database) == []
    assert (await keeping.maple(database)).version == 1


async def test_the_institution_sees_what_it_is_asked_and_nothing_before(
    ask: Client, database: Database
) -> None:
    row = await queued(database)
    asking = (
        "{ registrationDifferences(first: 9) { totalCount edges { node { question seenBy } } } }"
    )
    before = await ask(asking, by=yin)

    given = decision(row, "ASK_INSTITUTION", reason="名称何时变更？")
    payload = await ask.do("decideRegistrationDifference", given, SHOWS, by=rui)

    assert before["registrationDifferences"]["totalCount"] == 0
    assert payload["difference"]["state"] == "PUT_TO_INSTITUTION"
    assert payload["difference"]["question"] == "名称何时变更？"
    assert (await ask(asking, by=yin))["registrationDifferences"] == {
        "totalCount": 1,
        "edges": [{"node": {"question": "名称何时变更？", "seenBy": None}}],
    }


async def test_a_licence_number_is_taken_for_the_entitlement_that_is_named(
    ask: Client, database: Database
) -> None:
    theirs = "苏教许字320508002号"
    row = await queued(database, field="LICENCE_NUMBER", ours=LICENCE, theirs=theirs)
    async with database.writing() as session:
        key = await session.scalar(
            sa.select(Entitlement.id).where(Entitlement.institution_id == MAPLE)
        )
    assert key is not None

    unnamed = await ask.do("decideRegistrationDifference", decision(row), by=rui)
    given = decision(row, entitlementId=ids.write("Entitlement", key))
    payload = await ask.do("decideRegistrationDifference", given, SHOWS, by=rui)

    assert unnamed["code"] == "INVALID_INPUT"
    assert payload["difference"]["state"] == "TAKEN"
    assert ("Entitlement", "number", LICENCE, theirs, REASON) in await keeping.changes(database)
    found = await ask('{ institutions(first: 9, filter: {search: "320508002"}) { totalCount } }')
    assert found["institutions"]["totalCount"] == 1


async def test_existence_is_not_taken_over_but_noted_once_it_is_so(
    ask: Client, database: Database
) -> None:
    row = await queued(database, field="EXISTENCE", ours="EXISTING", theirs="DEREGISTERED")

    refused = await ask.do("decideRegistrationDifference", decision(row), by=rui)
    closing = keeping.institution(ground="DEREGISTERED", closedOn="2026-11-18")
    assert "code" not in await ask.do("closeInstitution", closing, by=rui)
    payload = await ask.do("decideRegistrationDifference", decision(row), SHOWS, by=rui)

    assert refused["code"] == "EXISTENCE_NOT_TAKEN"
    assert payload["difference"]["state"] == "TAKEN"


async def test_another_reference_is_taken_unless_it_is_anothers(
    ask: Client, database: Database
) -> None:
    row = await queued(database, field="EXTERNAL_REF", ours="p-1", theirs="p-2")
    async with database.writing() as session:
        (await session.get_one(Institution, FARAWAY)).external_ref = "p-2"
        maple = await session.get_one(Institution, MAPLE)
        maple.external_ref, maple.source_updated_at = "p-1", dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
    refused = await ask.do("decideRegistrationDifference", decision(row), by=rui)
    async with database.writing() as session:
        (await session.get_one(Institution, FARAWAY)).external_ref = None

    payload = await ask.do("decideRegistrationDifference", decision(row), SHOWS, by=rui)

    assert refused["code"] == "EXTERNAL_REF_TAKEN"
    assert payload["difference"]["state"] == "TAKEN"
    after = await keeping.maple(database)
    assert (after.external_ref, after.source_updated_at) == ("p-2", None)


@pytest.mark.parametrize(
    ("field", "theirs", "after"),
    [
        ("REGISTRATION_NUMBER", "32050812345-00002", ("32050812345-00002", 3, "UNVERIFIED", None)),
        ("REGISTRATION_LEVEL", "2", ("32050812345-00001", 2, "UNVERIFIED", None)),
        ("REGISTRATION_VALID_TO", "2028-01-31", ("32050812345-00001", 3, "VERIFIED", "2028-01-31")),
        ("REGISTRATION", None, ("32050812345-00001", 3, "ENDED", None)),
    ],
)
async def test_theirs_is_taken_of_a_registration(
    ask: Client, database: Database, field: str, theirs: str | None, after: tuple[Any, ...]
) -> None:
    registration = await steps.mlps(database)
    row = await queued(database, field=field, theirs=theirs, registration_id=registration.id)

    payload = await ask.do("decideRegistrationDifference", decision(row), SHOWS, by=rui)

    assert payload["difference"]["state"] == "TAKEN"
    (found,) = (await steps.of_maple(ask, None))["registrations"]
    assert (found["number"], found["level"], found["state"], found["validTo"]) == after
    assert {reason for *_, reason in await keeping.changes(database)} == {REASON}


@pytest.mark.parametrize(
    ("code", "facts", "given"),
    [
        ("INVALID_INPUT", {}, {"reason": ""}),
        ("INVALID_INPUT", {}, {"entitlementId": ids.write("Entitlement", new_key())}),
        ("CHANGED_MEANWHILE", {}, {"expectedVersion": 2}),
        ("DIFFERENCE_DECIDED", {"state": "AGREED"}, {}),
        ("DIFFERENCE_DECIDED", {"state": "SUPERSEDED"}, {"decision": "ASK_INSTITUTION"}),
        (
            "CREDIT_CODE_TAKEN",
            {"field": "UNIFIED_SOCIAL_CREDIT_CODE", "theirs": "91110105MA1FARAW4Y"},
            {},
        ),
        ("NOT_FOUND", {"institution_id": FARAWAY}, {}),
    ],
)
async def test_what_is_refused_changes_nothing(
    ask: Client, database: Database, code: str, facts: dict[str, Any], given: dict[str, Any]
) -> None:
    row = await queued(database, **facts)

    payload = await ask.do("decideRegistrationDifference", decision(row) | given, by=rui)

    assert payload["code"] == code
    assert await keeping.changes(database) == []
    assert [each.version for each in await steps.differences(database)] == [1]


@pytest.mark.parametrize(
    ("person", "code"),
    [
        (yang, "NOT_FOUND"),
        (yin, "NOT_PERMITTED"),
        (xu, "NOT_PERMITTED"),
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
    row = await queued(database)

    payload = await ask.do("decideRegistrationDifference", decision(row), by=person)

    assert payload["code"] == code
    assert await keeping.changes(database) == []


async def test_two_at_once_only_one_wins_and_a_replay_is_answered_again(
    ask: Client, database: Database
) -> None:
    row = await queued(database)
    given = decision(row, operationId=str(new_key()))

    payloads = await asyncio.gather(
        *(
            ask.do("decideRegistrationDifference", each, by=rui)
            for each in (given, decision(row, "KEEP_OURS"))
        )
    )
    again = await ask.do("decideRegistrationDifference", given, by=rui)

    assert sorted(each.get("code", "") for each in payloads) == ["", "CHANGED_MEANWHILE"]
    assert again.get("code") == payloads[0].get("code")
    assert len(await _steps(database, row)) == 1


async def _steps(database: Database, row: RegistrationDifference) -> list[Any]:
    found = sa.select(
        StateTransition.from_state, StateTransition.to_state, StateTransition.ground
    ).where(StateTransition.subject_id == row.id)
    async with database.writing() as session:
        return [tuple(each) for each in await session.execute(found)]
