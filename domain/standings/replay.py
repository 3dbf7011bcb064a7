"""What holds on a day, reckoned from all that was ever decided."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter

from domain.institutions.terms import CreditGrade, EntitlementState, ListStatus
from domain.standings.terms import StandingKind

_S = EntitlementState

ENDED = frozenset(
    {_S.LAPSED, _S.REMOVED, _S.REVOKED, _S.CANCELLED, _S.WITHDRAWN, _S.SHUT_DOWN, _S.EXPIRED}
)
"""States in which an entitlement lets its holder do nothing any more, for good or until it is renewed."""
_FINAL = ENDED - {_S.EXPIRED}
TAKEN = _FINAL - {_S.LAPSED}
"""Of these, what is decided and does not come of the institution's end."""
_LIST_OF = {
    StandingKind.BLACK_LIST: ListStatus.BLACK_LISTED,
    StandingKind.WHITE_LIST: ListStatus.WHITE_LISTED,
}
"""Who stands on both lists is shown on the first."""


@dataclass(frozen=True, slots=True)
class Standing:
    """One decision: it holds from `from_on` until `until_on`, inclusive, unless it ended before; from
    `ended_on` on it holds no more. One that grants an entitlement, or renews it, has its state ACTIVE."""

    kind: StandingKind
    from_on: dt.date
    until_on: dt.date | None
    decided_at: dt.datetime
    entitlement_state: EntitlementState | None = None
    credit_grade: CreditGrade | None = None
    ended_on: dt.date | None = None

    def holds_on(self, day: dt.date) -> bool:
        return (
            self.from_on <= day
            and (self.until_on is None or day <= self.until_on)
            and (self.ended_on is None or day < self.ended_on)
        )

    @property
    def ever_held(self) -> bool:
        return self.ended_on is None or self.from_on < self.ended_on

    def is_over_by(self, day: dt.date) -> bool:
        """Whether it holds neither on this day nor on a later one."""
        return (
            not self.ever_held
            or (self.until_on is not None and self.until_on < day)
            or (self.ended_on is not None and self.ended_on <= day)
        )


@dataclass(frozen=True, slots=True)
class GrantedTerm:
    """The days for which an entitlement was granted, renewals that follow on one another joined."""

    valid_from: dt.date
    valid_to: dt.date | None
    period_no: int


def entitlement_state(standings: Iterable[Standing], on: dt.date) -> EntitlementState:
    """What ends it for good comes first, the earliest of several; then the end of its term; then what is
    taken from it for a time, the heavier of two."""
    of_it = [each for each in standings if each.entitlement_state is not None]
    holding = [each for each in of_it if each.holds_on(on)]
    states = [each.entitlement_state for each in sorted(holding, key=attrgetter("decided_at"))]
    for state in states:
        if state in _FINAL:
            return state
    grants = [each for each in of_it if each.entitlement_state is _S.ACTIVE and each.ever_held]
    if _S.ACTIVE not in states and any(each.from_on <= on for each in grants):
        return _S.EXPIRED
    for state in (_S.SUSPENDED, _S.RECTIFYING):
        if state in states:
            return state
    return _S.ACTIVE


def term(standings: Iterable[Standing], on: dt.date) -> GrantedTerm:
    """That of the last grant which has begun by this day, with those that follow on one another without a
    gap; before the first begins, its own. There is at least one grant."""
    grants = sorted(
        (s for s in standings if s.entitlement_state is _S.ACTIVE and s.ever_held),
        key=attrgetter("from_on"),
    )
    first, last = shown_term([(each.from_on, each.until_on) for each in grants], on)
    return GrantedTerm(grants[first].from_on, grants[last].until_on, last + 1)


def shown_term(grants: Sequence[tuple[dt.date, dt.date | None]], on: dt.date) -> tuple[int, int]:
    """Of grants in the order of their days, the places of the first and the last that make up the term shown
    on this day. What begins later, after a gap, is not shown before it does."""
    first = last = 0
    for place, (from_on, _) in enumerate(grants[1:], start=1):
        until_on = grants[last][1]
        if until_on is not None and from_on > until_on + dt.timedelta(days=1):
            if from_on > on:
                break
            first = place
        last = place
    return first, last


def list_status(standings: Iterable[Standing], on: dt.date) -> ListStatus:
    kinds = {each.kind for each in standings if each.holds_on(on)}
    return next((_LIST_OF[kind] for kind in _LIST_OF if kind in kinds), ListStatus.NONE)


def credit_grade(standings: Iterable[Standing], on: dt.date) -> CreditGrade | None:
    """The one decided last of those that hold."""
    graded = [each for each in standings if each.credit_grade and each.holds_on(on)]
    return max(graded, key=attrgetter("decided_at")).credit_grade if graded else None


def stands(kind: StandingKind, standings: Iterable[Standing], on: dt.date) -> bool:
    return any(each.kind is kind and each.holds_on(on) for each in standings)


def next_change(standings: Sequence[Standing], after: dt.date) -> dt.date | None:
    """The first day after this one on which something else may hold."""
    day = dt.timedelta(days=1)
    days = {each.from_on for each in standings if each.ever_held}
    days |= {each.until_on + day for each in standings if each.until_on and each.ever_held}
    days |= {each.ended_on for each in standings if each.ended_on and each.ever_held}
    return min((each for each in days if each > after), default=None)
