"""Arrivals and signatures as phones send them, and their conversion into what the rules read."""

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

import strawberry

from domain.positions import Datum, Position, faults_of_position
from domain.refusals import InvalidInput
from domain.visits import record_signatures
from domain.visits.record_signatures import GivenSignatures, Signature, WitnessedRefusal
from domain.visits.terms import PositionProvider, SignatureParty, UnsignedBecause
from schema.fields import field
from schema.inputs import InputFaults, key_of
from schema.scalars import Sha256

_HASH = "SHA-256 of the canonical record that the signer read (docs/visit.md)."
_PICTURE = "Evidence of the visit that shows it, declared before."


@strawberry.input(description="Position of an officer's phone on arrival or departure.")
class ArrivalPositionInput:
    latitude: float = field("Latitude in degrees, north positive, in `datum`.")
    longitude: float = field("Longitude in degrees, east positive, in `datum`.")
    accuracy_m: float | None = strawberry.field(
        default=None, description="Accuracy of the position in metres, if the phone gave one."
    )
    datum: Datum = field("Geodetic datum of latitude and longitude.")
    provider: PositionProvider | None = strawberry.field(
        default=None, description="Source of the position, such as satellite or network."
    )
    is_mock: bool = strawberry.field(
        default=False, description="Whether the phone reports a mock location provider."
    )


@strawberry.input(description="A signature to record under a version of a record.")
class SignatureInput:
    party: SignatureParty = field("The party for whom the person signs.")
    name: str = field("Name of the person who signs, up to 100 characters.")
    capacity: str = field("Capacity in which the person signs, up to 100 characters.")
    record_hash: Sha256 = field(_HASH)
    signed_at: dt.datetime = field("When it was signed, by the phone's clock.")
    evidence_id: strawberry.ID | None = strawberry.field(default=None, description=_PICTURE)


@strawberry.input(description="A note on why the inspected party did not sign.")
class SignatureRefusalInput:
    because: UnsignedBecause = field("Whether the party refused to sign or nobody was present.")
    reason: str = field("Why the party did not sign, in words, up to 500 characters.")
    witness_name: str = field("Name of the witness, up to 100 characters.")
    witness_capacity: str = field("Capacity of the witness, up to 100 characters.")
    record_hash: Sha256 = field(_HASH)
    noted_at: dt.datetime = field("When it was noted, by the phone's clock.")
    evidence_id: strawberry.ID | None = strawberry.field(default=None, description=_PICTURE)


def read_signed(
    signatures: Sequence[SignatureInput],
    refusal: SignatureRefusalInput | None,
    offset_ms: int | None,
    *,
    now: dt.datetime,
    path: str = "signatures",
    is_list: bool = True,
) -> GivenSignatures:
    """Raises InvalidInput with every formal fault."""
    faults = InputFaults()
    if len(signatures) > record_signatures.MOST:
        faults.add(
            path,
            f"不得超过{record_signatures.MOST}个",
            f"must have {record_signatures.MOST} entries at most",
        )
        faults.refuse()
    found, pictures = [], []
    for i, given in enumerate(signatures):
        at = f"{path}[{i}]." if is_list else ""
        picture = _picture(f"{at}evidenceId", given.evidence_id)
        pictures.append((f"{at}evidenceId", picture))
        signature = Signature(
            given.party,
            faults.text(f"{at}name", given.name, longest=100),
            faults.text(f"{at}capacity", given.capacity, longest=100),
            given.record_hash.hex(),
            record_signatures.signed_at(given.signed_at, offset_ms, now=now, field=f"{at}signedAt"),
        )
        found.append((signature, picture))
    if is_list:
        faults.found += record_signatures.faults([each for each, _ in found], path)
    unsigned = None
    if refusal is not None:
        at = "signatureRefusal." if is_list else ""
        picture = _picture(f"{at}evidenceId", refusal.evidence_id)
        pictures.append((f"{at}evidenceId", picture))
        noted_at = record_signatures.signed_at(
            refusal.noted_at, offset_ms, now=now, field=f"{at}notedAt"
        )
        note = WitnessedRefusal(
            refusal.because,
            faults.text(f"{at}reason", refusal.reason, longest=500),
            faults.text(f"{at}witnessName", refusal.witness_name, longest=100),
            faults.text(f"{at}witnessCapacity", refusal.witness_capacity, longest=100),
            refusal.record_hash.hex(),
            noted_at,
        )
        unsigned = note, picture
    faults.refuse()
    return GivenSignatures(found, unsigned, pictures)


def read_position(given: ArrivalPositionInput | None) -> Position | None:
    """Raises InvalidInput for coordinates that are no position."""
    if given is None:
        return None
    place = Position(given.latitude, given.longitude, given.datum, given.accuracy_m)
    if faults := tuple(faults_of_position(place, "position")):
        raise InvalidInput(faults)
    return place


def _picture(field: str, text: str | None) -> UUID | None:
    return None if text is None else key_of("Evidence", text, field)
