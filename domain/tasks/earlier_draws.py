"""What earlier draws over the same objects mean for a new one: they bar it, or it repeats them.

A draw that came to nothing may have been looked at: made again until it pleases, it would be no
chance. So a pool is not frozen while another over its objects waits, what waits ends by its own
clock, and what ended without visits is counted in the next proof (decision 0070).
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from domain.authorities import Sector
from domain.inspections.terms import TaskState
from domain.institutions import SubjectKind
from domain.institutions.terms import InstitutionKind
from domain.moments import SHANGHAI
from domain.regions import subtree
from domain.tasks.draw_steps import WAITING, PoolBusy, has_lapsed


@dataclass(frozen=True, slots=True)
class DrawnFrom:
    """The objects that a draw is made from: of a sector, for items, in an area, of kinds."""

    sector: Sector
    item_codes: frozenset[str]
    region_code: str
    kinds: frozenset[InstitutionKind]
    subject_kind: SubjectKind | None

    def meets(self, other: "DrawnFrom") -> bool:
        """Whether one object could be drawn in both for one item."""
        here, there = subtree(self.region_code), subtree(other.region_code)
        return (
            self.sector is other.sector
            and not self.item_codes.isdisjoint(other.item_codes)
            and (here.covers(there) or there.covers(here))
            and (
                self.subject_kind is None
                or other.subject_kind is None
                or self.subject_kind is other.subject_kind
            )
        )

    def holds_all_of_both(self, one: "DrawnFrom", other: "DrawnFrom") -> bool:
        """Whether whatever could be drawn in both of these could be drawn here."""
        area = subtree(self.region_code)
        return (
            self.sector is one.sector
            and one.item_codes & other.item_codes <= self.item_codes
            and any(area.covers(subtree(each.region_code)) for each in (one, other))
            and (one.kinds <= self.kinds or other.kinds <= self.kinds)
            and self.subject_kind in (None, one.subject_kind, other.subject_kind)
        )


@dataclass(frozen=True, slots=True)
class EarlierDraw:
    """Another task whose pool was frozen, with the day by which it has to be issued."""

    task_id: UUID
    task_code: str
    drawn_from: DrawnFrom
    state: TaskState
    frozen_at: dt.datetime
    issue_due_on: dt.date
    voided_at: dt.datetime | None = None
    is_voided_by_clock: bool = False
    """Written down by the job, after the day on which it ended."""
    sent_nobody: bool = False
    """No object drawn had a team: there is no visit, issued or not."""

    def has_lapsed(self, today: dt.date) -> bool:
        return has_lapsed(self.state, self.issue_due_on, today)

    def ended_at(self, today: dt.date) -> dt.datetime | None:
        """When it came to nothing; None while it waits, or once officers were sent."""
        day_after = self.issue_due_on + dt.timedelta(days=1)
        lapses_at = dt.datetime.combine(day_after, dt.time(), SHANGHAI)
        if self.state is TaskState.VOIDED:
            voided_at = self.voided_at or self.frozen_at
            # One frozen between the day and the job has counted it.
            return min(voided_at, lapses_at) if self.is_voided_by_clock else voided_at
        if self.state in WAITING:
            return lapses_at if self.has_lapsed(today) else None
        # Until it was issued, nobody else could freeze.
        return self.frozen_at if self.sent_nobody else None


def refuse_while_waiting(
    drawn_from: DrawnFrom, others: Iterable[EarlierDraw], today: dt.date
) -> None:
    """Raise PoolBusy while another pool over these objects is frozen or drawn and not issued."""
    for other in others:
        is_waiting = other.state in WAITING and not other.has_lapsed(today)
        if is_waiting and other.drawn_from.meets(drawn_from):
            raise PoolBusy(other.task_code, other.issue_due_on)


def repeated(
    drawn_from: DrawnFrom, others: Iterable[EarlierDraw], today: dt.date
) -> list[EarlierDraw]:
    """The draws that came to nothing and that one from these objects repeats, the newest first.

    One is left out only where a draw frozen after its end, which held all that the two share, led to
    visits: that one has counted it.
    """
    known = tuple(others)
    found = []
    for other in known:
        ended_at = other.ended_at(today)
        if ended_at is None or not other.drawn_from.meets(drawn_from):
            continue
        if not any(_has_counted(each, other, ended_at, drawn_from, today) for each in known):
            found.append(other)
    return sorted(found, key=lambda each: (each.frozen_at, each.task_id), reverse=True)


def rests_on(own: EarlierDraw, others: Iterable[EarlierDraw], today: dt.date) -> EarlierDraw | None:
    """A later draw that stands and does not count one that came to nothing because this one has: void,
    this one would take the count away with it."""
    known = tuple(others)
    for later in known:
        if later.frozen_at < own.frozen_at or later.ended_at(today) is not None:
            continue
        before = [each for each in known if each.frozen_at < later.frozen_at]
        for missed in repeated(later.drawn_from, before, today):
            ended_at = missed.ended_at(today)
            if ended_at and _has_counted(own, missed, ended_at, later.drawn_from, today):
                return later
    return None


def _has_counted(
    stood: EarlierDraw,
    ended: EarlierDraw,
    ended_at: dt.datetime,
    drawn_from: DrawnFrom,
    today: dt.date,
) -> bool:
    is_issued = stood.state not in WAITING and stood.ended_at(today) is None
    return (
        is_issued
        and stood.frozen_at >= ended_at
        and stood.drawn_from.holds_all_of_both(ended.drawn_from, drawn_from)
    )
