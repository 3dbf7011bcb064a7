"""Where plans are run."""

from collections.abc import Mapping
from typing import Any

from domain.actors import Actor
from persistence.engine.database import ReadPool
from persistence.reading.plan import Derive, Plan


class Reader:
    """Runs plans on the read pool and makes the derived values."""

    def __init__(self, pool: ReadPool, derived_fields: Mapping[str, Derive]) -> None:
        self._pool, self._makers = pool, derived_fields

    async def answer(self, plan: Plan, variables: Mapping[str, Any], actor: Actor) -> bytes:
        """The field's JSON. Raises ReadRefused for values that cannot be asked with."""
        return await self.run(plan, plan.parameters(variables, actor))

    async def run(self, plan: Plan, parameters: list[Any]) -> bytes:
        return plan.finish(await self._pool.fetch_value(plan.sql, parameters), self._makers)
