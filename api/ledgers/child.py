"""The process that carries out one job of a ledger, or writes one export, and then ends.

It is told on standard input what to do, and answers in lines of JSON; an export follows its line as it
is. It dies with the process that started it. What it reads of a workbook, a process of its own reads.
"""

import asyncio
import datetime as dt
import os
import resource
import sys
import threading
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any
from uuid import UUID

import orjson

from domain.ledgers.terms import LedgerKind
from ledgers import exports
from ledgers.runs import Attempt, Interrupted, carry_out
from persistence.engine.database import Database
from persistence.engine.keys import Keys

MEMORY = 3 * 1024 * 1024 * 1024
_NICER = 5
_ORPHANED = 3


def main() -> None:
    task: dict[str, Any] = orjson.loads(sys.stdin.buffer.readline())
    threading.Thread(target=_end_with_parent, daemon=True).start()
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    # People who wait for an answer go first.
    os.nice(_NICER)
    asyncio.run(_export(task) if "ending" in task else _work(task))


def _end_with_parent() -> None:
    """Nothing more comes on standard input, but its end."""
    os.read(sys.stdin.fileno(), 1)
    os._exit(_ORPHANED)


async def _work(task: dict[str, Any]) -> None:
    database, keys = _opened(task)
    attempt = Attempt(
        job_id=UUID(task["job_id"]),
        number=task["number"],
        kind=LedgerKind[task["kind"]],
        is_dry=task["is_dry"],
        account_id=UUID(task["account_id"]),
        path=Path(task["path"]),
        rejected=Path(task["rejected"]),
        now=dt.datetime.fromisoformat(task["now"]),
        rows_at_once=task["rows_at_once"],
    )

    def progress(done: int, total: int) -> None:
        _say({"done": done, "total": total})

    try:
        ending = await carry_out(database, keys, attempt, progress)
        _say({"ending": type(ending).__name__, "facts": asdict(ending)})
    except Exception as error:
        # Only its class: what it says may quote a row.
        _say({"ending": Interrupted.__name__, "facts": {}, "fault": type(error).__name__})
    finally:
        await database.close()


async def _export(task: dict[str, Any]) -> None:
    database, keys = _opened(task)
    try:
        export = await exports.begin(
            database,
            keys,
            task["ledger"],
            account_id=UUID(task["account_id"]),
            region_code=task["region_code"],
        )
        _say({"rows": export.count})
        await export.write(sys.stdout.buffer, task["ending"])
        sys.stdout.buffer.flush()
    finally:
        await database.close()


def _opened(task: dict[str, Any]) -> tuple[Database, Keys]:
    database = Database(task["url"], read_size=1, write_size=4)
    return database, Keys(bytes.fromhex(task["secret"]))


def _say(message: dict[str, Any]) -> None:
    sys.stdout.buffer.write(orjson.dumps(message) + b"\n")
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
