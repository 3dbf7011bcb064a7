"""Ways to tamper with a draw, each with the difference that must be named.

The crude ones edit the published proof. The careful ones do all hashes again; those are found by
what was announced before the draw, by the chain of the record, or by the draw itself.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from domain.draws import proofs
from domain.draws.canonical import digest, text
from domain.draws.differences import DifferenceKind as Kind
from domain.draws.draw import draw
from domain.draws.entropy import QUICKNET_KEY, BeaconRound
from domain.draws.pool_freeze import Frozen, freeze
from tests.draws.draws import COMMITTED_AT, DRAW_AT, Made

Proof = dict[str, Any]
Tampering = Callable[[Made, Proof], None]
KINDS: dict[str, tuple[Kind, Tampering]] = {}
SINCE: dict[str, int] = {}
"""The version from which on it is a tampering, where that is not the first."""


def tampered(made: Made, name: str) -> Proof:
    """The made draw's proof, opened for oversight and with one slip, tampered with in one way."""
    proof = whole(made)
    KINDS[name][1](made, proof)
    return proof


def whole(made: Made) -> Proof:
    """Everything that can stand in a proof at once."""
    proof = proofs.oversight_edition(made.proof(), made.pool, made.salt)
    slip = proofs.slip(made.frozen, made.drawn, made.salt, made.pool.objects[0].object_id)
    read: Proof = json.loads(text(proofs.with_slips(proof, [slip])))
    return read


def way(kind: Kind, since: int = 1) -> Callable[[Tampering], Tampering]:
    def kept(tampering: Tampering) -> Tampering:
        SINCE[tampering.__name__] = since
        KINDS[tampering.__name__] = (kind, tampering)
        return tampering

    return kept


def again(proof: Proof, *, trail: bool = True) -> None:
    """Do the hashes of what was frozen again, as a careful forger would."""
    frozen = Frozen.of(proof["frozen"])
    proof["commitment"], proof["notice"] = frozen.commitment, proofs.notice(frozen)
    if trail:
        rechained(proof)


def rechained(proof: Proof) -> None:
    previous = proof["commitment"]
    for entry in proof["trail"]:
        entry["previous"] = previous
        entry["detail_digest"] = digest(text(entry["detail"]))
        kept = {key: each for key, each in entry.items() if key not in ("detail", "hash")}
        previous = entry["hash"] = digest(text(kept))


@way(Kind.OBJECT_LIST)
def an_object_is_taken_off_the_list(_: Made, proof: Proof) -> None:
    del proof["frozen"]["objects"][3]


@way(Kind.OBJECT_LIST)
def an_object_is_put_on_the_list(_: Made, proof: Proof) -> None:
    label = next(iter(proof["frozen"]["strata"]))
    proof["frozen"]["objects"] = sorted([*proof["frozen"]["objects"], f"{'7' * 64}|{label}|1"])


@way(Kind.OBJECT_LIST)
def an_object_is_excluded_afterwards(made: Made, proof: Proof) -> None:
    lines = proof["frozen"]["objects"]
    index = next(i for i, line in enumerate(lines) if line.startswith(made.drawn.drawn[0]))
    lines[index] = lines[index][:-1] + "0"


@way(Kind.OBJECT_LIST)
def an_object_is_moved_to_another_stratum(made: Made, proof: Proof) -> None:
    lines = proof["frozen"]["objects"]
    name, label, flag = lines[0].split("|")
    other = next(each for each in proof["frozen"]["strata"] if each != label)
    lines[0] = f"{name}|{other}|{flag}"


@way(Kind.OBJECT_LIST)
def the_list_is_put_in_another_order(_: Made, proof: Proof) -> None:
    lines = proof["frozen"]["objects"]
    lines[0], lines[1] = lines[1], lines[0]


@way(Kind.LIST_ORDER)
def the_list_is_put_in_another_order_and_hashed_again(_: Made, proof: Proof) -> None:
    lines = proof["frozen"]["objects"]
    lines[0], lines[1] = lines[1], lines[0]
    again(proof)


@way(Kind.OFFICER_LIST)
def an_officers_certificate_is_said_to_hold(_: Made, proof: Proof) -> None:
    lines = proof["frozen"]["officers"]
    index = next(i for i, line in enumerate(lines) if line.split("|")[3] == "0")
    parts = lines[index].split("|")
    lines[index] = "|".join([*parts[:3], "1", *parts[4:]])


@way(Kind.RECUSALS)
def a_recusal_is_forgotten(_: Made, proof: Proof) -> None:
    del proof["frozen"]["recusals"][0]


