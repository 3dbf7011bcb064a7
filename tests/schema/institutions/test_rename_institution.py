"""`renameInstitution`: it is found under its new name, and under those that it had."""

from typing import Any

import pytest

from persistence.engine.database import Database
from persistence.reading import ids
from tests.client import Client
from tests.people import MAPLE, rui
from tests.schema.institutions import keeping
from tests.schema.institutions.keeping import REASON

SHOWS = """... on InstitutionRenamed { institution { name reading version
    formerNames { name lastOn } } }"""
OLD = "苏州枫叶教育培训中心"

pytestmark = pytest.mark.usefixtures("world")


async def _found(ask: Client, **filter: Any) -> list[str]:
    document = """query ($filter: InstitutionFilter) {
        institutions(first: 5, filter: $filter) { nodes { id } } }"""
    found = await ask(document, {"filter": filter})
    return [each["id"] for each in found["institutions"]["nodes"]]


async def test_the_new_name_is_its_name_and_the_old_one_leads_to_it(
    ask: Client, database: Database
) -> None:
    assert await _found(ask, formerName="枫叶") == []

    payload = await ask.do(
        "renameInstitution", keeping.institution(name="苏州Red枫 "), SHOWS, by=rui
    )

    assert payload["institution"] == {
        "name": "苏州Red枫",
        "reading": None,
        "version": 2,
        "formerNames": [{"name": OLD, "lastOn": "2026-11-18"}],
    }
    maple = [ids.write("Institution", MAPLE)]
    assert await _found(ask, search="red枫") == maple
    assert await _found(ask, search="枫叶教育") == []
    assert await _found(ask, formerName=" 枫叶教育") == maple
    assert await _found(ask, formerName="红枫") == []
    kept = await keeping.changes(database)
    assert kept == [("Institution", "name", OLD, "苏州Red枫", REASON)]
    again = keeping.institution(name="枫叶二", expectedVersion=2)
    payload = await ask.do("renameInstitution", again, SHOWS, by=rui)
    names = [each["name"] for each in payload["institution"]["formerNames"]]
    assert names == ["苏州Red枫", OLD]
    assert await _found(ask, formerName="RED") == maple


async def test_a_reading_is_of_the_new_name(ask: Client) -> None:
    wrong = keeping.institution(name="单县学校", reading="shan")
    assert (await ask.do("renameInstitution", wrong, by=rui))["code"] == "INVALID_INPUT"

    payload = await ask.do(
        "renameInstitution",
        keeping.institution(name="单县学校", reading="shan xian xue xiao"),
        SHOWS,
        by=rui,
    )

    assert payload["institution"]["reading"] == "shan xian xue xiao"


async def test_its_own_name_is_no_new_one_and_a_correction_no_former_one(ask: Client) -> None:
    payload = await ask.do("renameInstitution", keeping.institution(name=OLD), by=rui)
    assert payload["code"] == "INVALID_INPUT"
    corrected = {
        "institutionId": ids.write("Institution", MAPLE),
        "expectedVersion": 1,
        "name": "苏州枫叶教育培训中心有限公司",
    }
    await ask.do("updateInstitution", corrected, by=rui)

    assert await _found(ask, formerName="枫叶") == []


@pytest.mark.parametrize("text", [" ", "长" * 101])
async def test_what_nobody_can_be_looked_for_by_is_refused(ask: Client, text: str) -> None:
    document = """query ($text: String!) {
        institutions(first: 5, filter: {formerName: $text}) { nodes { id } } }"""

    answer = await ask.answer(document, {"text": text})

    assert answer["errors"][0]["extensions"]["code"] == "INVALID_SEARCH"
