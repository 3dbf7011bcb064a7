"""Recusal from one visit: asked by the institution or the officer, decided by the head."""

import asyncio
from typing import Any

import pytest
import sqlalchemy as sa

from domain.inspections.terms import InspectionState
from domain.roles import Role
from domain.visits.terms import RecusalRequestState
from domain.visits.transitions import RECUSAL_REQUEST
from persistence.database import Database
from persistence.identifiers import new_key
from persistence.reading import ids
from persistence.tables.authorities import InspectorProfile
from persistence.tables.draws import OfficerReplacement
from persistence.tables.inspections import Inspection, InspectionAssignment
from persistence.tables.registries import Recusal
from persistence.tables.visits import RecusalRequest
from tests import builders
from tests.builders import NOW
from tests.client import Client, Clock
from tests.people import Person, fang, hua, jun, lin, ling, mei, ou, qiao, su, tao, yin
from tests.schema.draws import steps as draws
from tests.schema.inspections import steps
from tests.schema.inspections.steps import officer

SHOWS = """... on RecusalRequested { recusalRequest { id side ground statement state officer { id } } }
    ... on InvalidInput { violations { field } }"""
DECIDED = """... on RecusalRequestDecided { recusalRequest { state reason decidedAt }
    inspection { assignments { officer { id } isLeader replacedAt replacementReason } } }
    ... on InvalidInput { violations { field } }"""


@pytest.fixture
async def noticed(assigned: str, ask: Client) -> str:
    await steps.give_notice(ask, assigned)
    return assigned


def a_request(visit: str, about: Person = mei, **facts: Any) -> dict[str, Any]:
    return {
        "inspectionId": visit,
        "officerId": officer(about),
        "statement": "该检查人员的子女在本机构就读",
        **facts,
    }


async def _asked(ask: Client, visit: str, about: Person = mei, *, by: Person = yin) -> str:
    payload = await ask.do("requestRecusal", a_request(visit, about), SHOWS, by=by)
    assert payload["__typename"] == "RecusalRequested", payload
    return str(payload["recusalRequest"]["id"])


def a_decision(request: str, *, to: Person | None = None, **facts: Any) -> dict[str, Any]:
    given: dict[str, Any] = {"recusalRequestId": request, "isUpheld": True, **facts}
    return given if to is None else {**given, "incomingOfficerId": officer(to)}


async def _decide(ask: Client, request: str, by: Person | None = hua, **facts: Any) -> Any:
    return await ask.do("decideRecusalRequest", a_decision(request, **facts), DECIDED, by=by)


async def _count(database: Database, table: type[Any]) -> int:
    async with database.writing() as session:
        return await session.scalar(sa.select(sa.func.count()).select_from(table)) or 0


async def _team(ask: Client, visit: str) -> set[str]:
    document = (
        "query Q($id: ID!) { inspection(id: $id) { assignments { officer { id } replacedAt } } }"
    )
    sent = (await ask(document, {"id": visit}, by=lin))["inspection"]["assignments"]
    return {each["officer"]["id"] for each in sent if each["replacedAt"] is None}


async def test_the_head_upholds_and_names_who_goes_to_a_case_visit(
    ask: Client, noticed: str, database: Database
) -> None:
    given = a_request(noticed, ground="CHILD_ENROLLED")
    asked = await ask.do("requestRecusal", given, SHOWS, by=yin)
    request = asked["recusalRequest"].pop("id")

    payload = await _decide(ask, request, to=tao)

    assert asked["recusalRequest"] == {
        "side": "INSTITUTION",
        "ground": "CHILD_ENROLLED",
        "statement": "该检查人员的子女在本机构就读",
        "state": "REQUESTED",
        "officer": None,
    }
    assert payload["recusalRequest"]["state"] == "UPHELD"
    sent = {each["officer"]["id"]: each for each in payload["inspection"]["assignments"]}
    assert sent[officer(mei)]["replacementReason"] == "RECUSAL"
    assert sent[officer(mei)]["replacedAt"] is not None
    assert sent[officer(tao)]["isLeader"]
    assert await _team(ask, noticed) == {officer(jun), officer(tao)}
    async with database.writing() as session:
        standing = (await session.scalars(sa.select(Recusal))).one()
        assert (standing.officer_id, standing.ground) == (mei.officer_id, "CHILD_ENROLLED")
    assert await steps.state_of(ask, noticed, by=mei) is None
    topics = [topic for topic, _ in (await steps.traces(database))["outbox"]]
    assert {"inspection.unassigned", "recusal_request.made", "recusal_request.decided"} <= {*topics}
    moves = (await steps.traces(database))["moves"]
    assert ("RecusalRequest", "REQUESTED", "uphold", "UPHELD") in moves


