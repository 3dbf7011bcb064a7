"""The draw: due, once, the same after a crash; no recused pair; void where a party keeps silent."""

import asyncio
import datetime as dt
import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
import sqlalchemy as sa

from domain.draws import entropy, verification
from domain.registries.terms import RecusalGround
from persistence.draws import writes as draws
from persistence.draws.table import (
    Draw,
    DrawEvent,
    Pairing,
    PoolObject,
)
from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from persistence.engine.keys import Keys
from persistence.engine.records import AuditEvent, StateTransition
from persistence.reading import ids
from tests import beacons
from tests.client import Client, Clock
from tests.factories import NOW, registries
from tests.people import MAPLE, Person, fang, hua, lin, mei, ou, qiao, su, yin
from tests.schema.draws import steps
from tests.schema.draws.steps import BEACON, DRAW_AT, institution_key, officer_key


def a_draw(task: dict[str, Any], **facts: Any) -> dict[str, Any]:
    return {"taskId": task["id"], "revelation": BEACON, **facts}


async def _result(database: Database) -> dict[str, Any]:
    """What a draw left: everything that must be there once."""
    async with database.writing() as session:
        draw = (await session.scalars(sa.select(Draw))).one()
        rows = await session.execute(
            sa.select(PoolObject.pseudonym, PoolObject.rank, PoolObject.visit_no).order_by(
                PoolObject.pseudonym
            )
        )
        pairs = await session.execute(
            sa.select(PoolObject.pseudonym, Pairing.officer_id, Pairing.is_leader)
            .join(PoolObject, PoolObject.id == Pairing.object_id)
            .order_by(PoolObject.pseudonym, Pairing.officer_id)
        )
        events = await session.scalars(sa.select(DrawEvent.event).order_by(DrawEvent.position))
        moves = await session.scalars(
            sa.select(StateTransition.event).where(StateTransition.entity == "InspectionTask")
        )
        audit = await session.scalars(sa.select(AuditEvent.tag))
        return {
            "seed": draw.seed,
            "stage": draw.stage.value,
            "objects": [tuple(row) for row in rows],
            "pairs": [tuple(row) for row in pairs],
            "events": list(events),
            "moves": sorted(moves),
            "audit": sorted(audit),
        }


async def test_five_who_draw_at_once_make_one_draw(
    ask: Client, clock: Clock, city: None, database: Database
) -> None:
    task = await steps.freeze(ask, await steps.approved(ask))
    clock.now = DRAW_AT

    payloads = await asyncio.gather(
        *(ask.do("executeDraw", a_draw(task), by=lin) for _ in range(5))
    )

    names = sorted(p["__typename"] for p in payloads)
    assert names == ["DrawExecuted"] + ["IllegalTransition"] * 4
    result = await _result(database)
    assert len(result["pairs"]) == 30
    assert result["events"] == ["COMMITTED", "DRAWN"]
    assert result["moves"] == sorted(
        ["create", "approve", "freeze_pool", "draw_objects", "draw_officers"]
    )


async def test_the_same_operation_draws_once(
    ask: Client, clock: Clock, city: None, database: Database
) -> None:
    task = await steps.freeze(ask, await steps.approved(ask))
    clock.now = DRAW_AT
    given = {"operationId": str(new_key()), **a_draw(task)}

    answers = [await ask.do("executeDraw", given, by=lin) for _ in range(3)]

    assert answers == [{"__typename": "DrawExecuted"}] * 3
    assert (await _result(database))["audit"].count("draw.executed") == 1


@asynccontextmanager
async def crashing(database: Database, table: str) -> AsyncIterator[None]:
    """The server kills the connection that has written its tenth row here, as a crash would."""
    statements = (
        f"""create function crash() returns trigger language plpgsql as $$ begin
            if (select count(*) from {table}) >= 10 then
              perform pg_terminate_backend(pg_backend_pid());
            end if; return new; end $$""",
        f"create trigger crash before insert or update on {table} for each row execute function crash()",
    )
    async with database.engine.begin() as connection:
        for statement in statements:
            await connection.execute(sa.text(statement))
    try:
        yield
    finally:
        async with database.engine.begin() as connection:
            await connection.execute(sa.text(f"drop trigger crash on {table}"))
            await connection.execute(sa.text("drop function crash()"))


