"""`python -m api worker` and `serve --no-worker`, in processes of their own."""

import asyncio
import os
import secrets
import signal
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

import orjson
import pytest

from persistence.engine.database import Database
from persistence.engine.keys import Keys
from tests.jobs.conftest import PHONE, nothing_waits, queue_code, rows, until

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.usefixtures("database")


class Process:
    def __init__(self, process: asyncio.subprocess.Process, log: Path) -> None:
        self.process, self._log = process, log

    @property
    def output(self) -> str:
        return self._log.read_text()

    async def says(self, words: str) -> None:
        async def is_there() -> bool:
            assert self.process.returncode is None, self.output
            return words in self.output

        await until(is_there, within=60)

    async def stop(self) -> tuple[int, float]:
        """The exit code, and how long it took."""
        began = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        code = await asyncio.wait_for(self.process.wait(), 30)
        return code, time.monotonic() - began


Start = Callable[..., Awaitable[Process]]


@pytest.fixture
def secret(tmp_path: Path) -> Keys:
    """The key of the processes."""
    text = secrets.token_bytes(32)
    (tmp_path / "key").touch(0o600)
    (tmp_path / "key").write_text(text.hex())
    return Keys(text)


@asynccontextmanager
async def starting(database: Database, folder: Path) -> AsyncIterator[Start]:
    started = list[Process]()

    async def start(*words: str, **environment: str) -> Process:
        log = folder / f"{len(started)}.log"
        plain = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        with log.open("wb") as out:
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "api", *words),
                cwd=ROOT,
                env={
                    **plain,
                    "DATA_DIR": str(folder),
                    "DATABASE_URL": database.url,
                    "SECRET_KEY_FILE": str(folder / "key"),
                    "ENV": "production",
                    "PORT": "0",
                    **environment,
                },
                stdout=out,
                stderr=out,
            )
        started.append(Process(process, log))
        return started[-1]

    yield start
    for each in started:
        if each.process.returncode is None:
            each.process.kill()
            await each.process.wait()


async def test_a_worker_delivers_what_a_server_without_one_leaves(
    database: Database, secret: Keys, tmp_path: Path
) -> None:
    (tmp_path / "gateway").write_text(f"#!/bin/sh\ncat >> {tmp_path}/out\n")
    (tmp_path / "gateway").chmod(0o700)
    command = {"DELIVERY_COMMAND": str(tmp_path / "gateway")}
    async with starting(database, tmp_path) as start:
        server = await start("serve", "--no-worker", **command)
        await server.says("is at http://")
        await queue_code(database, secret)
        await asyncio.sleep(1.1)
        (left,) = await rows(database)
        assert left.attempt_count == 0

        worker = await start("worker", **command)
        await worker.says("The worker runs.")
        await until(partial(nothing_waits, database))

        content = orjson.loads((tmp_path / "out").read_bytes())
        assert content["message"] == {"phone": PHONE, "code": "123456"}
        assert content["topic"] == "sms.one_time_code"
        for process in (worker, server):
            code, took = await process.stop()
            assert code == 0
            assert took < 5
            assert "Traceback" not in process.output
            assert PHONE not in process.output


async def test_a_worker_that_is_stopped_leaves_no_program_behind(
    database: Database, secret: Keys, tmp_path: Path
) -> None:
    (tmp_path / "gateway").write_text(f"#!/bin/sh\necho $$ > {tmp_path}/pid\nexec sleep 60\n")
    (tmp_path / "gateway").chmod(0o700)
    await queue_code(database, secret)
    async with starting(database, tmp_path) as start:
        worker = await start("worker", DELIVERY_COMMAND=str(tmp_path / "gateway"))

        async def under_way() -> bool:
            return (tmp_path / "pid").exists() and (tmp_path / "pid").read_text() != ""

        await until(under_way, within=60)
        code, took = await worker.stop()

    assert code == 0
    assert took < 6
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "pid").read_text()), 0)
    (left,) = await rows(database)
    assert (left.delivered_at, left.last_error) == (None, None)


async def test_what_is_wrong_with_a_channel_is_said_before_anything_is_started(
    database: Database, tmp_path: Path
) -> None:
    hook = {"DELIVERY_HOOK_URL": "http://10.0.0.7/in", "DELIVERY_HOOK_SECRET_FILE": "/none"}
    async with starting(database, tmp_path) as start:
        process = await start("worker", **hook)
        assert await asyncio.wait_for(process.process.wait(), 30) == 1
        assert process.output == "/none cannot be read: FileNotFoundError.\n"
