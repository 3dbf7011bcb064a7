"""The head upholds a request and somebody else goes, or refuses it and nobody changes."""

import asyncio
from typing import Any

import pytest
import sqlalchemy as sa

from domain.roles import Role
from domain.visits.terms import RecusalRequestState
from domain.visits.transitions import RECUSAL_REQUEST
from persistence.authorities.table import InspectorProfile, Officer
from persistence.draws.table import OfficerReplacement
from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from persistence.inspections.table import InspectionAssignment
from persistence.reading import ids
from persistence.registries.table import Recusal
from persistence.visits.table import RecusalRequest
from tests.client import Client, Clock
from tests.factories import NOW, TODAY, accounts, registries, visits
from tests.people import (
    SUZHOU,
    SUZHOU_SPORTS,
    Person,
    fang,
    hua,
    jun,
    lin,
    ling,
    mei,
    ou,
    qiao,
    su,
    tao,
    yin,
)
from tests.schema.draws import steps as draws
from tests.schema.inspections import steps
from tests.schema.inspections.steps import officer
from tests.schema.visits.steps import (
    RECUSAL_REQUESTED,
    a_decision,
    a_request,
    count,
    decide_recusal,
    recusal_requested,
    team,
)


async def test_the_head_upholds_and_names_who_goes_to_a_case_visit(
    ask: Client, noticed: str, database: Database
) -> None:
    given = a_request(noticed, ground="CHILD_ENROLLED")
    requested = await ask.do("requestRecusal", given, RECUSAL_REQUESTED, by=yin)
    request = requested["recusalRequest"].pop("id")

    payload = await decide_recusal(ask, request, to=tao)

    assert requested["recusalRequest"] == {
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
    assert await team(ask, noticed) == {officer(jun), officer(tao)}
    async with database.writing() as session:
        standing = (await session.scalars(sa.select(Recusal))).one()
        assert (standing.officer_id, standing.ground) == (mei.officer_id, "CHILD_ENROLLED")
    assert await steps.state_of(ask, noticed, by=mei) is None
    topics = [topic for topic, _ in (await steps.traces(database))["outbox"]]
    assert {"inspection.unassigned", "recusal_request.made", "recusal_request.decided"} <= {*topics}
    moves = (await steps.traces(database))["moves"]
    assert ("RecusalRequest", "REQUESTED", "uphold", "UPHELD") in moves


async def test_to_a_drawn_visit_goes_who_follows_in_the_draw(
    ask: Client, clock: Clock, city: None, database: Database
) -> None:
    task = await draws.issued(ask, clock, publishDrawnList=True)
    visit = (await draws.visits_of(ask, task["code"]))[0]
    going = visit["assignments"][0]["officer"]["id"]
    async with database.writing() as session:
        # Somebody with an account, to ask about oneself.
        key = ids.read("Officer", going)
        session.add(visits.recusal_request(ids.read("Inspection", visit["id"]), key))
    document = "query Q($id: ID!) { inspection(id: $id) { recusalRequests { id } } }"
    (row,) = (await ask(document, {"id": visit["id"]}, by=hua))["inspection"]["recusalRequests"]

    named = await decide_recusal(ask, row["id"], to=mei)
    payload = await decide_recusal(ask, row["id"])

    assert named["code"] == "INCOMING_OFFICER_DRAWN"
    assert payload["recusalRequest"]["state"] == "UPHELD"
    assert going not in await team(ask, visit["id"])
    assert await count(database, OfficerReplacement) == 1
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
        # Who is not in the pool was never dealt: nobody follows.
        await session.execute(
            sa.update(InspectionAssignment)
            .where(
                InspectionAssignment.inspection_id == key,
                InspectionAssignment.officer_id == ids.read("Officer", going),
            )
            .values(officer_id=tao.officer_id)
        )
        session.add(visits.recusal_request(key, tao.as_officer, id=request_id))
    before = await team(ask, visit["id"])

    payload = await decide_recusal(ask, ids.write("RecusalRequest", request_id))

    assert payload["code"] in {"NOBODY_IS_NEXT", "NOT_IN_THE_DRAW"}
    assert await team(ask, visit["id"]) == before
    assert await count(database, Recusal) == 0
    async with database.writing() as session:
        row = await session.get_one(RecusalRequest, request_id)
        assert row.state is RecusalRequestState.REQUESTED


async def test_a_refusal_gives_its_reason_and_changes_nobody(
    ask: Client, noticed: str, database: Database
) -> None:
    request = await recusal_requested(ask, noticed)

    bare = await decide_recusal(ask, request, isUpheld=False)
    both = await decide_recusal(ask, request, isUpheld=False, reason="无依据", to=tao)
    payload = await decide_recusal(ask, request, isUpheld=False, reason="无依据")

    assert bare["violations"] == [{"field": "reason"}]
    assert both["violations"] == [{"field": "incomingOfficerId"}]
    assert payload["recusalRequest"]["state"] == "REFUSED"
    assert payload["recusalRequest"]["reason"] == "无依据"
    assert await team(ask, noticed) == {officer(mei), officer(jun)}
    assert await count(database, Recusal) == 0


async def test_two_decisions_at_once_replace_once(
    ask: Client, noticed: str, database: Database
) -> None:
    request = await recusal_requested(ask, noticed)

    payloads = await asyncio.gather(*(decide_recusal(ask, request, to=tao) for _ in range(3)))

    codes = sorted(str(payload.get("code")) for payload in payloads)
    assert codes == ["None", "RECUSAL_REQUEST_SETTLED", "RECUSAL_REQUEST_SETTLED"]
    assert await count(database, InspectionAssignment) == 3


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
    request = await recusal_requested(ask, noticed)

    payload = await decide_recusal(ask, request, to=to)

    assert payload["code"] == code
    assert await team(ask, noticed) == {officer(mei), officer(jun)}
    assert await count(database, Recusal) == 0


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"may_lead": False}, "MAY_NOT_LEAD"),
        ({"left_on": TODAY}, "CERTIFICATE_NOT_VALID"),
        (None, "OFFICER_RECUSED"),
    ],
)
async def test_who_is_named_is_judged_as_when_a_visit_is_assigned(
    ask: Client, noticed: str, database: Database, facts: dict[str, Any] | None, code: str
) -> None:
    request = await recusal_requested(ask, noticed)
    async with database.writing() as session:
        if facts is not None:
            his = InspectorProfile.officer_id == tao.officer_id
            await session.execute(sa.update(InspectorProfile).where(his).values(**facts))
        else:
            session.add(
                registries.recusal(tao.as_officer, ids.read("Institution", steps.INSTITUTION))
            )

    assert (await decide_recusal(ask, request, to=tao))["code"] == code
    assert await team(ask, noticed) == {officer(mei), officer(jun)}


