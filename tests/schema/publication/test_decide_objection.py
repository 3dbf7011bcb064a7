"""An objection upheld reopens the result, rejected it changes nothing; who took part does not decide."""

from domain.roles import Role
from persistence.engine.database import Database
from persistence.publication.table import ResultCorrection
from tests.client import Client
from tests.people import SUZHOU, hua, jun, qiao, rui, tao, yin
from tests.schema.inspections import steps as visits
from tests.schema.publication import steps


async def test_upheld_it_reopens_the_result_and_what_is_public_stays(
    ask: Client, public_id: str, confirmed: str, database: Database
) -> None:
    objection_id = await steps.object_to(ask, public_id)

    payload = await ask.do(
        "decideObjection", steps.a_decision(objection_id), steps.OBJECTION_DECIDED, by=hua
    )

    assert payload["objection"]["state"] == "UPHELD"
    assert payload["objection"]["reason"] == steps.REASON
    assert payload["objection"]["inspection"] == {"id": confirmed, "state": "TO_CORRECT"}
    seen = await ask(steps.CORRECTIONS, {"id": confirmed}, by=yin)
    assert seen["inspection"]["corrections"] == [
        {
            "reason": steps.REASON,
            "foundOn": "2026-11-18",
            "dueOn": "2026-11-25",
            "dueIsProvisional": False,
            "reopenedAt": "2026-11-18T02:00:00.000000Z",
            "correctedAt": None,
            "isLate": None,
            "publicRecord": {"id": public_id},
        }
    ]
    (still,) = (await ask(steps.VERSIONS, {"ids": [public_id]}))["nodes"]
    assert (still["isCurrent"], still["current"]) == (True, {"id": public_id})
    moves = (await visits.traces(database))["moves"]
    assert ("Inspection", "PUBLISHED", "reopen", "TO_CORRECT") in moves
    assert ("Objection", "RECEIVED", "uphold", "UPHELD") in moves


async def test_rejected_it_changes_nothing_and_another_may_follow(
    ask: Client, public_id: str, confirmed: str, database: Database
) -> None:
    first = await steps.object_to(ask, public_id)

    payload = await ask.do(
        "decideObjection", steps.a_decision(first, isUpheld=False), steps.OBJECTION_DECIDED, by=hua
    )
    again = await ask.do("decideObjection", steps.a_decision(first), by=hua)
    await steps.object_to(ask, public_id)

    assert payload["objection"]["state"] == "REJECTED"
    assert payload["objection"]["inspection"]["state"] == "PUBLISHED"
    assert again["code"] == "OBJECTION_ALREADY_DECIDED"
    assert await steps.rows(database, ResultCorrection) == [[]]


async def test_who_inspected_or_approved_does_not_decide(
    ask: Client, public_id: str, confirmed: str, database: Database
) -> None:
    objection_id = await steps.object_to(ask, public_id)
    await steps.grant(database, jun, Role.RESULT_AUDITOR, SUZHOU)

    approved_it = await ask.do("decideObjection", steps.a_decision(objection_id), by=qiao)
    inspected = await ask.do("decideObjection", steps.a_decision(objection_id), by=jun)

    assert {approved_it["code"], inspected["code"]} == {"DECIDER_TOOK_PART"}
    assert await steps.rows(database, ResultCorrection) == [[]]
    assert (await visits.state_of(ask, confirmed))["state"] == "PUBLISHED"


async def test_an_auditor_elsewhere_does_not_find_the_objection(
    ask: Client, public_id: str, confirmed: str, database: Database
) -> None:
    from tests.people import GUSU

    objection_id = await steps.object_to(ask, public_id)
    for person in (rui, hua):
        await steps.grant(database, person, Role.RESULT_AUDITOR, GUSU)
    await steps.grant(database, tao, Role.HEAD, GUSU)

    unseen = await ask.do("decideObjection", steps.a_decision(objection_id), by=rui)
    head = await ask.do("decideObjection", steps.a_decision(objection_id), by=tao)

    assert (unseen["code"], head["code"]) == ("NOT_FOUND", "NOT_FOUND")