async def test_an_officer_asks_about_oneself_and_the_institution_is_not_told_why(
    ask: Client, noticed: str
) -> None:
    asked = await ask.do("requestRecusal", a_request(noticed, jun), SHOWS, by=jun)

    assert asked["recusalRequest"]["side"] == "OFFICER"
    document = "query Q($id: ID!) { inspection(id: $id) { recusalRequests { statement } } }"
    seen = {
        who.login: len(
            (await ask(document, {"id": noticed}, by=who))["inspection"]["recusalRequests"]
        )
        for who in (jun, mei, hua, lin, qiao, su, ou, yin)
    }
    assert seen == {
        "jun": 1, "mei": 0, "hua": 1, "lin": 0, "qiao": 0, "su": 0, "ou": 1, "yin": 0,
    }  # fmt: skip


async def test_to_a_drawn_visit_goes_who_follows_in_the_draw(
    ask: Client, clock: Clock, city: None, database: Database
) -> None:
    task = await draws.issued(ask, clock, publishDrawnList=True)
    visit = (await draws.visits_of(ask, task["code"]))[0]
    going = visit["assignments"][0]["officer"]["id"]
    async with database.writing() as session:
        # Somebody with an account, to ask about oneself.
        key = ids.read("Officer", going)
        session.add(
            RecusalRequest(
                id=new_key(),
                inspection_id=ids.read("Inspection", visit["id"]),
                officer_id=key,
                side="INSTITUTION",
                statement="有利害关系",
                state=RecusalRequestState.REQUESTED,
                requested_by=yin.id,
                requested_at=NOW,
            )
        )
    document = "query Q($id: ID!) { inspection(id: $id) { recusalRequests { id } } }"
    (row,) = (await ask(document, {"id": visit["id"]}, by=hua))["inspection"]["recusalRequests"]

    named = await _decide(ask, row["id"], to=mei)
    payload = await _decide(ask, row["id"])

    assert named["code"] == "INCOMING_OFFICER_DRAWN"
    assert payload["recusalRequest"]["state"] == "UPHELD"
    assert going not in await _team(ask, visit["id"])
    assert await _count(database, OfficerReplacement) == 1
    proof = await draws.proof_of(ask, task["code"])
    assert proof["trail"][-1]["detail"]["reason"] == "RECUSAL"


async def test_where_nobody_is_next_everything_stays_as_it_was(
    ask: Client, clock: Clock, city: None, database: Database
) -> None:
    task = await draws.issued(ask, clock)
    visit = (await draws.visits_of(ask, task["code"]))[0]
    key = ids.read("Inspection", visit["id"])
    going = visit["assignments"][0]["officer"]["id"]
    request_id = new_key()
    async with database.writing() as session:
        # Whoever is not in the pool was never dealt: nobody follows.
        await session.execute(
            sa.update(InspectionAssignment)
            .where(
                InspectionAssignment.inspection_id == key,
                InspectionAssignment.officer_id == ids.read("Officer", going),
            )
            .values(officer_id=tao.officer_id)
        )
        session.add(
            RecusalRequest(
                id=request_id,
                inspection_id=key,
                officer_id=tao.officer_id,
                side="INSTITUTION",
                statement="有利害关系",
                state=RecusalRequestState.REQUESTED,
                requested_by=yin.id,
                requested_at=NOW,
            )
        )
    before = await _team(ask, visit["id"])

    payload = await _decide(ask, ids.write("RecusalRequest", request_id))

    assert payload["code"] in {"NOBODY_IS_NEXT", "NOT_IN_THE_DRAW"}
    assert await _team(ask, visit["id"]) == before
    assert await _count(database, Recusal) == 0
    async with database.writing() as session:
        row = await session.get_one(RecusalRequest, request_id)
        assert row.state is RecusalRequestState.REQUESTED


