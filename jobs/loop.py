"""The loop that all jobs run in."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator

OnFault = Callable[[Exception], None]


class PlainFault(Exception):
    """A fault whose words name no person and no secret: they are logged and kept as they are."""


async def repeat(
    work: Callable[[], Awaitable[object]],
    *,
    every: float,
    on_fault: OnFault,
    first_after: float = 0.0,
) -> None:
    """Do the work until cancelled, `every` so many seconds after it ended; whatever it raises, the
    next round tries again. A fault that lasts is handed on once; of an ExceptionGroup each
    member by itself, so that it is found by its own trace."""
    is_down = False
    await asyncio.sleep(first_after)
    while True:
        try:
            await work()
            is_down = False
        except Exception as error:
            for each in () if is_down else single(error):
                on_fault(each)
            is_down = True
        await asyncio.sleep(every)


def single(error: Exception) -> Iterator[Exception]:
    """Each member of an ExceptionGroup, or the error itself."""
    if not isinstance(error, ExceptionGroup):
        yield error
        return
    for each in error.exceptions:
        yield from single(each)
