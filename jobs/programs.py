"""Messages given to a program of the operator's, as JSON on its standard input."""

import asyncio
import os
import signal
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Mapping, Sequence
from contextlib import suppress

from jobs.channels import TIMEOUT, Content, Undelivered, as_json


class Program:
    """Started for each message, without a shell; it has taken the message when it ends with 0.

    What it prints goes nowhere: a message may stand in it, and no log is for that. `environment` is
    all that it finds in its own.
    """

    def __init__(
        self,
        words: Sequence[str],
        environment: Mapping[str, str],
        *,
        timeout: float = TIMEOUT,
    ) -> None:
        self._words, self._environment, self._timeout = words, environment, timeout

    async def __call__(self, content: Content) -> None:
        try:
            process = await asyncio.create_subprocess_exec(
                *self._words,
                stdin=PIPE,
                stdout=DEVNULL,
                stderr=DEVNULL,
                env=self._environment,
                start_new_session=True,
            )
        except OSError as error:
            # Its words repeat the path, and arguments are not printed either.
            raise Undelivered(f"NOT STARTED: {type(error).__name__}") from None
        try:
            async with asyncio.timeout(self._timeout):
                # One that ends without reading may have all it needs.
                await process.communicate(as_json(content) + b"\n")
        except TimeoutError:
            raise Undelivered("TIMEOUT") from None
        finally:
            await _end(process)
        if process.returncode != 0:
            raise Undelivered(f"EXIT {process.returncode}")


async def _end(process: Process) -> None:
    """Kill what did not end by itself, with all it started; also where we are being stopped."""
    if process.returncode is None:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        await process.wait()
