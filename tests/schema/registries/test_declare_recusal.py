"""A standing recusal: declared by the inspector or the head, applied to named visits too."""

import pytest
import sqlalchemy as sa

from persistence.database import Database
from persistence.tables.registries import Recusal
from tests.client import Client
from tests.people import Person, fang, hua, jun, lin, mei, ou, su, tao, yin
from tests.schema.inspections import steps as visits
from tests.schema.inspections.steps import officer
from tests.schema.registries.steps import INSTITUTION, a_recusal


async def test_inspectors_declare_their_own_and_the_head_declares_any(
    ask: Client, world: None
) -> None:
    shows = "... on RecusalDeclared { recusal { ground officer { id } institution { id } } }"

    own = await ask.do("declareRecusal", a_recusal(mei), shows, by=mei)
    by_head = await ask.do("declareRecusal", a_recusal(jun), shows, by=hua)

    assert own["recusal"] == {
        "ground": "CHILD_ENROLLED",
        "officer": {"id": officer(mei)},
        "institution": {"id": INSTITUTION},
    }
    assert by_head["__typename"] == "RecusalDeclared"
    mine = "{ recusals(first: 9) { nodes { officer { id } } } }"
    assert (await ask(mine, by=mei))["recusals"]["nodes"] == [{"officer": {"id": officer(mei)}}]
    assert len((await ask(mine, by=hua))["recusals"]["nodes"]) == 2
    assert len((await ask(mine, by=ou))["recusals"]["nodes"]) == 2


@pytest.mark.parametrize("person", [lin, jun, tao, su, ou, yin, fang, None], ids=str)
async def test_nobody_else_declares(
    ask: Client, world: None, database: Database, person: Person | None
) -> None:
    payload = await ask.do("declareRecusal", a_recusal(mei), by=person)

    assert payload["code"] == "NOT_PERMITTED"
    async with database.writing() as session:
        assert (await session.scalars(sa.select(Recusal))).all() == []


async def test_recusal_applies_to_named_visits_too(ask: Client, world: None) -> None:
    await ask.do("declareRecusal", a_recusal(jun), by=hua)
    shows = "... on OfficerRecused { officerId }"

    payload = await ask.do("assignInspection", visits.a_visit(mei, jun), shows, by=lin)

    assert (payload["code"], payload["officerId"]) == ("OFFICER_RECUSED", officer(jun))
