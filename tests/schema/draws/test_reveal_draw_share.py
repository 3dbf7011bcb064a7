"""A party reveals the share that it committed to."""

import pytest

from domain.draws import entropy
from tests.client import Client, Clock
from tests.people import MAPLE, yin
from tests.schema.draws import steps


@pytest.mark.parametrize("secret", ["zz", "", "AB" * 16, "ab" * 65, "a|b"])
async def test_a_share_that_is_none_counts_as_silence(
    ask: Client, clock: Clock, city: None, secret: str
) -> None:
    """Committed to and revealed, it would leave a draw that can neither be made nor go on."""
    task = await steps.approved(ask)
    share_ids = [
        await steps.commit_share(ask, task["code"], who, party) for who, party in steps.PARTIES[:2]
    ]
    commitment = entropy.party_commitment(task["code"], str(MAPLE), secret)
    given = {"taskCode": task["code"], "commitment": commitment}
    shows = "... on DrawShareCommitted { share { id } }"
    committed = await ask.do("commitDrawShare", given, shows, by=yin)
    share_ids.append(committed["share"]["id"])
    await steps.freeze(ask, task, entropy={"shareIds": share_ids})
    for person, _ in steps.PARTIES[:2]:
        await steps.reveal_share(ask, task, person)

    revealed = await ask.do("revealDrawShare", {"taskCode": task["code"], "secret": secret}, by=yin)
    drawn = await steps.execute(ask, clock, task, revelation=None)

    assert revealed["code"] == "ENTROPY_DOES_NOT_FIT"
    assert drawn["state"] == "VOIDED"