@way(Kind.RULES)
def a_ratio_is_lowered(_: Made, proof: Proof) -> None:
    rule = next(each for each in proof["frozen"]["strata"].values() if "basis_points" in each)
    rule["basis_points"] -= 100


@way(Kind.RULES)
def the_rounding_is_changed(_: Made, proof: Proof) -> None:
    proof["frozen"]["rounding"] = "UP"
    again(proof)


@way(Kind.RULES)
def a_crowd_is_sent_to_every_object(_: Made, proof: Proof) -> None:
    proof["frozen"]["departments"][0]["per_object"] = 1_000_000
    again(proof)


@way(Kind.RULES)
def one_officer_goes_alone(_: Made, proof: Proof) -> None:
    proof["frozen"]["departments"][0]["per_object"] = 1
    again(proof)


@way(Kind.RULES)
def a_redraw_is_not_counted(_: Made, proof: Proof) -> None:
    proof["frozen"]["redraws"] += 1


@way(Kind.COMMITMENT)
def the_commitment_is_exchanged(_: Made, proof: Proof) -> None:
    proof["commitment"] = "0" * 64


@way(Kind.NOTICE)
def the_notice_announces_another_quantity(_: Made, proof: Proof) -> None:
    next(iter(proof["notice"]["counts"].values()))["drawn"] += 1


@way(Kind.BEFORE)
def the_whole_draw_is_made_again_with_another_nonce(made: Made, proof: Proof) -> None:
    nonce = bytes(32)
    frozen = freeze(
        made.pool,
        made.rules,
        made.frozen.source,
        pool_salt=made.salt,
        nonce=nonce,
        committed_at=COMMITTED_AT,
        draw_at=DRAW_AT,
        software="spotcheck test",
    )
    drawn = draw(frozen, nonce, made.revealed)
    forged = replace(made, frozen=frozen, nonce=nonce, drawn=drawn, replacements=())
    proof.clear()
    proof.update(whole(forged))


@way(Kind.NONCE)
def the_nonce_is_exchanged(_: Made, proof: Proof) -> None:
    proof["nonce"] = "ab" * 32


@way(Kind.ENTROPY)
def the_public_chance_is_exchanged(_: Made, proof: Proof) -> None:
    revealed = proof["revealed"]
    if "randomness" in revealed:
        revealed["randomness"] = "00" * 32
    elif "figure" in revealed:
        revealed["figure"] = "1234.56"
    else:
        revealed["shares"][0][1] = "00" * 32


@way(Kind.SEED)
def the_public_chance_is_exchanged_in_both_places(made: Made, proof: Proof) -> None:
    """Another signature of the beacon, hashed correctly; only the beacon itself can tell."""
    signature = "11" * 48
    randomness = hashlib.sha256(bytes.fromhex(signature)).hexdigest()
    proof["revealed"] = {"signature": signature, "randomness": randomness}
    kind, chain, number, _ = proof["entropy"].split("|")
    proof["entropy"] = "|".join((kind, chain, number, randomness))


@way(Kind.ENTROPY_SOURCE)
def the_beacons_round_was_known_already(_: Made, proof: Proof) -> None:
    proof["frozen"]["entropy"]["round"] -= 10_000
    again(proof)


@way(Kind.SEED)
def the_seed_is_exchanged(_: Made, proof: Proof) -> None:
    proof["seed"] = "cd" * 32


@way(Kind.QUANTITY)
def one_fewer_is_drawn(_: Made, proof: Proof) -> None:
    label = max(proof["quantities"], key=lambda each: proof["quantities"][each])
    proof["quantities"][label] -= 1


@way(Kind.RANKING)
def two_change_places_in_a_ranking(_: Made, proof: Proof) -> None:
    ranking = max(proof["rankings"].values(), key=len)
    ranking[0], ranking[-1] = ranking[-1], ranking[0]


@way(Kind.DRAWN)
def a_friend_is_not_drawn_and_somebody_else_is(made: Made, proof: Proof) -> None:
    drawn = set(proof["drawn"])
    other = next(row.pseudonym for row in made.frozen.objects if row.pseudonym not in drawn)
    proof["drawn"][0] = other


@way(Kind.ORDER)
def the_drawn_are_visited_in_another_order(_: Made, proof: Proof) -> None:
    proof["drawn"].reverse()


@way(Kind.TEAM)
def an_officer_is_exchanged_for_another(made: Made, proof: Proof) -> None:
    team = proof["teams"][0]
    away = made.frozen.recused.get(team["object"], frozenset())
    team["officers"][-1] = next(
        row.number
        for row in made.frozen.officers
        if row.is_eligible and row.number not in {*team["officers"], *away}
    )


