"""Answers for anybody, remembered until something that they show changes."""

import asyncio
import datetime as dt
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable, Iterable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from domain.moments import SHANGHAI, day_of
from persistence.engine.changes import Beat, ChangeFeed
from persistence.reading.public_tables import ANYTHING, TOPIC

T = TypeVar("T")
_ENTRY, _TAG = 1_200, 100
"""Bytes that an entry takes beside its answer, and for each of its tags."""
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Lookup:
    """A question by its statements and their parameters, which take about so many bytes; its answer
    depends on these tags, and on the day in Shanghai if `has_day`."""

    key: Hashable
    tags: frozenset[str]
    has_day: bool = False
    size: int = 0


@dataclass(eq=False, slots=True)
class _Entry(Generic[T]):
    lookup: Lookup
    day: dt.date | None
    task: "asyncio.Task[T]" = field(init=False)
    waiting: int = 0
    answer: T = field(init=False)
    size: int = 0


class Answers(Generic[T]):
    """Up to so many bytes of answers; what was longest unused is forgotten first.

    An entry is noted under its tags before its statement is sent, and what is heard of one of them
    takes it away, also while it is read: whatever a commit changed is either in what was read, or is
    heard after the entry was noted. Nothing is answered from memory unless all that was committed a
    second ago has been heard (`ChangeFeed`), and all is forgotten where something may have been missed.
    Those who ask meanwhile the same share one read.
    """

    def __init__(
        self,
        changes: ChangeFeed,
        most: int,
        size_of: Callable[[T], int | None],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`size_of` is None of an answer that must not be kept."""
        self._changes, self._most, self._size_of, self._clock = changes, most, size_of, clock
        self._kept: OrderedDict[Hashable, _Entry[T]] = OrderedDict()
        self._under_way: dict[Hashable, _Entry[T]] = {}
        self._by_tag: dict[str, set[_Entry[T]]] = {}
        self._today_by: Beat | None = None
        self._today: dt.date | None = None
        self._today_until = float("-inf")
        self.size = self.found = self.read = 0
        changes.subscribe(TOPIC, self._hear)

    def find(self, lookup: Lookup) -> T | None:
        """The answer, if it is remembered and good."""
        entry = self._kept.get(lookup.key)
        if entry is None or not self._changes.is_current_now():
            return None
        if entry.day is not None and entry.day != self._day():
            self._drop(entry)
            return None
        self._kept.move_to_end(lookup.key)
        self.found += 1
        return entry.answer

    async def get(self, lookup: Lookup, read: Callable[[], Awaitable[T]]) -> T:
        """The answer, remembered or read."""
        if not self._most or not await self._changes.is_current():
            return await read()
        if (found := self.find(lookup)) is not None:
            return found
        day = self._day() if lookup.has_day else None
        if lookup.has_day and day is None:
            # Within a moment of midnight.
            return await read()
        entry = self._under_way.get(lookup.key)
        if entry is None or entry.day != day:
            entry = self._begin(_Entry(lookup, day), read)
        return await self._shared(entry)

    def grow(self, lookup: Lookup, by: int) -> None:
        """The answer that is remembered has become larger."""
        if (entry := self._kept.get(lookup.key)) is not None:
            entry.size += by
            self._make_room(by)

    def _begin(self, entry: _Entry[T], read: Callable[[], Awaitable[T]]) -> _Entry[T]:
        self._under_way[entry.lookup.key] = entry
        for tag in entry.lookup.tags:
            self._by_tag.setdefault(tag, set()).add(entry)
        self.read += 1
        entry.task = asyncio.create_task(self._read(entry, read))
        # Where all who waited have left, an error has no reader.
        entry.task.add_done_callback(lambda done: done.cancelled() or done.exception())
        return entry

    async def _read(self, entry: _Entry[T], read: Callable[[], Awaitable[T]]) -> T:
        try:
            answer = await read()
        except BaseException:
            self._drop(entry)
            raise
        size, key = self._size_of(answer), entry.lookup.key
        is_good = self._under_way.get(key) is entry and (
            entry.day is None or entry.day == self._day()
        )
        if size is None or not is_good or size > self._most:
            self._drop(entry)
            return answer
        del self._under_way[key]
        if (before := self._kept.get(key)) is not None:
            self._drop(before)
        entry.answer = answer
        entry.size = _ENTRY + _TAG * len(entry.lookup.tags) + entry.lookup.size + size
        self._kept[key] = entry
        self._make_room(entry.size)
        return answer

    def _make_room(self, by: int) -> None:
        self.size += by
        while self.size > self._most:
            self._drop(next(iter(self._kept.values())))

    async def _shared(self, entry: _Entry[T]) -> T:
        entry.waiting += 1
        try:
            # Shielded: one client that leaves must not take the answer from the others.
            return await asyncio.shield(entry.task)
        finally:
            entry.waiting -= 1
            if not entry.waiting and not entry.task.done():
                # Nobody is left: the statement is given up.
                self._drop(entry)
                entry.task.cancel()

    def _drop(self, entry: _Entry[T]) -> None:
        key = entry.lookup.key
        if self._under_way.get(key) is entry:
            del self._under_way[key]
        if self._kept.get(key) is entry:
            del self._kept[key]
            self.size -= entry.size
        for tag in entry.lookup.tags:
            if (others := self._by_tag.get(tag)) is not None:
                others.discard(entry)
                if not others:
                    del self._by_tag[tag]

    def _hear(self, detail: str | None) -> None:
        if detail is None or detail == ANYTHING:
            self._kept.clear()
            self._under_way.clear()
            self._by_tag.clear()
            self.size = 0
        else:
            self._forget(detail.split())

    def _forget(self, tags: Iterable[str]) -> None:
        for tag in tags:
            for entry in list(self._by_tag.get(tag, ())):
                self._drop(entry)

    def _day(self) -> dt.date | None:
        """The day in Shanghai by the database's clock, None where it may be either of two: it is known
        to about as much as a beat took to come back."""
        now, beat = self._clock(), self._changes.beat
        if beat is None:
            return None
        if beat is not self._today_by:
            self._today_by = beat
            latest = beat.moment + dt.timedelta(seconds=now - beat.sent)
            earliest = beat.moment + dt.timedelta(seconds=now - beat.received)
            self._today = day_of(earliest)
            self._today_until = now + _until_midnight(latest)
            if day_of(latest) != self._today:
                self._today = None
        return self._today if now < self._today_until else None


def _until_midnight(moment: dt.datetime) -> float:
    """Seconds until the next day in Shanghai, a little less at most."""
    here = moment.astimezone(SHANGHAI)
    midnight = here.replace(hour=0, minute=0, second=0, microsecond=0) + _DAY
    return (midnight - here).total_seconds()
