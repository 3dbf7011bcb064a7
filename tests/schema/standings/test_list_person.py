"""Whom the staff black list names, nobody employs."""

import pytest

from domain.authorities import Sector
from domain.standings.terms import StandingKind
from persistence.engine.database import Database
from persistence.engine.keys import Keys
from persistence.reading import ids
from tests.client import Client
from tests.factories import add, standings
from tests.people import MAPLE, SUZHOU_SPORTS, fang, hua, rui, xu, yin

pytestmark = pytest.mark.usefixtures("world")

_LISTED = "... on InstitutionListed { standing { id kind end { ending } } }"
_NUMBER = "11010519491231002X"


async def test_whom_the_staff_black_list_names_nobody_employs(
    ask: Client, database: Database, keys: Keys
) -> None:
    given = {
        "name": "某人",
        "identityNumber": _NUMBER,
        "untilOn": "2027-10-01",
        "ground": "体罚学生",
        "legalBasis": ["X16"],
    }
    hire = {"institutionId": ids.write("Institution", MAPLE), "identityNumber": _NUMBER}
    assert (await ask.do("checkHire", hire, by=yin))["__typename"] == "HireChecked"

    listed = "... on PersonListed { standing { id person { name maskedIdentityNumber } } }"
    payload = await ask.do("listPerson", given, listed, by=rui)

    assert payload["standing"]["person"] == {
        "name": "某人",
        "maskedIdentityNumber": "1****************X",
    }
    assert (await ask.do("checkHire", hire, by=yin))["code"] == "STAFF_BLACK_LISTED"
    teacher = hire | {
        "name": "某人",
        "employment": "FULL_TIME",
        "subjects": ["数学"],
        "stages": ["PRIMARY"],
        "certificateKind": "TEACHER_QUALIFICATION",
        "certificateNo": "20263205000000001",
        "isInServiceSchoolTeacher": False,
        "employedFrom": "2026-11-18",
    }
    assert (await ask.do("registerTeacher", teacher, by=yin))["code"] == "STAFF_BLACK_LISTED"
    assert (await ask.do("listPerson", given, by=rui))["code"] == "ALREADY_STANDS"
    entries = "{ listEntries(first: 5) { totalCount nodes { ground person { name } } } }"
    assert [
        (await ask(entries, by=person))["listEntries"]["totalCount"]
        for person in (None, fang, yin, xu, hua, rui)
    ] == [0, 0, 0, 0, 1, 1]

    ending = {"standingId": payload["standing"]["id"], "reason": "处理期满"}
    assert (await ask.do("endStanding", ending, by=hua))["__typename"] == "StandingEnded"
    assert (await ask.do("checkHire", hire, by=yin))["__typename"] == "HireChecked"


async def test_elsewhere_nobody_learns_that_somebody_is_listed(
    ask: Client, database: Database, keys: Keys
) -> None:
    person = standings.listed_person(keys, _NUMBER)
    entry = standings.standing(
        MAPLE,
        institution_id=None,
        person_id=person.id,
        kind=StandingKind.STAFF_BLACK_LIST,
        region_code="320500",
        sector=Sector.SPORTS,
        authority_id=SUZHOU_SPORTS.id,
    )
    async with database.writing() as session:
        await add(session, person, entry)
    unknown = "stdg_01900000-0000-7000-8000-000000009999"

    for mutation, by in (("endStanding", rui), ("quashStanding", hua)):
        there, not_there = [
            await ask.do(mutation, {"standingId": each, "reason": "无"}, by=by)
            for each in (ids.write("Standing", entry.id), unknown)
        ]
        assert there == not_there
        assert there["code"] == "NOT_FOUND"
