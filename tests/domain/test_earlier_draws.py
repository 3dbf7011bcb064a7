"""Two tasks over the same objects, in every order of their steps: no draw that somebody could have
looked at is missing from the next proof, and what bars a freeze ends by itself."""

import datetime as dt
import itertools
import random
from dataclasses import dataclass, field, replace
from uuid import UUID

import pytest

from domain.authorities import Sector
from domain.inspections.terms import TaskState as T
from domain.institutions import SubjectKind
from domain.institutions.terms import InstitutionKind
from domain.moments import SHANGHAI, day_of
from domain.tasks.draw_steps import PoolBusy, issue_due_on
from domain.tasks.earlier_draws import DrawnFrom, EarlierDraw, refuse_while_waiting, repeated

START = dt.datetime(2026, 11, 18, 10, tzinfo=SHANGHAI)
CITY = DrawnFrom(
    Sector.EDUCATION,
    frozenset({"XW01"}),
    "320500",
    frozenset({InstitutionKind.OFF_CAMPUS_TRAINING}),
    None,
)
STEPS = {"freeze": T.POOL_FROZEN, "draw": T.OFFICERS_DRAWN, "lock": T.LOCKED, "issue": T.ISSUED}
WORDS = (*STEPS, "void", "night")


@dataclass
class Register:
    """The tasks' draws as the rules see them, and beside them what was looked at and not counted yet."""

    now: dt.datetime = START
    draws: dict[str, EarlierDraw] = field(default_factory=dict)
    counted: dict[str, set[str]] = field(default_factory=dict)
    was_looked_at: set[str] = field(default_factory=set)
    refused: int = 0

    def take(self, name: str, step: str, drawn_from: DrawnFrom = CITY) -> None:
        """Take the step if the task is there; otherwise nothing happens."""
        self.now += dt.timedelta(minutes=1)
        if step == "night":
            self.now += dt.timedelta(days=20)
        elif step == "freeze" and name not in self.draws:
            self._freeze(name, drawn_from)
        elif name in self.draws:
            self._move(name, step)

    def _freeze(self, name: str, drawn_from: DrawnFrom) -> None:
        today = day_of(self.now)
        waiting = {each for each in self.draws if self.state(each) not in ("ISSUED", "VOIDED")}
        if waiting:
            with pytest.raises(PoolBusy) as busy:
                refuse_while_waiting(drawn_from, self.draws.values(), today)
            assert busy.value.task_code in waiting
            due_on = self.draws[busy.value.task_code].issue_due_on
            assert due_on == busy.value.issue_due_on >= today
            self.refused += 1
            return
        refuse_while_waiting(drawn_from, self.draws.values(), today)
        found = {each.task_code for each in repeated(drawn_from, self.draws.values(), today)}
        assert self.unsaid() <= found
        assert all(self.state(each) == "VOIDED" for each in found)
        self.counted[name] = found
        due_on = issue_due_on(self.now, today + dt.timedelta(days=5), today)
        self.draws[name] = EarlierDraw(
            UUID(int=len(self.draws)), name, drawn_from, T.POOL_FROZEN, self.now, due_on
        )

    def _move(self, name: str, step: str) -> None:
        draw, order = self.draws[name], list(STEPS.values())
        if self.state(name) == "VOIDED":
            return
        if step == "void":
            self.draws[name] = replace(draw, state=T.VOIDED, voided_at=self.now)
        elif STEPS[step] in order[1:] and order[order.index(STEPS[step]) - 1] is draw.state:
            self.draws[name] = replace(draw, state=STEPS[step])
            if step == "draw":
                self.was_looked_at.add(name)

    def state(self, name: str) -> str:
        draw = self.draws[name]
        waits = draw.state not in (T.ISSUED, T.VOIDED)
        return "VOIDED" if waits and day_of(self.now) > draw.issue_due_on else draw.state.value

    def unsaid(self) -> set[str]:
        """Looked at, come to nothing, and in the proof of no draw that led to visits."""
        issued = [name for name in self.draws if self.state(name) == "ISSUED"]
        counted = set[str]().union(*(self.counted[name] for name in issued))
        return {name for name in self.was_looked_at if self.state(name) == "VOIDED"} - counted


