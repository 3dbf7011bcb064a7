"""Forgeries done again from end to end, by the file's own hand: the server, the file and the page read
each of them alike, and none of them passes."""

import contextlib
import copy
import hashlib
import json
from collections.abc import Callable
from typing import Any

import pytest

import verify_draw
from domain.draws.canonical import text
from domain.draws.entropy import DEFAULT, QUICKNET
from domain.draws.verification import verify
from tests.draws.test_page import Opened, checked, opened
from tests.draws.vectors import of_kind

__all__ = ["opened"]

Proof = dict[str, Any]
Forgery = Callable[[Proof], None]
EACH = {
    (kind, version): json.loads(text(of_kind(kind, version).proof()))
    for kind, version in (
        ("beacon", 1),
        ("beacon", 2),
        ("figure", 1),
        ("parties", 1),
        ("parties", 2),
    )
}
FORGERIES: dict[tuple[str, int], tuple[str, str, Forgery]] = {}
"""By name and version."""


def forgery(code: str, kind: str = "beacon", *, since: int = 1) -> Callable[[Forgery], Forgery]:
    def kept(forge: Forgery) -> Forgery:
        for version in (1, 2):
            if version >= since and (kind, version) in EACH:
                FORGERIES[forge.__name__, version] = (kind, code, forge)
        return forge

    return kept


def done_again(proof: Proof) -> None:
    """The whole draw from what is frozen now, without replacements, and every hash."""
    frozen = proof["frozen"]
    frozen["nonce_commitment"] = verify_draw.sha256(proof["nonce"])
    proof["commitment"] = verify_draw.sha256(verify_draw.canonical(frozen))
    proof["notice"] = verify_draw.notice_of(frozen)
    proof["entropy"] = verify_draw.entropy_of(frozen, proof["revealed"])
    message = f"DR1|{proof['commitment']}|{proof['entropy']}|{proof['nonce']}"
    proof["seed"] = verify_draw.sha256(message)
    key = bytes.fromhex(proof["seed"])
    counts = proof["notice"]["counts"]
    proof["quantities"] = {label: each["drawn"] for label, each in counts.items()}
    objects, officers = verify_draw.check_lists(frozen)
    scores = verify_draw.ranked(frozen, objects, key)
    proof["rankings"] = {label: [row[2] for row in rows] for label, rows in scores.items()}
    quantities = proof["quantities"]
    first = sorted(row for label, rows in scores.items() for row in rows[: quantities[label]])
    proof["drawn"] = [name for _, name, _ in first]
    decks = {
        each["code"]: verify_draw.Deck(each, frozen, officers, key)
        for each in frozen["departments"]
    }
    proof["teams"], proof["unstaffed"] = [], []
    for name in proof["drawn"]:
        for code, deck in decks.items():
            if (team := deck.team(name)) is None:
                proof["unstaffed"].append({"object": name, "department": code})
            else:
                proof["teams"].append(deck.team_document(name, team))
    proof["trail"] = [entry for entry in proof["trail"] if entry["event"] != "REPLACED"]
    for entry in proof["trail"]:
        if entry["event"] == "COMMITTED":
            entry["at"] = frozen["committed_at"]
        if entry["detail"].get("seed") is not None:
            entry["detail"]["seed"] = proof["seed"]
    rechained(proof)


def rechained(proof: Proof) -> None:
    previous = proof["commitment"]
    for entry in proof["trail"]:
        entry["previous"] = previous
        entry["detail_digest"] = verify_draw.sha256(verify_draw.canonical(entry["detail"]))
        kept = {key: each for key, each in entry.items() if key not in ("detail", "hash")}
        previous = entry["hash"] = verify_draw.sha256(verify_draw.canonical(kept))


def ruled(proof: Proof, rule: Any) -> None:
    strata = proof["frozen"]["strata"]
    strata[next(iter(strata))] = rule


def sent(proof: Proof) -> Any:
    return proof["frozen"]["departments"][0]


def chance(proof: Proof) -> Any:
    return proof["frozen"]["entropy"]


