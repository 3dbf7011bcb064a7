"""A standing recusal: declared by the inspector or the head, applied to named visits too."""

import asyncio
from typing import Any

import pytest
import sqlalchemy as sa

from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from persistence.reading import ids
from persistence.registries.table import Recusal
from tests.client import Client
from tests.people import Person, fang, hua, jun, lin, ling, mei, ou, su, tao, yin
from tests.schema.inspections import steps as visits
from tests.schema.inspections.steps import officer
from tests.schema.registries.steps import INSTITUTION, a_recusal, audit_tags, recusals


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


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"officerId": "ofcr_1"}, "INVALID_INPUT"),
        ({"institutionId": officer(mei)}, "INVALID_INPUT"),
        ({"note": "长" * 501}, "INVALID_INPUT"),
        ({"note": "a\u0007b"}, "INVALID_INPUT"),
        ({"officerId": ids.write("Officer", new_key())}, "NOT_FOUND"),
        ({"institutionId": ids.write("Institution", new_key())}, "NOT_FOUND"),
        ({"officerId": officer(ling)}, "NOT_PERMITTED"),
    ],
    ids=[
        "no officer",
        "no institution",
        "a long note",
        "a note of control characters",
        "an absent officer",
        "an absent institution",
        "another authority's officer",
    ],
)
async def test_what_is_no_recusal_is_refused_by_name(
    ask: Client, world: None, database: Database, facts: dict[str, Any], code: str
) -> None:
    payload = await ask.do("declareRecusal", a_recusal(mei, **facts), by=hua)

    assert payload["code"] == code
    assert await recusals(database) == []


async def test_five_at_once_declare_one_recusal(
    ask: Client, world: None, database: Database
) -> None:
    payloads = await asyncio.gather(
        *(ask.do("declareRecusal", a_recusal(mei), by=each) for each in (mei, hua, mei, hua, mei))
    )

    names = sorted(payload["__typename"] for payload in payloads)
    assert names == ["RecusalDeclared"] + ["RecusalStands"] * 4
    assert await recusals(database) == [(False, None)]


async def test_sent_again_it_is_declared_once(ask: Client, world: None, database: Database) -> None:
    given = {"operationId": str(new_key()), **a_recusal(mei)}

    answers = [await ask.do("declareRecusal", given, by=mei) for _ in range(2)]

    assert answers == [{"__typename": "RecusalDeclared"}] * 2
    assert await recusals(database) == [(False, None)]
    assert await audit_tags(database) == ["recusal.declared"]
