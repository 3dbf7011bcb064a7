"""What carries the story's inspection out: the schema, as the people of the demo, on a day of the story."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, Protocol


class Hands(Protocol):
    """The API in this process. What is done twice is done once: its operation ids come of its steps."""

    now: dt.datetime
    """What its clock shows; the story moves it on."""

    async def ask(
        self, document: str, variables: Mapping[str, Any] | None = None, *, by: str | None = None
    ) -> dict[str, Any]:
        """The data of the answer, as the account of that login or as anybody."""

    async def do(self, mutation: str, shows: str, *, by: str, **given: Any) -> dict[str, Any]:
        """A mutation that has to succeed; the fields of its success."""

    async def deliver(self, evidence_id: str, data: bytes, media_type: str, *, by: str) -> None:
        """The bytes of a declared piece of evidence, as if they had been uploaded."""
