"""The `Accept` header (RFC 9110, 12.5.1): names in any case, `q=0` is a no, the narrowest range counts;
and the two types of our answers."""

from collections.abc import Callable, Iterator
from functools import lru_cache, wraps
from typing import TypeVar

_SHORT = 200
"""Headers up to this many bytes are kept once read: clients send the same one with every request."""

RESPONSE = b"application/graphql-response+json"
LEGACY = b"application/json"
VARY = (b"vary", b"accept, accept-encoding, accept-language, authorization")
RESPONSE_TYPE = (b"content-type", RESPONSE + b"; charset=utf-8")
LEGACY_TYPE = (b"content-type", LEGACY + b"; charset=utf-8")

T = TypeVar("T")


def remembered(read: Callable[[bytes], T]) -> Callable[[bytes], T]:
    """What the headers that are sent again and again were read as."""
    known = lru_cache(maxsize=256)(read)

    @wraps(read)
    def read_or_known(header: bytes) -> T:
        return known(header) if len(header) <= _SHORT else read(header)

    return read_or_known


def quality(accept: bytes, kind: str, *, by_name: bool = False) -> float:
    """How welcome a media type is, 0.0 to 1.0; without a header all are. `by_name`: only where the
    type itself is named, not by a range such as `*/*`."""
    if not accept:
        return 0.0 if by_name else 1.0
    ranges = _ranges(accept)
    names = [kind] if by_name else [kind, f"{kind.partition('/')[0]}/*", "*/*"]
    return next((ranges[name] for name in names if name in ranges), 0.0)


@remembered
def _ranges(accept: bytes) -> dict[str, float]:
    return dict(_each(accept.decode("latin-1").lower()))


def _each(accept: str) -> Iterator[tuple[str, float]]:
    for part in accept.split(","):
        name, *parameters = (each.strip() for each in part.split(";"))
        yield name, min((_weight(each) for each in parameters), default=1.0)


def _weight(parameter: str) -> float:
    """Of `q=0.5`; whatever else a parameter says does not weigh."""
    name, _, value = parameter.partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return min(1.0, max(0.0, float(value)))
    except ValueError:
        return 1.0


@remembered
def answer_type(accept: bytes) -> tuple[bool, bool]:
    """Whether the older media type is the answer's, and whether either is acceptable."""
    of_response, of_legacy = (quality(accept, kind.decode()) for kind in (RESPONSE, LEGACY))
    # Who accepts anything gets what is oldest; the newer type is for those who know its name.
    is_named = quality(accept, RESPONSE.decode(), by_name=True) > 0
    return not is_named or of_response < of_legacy, of_response > 0 or of_legacy > 0


def is_json(content_type: bytes) -> bool:
    return content_type.partition(b";")[0].strip().lower() == LEGACY
