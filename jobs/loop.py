"""The loop that all jobs run in."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator

OnFault = Callable[[Exception], None]


async def repeat(
    work: Callable[[], Awaitable[object]],
    *,
    every: float,
    on_fault: OnFault,
    first_after: float = 0.0,
    each_fault: bool = False,
) -> None:
    """Do the work until cancelled, `every` so many seconds after it ended; whatever it raises, the
    next round tries again. A fault that lasts is handed on once, or with `each_fault` at each
    round; of an ExceptionGroup each member by itself, so that it is found by its own trace."""
    is_down = False
    await asyncio.sleep(first_after)
    while True:
        try:
            await work()
            is_down = False
        except Exception as error:
            for each in () if is_down and not each_fault else _single(error):
                on_fault(each)
            is_down = True
        await asyncio.sleep(every)


def _single(error: Exception) -> Iterator[Exception]:
    if not isinstance(error, ExceptionGroup):
        yield error
        return
    for each in error.exceptions:
        yield from _single(each)
