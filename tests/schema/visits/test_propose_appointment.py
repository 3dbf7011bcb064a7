"""The institution proposes a time within the window, where that is offered, one at a time."""

import asyncio

import pytest

from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from persistence.reading import ids
from persistence.visits.table import Appointment
from tests.client import Client
from tests.people import lin, yin
from tests.schema.inspections import steps
from tests.schema.visits.steps import FIELDS, a_proposal, an_answer, count, proposals


async def test_five_proposals_at_once_leave_one(
    ask: Client, noticed: str, database: Database
) -> None:
    payloads = await asyncio.gather(
        *(ask.do("proposeAppointment", a_proposal(noticed), by=yin) for _ in range(5))
    )

    codes = sorted(str(payload.get("code")) for payload in payloads)
    assert codes == [*["APPOINTMENT_OPEN"] * 4, "None"]
    assert await count(database, Appointment) == 1


@pytest.mark.parametrize(
    "at",
    [
        "2026-11-18T09:59:00+08:00",
        "2026-11-21T00:00:00+08:00",
        "2199-01-01T00:00:00Z",
    ],
)
async def test_the_time_lies_ahead_and_within_the_window(
    ask: Client, noticed: str, database: Database, at: str
) -> None:
    payload = await ask.do("proposeAppointment", a_proposal(noticed, visitAt=at), FIELDS, by=yin)

    assert payload["violations"] == [{"field": "visitAt"}]
    assert await count(database, Appointment) == 0


async def test_a_visit_that_offers_none_has_no_appointment(ask: Client, assigned: str) -> None:
    await steps.give_notice(ask, assigned, appointmentPossible=False)

    payload = await ask.do("proposeAppointment", a_proposal(assigned), by=yin)

    assert payload["code"] == "APPOINTMENT_NOT_OFFERED"


async def test_a_time_is_proposed(ask: Client, noticed: str) -> None:
    payload = await ask.do("proposeAppointment", a_proposal(noticed), by=yin)

    assert payload == {"__typename": "AppointmentProposed"}
    (proposal,) = await proposals(ask, noticed, by=yin)
    assert proposal == {
        "id": proposal["id"],
        "visitAt": "2026-11-19T01:30:00.000000Z",
        "note": "周四上午有课",
        "state": "PROPOSED",
        "decidedAt": None,
        "reason": None,
    }


async def test_the_same_operation_is_answered_again(
    ask: Client, noticed: str, database: Database
) -> None:
    given = a_proposal(noticed, operationId=str(new_key()))

    first = await ask.do("proposeAppointment", given, by=yin)
    again = await ask.do("proposeAppointment", given, by=yin)

    assert first == again == {"__typename": "AppointmentProposed"}
    assert await count(database, Appointment) == 1


async def test_an_id_made_by_a_client_is_taken_once(
    ask: Client, noticed: str, database: Database
) -> None:
    own = ids.write("Appointment", new_key())
    await ask.do("proposeAppointment", a_proposal(noticed, id=own), by=yin)
    declining = an_answer(noticed, own, isAccepted=False, reason="检查组另有安排")
    await ask.do("decideAppointment", declining, by=lin)

    payload = await ask.do("proposeAppointment", a_proposal(noticed, id=own), by=yin)

    assert payload["code"] == "ID_TAKEN"
    assert await count(database, Appointment) == 1
