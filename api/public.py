"""What visitors ask and are answered: kept, within bounds, for all who ask the same."""

import datetime as dt
import gzip
from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any
from weakref import ref

from starlette.types import Message

from api import etags
from api.compression import LEVEL, SMALLEST
from api.media_types import LEGACY_TYPE, RESPONSE_TYPE, VARY, quality
from domain.moments import day_of
from persistence.engine.changes import ChangeFeed
from persistence.reading.answers import Answers, Lookup
from persistence.reading.plan import Plan
from persistence.reading.reader import dated
from schema.operations import Reads
from schema.remembered import Remembered

LARGEST_PACKED = 65_536
"""Bytes that are packed in one go. What is larger is packed on its way out, and not kept so."""
_QUESTIONS = 4
"""The part of all bytes that questions take, one in so many."""
_QUESTION, _PARAMETER = 1_500, 100
"""Bytes of a question beside what was sent, and for each parameter."""

_NO_CACHE, _NO_STORE = (b"cache-control", b"no-cache"), (b"cache-control", b"no-store")
_PACKED = (b"content-encoding", b"gzip")

Found = Sequence[bytes | BaseException]


class PublicAnswer:
    """A whole answer without errors: the same bytes for everybody."""

    __slots__ = ("body", "etag", "packed")

    def __init__(self, body: bytes) -> None:
        self.body = body
        self.etag = etags.of(body)
        self.packed: bytes | None = None


class Question:
    """The reads of a document with a visitor's variables. It keeps neither document nor plans from being
    forgotten: an answer that is remembered is found without them."""

    __slots__ = ("_day", "_lookup", "_parameters", "_reads", "name", "size")

    def __init__(self, name: str, reads: Reads, parameters: list[list[Any]]) -> None:
        self.name = name
        self._reads, self._parameters = ref(reads), parameters
        self.size = _QUESTION + _size(parameters)
        plans = reads.plans()
        has_clocks_day = any(
            each.dependencies and each.dependencies.has_clocks_day for each in plans
        )
        self._day = dt.date.min if has_clocks_day else None
        self._lookup = _lookup(reads, parameters)

    @property
    def reads(self) -> Reads | None:
        """None where the plans are forgotten: then it has to be asked again."""
        return self._reads()

    def lookup(self, now: dt.datetime) -> Lookup | None:
        """What its answer is remembered by. Where the day by our clock is among the parameters it is another
        one on each day, which is not known without the plans."""
        if self._day is not None and (day := day_of(now)) != self._day:
            reads = self.reads
            if reads is None:
                return None
            self._day, self._lookup = day, _lookup(reads, self.parameters(now))
        return self._lookup

    def parameters(self, now: dt.datetime) -> list[list[Any]]:
        return [dated(each, lambda: now) for each in self._parameters]


class Public:
    """Questions by the bytes that were sent, and their answers by statements and parameters."""

    def __init__(
        self, changes: ChangeFeed, clock: Callable[[], dt.datetime], most_bytes: int
    ) -> None:
        self.clock = clock
        self._questions = Remembered(most_bytes // _QUESTIONS)
        self.answers: Answers[PublicAnswer | Found] = Answers(
            changes, most_bytes - most_bytes // _QUESTIONS, _size_of
        )

    def question(self, sent: bytes) -> Question | None:
        """What was asked with these bytes before: the same document and variables."""
        found: Question | None = self._questions.get(sent)
        return found

    def learn(
        self, sent: bytes, name: str, reads: Reads, parameters: list[list[Any]]
    ) -> Question | None:
        """None where the answer cannot be remembered: nobody would notify us of all that it shows."""
        plans = reads.plans()
        is_known = all(isinstance(part, Plan | bytes) for _, part in reads.parts)
        if not plans or not is_known or any(plan.dependencies is None for plan in plans):
            return None
        found = Question(name, reads, parameters)
        self._questions.put(sent, found, len(sent) + found.size)
        return found

    def find(self, lookup: Lookup | None) -> PublicAnswer | None:
        found = None if lookup is None else self.answers.find(lookup)
        return found if isinstance(found, PublicAnswer) else None

    def response(
        self,
        found: PublicAnswer,
        lookup: Lookup,
        headers: Mapping[bytes, bytes],
        method: str,
        *,
        is_legacy: bool,
    ) -> tuple[Message, bytes]:
        """How its answer begins, and its body: in gzip for those who take it so. One to a GET may be kept
        by a cache that asks each time whether it is still the same; of one that is, nothing is sent."""
        lines: list[tuple[bytes, bytes]]
        if method == "GET":
            lines = [_NO_CACHE, VARY, (b"etag", found.etag.encode())]
            wanted = headers.get(b"if-none-match")
            if wanted and etags.is_held(wanted.decode("latin-1"), found.etag):
                return {"type": "http.response.start", "status": 304, "headers": lines}, b""
        else:
            lines = [_NO_STORE, VARY]
        body, accepted = found.body, headers.get(b"accept-encoding")
        if accepted and quality(accepted, "gzip", by_name=True) > 0:
            packed = self._packed(found, lookup)
            if packed is not None:
                body = packed
                lines.append(_PACKED)
        lines.append(LEGACY_TYPE if is_legacy else RESPONSE_TYPE)
        lines.append((b"content-length", b"%d" % len(body)))
        return {"type": "http.response.start", "status": 200, "headers": lines}, body

    def _packed(self, answer: PublicAnswer, lookup: Lookup) -> bytes | None:
        """Made when it is first asked for; None of an answer that is too small or too large."""
        if answer.packed is None and SMALLEST <= len(answer.body) <= LARGEST_PACKED:
            answer.packed = gzip.compress(answer.body, LEVEL, mtime=0)
            self.answers.grow(lookup, len(answer.packed))
        return answer.packed

    @property
    def counts(self) -> dict[str, int]:
        """How many answers came from memory and how many were read, and the bytes that are kept."""
        return {
            "found": self.answers.found,
            "read": self.answers.read,
            "bytes": self.answers.size + self._questions.size,
        }


def _size_of(answer: PublicAnswer | Found) -> int | None:
    return len(answer.body) if isinstance(answer, PublicAnswer) else None


def _lookup(reads: Reads, parameters: list[list[Any]]) -> Lookup:
    """By statements and parameters, and what stands around them in the answer."""
    tags, has_day = frozenset[str](), False
    key: list[Hashable] = []
    waiting = iter(parameters)
    for lead, part in reads.parts:
        if not isinstance(part, Plan):
            key.append((lead, part))
            continue
        assert part.dependencies is not None, "learnt without knowing"
        values = next(waiting)
        key.append((lead, part.digest, _frozen(values)))
        tags |= part.dependencies.tags(values)
        has_day |= part.dependencies.has_day
    return Lookup(tuple(key), tags, has_day, _size(parameters))


def _frozen(value: Any) -> Hashable:
    return tuple(map(_frozen, value)) if isinstance(value, list) else value


def _size(value: Any) -> int:
    """About how many bytes parameters take."""
    if isinstance(value, list):
        return _PARAMETER + sum(map(_size, value))
    return _PARAMETER + (len(value) if isinstance(value, str) else 0)
