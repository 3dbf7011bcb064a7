"""Where plans are run."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from domain.actors import Actor
from domain.moments import day_of
from persistence.engine.database import ReadPool
from persistence.reading.plan import Derive, Plan
from persistence.reading.viewer import CLOCKS_DAY


class Reader:
    """Runs plans on the read pool and makes the derived values."""

    def __init__(
        self,
        pool: ReadPool,
        derived_fields: Mapping[str, Derive],
        clock: Callable[[], dt.datetime],
    ) -> None:
        self._pool, self._makers, self._clock = pool, derived_fields, clock

    async def answer(self, plan: Plan, variables: Mapping[str, Any], actor: Actor) -> bytes:
        """The field's JSON. Raises ReadRefused for values that cannot be asked with."""
        return await self.run(plan, plan.parameters(variables, actor))

    async def run(self, plan: Plan, parameters: list[Any]) -> bytes:
        values = [day_of(self._clock()) if each is CLOCKS_DAY else each for each in parameters]
        return plan.finish(await self._pool.fetch_value(plan.sql, values), self._makers)
