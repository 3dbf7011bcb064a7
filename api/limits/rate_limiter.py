"""How often something that can be guessed may be tried."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import blake2b
from math import ceil

from cachetools import LRUCache

from api.requests import Address, address_key, subnet_key
from domain import identifiers
from domain.refusals import TooManyAttempts

# Remembered keys; 10,000 full ones are a few megabytes.
CAPACITY = 10_000


@dataclass(frozen=True, slots=True)
class Budget:
    """`attempts` in any span of `within` seconds."""

    attempts: int
    within: float


class SlidingWindow:
    """One budget for each key, counted in this process, over a span that slides.

    An attempt is taken before it is made, so that trying in parallel gains nothing, and given back
    when it was right: what remains counted are the failures. When more keys are tried than can be
    remembered, those longest untried are forgotten. `clock` is monotonic, in seconds.
    """

    def __init__(
        self, budget: Budget, clock: Callable[[], float], capacity: int = CAPACITY
    ) -> None:
        self._budget, self._clock = budget, clock
        self._taken: LRUCache[bytes, deque[float]] = LRUCache(capacity)

    def check(self, key: str) -> None:
        """Raise TooManyAttempts if `take` would, and take nothing."""
        now = self._clock()
        taken = self._recent(key, now)
        if len(taken) >= self._budget.attempts:
            raise TooManyAttempts(max(1, ceil(taken[0] + self._budget.within - now)))

    def take(self, key: str) -> None:
        """Count one attempt, or raise TooManyAttempts with the seconds to wait."""
        self.check(key)
        now = self._clock()
        taken = self._recent(key, now)
        taken.append(now)
        self._taken[_digest(key)] = taken

    def give_back(self, key: str) -> None:
        """Refund one attempt, never more: one success does not excuse earlier guesses."""
        taken = self._taken.get(_digest(key))
        if taken:
            taken.pop()

    def clear(self, key: str) -> None:
        """Refund every attempt."""
        self._taken.pop(_digest(key), None)

    def _recent(self, key: str, now: float) -> deque[float]:
        taken = self._taken.get(_digest(key))
        if taken is None:
            return deque()
        while taken and taken[0] <= now - self._budget.within:
            taken.popleft()
        return taken


class RateLimiter:
    """The budgets before one thing that can be guessed: by address, by subnet, by what is tried.

    The budget by `subject` (a login) holds when one account is tried from many addresses. Where
    every guess is another subject (a receipt), leave it out: only the guesser can be counted. Where
    a stranger could use it up for its owner (a telephone), it is wide, and `by_both` is what one
    address has of it.
    """

    def __init__(
        self,
        clock: Callable[[], float],
        *,
        by_address: Budget | None = None,
        by_subnet: Budget | None = None,
        by_subject: Budget | None = None,
        by_both: Budget | None = None,
    ) -> None:
        budgets = (by_address, by_subnet, by_subject, by_both)
        self._windows = [SlidingWindow(each, clock) if each else None for each in budgets]

    def acquire(self, address: Address | None, subject: str = "") -> None:
        """Take one attempt from every budget, or from none and raise TooManyAttempts."""
        budgets = self._budgets(address, subject)
        for attempts, key in budgets:
            attempts.check(key)
        for attempts, key in budgets:
            attempts.take(key)

    def refund(self, address: Address | None, subject: str = "") -> None:
        """Refund one attempt, after it turned out to be right."""
        for attempts, key in self._budgets(address, subject):
            attempts.give_back(key)

    def forget(self, subject: str | None) -> None:
        """Count no attempt at this subject any more; None, where one may have been missed, changes
        nothing: budgets come back by themselves."""
        window = self._windows[2]
        if subject is not None and window is not None:
            window.clear(identifiers.folded(subject))

    def _budgets(self, address: Address | None, subject: str) -> list[tuple[SlidingWindow, str]]:
        # Spellings that sign in to one account are one account's guesses.
        of_address, of_subject = address_key(address), identifiers.folded(subject)
        keys = (of_address, subnet_key(address), of_subject, f"{of_address} {of_subject}")
        return [(window, key) for window, key in zip(self._windows, keys, strict=True) if window]


def _digest(key: str) -> bytes:
    # Sixteen bytes whatever was sent: a login may be as long as a body.
    return blake2b(key.encode("utf-8", "surrogatepass"), digest_size=16).digest()