def test_every_order_of_the_steps_of_two_tasks_is_counted_in_the_next_proof() -> None:
    paths = [
        [*list(STEPS)[:drawn], *end] for drawn in range(1, 5) for end in ([], ["void"], ["night"])
    ]
    tried = refused = 0
    for one, other in itertools.product(paths, repeat=2):
        for places in itertools.combinations(range(len(one) + len(other)), len(one)):
            register = Register()
            of_one, of_other = iter(one), iter(other)
            for place in range(len(one) + len(other)):
                is_one = place in places
                register.take("A" if is_one else "B", next(of_one if is_one else of_other))
            # Whatever came before, the next is either told what bars it or says all there is to say.
            register.take("C", "freeze")
            tried, refused = tried + 1, refused + register.refused
    assert tried > 5_000
    assert refused > 1_000


@pytest.mark.parametrize("seed", range(4))
def test_three_tasks_and_more_in_sampled_orders(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(500):
        register = Register()
        for _ in range(40):
            name = chance.choice("ABCDEF")
            register.take(name, chance.choice(WORDS))
        register.take("Z", "freeze")


VOID = EarlierDraw(
    UUID(int=1), "VOID", CITY, T.VOIDED, START, START.date(), START + dt.timedelta(hours=1)
)
LATER = START + dt.timedelta(days=1)
DISTRICT = replace(CITY, region_code="320508")


def _stood(drawn_from: DrawnFrom, frozen_at: dt.datetime = LATER) -> EarlierDraw:
    return EarlierDraw(UUID(int=2), "STOOD", drawn_from, T.COMPLETED, frozen_at, LATER.date())


@pytest.mark.parametrize(
    ("stood", "is_counted"),
    [
        (None, True),
        (_stood(CITY), False),
        # A small one in between does not take the count from what it did not hold.
        (_stood(DISTRICT), True),
        (_stood(replace(CITY, subject_kind=SubjectKind.SUBJECT)), True),
        (_stood(replace(CITY, kinds=frozenset({InstitutionKind.ONLINE_PLATFORM}))), True),
        (_stood(replace(CITY, item_codes=frozenset({"XW02"}))), True),
        (_stood(replace(CITY, region_code="320000")), False),
        # Frozen while the other still waited, it cannot have known that it would be voided.
        (_stood(CITY, START + dt.timedelta(minutes=5)), True),
    ],
)
def test_a_draw_in_between_takes_the_count_only_of_what_it_held(
    stood: EarlierDraw | None, is_counted: bool
) -> None:
    known = [VOID, *([stood] if stood else [])]

    found = repeated(CITY, known, LATER.date())

    assert [each.task_code for each in found] == (["VOID"] if is_counted else [])


def test_what_a_draw_has_counted_it_has_counted_whether_the_job_ran_before_or_after() -> None:
    lapsed = replace(VOID, state=T.LOCKED, voided_at=None)
    midnight = dt.datetime(2026, 11, 19, tzinfo=SHANGHAI)
    known = _stood(CITY, midnight + dt.timedelta(minutes=1))
    by_a_person = replace(lapsed, state=T.VOIDED, voided_at=midnight + dt.timedelta(hours=3))

    assert repeated(CITY, [lapsed, known], LATER.date()) == []
    assert (
        repeated(CITY, [replace(by_a_person, is_voided_by_clock=True), known], LATER.date()) == []
    )
    # Voided after it was issued: the one in between could not know.
    assert repeated(CITY, [by_a_person, known], LATER.date()) == [by_a_person]


def test_a_district_that_stood_takes_the_count_for_itself_alone() -> None:
    known = [VOID, _stood(DISTRICT)]

    assert repeated(DISTRICT, known, LATER.date()) == []
    assert repeated(replace(CITY, region_code="320505"), known, LATER.date()) == [VOID]


@pytest.mark.parametrize(
    "other",
    [
        replace(CITY, sector=Sector.SPORTS),
        replace(CITY, item_codes=frozenset({"XW03"})),
        replace(CITY, region_code="320600"),
    ],
)
def test_what_shares_no_object_bars_nothing_and_is_not_counted(other: DrawnFrom) -> None:
    waiting = replace(VOID, state=T.LOCKED, issue_due_on=LATER.date())

    refuse_while_waiting(other, [waiting], START.date())
    assert repeated(other, [VOID], START.date()) == []


def test_a_task_is_issued_by_its_first_day_or_ten_days_after_its_draw() -> None:
    today = START.date()

    assert issue_due_on(START, today + dt.timedelta(days=5), today) == dt.date(2026, 11, 23)
    assert issue_due_on(START, today + dt.timedelta(days=40), today) == dt.date(2026, 11, 28)
