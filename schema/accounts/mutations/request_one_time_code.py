"""A person without an account requests a code by text message."""

import datetime as dt

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
    description="A code was made for the number, and its message is on its way. The answer is the same "
    "whether or not the number has an account, and does not say that the message arrived."
)
class OneTimeCodeSent:
    expires_at: dt.datetime = field("The moment at which the code expires.")


@session_mutation(
    description="Make a code for a mobile phone and send it. It is valid for ten minutes, also where "
    "another is made after it; from one network address, five wrong codes can be entered for a "
    "number. It goes out by the gateway that the operator set, in development to the server's "
    "console; where there is neither, no code is made.",
    refuses=(rules.CodesCannotBeSent, TooManyAttempts),
)
async def request_one_time_code(info: Info, input: RequestOneTimeCodeInput) -> OneTimeCodeSent:
    context, phone = info.context, identifiers.mobile(input.phone)
    rules.check_phone(phone)
    context.refuse_without_phones()
    # Never refunded: this limits the messages sent and the new codes to guess at.
    context.rate_limits.one_time_code.acquire(context.client, phone)
    async with context.database.writing() as session:
        sent = await one_time_codes.send(session, phone, keys=context.keys, now=context.now())
        message_id = new_key()
        sealed = outbox.seal(context.keys, message_id, phone=phone, code=sent.code)
        outbox.add(session, TOPIC, about=message_id, sealed=sealed, until=sent.expires_at)
        audit.record(
            session,
            "one_time_code.sent",
            by=context.actor.account_id,
            on=message_id,
            request_id=context.request_id,
        )
    return OneTimeCodeSent(expires_at=sent.expires_at)
