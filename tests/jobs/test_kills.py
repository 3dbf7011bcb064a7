"""Workers killed at every step: nothing is lost, a message keeps its id, an object its order."""

import asyncio
import os
import random
import signal
import sys
from functools import partial
from pathlib import Path

import orjson
import pytest

from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from tests.jobs.conftest import nothing_waits, queue, until
from tests.jobs.receiver import OK, Receiver
from tests.jobs.victims import STEPS

ROOT = Path(__file__).parents[2]
OBJECTS, EACH = 8, 12


@pytest.mark.parametrize("seed", [1])
async def test_a_worker_killed_at_any_step_loses_nothing(
    seed: int, database: Database, receiver: Receiver
) -> None:
    chance = random.Random(seed)
    deaths = [(step, 0) for step in STEPS]
    deaths += [(chance.choice(STEPS), chance.randrange(8)) for _ in range(2)]
    objects = [new_key() for _ in range(OBJECTS)]
    for number in range(OBJECTS * EACH):
        await queue(database, objects[number % OBJECTS], number)

    async def answer(_content: object) -> bytes:
        await asyncio.sleep(0.002)
        return OK

    receiver.answer = answer
    plan = {"database": database.url, "receiver": receiver.url, "deaths": deaths}

    workers = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.jobs.victims",
        orjson.dumps(plan).decode(),
        cwd=ROOT,
        start_new_session=True,
    )
    try:
        await until(partial(nothing_waits, database))
    finally:
        os.killpg(workers.pid, signal.SIGKILL)
        await workers.wait()

    arrived = [(each["payload"]["number"], each["id"]) for each in receiver.contents]
    # All of them, and some more than once, since their worker died before it could say so.
    assert {number for number, _ in arrived} == set(range(OBJECTS * EACH))
    assert len(set(arrived)) == OBJECTS * EACH < len(arrived)
    for about in range(OBJECTS):
        in_order = [number for number, _ in arrived if number % OBJECTS == about]
        assert in_order == sorted(in_order)
