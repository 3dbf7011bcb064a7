"""External registrations: forms, states on a day, what verifying finds, and the queue of differences."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.refusals import InvalidInput
from domain.registrations import (
    DifferenceDecision,
    DifferenceField,
    DifferenceState,
    RegistrationAlreadyEnded,
    RegistrationKind,
    RegistrationState,
    differences,
    kinds,
    rules,
)
from domain.registrations.differences import Difference, DifferenceDecided, NothingWasAsked
from domain.registrations.rules import Entry, Registration, Stated
from tests.people import key

TODAY = dt.date(2026, 11, 18)
DAY = dt.timedelta(days=1)
NAME = DifferenceField.NAME


def registration(**facts: object) -> Registration:
    usual = {"kind": RegistrationKind.MLPS_FILING, "number": "32-1", "level": 3}
    return Registration(**{**usual, **facts})  # type: ignore[arg-type]  # facts are of its fields


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        ({}, RegistrationState.UNVERIFIED),
        ({"verified_on": TODAY, "stale_on": TODAY + DAY}, RegistrationState.VERIFIED),
        ({"verified_on": TODAY - DAY, "stale_on": TODAY}, RegistrationState.STALE),
        ({"ended_on": TODAY}, RegistrationState.ENDED),
        ({"ended_on": TODAY + DAY}, RegistrationState.UNVERIFIED),
        ({"valid_to": TODAY}, RegistrationState.UNVERIFIED),
        ({"valid_to": TODAY - DAY}, RegistrationState.ENDED),
    ],
)
def test_a_registration_has_a_state_on_each_day(
    facts: dict[str, dt.date], state: RegistrationState
) -> None:
    found = registration(**facts)

    assert found.state_on(TODAY) is state
    is_over = state is RegistrationState.ENDED
    assert found.state_on(TODAY, differs=True) is (state if is_over else RegistrationState.DIFFERS)


@pytest.mark.parametrize("kind", RegistrationKind)
def test_a_verification_is_good_for_its_period(kind: RegistrationKind) -> None:
    stale_on = rules.stale_on(kind, TODAY)
    found = registration(kind=kind, verified_on=TODAY, stale_on=stale_on)

    assert (stale_on - TODAY).days == kinds.KINDS[kind].good_for_days
    assert found.state_on(stale_on - DAY) is RegistrationState.VERIFIED
    assert found.state_on(stale_on) is RegistrationState.STALE


@pytest.mark.parametrize(
    ("kind", "entry", "fields"),
    [
        (RegistrationKind.ICP_RECORD, Entry("京ICP备12345678号"), []),
        (RegistrationKind.ICP_RECORD, Entry("京ICP备1234567890号-12"), []),
        (RegistrationKind.ICP_RECORD, Entry("京ICP备12345678901号"), ["number"]),
        (RegistrationKind.ICP_RECORD, Entry("京ICP备12345678号-"), ["number"]),
        (RegistrationKind.ICP_RECORD, Entry("美ICP备12345678号", 1), ["number", "level"]),
        (RegistrationKind.MLPS_FILING, Entry("x", 5), []),
        (RegistrationKind.MLPS_FILING, Entry("x"), ["level"]),
        (RegistrationKind.MLPS_FILING, Entry("x", 6), ["level"]),
        (RegistrationKind.TELECOM_LICENCE, Entry("苏B2-20200001"), []),
        (RegistrationKind.BUSINESS_REGISTRATION, Entry("x", 1), ["level"]),
    ],
)
def test_numbers_and_levels_have_their_form(
    kind: RegistrationKind, entry: Entry, fields: list[str]
) -> None:
    assert [fault.field for fault in rules.faults(kind, entry)] == fields


@given(st.text(max_size=40))
def test_a_number_is_compared_without_its_spelling(text: str) -> None:
    assert kinds.key(kinds.key(text)) == kinds.key(text)
    holder = kinds.holder_key(RegistrationKind.ICP_RECORD, text)
    assert kinds.key(text).startswith(holder)


def test_sites_belong_to_the_record_of_their_holder() -> None:
    def holder(number: str) -> str:
        return kinds.holder_key(RegistrationKind.ICP_RECORD, number)

    assert holder("苏ICP备12345678号-1") == holder(" 苏icp备１２３４５６７８号")
    assert holder("苏ICP备12345678号") != holder("苏ICP备12345679号")
    other = kinds.holder_key(RegistrationKind.MLPS_FILING, "3号-1")
    assert other != kinds.holder_key(RegistrationKind.MLPS_FILING, "3号")


def test_verifying_names_what_is_otherwise() -> None:
    ours = registration(valid_to=TODAY)

    def found(entry: Entry | None) -> list[Stated]:
        return rules.verify(ours, entry, consulted_on=TODAY, today=TODAY)

    assert found(Entry(" 32-１", 3, TODAY)) == []
    assert found(Entry("32-1", 3)) == []
    assert [each.field.name for each in found(Entry("32-2", 2, TODAY + DAY))] == [
        "REGISTRATION_NUMBER",
        "REGISTRATION_LEVEL",
        "REGISTRATION_VALID_TO",
    ]
    assert found(None) == [Stated(DifferenceField.REGISTRATION, "32-1", None)]


@pytest.mark.parametrize("day", [TODAY + DAY, TODAY - 2 * DAY])
def test_it_is_verified_by_today_and_not_before_it_was(day: dt.date) -> None:
    ours = registration(verified_on=TODAY - DAY, stale_on=TODAY)

    with pytest.raises(InvalidInput):
        rules.verify(ours, None, consulted_on=day, today=TODAY)


def test_what_ended_ends_no_more() -> None:
    ended = registration(ended_on=TODAY)

    with pytest.raises(RegistrationAlreadyEnded):
        rules.end(ended, on=TODAY, today=TODAY)
    with pytest.raises(RegistrationAlreadyEnded):
        rules.verify(ended, None, consulted_on=TODAY, today=TODAY)
    with pytest.raises(InvalidInput):
        rules.end(registration(), on=TODAY + DAY, today=TODAY)


# The queue

_TEXTS = st.sampled_from(["甲", "乙", "丙"])
_MOVES = st.lists(
    st.one_of(
        st.tuples(st.just("report"), _TEXTS),
        st.tuples(st.just("ours"), _TEXTS),
        st.tuples(st.just("keep"), st.none()),
    ),
    max_size=20,
)


@given(_MOVES)
def test_one_waits_at_a_time_and_what_was_kept_is_not_queued_again(
    moves: list[tuple[str, str | None]],
) -> None:
    """Whatever comes in whatever order: at most one waits, it is what was reported last, and what somebody
    decided to keep comes back only where something changed."""
    ours, kept, rows = "甲", None, list[Difference]()
    for what, text in moves:
        if what == "ours":
            assert text is not None
            ours = text
        elif what == "keep":
            rows = [
                Difference(d.id, d.field, d.ours, d.theirs, DifferenceState.KEPT)
                if d.state in differences.OPEN
                else d
                for d in rows
            ]
            kept = (rows[-1].ours, rows[-1].theirs) if rows else None
        else:
            assert text is not None
            found = differences.compare({NAME: [ours]}, {NAME: text})
            queueing = differences.queue([NAME], found, rows)
            if kept == (ours, text) and rows[-1].state is DifferenceState.KEPT:
                assert queueing.added == ()
            rows = [
                Difference(d.id, d.field, d.ours, d.theirs, queueing.ended.get(d.id, d.state))
                for d in rows
            ]
            rows += [
                Difference(key(len(rows)), NAME, s.ours, s.theirs, DifferenceState.OPEN)
                for s in queueing.added
            ]
            waiting = [each for each in rows if each.state in differences.OPEN]
            assert len(waiting) <= 1
            assert all(each.theirs == text for each in waiting)
            if ours == text:
                assert waiting == []


def test_a_licence_is_one_of_those_that_it_has() -> None:
    licence = DifferenceField.LICENCE_NUMBER

    assert differences.compare({licence: ["甲 1号", "乙"]}, {licence: "甲１号"}) == []
    assert differences.compare({licence: ["甲", "乙"]}, {licence: "丙"}) == [
        Stated(licence, "甲、乙", "丙")
    ]
    assert differences.compare({licence: []}, {licence: "丙"}) == [Stated(licence, None, "丙")]


def test_an_older_state_of_the_source_is_outdated() -> None:
    moment = dt.datetime(2026, 11, 18, tzinfo=dt.UTC)

    assert not differences.is_outdated(moment, None)
    assert not differences.is_outdated(moment, moment)
    assert differences.is_outdated(moment - dt.timedelta(seconds=1), moment)


@pytest.mark.parametrize("state", DifferenceState)
def test_who_may_decide_and_explain_when(state: DifferenceState) -> None:
    if state not in differences.OPEN:
        with pytest.raises(DifferenceDecided):
            differences.explain(state)
        for decision in DifferenceDecision:
            with pytest.raises(DifferenceDecided):
                differences.decide(state, decision)
        return
    assert differences.decide(state, DifferenceDecision.KEEP_OURS) is DifferenceState.KEPT
    if state is DifferenceState.PUT_TO_INSTITUTION:
        assert differences.explain(state) is DifferenceState.EXPLAINED
    else:
        with pytest.raises(NothingWasAsked):
            differences.explain(state)
