"""Decks small enough to deal by hand."""

import pytest

from domain.draws.canonical import keyed
from domain.draws.deck import Deck
from domain.draws.pool import OfficerRow
from domain.draws.rules import Department

SEED = bytes(range(32))
TASK = "T-1"
NAMES = [f"{letter}" for letter in "abcdef"]


def row(number: str, **facts: object) -> OfficerRow:
    plain: dict[str, object] = {
        "department": "EDU",
        "unit": "320505",
        "is_eligible": True,
        "may_lead": True,
        "capacity": 9,
        "size": 1,
        "specialities": frozenset[str](),
    }
    return OfficerRow(number, **{**plain, **facts})  # type: ignore[arg-type]  # by name


def deck(
    *rows: OfficerRow, recused: dict[str, frozenset[str]] | None = None, **rules: object
) -> Deck:
    department = Department("EDU", **rules)  # type: ignore[arg-type]  # by name
    return Deck(department, rows, recused or {}, SEED, TASK)


def order(round: int, names: list[str] = NAMES, department: str = "EDU") -> list[str]:
    """In which order the cards of a round lie."""
    return sorted(names, key=lambda name: keyed(SEED, f"OFF|{TASK}|{department}|{round}|{name}"))


def test_cards_are_taken_from_the_top_and_a_new_round_lies_beneath() -> None:
    dealt = deck(*map(row, NAMES))
    first, second = order(1), order(2)

    assert dealt.team("one") == tuple(first[:2])
    assert dealt.team("two") == tuple(first[2:4])
    assert dealt.team("three") == tuple(first[4:])
    assert dealt.team("four") == tuple(second[:2])


def test_a_card_that_does_not_fit_stays_on_top_for_the_next_object() -> None:
    first = order(1)
    dealt = deck(*map(row, NAMES), recused={"one": frozenset(first[:1])})

    assert dealt.team("one") == (first[1], first[2])
    assert dealt.team("two") == (first[0], first[3])


def test_nobody_sits_twice_in_a_team_when_a_round_ends_within_it() -> None:
    names = NAMES[:3]
    dealt = deck(*map(row, names))
    first, second = order(1, names), order(2, names)

    assert dealt.team("one") == tuple(first[:2])
    last = first[2]
    assert dealt.team("two") == (last, next(name for name in second if name != last))
    assert max(dealt.loads.values()) - min(dealt.loads.values()) <= 1


def test_the_last_seat_is_kept_for_one_who_may_lead() -> None:
    leader = order(1)[-1]
    dealt = deck(*(row(name, may_lead=name == leader) for name in NAMES))

    team = dealt.team("one")

    assert team == (order(1)[0], leader)
    assert dealt.leader(team) == leader


def test_the_first_taken_who_may_lead_does() -> None:
    dealt = deck(*map(row, NAMES))

    team = dealt.team("one")

    assert team is not None
    assert dealt.leader(team) == team[0]


def test_every_speciality_is_had_by_one_of_the_team() -> None:
    fire, food = order(1)[4], order(1)[5]
    can = {fire: frozenset({"FIRE"}), food: frozenset({"FOOD"})}
    dealt = deck(
        *(row(name, specialities=can.get(name, frozenset())) for name in NAMES),
        per_object=3,
        specialities=frozenset({"FIRE", "FOOD"}),
    )

    assert dealt.team("one") == (order(1)[0], fire, food)


def test_a_speciality_called_lead_does_not_lead() -> None:
    dealt = deck(*(row(name, may_lead=False, specialities=frozenset({"LEAD"})) for name in NAMES))

    assert dealt.team("one") is None


def test_capacity_is_not_exceeded_and_where_too_few_are_left_nobody_is_taken() -> None:
    dealt = deck(row("a", capacity=1), row("b", capacity=2), row("c", capacity=1))
    teams = [dealt.team(each) for each in ("one", "two", "three")]

    assert teams[2] is None
    assert dealt.loads["a"] <= 1
    assert dealt.loads["b"] <= 2
    assert sum(dealt.loads.values()) == 2 * sum(team is not None for team in teams)


def test_what_was_taken_for_a_team_that_cannot_be_filled_goes_back_where_it_lay() -> None:
    first = order(1)
    dealt = deck(*map(row, NAMES), recused={"one": frozenset(first[1:])})

    assert dealt.team("one") is None
    assert set(dealt.loads.values()) == {0}
    assert dealt.team("two") == tuple(first[:2])


@pytest.mark.parametrize(
    "facts",
    [{"is_eligible": False}, {"capacity": 0}, {"department": "MSA"}],
    ids=lambda facts: next(iter(facts)),
)
def test_who_may_not_be_dealt_is_not(facts: dict[str, object]) -> None:
    dealt = deck(row("a", **facts), row("b"), row("c"))

    assert set(dealt.team("one") or ()) == {"b", "c"}
    assert "a" not in dealt.loads


def test_a_group_is_dealt_whole_and_one_person_is_no_group() -> None:
    dealt = deck(row("a", size=2), row("b", size=1), per_object=1, by_group=True)

    assert dealt.team("one") == ("a",)
    assert dealt.loads == {"a": 1}


def test_who_stays_keeps_the_seat_and_who_is_barred_does_not_come() -> None:
    dealt = deck(*map(row, NAMES))
    team = dealt.team("one")
    assert team is not None
    out, stays = team
    following = order(1)[2]

    dealt.release(out)
    again = dealt.team("one", (stays,), frozenset({out}))

    assert again == (stays, following)
    assert dealt.loads[out] == 0
    assert dealt.loads[stays] == 1
