from dataclasses import replace

import pytest

from domain.draws.replacements import (
    NobodyIsNext,
    NotInTheDraw,
    Replacement,
    current_teams,
    replace_object,
    replace_officer,
)
from domain.draws.rules import FixedCount
from tests.draws.draws import Made, made
from tests.draws.vectors import example

EACH = example()


def officer_replaced(each: Made, earlier: tuple[Replacement, ...] = ()) -> Replacement:
    team = current_teams(each.frozen, each.drawn, earlier)[0]
    return replace_officer(
        each.frozen,
        each.drawn,
        earlier,
        object=team.object,
        department=team.department,
        officer=team.officers[0],
        reason="RECUSAL",
    )


def test_the_next_that_fits_comes_and_the_others_stay() -> None:
    before = EACH.drawn.teams[0]

    found = officer_replaced(EACH)

    (after,) = found.teams
    assert (found.kind, found.object, found.out) == ("OFFICER", before.object, before.officers[0])
    assert after.officers == (*before.officers[1:], found.into)
    assert found.into not in before.officers
    assert found.into not in EACH.frozen.recused.get(found.object, frozenset())
    assert after.leader in after.officers
    assert current_teams(EACH.frozen, EACH.drawn, (found,))[0] == after


def test_who_left_does_not_come_back() -> None:
    earlier: tuple[Replacement, ...] = ()
    left = set[str]()
    while True:
        try:
            found = officer_replaced(EACH, earlier)
        except NobodyIsNext:
            break
        left.add(found.out)
        assert found.into not in left
        earlier += (found,)
    assert earlier


def test_asking_again_answers_the_same() -> None:
    assert officer_replaced(EACH) == officer_replaced(EACH)


def test_the_next_object_of_the_stratum_comes_with_teams_of_its_own() -> None:
    stratum = {row.pseudonym: row.stratum for row in EACH.frozen.objects}
    rankings = EACH.drawn.selection.rankings
    quantities = {label: each.drawn for label, each in EACH.frozen.foreseen().items()}
    out = next(
        name
        for name in EACH.drawn.drawn
        if len(rankings[stratum[name]]) > quantities[stratum[name]]
    )

    found = replace_object(EACH.frozen, EACH.drawn, (), object=out, reason="DISSOLVED")

    assert found.into == rankings[stratum[out]][quantities[stratum[out]]]
    assert {team.object for team in found.teams} == {found.into}
    teams = current_teams(EACH.frozen, EACH.drawn, (found,))
    assert out not in {team.object for team in teams}
    with pytest.raises(NotInTheDraw):
        replace_object(EACH.frozen, EACH.drawn, (found,), object=out, reason="DISSOLVED")


def test_where_a_stratum_is_used_up_nobody_is_next() -> None:
    each = next(
        found
        for number in range(1_000)
        for found in (made(number),)
        if found.drawn.drawn
        and "D" in found.rules.quantities
        and found.rules.quantities["D"] != FixedCount(0)
        and any(one.stratum == "D" and one.exclusion is None for one in found.pool.objects)
        and found.rules.quantities["D"].of(1_000) == 1_000
    )
    full = next(
        label
        for label, count in each.frozen.foreseen().items()
        if count.drawn == count.eligible > 0
    )
    out = each.drawn.selection.rankings[full][0]

    with pytest.raises(NobodyIsNext):
        replace_object(each.frozen, each.drawn, (), object=out, reason="MOVED")


def test_only_who_is_there_is_replaced() -> None:
    team = EACH.drawn.teams[0]
    arguments = {"object": team.object, "department": team.department, "officer": team.officers[0]}

    for name, wrong in (("object", "0" * 64), ("department", "NONE"), ("officer", "0" * 24)):
        with pytest.raises(NotInTheDraw):
            replace_officer(
                EACH.frozen, EACH.drawn, (), **{**arguments, name: wrong}, reason="ILLNESS"
            )


def test_a_replacement_is_read_as_it_was_written() -> None:
    found = officer_replaced(EACH)

    assert Replacement.read({**found.detail(), "approved_by": "HEAD"}) == found
    assert replace(found, reason="ILLNESS") != found
