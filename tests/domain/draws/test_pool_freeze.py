import datetime as dt
import json
from dataclasses import replace
from typing import Any

import pytest

from domain.draws import entropy
from domain.draws.canonical import digest
from domain.draws.pool import Pool, PoolObject, PoolOfficer, Recusal, officer_number, pseudonym
from domain.draws.pool_freeze import (
    Frozen,
    TooFewOfficersForDraw,
    freeze,
    preview,
    shortfalls,
)
from domain.draws.rules import Department, DrawRules, FixedCount, Ratio
from domain.inspections.certificates import Certificate
from domain.refusals import InvalidInput

AT = dt.datetime(2026, 11, 24, 1, 0, tzinfo=dt.UTC)
LATER = AT + dt.timedelta(hours=1)
SALT, NONCE = bytes(range(32)), bytes(range(32, 64))
FIRST, LAST = dt.date(2026, 12, 1), dt.date(2026, 12, 20)
CERTIFICATE = Certificate(dt.date(2026, 1, 1), LAST)
RULES = DrawRules("T-1", {"A": Ratio(1_000), "D": Ratio(10_000)}, (Department("EDU"),), FIRST, LAST)
POOL = Pool(
    (
        *(PoolObject(f"a-{number}", "A") for number in range(10)),
        PoolObject("a-out", "A", "CAP_REACHED"),
        PoolObject("d-0", "D"),
    ),
    tuple(
        PoolOfficer(f"o-{number}", "EDU", "320505", number == 0, frozenset(), 5, CERTIFICATE)
        for number in range(3)
    ),
    (Recusal("d-0", "o-1"), Recusal("d-0", "o-1"), Recusal("gone", "o-1"), Recusal("d-0", "gone")),
)
SOURCE = entropy.beacon_after(entropy.PUBLIC_CHAIN, AT)


def frozen(pool: Pool = POOL, rules: DrawRules = RULES, **changed: Any) -> Frozen:
    arguments: dict[str, Any] = {
        "pool_salt": SALT,
        "nonce": NONCE,
        "committed_at": AT,
        "draw_at": LATER,
        "software": "test",
    }
    return freeze(pool, rules, changed.pop("source", SOURCE), **{**arguments, **changed})


def test_what_is_frozen_is_in_the_text_and_the_text_alone() -> None:
    made = frozen()
    read = Frozen(made.text)

    assert made.commitment == digest(made.text) == read.commitment
    assert json.loads(made.text) == made.document
    assert read.objects == made.objects
    assert read.source == SOURCE
    assert read.departments == RULES.departments
    assert read.committed_at == AT
    assert read.draw_at == LATER
    assert sorted(each.drawn for each in read.foreseen().values()) == [1, 1]


def test_nobody_is_named_in_it() -> None:
    text = frozen().text

    for name in ("a-0", "a-out", "d-0", "o-0", "CAP_REACHED", SALT.hex(), NONCE.hex()):
        assert name not in text


def test_the_order_in_which_the_registries_come_changes_nothing() -> None:
    backwards = Pool(POOL.objects[::-1], POOL.officers[::-1], POOL.recusals[::-1])

    assert frozen(backwards).text == frozen().text


@pytest.mark.parametrize(
    "pool",
    [
        replace(POOL, objects=POOL.objects[1:]),
        replace(POOL, objects=(replace(POOL.objects[0], exclusion="MOVED"), *POOL.objects[1:])),
        replace(POOL, objects=(replace(POOL.objects[0], stratum="D"), *POOL.objects[1:])),
        replace(POOL, officers=(*POOL.officers[:2], replace(POOL.officers[2], capacity=6))),
        replace(POOL, recusals=()),
        replace(
            POOL,
            objects=(
                *(each for each in POOL.objects if each.exclusion is None),
                PoolObject("a-out", "A", "DISSOLVED"),
            ),
        ),
    ],
    ids=["one fewer", "excluded", "stratum", "capacity", "recusals", "ground"],
)
def test_whatever_differs_in_the_pool_changes_the_commitment(pool: Pool) -> None:
    assert frozen(pool).commitment != frozen().commitment


def test_rows_are_sorted_and_excluded_ones_bear_a_bare_flag() -> None:
    made = frozen()
    lines = made.document["objects"]

    assert lines == sorted(lines)
    assert [row.pseudonym for row in made.objects if not row.is_eligible] == [
        pseudonym(SALT, "a-out")
    ]
    assert made.document["recusals"] == [f"{pseudonym(SALT, 'd-0')}|{officer_number(SALT, 'o-1')}"]


@pytest.mark.parametrize(
    ("changed", "is_eligible"),
    [
        ({}, True),
        ({"certificate": None}, False),
        ({"certificate": replace(CERTIFICATE, valid_to=LAST - dt.timedelta(days=1))}, False),
        ({"certificate": replace(CERTIFICATE, valid_from=FIRST + dt.timedelta(days=1))}, False),
        ({"certificate": Certificate(FIRST, LAST)}, True),
        ({"exclusion": "EXPERT"}, False),
        ({"capacity": 0}, False),
    ],
    ids=["able", "no certificate", "ends early", "begins late", "just", "expert", "no capacity"],
)
def test_an_officer_must_be_able_through_the_whole_window(
    changed: dict[str, Any], is_eligible: bool
) -> None:
    spare = replace(POOL.officers[1], officer_id="spare")
    pool = replace(POOL, officers=(*POOL.officers, replace(spare, **changed)))

    (row,) = (
        each for each in frozen(pool).officers if each.number == officer_number(SALT, "spare")
    )

    assert row.is_eligible is is_eligible


