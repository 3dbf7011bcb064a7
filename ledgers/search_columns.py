"""What searching reads of institutions that come by the thousand, worked out beside the import.

Pinyin and pieces of names are a third of an import's time, and need nothing but the texts. A large
import has them made by a process of its own, which ends with its input; without it, or where it has
come to harm, they are made here.
"""

import asyncio
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from typing import Any

import orjson

from persistence.institutions import search_tokens as search

LARGE = 10_000
"""Rows from which on a process is worth its start."""
_PROGRAM = "ledgers.search_columns"
_LONGEST_LINE = 64 * 1024 * 1024
SearchTerms = tuple[str, str, str, Sequence[str], str | None]
"""Name, address, credit code, licence numbers, reading."""
Find = Callable[[list[SearchTerms]], Awaitable[list[dict[str, Any]]]]


def found_by(terms: Sequence[Any]) -> list[dict[str, Any]]:
    return [
        search.columns(
            name=name, address=address, credit_code=code, licence_numbers=numbers, reading=reading
        )
        for name, address, code, numbers, reading in terms
    ]


async def here(terms: list[SearchTerms]) -> list[dict[str, Any]]:
    return found_by(terms)


@asynccontextmanager
async def beside(rows: int) -> AsyncIterator[Find]:
    """How the columns of an import of so many rows are found."""
    if rows < LARGE:
        yield here
        return
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", _PROGRAM),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        limit=_LONGEST_LINE,
        start_new_session=True,
    )
    assert child.stdin is not None
    assert child.stdout is not None
    questions, answers, alone = child.stdin, child.stdout, asyncio.Lock()

    async def find(terms: list[SearchTerms]) -> list[dict[str, Any]]:
        # One question at a time: two chunks may be under way.
        async with alone:
            with suppress(ConnectionError, orjson.JSONDecodeError):
                questions.write(orjson.dumps(terms) + b"\n")
                await questions.drain()
                found: list[dict[str, Any]] = orjson.loads(await answers.readline())
                return found
        return found_by(terms)

    try:
        yield find
    finally:
        questions.close()
        with suppress(ProcessLookupError):
            child.kill()
        await child.wait()


def main() -> None:
    for line in sys.stdin.buffer:
        sys.stdout.buffer.write(orjson.dumps(found_by(orjson.loads(line))) + b"\n")
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
