"""Notice of what takes a livelihood: by whom, of what, and what is refused by name."""

import asyncio
from typing import Any

import pytest

from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from tests.client import Client
from tests.people import fang, hua, lin, qiao, rui, su, xu, yang, yin
from tests.schema.standings import ruling_steps as steps
from tests.schema.standings.deciding import SHOWN

pytestmark = pytest.mark.usefixtures("world")


async def test_the_institution_has_notice_and_visitors_learn_nothing(
    ask: Client, database: Database
) -> None:
    before = await ask.answer(SHOWN)

    ruling_id = await steps.draft(ask, database)

    assert await ask.answer(SHOWN) == before
    noticed = await steps.read(ask, ruling_id, by=yin)
    assert noticed == await steps.read(ask, ruling_id, by=rui)
    assert (noticed["state"], noticed["version"], noticed["facts"]) == ("NOTICED", 1, steps.FACTS)
    assert (noticed["statementDueOn"], noticed["appealDueOn"]) == ("2026-11-25", None)
    assert noticed["entitlements"] == [{"state": "ACTIVE"}]
    assert await steps.read(ask, ruling_id, by=xu) is None
    assert await steps.read(ask, ruling_id, by=yang) is None


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"ground": " "}, "ground"),
        ({"facts": ""}, "facts"),
        ({"legalBasis": []}, "legalBasis"),
        ({"expectedVersion": 7}, "CHANGED_MEANWHILE"),
        ({"measure": "REVOKE_TITLE"}, "MEASURE_NOT_OF_REGIME"),
        ({"measure": "REMOVE_FROM_WHITE_LIST"}, "TAKES_NO_RULING"),
        ({"measure": "ANNUAL_CHECK_UNQUALIFIED"}, "proposalId"),
        ({"measure": "STOP_ENROLMENT"}, "TAKES_NO_RULING"),
        ({"measure": "STOP_ENROLMENT", "untilOn": "2026-12-17"}, "TAKES_NO_RULING"),
        ({"measure": "STOP_ENROLMENT", "untilOn": "2027-11-18"}, "untilOn"),
        ({"untilOn": "2027-01-01"}, "untilOn"),
        ({"entitlementIds": []}, "entitlementIds"),
        ({"entitlementIds": [f"ent_{new_key()}"]}, "entitlementIds"),
        ({"institutionId": f"inst_{new_key()}"}, "NOT_FOUND"),
        ({"proposalId": f"esc_{new_key()}"}, "NOT_FOUND"),
    ],
)
async def test_what_cannot_be_is_refused_by_name(
    ask: Client, database: Database, given: dict[str, Any], expected: str
) -> None:
    draft = await steps.a_draft(database)

    shows = "... on InvalidInput { violations { field } }"
    payload = await ask.do("draftRuling", draft | given, shows, by=hua)

    assert expected in str(payload)
    assert (await ask("{ rulings(first: 1) { totalCount } }", by=hua))["rulings"]["totalCount"] == 0


async def test_of_two_who_draft_the_same_at_once_one_does(ask: Client, database: Database) -> None:
    given = await steps.a_draft(database)

    payloads = await asyncio.gather(
        ask.do("draftRuling", given, by=rui), ask.do("draftRuling", given, by=hua)
    )

    assert sorted(each.get("code", "") for each in payloads) == ["", "RULING_NOTICED"]


async def test_who_does_not_decide_drafts_nothing(ask: Client, database: Database) -> None:
    given = await steps.a_draft(database)

    codes = [
        (await ask.do("draftRuling", given, by=person))["code"]
        for person in (lin, qiao, su, yin, fang, None, yang)
    ]

    assert codes == ["NOT_PERMITTED"] * 6 + ["OUTSIDE_JURISDICTION"]
