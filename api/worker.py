"""The worker beside the API: it delivers what mutations left in the outbox."""

import asyncio
import datetime as dt
from collections.abc import Mapping

import orjson

from api import logs
from api.settings import Settings
from persistence import delivery, one_time_codes
from persistence.database import Database
from persistence.delivery import Effect, Message, Undelivered
from persistence.keys import Keys

LOOK_EVERY = 1.0
ONE_TIME_CODE = "sms.one_time_code"


def channels(settings: Settings, keys: Keys) -> dict[str, Effect]:
    """What can be delivered here, by topic; everything else stays in the outbox.

    One-time codes go to the console, on a developer's own machine only.
    """
    if settings.is_production or not settings.is_loopback:
        return {}
    return {ONE_TIME_CODE: Console(keys)}


async def deliver(
    database: Database, channels: Mapping[str, Effect], *, every: float = LOOK_EVERY
) -> None:
    """Deliver until cancelled; whatever fails is tried again."""
    if not channels:
        return

    async def effect(message: Message) -> None:
        await channels[message.topic](message)

    is_down = False
    while True:
        try:
            while await delivery.deliver_next(database, channels.keys(), effect):
                is_down = False
        except Undelivered as undelivered:
            # A message that never gets through would fill the log otherwise.
            if undelivered.attempt_count & (undelivered.attempt_count - 1) == 0:
                logs.fault(undelivered)
        except Exception as error:
            # Whatever the database raised: logged once, until it is back.
            if not is_down:
                logs.fault(error)
            is_down = True
        await asyncio.sleep(every)


class Console:
    """Prints a code where the developer sees it; one that is good no longer is passed over."""

    def __init__(self, keys: Keys) -> None:
        self._keys = keys

    async def __call__(self, message: Message) -> None:
        age = dt.datetime.now(dt.UTC) - message.created_at
        if message.sealed is None or message.object_id is None:
            raise ValueError("a one-time code comes sealed")
        if age > one_time_codes.VALID_WITHIN:
            return
        opened = self._keys.open(
            one_time_codes.MESSAGE, message.sealed, bound_to=message.object_id.bytes
        )
        content = orjson.loads(opened)
        phone = f"{content['phone'][:3]}****{content['phone'][-4:]}"
        print(f"one-time code for {phone}: {content['code']} (development only)", flush=True)
