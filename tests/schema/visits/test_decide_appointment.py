"""A task manager accepts or declines the proposed time."""

import pytest
import sqlalchemy as sa

from domain.roles import Role
from domain.visits.terms import AppointmentState
from domain.visits.transitions import APPOINTMENT
from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from persistence.visits.table import Appointment
from tests.client import Client
from tests.factories import NOW, accounts
from tests.people import hua, jun, lin, mei, su, tao, yin
from tests.schema.inspections import steps
from tests.schema.visits.steps import a_proposal, an_answer, proposals


@pytest.mark.parametrize("state", list(AppointmentState))
@pytest.mark.parametrize("event", ["accept", "decline"])
async def test_each_answer_follows_the_table(
    ask: Client, noticed: str, database: Database, state: AppointmentState, event: str
) -> None:
    await ask.do("proposeAppointment", a_proposal(noticed), by=yin)
    (proposal,) = await proposals(ask, noticed)
    is_open = state is AppointmentState.PROPOSED
    async with database.writing() as session:
        await session.execute(
            sa.update(Appointment).values(
                state=state, decided_at=None if is_open else NOW, reason=None if is_open else "旧"
            )
        )
    allowed = [t for t in APPOINTMENT if (t.from_state, t.event) == (state, event)]
    given = an_answer(noticed, proposal["id"], isAccepted=event == "accept", reason="说明")

    outsiders = [await ask.do("decideAppointment", given, by=who) for who in (su, hua, yin, None)]
    payload = await ask.do("decideAppointment", given, by=lin)

    assert {each["code"] for each in outsiders} == {"NOT_PERMITTED"}
    (after,) = await proposals(ask, noticed)
    if allowed:
        assert payload == {"__typename": "AppointmentDecided"}
        assert after["state"] == allowed[0].to_state
    else:
        assert payload["code"] == "APPOINTMENT_SETTLED"
        assert (after["state"], after["reason"]) == (state, "旧")


async def test_a_proposal_of_another_visit_is_not_found(ask: Client, noticed: str) -> None:
    await ask.do("proposeAppointment", a_proposal(noticed), by=yin)
    (proposal,) = await proposals(ask, noticed)
    other = await steps.assign(ask, mei, jun)

    payload = await ask.do("decideAppointment", an_answer(other, proposal["id"]), by=lin)

    assert payload["code"] == "NOT_FOUND"


async def test_the_same_operation_is_answered_again(
    ask: Client, noticed: str, database: Database
) -> None:
    await ask.do("proposeAppointment", a_proposal(noticed), by=yin)
    (proposal,) = await proposals(ask, noticed)
    given = an_answer(noticed, proposal["id"], operationId=str(new_key()))

    first = await ask.do("decideAppointment", given, by=lin)
    again = await ask.do("decideAppointment", given, by=lin)

    assert first == again == {"__typename": "AppointmentDecided"}
    tags = (await steps.traces(database))["audit"]
    assert tags.count("appointment.accepted") == 1


async def test_a_manager_of_another_authority_decides_nothing(
    ask: Client, noticed: str, database: Database
) -> None:
    await ask.do("proposeAppointment", a_proposal(noticed), by=yin)
    (proposal,) = await proposals(ask, noticed)
    async with database.writing() as session:
        session.add(accounts.grant(tao, Role.TASK_MANAGER))

    payload = await ask.do("decideAppointment", an_answer(noticed, proposal["id"]), by=tao)

    assert payload["code"] == "NOT_FOUND"
    assert await proposals(ask, noticed) == [proposal]
