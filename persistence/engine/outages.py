"""Why the database or the store does not answer now, in the few words that clients act on."""

from typing import ClassVar

import asyncpg
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoneFree

from domain.refusals import Language

RETRY_SECONDS = 2
"""After how long a client may ask again; a database that restarts is seldom back earlier."""


class Outage(Exception):
    """No rule said no: the machine could not. Nothing was changed, or the client cannot know: a
    mutation sent again under its operation id is carried out once."""

    code: ClassVar[str]
    zh: ClassVar[str]
    en: ClassVar[str]
    retry_after: ClassVar[int | None] = RETRY_SECONDS

    def message(self, language: Language) -> str:
        return self.zh if language == "zh" else self.en

    def __str__(self) -> str:
        return super().__str__() or self.en

    @property
    def extensions(self) -> dict[str, str]:
        """As those of `TooManyAttempts`."""
        later = {} if self.retry_after is None else {"retryAfter": str(self.retry_after)}
        return {"code": self.code, **later}


class TimedOut(Outage):
    """The database gave the statement up. Asked again it would take as long."""

    code = "TIMED_OUT"
    zh = "查询耗时过长，请缩小范围后重试。"
    en = "The answer took too long. Ask for less and try again."
    retry_after = None


class Busy(Outage):
    """Every connection is in use, or others hold what a statement needs."""

    code = "BUSY"
    zh = "系统繁忙，请稍后重试。"
    en = "The system is busy. Try again in a moment."


class Unavailable(Outage):
    """The database is down, restarting, full, read-only or cut off; or the store is."""

    code = "TEMPORARILY_UNAVAILABLE"
    zh = "系统暂不可用，请稍后重试。"
    en = "The system is temporarily unavailable. Try again in a moment."


GIVEN_UP = "57014"
CONTENDED = frozenset({"40001", "40P01", "55P03"})
"""Serialisation failure, deadlock, lock not to be had: rolled back, and good to try again."""
DOWN = frozenset({"25006", "57P01", "57P02", "57P03", "57P05", "58000", "58030"})
"""Read-only (a standby), being stopped or started, and faults of its disk."""
DOWN_CLASSES = frozenset({"08", "53"})
"""Connections lost or refused; disk, memory or connections used up."""


def outage_of(error: BaseException) -> Outage | None:
    """What a client is told of an error of the database or the store; None of any other fault."""
    if isinstance(error, Outage):
        return error
    if isinstance(error, NoneFree):
        return Busy()
    if isinstance(error, DBAPIError):
        return Unavailable() if error.connection_invalidated else _by_state(error.orig)
    if isinstance(error, ConnectionError | TimeoutError | asyncpg.InternalClientError):
        return Unavailable()
    return _by_state(error)


def _by_state(error: BaseException | None) -> Outage | None:
    state = getattr(error, "sqlstate", None) or ""
    if state == GIVEN_UP:
        return TimedOut()
    if state in CONTENDED:
        return Busy()
    return Unavailable() if state in DOWN or state[:2] in DOWN_CLASSES else None
