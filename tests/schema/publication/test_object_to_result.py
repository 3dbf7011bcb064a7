"""The institution says why a published result is wrong: once at a time, about what counts."""

import asyncio

import pytest

from domain.roles import Role
from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from persistence.inspections.table import Inspection
from persistence.publication.table import Objection
from persistence.reading import ids
from tests.client import Client
from tests.factories import accounts
from tests.people import FARAWAY, Person, fang, gao, hua, lin, mei, ou, qiao, su, yin
from tests.schema.inspections import steps as visits
from tests.schema.publication import steps


async def test_an_objection_is_verified_within_ten_working_days(
    ask: Client, public_id: str, confirmed: str, database: Database
) -> None:
    payload = await ask.do(
        "objectToResult", steps.an_objection(public_id), steps.OBJECTION_RAISED, by=yin
    )

    objection_id = payload["objection"]["id"]
    assert payload == {
        "__typename": "ObjectionRaised",
        "objection": {
            "id": objection_id,
            "statement": steps.STATEMENT,
            "state": "RECEIVED",
            "raisedAt": "2026-11-18T02:00:00.000000Z",
            "dueOn": "2026-12-02",
            "dueIsProvisional": False,
            "decidedAt": None,
            "reason": None,
            "institution": {"id": visits.INSTITUTION},
            "publicRecord": {"id": public_id},
            "inspection": {"id": confirmed, "state": "PUBLISHED"},
        },
    }
    traces = await visits.traces(database)
    assert ("Objection", "None", "object", "RECEIVED") in traces["moves"]
    assert traces["audit"].count("objection.raised") == 1


async def test_objections_come_one_at_a_time_and_about_what_counts(
    ask: Client, public_id: str, confirmed: str, database: Database
) -> None:
    payloads = await asyncio.gather(
        *(ask.do("objectToResult", steps.an_objection(public_id), by=yin) for _ in range(5))
    )
    reopening = {"inspectionId": confirmed, "reason": "x", "foundOn": "2026-11-18"}
    meanwhile = await ask.do("reopenResult", reopening, by=qiao)

    assert sorted(each.get("code", "") for each in payloads) == ["", *["OBJECTION_PENDING"] * 4]
    assert meanwhile["code"] == "OBJECTION_PENDING"
    (objections,) = await steps.rows(database, Objection)
    assert len(objections) == 1

    objection_id = await _only_objection(ask)
    await steps.decide(ask, objection_id)
    during = await ask.do("objectToResult", steps.an_objection(public_id), by=yin)
    await steps.correct(ask, confirmed)
    after = await ask.do("objectToResult", steps.an_objection(public_id), by=yin)

    assert (during["code"], after["code"]) == ("RESULT_NOT_STANDING", "RECORD_SUPERSEDED")


async def _only_objection(ask: Client) -> str:
    question = "query Q($f: ObjectionFilter) { objections(first: 9, filter: $f) { nodes { id } } }"
    found = await ask(question, {"f": {"states": ["RECEIVED"]}}, by=hua)
    (node,) = found["objections"]["nodes"]
    objection_id: str = node["id"]
    return objection_id


async def test_an_institution_that_had_no_notice_objects_all_the_same(
    ask: Client, public_id: str, confirmed: str, database: Database
) -> None:
    async with database.writing() as session:
        visit = await session.get_one(Inspection, visits.key(confirmed))
        visit.noticed_at = None

    payload = await ask.do(
        "objectToResult", steps.an_objection(public_id), steps.OBJECTION_RAISED, by=yin
    )

    assert payload["objection"]["state"] == "RECEIVED"
    assert payload["objection"]["inspection"] is None


async def test_ids_minted_by_clients_are_taken_once(
    ask: Client, public_id: str, database: Database
) -> None:
    own = ids.write("Objection", new_key())
    objection_id = await steps.object_to(ask, public_id, id=own)
    await steps.decide(ask, objection_id, is_upheld=False)
    again = await ask.do("objectToResult", steps.an_objection(public_id, id=own), by=yin)

    assert objection_id == own
    assert again["code"] == "ID_TAKEN"


@pytest.mark.parametrize("person", [fang, gao, lin, mei, qiao, hua, su, ou, None])
async def test_only_the_institution_objects(
    ask: Client, public_id: str, database: Database, person: Person | None
) -> None:
    payload = await ask.do("objectToResult", steps.an_objection(public_id), by=person)

    assert payload["code"] == "NOT_PERMITTED"
    assert await steps.rows(database, Objection) == [[]]


async def test_another_institution_does_not_object(
    ask: Client, public_id: str, database: Database
) -> None:

    async with database.writing() as session:
        session.add(accounts.grant(gao, Role.INSTITUTION_ADMIN, institution_id=FARAWAY))

    payload = await ask.do("objectToResult", steps.an_objection(public_id), by=gao)

    assert payload["code"] == "NOT_PERMITTED"
    assert await steps.rows(database, Objection) == [[]]
