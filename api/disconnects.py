"""Work that ends when nobody waits for its answer any more."""

import asyncio
from types import TracebackType

from starlette.types import Receive

LOOK_AFTER = 0.05
"""Seconds. What is answered sooner is not worth a task that waits beside it."""


class WhileConnected:
    """Cancels the block when its client hangs up, and leaves it quietly then: a statement under way
    is given up, and a place in a queue goes to the next. What comes of a body is dropped."""

    __slots__ = ("_is_gone", "_looking", "_receive", "_task", "_timer")

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._looking: asyncio.Task[None] | None = None
        self._is_gone = False

    def __enter__(self) -> None:
        task = asyncio.current_task()
        assert task is not None, "outside a task"
        self._task = task
        # Asking for the running loop is a system call.
        self._timer = task.get_loop().call_later(LOOK_AFTER, self._look)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> bool:
        self._timer.cancel()
        if self._looking is not None:
            self._looking.cancel()
        if not self._is_gone:
            return False
        # Somebody else may have cancelled it as well, who is to see it.
        return self._task.uncancel() == 0 and kind is asyncio.CancelledError

    def _look(self) -> None:
        self._looking = asyncio.create_task(self._wait())

    async def _wait(self) -> None:
        # Of a GET nobody has read the body, which is empty and comes first. It ends once: a server that
        # goes on telling so would otherwise be asked for ever.
        ends = 0
        while (message := await self._receive())["type"] != "http.disconnect":
            ends += not message.get("more_body", False)
            if ends > 1:
                return
        self._is_gone = True
        self._task.cancel()
