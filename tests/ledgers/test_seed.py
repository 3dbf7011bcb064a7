"""Invented registers: of the size asked for, the same each time, and never in production."""

import argparse
import datetime as dt
from typing import Any

import pytest
import sqlalchemy as sa

from api.commands import seed_register
from demo.bulk.entries import resident_id
from domain import credit_codes, identity_numbers
from domain.moments import day_of
from persistence.engine import past
from persistence.engine.database import Database
from persistence.engine.keys import Keys
from persistence.regions import reference
from persistence.tables import metadata

SECRET = {
    "inspection_code",
    "receipt_digest",
    "statement_sealed",
    "resident_id_hash",
    "resident_id_sealed",
    "password_hash",
    "phone_sealed",
    "phone_hash",
    "complainant_ref",
}
SEEDED_TABLES = ("institutions", "sites", "entitlements", "courses", "teachers", "inspections",
                 "inspection_records", "findings", "public_records", "complaints")  # fmt: skip


OURS = "id::text ~ '^.{19}a'"
"""Keys that were seeded; the demo's story has others."""


def arguments(*words: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    seed_register.add_to(parser.add_subparsers(required=True))
    return parser.parse_args(["seed", *words])


async def seed(database: Database, keys: Keys, *words: str) -> int:
    found = arguments("--institutions", "60", "--inspections", "300", *words)
    return await seed_register.run(found, database, keys)


async def counted(database: Database, table: str, where: str = "true") -> int:
    async with database.engine.connect() as connection:
        statement = sa.text(f"select count(*) from {table} where {where}")
        return int(await connection.scalar(statement) or 0)


async def everything(database: Database) -> dict[str, list[Any]]:
    async with database.engine.connect() as connection:
        found = {}
        for name in SEEDED_TABLES:
            table = metadata.tables[name]
            public_columns = [
                column for column in table.c if column.key not in (*SECRET, past.RECORDED)
            ]
            rows = await connection.execute(sa.select(*public_columns).order_by(table.c.id))
            found[name] = [tuple(row) for row in rows]
        return found


async def test_a_register_is_as_large_as_was_asked(database: Database, keys: Keys) -> None:
    status = await seed(database, keys, "--complaints", "40", "--teachers", "90", "--answers")

    assert status == 0
    assert await counted(database, "institutions", OURS) == 60
    assert await counted(database, "inspections", OURS) == 300
    assert await counted(database, "courses", OURS) == 60
    assert await counted(database, "teachers", OURS) == 90
    assert await counted(database, "complaints", OURS) == 40
    assert await counted(database, "record_answers", OURS) > 300
    assert await counted(database, "findings", OURS) > 30


async def test_what_is_seeded_refers_to_what_is_there_and_is_lawful(
    database: Database, keys: Keys
) -> None:
    await seed(database, keys)

    async with database.engine.connect() as connection:
        for table in metadata.sorted_tables:
            for key in table.foreign_keys:
                child, parent = table.alias(), key.column.table.alias()
                lost = (
                    sa.select(sa.func.count())
                    .select_from(child)
                    .where(child.c[key.parent.key].is_not(None))
                    .where(~sa.exists().where(parent.c[key.column.key] == child.c[key.parent.key]))
                )
                assert await connection.scalar(lost) == 0, f"{table.name}.{key.parent.key}"
        codes = await connection.scalars(
            sa.text("select unified_social_credit_code from institutions")
        )
        assert all(credit_codes.read(code) == code for code in codes)
        in_order = await connection.scalar(
            sa.text(
                "select bool_and(r.filed_at >= r.visit_ended_at and i.inspected_on between"
                " i.window_from and i.window_to and (i.published_at is null or i.published_at >="
                " r.filed_at)) from inspections i join inspection_records r"
                f" on r.id = i.current_record_id where i.{OURS}"
            )
        )
        assert in_order is True


async def test_the_same_numbers_give_the_same_register_and_another_seed_another(
    database: Database, keys: Keys
) -> None:
    day: dt.date | None = None
    found: list[Any] = []
    # What is seeded is of a day: where midnight passes meanwhile, once more on the next.
    while day != day_of(dt.datetime.now(dt.UTC)):
        day, found = day_of(dt.datetime.now(dt.UTC)), []
        for number in ("7", "7", "8"):
            await seed(database, keys, "--seed", number)
            found.append(await everything(database))
            await _empty(database)

    assert found[0] == found[1]
    assert found[0] != found[2]


async def _empty(database: Database) -> None:
    async with database.engine.begin() as connection:
        names = ", ".join(
            table.fullname
            for table in metadata.sorted_tables
            if table.name not in ("regions", "workdays")
        )
        await connection.execute(sa.text(f"truncate {names} cascade"))
        # The common item list went with the authorities.
        await reference.load(connection)


async def test_production_is_never_seeded(
    database: Database,
    keys: Keys,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("ENV", "production")

    assert await seed(database, keys) == 2

    assert "ENV=production" in capsys.readouterr().err
    assert await counted(database, "institutions") == 0


async def test_a_register_is_seeded_once(
    database: Database, keys: Keys, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await seed(database, keys) == 0
    count = await counted(database, "institutions")

    assert await seed(database, keys, "--seed", "2") == 2

    assert "was already seeded" in capsys.readouterr().err
    assert await counted(database, "institutions") == count


@pytest.mark.usefixtures("world")
async def test_a_register_in_use_is_not_seeded(
    database: Database, keys: Keys, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await seed(database, keys) == 2

    assert "in use" in capsys.readouterr().err
    assert await counted(database, "institutions") == 3


def test_identity_numbers_are_valid_distinct_and_nobodys() -> None:
    numbers = [resident_id(each) for each in range(2_000)]

    assert len(set(numbers)) == 2_000
    assert all(
        identity_numbers.resident(each, today=dt.date(2026, 11, 18)) == each
        for each in numbers[:300]
    )
    assert {number[2:6] for number in numbers} == {"0000"}
    assert {number[14:17] for number in numbers} == {"000"}
