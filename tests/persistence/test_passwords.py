import asyncio

import pytest

from domain.refusals import TooManyAttempts
from persistence.accounts.passwords import AT_ONCE, MOST_WAITING, Passwords
from tests.people import PASSWORD
from tests.schema.accounts.device import CountingHasher


async def test_a_password_matches_what_was_kept_of_it() -> None:
    passwords = Passwords(CountingHasher())

    kept = await passwords.hash(PASSWORD)

    assert await passwords.matches(kept, PASSWORD)
    assert not await passwords.matches(kept, PASSWORD + " ")
    assert await passwords.hash(PASSWORD) != kept


async def test_one_password_is_spelt_in_one_way() -> None:
    passwords = Passwords(CountingHasher())
    composed, decomposed = "caf\u00e9 au lait", "cafe\u0301 au lait"

    assert await passwords.matches(await passwords.hash(composed), decomposed)


@pytest.mark.parametrize("kept", [None, "", "!", "$argon2id$broken"])
async def test_nobody_has_no_password_but_is_asked_all_the_same(kept: str | None) -> None:
    hasher = CountingHasher()

    assert not await Passwords(hasher).matches(kept, PASSWORD)
    assert hasher.verified == 1


async def test_the_least_that_is_kept_is_owasps() -> None:
    assert (await Passwords().hash(PASSWORD)).startswith("$argon2id$v=19$m=19456,t=2,p=1$")


async def test_who_comes_when_too_many_wait_is_told_to_come_back() -> None:
    passwords = Passwords(CountingHasher())

    found = await asyncio.gather(
        *(passwords.hash(PASSWORD) for _ in range(AT_ONCE + MOST_WAITING + 1)),
        return_exceptions=True,
    )

    assert [type(each) for each in found].count(TooManyAttempts) == 1
    assert await passwords.hash(PASSWORD)
