"""The measures of a result: opened by its approval, dropped or required again by a correction."""

from persistence.engine.database import Database
from tests.client import Client
from tests.people import hua, lin, mei, ou, qiao, su, yin
from tests.schema.inspections import steps as visits
from tests.schema.publication import steps


async def test_approval_opens_the_measures_of_a_result(
    ask: Client, measured: str, database: Database
) -> None:
    assert await steps.measures(database, measured) == dict.fromkeys(steps.MEASURES, "OPEN")
    question = "query Q($id: ID!) { inspection(id: $id) { followUps { measure state } } }"
    for person in (lin, mei, qiao, hua, su, ou):
        seen = await ask(question, {"id": measured}, by=person)
        assert len(seen["inspection"]["followUps"]) == 3
    assert await ask(question, {"id": measured}, by=yin) == {"inspection": {"followUps": []}}


async def test_nothing_needed_opens_nothing_and_a_rejection_neither(
    ask: Client, assigned: str, database: Database
) -> None:
    await visits.file(ask, assigned, measures=steps.MEASURES)
    await visits.confirm(ask, assigned)
    await visits.audit(ask, assigned, "REJECTED", "缺照片")
    rejected = await steps.measures(database, assigned)
    clean = visits.a_report(assigned, correctionReason="重录")
    await ask.do("fileInspectionResult", clean, by=mei)
    await visits.sign(ask, assigned)
    await visits.confirm(ask, assigned, version=2)
    await visits.audit(ask, assigned)

    assert rejected == {}
    assert await steps.measures(database, assigned) == {}


async def test_a_corrected_result_drops_what_it_asks_for_no_more_and_may_ask_again(
    ask: Client, measured: str, database: Database
) -> None:
    order = await steps.follow_up(database, measured, "ORDER_CORRECTION")
    await ask.do("finishFollowUp", steps.a_finish(order), by=mei)
    await steps.reopen(ask, measured)
    await steps.correct(ask, measured)
    clean = await steps.measures(database, measured)
    await steps.reopen(ask, measured)
    await visits.file(ask, measured, measures=steps.MEASURES[:2], correctionReason="仍有问题")
    await visits.confirm(ask, measured, version=3)
    await visits.audit(ask, measured)

    assert clean == {
        "ORDER_CORRECTION": "FINISHED",
        "NOTIFY_OTHER_DEPARTMENT": "DROPPED",
        "TRANSFER_CASE_LEAD": "DROPPED",
    }
    assert await steps.measures(database, measured) == {
        "ORDER_CORRECTION": "FINISHED",
        "NOTIFY_OTHER_DEPARTMENT": "OPEN",
        "TRANSFER_CASE_LEAD": "DROPPED",
    }
    moves = (await visits.traces(database))["moves"]
    assert ("FollowUp", "OPEN", "drop", "DROPPED") in moves
    assert ("FollowUp", "DROPPED", "require", "OPEN") in moves


# The credit platform