async def test_a_refusal_gives_its_reason_and_changes_nobody(
    ask: Client, noticed: str, database: Database
) -> None:
    request = await _asked(ask, noticed)

    bare = await _decide(ask, request, isUpheld=False)
    both = await _decide(ask, request, isUpheld=False, reason="无依据", to=tao)
    payload = await _decide(ask, request, isUpheld=False, reason="无依据")

    assert bare["violations"] == [{"field": "reason"}]
    assert both["violations"] == [{"field": "incomingOfficerId"}]
    assert payload["recusalRequest"]["state"] == "REFUSED"
    assert payload["recusalRequest"]["reason"] == "无依据"
    assert await _team(ask, noticed) == {officer(mei), officer(jun)}
    assert await _count(database, Recusal) == 0


async def test_five_requests_about_one_officer_at_once_leave_one(
    ask: Client, noticed: str, database: Database
) -> None:
    payloads = await asyncio.gather(
        *(ask.do("requestRecusal", a_request(noticed), by=yin) for _ in range(5))
    )

    codes = sorted(str(payload.get("code")) for payload in payloads)
    assert codes == ["None", *["RECUSAL_REQUEST_OPEN"] * 4]
    assert await _count(database, RecusalRequest) == 1


async def test_two_decisions_at_once_replace_once(
    ask: Client, noticed: str, database: Database
) -> None:
    request = await _asked(ask, noticed)

    payloads = await asyncio.gather(*(_decide(ask, request, to=tao) for _ in range(3)))

    codes = sorted(str(payload.get("code")) for payload in payloads)
    assert codes == ["None", "RECUSAL_REQUEST_SETTLED", "RECUSAL_REQUEST_SETTLED"]
    assert await _count(database, InspectionAssignment) == 3


async def test_the_same_operation_is_answered_again(ask: Client, noticed: str) -> None:
    given = a_request(noticed, operationId=str(new_key()))

    first = await ask.do("requestRecusal", given, SHOWS, by=yin)

    assert await ask.do("requestRecusal", given, SHOWS, by=yin) == first


@pytest.mark.parametrize(
    ("to", "code"),
    [
        (None, "NOT_DRAWN"),
        (jun, "INVALID_INPUT"),
        (mei, "INVALID_INPUT"),
        (ling, "NOT_FOUND"),
    ],
)
async def test_who_is_named_must_be_somebody_who_can_go(
    ask: Client, noticed: str, database: Database, to: Person | None, code: str
) -> None:
    request = await _asked(ask, noticed)

    payload = await _decide(ask, request, to=to)

    assert payload["code"] == code
    assert await _team(ask, noticed) == {officer(mei), officer(jun)}
    assert await _count(database, Recusal) == 0


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"may_lead": False}, "MAY_NOT_LEAD"),
        ({"left_on": builders.TODAY}, "CERTIFICATE_NOT_VALID"),
        (None, "OFFICER_RECUSED"),
    ],
)
async def test_who_is_named_is_judged_as_when_a_visit_is_assigned(
    ask: Client, noticed: str, database: Database, facts: dict[str, Any] | None, code: str
) -> None:
    request = await _asked(ask, noticed)
    async with database.writing() as session:
        if facts is not None:
            his = InspectorProfile.officer_id == tao.officer_id
            await session.execute(sa.update(InspectorProfile).where(his).values(**facts))
        else:
            session.add(
                Recusal(
                    id=new_key(),
                    officer_id=tao.officer_id,
                    institution_id=ids.read("Institution", steps.INSTITUTION),
                    ground="WORKED_THERE",
                    declared_by=hua.id,
                    declared_at=NOW,
                )
            )

    assert (await _decide(ask, request, to=tao))["code"] == code
    assert await _team(ask, noticed) == {officer(mei), officer(jun)}


async def test_nobody_decides_about_oneself(ask: Client, noticed: str, database: Database) -> None:
    request = await _asked(ask, noticed)
    async with database.writing() as session:
        session.add(builders.grant(mei, Role.HEAD))

    assert (await _decide(ask, request, mei, to=tao))["code"] == "OWN_RECUSAL_REQUEST"


@pytest.mark.parametrize(
    ("person", "code"),
    [
        (lin, "NOT_PERMITTED"),
        (qiao, "NOT_PERMITTED"),
        (su, "NOT_PERMITTED"),
        (hua, "NOT_PERMITTED"),
        (ou, "NOT_PERMITTED"),
        (fang, "NOT_PERMITTED"),
        (None, "NOT_PERMITTED"),
        (jun, "NOT_PERMITTED"),
        (tao, "NOT_FOUND"),
        (ling, "NOT_FOUND"),
    ],
)
async def test_who_may_not_ask_about_mei(
    ask: Client, noticed: str, database: Database, person: Person | None, code: str
) -> None:
    payload = await ask.do("requestRecusal", a_request(noticed), by=person)

    assert payload["code"] == code
    assert await _count(database, RecusalRequest) == 0


