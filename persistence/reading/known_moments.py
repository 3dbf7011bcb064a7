"""Which earlier moments can be looked at, and what was still under way at each."""

import datetime as dt
from typing import Any

from cachetools import LRUCache

from domain.moments import to_the_second
from persistence.engine.database import StatementPool
from persistence.engine.past import OPEN_AT, WHERE_KNOWN
from persistence.reading.past import STILL_OPEN, Looked
from persistence.reading.refused import ReadRefused

_MOMENTS = 10_000
"""Moments of which is remembered what was open at them: of nearly all, nothing."""
_SECOND = dt.timedelta(seconds=1)


class KnownMoments:
    """What was open at a moment is asked of the database once: it does not change any more."""

    def __init__(self, pool: StatementPool) -> None:
        self._pool = pool
        self._latest = dt.datetime.min.replace(tzinfo=dt.UTC)
        self._begins: dict[str, dt.datetime] = {}
        self._open: LRUCache[dt.datetime, list[dt.datetime]] = LRUCache(_MOMENTS)

    async def resolved(self, looked: Looked, parameters: list[Any]) -> list[Any]:
        """The parameters with what was open at their moment. Raises ReadRefused for a moment in the future,
        one of which it is not known yet what was committed by then, and one before versions were kept."""
        moment = parameters[looked.place]
        found = self._open.get(moment)
        if moment > self._latest or found is None:
            found = self._open[moment] = await self._ask(moment, looked)
        begins = max(self._begins[each] for each in looked.tables)
        if moment < begins:
            raise _before_history(begins).at(looked.path)
        return [found if each is STILL_OPEN else each for each in parameters]

    async def _ask(self, moment: dt.datetime, looked: Looked) -> list[dt.datetime]:
        if moment > self._latest:
            now, latest, tables, begins = await self._pool.fetch_row(WHERE_KNOWN, ())
            self._begins = dict(zip(tables, begins, strict=True))
            self._latest = max(latest, self._latest)
            if moment > now:
                raise _in_future(now).at(looked.path)
            if moment > self._latest:
                raise _not_settled(self._latest).at(looked.path)
        # A statement of its own: what was committed when no transaction before was left is seen by it.
        (found,) = await self._pool.fetch_row(OPEN_AT, (moment,))
        return list(found)


def _in_future(now: dt.datetime) -> ReadRefused:
    moment = to_the_second(now)
    return ReadRefused(
        "AS_OF_IN_FUTURE",
        f"The register can only be shown as it was. By its clock it is {moment} now.",
        f"只能查询过去的时点，登记系统现在的时间为{moment}。",
    )


def _not_settled(latest: dt.datetime) -> ReadRefused:
    moment = to_the_second(latest)
    return ReadRefused(
        "AS_OF_NOT_SETTLED",
        "Changes from before this moment are still being recorded. Ask again shortly, or for "
        f"{moment} or earlier.",
        f"该时点之前的变更仍在登记，请稍后再查，或查询{moment}及以前的时点。",
    )


def _before_history(begins: dt.datetime) -> ReadRefused:
    moment = to_the_second(begins + _SECOND)
    return ReadRefused(
        "AS_OF_BEFORE_HISTORY",
        f"What was shown is kept since {moment}. Ask for that moment or a later one.",
        f"登记内容的历史自{moment}起保存，请查询该时点及以后的时点。",
    )
