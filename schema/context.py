"""What a resolver knows about its request."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any, Protocol, Self
from uuid import UUID

from domain.actors import Actor
from domain.credentials import CodesCannotBeSent
from domain.draws.entropy import Chain, chains
from domain.moments import day_of
from domain.refusals import Language, Refusal
from persistence.accounts.passwords import Passwords
from persistence.accounts.sessions import Lifetimes
from persistence.engine.database import Database
from persistence.engine.drafts import GuardLost
from persistence.engine.keys import Keys
from persistence.reading.reader import Reader

if TYPE_CHECKING:
    from schema.operations import PreparedOperation


class RateLimit(Protocol):
    """Limits attempts at something that can be guessed; raises TooManyAttempts."""

    def acquire(self, address: Any, subject: str = "") -> None: ...
    def refund(self, address: Any, subject: str = "") -> None: ...
    def forget(self, subject: str | None) -> None: ...


@dataclass(frozen=True, slots=True)
class RateLimits:
    """What can be guessed, found out or flooded by trying; each has budgets of its own.

    `known_device` is for each that shows it was signed in before, `sign_in` for the others;
    `link` for one-time links, `one_time_code` for sending codes, `code_attempt` for entering them;
    `school_teacher` for who is on the list of in-service teachers, `hire_check` for asking whom one may
    employ; `complaint` for anonymous ones.
    """

    sign_in: RateLimit
    known_device: RateLimit
    password_change: RateLimit
    link: RateLimit
    receipt: RateLimit
    one_time_code: RateLimit
    code_attempt: RateLimit
    school_teacher: RateLimit
    hire_check: RateLimit
    complaint: RateLimit

    @classmethod
    def each(cls, make: Callable[[], RateLimit]) -> Self:
        """One made alike before each of them."""
        return cls(**{field.name: make() for field in fields(cls)})


class Sessions(Protocol):
    """Issues and revokes the tokens of sessions.

    `refresh_within` is how long a session lives without being used, `session_within` at most.
    """

    passwords: Passwords
    refresh_within: dt.timedelta
    session_within: dt.timedelta

    def access_token(self, account_id: UUID, session_id: UUID) -> tuple[str, dt.datetime]: ...
    def forget(self, account_id: UUID) -> None: ...


class EvidenceStore(Protocol):
    """Where the bytes of evidence are stored."""

    async def verdict(self, sha256: bytes, size: int) -> str:
        """Read the file stored under the hash: the code of INTACT, SWAPPED or MISSING."""


@dataclass(slots=True)
class Context:
    """`client` is the caller's network address, used for rate limits only and never stored.

    `variables` are those of the request as the schema's types, where they have been read already;
    `lost` is how a mutation ended that is carried out once more.

    `can_reach_phones` says whether there is a channel here for codes and links (`refuse_without_phones`).

    `refused` are the refusals that payloads answered with: the edge names them in the log, and
    answers too many attempts with their status.
    """

    actor: Actor
    database: Database
    reader: Reader
    keys: Keys
    sessions: Sessions
    rate_limits: RateLimits
    clock: Callable[[], dt.datetime]
    operation: "PreparedOperation"
    language: Language
    request_id: str
    client: Any
    can_reach_phones: bool
    is_demo: bool = False
    session_id: UUID | None = None
    store: EvidenceStore | None = None
    variables: dict[str, Any] | None = None
    lost: GuardLost | None = None
    refused: list[Refusal] = field(default_factory=list)
    chains: Mapping[str, Chain] = field(default_factory=chains)

    def now(self) -> dt.datetime:
        return self.clock()

    def lifetimes(self) -> Lifetimes:
        return Lifetimes(self.now(), self.sessions.refresh_within, self.sessions.session_within)

    def refuse_without_phones(self) -> None:
        """Raise CodesCannotBeSent where no code or link would ever arrive."""
        if not self.can_reach_phones:
            raise CodesCannotBeSent

    def today(self) -> dt.date:
        return day_of(self.clock())