async def test_nobody_decides_about_oneself(ask: Client, noticed: str, database: Database) -> None:
    request = await recusal_requested(ask, noticed)
    async with database.writing() as session:
        session.add(accounts.grant(mei, Role.HEAD))

    assert (await decide_recusal(ask, request, mei, to=tao))["code"] == "OWN_RECUSAL_REQUEST"


async def test_a_head_of_another_authority_decides_nothing(
    ask: Client, noticed: str, database: Database
) -> None:
    request = await recusal_requested(ask, noticed)
    async with database.writing() as session:
        session.add(accounts.grant(tao, Role.HEAD))

    for person in (tao, lin, qiao, su, ou, yin, fang, None):
        payload = await decide_recusal(ask, request, person, to=tao)
        assert payload["code"] in {"NOT_FOUND", "NOT_PERMITTED"}
    assert await team(ask, noticed) == {officer(mei), officer(jun)}


@pytest.mark.parametrize("state", list(RecusalRequestState))
@pytest.mark.parametrize("event", ["uphold", "refuse"])
async def test_each_decision_follows_the_table(
    ask: Client, noticed: str, database: Database, state: RecusalRequestState, event: str
) -> None:
    request = await recusal_requested(ask, noticed)
    is_open = state is RecusalRequestState.REQUESTED
    async with database.writing() as session:
        await session.execute(
            sa.update(RecusalRequest).values(
                state=state, decided_at=None if is_open else NOW, reason=None if is_open else "旧"
            )
        )
    allowed = [t for t in RECUSAL_REQUEST if (t.from_state, t.event) == (state, event)]

    payload = await decide_recusal(
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
        assert await team(ask, noticed) == {officer(mei), officer(jun)}


async def test_the_same_operation_is_answered_again(
    ask: Client, noticed: str, database: Database
) -> None:
    request = await recusal_requested(ask, noticed)
    given = a_decision(request, to=tao, operationId=str(new_key()))

    first = await ask.do("decideRecusalRequest", given, by=hua)
    again = await ask.do("decideRecusalRequest", given, by=hua)

    assert first == again == {"__typename": "RecusalRequestDecided"}
    assert await count(database, InspectionAssignment) == 3


async def test_an_officer_who_is_replaced_already_cannot_be_recused(
    ask: Client, noticed: str, database: Database
) -> None:
    request = await recusal_requested(ask, noticed)
    replacing = {
        "inspectionId": noticed,
        "officerId": officer(mei),
        "reason": "ILLNESS",
        "incomingOfficerId": officer(tao),
    }
    await ask.do("replaceInspector", replacing, by=hua)

    payload = await decide_recusal(ask, request, to=mei)

    assert payload["code"] == "NOT_ON_THE_VISIT"
    assert await team(ask, noticed) == {officer(jun), officer(tao)}
    assert await count(database, Recusal) == 0


async def test_a_head_does_not_go_in_place_of_the_recused(
    ask: Client, noticed: str, database: Database
) -> None:
    request = await recusal_requested(ask, noticed)
    async with database.writing() as session:
        session.add(accounts.grant(tao, Role.HEAD, SUZHOU))

    payload = await decide_recusal(ask, request, tao, to=tao)

    assert payload["code"] == "OWN_ASSIGNMENT"
    assert await team(ask, noticed) == {officer(mei), officer(jun)}


async def test_an_officer_of_another_office_does_not_go_in_place_of_the_recused(
    ask: Client, noticed: str, database: Database
) -> None:
    request = await recusal_requested(ask, noticed)
    async with database.writing() as session:
        his = Officer.id == tao.officer_id
        await session.execute(sa.update(Officer).where(his).values(authority_id=SUZHOU_SPORTS.id))

    payload = await decide_recusal(ask, request, to=tao)

    assert payload["code"] == "OFFICER_OUTSIDE_AUTHORITY"
    assert await team(ask, noticed) == {officer(mei), officer(jun)}
