"""The signature of a beacon's round: BLS on the curve BLS12-381, as drand's quicknet makes it.

The scheme is `bls-unchained-g1-rfc9380`: the signature is a point of G1, the key one of G2, and what is
signed is the SHA-256 of the round's eight bytes.
"""

import hashlib

from py_arkworks_bls12381 import GT, G1Point, G2Point

SUITE = b"BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_"
_SIGNATURE_BYTES = 48


def is_signed(public_key: str, round: int, signature: str) -> bool:
    """Whether the holder of this key signed this round; key and signature are in hexadecimal digits.

    Takes 3 ms. What is no key signs nothing.
    """
    if len(signature) != 2 * _SIGNATURE_BYTES or not 0 <= round < 2**64:
        return False
    try:
        key = _key(public_key)
        signed = G1Point.from_compressed_bytes(bytes.fromhex(signature))
    except ValueError:
        return False
    return GT.pairing_check([signed, -message(round)], [G2Point(), key])


def message(round: int) -> G1Point:
    """What is signed."""
    hashed = hashlib.sha256(round.to_bytes(8, "big")).digest()
    return G1Point.hash_to_curve(hashed, SUITE)


def refuse_no_key(public_key: str) -> None:
    """ValueError for what is no point of the group, and for the one with which everything is signed."""
    _key(public_key)


def _key(public_key: str) -> G2Point:
    key = G2Point.from_compressed_bytes(bytes.fromhex(public_key))
    if key == G2Point.identity():
        raise ValueError("no key: the point at infinity")
    return key