def renamed(proof: Proof, name: str) -> None:
    """The first party under another name, with a commitment that fits it."""
    party = chance(proof)["parties"][0]
    secrets = dict(proof["revealed"]["shares"])
    secrets[name] = secrets.pop(verify_draw.name_of(party))
    message = f"DR1-PARTY|{proof['frozen']['task_code']}|{name}|{secrets[name]}"
    party["party" if "party" in party else "name"] = name
    party["commitment"] = verify_draw.sha256(message)
    proof["revealed"]["shares"] = [list(pair) for pair in secrets.items()]


def happened(proof: Proof, event: str, **detail: str) -> None:
    entry = {"event": event, "at": "2026-12-24T00:00:00Z", "by": "HEAD", "detail": detail}
    proof["trail"].append({**entry, "hash": ""})


@forgery("FORMAT")
def a_count_below_nothing(proof: Proof) -> None:
    ruled(proof, {"count": -1})


@forgery("FORMAT")
def a_ratio_above_everything(proof: Proof) -> None:
    ruled(proof, {"basis_points": 20_000, "minimum": 0})


@forgery("FORMAT")
def a_minimum_below_nothing(proof: Proof) -> None:
    ruled(proof, {"basis_points": 0, "minimum": -4})


@forgery("FORMAT")
def a_truth_for_a_number(proof: Proof) -> None:
    ruled(proof, {"count": True})


@forgery("FORMAT")
def a_text_for_a_number(proof: Proof) -> None:
    ruled(proof, {"count": "3"})


@forgery("FORMAT")
def two_rules_in_one(proof: Proof) -> None:
    ruled(proof, {"count": 2, "basis_points": 1, "minimum": 0})


@forgery("FORMAT")
def a_text_for_a_list(proof: Proof) -> None:
    sent(proof)["specialities"] = "LEAD"


@forgery("FORMAT")
def a_text_for_a_flag(proof: Proof) -> None:
    sent(proof)["by_group"] = "no"


@forgery("RULES")
def nobody_is_sent(proof: Proof) -> None:
    proof["frozen"]["departments"] = []


@forgery("RULES")
def a_department_is_sent_twice(proof: Proof) -> None:
    proof["frozen"]["departments"] *= 2


@forgery("FORMAT")
def a_window_of_nothing(proof: Proof) -> None:
    proof["frozen"]["window"] = ["x"]


@forgery("FORMAT")
def a_window_that_ends_before_it_begins(proof: Proof) -> None:
    proof["frozen"]["window"].reverse()


@forgery("FORMAT")
def a_task_with_a_separator(proof: Proof) -> None:
    proof["frozen"]["task_code"] = "T|1"


@forgery("FORMAT")
def fewer_than_no_redraws(proof: Proof) -> None:
    proof["frozen"]["redraws"] = -1


@forgery("FORMAT")
def something_more_was_frozen(proof: Proof) -> None:
    proof["frozen"]["note"] = "x"


@forgery("FORMAT")
def something_more_is_published(proof: Proof) -> None:
    proof["note"] = "x"


@forgery("FORMAT")
def a_moment_that_is_read_in_two_ways(proof: Proof) -> None:
    proof["frozen"]["draw_at"] = "2026-11-25T1:0:0Z"


@forgery("FORMAT")
def a_day_that_is_none(proof: Proof) -> None:
    proof["frozen"]["committed_at"] = "2026-02-30T01:00:00Z"


@forgery("NONCE")
def a_nonce_that_can_be_guessed(proof: Proof) -> None:
    proof["nonce"] = ""


@forgery("NONCE")
def a_nonce_in_capitals(proof: Proof) -> None:
    proof["nonce"] = proof["nonce"].upper()


@forgery("ENTROPY_SOURCE")
def chance_that_comes_after_the_draw(proof: Proof) -> None:
    chance(proof)["round"] += 10_000_000


@forgery("ENTROPY_SOURCE")
def a_chain_that_is_no_hash(proof: Proof) -> None:
    chance(proof)["chain"] = "constructor"


@forgery("ENTROPY_SOURCE")
def a_chain_that_stands_still(proof: Proof) -> None:
    chance(proof).update(chain="a" * 64, genesis=1_800_000_000, period=0)


