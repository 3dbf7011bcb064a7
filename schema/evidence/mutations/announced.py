"""Slots as clients declare them, and how they become what the rules read."""

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

import strawberry
from strawberry import UNSET

from domain import positions
from domain.evidence import contents
from domain.evidence.declaring import Declared
from domain.evidence.quotas import MOST_BYTES, MOST_SLOTS_AT_ONCE
from domain.evidence.terms import EvidenceKind
from domain.positions import Datum, Position
from schema.inputs import Faults, given, key_of
from schema.scalars import Sha256


@strawberry.input(description="Where the device was.")
class CapturePositionInput:
    latitude: float = strawberry.field(description="Degrees north.")
    longitude: float = strawberry.field(description="Degrees east.")
    accuracy_m: float | None = strawberry.field(default=None, description="Accuracy in metres.")
    datum: Datum = strawberry.field(description="The datum they are given in.")


@strawberry.input(description="One thing that will come.")
class EvidenceSlotInput:
    kind: EvidenceKind = strawberry.field(description="Photo, video, audio, document, screenshot.")
    sha256: Sha256 = strawberry.field(description="The hash of its bytes.")
    size: int = strawberry.field(
        description="How many bytes: photos and screenshots up to 50 MB, documents 100 MB, audio"
        " 200 MB, video 2,147,483,647 bytes."
    )
    media_type: str = strawberry.field(description="Its type, such as `image/jpeg`.")
    file_name: str | None = strawberry.field(
        default=UNSET, description="Its name, up to 200 characters; not for a complaint."
    )
    captured_at: dt.datetime | None = strawberry.field(
        default=UNSET, description="When it was captured, by the device's clock."
    )
    position: CapturePositionInput | None = strawberry.field(
        default=UNSET, description="Where it was captured; not for a complaint."
    )
    replaces_id: strawberry.ID | None = strawberry.field(
        default=UNSET, description="The evidence of the same owner that this is a new version of."
    )
    reason: str | None = strawberry.field(
        default=UNSET,
        description="Up to 500 characters: why there is a new version, or why it comes after the"
        " result was filed.",
    )


def read(slots: Sequence[EvidenceSlotInput]) -> list[Declared]:
    """What is declared. Raises InvalidInput with everything that is wrong in form."""
    faults = Faults()
    if not 1 <= len(slots) <= MOST_SLOTS_AT_ONCE:
        faults.number("slots.length", len(slots), least=1, most=MOST_SLOTS_AT_ONCE)
        faults.refuse()
    declared = [_slot(faults, f"slots[{i}]", slot) for i, slot in enumerate(slots)]
    replaced = [each.replaces_id for each in declared if each.replaces_id is not None]
    if len(set(replaced)) < len(replaced):
        faults.add("slots", "同一证据只能更新一次", "one thing is replaced once")
    faults.refuse()
    return declared


def _slot(faults: Faults, field: str, slot: EvidenceSlotInput) -> Declared:
    faults.number(f"{field}.size", slot.size, least=1, most=MOST_BYTES[slot.kind])
    if slot.media_type not in contents.MEDIA_TYPES[slot.kind]:
        taken = ", ".join(sorted(contents.MEDIA_TYPES[slot.kind]))
        faults.add(f"{field}.mediaType", f"此类证据只接收：{taken}", f"taken are: {taken}")
    replaces_id = _replaced(slot, f"{field}.replacesId")
    reason = faults.optional_text(f"{field}.reason", slot.reason, longest=500)
    if replaces_id is not None and reason is None:
        faults.add(f"{field}.reason", "更新证据须说明理由", "a new version needs a reason")
    return Declared(
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
    if not given(slot.replaces_id) or slot.replaces_id is None:
        return None
    return key_of("Evidence", slot.replaces_id, field)


def _position(faults: Faults, field: str, slot: EvidenceSlotInput) -> Position | None:
    place = slot.position
    if not given(place) or place is None:
        return None
    position = Position(place.latitude, place.longitude, place.datum, place.accuracy_m)
    faults.found.extend(positions.faults_of_position(position, field))
    return position
