"""Having a ledger read, imported or exported by a process of its own, which is limited and can be lost."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

import orjson

from ledgers.imports import Progress
from ledgers.runs import Attempt, Done, Ending, Failed, Interrupted
from persistence.engine.database import Database
from persistence.engine.keys import Keys

_PROGRAM = "api.ledgers.child"
_LONGEST_LINE = 64 * 1024
_PASSED_ON = ("PATH", "PYTHONPATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR", "LD_LIBRARY_PATH")
"""Of our environment: no password and no key, for the process that reads workbooks inherits it."""
_ENDINGS: dict[str, type[Ending]] = {each.__name__: each for each in (Done, Failed, Interrupted)}


@dataclass
class ProcessFailed(Exception):
    """The process ended by a fault of this class, or without a word."""

    fault: str

    def __str__(self) -> str:
        return f"the process of a ledger ended by {self.fault}"


class ChildProcesses:
    """Starts them, with what they need to reach the register."""

    def __init__(self, database: Database, keys: Keys) -> None:
        self._database, self._keys = database, keys

    async def carry_out(self, attempt: Attempt, progress: Progress) -> Ending:
        """Raises ProcessFailed. Cancelled, it ends the process."""
        async with self._child(_as_json(asdict(attempt))) as child:
            assert child.stdout is not None
            while line := await child.stdout.readline():
                message: dict[str, Any] = orjson.loads(line)
                if "done" in message:
                    progress(message["done"], message["total"])
                elif "fault" in message:
                    raise ProcessFailed(message["fault"])
                else:
                    return _ENDINGS[message["ending"]](**message["facts"])
            raise ProcessFailed(f"status {await child.wait()}")

    @asynccontextmanager
    async def export(
        self, ledger: str, ending: str, *, account_id: UUID, region_code: str | None
    ) -> AsyncIterator[tuple[int, AsyncIterator[bytes]]]:
        """How many rows of the register there are, and the file as it is written. Raises
        ProcessFailed, also after some of it."""
        task = {
            "ledger": ledger,
            "ending": ending,
            "account_id": account_id,
            "region_code": region_code,
        }
        async with self._child(_as_json(task)) as child:
            assert child.stdout is not None
            line = await child.stdout.readline()
            if not line:
                raise ProcessFailed(f"status {await child.wait()}")
            yield orjson.loads(line)["rows"], _pieces(child)

    @asynccontextmanager
    async def _child(self, task: dict[str, Any]) -> AsyncIterator[asyncio.subprocess.Process]:
        secrets = {"url": self._database.url, "secret": self._keys.secret.hex()}
        child = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", _PROGRAM),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env={name: os.environ[name] for name in _PASSED_ON if name in os.environ},
            start_new_session=True,
            limit=_LONGEST_LINE,
        )
        try:
            assert child.stdin is not None
            # It stays open: when it closes, the process ends.
            child.stdin.write(orjson.dumps(task | secrets) + b"\n")
            yield child
        finally:
            if child.returncode is None:
                # With the process that reads its workbook.
                with suppress(ProcessLookupError):
                    os.killpg(child.pid, signal.SIGKILL)
                await child.wait()


async def _pieces(child: asyncio.subprocess.Process) -> AsyncIterator[bytes]:
    assert child.stdout is not None
    while piece := await child.stdout.read(_LONGEST_LINE):
        yield piece
    if status := await child.wait():
        # What was sent is not whole: the connection is to break off.
        raise ProcessFailed(f"status {status}")


def _as_json(facts: dict[str, Any]) -> dict[str, Any]:
    """What JSON has no word for, as text."""
    return {
        name: value if isinstance(value, int | str | None) else str(value)
        for name, value in facts.items()
    }