@forgery("FORMAT")
def a_round_before_the_first(proof: Proof) -> None:
    chance(proof).update(chain="a" * 64, genesis=1_900_000_000, round=-100)


@forgery("ENTROPY")
def a_signature_in_capitals(proof: Proof) -> None:
    proof["revealed"]["signature"] = proof["revealed"]["signature"].upper()


@forgery("ENTROPY")
def a_signature_that_is_none(proof: Proof) -> None:
    proof["revealed"]["signature"] = "aa"
    proof["revealed"]["randomness"] = hashlib.sha256(b"\xaa").hexdigest()


@forgery("FORMAT")
def chance_of_two_kinds(proof: Proof) -> None:
    proof["revealed"]["figure"] = "1"


@forgery("ENTROPY_SOURCE", "figure")
def a_figure_without_a_source(proof: Proof) -> None:
    chance(proof)["source"] = ""


@forgery("ENTROPY_SOURCE", "parties")
def a_party_with_a_separator(proof: Proof) -> None:
    renamed(proof, "a|b")


@forgery("ENTROPY_SOURCE", "parties")
def a_party_without_a_name(proof: Proof) -> None:
    renamed(proof, "")


@forgery("FORMAT", "parties")
def a_party_from_somewhere(proof: Proof) -> None:
    chance(proof)["parties"][0]["is_outside"] = "no"


@forgery("FORMAT", "parties")
def a_share_that_is_said_twice(proof: Proof) -> None:
    shares = proof["revealed"]["shares"]
    shares.insert(0, [shares[0][0], "00" * 16])


@forgery("ENTROPY_SOURCE", since=2)
def a_known_chain_with_a_key_of_ones_own(proof: Proof) -> None:
    chance(proof).update(chain=QUICKNET, genesis=1_692_803_367, period=3, round=34_000_000)


@forgery("ENTROPY_SOURCE", since=2)
def a_chain_whose_rounds_are_chained(proof: Proof) -> None:
    chance(proof).update(chain=DEFAULT, genesis=1_595_431_050, period=30, round=7_000_000)


@forgery("ENTROPY_SOURCE", since=2)
def a_key_in_capitals(proof: Proof) -> None:
    source = chance(proof)
    source["public_key"] = source["public_key"].upper()
    counting = f"{source['genesis']}|{source['period']}"
    source["chain"] = verify_draw.sha256(f"DR2-CHAIN|{source['public_key']}|{counting}")


@forgery("ENTROPY_SOURCE", since=2)
def a_chain_that_counts_in_another_way_than_its_hash_says(proof: Proof) -> None:
    chance(proof)["period"] += 1


@forgery("FORMAT", since=2)
def a_key_that_is_none(proof: Proof) -> None:
    chance(proof)["public_key"] = None


@forgery("FORMAT", since=2)
def the_second_version_called_the_first(proof: Proof) -> None:
    proof["format"] = "DR1"


@forgery("RULES", since=2)
def the_algorithm_of_the_first_version(proof: Proof) -> None:
    proof["frozen"]["algorithm"] = "DR1-HMAC-SHA256"


@forgery("ENTROPY_SOURCE", "parties", since=2)
def less_time_than_was_agreed(proof: Proof) -> None:
    chance(proof)["reveal_by"] = proof["frozen"]["committed_at"]


@forgery("FORMAT", "parties", since=2)
def more_time_than_anybody_can_want(proof: Proof) -> None:
    chance(proof)["parties"][0]["minutes"] = 121


@forgery("FORMAT", "parties", since=2)
def no_time_at_all(proof: Proof) -> None:
    chance(proof)["parties"][0]["minutes"] = 0


@forgery("FORMAT", "parties", since=2)
def an_office_in_one_language(proof: Proof) -> None:
    del chance(proof)["parties"][0]["office"]["en"]


@forgery("ENTROPY_SOURCE", "parties", since=2)
def an_office_that_is_not_said(proof: Proof) -> None:
    chance(proof)["parties"][0]["office"]["zh"] = ""


