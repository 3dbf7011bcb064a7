"""A party reveals the share that it committed to."""

import pytest
import sqlalchemy as sa

from domain.draws import entropy
from persistence.draws.table import DrawShare
from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from tests.client import Client, Clock
from tests.people import MAPLE, Person, fang, hua, lin, mei, su, yin
from tests.schema.draws import steps
from tests.schema.inspections import steps as visits


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
    clock.now = steps.REVEAL_BY
    drawn = await steps.execute(ask, clock, task, revelation=None)

    assert revealed["code"] == "ENTROPY_DOES_NOT_FIT"
    assert drawn["state"] == "VOIDED"


async def test_a_share_is_revealed_once_for_one_operation(
    ask: Client, city: None, database: Database
) -> None:
    task = await steps.shares_frozen(ask)
    given = {
        "taskCode": task["code"],
        "secret": steps.SECRETS["hua"],
        "operationId": str(new_key()),
    }

    first = await ask.do("revealDrawShare", given, by=hua)
    again = await ask.do("revealDrawShare", given, by=hua)

    assert first == again == {"__typename": "DrawShareRevealed"}
    assert (await visits.traces(database))["audit"].count("draw_share.revealed") == 1


@pytest.mark.parametrize(
    ("person", "code"),
    [
        (lin, "NOT_FOUND"),
        (mei, "NOT_PERMITTED"),
        (su, "NOT_PERMITTED"),
        (fang, "NOT_PERMITTED"),
        (None, "NOT_PERMITTED"),
    ],
    ids=lambda value: value.login if isinstance(value, Person) else str(value),
)
async def test_nobody_reveals_the_share_of_another(
    ask: Client, city: None, database: Database, person: Person | None, code: str
) -> None:
    task = await steps.shares_frozen(ask)
    given = {"taskCode": task["code"], "secret": steps.SECRETS["hua"]}

    payload = await ask.do("revealDrawShare", given, by=person)

    assert payload["code"] == code
    async with database.writing() as session:
        revealed = sa.select(DrawShare).where(DrawShare.secret.is_not(None))
        assert (await session.scalars(revealed)).all() == []