@pytest.mark.parametrize("table", ["pool_objects", "pairings"])
async def test_a_crash_in_the_middle_of_the_draw_loses_and_repeats_nothing(
    ask: Client, clock: Clock, city: None, database: Database, table: str
) -> None:
    task = await steps.freeze(ask, await steps.approved(ask))
    clock.now = DRAW_AT
    given = {"operationId": str(new_key()), **a_draw(task)}
    before = await _result(database)
    async with crashing(database, table):
        document = "mutation M($i: ExecuteDrawInput!) { executeDraw(input: $i) { __typename } }"
        answer = await ask.answer(document, {"i": given}, by=lin)
    assert answer["errors"][0]["extensions"]["code"] == "TEMPORARILY_UNAVAILABLE"
    assert await _result(database) == before
    assert await steps.state_in(database, task) == "POOL_FROZEN"

    again = await ask.do("executeDraw", given, by=lin)

    assert again == {"__typename": "DrawExecuted"}
    result = await _result(database)
    assert len(result["pairs"]) == 30
    assert result["events"] == ["COMMITTED", "DRAWN"]


@pytest.mark.parametrize("table", ["pool_objects", "draw_events"])
async def test_a_crash_while_freezing_leaves_the_task_as_it_was(
    ask: Client, city: None, database: Database, table: str
) -> None:
    task = await steps.approved(ask)
    given = {"operationId": str(new_key()), **steps.a_freeze(task)}
    least = 10 if table == "pool_objects" else 0
    async with crashing(database, table):
        if not least:
            async with database.engine.begin() as connection:
                await connection.execute(
                    sa.text(
                        "create or replace function crash() returns trigger language plpgsql as $$"
                        " begin perform pg_terminate_backend(pg_backend_pid()); return new; end $$"
                    )
                )
        document = "mutation M($i: FreezePoolInput!) { freezePool(input: $i) { __typename } }"
        answer = await ask.answer(document, {"i": given}, by=lin)
    assert answer["errors"][0]["extensions"]["code"] == "TEMPORARILY_UNAVAILABLE"
    assert await steps.draws(database) == 0
    assert await steps.state_in(database, task) == "APPROVED"

    again = await ask.do("freezePool", given, by=lin)

    assert again == {"__typename": "PoolFrozen"}
    assert await steps.draws(database) == 1


async def test_what_is_stored_gives_the_same_draw_again(
    ask: Client, clock: Clock, city: None, database: Database, keys: Keys
) -> None:
    from domain.draws import draw as engine

    task = await steps.freeze(ask, await steps.approved(ask))
    await steps.execute(ask, clock, task)

    async with database.writing() as session:
        draw = (await session.scalars(sa.select(Draw))).one()
        assert draw.revelation is not None
        drawn = engine.draw(
            draws.frozen(draw),
            draws.nonce(draw, keys),
            entropy.revelation_of(draw.revelation),
        )
    result = await _result(database)
    assert drawn.seed == result["seed"]
    visited = sorted((no, name) for name, _, no in result["objects"] if no is not None)
    assert [name for _, name in visited] == list(drawn.drawn)
    assert sum(len(team.officers) for team in drawn.teams) == len(result["pairs"])


async def test_a_recused_officer_is_never_dealt_to_the_object(
    ask: Client, clock: Clock, city: None, database: Database
) -> None:
    """All of class D are drawn: mei and nine others stay away from all of them."""
    kept_away = [mei.as_officer, *(officer_key(number) for number in range(9))]
    async with database.writing() as session:
        session.add_all(
            registries.recusal(
                officer_id, institution_key(number), ground=RecusalGround.OTHER_INTEREST
            )
            for officer_id in kept_away
            for number in range(3, 40, 4)
        )
    task = await steps.freeze(ask, await steps.approved(ask, publishDrawnList=True))
    await steps.execute(ask, clock, task)
    await steps.lock(ask, task)
    shows = """draw { objects(first: 100, filter: {riskClass: D}) { nodes {
        pairings { officer { officer { id } } } } } }"""

    objects = (await steps.task_of(ask, task["code"], shows))["draw"]["objects"]["nodes"]

    dealt = {p["officer"]["officer"]["id"] for each in objects for p in each["pairings"]}
    assert len(objects) == 10
    assert dealt.isdisjoint(ids.write("Officer", each) for each in kept_away)
    proof = await steps.proof_of(ask, task["code"])
    assert verification.verify(proof).is_valid
    assert "OTHER_INTEREST" not in str(proof)


