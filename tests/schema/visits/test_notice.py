"""A notice and what follows it: who may speak for the institution, until when, and a time agreed on."""

import pytest
import sqlalchemy as sa

from domain.inspections.terms import InspectionState
from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from persistence.inspections.table import Inspection
from persistence.reading import ids
from persistence.visits.table import Appointment
from tests.client import Client
from tests.factories import NOW
from tests.people import Person, lin, yin
from tests.schema.inspections import steps
from tests.schema.inspections.steps import a_notice
from tests.schema.visits.steps import OUTSIDERS, a_proposal, an_answer, count, proposals


@pytest.mark.parametrize("state", [s for s in InspectionState if s is not InspectionState.TO_ENTER])
async def test_once_it_is_filed_it_is_too_late_for_all_of_it(
    ask: Client, noticed: str, database: Database, state: InspectionState
) -> None:
    second = await steps.assign(ask)
    await ask.do("proposeAppointment", a_proposal(noticed), by=yin)
    (proposal,) = await proposals(ask, noticed)
    async with database.writing() as session:
        await session.execute(sa.update(Inspection).values(state=state, published_at=NOW))

    payloads = [
        await ask.do("issueNotice", a_notice(second), by=lin),
        await ask.do("proposeAppointment", a_proposal(noticed), by=yin),
        await ask.do("decideAppointment", an_answer(noticed, proposal["id"]), by=lin),
    ]

    assert [payload["code"] for payload in payloads] == ["NOTICE_TOO_LATE"] * 3


@pytest.mark.parametrize(("person", "code"), [*OUTSIDERS, (lin, "NOT_PERMITTED")])
async def test_nobody_else_speaks_for_the_institution(
    ask: Client, noticed: str, database: Database, person: Person | None, code: str
) -> None:
    known = await ask.do("acknowledgeNotice", {"inspectionId": noticed}, by=person)
    proposed = await ask.do("proposeAppointment", a_proposal(noticed), by=person)

    assert (known["code"], proposed["code"]) == (code, code)
    assert await count(database, Appointment) == 0


async def test_an_institution_without_a_notice_finds_nothing(ask: Client, assigned: str) -> None:
    known = await ask.do("acknowledgeNotice", {"inspectionId": assigned}, by=yin)
    proposed = await ask.do("proposeAppointment", a_proposal(assigned), by=yin)

    assert (known["code"], proposed["code"]) == ("NOT_FOUND", "NOT_FOUND")


async def test_a_time_is_proposed_declined_proposed_again_and_accepted(
    ask: Client, noticed: str, database: Database
) -> None:
    first = ids.write("Appointment", new_key())
    await ask.do("proposeAppointment", a_proposal(noticed, id=first), by=yin)
    open_one = await ask.do("proposeAppointment", a_proposal(noticed), by=yin)
    bare = await ask.do("decideAppointment", an_answer(noticed, first, isAccepted=False), by=lin)
    given = an_answer(noticed, first, isAccepted=False, reason="检查组另有安排")
    declined = await ask.do("decideAppointment", given, by=lin)
    again = await ask.do("decideAppointment", given, by=lin)
    second = ids.write("Appointment", new_key())
    await ask.do("proposeAppointment", a_proposal(noticed, id=second), by=yin)
    accepted = await ask.do("decideAppointment", an_answer(noticed, second), by=lin)

    assert (open_one["code"], bare["code"]) == ("APPOINTMENT_OPEN", "INVALID_INPUT")
    assert declined == {"__typename": "AppointmentDecided"}
    assert again["code"] == "APPOINTMENT_SETTLED"
    assert accepted == {"__typename": "AppointmentDecided"}
    now = "2026-11-18T02:00:00.000000Z"
    assert await proposals(ask, noticed, by=yin) == [
        {
            "id": first,
            "visitAt": "2026-11-19T01:30:00.000000Z",
            "note": "周四上午有课",
            "state": "DECLINED",
            "decidedAt": now,
            "reason": "检查组另有安排",
        },
        {
            "id": second,
            "visitAt": "2026-11-19T01:30:00.000000Z",
            "note": "周四上午有课",
            "state": "ACCEPTED",
            "decidedAt": now,
            "reason": None,
        },
    ]
    moves = [m for m in (await steps.traces(database))["moves"] if m[0] == "Appointment"]
    assert sorted(m[2] for m in moves) == ["accept", "decline", "propose", "propose"]


# The inspection code
