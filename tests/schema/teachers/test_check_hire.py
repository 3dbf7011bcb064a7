"""`checkHire`: yes, or the ground why not; never a way to find out who is a school teacher."""

from dataclasses import replace
from typing import Any

import orjson
import pytest
import sqlalchemy as sa

from api.limits import Budget, RateLimiter
from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from persistence.engine.keys import Keys
from persistence.engine.records import AuditEvent, Operation
from persistence.reading import ids
from tests.client import Client
from tests.factories import teachers
from tests.people import MAPLE, SWIMMING, Person, fang, lin, rui, su, yang, yin

NUMBER = "11010519491231002X"
_OTHER = "110105194912310038"

pytestmark = pytest.mark.usefixtures("world")


def _given(number: str = NUMBER, **given: Any) -> dict[str, Any]:
    return {
        "institutionId": ids.write("Institution", MAPLE),
        "identityNumber": number,
        **given,
    }


async def _audited(database: Database) -> list[tuple[Any, Any, Any]]:
    async with database.writing() as session:
        found = await session.scalars(sa.select(AuditEvent).order_by(AuditEvent.id))
        return [(e.actor_id, e.subject_id, e.detail) for e in found]


@pytest.mark.parametrize("person", [yin, rui], ids=lambda person: str(person.login))
async def test_nothing_stands_against_somebody_unknown(
    ask: Client, database: Database, person: Person
) -> None:
    payload = await ask.do("checkHire", _given(), by=person)

    assert payload["__typename"] == "HireChecked"
    assert await _audited(database) == [(person.id, MAPLE, {"found": None})]


async def test_the_ground_is_named(ask: Client, database: Database, keys: Keys) -> None:
    async with database.writing() as session:
        session.add_all(
            [
                teachers.in_service_teacher(keys, NUMBER),
                teachers.teacher(MAPLE, keys, _OTHER),
            ]
        )

    listed = await ask.do("checkHire", _given(), by=yin)
    employed = await ask.do("checkHire", _given(_OTHER), by=yin)
    elsewhere = _given(_OTHER, institutionId=ids.write("Institution", SWIMMING))
    not_there = await ask.do("checkHire", elsewhere, by=yang)

    assert listed["code"] == "IN_SERVICE_SCHOOL_TEACHER"
    assert employed["code"] == "TEACHER_ALREADY_EMPLOYED"
    # Where somebody works is no answer to another institution.
    assert not_there["__typename"] == "HireChecked"
    assert [detail for *_, detail in await _audited(database)] == [
        {"found": "IN_SERVICE_SCHOOL_TEACHER"},
        {"found": "TEACHER_ALREADY_EMPLOYED"},
        {"found": None},
    ]


@pytest.mark.parametrize(
    "person", [yang, lin, su, fang, None], ids=lambda p: getattr(p, "login", "-")
)
async def test_who_may_not_ask(ask: Client, database: Database, person: Person | None) -> None:
    payload = await ask.do("checkHire", _given(), by=person)

    assert payload["code"] == ("OUTSIDE_JURISDICTION" if person is yang else "NOT_PERMITTED")
    assert await _audited(database) == []


async def test_each_answer_counts_be_it_yes_or_no(ask: Client, database: Database) -> None:
    wide = Budget(100, 60)
    narrow = RateLimiter(lambda: 0.0, by_address=wide, by_subnet=wide, by_subject=Budget(2, 60))
    ask.rate_limits = replace(ask.rate_limits, hire_check=narrow)
    bad = await ask.do("checkHire", _given("1"), by=yin)
    far = _given(institutionId=ids.write("Institution", SWIMMING))
    outside = await ask.do("checkHire", far, by=yin)
    given = _given(operationId=str(new_key()))
    first = await ask.do("checkHire", given, by=yin)
    again = await ask.do("checkHire", given, by=yin)

    second, third = [await ask.do("checkHire", _given(_OTHER), by=yin) for _ in range(2)]

    assert (bad["code"], outside["code"]) == ("INVALID_INPUT", "OUTSIDE_JURISDICTION")
    assert first == again
    assert (second["__typename"], third["code"]) == ("HireChecked", "TOO_MANY_ATTEMPTS")


async def test_the_number_is_left_nowhere(ask: Client, database: Database) -> None:
    document = "mutation M($input: CheckHireInput!) { checkHire(input: $input) { __typename } }"
    for number in (NUMBER, f"{NUMBER[:17]}1"):
        variables = {"input": {"operationId": str(new_key()), **_given(number)}}
        body = orjson.dumps({"query": document, "variables": variables})
        _, answer = await ask.send(body, by=yin)
        assert NUMBER[:17] not in str(answer)
    async with database.writing() as session:
        kept = [
            *await session.scalars(sa.select(Operation)),
            *await session.scalars(sa.select(AuditEvent)),
        ]
        assert kept
        assert all(NUMBER[:17] not in str(vars(row)) for row in kept)
