"""`correctOfficerNumbers`: by the administrator over the authority; a number is one however it is spelt."""

from typing import Any

import pytest
import sqlalchemy as sa

from persistence.authorities.table import InspectorProfile, Officer
from persistence.engine.database import Database
from persistence.engine.records import AuditEvent
from persistence.reading import ids
from tests.client import Client
from tests.factories import authorities
from tests.people import SUZHOU, Person, jun, key, lin, mei, rui, shan

pytestmark = pytest.mark.usefixtures("world")
VIOLATIONS = "... on InvalidInput { violations { field } }"


def _given(**given: Any) -> dict[str, Any]:
    return {"officerId": ids.write("Officer", mei.as_officer), **given}


async def _numbers(database: Database) -> tuple[str, str]:
    async with database.writing() as session:
        officer = await session.get_one(Officer, mei.officer_id)
        profile = await session.get_one(InspectorProfile, mei.officer_id)
        return officer.staff_no, profile.certificate_no


async def _code(ask: Client, given: dict[str, Any], by: Person = shan) -> str:
    return str((await ask.do("correctOfficerNumbers", given, by=by))["code"])


async def test_an_administrator_corrects_what_is_given_and_the_rest_stays(
    ask: Client, database: Database
) -> None:
    staff_no, certificate_no = await _numbers(database)

    await ask.do("correctOfficerNumbers", _given(staffNo=" G-77 "), by=shan)
    first = await _numbers(database)
    payload = await ask.do("correctOfficerNumbers", _given(certificateNo="E-1"), by=shan)

    assert payload == {"__typename": "OfficerNumbersCorrected"}
    assert first == ("G-77", certificate_no)
    assert await _numbers(database) == ("G-77", "E-1")
    async with database.writing() as session:
        tagged = sa.select(AuditEvent.detail).where(AuditEvent.tag == "officer.numbers_corrected")
        noted = list(await session.scalars(tagged.order_by(AuditEvent.id)))
    assert noted == [
        {"before": {"staff_no": staff_no}},
        {"before": {"certificate_no": certificate_no}},
    ]


async def test_numbers_of_others_are_taken_however_they_are_spelt(
    ask: Client, database: Database
) -> None:
    before = await _numbers(database)
    theirs = authorities.inspector(jun.as_officer).certificate_no

    staff = await _code(ask, _given(staffNo="ＪＵ\u200bＮ"))
    certificate = await _code(ask, _given(certificateNo=f"{theirs[:4]} {theirs[4:]}"))

    assert (staff, certificate) == ("STAFF_NO_TAKEN", "CERTIFICATE_NO_TAKEN")
    assert await _numbers(database) == before


async def test_a_certificate_is_an_inspectors(ask: Client, database: Database) -> None:
    async with database.writing() as session:
        session.add(authorities.officer(SUZHOU, "某人", id=key(399)))
    given = {"officerId": ids.write("Officer", key(399)), "certificateNo": "E-1"}

    payload = await ask.do("correctOfficerNumbers", given, VIOLATIONS, by=shan)

    assert payload["violations"] == [{"field": "certificateNo"}]


async def test_who_may_not_and_nobody_there(ask: Client, database: Database) -> None:
    before = await _numbers(database)

    for by in (lin, rui, mei):
        assert await _code(ask, _given(staffNo="x"), by=by) == "NOT_PERMITTED"
    nobody = {"officerId": ids.write("Officer", key(398)), "staffNo": "x"}
    assert await _code(ask, nobody) == "NOT_FOUND"
    assert await _numbers(database) == before
