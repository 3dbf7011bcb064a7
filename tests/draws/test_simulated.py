"""Thousands of draws over one pool: nobody who is recused, exact sizes, an even chance for all."""

import hashlib
import math
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import pytest

from domain.draws import pool as pools
from domain.draws import proofs
from domain.draws.canonical import keyed, text
from domain.draws.draw import Drawn, draw
from domain.draws.entropy import PUBLIC_CHAIN, BeaconRound, beacon_after
from domain.draws.pool import Pool, PoolObject, PoolOfficer, Recusal
from domain.draws.pool_freeze import Frozen, freeze
from domain.draws.rules import Department, DrawRules
from tests.draws.draws import CERTIFICATE, COMMITTED_AT, DRAW_AT, POLICY, WINDOW, many

SIMULATED = many(600, 10_000)
P_ABOVE = 0.01
SIZES = {"A": 60, "B": 20, "C": 12, "D": 3}
# 60 · 2 % = 1.2; 20 · 10 % = 2; 12 · 40 % = 4.8; 3 · 100 % = 3; half up.
DRAWN = {"A": 1, "B": 2, "C": 5, "D": 3}
OFFICERS = [f"officer-{number}" for number in range(9)]
OBJECTS = [
    PoolObject(f"{stratum}-{number}", stratum)
    for stratum, size in SIZES.items()
    for number in range(size)
]
EXCLUDED = [PoolObject(f"{stratum}-out", stratum, "CAP_REACHED") for stratum in SIZES]
RULES = DrawRules("T-2026-0001", POLICY, (Department("EDU"),), *WINDOW)
UNCONSTRAINED = Pool(
    (*OBJECTS, *EXCLUDED),
    tuple(
        PoolOfficer(name, "EDU", "320505", True, frozenset(), 1_000, CERTIFICATE)
        for name in OFFICERS
    ),
)
RECUSED = [
    Recusal(each.object_id, OFFICERS[(index * 7 + step) % len(OFFICERS)])
    for index, each in enumerate(OBJECTS)
    for step in range(index % 4)
]
# One that is always drawn, and for whom one officer is left.
RECUSED += [Recusal("D-0", name) for name in OFFICERS[1:]]
CONSTRAINED = replace(
    UNCONSTRAINED,
    officers=tuple(
        replace(
            officer,
            may_lead=index % 3 == 0,
            specialities=frozenset({"FIRE"} if index % 2 else ()),
            capacity=(8, 4, 20)[index % 3],
        )
        for index, officer in enumerate(UNCONSTRAINED.officers)
    ),
    recusals=tuple(RECUSED),
)
NEEDING_FIRE = replace(RULES, departments=(Department("EDU", 2, frozenset({"FIRE"})),))


@dataclass(frozen=True)
class Simulated:
    salt: bytes
    nonce: bytes
    revealed: BeaconRound
    frozen: Frozen
    drawn: Drawn

    @cached_property
    def known(self) -> dict[str, str]:
        return {pools.pseudonym(self.salt, each.object_id): each.object_id for each in OBJECTS}

    def names(self, pseudonyms: Sequence[str]) -> list[str]:
        """The objects behind these pseudonyms."""
        return [self.known[each] for each in pseudonyms]

    def officers(self) -> dict[str, str]:
        return {pools.officer_number(self.salt, name): name for name in OFFICERS}


def simulated(pool: Pool, rules: DrawRules, count: int = SIMULATED) -> Iterator[Simulated]:
    """As many draws, each with salt, nonce and beacon of its own; the same every time."""
    rng = random.Random(20261124)
    source = beacon_after(PUBLIC_CHAIN, COMMITTED_AT)
    for _ in range(count):
        salt, nonce, signature = rng.randbytes(32), rng.randbytes(32), rng.randbytes(48)
        frozen = freeze(
            pool,
            rules,
            source,
            pool_salt=salt,
            nonce=nonce,
            committed_at=COMMITTED_AT,
            draw_at=DRAW_AT,
            software="spotcheck test",
        )
        revealed = BeaconRound(signature.hex(), hashlib.sha256(signature).hexdigest())
        yield Simulated(salt, nonce, revealed, frozen, draw(frozen, nonce, revealed))


def test_sizes_are_exact_chances_even_and_loads_within_one() -> None:
    objects, more = Counter[str](), Counter[str]()
    for each in simulated(UNCONSTRAINED, RULES):
        names = each.names(each.drawn.drawn)
        assert Counter(name[0] for name in names) == DRAWN
        assert len(set(names)) == len(names)
        objects.update(names)

        loads = each.drawn.loads
        assert not each.drawn.unstaffed
        assert sum(loads.values()) == 2 * len(names)
        assert max(loads.values()) - min(loads.values()) <= 1
        known = each.officers()
        more.update(known[number] for number in loads if loads[number] == max(loads.values()))

    for stratum, size in SIZES.items():
        if DRAWN[stratum] < size:
            counts = [objects[f"{stratum}-{number}"] for number in range(size)]
            assert p_value(counts, DRAWN[stratum]) > P_ABOVE, stratum
    # 22 seats for 9 officers: 4 have three, the others two, and which 4 is chance too.
    assert p_value([more[name] for name in OFFICERS], 22 % 9) > P_ABOVE


