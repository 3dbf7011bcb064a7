"""Forgeries with all hashes done again, that only the rules of the draw itself give away."""

import json
from collections.abc import Callable
from typing import Any

import pytest

import verify_draw
from domain.draws.differences import DifferenceKind as Kind
from domain.draws.verification import verify
from tests.draws.edits import again, rechained, whole
from tests.draws.vectors import example

Proof = dict[str, Any]
EACH = example(1)
"""Of version 1: those of version 2 are in test_readers_agree.py."""


def a_stratum_without_a_rule(proof: Proof) -> None:
    name, _, flag = proof["frozen"]["objects"][0].split("|")
    proof["frozen"]["objects"][0] = f"{name}|s{'0' * 12}|{flag}"


def too_many_departments(proof: Proof) -> None:
    proof["frozen"]["departments"] *= 21


def a_draw_before_its_commitment(proof: Proof) -> None:
    proof["frozen"]["draw_at"] = proof["frozen"]["committed_at"]


def another_algorithm(proof: Proof) -> None:
    proof["frozen"]["algorithm"] = "DR3"


def a_chain_that_counts_in_another_way(proof: Proof) -> None:
    proof["frozen"]["entropy"]["genesis"] += 30_000_000


def two_parties(proof: Proof) -> None:
    parties = [{"name": each, "is_outside": True, "commitment": each * 64} for each in "ab"]
    proof["frozen"]["entropy"] = {"kind": "PARTIES", "parties": parties}
    proof["revealed"] = {"shares": []}


def three_parties_with_one_share(proof: Proof) -> None:
    parties = [{"name": each, "is_outside": True, "commitment": "a" * 64} for each in "abc"]
    proof["frozen"]["entropy"] = {"kind": "PARTIES", "parties": parties}
    proof["revealed"] = {"shares": []}


def parties_of_the_authority_alone(proof: Proof) -> None:
    parties = [{"name": each, "is_outside": False, "commitment": each * 64} for each in "abc"]
    proof["frozen"]["entropy"] = {"kind": "PARTIES", "parties": parties}
    proof["revealed"] = {"shares": []}


def a_figure_that_was_published_already(proof: Proof) -> None:
    at = proof["frozen"]["committed_at"]
    proof["frozen"]["entropy"] = {"kind": "FIGURE", "source": "x", "published_at": at}
    proof["revealed"] = {"figure": "1"}


def the_same_object_twice(proof: Proof) -> None:
    name, label, flag = proof["frozen"]["objects"][0].split("|")
    other = next(each for each in proof["frozen"]["strata"] if each != label)
    rows = [f"{name}|{other}|{flag}", *proof["frozen"]["objects"]]
    proof["frozen"]["objects"] = sorted(rows)


def a_nonce_of_another_commitment(proof: Proof) -> None:
    proof["frozen"]["nonce_commitment"] = "0" * 64


FROZEN: dict[Callable[[Proof], None], Kind] = {
    a_stratum_without_a_rule: Kind.ROW,
    too_many_departments: Kind.RULES,
    a_draw_before_its_commitment: Kind.RULES,
    another_algorithm: Kind.RULES,
    a_chain_that_counts_in_another_way: Kind.ENTROPY_SOURCE,
    two_parties: Kind.ENTROPY_SOURCE,
    three_parties_with_one_share: Kind.ENTROPY_SOURCE,
    parties_of_the_authority_alone: Kind.ENTROPY_SOURCE,
    a_figure_that_was_published_already: Kind.ENTROPY_SOURCE,
    the_same_object_twice: Kind.LIST_ORDER,
    a_nonce_of_another_commitment: Kind.NONCE,
}


def drawn_too_early(proof: Proof) -> None:
    proof["trail"][1]["at"] = "2026-11-24T02:00:00Z"


def going_back_in_time(proof: Proof) -> None:
    proof["trail"][2]["at"] = "2026-11-24T02:00:00Z"


def beginning_without_a_commitment(proof: Proof) -> None:
    proof["trail"][0]["event"] = "APPROVED"


def replacing_one_who_was_not_there(proof: Proof) -> None:
    replaced(proof)["out"] = "0" * 24


def replacing_by_oneself(proof: Proof) -> None:
    detail = replaced(proof)
    detail["into"] = detail["out"]


def replacing_an_object_that_was_not_drawn(proof: Proof) -> None:
    drawn = set(proof["drawn"])
    name = next(row.pseudonym for row in EACH.frozen.objects if row.pseudonym not in drawn)
    replaced(proof).update(kind="OBJECT", object=name, out=name, department=None)


def replaced(proof: Proof) -> dict[str, Any]:
    detail: dict[str, Any] = next(
        each["detail"] for each in proof["trail"] if each["event"] == "REPLACED"
    )
    return detail


RECORDED: dict[Callable[[Proof], None], Kind] = {
    drawn_too_early: Kind.TRAIL,
    going_back_in_time: Kind.TRAIL,
    beginning_without_a_commitment: Kind.TRAIL,
    replacing_one_who_was_not_there: Kind.REPLACEMENT,
    replacing_by_oneself: Kind.REPLACEMENT,
    replacing_an_object_that_was_not_drawn: Kind.REPLACEMENT,
}


def named(proof: Proof) -> Kind:
    """What both find, which must be the same."""
    with pytest.raises(verify_draw.Difference) as found:
        verify_draw.verify(proof)
    assert verify(proof).difference == found.value.code
    return Kind[found.value.code]


@pytest.mark.parametrize("forge", FROZEN, ids=lambda forge: forge.__name__)
def test_what_must_not_be_frozen_is_found(forge: Callable[[Proof], None]) -> None:
    proof = whole(EACH)
    forge(proof)
    again(proof)

    assert named(proof) == FROZEN[forge]


@pytest.mark.parametrize("forge", RECORDED, ids=lambda forge: forge.__name__)
def test_what_must_not_be_recorded_is_found(forge: Callable[[Proof], None]) -> None:
    proof = whole(EACH)
    forge(proof)
    rechained(proof)

    assert named(proof) == RECORDED[forge]


def test_a_slip_that_opens_something_else_is_found() -> None:
    proof = whole(EACH)
    slip = proof["openings"][0]
    slip["object_id"] = "obj-elsewhere"
    slip["pseudonym"] = verify_draw.sha256(f"{slip['opening']}|obj-elsewhere")

    assert named(proof) == Kind.OPENING


def test_the_forger_knows_how_to_hash() -> None:
    """Otherwise the tests above would find the hashes, and nothing else."""
    proof = whole(EACH)
    before = json.dumps(proof, sort_keys=True)

    again(proof)

    assert json.dumps(proof, sort_keys=True) == before
