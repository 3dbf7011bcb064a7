"""The signatures of a beacon, with rounds that drand's quicknet published."""

import hashlib
import struct

import pytest

from domain.draws.entropy import CHAINS, QUICKNET, QUICKNET_KEY
from persistence.draws.beacons import is_signed, refuse_no_key

ROUND_1000 = "b44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125e342b73a8dd2bacbe47e4b6b63ed5e39"
ROUND_1001 = "b33bf3667cbd5a82de3a24b4e0e9fe5513cc1a0e840368c6e31f5fcfa79bea03f73896b25883abf2853d10337fb8fa41"
INFINITY = "c0" + "00" * 95


def test_real_rounds_of_quicknet_are_signed_with_its_key() -> None:
    assert is_signed(QUICKNET_KEY, 1000, ROUND_1000)
    assert is_signed(QUICKNET_KEY, 1001, ROUND_1001)


def test_the_key_is_the_one_that_the_chains_hash_names() -> None:
    """As drand hashes a chain: period, genesis, key, the hash of the group at the start, and its name."""
    genesis, period = CHAINS[QUICKNET]
    group = "f477d5c89f21a17c863a7f937c6a6d15859414d2be09cd448d4279af331c5d3e"
    parts = struct.pack(">Iq", period, genesis) + bytes.fromhex(QUICKNET_KEY + group) + b"quicknet"

    assert hashlib.sha256(parts).hexdigest() == QUICKNET


@pytest.mark.parametrize(
    "signature",
    [ROUND_1001, "", "aa", "5a" * 48, "00" * 48, "ff" * 48, "c0" + "00" * 47, "5a" * 96],
    ids=["another round", "empty", "short", "no point", "zeros", "ones", "infinity", "long"],
)
def test_what_quicknet_did_not_sign_is_refused(signature: str) -> None:
    assert not is_signed(QUICKNET_KEY, 1000, signature)


@pytest.mark.parametrize(
    "key", [INFINITY, "00" * 96, QUICKNET_KEY[:-2] + "00"], ids=["infinity", "zeros", "another"]
)
def test_what_is_no_key_signs_nothing(key: str) -> None:
    """With the point at infinity as its key, everything would be signed by a signature of nothing."""
    assert not is_signed(key, 1000, ROUND_1000)
    assert not is_signed(key, 1000, "c0" + "00" * 47)
    with pytest.raises(ValueError, match=r".+"):
        refuse_no_key(key)


def test_a_round_is_a_number_of_eight_bytes() -> None:
    assert not is_signed(QUICKNET_KEY, 2**64, ROUND_1000)
    assert not is_signed(QUICKNET_KEY, -1, ROUND_1000)
