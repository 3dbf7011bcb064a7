"""Evidence as clients declare it, and its conversion to what the rules read."""

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

import strawberry

from domain import positions
from domain.evidence import contents
from domain.evidence.declarations import EvidenceDeclaration
from domain.evidence.quotas import MOST_BYTES, MOST_SLOTS_AT_ONCE
from domain.evidence.terms import EvidenceKind
from domain.positions import Datum, Position
from schema.fields import field, optional
from schema.inputs import InputFaults, is_given, key_of
from schema.scalars import Sha256


@strawberry.input(description="The position of the device at the time of capture.")
class CapturePositionInput:
    latitude: float = field("Degrees north of the equator; south is negative.")
    longitude: float = field("Degrees east of Greenwich; west is negative.")
    accuracy_m: float | None = strawberry.field(
        default=None,
        description="The accuracy of the position in metres, if the device reports one.",
    )
    datum: Datum = field("The geodetic datum of the coordinates.")


@strawberry.input(description="One file that will be uploaded as evidence.")
class EvidenceSlotInput:
    kind: EvidenceKind = field(
        "Whether it is a photo, a video, an audio recording, a document or a screenshot."
    )
    sha256: Sha256 = field("The SHA-256 hash of the file.")
    size: int = field(
        "The size of the file in bytes: up to 50 MB for a photo or screenshot, 100 MB "
        "for a document, 200 MB for audio and 2,147,483,647 bytes for video."
    )
    media_type: str = field("The media type of the file, such as `image/jpeg`.")
    file_name: str | None = optional(
        "The name of the file, up to 200 characters; must be left out for a complaint."
    )
    captured_at: dt.datetime | None = optional("The moment of capture by the device's clock.")
    position: CapturePositionInput | None = optional(
        "The position at which it was captured; must be left out for a complaint."
    )
    replaces_id: strawberry.ID | None = optional(
        "The id of the evidence, of the same owner, that this file corrects as a new version."
    )
    reason: str | None = optional(
        "The reason for a new version, or for evidence that comes after the result was "
        "filed; up to 500 characters."
    )


def read(slots: Sequence[EvidenceSlotInput]) -> list[EvidenceDeclaration]:
    """What is declared. Raises InvalidInput with all violations of form."""
    faults = InputFaults()
    if not 1 <= len(slots) <= MOST_SLOTS_AT_ONCE:
        faults.number("slots.length", len(slots), least=1, most=MOST_SLOTS_AT_ONCE)
        faults.refuse()
    declared = [_slot(faults, f"slots[{i}]", slot) for i, slot in enumerate(slots)]
    replaced = [each.replaces_id for each in declared if each.replaces_id is not None]
    if len(set(replaced)) < len(replaced):
        faults.add(
            "slots", "同一份证据一次只能更新一次", "must not replace the same evidence twice"
        )
    faults.refuse()
    return declared


def _slot(faults: InputFaults, field: str, slot: EvidenceSlotInput) -> EvidenceDeclaration:
    faults.number(f"{field}.size", slot.size, least=1, most=MOST_BYTES[slot.kind])
    if slot.media_type not in contents.MEDIA_TYPES[slot.kind]:
        taken = ", ".join(sorted(contents.MEDIA_TYPES[slot.kind]))
        faults.add(f"{field}.mediaType", f"此类证据只接收：{taken}", f"must be one of: {taken}")
    replaces_id = _replaced(slot, f"{field}.replacesId")
    reason = faults.optional_text(f"{field}.reason", slot.reason, longest=500)
    if replaces_id is not None and reason is None:
        faults.add(f"{field}.reason", "更新证据须说明理由", "must be given for a new version")
    return EvidenceDeclaration(
        slot.kind,
        slot.sha256,
        slot.size,
        slot.media_type,
        faults.optional_text(f"{field}.fileName", slot.file_name, longest=200),
        slot.captured_at or None,
        _position(faults, f"{field}.position", slot),
        replaces_id,
        reason,
    )


def _replaced(slot: EvidenceSlotInput, field: str) -> UUID | None:
    if not is_given(slot.replaces_id) or slot.replaces_id is None:
        return None
    return key_of("Evidence", slot.replaces_id, field)


def _position(faults: InputFaults, field: str, slot: EvidenceSlotInput) -> Position | None:
    place = slot.position
    if not is_given(place) or place is None:
        return None
    position = Position(place.latitude, place.longitude, place.datum, place.accuracy_m)
    faults.found.extend(positions.faults_of_position(position, field))
    return position
