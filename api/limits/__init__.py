"""What a request may cost before anything is done for it: bytes, documents, attempts, memory."""

from api.limits.body import ANONYMOUS_BYTES, SIGNED_IN_BYTES, BodyCap
from api.limits.documents import (
    ANONYMOUS,
    SIGNED_IN,
    DocumentRefused,
    DocumentTooLong,
    Limits,
    SyntaxRefused,
    TooDeep,
    TooManyAliases,
    TooManyDirectives,
    TooManyFields,
    TooManyFragments,
    TooManyTokens,
    bound_validation,
    check_document,
)
from api.limits.rate_limiter import Budget, RateLimiter, SlidingWindow
from api.limits.texts import InvalidJson, InvalidText, check_text, read_json
from domain.refusals import TooManyAttempts

__all__ = [
    "ANONYMOUS",
    "ANONYMOUS_BYTES",
    "SIGNED_IN",
    "SIGNED_IN_BYTES",
    "BodyCap",
    "Budget",
    "DocumentRefused",
    "DocumentTooLong",
    "InvalidJson",
    "InvalidText",
    "Limits",
    "RateLimiter",
    "SlidingWindow",
    "SyntaxRefused",
    "TooDeep",
    "TooManyAliases",
    "TooManyAttempts",
    "TooManyDirectives",
    "TooManyFields",
    "TooManyFragments",
    "TooManyTokens",
    "bound_validation",
    "check_document",
    "check_text",
    "read_json",
]
