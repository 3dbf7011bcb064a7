"""Registers that are older than check-ins, signatures and orders: down to that shape and up again, and
what was filed then is read, audited, published and corrected."""

import os
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import asyncpg
import pytest
import sqlalchemy as sa
from alembic import command

from persistence.engine import migrator
from persistence.engine.database import Database
from persistence.engine.keys import Keys
from persistence.evidence import seals
from persistence.inspections.table import InspectionRecord
from persistence.regions import reference
from tests.client import Client, Clock
from tests.conftest import PASSWORD_HASH
from tests.factories import NOW
from tests.people import hua, lin, mei, qiao, yin
from tests.schema.inspections import steps
from tests.schema.inspections.steps import a_problem
from tests.world import world_rows

BEFORE = "2026_11_24_draw"
RECORDS = """query Q($id: ID!) { inspection(id: $id) { state publishedAt
    record { versionNo canonical hash verdict signatures { isValid } confirmations { recordHash } }
    publicRecords { versionNo isCurrent resultText } } }"""


@pytest.fixture
async def own(server_url: str, keys: Keys) -> AsyncIterator[Database]:
    """A register that nobody shares: its shape changes."""
    name = f"spotcheck_before_{os.getpid()}"
    admin = await asyncpg.connect(server_url)
    await admin.execute(f'create database "{name}"')
    database = Database(
        urlunsplit(urlsplit(server_url)._replace(path=f"/{name}")), read_size=2, write_size=2
    )
    await migrator.migrate(database.engine)
    async with database.engine.begin() as connection:
        await reference.load(connection)
    async with database.writing() as session:
        for rows in world_rows(keys, PASSWORD_HASH):
            session.add_all(rows)
            await session.flush()
    yield database
    await database.close()
    await admin.execute(f'drop database "{name}" with (force)')
    await admin.close()


async def _shape(database: Database, revision: str) -> None:
    def change(connection: sa.Connection) -> None:
        config = migrator.configuration()
        config.attributes["connection"] = connection
        step = command.downgrade if revision == BEFORE else command.upgrade
        step(config, revision)

    async with database.engine.connect() as connection:
        await connection.run_sync(change)
        await connection.commit()
    await database.engine.dispose()


async def _every_state(ask: Client) -> dict[str, str]:
    """A visit in each state, with all that may stand beside it."""
    visits = {state: await steps.assign(ask) for state in ("TO_ENTER", "TO_CONFIRM", "TO_AUDIT")}
    await steps.give_notice(ask, visits["TO_ENTER"])
    appointment = {"inspectionId": visits["TO_ENTER"], "visitAt": "2026-11-19T02:00:00Z"}
    await _did(ask, "proposeAppointment", appointment, by=yin)
    await steps.file(ask, visits["TO_CONFIRM"])
    await steps.file(ask, visits["TO_AUDIT"])
    await steps.confirm(ask, visits["TO_AUDIT"])
    for state in ("AUDIT_REJECTED", "APPROVED", "PUBLISHED", "TO_CORRECT", "REOPENED", "WITHDRAWN"):
        visits[state] = await steps.assign(ask)
        await steps.check_in(ask, visits[state])
        order = {
            "inspectionId": visits[state],
            "kind": "DEADLINE",
            "requirements": "清理消防通道",
            "dueOn": "2026-12-01",
            "claimedAt": steps.ENDED_AT.isoformat(),
        }
        await _did(ask, "issueCorrectionOrder", order, by=mei)
        await steps.file(ask, visits[state])
        await steps.confirm(ask, visits[state])
        if state == "AUDIT_REJECTED":
            await steps.audit(ask, visits[state], "REJECTED", "缺少说明")
        elif state == "APPROVED":
            given = {"inspectionId": visits[state], "decision": "APPROVED", "publish": False}
            await _did(ask, "auditInspectionResult", given, by=qiao)
        else:
            await steps.audit(ask, visits[state])
    for state in ("TO_CORRECT", "REOPENED"):
        given = {"inspectionId": visits[state], "reason": "项目有误", "foundOn": "2026-11-18"}
        await _did(ask, "reopenResult", given, by=hua)
    await steps.file(ask, visits["REOPENED"], correctionReason="项目有误")
    given = {"inspectionId": visits["WITHDRAWN"], "ground": "WRONG_SUBJECT"}
    await _did(ask, "withdrawResult", given, by=hua)
    return visits


async def _seal(database: Database, keys: Keys) -> None:
    """As records without a hash were sealed."""
    async with database.writing() as session:
        for record_id in await session.scalars(sa.select(InspectionRecord.id)):
            await seals.seal_record(session, keys, record_id)


async def _did(ask: Client, name: str, given: dict[str, Any], by: Any) -> None:
    payload = await ask.do(name, given, by=by)
    assert "code" not in payload, payload


async def test_what_was_filed_before_is_read_audited_and_corrected(
    own: Database, keys: Keys
) -> None:
    clock = Clock(NOW)
    ask = Client(own, keys, clock)
    visits = await _every_state(ask)

    await _shape(own, BEFORE)
    await _shape(own, "head")
    await _seal(own, keys)

    ask = Client(own, keys, clock)
    seen = {
        state: (await ask(RECORDS, {"id": visit}, by=qiao))["inspection"]
        for state, visit in visits.items()
    }
    assert {state: each["state"] for state, each in seen.items()} == {
        **{state: state for state in visits},
        "APPROVED": "TO_AUDIT",
        "TO_CORRECT": "PUBLISHED",
        "REOPENED": "TO_CONFIRM",
    }
    for state, each in seen.items():
        if state != "TO_ENTER":
            assert each["record"]["hash"] is None
            assert each["record"]["verdict"] == "INTACT"
    await steps.audit(ask, visits["TO_AUDIT"])
    await steps.audit(ask, visits["APPROVED"])
    await steps.confirm(ask, visits["TO_CONFIRM"])
    await steps.audit(ask, visits["TO_CONFIRM"])
    for state, by, version in (("AUDIT_REJECTED", mei, 2), ("PUBLISHED", mei, 2)):
        if state == "PUBLISHED":
            given = {"inspectionId": visits[state], "reason": "项目有误", "foundOn": "2026-11-18"}
            await _did(ask, "reopenResult", given, by=hua)
        given = a_problem(visits[state], correctionReason="补正")
        await _did(ask, "fileInspectionResult", given, by=by)
        await steps.confirm(ask, visits[state], version=version)
        await steps.sign(ask, visits[state])
        await steps.audit(ask, visits[state])
    after = {
        state: (await steps.state_of(ask, visit, by=lin))["state"]
        for state, visit in visits.items()
    }
    assert after["PUBLISHED"] == "CORRECTED"