@forgery("ENTROPY_SOURCE", "parties", since=2)
def an_organisation_without_a_name(proof: Proof) -> None:
    chance(proof)["parties"][0]["name"] = ""


@forgery("ENTROPY_SOURCE", "parties", since=2)
def one_party_that_stands_there_twice(proof: Proof) -> None:
    parties = chance(proof)["parties"]
    parties[1]["party"] = parties[0]["party"]


@forgery("FORMAT", "parties", since=2)
def a_party_that_is_not_identified(proof: Proof) -> None:
    del chance(proof)["parties"][0]["party"]


@forgery("TRAIL")
def a_draw_that_is_not_recorded(proof: Proof) -> None:
    del proof["trail"][1:]


@forgery("TRAIL")
def a_draw_that_is_recorded_twice(proof: Proof) -> None:
    happened(proof, "DRAWN")


@forgery("TRAIL")
def a_void_draw_shown_as_one_that_holds(proof: Proof) -> None:
    happened(proof, "VOIDED", reason="x")


@forgery("TRAIL")
def a_draw_that_holds_shown_as_void(proof: Proof) -> None:
    proof["stage"] = "VOIDED"


@forgery("TRAIL")
def another_reason_than_the_one_recorded(proof: Proof) -> None:
    happened(proof, "VOIDED", reason="x")
    proof.update(stage="VOIDED", reason="y")


@forgery("FORMAT")
def a_stage_in_which_nothing_is_shown(proof: Proof) -> None:
    proof["stage"] = "SEALED"


@forgery("TRAIL")
def a_seed_of_nothing(proof: Proof) -> None:
    proof["trail"][1]["detail"]["seed"] = None


@forgery("FORMAT")
def half_a_character(proof: Proof) -> None:
    proof["trail"][0]["by"] = "\ud800"


@forgery("FORMAT")
def a_key_that_sorts_in_two_ways(proof: Proof) -> None:
    proof["trail"][0]["detail"] = {"\uffee": 1, "\U0001f600": 2}


@forgery("FORMAT")
def a_number_that_not_all_hold(proof: Proof) -> None:
    proof["trail"][0]["detail"] = {"a": 2**53}


def forged(name: tuple[str, int]) -> str:
    kind, _, forge = FORGERIES[name]
    proof = copy.deepcopy(EACH[kind, 1 if kind == "figure" else name[1]])
    forge(proof)
    # Some are so far from a draw that not even the forger can go on.
    with contextlib.suppress(verify_draw.Difference, TypeError, ValueError):
        done_again(proof)
    return json.dumps(proof)


def of_file(proof: str) -> str:
    try:
        verify_draw.verify(json.loads(proof))
    except verify_draw.Difference as difference:
        return difference.code
    return "SAME"


@pytest.mark.parametrize("name", FORGERIES, ids=lambda name: f"{name[0]} {name[1]}")
def test_the_file_and_the_server_name_the_forgery(name: tuple[str, int]) -> None:
    proof = forged(name)

    assert of_file(proof) == FORGERIES[name][1]
    assert verify(json.loads(proof)).difference == FORGERIES[name][1]


async def test_the_page_names_every_forgery(opened: Opened) -> None:
    page = await opened("/verify")

    found = await checked(page, [forged(name) for name in FORGERIES])

    assert dict(zip(FORGERIES, found, strict=True)) == {
        name: code for name, (_, code, _) in FORGERIES.items()
    }


@pytest.mark.parametrize("kind", EACH, ids=lambda kind: f"{kind[0]} {kind[1]}")
def test_the_forger_makes_a_draw_that_holds(kind: tuple[str, int]) -> None:
    """Otherwise the tests above would find the forger's mistakes, and nothing else."""
    proof = copy.deepcopy(EACH[kind])
    done_again(proof)
    happened(proof, "VOIDED", reason='\U0001f600 \u2028 \x7f "')
    rechained(proof)
    proof.update(stage="VOIDED", reason='\U0001f600 \u2028 \x7f "')

    assert of_file(json.dumps(proof)) == "SAME"
    assert verify(proof).is_valid
