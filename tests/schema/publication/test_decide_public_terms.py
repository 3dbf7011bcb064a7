"""Older results that are public for longer than their class has it: listed for their head, who decides."""

import datetime as dt
from typing import Any

import pytest
import sqlalchemy as sa

from domain.inspections.terms import InspectionState
from domain.roles import Role
from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from persistence.inspections.table import Inspection, InspectionTask, PublicRecord
from persistence.publication.table import PublicTermDecision
from persistence.reading import ids
from tests.client import Client, Clock
from tests.everything_seen import all_ids, everything_seen
from tests.factories import NOW, TODAY, publication
from tests.people import GUSU, SUZHOU, Person, fang, hua, jun, lin, mei, ou, qiao, su, tao, yin
from tests.schema.inspections import steps as visits
from tests.schema.publication import steps
from tests.schema.publication.test_credit_repair import OFF, a_request, adopt, term

LIST = """{ resultsWithLongerTerm(first: 10) { totalCount nodes {
    severity endsByClassOn publicRecord { id expiresOn } } } }"""
DECISION = """query Q($id: ID!) { inspection(id: $id) { publicTermDecision {
    decision severity expiresBefore expiresOn reason } } }"""
REASON = "按信用修复管理办法，公示期满"


def a_decision(*public_ids: str, **facts: Any) -> dict[str, Any]:
    return {
        "publicRecordIds": list(public_ids),
        "decision": "SHORTEN",
        "reason": REASON,
        **facts,
    }


async def listed(ask: Client, *, by: Person = hua) -> Any:
    return (await ask(LIST, by=by))["resultsWithLongerTerm"]


TOMORROW = TODAY + dt.timedelta(days=1)


@pytest.fixture
async def older(public_id: str, database: Database, clock: Clock) -> str:
    """A serious result, published the day before the rule, which holds since."""
    await adopt(database, (TOMORROW, True))
    clock.now = NOW + dt.timedelta(days=1)
    return public_id


async def test_older_results_are_listed_for_their_head_once_the_rule_holds(
    ask: Client, public_id: str, database: Database
) -> None:
    before = await listed(ask)
    await adopt(database, (TOMORROW, True))

    assert before == {"totalCount": 0, "nodes": []}
    assert await listed(ask) == {
        "totalCount": 1,
        "nodes": [
            {
                "severity": "SERIOUS",
                "endsByClassOn": "2029-11-18",
                "publicRecord": {"id": public_id, "expiresOn": "2031-11-18"},
            }
        ],
    }


@pytest.mark.parametrize(
    "facts",
    [
        {"severity": "SERIOUS", "repairable_from": TODAY},
        {"result_codes": ["NO_PROBLEM"]},
        {"expires_on": TODAY.replace(year=2029)},
        {"withdrawn_at": NOW, "withdrawal_ground": "WRONG_SUBJECT"},
    ],
    ids=["graded", "good", "shorter", "withdrawn"],
)
async def test_others_are_not_listed(
    ask: Client, older: str, database: Database, facts: dict[str, Any]
) -> None:
    assert (await listed(ask))["totalCount"] == 1

    async with database.writing() as session:
        await session.execute(sa.update(PublicRecord).values(**facts))

    assert await listed(ask) == {"totalCount": 0, "nodes": []}


async def test_adopting_the_rule_changes_no_byte_of_what_the_public_sees(
    ask: Client, public_id: str, database: Database
) -> None:
    rows = await all_ids(database)
    before = [await everything_seen(ask, rows, person) for person in (None, fang, yin)]

    await adopt(database, (TOMORROW, True))

    assert [await everything_seen(ask, rows, person) for person in (None, fang, yin)] == before


async def test_shortened_it_ends_by_its_class_and_leaves_the_list(
    ask: Client, older: str, confirmed: str, database: Database
) -> None:
    shows = "... on PublicTermsDecided { authority { id } }"
    payload = await ask.do("decidePublicTerms", a_decision(older), shows, by=hua)

    assert payload["authority"] == {"id": ids.write("Authority", SUZHOU.id)}
    assert await term(ask, older, by=None) == {**OFF, "expiresOn": "2029-11-18"}
    assert (await listed(ask))["totalCount"] == 0
    assert (await ask(DECISION, {"id": confirmed}, by=hua))["inspection"] == {
        "publicTermDecision": {
            "decision": "SHORTEN",
            "severity": "SERIOUS",
            "expiresBefore": "2031-11-18",
            "expiresOn": "2029-11-18",
            "reason": REASON,
        }
    }
    assert (await visits.traces(database))["audit"].count("public_term.decided") == 1


async def test_kept_it_ends_as_it_was_published_and_leaves_the_list(
    ask: Client, older: str
) -> None:
    await ask.do("decidePublicTerms", a_decision(older, decision="KEEP"), by=hua)

    assert await term(ask, older) == OFF
    assert (await listed(ask))["totalCount"] == 0


async def test_what_would_be_over_ends_today(ask: Client, older: str, clock: Clock) -> None:
    clock.now = NOW.replace(year=2030)

    await ask.do("decidePublicTerms", a_decision(older), by=hua)

    assert (await term(ask, older))["expiresOn"] == "2030-11-18"


