"""How an institution's legal existence ends, and what it can no longer do then."""

import datetime as dt
from dataclasses import dataclass

from domain.institutions.terms import EntitlementState, Existence
from domain.refusals import InvalidInput, Refusal

LAPSING = frozenset(
    {Existence.DEREGISTERED, Existence.LICENCE_REVOKED, Existence.REGISTRATION_CANCELLED}
)
"""With these there is nobody left to be entitled; who moves out takes what it holds to the next register."""
_LIVE = {EntitlementState.ACTIVE, EntitlementState.RECTIFYING, EntitlementState.SUSPENDED}


@dataclass(eq=False)
class InstitutionNotExisting(
    Refusal,
    zh="该机构当前“{existence.zh}”，不能办理此事项。",
    en="This cannot be done: the institution is no longer in existence ({existence.en}).",
):
    existence: Existence


@dataclass(frozen=True, slots=True)
class Closure:
    """The end of an institution: on which day, on what ground, and whether its entitlements lapse."""

    on: dt.date
    ground: Existence
    reason: str

    def lapses(self, state: EntitlementState) -> bool:
        return lapses(self.ground, state)


def lapses(existence: Existence, state: EntitlementState) -> bool:
    """Whether an entitlement in this state lapses with the institution's end."""
    return existence in LAPSING and state in _LIVE


def refuse_unless_existing(existence: Existence) -> None:
    if existence is not Existence.EXISTING:
        raise InstitutionNotExisting(existence)


def close(
    existence: Existence,
    established_on: dt.date,
    *,
    ground: Existence,
    on: dt.date,
    today: dt.date,
    reason: str,
) -> Closure:
    """Decide the closure, or raise InstitutionNotExisting where it is closed already, or InvalidInput."""
    refuse_unless_existing(existence)
    if ground is Existence.EXISTING:
        raise InvalidInput.of("ground", "须为注销、吊销、撤销或迁出", "must be a way of ending")
    if on > today:
        raise InvalidInput.of("closedOn", "不得晚于今天", "must not be in the future")
    if on < established_on:
        zh, en = "不得早于成立日期", "must not be before the day of establishment"
        raise InvalidInput.of("closedOn", zh, en)
    return Closure(on, ground, reason)
