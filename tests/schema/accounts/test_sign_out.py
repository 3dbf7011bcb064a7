"""Signing out: the session ends here and now."""

import sqlalchemy as sa

from persistence.engine.database import Database
from persistence.engine.records import AuditEvent
from tests.people import lin
from tests.schema.accounts.device import Device

SIGN_OUT = "mutation { signOut { __typename ... on Refusal { code } } }"


async def test_the_session_ends_and_its_tokens_with_it(device: Device, database: Database) -> None:
    refresh_token = (await device.sign_in("lin"))["refreshToken"]
    await device.me()

    assert await device.ask(SIGN_OUT) == {"__typename": "SignedOut"}

    assert await device.me() == "UNAUTHENTICATED"
    assert (await device.refresh(refresh_token))["code"] == "SESSION_ENDED"
    async with database.writing() as session:
        events = (await session.execute(sa.select(AuditEvent.tag, AuditEvent.actor_id))).all()
    assert {tuple(event) for event in events} == {
        ("session.started", lin.id),
        ("session.ended", lin.id),
    }


async def test_other_devices_stay_signed_in(device: Device, other_device: Device) -> None:
    await device.sign_in("lin")
    await other_device.sign_in("lin", device="tablet")

    await device.ask(SIGN_OUT)

    assert await other_device.me() == {"login": "lin"}


async def test_a_visitor_has_nothing_to_end(device: Device) -> None:
    assert await device.ask(SIGN_OUT) == {"__typename": "SignInNeeded", "code": "SIGN_IN_NEEDED"}
