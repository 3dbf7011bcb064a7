"""`refreshSession` carries a session on: each refresh token once, from its device, or it ends."""

import asyncio
import datetime as dt

import pytest
import sqlalchemy as sa

from persistence.accounts import sessions
from persistence.accounts.table import Account, RefreshToken, Session
from persistence.engine.database import Database
from persistence.engine.records import AuditEvent
from tests.client import Clock
from tests.factories import NOW
from tests.schema.accounts.device import Device, identity_of

MINUTE = dt.timedelta(minutes=1)
ENDED = {"__typename": "SessionEnded", "code": "SESSION_ENDED"}


async def _tags(database: Database) -> list[str]:
    async with database.writing() as session:
        return list(
            (await session.scalars(sa.select(AuditEvent.tag).order_by(AuditEvent.at))).all()
        )


async def test_a_session_goes_on_with_new_tokens(device: Device, clock: Clock) -> None:
    first = (await device.sign_in("lin"))["refreshToken"]
    clock.now += 20 * MINUTE
    assert await device.me() == "UNAUTHENTICATED"

    payload = await device.refresh(first)

    assert payload["__typename"] == "SessionRefreshed"
    assert payload["refreshToken"] != first
    assert await device.me() == {"login": "lin"}


async def test_every_refresh_gives_the_session_its_days_again(
    device: Device, database: Database, clock: Clock
) -> None:
    token = (await device.sign_in("lin"))["refreshToken"]
    for _ in range(3):
        clock.now += dt.timedelta(days=29)
        token = (await device.refresh(token))["refreshToken"]

    clock.now += dt.timedelta(days=30)

    assert await device.refresh(token) == ENDED
    assert "session.revoked" not in await _tags(database)


async def test_a_session_ends_after_its_days_however_much_it_is_used(
    device: Device, database: Database, clock: Clock
) -> None:
    token = (await device.sign_in("lin"))["refreshToken"]
    for _ in range(5):
        clock.now += dt.timedelta(days=15)
        token = (await device.refresh(token))["refreshToken"]
    clock.now = NOW + dt.timedelta(days=90) - MINUTE
    token = (await device.refresh(token))["refreshToken"]
    assert await device.me() == {"login": "lin"}

    clock.now += MINUTE

    assert await device.me() == "UNAUTHENTICATED"
    assert await device.refresh(token) == ENDED
    assert "session.revoked" not in await _tags(database)


async def test_a_longest_life_made_shorter_holds_for_sessions_that_there_are(
    device: Device, clock: Clock
) -> None:
    token = (await device.sign_in("lin"))["refreshToken"]
    clock.now += dt.timedelta(days=2)
    identity_of(device).session_within = dt.timedelta(days=2)

    assert await device.refresh(token) == ENDED


async def test_a_lost_answer_is_asked_again_within_a_minute(device: Device, clock: Clock) -> None:
    first = (await device.sign_in("lin"))["refreshToken"]
    second = await device.refresh(first)
    clock.now += MINUTE

    again = await device.refresh(first)

    assert again["__typename"] == "SessionRefreshed"
    assert again["refreshToken"] == second["refreshToken"] != first
    assert (await device.refresh(again["refreshToken"]))["__typename"] == "SessionRefreshed"


async def test_who_asks_again_gets_what_the_session_has_come_to(
    device: Device, database: Database, clock: Clock
) -> None:
    """A tab that is slower than two refreshes of another."""
    first = (await device.sign_in("lin"))["refreshToken"]
    second = (await device.refresh(first))["refreshToken"]
    third = (await device.refresh(second))["refreshToken"]

    assert (await device.refresh(first))["refreshToken"] == third

    clock.now += 2 * MINUTE
    assert (await device.refresh(third))["__typename"] == "SessionRefreshed"
    assert await _tags(database) == ["session.started"]


async def test_a_walk_through_successors_has_an_end(device: Device) -> None:
    first = token = (await device.sign_in("lin"))["refreshToken"]
    for _ in range(sessions.MOST_STEPS + 1):
        token = (await device.refresh(token))["refreshToken"]

    assert await device.refresh(first) == ENDED
    assert (await device.refresh(token))["__typename"] == "SessionRefreshed"


async def test_asking_again_opens_no_further_minute(device: Device, clock: Clock) -> None:
    first = (await device.sign_in("lin"))["refreshToken"]
    for _ in range(2):
        await device.refresh(first)
        clock.now += dt.timedelta(seconds=40)

    assert await device.refresh(first) == ENDED


async def test_a_stolen_token_used_later_revokes_the_family(
    device: Device, database: Database, clock: Clock
) -> None:
    stolen = (await device.sign_in("lin"))["refreshToken"]
    rightful = await device.refresh(stolen)
    clock.now += MINUTE + dt.timedelta(microseconds=1)

    assert await device.refresh(stolen) == ENDED

    assert await device.me() == "UNAUTHENTICATED"
    assert await device.refresh(rightful["refreshToken"]) == ENDED
    assert await _tags(database) == ["session.started", "session.revoked"]
    async with database.writing() as session:
        (family,) = (await session.scalars(sa.select(Session))).all()
    assert family.ended_at == clock.now


async def test_another_device_revokes_the_family_at_once(
    device: Device, database: Database
) -> None:
    token = (await device.sign_in("lin"))["refreshToken"]

    assert await device.refresh(token, "another telephone") == ENDED

    assert await device.refresh(token) == ENDED
    assert await _tags(database) == ["session.started", "session.revoked"]


async def test_other_sessions_of_the_account_go_on(device: Device, other_device: Device) -> None:
    await other_device.sign_in("lin", device="tablet")
    token = (await device.sign_in("lin"))["refreshToken"]

    await device.refresh(token, "another telephone")

    assert await other_device.me() == {"login": "lin"}


async def test_two_refreshes_at_once_leave_one_living_token(
    device: Device, other_device: Device, database: Database
) -> None:
    token = (await device.sign_in("lin"))["refreshToken"]

    one, two = await asyncio.gather(device.refresh(token), other_device.refresh(token))

    assert one["__typename"] == two["__typename"] == "SessionRefreshed"
    assert one["refreshToken"] == two["refreshToken"]
    async with database.writing() as session:
        used = await session.scalars(sa.select(RefreshToken.used_at))
        assert sorted(str(moment) for moment in used) == [
            str(NOW),
            "None",
        ]
    assert (await device.refresh(one["refreshToken"]))["__typename"] == "SessionRefreshed"


@pytest.mark.parametrize("token", ["", "x", "A" * 43, "口令" * 5_000])
async def test_a_token_that_never_was_is_refused(
    device: Device, database: Database, token: str
) -> None:
    await device.sign_in("lin")

    assert await device.refresh(token) == ENDED
    assert await device.me() == {"login": "lin"}
    assert await _tags(database) == ["session.started"]


async def test_a_disabled_account_refreshes_nothing(device: Device, database: Database) -> None:
    token = (await device.sign_in("lin"))["refreshToken"]
    async with database.writing() as session:
        await session.execute(sa.update(Account).values(disabled_at=NOW))

    assert await device.refresh(token) == ENDED
