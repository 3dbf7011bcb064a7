"""When a session goes on: a refresh token is used once, and by the device it was given to."""

import datetime as dt
from dataclasses import dataclass
from enum import Enum, auto

from domain.refusals import Refusal

REUSE_WITHIN = dt.timedelta(seconds=60)
"""How long the same device may repeat a refresh whose answer was lost."""


class SignInRefused(
    Refusal,
    zh="登录名或密码不正确，或账号不可用。",
    en="The login or password is incorrect, or the account cannot be used.",
):
    """The message is the same for every cause, so that it reveals nothing."""


class SignInNeeded(Refusal, zh="请先登录。", en="Sign in first."):
    pass


class SessionEnded(
    Refusal, zh="会话已结束，请重新登录。", en="Your session has ended. Sign in again."
):
    """Unknown, expired, ended or revoked; which of them is not said."""


class Turn(Enum):
    """What follows from showing a refresh token."""

    GO_ON = auto()
    STOP = auto()
    REVOKE = auto()


@dataclass(frozen=True, slots=True)
class RecognisedToken:
    """A refresh token that was recognised, and the session it belongs to."""

    device_id: str
    expires_at: dt.datetime
    ended_at: dt.datetime | None
    used_at: dt.datetime | None


def refresh(token: RecognisedToken, *, device_id: str, now: dt.datetime) -> Turn:
    """Decide what a shown refresh token does.

    GO_ON with a fresh token, when it is unused or was used within the last REUSE_WITHIN (inclusive)
    by the same device. REVOKE the whole session when it comes from another device or later than
    that: one of the two who hold it stole it. STOP when the session is over anyway.
    """
    if token.ended_at is not None or token.expires_at <= now:
        return Turn.STOP
    if token.device_id != device_id:
        return Turn.REVOKE
    if token.used_at is not None and now - token.used_at > REUSE_WITHIN:
        return Turn.REVOKE
    return Turn.GO_ON
