"""One attempt at what is budgeted, given back where it was none."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from schema.context import RateLimit
from schema.mutations import OperationReplayed


@contextmanager
def attempt(
    limit: RateLimit,
    address: Any,
    subject: str = "",
    *,
    counts: Callable[[BaseException | None], bool],
) -> Iterator[None]:
    """Take an attempt before it is made, so that trying at once gains nothing; it is given back unless
    what came of it `counts`: what was raised, None for success. Raises TooManyAttempts."""
    limit.acquire(address, subject)
    ended: BaseException | None = None
    try:
        yield
    except BaseException as raised:
        ended = raised
        raise
    finally:
        if not counts(ended):
            limit.refund(address, subject)


def unless(*harmless: type[BaseException]) -> Callable[[BaseException | None], bool]:
    """All counts but success, now or before, and what is `harmless`: a guess under an operation id
    that was used is refused for that, and how long it took still tells whether it was right."""
    return lambda raised: (
        raised is not None and not isinstance(raised, (OperationReplayed, *harmless))
    )