async def test_an_object_without_a_full_team_is_listed_and_not_visited(
    ask: Client, clock: Clock, city: None, database: Database
) -> None:
    officers = [mei.as_officer, *(officer_key(number) for number in range(12))]
    async with database.writing() as session:
        session.add_all(
            registries.recusal(officer_id, institution_key(3)) for officer_id in officers
        )

    task = await steps.issued(ask, clock)

    shows = """draw { unstaffedCount objects(first: 9, filter: {isUnstaffed: true}) {
        nodes { institution { id } pairings { isLeader } inspection { id } } } }"""
    draw = (await steps.task_of(ask, task["code"], shows))["draw"]
    assert draw["unstaffedCount"] == 1
    assert draw["objects"]["nodes"] == [
        {
            "institution": {"id": ids.write("Institution", institution_key(3))},
            "pairings": [],
            "inspection": None,
        }
    ]
    assert len(await steps.visits_of(ask, task["code"])) == 14


async def test_it_is_not_drawn_before_its_time(
    ask: Client, clock: Clock, city: None, database: Database
) -> None:
    task = await steps.freeze(ask, await steps.approved(ask))

    payload = await ask.do("executeDraw", a_draw(task), "... on DrawNotYetDue { drawAt }", by=lin)

    assert payload["code"] == "DRAW_NOT_YET_DUE"
    assert payload["drawAt"] == "2026-11-18T03:00:00.000000Z"
    assert await steps.state_in(database, task) == "POOL_FROZEN"


async def test_it_is_not_drawn_after_its_window(
    ask: Client, clock: Clock, city: None, database: Database
) -> None:
    task = await steps.freeze(ask, await steps.approved(ask))
    clock.now = dt.datetime(2026, 12, 18, 16, 0, tzinfo=dt.UTC)

    payload = await ask.do("executeDraw", a_draw(task), "... on DrawTooLate { windowTo }", by=lin)

    assert (payload["code"], payload["windowTo"]) == ("DRAW_TOO_LATE", "2026-12-18")
    assert await steps.state_in(database, task) == "POOL_FROZEN"


NO_FIT: dict[str, tuple[Any, str]] = {
    "nothing": (None, "INVALID_INPUT"),
    "a figure": ({"figure": "12.5"}, "ENTROPY_DOES_NOT_FIT"),
    "randomness of another signature": (
        {"beacon": {**BEACON["beacon"], "randomness": "0" * 64}},
        "ENTROPY_DOES_NOT_FIT",
    ),
    "a signature of another round": (beacons.revelation({"round": 1}), "ENTROPY_DOES_NOT_FIT"),
    "a signature that nobody made": (
        {
            "beacon": {
                "signature": "5a" * 48,
                "randomness": hashlib.sha256(bytes.fromhex("5a" * 48)).hexdigest(),
            }
        },
        "ENTROPY_DOES_NOT_FIT",
    ),
    "no hexadecimal digits": (
        {"beacon": {"signature": "x", "randomness": "y"}},
        "ENTROPY_DOES_NOT_FIT",
    ),
}


@pytest.mark.parametrize("what", NO_FIT)
async def test_what_does_not_fit_the_source_draws_nothing(
    ask: Client, clock: Clock, city: None, database: Database, what: str
) -> None:
    revelation, code = NO_FIT[what]
    task = await steps.freeze(ask, await steps.approved(ask))
    clock.now = DRAW_AT

    payload = await ask.do("executeDraw", a_draw(task, revelation=revelation), by=lin)

    assert payload["code"] == code
    assert await steps.state_in(database, task) == "POOL_FROZEN"
    assert (await _result(database))["pairs"] == []


