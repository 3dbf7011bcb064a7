"""Roles and one-time codes as the API takes them, and what they leave behind."""

from typing import Any

import sqlalchemy as sa

from domain.roles import Role
from persistence.accounts import phones
from persistence.accounts.table import Account, RoleGrant
from persistence.engine import outbox
from persistence.engine.database import Database
from persistence.engine.keys import Keys
from persistence.engine.records import AuditEvent, OutboxMessage
from persistence.reading import ids
from tests.people import GUSU, Person, Place
from tests.schema.accounts.device import Device

PHONE = "13912345678"
REQUEST = (
    "mutation Request($input: RequestOneTimeCodeInput!) { requestOneTimeCode(input: $input) "
    "{ __typename ... on Refusal { code } ... on OneTimeCodeSent { expiresAt } } }"
)


def a_role(
    person: Person, role: Role = Role.SUPERVISOR, place: Place | None = GUSU, **more: Any
) -> dict[str, Any]:
    at = {"authorityId": ids.write("Authority", place.id)} if place else {}
    return {"accountId": ids.write("Account", person.id), "role": role.value, **at, **more}


async def audit_tags(database: Database) -> list[str]:
    async with database.writing() as session:
        return list((await session.scalars(sa.select(AuditEvent.tag).order_by("at"))).all())


async def live_roles(database: Database, person: Person) -> set[Role]:
    """The roles that the person holds anywhere."""
    async with database.writing() as session:
        statement = sa.select(RoleGrant.role).where(
            RoleGrant.account_id == person.id, RoleGrant.revoked_at.is_(None)
        )
        return set((await session.scalars(statement)).all())


def account_id(person: Person) -> str:
    return ids.write("Account", person.id)


async def last_message(database: Database, keys: Keys) -> dict[str, str]:
    """What the last message carries, opened as the worker would."""
    async with database.writing() as session:
        statement = sa.select(OutboxMessage).order_by(OutboxMessage.id.desc()).limit(1)
        message = (await session.scalars(statement)).one()
    assert (message.topic, message.payload) == ("sms.one_time_code", {})
    assert message.payload_sealed is not None
    assert message.object_id is not None
    return outbox.unseal(keys, message.object_id, message.payload_sealed)


async def request_code(device: Device, database: Database, keys: Keys, phone: str = PHONE) -> str:
    await device.ask(REQUEST, {"phone": phone})
    return (await last_message(database, keys))["code"]


async def opened_message(database: Database, keys: Keys, topic: str) -> dict[str, str] | None:
    """What the last message of this topic carries, opened as the worker would; None where there is none."""
    async with database.writing() as session:
        statement = sa.select(OutboxMessage).where(OutboxMessage.topic == topic)
        message = await session.scalar(statement.order_by(OutboxMessage.id.desc()).limit(1))
    if message is None:
        return None
    assert message.payload == {}
    assert message.object_id is not None
    assert message.payload_sealed is not None
    return outbox.unseal(keys, message.object_id, message.payload_sealed)


async def use(device: Device, link: str, password: str) -> str:
    """Set the password with a link that was answered or sent; the name of what came of it."""
    page, _, token = link.partition("#")
    assert page == "/password"
    document = (
        "mutation Set($input: SetPasswordInput!) { setPassword(input: $input) { __typename } }"
    )
    payload = await device.ask(document, {"token": token, "newPassword": password})
    return str(payload["__typename"])


async def has_phone(database: Database, keys: Keys, person: Person, phone: str = PHONE) -> None:
    async with database.writing() as session:
        phones.register(await session.get_one(Account, person.id), phone, keys)
