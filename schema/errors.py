"""What clients see of an error: refusals and outages by code, faults masked under a request id."""

import re
from collections.abc import Callable, Iterable
from typing import Any

from graphql import GraphQLError

from domain.refusals import Language, Refusal
from persistence.engine.outages import Busy, Unavailable, outage_of
from persistence.reading.refused import ReadRefused

FAULT = "UNEXPECTED_ERROR"
INVALID_VALUE = "INVALID_VALUE"
INVALID_DOCUMENT = "INVALID_DOCUMENT"
LONGEST_MESSAGE = 300

_REPRESENTED = re.compile(r"(cannot represent [^:]*):.*", re.DOTALL)
_ENUM_VALUE = re.compile(r"Value '.*' does not", re.DOTALL)

Report = Callable[[BaseException], None]


def formatted(
    errors: Iterable[GraphQLError], language: Language, request_id: str, report: Report
) -> list[dict[str, Any]]:
    """Errors of execution; everything that is not a refusal is reported and masked."""
    return [_execution_error(error, language, request_id, report) for error in errors]


def failed(
    error: BaseException, language: Language, request_id: str, report: Report
) -> dict[str, Any]:
    """What was no refusal: an outage by its code, anything else masked. Reported is what an
    operator has to look at."""
    outage = outage_of(error)
    if outage is None or isinstance(outage, Unavailable):
        report(error)
    if outage is None:
        return fault(request_id)
    return {"message": outage.message(language), "extensions": outage.extensions}


def retry_after(formatted: Iterable[dict[str, Any]]) -> int | None:
    """In how many seconds to ask again, where something is missing that will be there then."""
    found = (error["extensions"] for error in formatted)
    return max((int(e["retryAfter"]) for e in found if e.get("code") in _TRANSIENT), default=None)


_TRANSIENT = frozenset({Busy.code, Unavailable.code})


def refused(
    refusal: ReadRefused | Refusal, language: Language, path: Iterable[str | int] = ()
) -> dict[str, Any]:
    """A read or a request that was refused as a whole, with its place in the answer."""
    formatted: dict[str, Any] = {
        "message": refusal.message(language),
        "extensions": dict(refusal.extensions),
    }
    path = list(getattr(refusal, "response_path", ()) or path)
    if path:
        formatted["path"] = path
    if locations := getattr(refusal, "locations", ()):
        formatted["locations"] = locations
    return formatted


def invalid(errors: Iterable[GraphQLError], code: str) -> list[dict[str, Any]]:
    """Errors of validation or of variables: the client's document or values do not fit the
    schema."""
    return [
        {
            **error.formatted,
            "message": without_values(error.message),
            "extensions": {"code": _code_of(error) or code},
        }
        for error in errors
    ]


def without_values(message: str) -> str:
    """The message without the values that graphql-core quotes: an identity number or a password
    sent in the wrong place must not be returned, nor appear in a client's log."""
    message = message.partition(", found:")[0]
    message = _REPRESENTED.sub(r"\1", message)
    return _ENUM_VALUE.sub("Value does not", message)[:LONGEST_MESSAGE]


def fault(request_id: str) -> dict[str, Any]:
    return {
        "message": "Unexpected error.",
        "extensions": {"code": FAULT, "requestId": request_id},
    }


def _execution_error(
    error: GraphQLError, language: Language, request_id: str, report: Report
) -> dict[str, Any]:
    cause = error.original_error
    if isinstance(cause, ReadRefused | Refusal):
        formatted = refused(cause, language)
    elif cause is None or isinstance(cause, GraphQLError):
        formatted = {
            "message": without_values(error.message),
            "extensions": {"code": INVALID_VALUE},
        }
    else:
        formatted = failed(cause, language, request_id, report)
    if error.path and "path" not in formatted:
        formatted["path"] = error.path
    if error.locations:
        formatted["locations"] = [location.formatted for location in error.locations]
    return formatted


def _code_of(error: GraphQLError) -> str | None:
    return (error.extensions or {}).get("code")
