"""Where plans are run."""

import datetime as dt
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from domain.actors import Actor
from domain.moments import day_of
from persistence.engine.database import StatementPool
from persistence.reading.known_moments import KnownMoments
from persistence.reading.plan import TOO_LARGE, Derive, Plan
from persistence.reading.refused import AnswerTooLarge
from persistence.reading.viewer import CLOCKS_DAY


class Reader:
    """Runs plans on the read pool and makes the derived values."""

    def __init__(
        self,
        pool: StatementPool,
        derived_fields: Mapping[str, Derive],
        clock: Callable[[], dt.datetime],
        moments: KnownMoments | None = None,
    ) -> None:
        self._pool, self._makers, self._clock = pool, derived_fields, clock
        self._moments = KnownMoments(pool) if moments is None else moments

    async def answer(self, plan: Plan, variables: Mapping[str, Any], actor: Actor) -> bytes:
        """The field's JSON. Raises ReadRefused for values that cannot be asked with."""
        return await self.run(plan, plan.parameters(variables, actor))

    async def run(self, plan: Plan, parameters: list[Any]) -> bytes:
        parameters = await self._dated(plan, parameters)
        return plan.finish(
            await self._fetch(plan.sql, parameters, plan.is_for_values), self._makers
        )

    async def _dated(self, plan: Plan, parameters: list[Any]) -> list[Any]:
        """With what is known when it runs. Raises ReadRefused for a moment that cannot be looked at."""
        if plan.looked is not None:
            parameters = await self._moments.resolved(plan.looked, parameters)
        return dated(parameters, self._clock)

    def _fetch(self, sql: str, parameters: list[Any], is_for_values: bool) -> Awaitable[Any]:
        return self._pool.fetch_value(sql, parameters, is_for_values=is_for_values)

    def for_one_answer(self, most_bytes: int) -> "AnswerReader":
        return AnswerReader(self._pool, self._makers, self._clock, self._moments, most_bytes)


class AnswerReader(Reader):
    """Reads what goes into one answer, whose bytes are counted together. Raises AnswerTooLarge.

    The database measures each part: what is too large is not sent, so that this process never holds
    it. Parts that are read at the same time may be as large each.
    """

    def __init__(
        self,
        pool: StatementPool,
        derived_fields: Mapping[str, Derive],
        clock: Callable[[], dt.datetime],
        moments: KnownMoments,
        most_bytes: int,
    ) -> None:
        super().__init__(pool, derived_fields, clock, moments)
        self._most_bytes = self._left = most_bytes

    async def run(self, plan: Plan, parameters: list[Any]) -> bytes:
        parameters = [*await self._dated(plan, parameters), self._most_bytes]
        found = await self._fetch(plan.measured_sql, parameters, plan.is_for_values)
        if found == TOO_LARGE:
            raise AnswerTooLarge(self._most_bytes)
        return self.counted(plan.finish(found, self._makers))

    def counted(self, part: bytes) -> bytes:
        """A part of the answer, read or not."""
        self._left -= len(part)
        if self._left < 0:
            raise AnswerTooLarge(self._most_bytes)
        return part


def dated(parameters: list[Any], clock: Callable[[], dt.datetime]) -> list[Any]:
    """The parameters with the day by our clock in its places."""
    return [day_of(clock()) if each is CLOCKS_DAY else each for each in parameters]
