"""The schema in this process for the demo's inspection: each of its people on the days of the story."""

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

from api.commands.acting_account import actor_of
from api.commands.in_process_client import CommandRefused, InProcessClient
from api.evidence.completion import UploadCompletion
from api.steps import step
from demo.drawn.inspection import carry_out
from demo.story import loader
from domain import actors
from domain.moments import SHANGHAI
from persistence.engine.database import Database
from persistence.engine.keys import Keys
from persistence.reading import ids
from persistence.storage import Store

_STEPS = uuid.UUID("6f0d8f4e-3c0f-5b0a-9c57-0f9f3d1c2b7e")
_BEFORE = dt.datetime(2026, 10, 12, tzinfo=SHANGHAI)


class StoryHands:
    def __init__(self, database: Database, keys: Keys, store: Store) -> None:
        self.now = _BEFORE
        self._database, self._keys = database, keys
        self._anybody = InProcessClient(database, keys, actors.ANONYMOUS, lambda: self.now)
        self._people: dict[str, InProcessClient] = {}
        self._completion = UploadCompletion(database, store, keys, lambda: self.now)
        self._step = 0

    async def ask(
        self, document: str, variables: Mapping[str, Any] | None = None, *, by: str | None = None
    ) -> dict[str, Any]:
        client = self._anybody if by is None else await self._person(by)
        return await client.ask(document, dict(variables or {}))

    async def do(self, mutation: str, shows: str, *, by: str, **given: Any) -> dict[str, Any]:
        self._step += 1
        kind = mutation[0].upper() + mutation[1:]
        document = (
            f"mutation M($input: {kind}Input!) {{ {mutation}(input: $input)"
            f" {{ __typename ... on Refusal {{ code message }} {shows} }} }}"
        )
        operation_id = str(uuid.uuid5(_STEPS, f"{self._step} {mutation}"))
        answer = await self.ask(document, {"input": {"operationId": operation_id, **given}}, by=by)
        payload: dict[str, Any] = answer[mutation]
        if "code" in payload:
            raise CommandRefused(f"{mutation}: {payload['code']}", payload["message"])
        return payload

    async def deliver(self, evidence_id: str, data: bytes, media_type: str, *, by: str) -> None:
        actor = await actor_of(self._database, self._keys, by)
        key = ids.read("Evidence", evidence_id)
        assert actor.account_id is not None
        await self._completion.take_in(key, data, media_type, by=actor.account_id)

    async def _person(self, login: str) -> InProcessClient:
        if login not in self._people:
            actor = await actor_of(self._database, self._keys, login)
            self._people[login] = self._anybody.acting(actor)
        return self._people[login]


async def inspect(database: Database, keys: Keys, store: Store) -> None:
    """Carry the demo's inspection out, or what is left of it, where it was not. Raises CommandRefused."""
    if await loader.is_to_be_inspected(database.engine):
        with step("drawing and inspecting as in the story"):
            await carry_out(StoryHands(database, keys, store))
        await loader.record_inspected(database.engine)
