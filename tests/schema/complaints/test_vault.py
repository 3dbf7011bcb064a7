"""The vault: sealed record by record, entered by one role, erased by forgetting a key."""

import asyncpg
import pytest
import sqlalchemy as sa

from domain.complaints.identity import Complainant
from domain.refusals import NotFound
from persistence.complaints import vault
from persistence.complaints.vault_table import ComplainantIdentity
from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from persistence.engine.keys import Keys, SecretUnusable
from tests.client import Client
from tests.people import fang
from tests.schema.complaints.complaint_steps import ADDRESS, DISPUTE, NAME, PHONE, raised

SOMEONE = Complainant(fang.id, NAME, PHONE, ADDRESS)


async def _record(database: Database) -> ComplainantIdentity:
    async with database.writing() as session:
        return (await session.scalars(sa.select(ComplainantIdentity))).one()


async def test_a_real_name_complaint_leaves_an_identity_that_opens(
    ask: Client, world: None, database: Database, keys: Keys
) -> None:
    payload = await raised(ask, DISPUTE, by=fang)

    record = await _record(database)
    assert payload["complaint"]["id"] == f"cmp_{record.complaint_id}"
    assert vault.opened(record, keys) == SOMEONE
    for part in (NAME, PHONE, ADDRESS, str(fang.id)):
        assert part.encode() not in record.sealed


async def test_every_record_has_a_key_of_its_own(keys: Keys) -> None:
    one, other = (vault.sealed(keys, new_key(), SOMEONE) for _ in "12")

    assert one.wrapped_key is not None
    assert one.wrapped_key != other.wrapped_key
    other.wrapped_key, other.complaint_id = one.wrapped_key, one.complaint_id
    with pytest.raises(SecretUnusable):
        vault.opened(other, keys)


async def test_a_record_opens_for_its_complaint_and_its_secret_only(keys: Keys) -> None:
    record = vault.sealed(keys, new_key(), SOMEONE)

    with pytest.raises(SecretUnusable):
        vault.opened(record, Keys(b"another installation's secret, as long"))
    record.complaint_id = new_key()
    with pytest.raises(SecretUnusable):
        vault.opened(record, keys)


async def test_an_erased_key_erases_the_person(keys: Keys) -> None:
    record = vault.sealed(keys, new_key(), SOMEONE)

    record.erase()

    assert vault.opened(record, keys) is None


async def test_an_identity_prints_nothing() -> None:
    assert repr(SOMEONE) == "Complainant()"


async def test_reading_connections_cannot_enter(database: Database) -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await database.value("select sealed from vault.complainant_identities")


async def test_the_vaults_role_sees_nothing_of_the_register(database: Database) -> None:
    async with database.engine.connect() as connection:
        await connection.execute(sa.text(f"set local role {vault.ROLE}"))
        with pytest.raises(sa.exc.ProgrammingError, match="permission denied"):
            await connection.execute(sa.text("select id from complaints"))


async def test_after_storing_the_transaction_has_its_role_again(
    database: Database, keys: Keys
) -> None:
    async with database.writing() as session:
        before = await session.scalar(sa.text("select current_user"))
        await vault.store(session, keys, new_key(), SOMEONE)
        within = await session.scalar(sa.text("select current_user"))

    assert within == before


async def test_an_identity_goes_with_the_mutation_that_fails(
    database: Database, keys: Keys
) -> None:
    async def fail() -> None:
        async with database.writing() as session:
            await vault.store(session, keys, new_key(), SOMEONE)
            raise NotFound

    with pytest.raises(NotFound):
        await fail()

    async with database.writing() as session:
        assert list(await session.scalars(sa.select(ComplainantIdentity))) == []
