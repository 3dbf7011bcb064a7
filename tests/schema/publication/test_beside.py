"""Where publication meets the rest: orders, voided tasks, holiday notices, and what a record leads to."""

import asyncio
import datetime as dt

import pytest
import sqlalchemy as sa
from graphql import GraphQLObjectType, get_named_type, is_leaf_type
from sqlalchemy.exc import IntegrityError

from persistence.engine.database import Database
from persistence.inspections.table import Inspection, InspectionTask, PublicRecord
from persistence.reading import ids
from persistence.regions import workdays
from persistence.tasks import writes as tasks
from schema.assembly import core
from tests.client import SCHEMA, Client, Clock
from tests.people import hua, yin
from tests.schema.inspections import steps as visits
from tests.schema.publication import steps

NOTICE = "示例〔2026〕1号"


@pytest.mark.parametrize("state", ["TO_CORRECT", "TO_CONFIRM", "TO_AUDIT", "AUDIT_REJECTED"])
async def test_a_task_does_not_void_what_was_public_once(
    ask: Client, public_id: str, confirmed: str, database: Database, state: str
) -> None:
    async with database.writing() as session:
        await session.execute(sa.update(Inspection).values(state=state))

    async with database.writing() as session:
        task = (await session.scalars(sa.select(InspectionTask))).one()
        assert list(await tasks.void_visits(session, task)) == []


async def test_a_decision_and_a_withdrawal_at_once_leave_one_of_them_moot(
    ask: Client, public_id: str, confirmed: str, database: Database
) -> None:
    objection_id = await steps.object_to(ask, public_id)
    deciding = {"objectionId": objection_id, "isUpheld": True, "reason": "x"}
    withdrawing = {"inspectionId": confirmed, "ground": "WRONG_SUBJECT"}

    decided, withdrawn = await asyncio.gather(
        ask.do("decideObjection", deciding, by=hua), ask.do("withdrawResult", withdrawing, by=hua)
    )

    state = (await visits.state_of(ask, confirmed))["state"]
    codes = {decided.get("code"), withdrawn.get("code")}
    assert (state, codes) in (
        ("TO_CORRECT", {None, "RESULT_NOT_STANDING"}),
        ("WITHDRAWN", {"OBJECTION_ALREADY_DECIDED", None}),
    )


@pytest.mark.usefixtures("workdays_as_shipped")
async def test_a_new_holiday_notice_moves_what_was_provisional(
    ask: Client, public_id: str, confirmed: str, database: Database, clock: Clock
) -> None:
    clock.now = dt.datetime(2026, 12, 28, 2, tzinfo=dt.UTC)
    await steps.reopen(ask, confirmed, found_on="2026-12-28")
    question = """query Q($id: ID!) { inspection(id: $id) {
        corrections { dueOn dueIsProvisional } } }"""
    before = await ask(question, {"id": confirmed}, by=yin)
    days = [
        {"day": dt.date(2027, *day), "is_workday": False, "note": "", "source_notice": NOTICE}
        for day in ((1, 1), (1, 2), (1, 3), (5, 1), (10, 1))
    ]

    async with database.writing() as session:
        loaded = await workdays.load(session, days, by=None)
    after = await ask(question, {"id": confirmed}, by=yin)

    assert before["inspection"]["corrections"] == [
        {"dueOn": "2027-01-04", "dueIsProvisional": True}
    ]
    assert after["inspection"]["corrections"] == [
        {"dueOn": "2027-01-05", "dueIsProvisional": False}
    ]
    moved = {move.entity: (move.before, move.after) for move in loaded.moves}
    assert moved["ResultCorrection"] == (dt.date(2027, 1, 4), dt.date(2027, 1, 5))


def test_a_public_record_leads_to_nothing_but_what_is_public() -> None:
    kind = core(SCHEMA).get_type("PublicRecord")
    assert isinstance(kind, GraphQLObjectType)

    found = {
        get_named_type(field.type).name
        for field in kind.fields.values()
        if not is_leaf_type(get_named_type(field.type))
    }

    assert found == {
        "Authority",
        "CreditCommitment",
        "Institution",
        "PublicPicture",
        "PublicRecord",
        "PublicReply",
        "Publication",
    }


async def test_one_version_of_a_result_counts(
    ask: Client, public_id: str, confirmed: str, database: Database
) -> None:
    async with database.writing() as session:
        statement = sa.select(*(PublicRecord.__table__.c[each] for each in PublicRecord.names()))
        first = (await session.execute(statement)).one()
    again = {"id": ids.read("Inspection", confirmed), "version_no": 2}

    with pytest.raises(IntegrityError) as raised:
        await _add(database, PublicRecord(**{**first._mapping, **again}))

    assert "uq_public_records_one_current" in str(raised.value)


async def _add(database: Database, row: PublicRecord) -> None:
    async with database.writing() as session:
        session.add(row)
