"""Having a file looked at by a process of its own, and believing little of what it answers."""

import asyncio
import json
import os
import signal
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import api
from domain.evidence import contents
from domain.evidence.contents import MOST_PIXELS, PICTURES, ContentRefused, TooCostlyToRead

TIMEOUT_SECONDS = 40.0
"""Seconds by the clock; the process has 20 of work."""
_TRIES = 2
"""A process that was killed by something else than its file gets a second chance."""
_ANSWER_AT_MOST = 24 * 1024 * 1024
_LINE_AT_MOST = 1_000
_START = "import sys; sys.path[:] = sys.argv[2:]; import api.evidence.content.worker as w; w.main(sys.argv[1:2])"


@dataclass(frozen=True, slots=True)
class FileContent:
    """What is inside; the copies are there for pictures."""

    media_type: str
    width: int | None = None
    height: int | None = None
    picture: bytes | None = None
    thumbnail: bytes | None = None


class Sandbox:
    """Looks into as many files at once as there are processors."""

    def __init__(self, *, at_once: int | None = None, timeout: float = TIMEOUT_SECONDS) -> None:
        self._turn = asyncio.Semaphore(at_once or os.cpu_count() or 1)
        self._timeout = timeout

    async def look(self, path: Path, declared: str) -> FileContent:
        """What the file holds. Raises ContentRefused, of which TooCostlyToRead when looking at it
        ends the process that looks."""
        async with self._turn:
            for _ in range(_TRIES):
                if (answer := await self._ask(path, declared)) is not None:
                    return _read(answer, declared)
        raise TooCostlyToRead

    async def _ask(self, path: Path, declared: str) -> bytes | None:
        root = str(Path(api.__file__).parents[1])
        with await asyncio.to_thread(open, path, "rb") as file:
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                *("-I", "-S", "-c", _START, declared, root, *filter(None, sys.path)),
                stdin=file,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.DEVNULL,
                # Nothing of ours stands in its environment: no password, no key.
                env={},
                cwd="/",
                start_new_session=True,
                limit=_ANSWER_AT_MOST,
            )
        try:
            async with asyncio.timeout(self._timeout):
                assert process.stdout is not None
                answer = await _at_most(process.stdout, _ANSWER_AT_MOST)
                status = await process.wait()
        except TimeoutError:
            raise TooCostlyToRead from None
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
        if status == -signal.SIGXCPU:
            raise TooCostlyToRead
        return answer if status == 0 else None


async def _at_most(stream: asyncio.StreamReader, most: int) -> bytes:
    pieces, size = [], 0
    while piece := await stream.read(65_536):
        size += len(piece)
        if size > most:
            raise TooCostlyToRead
        pieces.append(piece)
    return b"".join(pieces)


def _read(answer: bytes, declared: str) -> FileContent:
    """The answer, if it is one: who knows what the file made of the process."""
    line, _, blobs = answer.partition(b"\n")
    try:
        if len(line) > _LINE_AT_MOST:
            raise ValueError
        facts: dict[str, Any] = json.loads(line)
        if "refused" in facts:
            refusal: ContentRefused = contents.refusal_of(facts["refused"], facts["values"])
            refusal.message("en")
        elif facts["media_type"] != declared:
            raise ValueError
        elif declared in PICTURES:
            return _copies(facts, blobs)
        else:
            return FileContent(declared)
    except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError):
        raise TooCostlyToRead from None
    raise refusal


def _copies(facts: dict[str, Any], blobs: bytes) -> FileContent:
    width, height, size = (int(facts[name]) for name in ("width", "height", "picture"))
    picture, thumbnail = blobs[:size], blobs[size:]
    are_jpeg = all(copy.startswith(b"\xff\xd8\xff") for copy in (picture, thumbnail))
    are_edges = 0 < width * height <= MOST_PIXELS[facts["media_type"]] and width > 0
    if not (are_jpeg and len(thumbnail) == facts["thumbnail"] and are_edges):
        raise ValueError
    return FileContent(facts["media_type"], width, height, picture, thumbnail)