async def test_a_correction_keeps_the_decision(ask: Client, older: str, confirmed: str) -> None:
    await ask.do("decidePublicTerms", a_decision(older), by=hua)
    await steps.reopen(ask, confirmed)
    again = visits.a_problem(confirmed, correctionReason="补充说明")
    await ask.do("fileInspectionResult", again, by=mei)
    await visits.sign(ask, confirmed)
    await visits.confirm(ask, confirmed, version=2, by=jun)

    corrected = await visits.audit(ask, confirmed)

    assert corrected is not None
    assert await term(ask, corrected) == {**OFF, "expiresOn": "2029-11-18"}
    assert (await listed(ask))["totalCount"] == 0
    twice = await ask.do("decidePublicTerms", a_decision(corrected), by=hua)
    assert twice["code"] == "TERM_ALREADY_DECIDED"


async def test_repair_of_an_older_result_stays_as_it_was(ask: Client, older: str) -> None:
    await ask.do("decidePublicTerms", a_decision(older), by=hua)

    payload = await ask.do("requestRepair", a_request(older, commitment=None), by=yin)

    assert payload["__typename"] == "RepairRequested"


@pytest.mark.parametrize("person", [fang, lin, mei, qiao, su, ou, yin, None], ids=str)
async def test_only_the_head_lists_and_decides(
    ask: Client, older: str, database: Database, person: Person | None
) -> None:
    payload = await ask.do("decidePublicTerms", a_decision(older), by=person)

    assert payload["code"] == "NOT_PERMITTED"
    refused = await ask.answer(LIST, by=person)
    assert refused["errors"][0]["extensions"]["code"] == "NOT_PERMITTED"
    assert await steps.rows(database, PublicTermDecision) == [[]]
    assert await term(ask, older) == OFF


async def test_a_head_elsewhere_neither_sees_nor_decides(
    ask: Client, older: str, database: Database
) -> None:
    await steps.grant(database, tao, Role.HEAD, GUSU)

    payload = await ask.do("decidePublicTerms", a_decision(older), by=tao)

    assert payload["code"] == "NOT_PERMITTED"
    assert (await listed(ask, by=tao))["totalCount"] == 0
    assert await term(ask, older) == OFF


async def test_who_inspected_does_not_decide(ask: Client, older: str, database: Database) -> None:
    await steps.grant(database, mei, Role.HEAD, SUZHOU)

    payload = await ask.do("decidePublicTerms", a_decision(older), by=mei)

    assert payload["code"] == "DECIDER_TOOK_PART"
    assert await term(ask, older) == OFF


async def test_of_several_all_are_decided_or_none(
    ask: Client, older: str, confirmed: str, database: Database
) -> None:
    good = await _good_result(database, confirmed)

    payload = await ask.do("decidePublicTerms", a_decision(older, good), by=hua)

    assert payload["code"] == "TERM_NOT_LONGER"
    assert await steps.rows(database, PublicTermDecision) == [[]]
    assert await term(ask, older) == OFF


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"publicRecordIds": []}, "publicRecordIds.length"),
        ({"reason": " "}, "reason"),
        ({"publicRecordIds": ["x"]}, "publicRecordIds[0]"),
    ],
)
async def test_bad_input_is_named(
    ask: Client, older: str, database: Database, facts: dict[str, Any], field: str
) -> None:
    shows = "... on InvalidInput { violations { field } }"
    payload = await ask.do("decidePublicTerms", a_decision(older, **facts), shows, by=hua)
    twice = await ask.do("decidePublicTerms", a_decision(older, older), shows, by=hua)

    assert [each["field"] for each in payload["violations"]] == [field]
    assert [each["field"] for each in twice["violations"]] == ["publicRecordIds"]
    assert await steps.rows(database, PublicTermDecision) == [[]]


async def test_an_earlier_version_and_a_withdrawn_result_are_refused(
    ask: Client, older: str, confirmed: str
) -> None:
    await steps.reopen(ask, confirmed)
    during = await ask.do("decidePublicTerms", a_decision(older), by=hua)
    await steps.correct(ask, confirmed)

    payload = await ask.do("decidePublicTerms", a_decision(older), by=hua)

    assert during["code"] == "RESULT_NOT_STANDING"
    assert payload["code"] == "RECORD_SUPERSEDED"


async def test_the_same_operation_is_answered_again(
    ask: Client, older: str, database: Database
) -> None:
    given = a_decision(older, operationId=str(new_key()))
    first = await ask.do("decidePublicTerms", given, by=hua)
    again = await ask.do("decidePublicTerms", given, by=hua)

    assert again == first
    assert (await visits.traces(database))["audit"].count("public_term.decided") == 1


async def _good_result(database: Database, inspection_id: str) -> str:
    """Of another visit, public."""
    other = await visits.add_visit(database, inspection_id)
    async with database.writing() as session:
        visit = await session.get_one(Inspection, visits.key(other))
        visit.state, visit.published_at = InspectionState.PUBLISHED, NOW
        task = await session.get_one(InspectionTask, visit.task_id)
        record = publication.public_record(visit, task)
        session.add(record)
    return ids.write("PublicRecord", record.id)
