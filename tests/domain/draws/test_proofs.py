import json
from itertools import pairwise

import pytest

from domain.draws import proofs
from domain.draws.canonical import text
from domain.draws.proofs import TrailEntry
from domain.draws.verification import is_revealed, verify
from tests.draws.draws import COMMITTED_AT, DRAW_AT
from tests.draws.vectors import example

EACH = example()


def test_the_trail_before_the_reveal_shows_who_and_hides_of_what() -> None:
    before = proofs.proof_before(EACH.frozen, EACH.trail, "SEALED", revealed=EACH.revealed)
    after = EACH.proof()

    assert not is_revealed(before)
    assert "detail" not in text(before["trail"]).replace("detail_digest", "")
    assert EACH.drawn.seed not in text(before)
    kept = {"event", "at", "by", "hash", "previous", "detail_digest"}
    trails = [json.loads(text(each["trail"])) for each in (before, after)]
    assert [{key: entry[key] for key in kept} for entry in trails[1]] == trails[0]


def test_the_chain_begins_with_the_commitment_and_every_entry_holds_the_one_before() -> None:
    entries = proofs.chained(EACH.frozen.commitment, EACH.trail)

    assert entries[0]["previous"] == EACH.frozen.commitment
    for one, following in pairwise(entries):
        assert following["previous"] == one["hash"]
    other = proofs.chained(
        EACH.frozen.commitment, [TrailEntry("COMMITTED", COMMITTED_AT, "HEAD"), *EACH.trail[1:]]
    )
    assert other[-1]["hash"] != entries[-1]["hash"]


def test_a_slip_opens_one_row_and_no_other() -> None:
    one, other = EACH.pool.objects[:2]

    slip = proofs.slip(EACH.frozen, EACH.drawn, EACH.salt, one.object_id)

    assert slip["object_id"] == one.object_id
    assert len(text(slip)) < 2_000
    stolen = {**slip, "object_id": other.object_id}
    found = verify(json.loads(text(proofs.with_slips(EACH.proof(), [stolen]))))
    assert found.difference == "OPENING"


def test_before_the_reveal_a_slip_says_nothing_of_the_result() -> None:
    slip = proofs.slip(EACH.frozen, None, EACH.salt, EACH.pool.objects[0].object_id)

    assert slip["rank"] is None
    assert slip["is_drawn"] is None
    assert verify(json.loads(text(proofs.with_slips(EACH.proof(), [slip])))).is_valid


def test_who_is_not_in_the_pool_has_no_slip() -> None:
    with pytest.raises(KeyError):
        proofs.slip(EACH.frozen, EACH.drawn, EACH.salt, "obj-elsewhere")


def test_a_voided_draw_says_so_and_can_still_be_checked() -> None:
    detail = {"reason": "名单有误"}
    trail = [*EACH.trail, TrailEntry("VOIDED", DRAW_AT.replace(year=2027), "HEAD", detail)]
    proof = proofs.proof_after(
        EACH.frozen, EACH.drawn, EACH.nonce, EACH.revealed, trail, is_voided=True, reason="名单有误"
    )

    assert (proof["stage"], proof["reason"]) == ("VOIDED", "名单有误")
    assert verify(json.loads(text(proof))).is_valid


def test_a_proof_that_is_not_revealed_has_nothing_to_be_checked() -> None:
    found = verify(json.loads(text(EACH.before())))

    assert found.difference == "FORMAT"
    assert not is_revealed({"format": "DR3", "frozen": {}})


def test_where_it_differs_is_said() -> None:
    proof = json.loads(text(EACH.proof()))
    proof["teams"][1]["officers"].reverse()

    found = verify(proof)

    assert found.difference == "TEAM"
    assert found.where == "teams[1].officers[0]"
    assert not found.is_valid
