"""A grade replaces the one before."""

import pytest

from persistence.engine.database import Database
from tests.client import Client
from tests.people import rui
from tests.schema.standings.deciding import maple_now, on_maple
from tests.schema.standings.deciding import refuse_unless_replayed as replayed

pytestmark = pytest.mark.usefixtures("world")


async def test_a_grade_replaces_the_one_before(ask: Client, database: Database) -> None:
    for grade in ("B", "D"):
        given = await on_maple(database, grade=grade, ruleVersion="苏教信用〔2026〕1号")
        payload = await ask.do("gradeCredit", given, by=rui)
        assert payload["__typename"] == "CreditGraded"

    found = await maple_now(ask)
    assert found["creditGrade"] == "D"
    grades = [each for each in found["standings"] if each["kind"] == "CREDIT_GRADE"]
    assert sorted(str(each["end"]) for each in grades) == [
        "None",
        "{'endedOn': '2026-11-18', 'ending': 'REPLACED'}",
    ]
    await replayed(database)
