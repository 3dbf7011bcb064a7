"""Of what earlier versions are kept: of what visitors see, and of nothing else."""

import datetime as dt
from typing import Any

import pytest
import sqlalchemy as sa

from domain.actors import ANONYMOUS
from persistence.engine import past
from persistence.engine.database import Database
from persistence.reading import ids
from persistence.register import REGISTER
from persistence.tables import Table, metadata
from tests.as_of import documents
from tests.client import DOCUMENTS, Client, Clock
from tests.factories import NOW
from tests.people import MAPLE, qiao, rui
from tests.schema.inspections.conftest import assigned, confirmed, filed
from tests.schema.publication import steps
from tests.schema.publication.conftest import public_id

__all__ = ["assigned", "confirmed", "filed", "public_id"]

CLASSES: dict[str, Any] = {
    mapper.class_.__tablename__: mapper.class_
    for mapper in Table.registry.mappers
    if mapper.class_.past is not None
}
_MAPLE = ids.write("Institution", MAPLE)


@pytest.mark.parametrize("name", sorted(CLASSES))
def test_only_what_visitors_see_is_kept(name: str) -> None:
    listed = REGISTER.public_tables[name]

    assert set(metadata.tables[name].info[past.KEPT]) <= listed.columns
    assert CLASSES[name].past.rows in ("true", listed.rows)


@pytest.mark.parametrize("name", sorted(CLASSES))
async def test_triggers_keep_what_is_declared(open_database: Database, name: str) -> None:
    """Where this fails a migration is missing: it drops the function with `cascade` and makes it again with
    its triggers, as they stand in the message."""
    table, declared = CLASSES[name].__table__, CLASSES[name].past
    function, triggers = past.function(table, declared), past.triggers(table)
    async with open_database.engine.connect() as connection:
        found = (
            await connection.execute(
                sa.text(
                    "select prosrc, (select array_agg(pg_get_triggerdef(t.oid) order by tgname desc) from"
                    " pg_trigger t where t.tgfoid = p.oid) from pg_proc p where proname = :name"
                ),
                {"name": f"keep_{name}_past"},
            )
        ).one_or_none()
        begins = await connection.scalar(
            sa.text("select begins_at from pasts where table_name = :name"), {"name": name}
        )

    assert found is not None, "\n".join([function, *triggers])
    assert found[0] == function.split("$$")[1], "\n".join([function, *triggers])
    assert [_bare(each) for each in found[1]] == [_bare(each) for each in triggers]
    assert begins is not None


def _bare(trigger: str) -> str:
    """PostgreSQL spells it with its schema, and with more brackets."""
    text = trigger.lower().replace("public.", "")
    return "".join(each for each in text.replace("::text", "") if each not in "() ")


async def test_what_only_officials_see_leaves_no_version(
    ask: Client, world: None, database: Database
) -> None:
    async with database.writing() as session:
        await session.execute(
            sa.text(
                "update institutions set legal_representative = '新法人', contact_phone = '1',"
                " risk_class = 'D' where id = :id"
            ),
            {"id": MAPLE},
        )
        count = await session.scalar(sa.text("select count(*) from institutions_past"))

    assert count == 0
    columns = metadata.tables["institutions_past"].c.keys()
    assert not {"legal_representative", "sponsor", "contact_name", "contact_phone"} & set(columns)


async def test_words_that_were_not_released_are_not_kept(
    ask: Client, public_id: str, database: Database
) -> None:
    reply = await steps.reply(ask, public_id)
    await ask.do("declineReply", {"replyId": reply, "ground": "INSULT"}, by=qiao)

    async with database.writing() as session:
        count = await session.scalar(sa.text("select count(*) from replies_past"))

    assert count == 0


async def test_what_is_deleted_was_there(ask: Client, world: None, database: Database) -> None:
    document = "query Q($id: ID!, $asOf: DateTime) { institution(by: {id: $id}, asOf: $asOf) { sites { name } } }"
    point = await documents.point(ask, document, {"id": _MAPLE})
    async with database.writing() as session:
        await session.execute(
            sa.text("delete from sites where institution_id = :id"), {"id": MAPLE}
        )

    now = await documents.read(ask, document, {"id": _MAPLE})

    assert b'"sites":[]' in now
    assert await documents.read(ask, document, {"id": _MAPLE}, point.moment) == point.answer


async def test_a_result_that_our_clock_dates_ahead_is_found_as_of_now(
    ask: Client, clock: Clock, confirmed: str
) -> None:
    clock.now = NOW + dt.timedelta(days=400)
    await steps.approve(ask, confirmed)
    document = "query Q($asOf: DateTime) { publicInspectionResults(first: 5, asOf: $asOf) { nodes { id publishedAt } } }"
    await ask.do("publishInspectionResult", {"inspectionId": confirmed}, by=qiao)
    point = await documents.point(ask, document, {})

    found = await documents.read(ask, document, {}, point.moment)

    assert b"2027-12" in found
    assert found == point.answer


async def test_an_answer_as_of_a_moment_is_remembered_until_something_in_it_changes() -> None:
    document = f"query R($id: ID!, $asOf: DateTime) {{ publicRecord(id: $id, asOf: $asOf) {{ {documents.RECORD} }} }}"
    operation = DOCUMENTS.operation(document, None, is_anonymous=True)
    moment = dt.datetime(2026, 12, 1, tzinfo=dt.UTC)
    given = {"id": "pub_01900000-0000-7000-8000-000000000101", "asOf": moment}

    (plan,) = operation.reads(given, ANONYMOUS).plans()

    assert plan.dependencies is not None
    assert "public_records" in plan.dependencies.tables
    assert plan.dependencies.has_day


async def test_a_correction_keeps_the_version_that_was_shown(
    ask: Client, world: None, database: Database
) -> None:
    given = {"institutionId": _MAPLE, "expectedVersion": 1, "publicPhone": "0512-1"}
    await ask.do("updateInstitution", given, by=rui)

    async with database.writing() as session:
        row = (await session.execute(sa.text("select * from institutions_past"))).mappings().one()
        now = await session.scalar(
            sa.text("select recorded_at from institutions where id = :id"), {"id": MAPLE}
        )

    assert (row["id"], row["public_version"]) == (MAPLE, 1)
    assert row["recorded_at"] < row["replaced_at"] == now
