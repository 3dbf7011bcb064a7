"""Delivering what mutations left in the outbox."""

import datetime as dt
from collections.abc import Callable, Mapping

from jobs.loop import OnFault, repeat
from persistence.accounts import one_time_codes
from persistence.engine import delivery, outbox
from persistence.engine.database import Database
from persistence.engine.delivery import Effect, Message, Undelivered
from persistence.engine.keys import Keys

LOOK_EVERY = 1.0
ONE_TIME_CODE = "sms.one_time_code"


def channels(
    keys: Keys, clock: Callable[[], dt.datetime], *, is_development: bool
) -> dict[str, Effect]:
    """What can be delivered here, by topic; everything else stays in the outbox.

    One-time codes go to the console, on a developer's own machine only.
    """
    return {ONE_TIME_CODE: Console(keys, clock)} if is_development else {}


async def deliver(
    database: Database,
    channels: Mapping[str, Effect],
    on_fault: OnFault,
    *,
    every: float = LOOK_EVERY,
) -> None:
    """Deliver until cancelled; whatever fails is tried again."""
    if not channels:
        return

    async def effect(message: Message) -> None:
        await channels[message.topic](message)

    async def deliver_all() -> None:
        try:
            while await delivery.deliver_next(database, channels.keys(), effect):
                pass
        except Undelivered as undelivered:
            # A message that never gets through would fill the log otherwise.
            if undelivered.attempt_count & (undelivered.attempt_count - 1) == 0:
                on_fault(undelivered)

    await repeat(deliver_all, every=every, on_fault=on_fault)


class Console:
    """Prints a code where the developer sees it; one that is good no longer is passed over."""

    def __init__(self, keys: Keys, clock: Callable[[], dt.datetime]) -> None:
        self._keys, self._clock = keys, clock

    async def __call__(self, message: Message) -> None:
        age = self._clock() - message.created_at
        if message.sealed is None or message.object_id is None:
            raise ValueError("a one-time code comes sealed")
        if age > one_time_codes.VALID_WITHIN:
            return
        content = outbox.unseal(self._keys, message.object_id, message.sealed)
        phone = f"{content['phone'][:3]}****{content['phone'][-4:]}"
        print(f"one-time code for {phone}: {content['code']} (development only)", flush=True)
