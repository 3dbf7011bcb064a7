"""A share committed, frozen into a draw and revealed, each once."""

from tests.client import Client, Clock
from tests.people import SUZHOU, hua, lin, ou, pei
from tests.schema.draws import steps


async def test_a_share_is_committed_once_and_fits_what_was_committed(
    ask: Client, clock: Clock, city: None
) -> None:
    task = await steps.approved(ask)
    await steps.commit_share(ask, task["code"], hua, SUZHOU.id)
    given = {"taskCode": task["code"], "commitment": "0" * 64}

    again = await ask.do("commitDrawShare", given, by=hua)
    of_the_same_party = await ask.do("commitDrawShare", given, by=lin)
    malformed = await ask.do("commitDrawShare", {**given, "commitment": "x"}, by=ou)
    early = await steps.reveal_share(ask, task, hua)

    assert again["code"] == of_the_same_party["code"] == "SHARE_COMMITTED_ALREADY"
    assert malformed["code"] == "INVALID_INPUT"
    assert early["code"] == "NOT_FOUND"
    frozen = await steps.shares_frozen(ask)
    other = {"taskCode": frozen["code"], "secret": "00" * 16}
    assert (await ask.do("revealDrawShare", other, by=hua))["code"] == "ENTROPY_DOES_NOT_FIT"
    assert (await steps.reveal_share(ask, frozen, hua))["__typename"] == "DrawShareRevealed"
    assert (await steps.reveal_share(ask, frozen, hua))["code"] == "SHARE_REVEALED_ALREADY"
    late = await ask.do(
        "commitDrawShare", {"taskCode": frozen["code"], "commitment": "1" * 64}, by=pei
    )
    assert late["code"] == "NOT_FOUND"
