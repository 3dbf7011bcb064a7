"""A program gets a message as JSON, and has taken it when it ends with 0."""

import asyncio
import os
import sys
import time
from pathlib import Path
from typing import Any

import orjson
import pytest

from api.background import channels_of
from api.settings import Settings
from jobs.channels import Undelivered
from jobs.programs import Program
from persistence.engine.delivery import Lane
from tests.jobs.conftest import now

CONTENT: dict[str, Any] = {"id": "0197", "message": {"phone": "15400000099", "code": "$(id) 一"}}


def program(script: str, *, timeout: float = 5.0) -> Program:
    return Program(("/bin/sh", "-c", script), {"PATH": os.environ["PATH"]}, timeout=timeout)


async def failure_of(channel: Program) -> str:
    with pytest.raises(Undelivered) as found:
        await channel(CONTENT)
    return found.value.error


async def test_it_reads_one_line_of_json(tmp_path: Path) -> None:
    await program(f"cat > {tmp_path}/in")(CONTENT)

    written = (tmp_path / "in").read_bytes()
    assert written.endswith(b"}\n")
    assert orjson.loads(written) == CONTENT


async def test_one_that_needs_not_read_it_may_leave_it() -> None:
    large = {**CONTENT, "payload": "x" * 1_000_000}

    await program("exit 0")(large)


async def test_what_it_ends_with_is_named() -> None:
    assert await failure_of(program("exit 3")) == "EXIT 3"
    assert await failure_of(program("kill -9 $$")) == "EXIT -9"


async def test_a_program_that_is_missing_or_cannot_be_run_is_named(tmp_path: Path) -> None:
    plain = tmp_path / "plain"
    plain.touch(0o600)

    assert await failure_of(Program((f"{tmp_path}/none",), {})) == "NOT STARTED: FileNotFoundError"
    assert await failure_of(Program((str(plain),), {})) == "NOT STARTED: PermissionError"


async def test_one_that_hangs_is_killed_with_all_it_started(tmp_path: Path) -> None:
    script = f"sleep 60 & echo $! > {tmp_path}/child; wait"

    assert await failure_of(program(script, timeout=0.3)) == "TIMEOUT"

    await _gone(int((tmp_path / "child").read_text()))


async def test_one_under_way_is_killed_when_we_are_stopped(tmp_path: Path) -> None:
    task = asyncio.create_task(program(f"echo $$ > {tmp_path}/self; sleep 60")(CONTENT))
    async with asyncio.timeout(5):
        while not (tmp_path / "self").exists():  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        await asyncio.sleep(0.05)

    task.cancel()
    await asyncio.wait([task])

    await _gone(int((tmp_path / "self").read_text()))


async def test_however_much_it_prints_nobody_keeps_it(capfd: pytest.CaptureFixture[str]) -> None:
    began = time.monotonic()

    await program("head -c 50000000 /dev/zero; echo code >&2; head -c 50000000 /dev/zero >&2")(
        CONTENT
    )

    assert time.monotonic() - began < 5
    assert capfd.readouterr() == ("", "")


async def test_it_finds_none_of_our_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://clerk:hunter2@db/register")
    monkeypatch.setenv("GATEWAY", "sms.internal")
    script = f"import os; open('{tmp_path}/env', 'w').write(repr(dict(os.environ)))"
    command = f'{sys.executable} -c "{script}"'
    settings = Settings.from_environment({"DELIVERY_COMMAND": command})

    await channels_of(settings, now)[Lane.TO_PHONES](CONTENT)

    found = (tmp_path / "env").read_text()
    assert "sms.internal" in found
    assert "hunter2" not in found


def test_which_channel_is_for_which_lane(tmp_path: Path) -> None:
    secrets = tmp_path / "secrets"
    secrets.touch(0o600)
    secrets.write_text(f"whsec_{'A' * 43}=")
    hook = {"DELIVERY_HOOK_URL": "http://10.0.0.7/in", "DELIVERY_HOOK_SECRET_FILE": str(secrets)}
    command = {"DELIVERY_COMMAND": "/usr/bin/sms"}
    production = {"ENV": "production"}

    def lanes(**environment: str) -> dict[str, str]:
        channels = channels_of(Settings.from_environment(environment), now)
        return {
            lane.name: getattr(channel, "__name__", type(channel).__name__)
            for lane, channel in channels.items()
        }

    assert lanes() == {"TO_PHONES": "console"}
    assert lanes(HOST="192.0.2.1") == lanes(**production) == {}
    assert lanes(**hook) == {"TO_PHONES": "Hook", "EVENTS": "Hook"}
    assert lanes(**production, **command) == {"TO_PHONES": "Program", "EVENTS": "Program"}
    assert lanes(**hook, **command) == {"TO_PHONES": "Program", "EVENTS": "Hook"}


async def _gone(process_id: int) -> None:
    async with asyncio.timeout(5):
        while _lives(process_id):  # noqa: ASYNC110
            await asyncio.sleep(0.01)


def _lives(process_id: int) -> bool:
    try:
        stat = Path(f"/proc/{process_id}/stat").read_text()
    except FileNotFoundError:
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"