def test_nobody_who_is_recused_unable_or_at_capacity_is_sent() -> None:
    away = {(each.object_id, each.officer_id) for each in RECUSED}
    facts = {each.officer_id: each for each in CONSTRAINED.officers}
    sent = unstaffed = 0
    for each in simulated(CONSTRAINED, NEEDING_FIRE):
        known, loads = each.officers(), Counter[str]()
        for team in each.drawn.teams:
            (name,) = each.names([team.object])
            officers = [known[number] for number in team.officers]
            assert len(set(officers)) == 2
            assert not away.intersection((name, officer) for officer in officers)
            assert facts[known[team.leader]].may_lead
            assert team.leader in team.officers
            assert any("FIRE" in facts[officer].specialities for officer in officers)
            loads.update(officers)
            sent += 1
        assert all(count <= facts[officer].capacity for officer, count in loads.items())
        unstaffed += len(each.drawn.unstaffed)
        assert len(each.drawn.teams) + len(each.drawn.unstaffed) == len(each.drawn.drawn)
    assert sent > SIMULATED
    assert unstaffed >= SIMULATED


def test_before_the_reveal_a_guess_is_no_better_than_chance() -> None:
    """Guesses five of stratum C from all that is public, and the beacon; knows the names too."""
    names = [each.object_id for each in OBJECTS if each.stratum == "C"]
    wanted, size = DRAWN["C"], SIZES["C"]
    hits = dict.fromkeys(("no nonce", "the commitment as nonce", "by name", "the first"), 0)
    for each in simulated(UNCONSTRAINED, RULES):
        drawn = set(each.names(each.drawn.drawn))
        for way in hits:
            hits[way] += len(drawn.intersection(guessed(way, each, names)[:wanted]))

    chance = wanted / size
    # Hypergeometric, over all draws.
    variance = SIMULATED * wanted * chance * (1 - chance) * (size - wanted) / (size - 1)
    for way, count in hits.items():
        assert abs(count - SIMULATED * wanted * chance) < 3.3 * math.sqrt(variance), way


def test_anyone_with_nonce_and_salt_would_know_all() -> None:
    """The other way round, so that the guesses above are known to be able to succeed."""
    names = [each.object_id for each in OBJECTS if each.stratum == "C"]
    for each in simulated(UNCONSTRAINED, RULES, 20):
        guess = set(guessed("everything", each, names)[: DRAWN["C"]])

        assert guess == {name for name in each.names(each.drawn.drawn) if name[0] == "C"}


def guessed(way: str, each: Simulated, names: list[str]) -> list[str]:
    """The names of one stratum in the order in which a guesser thinks they are drawn."""
    public = proofs.proof_before(each.frozen, (), revealed=each.revealed)
    commitment, notice = str(public["commitment"]), each.frozen.document
    entropy = f"BEACON|{PUBLIC_CHAIN.hash}|{notice['entropy']['round']}|{each.revealed.randomness}"
    nonce = {
        "no nonce": "",
        "the commitment as nonce": notice["nonce_commitment"],
        "everything": each.nonce.hex(),
    }
    if way == "the first":
        return names
    if way == "by name":
        return sorted(names, key=lambda name: hashlib.sha256(name.encode()).digest())
    seed = bytes.fromhex(
        hashlib.sha256(f"DR1|{commitment}|{entropy}|{nonce[way]}".encode()).hexdigest()
    )
    salt = each.salt if way == "everything" else b""
    label = pools.stratum_label(salt, "C")

    def score(name: str) -> str:
        message = f"OBJ|T-2026-0001|{label}|{pools.pseudonym(salt, name)}"
        return keyed(seed, message)

    return sorted(names, key=score)


def test_before_the_reveal_nothing_is_said_of_who_is_in_the_pool() -> None:
    for each in simulated(CONSTRAINED, NEEDING_FIRE, 5):
        document = text(proofs.proof_before(each.frozen, (), revealed=each.revealed))

        assert each.nonce.hex() not in document
        assert each.salt.hex() not in document
        assert each.drawn.seed not in document
        assert not [row for row in each.frozen.objects if row.pseudonym in document]
        assert not [row for row in each.frozen.officers if row.number in document]
        assert not [one for one in (*OBJECTS, *EXCLUDED) if one.object_id in document]


def p_value(counts: Sequence[int], drawn: int) -> float:
    """Of a chi-square test that each of N was drawn equally often, n of them at a time.

    Drawing without replacement narrows the spread by (N - n) / (N - 1), which is put back.
    """
    size, total = len(counts), sum(counts)
    expected = total / size
    raw = sum((count - expected) ** 2 / expected for count in counts)
    return survival(raw * (size - 1) / (size - drawn), size - 1)


def survival(value: float, degrees: int) -> float:
    """P(chi-square with so many degrees of freedom > value): 1 - the series of the lower gamma."""
    shape, x = degrees / 2, value / 2
    term = total = 1 / shape
    step = shape
    while term > total * 1e-15:
        step += 1
        term *= x / step
        total += term
    return 1 - total * math.exp(shape * math.log(x) - x - math.lgamma(shape))


@pytest.mark.parametrize(
    ("value", "degrees", "p"), [(3.841, 1, 0.05), (18.307, 10, 0.05), (76.154, 50, 0.01)]
)
def test_the_test_itself_gives_the_values_of_the_tables(
    value: float, degrees: int, p: float
) -> None:
    assert survival(value, degrees) == pytest.approx(p, rel=1e-3)


def test_the_test_itself_finds_a_favourite() -> None:
    counts = [500] * 12
    counts[0], counts[1] = 400, 600

    assert p_value(counts, 5) < P_ABOVE