@way(Kind.TEAM)
def a_team_is_left_out(_: Made, proof: Proof) -> None:
    del proof["teams"][-1]


@way(Kind.RECUSED)
def a_recused_officer_is_sent(made: Made, proof: Proof) -> None:
    team = next(each for each in proof["teams"] if made.frozen.recused.get(each["object"]))
    team["officers"][0] = min(made.frozen.recused[team["object"]])


@way(Kind.LEADER)
def another_officer_leads(_: Made, proof: Proof) -> None:
    team = proof["teams"][0]
    team["leader"] = next(each for each in team["officers"] if each != team["leader"])


@way(Kind.UNSTAFFED)
def an_object_without_a_team_is_kept_quiet(_: Made, proof: Proof) -> None:
    team = proof["teams"][0]
    found = {"object": team["object"], "department": team["department"]}
    proof["unstaffed"] = [] if proof["unstaffed"] else [found]


@way(Kind.TRAIL)
def somebody_else_is_said_to_have_drawn(_: Made, proof: Proof) -> None:
    proof["trail"][1]["by"] = "SYSTEM"


@way(Kind.TRAIL)
def something_that_happened_is_struck_out(_: Made, proof: Proof) -> None:
    del proof["trail"][1]


@way(Kind.TRAIL)
def the_approver_of_a_replacement_is_changed(_: Made, proof: Proof) -> None:
    proof["trail"][-1]["detail"]["approved_by"] = "TASK_MANAGER"


@way(Kind.TRAIL)
def another_seed_was_recorded_and_hashed_again(_: Made, proof: Proof) -> None:
    proof["trail"][1]["detail"]["seed"] = "ef" * 32
    rechained(proof)


@way(Kind.REPLACEMENT)
def somebody_chosen_comes_as_the_replacement(made: Made, proof: Proof) -> None:
    detail = next(each["detail"] for each in proof["trail"] if each["event"] == "REPLACED")
    row = next(
        row
        for row in made.frozen.officers
        if row.number not in {detail["into"], detail["out"]} and row.is_eligible
    )
    team = detail["teams"][0]
    team["officers"] = [row.number if each == detail["into"] else each for each in team["officers"]]
    detail["into"] = row.number
    rechained(proof)


@way(Kind.OPENING)
def an_institution_is_shown_somebody_elses_row(made: Made, proof: Proof) -> None:
    slip = proof["openings"][0]
    slip["pseudonym"] = next(
        row.pseudonym for row in made.frozen.objects if row.pseudonym != slip["pseudonym"]
    )


@way(Kind.OPENING)
def an_institution_is_told_that_it_was_not_drawn(_: Made, proof: Proof) -> None:
    slip = proof["openings"][0]
    slip["is_drawn"] = not slip["is_drawn"]


@way(Kind.SALT)
def the_salt_is_exchanged(_: Made, proof: Proof) -> None:
    proof["opened"]["pool_salt"] = "77" * 32


@way(Kind.REGISTRY)
def another_institution_is_said_to_stand_behind_a_row(_: Made, proof: Proof) -> None:
    proof["opened"]["objects"][0][0] = "obj-friend"


@way(Kind.REGISTRY)
def the_ground_of_an_exclusion_is_changed(_: Made, proof: Proof) -> None:
    row = next(each for each in proof["opened"]["objects"] if each[2] is not None)
    row[2] = "DISSOLVED"


@way(Kind.ROW)
def a_row_is_written_in_another_way(_: Made, proof: Proof) -> None:
    proof["frozen"]["recusals"][0] = proof["frozen"]["recusals"][0].upper()
    again(proof)


@way(Kind.ENTROPY_SOURCE, since=2)
def the_beacon_has_another_key(_: Made, proof: Proof) -> None:
    proof["frozen"]["entropy"]["public_key"] = QUICKNET_KEY
    again(proof)


@way(Kind.FORMAT, since=2)
def the_beacons_key_is_left_out(_: Made, proof: Proof) -> None:
    del proof["frozen"]["entropy"]["public_key"]
    again(proof)


@way(Kind.SIGNATURE, since=2)
def the_beacon_is_made_to_say_something_else(made: Made, proof: Proof) -> None:
    """The whole draw done again with what the beacon did not say: only its signature tells."""
    signature = "11" * 48
    randomness = hashlib.sha256(bytes.fromhex(signature)).hexdigest()
    revealed = BeaconRound(signature, randomness)
    drawn = draw(made.frozen, made.nonce, revealed)
    proof.clear()
    proof.update(whole(replace(made, revealed=revealed, drawn=drawn, replacements=())))


@way(Kind.FORMAT)
def a_part_is_missing(_: Made, proof: Proof) -> None:
    del proof["rankings"]
