"""A beacon for tests: a chain whose private key lies open here, so that any of its rounds can be signed.

Nobody may believe it. Only an installation for trials knows it, and every draw over it names its key.
"""

import hashlib
from typing import Any

from py_arkworks_bls12381 import G2Point, Scalar

from domain.draws.entropy import Beacon, BeaconRound, own_chain
from persistence.draws import beacons

_PRIVATE_KEY = Scalar(20_261_130)
CHAIN = own_chain((G2Point() * _PRIVATE_KEY).to_compressed_bytes().hex(), 1_692_803_367, 3)


def signed(round: int) -> BeaconRound:
    """What the beacon says in this round."""
    signature = (beacons.message(round) * _PRIVATE_KEY).to_compressed_bytes()
    return BeaconRound(signature.hex(), hashlib.sha256(signature).hexdigest())


def revelation(source: Beacon | dict[str, Any]) -> dict[str, Any]:
    """As a task manager enters it; also of a source as a notice has it."""
    each = signed(source.round if isinstance(source, Beacon) else source["round"])
    return {"beacon": {"signature": each.signature, "randomness": each.randomness}}
