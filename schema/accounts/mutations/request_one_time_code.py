"""A person without an account requests a code by text message."""

import datetime as dt

import orjson
import strawberry

from domain import credentials as rules
from domain import identifiers
from domain.refusals import TooManyAttempts
from persistence.accounts import one_time_codes
from persistence.engine import audit, outbox
from persistence.engine.identifiers import new_key
from schema.fields import Info, field
from schema.mutations import session_mutation

TOPIC = "sms.one_time_code"


@strawberry.input(description="The telephone number that is to receive a code.")
class RequestOneTimeCodeInput:
    phone: str = field("Mainland mobile number of eleven digits.")


@strawberry.type(
    description="A code was made for the number. The answer is the same whether or not the number "
    "has an account, and does not say that a message was sent."
)
class OneTimeCodeSent:
    expires_at: dt.datetime = field("The moment at which the code expires.")


@session_mutation(
    description="Make a code for a mobile phone. It is valid for ten minutes, also where another is "
    "made after it; from one network address, five wrong codes can be entered for a number. This "
    "version sends no text messages: the code stays in the outbox, and in development it is printed "
    "on the server's console.",
    refuses=(TooManyAttempts,),
)
async def request_one_time_code(info: Info, input: RequestOneTimeCodeInput) -> OneTimeCodeSent:
    context, phone = info.context, identifiers.mobile(input.phone)
    rules.check_phone(phone)
    # Never refunded: this limits the messages sent and the new codes to guess at.
    context.rate_limits.one_time_code.acquire(context.client, phone)
    async with context.database.writing() as session:
        sent = await one_time_codes.send(session, phone, keys=context.keys, now=context.now())
        message_id = new_key()
        message = orjson.dumps({"phone": phone, "code": sent.code})
        sealed = context.keys.seal(one_time_codes.MESSAGE, message, bound_to=message_id.bytes)
        outbox.add(session, TOPIC, about=message_id, sealed=sealed)
        audit.record(
            session,
            "one_time_code.sent",
            by=context.actor.account_id,
            on=message_id,
            request_id=context.request_id,
        )
    return OneTimeCodeSent(expires_at=sent.expires_at)
