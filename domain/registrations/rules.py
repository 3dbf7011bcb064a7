"""What may be recorded of a registration elsewhere, what it is worth on a day, and what verifying it finds."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from domain.refusals import InvalidInput, Refusal, Violation
from domain.registrations.kinds import KINDS, LEVELS, key
from domain.registrations.terms import DifferenceField, RegistrationKind, RegistrationState

_LAST_DAY = DifferenceField.REGISTRATION_VALID_TO


class RegistrationNumberTaken(
    Refusal,
    zh="该编号已作为此类登记录入；ICP备案主体编号只属于一个主体。",
    en="A registration of this kind already has this number, or another institution holds the ICP record "
    "that it belongs to.",
):
    """Raised where the unique index on the number is hit, and where another holds its main record."""


@dataclass(eq=False)
class RegistrationAlreadyEnded(
    Refusal,
    zh="该登记已于{ended_on}终止，请另行录入新的登记。",
    en="This registration ended on {ended_on}. Record the new one instead.",
):
    ended_on: dt.date


@dataclass(frozen=True, slots=True)
class Registration:
    """The facts about a registration. `ended_on` is the first day without it, `valid_to` the last with it."""

    kind: RegistrationKind
    number: str
    level: int | None = None
    valid_to: dt.date | None = None
    verified_on: dt.date | None = None
    stale_on: dt.date | None = None
    ended_on: dt.date | None = None

    def state_on(self, day: dt.date, *, differs: bool = False) -> RegistrationState:
        """`differs`: whether a difference of it waits for somebody, which is nobody's but the offices' to
        know."""
        if self._is_over_on(day):
            return RegistrationState.ENDED
        if differs:
            return RegistrationState.DIFFERS
        if self.verified_on is None:
            return RegistrationState.UNVERIFIED
        is_stale = self.stale_on is not None and self.stale_on <= day
        return RegistrationState.STALE if is_stale else RegistrationState.VERIFIED

    def _is_over_on(self, day: dt.date) -> bool:
        has_ended = self.ended_on is not None and self.ended_on <= day
        return has_ended or (self.valid_to is not None and self.valid_to < day)


@dataclass(frozen=True, slots=True)
class Entry:
    """What the other register shows when it is consulted."""

    number: str
    level: int | None = None
    valid_to: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Stated:
    """What another register says of one field, where it is not what ours says. Texts, days in ISO 8601; None
    is nothing at all."""

    field: DifferenceField
    ours: str | None
    theirs: str | None


def faults(kind: RegistrationKind, entry: Entry) -> Iterator[Violation]:
    """What is wrong with a number and its level; the form is compared without case, width and blanks."""
    rule = KINDS[kind]
    if rule.form is not None and not rule.form.pattern.fullmatch(key(entry.number)):
        yield Violation("number", rule.form.zh, rule.form.en)
    if rule.has_level and entry.level is None:
        yield Violation("level", "等级保护备案须填写级别", "must be given for an MLPS filing")
    if not rule.has_level and entry.level is not None:
        yield Violation(
            "level", "仅等级保护备案有级别", "must be left out unless it is an MLPS filing"
        )
    if entry.level is not None and entry.level not in LEVELS:
        zh, en = f"须为{LEVELS[0]}至{LEVELS[-1]}", f"must be from {LEVELS[0]} to {LEVELS[-1]}"
        yield Violation("level", zh, en)


def stale_on(kind: RegistrationKind, verified_on: dt.date) -> dt.date:
    """The first day on which the verification is too old. It is kept with it: a period that is changed is
    for verifications from then on."""
    return verified_on + dt.timedelta(days=KINDS[kind].good_for_days)


def refuse_future(field: str, day: dt.date, *, today: dt.date) -> None:
    if day > today:
        raise InvalidInput.of(field, "不得晚于今天", "must not be in the future")


def refuse_ended(registration: Registration) -> None:
    if registration.ended_on is not None:
        raise RegistrationAlreadyEnded(registration.ended_on)


def verify(
    registration: Registration, found: Entry | None, *, consulted_on: dt.date, today: dt.date
) -> list[Stated]:
    """What the other register says otherwise; nothing where the registration is verified by it.

    `found` is None where the other register knows no such registration. Raises RegistrationAlreadyEnded, and
    InvalidInput for a day in the future or before the last verification.
    """
    refuse_ended(registration)
    refuse_future("consultedOn", consulted_on, today=today)
    if registration.verified_on is not None and consulted_on < registration.verified_on:
        zh = f"不得早于上次核验日期{registration.verified_on}"
        en = f"must not be before the last verification, {registration.verified_on}"
        raise InvalidInput.of("consultedOn", zh, en)
    if found is None:
        return [Stated(DifferenceField.REGISTRATION, registration.number, None)]
    return list(_otherwise(registration, found))


def compared(found: Entry | None) -> frozenset[DifferenceField]:
    """The fields of which the other register says something; a last day only where it has one."""
    if found is None:
        return frozenset({DifferenceField.REGISTRATION})
    fields = {
        DifferenceField.REGISTRATION,
        DifferenceField.REGISTRATION_NUMBER,
        DifferenceField.REGISTRATION_LEVEL,
    }
    return frozenset(fields | ({_LAST_DAY} if found.valid_to else set()))


def _otherwise(ours: Registration, theirs: Entry) -> Iterator[Stated]:
    if key(ours.number) != key(theirs.number):
        yield Stated(DifferenceField.REGISTRATION_NUMBER, ours.number, theirs.number)
    if ours.level != theirs.level:
        yield Stated(DifferenceField.REGISTRATION_LEVEL, _text(ours.level), _text(theirs.level))
    if ours.valid_to and theirs.valid_to and ours.valid_to != theirs.valid_to:
        last = _text(ours.valid_to), _text(theirs.valid_to)
        yield Stated(_LAST_DAY, *last)


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def end(registration: Registration, *, on: dt.date, today: dt.date) -> None:
    """Let it be ended, or raise RegistrationAlreadyEnded or InvalidInput."""
    refuse_ended(registration)
    refuse_future("endedOn", on, today=today)
