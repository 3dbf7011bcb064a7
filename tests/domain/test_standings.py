"""What holds on a day, of all that was decided: by random histories against the plain rule."""

import datetime as dt
import random

import pytest

from domain.institutions.terms import CreditGrade, EntitlementState, ListStatus
from domain.standings import decisions, replay
from domain.standings.replay import Standing
from domain.standings.terms import StandingKind

_S, _K = EntitlementState, StandingKind
_FIRST = dt.date(2026, 1, 1)
_FINAL = {_S.REVOKED, _S.REMOVED, _S.CANCELLED, _S.WITHDRAWN, _S.SHUT_DOWN, _S.LAPSED}


def _day(number: int) -> dt.date:
    return _FIRST + dt.timedelta(days=number)


def _random_history(rng: random.Random) -> list[Standing]:
    """A grant, perhaps renewals, and whatever was taken from it; some of it ended."""
    found, until = list[Standing](), rng.randint(20, 60)
    grants = [(0, until)]
    for _ in range(rng.randint(0, 2)):
        begin = until + rng.choice((1, 1, 5))
        until = begin + rng.randint(10, 40)
        grants.append((begin, until))
    for number, (begin, last) in enumerate(grants):
        found.append(_of(rng, number, begin, last, _S.ACTIVE, ends=False))
    for number in range(rng.randint(0, 5)):
        begin = rng.randint(0, 100)
        ends_on = rng.choice((None, begin + rng.randint(0, 30)))
        state = rng.choice((_S.SUSPENDED, _S.RECTIFYING, *sorted(_FINAL)))
        found.append(_of(rng, 10 + number, begin, ends_on, state, ends=True))
    return found


def _of(
    rng: random.Random,
    number: int,
    begin: int,
    end: int | None,
    state: EntitlementState,
    *,
    ends: bool,
) -> Standing:
    ended = _day(begin + rng.randint(0, 30)) if ends and rng.random() < 0.5 else None
    return Standing(
        _K.ENTITLEMENT,
        _day(begin),
        None if end is None else _day(end),
        dt.datetime(2026, 1, 1, tzinfo=dt.UTC) + dt.timedelta(days=number),
        entitlement_state=state,
        ended_on=ended,
    )


def _plainly(history: list[Standing], on: dt.date) -> EntitlementState:
    """Day by day, as a person would find it in the file."""
    holding = [each for each in history if each.from_on <= on]
    holding = [each for each in holding if each.until_on is None or on <= each.until_on]
    holding = [each for each in holding if each.ended_on is None or on < each.ended_on]
    taken = [each for each in holding if each.entitlement_state in _FINAL]
    if taken:
        state = min(taken, key=lambda each: each.decided_at).entitlement_state
        assert state is not None
        return state
    states = {each.entitlement_state for each in holding}
    if _S.ACTIVE not in states:
        return _S.EXPIRED
    for state in (_S.SUSPENDED, _S.RECTIFYING):
        if state in states:
            return state
    return _S.ACTIVE


@pytest.mark.parametrize("seed", range(60))
def test_the_state_of_every_day_is_what_a_person_finds_in_the_file(seed: int) -> None:
    history = _random_history(random.Random(seed))

    for number in range(140):
        assert replay.entitlement_state(history, _day(number)) is _plainly(history, _day(number))


@pytest.mark.parametrize("seed", range(40))
def test_nothing_changes_between_the_days_named(seed: int) -> None:
    """The job looks on those days alone."""
    history = _random_history(random.Random(seed))
    day = _day(0)
    while (following := replay.next_change(history, day)) is not None:
        state = replay.entitlement_state(history, day)
        while day < following:
            assert replay.entitlement_state(history, day) is state
            day += dt.timedelta(days=1)


@pytest.mark.parametrize("seed", range(40))
def test_a_decision_that_is_quashed_was_never_made_from_that_day_on(seed: int) -> None:
    rng = random.Random(seed)
    history = _random_history(rng)
    quashed = rng.choice(history[1:] or history)
    day = quashed.from_on + dt.timedelta(days=rng.randint(0, 20))
    if quashed.ended_on is not None and quashed.ended_on <= day:
        return
    values = {name: getattr(quashed, name) for name in Standing.__slots__} | {"ended_on": day}
    with_it = [*(each for each in history if each is not quashed), Standing(**values)]
    without = [each for each in history if each is not quashed]

    for number in range(140):
        on = _day(number)
        held = history if on < day else without
        if any(each.entitlement_state is _S.ACTIVE and each.from_on <= on for each in held):
            assert replay.entitlement_state(with_it, on) is replay.entitlement_state(held, on)


def test_periods_that_follow_on_one_another_are_one_term() -> None:
    rng = random.Random(1)
    first, second, third = (
        _of(rng, number, begin, end, _S.ACTIVE, ends=False)
        for number, (begin, end) in enumerate(((0, 9), (10, 19), (30, 39)))
    )

    joined = replay.GrantedTerm(_day(0), _day(19), 2)
    assert replay.term([first], _day(0)) == replay.GrantedTerm(_day(0), _day(9), 1)
    assert replay.term([second, first], _day(0)) == joined
    assert replay.term([third, second, first], _day(29)) == joined
    later = replay.GrantedTerm(_day(30), _day(39), 3)
    assert replay.term([third, second, first], _day(30)) == later


def test_of_two_lists_the_black_one_is_shown_and_of_two_grades_the_later() -> None:
    at = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    white = Standing(_K.WHITE_LIST, _day(0), None, at)
    black = Standing(_K.BLACK_LIST, _day(5), _day(9), at)
    grades = [
        Standing(_K.CREDIT_GRADE, _day(0), None, at, credit_grade=CreditGrade.A),
        Standing(
            _K.CREDIT_GRADE, _day(0), _day(9), at + dt.timedelta(1), credit_grade=CreditGrade.E
        ),
    ]

    assert [replay.list_status([white, black], _day(n)) for n in (4, 5, 9, 10)] == [
        ListStatus.WHITE_LISTED,
        ListStatus.BLACK_LISTED,
        ListStatus.BLACK_LISTED,
        ListStatus.WHITE_LISTED,
    ]
    assert [replay.credit_grade(grades, _day(n)) for n in (0, 9, 10)] == ["E", "E", "A"]


def test_a_stop_of_thirty_days_is_the_longest_without_a_ruling() -> None:
    decisions.stop_enrolment(_day(0), _day(29), standings=[], today=_day(0))
    with pytest.raises(decisions.TakesARuling):
        decisions.stop_enrolment(_day(0), _day(30), standings=[], today=_day(0))
