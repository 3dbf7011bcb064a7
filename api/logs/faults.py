"""How a fault is written down: its class and the way it took, not what a person typed."""

import traceback
from collections.abc import Iterator
from itertools import islice
from pathlib import PurePath

import structlog
from structlog.typing import EventDict, WrappedLogger

from jobs.loop import PlainFault

FRAMES_KEPT = 40


def fault(error: BaseException) -> None:
    """Write down something that nobody meant to happen; its request id is in the context."""
    structlog.get_logger().error("fault", fault=error)


def calendar_ends() -> None:
    """Write down that an operator has to import a holiday notice before long."""
    structlog.get_logger().warning("the holiday calendar ends soon: import the next notice")


class FaultNames:
    """Replace an exception by its class and the way it took."""

    def __init__(self, *, with_messages: bool) -> None:
        self._with_messages = with_messages

    def __call__(self, _logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
        error = event.pop("fault", None)
        if isinstance(error, BaseException):
            event["error"] = " < ".join(self._name(each) for each in _chain(error))
            event["trace"] = _trace(error)
        return event

    def _name(self, error: BaseException) -> str:
        name = type(error).__name__
        # The first line: in those below libraries quote the document, the row or the parameters.
        is_told = self._with_messages or isinstance(error, PlainFault)
        return f"{name}: {error}".partition("\n")[0] if is_told else name


def _chain(error: BaseException) -> Iterator[BaseException]:
    """The error, then what it was raised from."""
    seen: set[int] = set()
    current: BaseException | None = error
    while current and id(current) not in seen and len(seen) < 5:
        seen.add(id(current))
        yield current
        current = current.__cause__ or (
            None if current.__suppress_context__ else current.__context__
        )


def _trace(error: BaseException) -> list[str]:
    frames = traceback.walk_tb(error.__traceback__)
    last = list(islice(frames, 1_000))[-FRAMES_KEPT:]
    return [
        f"{'/'.join(PurePath(frame.f_code.co_filename).parts[-3:])}:{line} {frame.f_code.co_name}"
        for frame, line in last
    ]