def test_two_tasks_call_the_same_institution_by_different_names() -> None:
    one, other = frozen(), frozen(pool_salt=bytes(32))

    assert not {row.pseudonym for row in one.objects} & {row.pseudonym for row in other.objects}
    assert not {row.number for row in one.officers} & {row.number for row in other.officers}
    assert not one.quantities.keys() & other.quantities.keys()


@pytest.mark.parametrize(
    ("rules", "changed", "field"),
    [
        (replace(RULES, departments=()), {}, "departments"),
        (replace(RULES, departments=RULES.departments * 2), {}, "departments"),
        (replace(RULES, departments=(Department("EDU", 1),)), {}, "departments[0].perObject"),
        (
            replace(RULES, departments=(Department("EDU", 0, by_group=True),)),
            {},
            "departments[0].perObject",
        ),
        (replace(RULES, departments=(Department("EDU", 21),)), {}, "departments[0]"),
        (
            replace(RULES, departments=(Department("EDU", 9, frozenset("ABCDEF")),)),
            {},
            "departments[0]",
        ),
        (
            replace(RULES, departments=tuple(Department(f"D{each}") for each in range(21))),
            {},
            "departments",
        ),
        (replace(RULES, window_to=FIRST - dt.timedelta(days=1)), {}, "windowTo"),
        (RULES, {"draw_at": AT}, "drawAt"),
        (RULES, {"source": entropy.beacon_after(entropy.PUBLIC_CHAIN, LATER)}, "drawAt"),
        (RULES, {"source": entropy.Figure("x", LATER + dt.timedelta(days=1))}, "drawAt"),
    ],
    ids=[
        "none",
        "twice",
        "alone",
        "no group",
        "a crowd",
        "too many needs",
        "too many departments",
        "window",
        "no time",
        "before the round",
        "before the figure",
    ],
)
def test_what_is_entered_wrongly_is_named(
    rules: DrawRules, changed: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        frozen(rules=rules, **changed)

    assert [each.field for each in refused.value.violations] == [field]


@pytest.mark.parametrize(
    ("rules", "pool", "lacking", "needed", "available"),
    [
        (RULES, replace(POOL, officers=POOL.officers[:1]), "OFFICERS", 2, 1),
        (RULES, replace(POOL, officers=POOL.officers[1:]), "LEAD", 2, 0),
        (
            replace(RULES, quantities={"A": Ratio(10_000), "D": FixedCount(1)}),
            POOL,
            "SEATS",
            22,
            15,
        ),
        (
            replace(RULES, departments=(Department("EDU", 2, frozenset({"FIRE"})),)),
            POOL,
            "FIRE",
            2,
            0,
        ),
        (
            replace(RULES, departments=(Department("EDU", 1, by_group=True),)),
            POOL,
            "OFFICERS",
            1,
            0,
        ),
        (
            replace(RULES, departments=(*RULES.departments, Department("MSA"))),
            POOL,
            "OFFICERS",
            2,
            0,
        ),
    ],
    ids=["officers", "leaders", "seats", "speciality", "groups", "department"],
)
def test_too_few_officers_is_said_before_anything_is_frozen(
    rules: DrawRules, pool: Pool, lacking: str, needed: int, available: int
) -> None:
    with pytest.raises(TooFewOfficersForDraw) as refused:
        frozen(pool, rules)

    first = shortfalls(pool, rules)[0]
    assert vars(first) == vars(refused.value)
    assert (first.lacking, first.needed, first.available) == (lacking, needed, available)


def test_where_nothing_is_drawn_nobody_is_needed() -> None:
    rules = replace(RULES, quantities={"A": FixedCount(0), "D": FixedCount(0)})

    assert shortfalls(replace(POOL, officers=()), rules) == ()


def test_a_preview_says_what_each_stratum_comes_to() -> None:
    found = preview(POOL, RULES)

    assert found == {"A": (11, 10, 1), "D": (1, 1, 1)}


@pytest.mark.parametrize(
    ("pool", "changed"),
    [
        (replace(POOL, objects=(*POOL.objects, PoolObject("a-0", "D"))), {}),
        (replace(POOL, officers=(*POOL.officers, POOL.officers[0])), {}),
        (replace(POOL, objects=(*POOL.objects, PoolObject("c-0", "C"))), {}),
        (replace(POOL, objects=(*POOL.objects, PoolObject("a|b", "A"))), {}),
        (POOL, {"pool_salt": b"short"}),
        (POOL, {"nonce": b""}),
    ],
    ids=["object twice", "officer twice", "no rule", "separator", "salt", "nonce"],
)
def test_what_only_a_fault_of_ours_could_bring_is_a_fault(
    pool: Pool, changed: dict[str, Any]
) -> None:
    with pytest.raises(ValueError, match=r"twice|quantity|code|bytes"):
        frozen(pool, **changed)


def test_a_source_that_exists_already_is_refused_before_too_few_officers_are() -> None:
    with pytest.raises(entropy.EntropyAlreadyExists):
        frozen(replace(POOL, officers=()), source=entropy.beacon(entropy.PUBLIC_CHAIN, 1))
