"""What waited in the outbox of a register from before leases is delivered still."""

import os
from collections.abc import AsyncIterator
from urllib.parse import urlsplit, urlunsplit

import asyncpg
import pytest
import sqlalchemy as sa
from alembic import command

from persistence.engine import delivery, migrator, outbox
from persistence.engine.database import Database
from persistence.engine.delivery import Lane
from persistence.engine.identifiers import new_key
from persistence.engine.keys import Keys
from tests.jobs.conftest import delivering, hook, nothing_waits, rows, until
from tests.jobs.receiver import Receiver

BEFORE = "2026_12_06_delivery-1"


@pytest.fixture
async def own(server_url: str) -> AsyncIterator[Database]:
    """A register of its own, in the shape before."""
    name = f"spotcheck_waiting_{os.getpid()}"
    admin = await asyncpg.connect(server_url)
    await admin.execute(f'create database "{name}"')
    database = Database(
        urlunsplit(urlsplit(server_url)._replace(path=f"/{name}")), read_size=1, write_size=2
    )
    await migrator.migrate(database.engine)

    def down(connection: sa.Connection) -> None:
        config = migrator.configuration()
        config.attributes["connection"] = connection
        command.downgrade(config, BEFORE)

    async with database.engine.connect() as connection:
        await connection.run_sync(down)
        await connection.commit()
    yield database
    await database.close()
    await admin.execute(f'drop database "{name}" with (force)')
    await admin.close()


async def test_it_goes_out_in_order_and_codes_until_they_expire(
    own: Database, keys: Keys, receiver: Receiver
) -> None:
    about, id = new_key(), new_key()
    sealed = outbox.seal(keys, id, phone="15400000099", code="123456").hex()
    columns = "insert into outbox_messages (topic, object_id, payload, payload_sealed, created_at"
    code = f"'sms.one_time_code', '{id}', '{{}}', '\\x{sealed}'"
    async with own.engine.begin() as connection:
        for statement in (
            f"{columns}, attempt_count) values ('order.issued', '{about}', '{{}}', null, now(), 7)",
            f"{columns}) values ('order.answered', '{about}', '{{}}', null, now() - interval '1 year')",
            f"{columns}) values ({code}, now() - interval '11 minutes')",
            f"{columns}) values ({code}, now() - interval '9 minutes')",
            f"{columns}, delivered_at) values ({code}, now(), now())",
        ):
            await connection.exec_driver_sql(statement)

    await migrator.migrate(own.engine)
    await own.engine.dispose()
    async with delivering(own, keys, dict.fromkeys(Lane, hook(receiver))) as faults:
        await until(lambda: nothing_waits(own))

    assert faults == []
    arrived = [(each["topic"], each.get("message")) for each in receiver.contents]
    assert sorted(arrived[:3], key=str) == sorted(
        [
            ("order.issued", None),
            ("order.answered", None),
            ("sms.one_time_code", {"phone": "15400000099", "code": "123456"}),
        ],
        key=str,
    )
    topics = [topic for topic, _ in arrived if topic != "sms.one_time_code"]
    assert topics == ["order.issued", "order.answered"]
    assert len(arrived) == len({each["id"] for each in receiver.contents}) == 3
    # Nothing sealed is left of what was delivered, now or before.
    assert [row.payload_sealed for row in await rows(own)] == [None] * 4
    assert await delivery.backlog(own) == [delivery.Backlog(lane, 0, None, 0, 0) for lane in Lane]