async def test_an_institution_that_was_not_told_cannot_ask(
    ask: Client, assigned: str, database: Database
) -> None:
    assert (await ask.do("requestRecusal", a_request(assigned), by=yin))["code"] == "NOT_FOUND"


async def test_a_head_of_another_authority_decides_nothing(
    ask: Client, noticed: str, database: Database
) -> None:
    request = await _asked(ask, noticed)
    async with database.writing() as session:
        session.add(builders.grant(tao, Role.HEAD))

    for person in (tao, lin, qiao, su, ou, yin, fang, None):
        payload = await _decide(ask, request, person, to=tao)
        assert payload["code"] in {"NOT_FOUND", "NOT_PERMITTED"}
    assert await _team(ask, noticed) == {officer(mei), officer(jun)}


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"statement": " "}, "statement"),
        ({"statement": "x" * 1001}, "statement"),
        ({"officerId": "ofcr_"}, "officerId"),
        ({"officerId": ids.write("Officer", new_key())}, "officerId"),
        ({"officerId": officer(tao)}, "officerId"),
        ({"id": "rreq_"}, "id"),
    ],
)
async def test_faults_of_a_request_are_named(
    ask: Client, noticed: str, database: Database, facts: dict[str, Any], field: str
) -> None:
    payload = await ask.do("requestRecusal", a_request(noticed) | facts, SHOWS, by=yin)

    assert payload["code"] == "INVALID_INPUT"
    assert payload["violations"] == [{"field": field}]
    assert await _count(database, RecusalRequest) == 0


@pytest.mark.parametrize("state", [s for s in InspectionState if s is not InspectionState.TO_ENTER])
async def test_once_a_result_is_filed_nobody_is_recused(
    ask: Client, noticed: str, database: Database, state: InspectionState
) -> None:
    request = await _asked(ask, noticed)
    async with database.writing() as session:
        await session.execute(sa.update(Inspection).values(state=state, published_at=NOW))

    late = await ask.do("requestRecusal", a_request(noticed, jun), by=yin)
    upheld = await _decide(ask, request, to=tao)
    refused = await _decide(ask, request, isUpheld=False, reason="检查已结束")

    assert (late["code"], upheld["code"]) == ("RECUSAL_TOO_LATE", "RECUSAL_TOO_LATE")
    assert refused["recusalRequest"]["state"] == "REFUSED"


@pytest.mark.parametrize("state", list(RecusalRequestState))
@pytest.mark.parametrize("event", ["uphold", "refuse"])
async def test_each_decision_follows_the_table(
    ask: Client, noticed: str, database: Database, state: RecusalRequestState, event: str
) -> None:
    request = await _asked(ask, noticed)
    is_open = state is RecusalRequestState.REQUESTED
    async with database.writing() as session:
        await session.execute(
            sa.update(RecusalRequest).values(
                state=state, decided_at=None if is_open else NOW, reason=None if is_open else "旧"
            )
        )
    allowed = [t for t in RECUSAL_REQUEST if (t.from_state, t.event) == (state, event)]

    payload = await _decide(
        ask,
        request,
        isUpheld=event == "uphold",
        reason="说明",
        **({"to": tao} if event == "uphold" else {}),
    )

    if allowed:
        assert payload["recusalRequest"]["state"] == allowed[0].to_state
    else:
        assert payload["code"] == "RECUSAL_REQUEST_SETTLED"
        assert await _team(ask, noticed) == {officer(mei), officer(jun)}


async def test_the_head_replaces_an_officer_of_a_case_visit_by_a_named_one(
    ask: Client, assigned: str, database: Database
) -> None:
    given = {"inspectionId": assigned, "officerId": officer(jun), "reason": "ILLNESS"}

    bare = await ask.do("replaceInspector", given, by=hua)
    payload = await ask.do("replaceInspector", {**given, "incomingOfficerId": officer(tao)}, by=hua)

    assert bare["code"] == "NOT_DRAWN"
    assert payload == {"__typename": "InspectorReplaced"}
    assert await _team(ask, assigned) == {officer(mei), officer(tao)}
