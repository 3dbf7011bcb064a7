"""Until a result is filed an officer of a visit can be recused, or replaced by a named one."""

import pytest
import sqlalchemy as sa

from domain.inspections.terms import InspectionState
from persistence.engine.database import Database
from persistence.inspections.table import Inspection
from tests.client import Client
from tests.factories import NOW
from tests.people import hua, jun, mei, tao, yin
from tests.schema.inspections.steps import officer
from tests.schema.visits.steps import a_request, decide_recusal, recusal_requested, team


@pytest.mark.parametrize("state", [s for s in InspectionState if s is not InspectionState.TO_ENTER])
async def test_once_a_result_is_filed_nobody_is_recused(
    ask: Client, noticed: str, database: Database, state: InspectionState
) -> None:
    request = await recusal_requested(ask, noticed)
    async with database.writing() as session:
        await session.execute(sa.update(Inspection).values(state=state, published_at=NOW))

    late = await ask.do("requestRecusal", a_request(noticed, jun), by=yin)
    upheld = await decide_recusal(ask, request, to=tao)
    refused = await decide_recusal(ask, request, isUpheld=False, reason="检查已结束")

    assert (late["code"], upheld["code"]) == ("RECUSAL_TOO_LATE", "RECUSAL_TOO_LATE")
    assert refused["recusalRequest"]["state"] == "REFUSED"


async def test_the_head_replaces_an_officer_of_a_case_visit_by_a_named_one(
    ask: Client, assigned: str, database: Database
) -> None:
    given = {"inspectionId": assigned, "officerId": officer(jun), "reason": "ILLNESS"}

    bare = await ask.do("replaceInspector", given, by=hua)
    payload = await ask.do("replaceInspector", {**given, "incomingOfficerId": officer(tao)}, by=hua)

    assert bare["code"] == "NOT_DRAWN"
    assert payload == {"__typename": "InspectorReplaced"}
    assert await team(ask, assigned) == {officer(mei), officer(tao)}
