from dataclasses import replace

import pytest

from domain.draws.canonical import digest, keyed
from domain.draws.draw import NonceDoesNotFit, deal, draw, select
from domain.draws.entropy import BeaconRound, EntropyDoesNotFit
from tests.draws.draws import made


def test_the_same_is_drawn_no_matter_who_asks_and_how_often() -> None:
    each = made(7)

    assert draw(each.frozen, each.nonce, each.revealed) == each.drawn
    assert deal(each.frozen, select(each.frozen, each.nonce, each.revealed)) == each.drawn


def test_the_seed_and_a_score_by_hand() -> None:
    each = made(3, "BEACON")
    frozen, selection = each.frozen, each.drawn.selection

    message = f"DR1|{frozen.commitment}|{selection.entropy}|{each.nonce.hex()}"
    assert selection.seed == digest(message)
    for label, names in selection.rankings.items():
        key = bytes.fromhex(selection.seed)
        scores = [keyed(key, f"OBJ|{frozen.task_code}|{label}|{name}") for name in names]
        assert scores == sorted(scores)
        assert set(names) == {
            row.pseudonym for row in frozen.objects if row.is_eligible and row.stratum == label
        }


def test_another_nonce_is_refused() -> None:
    each = made(7)

    with pytest.raises(NonceDoesNotFit):
        draw(each.frozen, bytes(32), each.revealed)


def test_what_the_beacon_did_not_say_is_refused() -> None:
    each = made(3, "BEACON")
    assert isinstance(each.revealed, BeaconRound)

    with pytest.raises(EntropyDoesNotFit):
        draw(each.frozen, each.nonce, replace(each.revealed, randomness="0" * 64))


def test_other_chance_draws_others() -> None:
    one, other = made(75, "BEACON"), made(75, "FIGURE")

    assert one.drawn.seed != other.drawn.seed