async def test_the_pool_must_be_frozen(ask: Client, city: None) -> None:
    task = await steps.approved(ask)
    shows = "... on IllegalTransition { state event allowed }"

    payload = await ask.do("executeDraw", a_draw(task), shows, by=lin)

    assert payload["state"] == "APPROVED"
    assert payload["event"] == "draw_objects"
    assert payload["allowed"] == ["freeze_pool", "void"]


@pytest.mark.parametrize("person", [hua, mei, qiao, su, ou, yin, fang, None], ids=str)
async def test_nobody_else_draws(
    ask: Client, clock: Clock, city: None, database: Database, person: Person | None
) -> None:
    task = await steps.freeze(ask, await steps.approved(ask))
    clock.now = DRAW_AT

    payload = await ask.do("executeDraw", a_draw(task), by=person)

    assert payload["code"] == "NOT_PERMITTED"
    assert await steps.state_in(database, task) == "POOL_FROZEN"


# Commit and reveal


async def test_three_parties_commit_reveal_and_the_draw_verifies(
    ask: Client, clock: Clock, city: None
) -> None:
    task = await steps.shares_frozen(ask)
    for person, _ in steps.PARTIES:
        assert (await steps.reveal_share(ask, task, person))["__typename"] == "DrawShareRevealed"

    await steps.execute(ask, clock, task, revelation=None)
    await steps.lock(ask, task)

    proof = await steps.proof_of(ask, task["code"])
    assert proof["frozen"]["entropy"]["kind"] == "PARTIES"
    assert verification.verify(proof).is_valid


async def test_nobody_is_silent_before_the_time_is_over_that_the_notice_gives(
    ask: Client, clock: Clock, city: None, database: Database
) -> None:
    task = await steps.shares_frozen(ask)
    for person, _ in steps.PARTIES[:2]:
        await steps.reveal_share(ask, task, person)
    clock.now = steps.REVEAL_BY - dt.timedelta(seconds=1)
    shows = "... on SharesStillDue { revealBy missingZh }"

    early = await ask.do("executeDraw", a_draw(task, revelation=None), shows, by=lin)

    assert early["code"] == "SHARES_STILL_DUE"
    assert early["revealBy"] == "2026-11-18T04:00:00.000000Z"
    assert early["missingZh"] == "苏州枫叶教育培训中心（机构管理员）"
    assert await steps.state_in(database, task) == "POOL_FROZEN"
    await steps.reveal_share(ask, task, yin)
    assert (await steps.execute(ask, clock, task, revelation=None))["state"] == "OFFICERS_DRAWN"


async def test_parties_who_agreed_to_less_time_have_the_longest_that_any_agreed_to(
    ask: Client, clock: Clock, city: None
) -> None:
    task = await steps.shares_frozen(ask, revealWithinMinutes=61)
    clock.now = NOW + dt.timedelta(minutes=60)
    shows = "... on SharesStillDue { revealBy }"

    early = await ask.do("executeDraw", a_draw(task, revelation=None), shows, by=lin)
    clock.now += dt.timedelta(minutes=1)
    drawn = await steps.execute(ask, clock, task, revelation=None)

    assert early["revealBy"] == "2026-11-18T03:01:00.000000Z"
    assert drawn["state"] == "VOIDED"


async def test_a_party_that_keeps_silent_voids_the_draw_in_public(
    ask: Client, clock: Clock, city: None, database: Database
) -> None:
    task = await steps.shares_frozen(ask)
    for person, _ in steps.PARTIES[:2]:
        await steps.reveal_share(ask, task, person)
    clock.now = steps.REVEAL_BY

    drawn = await steps.execute(ask, clock, task, revelation=None)

    assert drawn["state"] == "VOIDED"
    public = "query Q($c: String!) { drawProof(taskCode: $c) { stage voidReason } }"
    proof = (await ask(public, {"c": task["code"]}))["drawProof"]
    assert proof["stage"] == "VOIDED"
    assert "苏州枫叶教育培训中心（机构管理员）" in proof["voidReason"]
    assert str(MAPLE) not in proof["voidReason"]
    assert (await _result(database))["pairs"] == []
