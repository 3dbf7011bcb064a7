"""Ways around the rules of orders through mutations of a visit, not of the order."""

from typing import Any

import pytest

from domain.rectification.terms import OrderState
from domain.roles import Role
from persistence.engine.database import Database
from tests.client import Client
from tests.people import hua, jun, mei, tao
from tests.schema.inspections import steps as visits
from tests.schema.rectification import steps


async def test_the_officer_who_ordered_does_not_audit_the_re_inspection(
    ask: Client, visit: str, database: Database
) -> None:
    order_id = await steps.put(database, visit, OrderState.SUBMITTED)
    recheck_id = await steps.recheck(ask, order_id)
    await visits.check_in(ask, recheck_id)
    await steps.file(ask, recheck_id, good=True)
    await visits.confirm(ask, recheck_id, by=tao)
    await steps.grant_role(database, jun, Role.RESULT_AUDITOR)

    given = {"inspectionId": recheck_id, "decision": "APPROVED"}
    payload = await ask.do("auditInspectionResult", given, by=jun)

    assert payload["code"] == "AUDITOR_IS_OFFICER"
    assert (await steps.order(ask, order_id))["state"] == "RECHECK_PLANNED"


@pytest.mark.parametrize("way", ["replace", "recusal"])
async def test_the_new_officer_of_a_re_inspection_is_not_replaced_by_the_first_team(
    ask: Client, visit: str, database: Database, way: str
) -> None:
    order_id = await steps.put(database, visit, OrderState.SUBMITTED)
    recheck_id = await steps.recheck(ask, order_id)
    facts: dict[str, Any] = {"incomingOfficerId": visits.officer(jun)}
    given: dict[str, Any]
    if way == "replace":
        given = {
            "inspectionId": recheck_id,
            "officerId": visits.officer(tao),
            "reason": "ILLNESS",
            **facts,
        }
        payload = await ask.do("replaceInspector", given, by=hua)
    else:
        grounds = {
            "inspectionId": recheck_id,
            "officerId": visits.officer(tao),
            "statement": "近亲属任职",
        }
        shows = "... on RecusalRequested { recusalRequest { id } }"
        request = await ask.do("requestRecusal", grounds, shows, by=tao)
        given = {
            "recusalRequestId": request["recusalRequest"]["id"],
            "isUpheld": True,
            **facts,
        }
        payload = await ask.do("decideRecusalRequest", given, by=hua)

    assert payload["code"] == "RECHECK_TEAM_UNCHANGED"
    document = """query Q($id: ID!) { inspection(id: $id) {
        assignments { officer { id } replacedAt } } }"""
    seen = await ask(document, {"id": recheck_id}, by=hua)
    team = {each["officer"]["id"]: each["replacedAt"] for each in seen["inspection"]["assignments"]}
    assert team == {visits.officer(mei): None, visits.officer(tao): None}


async def test_nothing_found_is_not_filed_beside_an_order(ask: Client, visit: str) -> None:
    await steps.issue(ask, visit)

    payload = await ask.do("fileInspectionResult", visits.a_report(visit), by=mei)

    assert payload["code"] == "RESULT_CONTRADICTS_FINDINGS"
    assert (await visits.state_of(ask, visit))["state"] == "TO_ENTER"
