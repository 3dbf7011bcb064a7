"""Evidence, how much of it has arrived, and pictures that were made public."""

import datetime as dt

import strawberry

from domain.evidence.terms import (
    EvidenceKind,
    EvidenceProgress,
    EvidenceState,
    EvidenceVerdict,
    OwnerKind,
)
from domain.positions import Datum
from schema.accounts.types import Officer
from schema.connections import Node
from schema.fields import field, optional
from schema.pages import order_of
from schema.scalars import Sha256


@strawberry.type(description="The position that a device reported when it captured something.")
class CapturePosition:
    latitude: float = field("Degrees north, in the datum named by `datum`.")
    longitude: float = field("Degrees east, in the datum named by `datum`.")
    accuracy_m: float | None = field(
        "The accuracy of the position in metres; null if the device reported none."
    )
    datum: Datum = field("The geodetic datum in which the coordinates were given.")
    wgs84_latitude: float | None = field("Degrees north, converted to WGS-84 to within a metre.")
    wgs84_longitude: float | None = field("Degrees east, converted to WGS-84 to within a metre.")


@strawberry.type(
    description="One file declared as evidence. Neither the declaration nor the file is ever "
    "changed: a correction is a new version with a reason."
)
class Evidence(Node):
    id: strawberry.ID = field("Opaque id of the evidence, `evid_…`.")
    owner_kind: OwnerKind = field("The kind of object that the evidence belongs to.")
    owner_id: strawberry.ID = field("The id of the object that the evidence belongs to.")
    kind: EvidenceKind = field(
        "Whether it is a photo, a video, an audio recording, a document or a screenshot."
    )
    sha256: Sha256 = field("The declared SHA-256 hash; an upload with another hash is refused.")
    size: int = field("The declared size of the file in bytes.")
    media_type: str = field("The declared media type; a file of another type is refused.")
    file_name: str | None = field(
        "The name of the file on the device; always null for a complaint."
    )
    captured_at: dt.datetime | None = field(
        "The moment of capture by the device's clock; null if not given."
    )
    captured_by: Officer | None = field(
        "The officer who captured it; null for a complaint, and where the caller may not see "
        "officers."
    )
    position: CapturePosition | None = field(
        "The position of capture as the device reported it; null for a complaint, and "
        "for callers who may not see the original."
    )
    declared_at: dt.datetime = field("The moment at which the evidence was declared.")
    state: EvidenceState = field("Whether the file is expected, received, refused or withdrawn.")
    received_at: dt.datetime | None = field(
        "The moment at which the file was complete, by the server's clock; null until then."
    )
    refusal: str | None = field("The code of the refusal, if the uploaded file was refused.")
    version_no: int = field("The number of this version, counted from 1.")
    replaces: "Evidence | None" = field(
        "The version that this one replaces; null for a first version."
    )
    superseded_at: dt.datetime | None = field(
        "The moment at which a later version was declared; null for the current version."
    )
    reason: str | None = field(
        "The reason for a new version, or for evidence that came after the result was filed."
    )
    withdrawn_at: dt.datetime | None = field(
        "The moment at which the evidence was withdrawn; null if it was not."
    )
    withdrawal_reason: str | None = field(
        "The reason for the withdrawal; null if the evidence was not withdrawn."
    )
    width: int | None = field("The width in pixels of a picture that has arrived; null otherwise.")
    height: int | None = field(
        "The height in pixels of a picture that has arrived; null otherwise."
    )
    url: str | None = field(
        "The address of a copy of the picture without the metadata that the camera "
        "recorded; null if it is no picture. Personal to the caller and valid for 15 to "
        "20 minutes."
    )
    thumbnail_url: str | None = field(
        "The address of a small copy of the picture, with the same limits as `url`."
    )
    original_url: str | None = field(
        "The address of the original file. For a complaint only the intake authority and "
        "oversight see it, for an inspection its officers, its auditors and oversight; "
        "null for everyone else. Every download is recorded."
    )
    seal: str | None = field(
        "The server's keyed hash over this entry, made when the file had arrived; null until then."
    )
    verdict: EvidenceVerdict = field(
        "Whether entry and file still match what was sealed; the file as of `checkedAt`."
    )
    verdict_zh: str = field("The verdict in words, in Chinese.")
    verdict_en: str = field("The verdict in words, in English.")
    checked_at: dt.datetime | None = field(
        "The moment at which the file was last compared with its hash; null before the first check."
    )
    released_at: dt.datetime | None = field(
        "The moment at which an auditor made the picture public; null while it is not."
    )


@strawberry.type(description="How much of the evidence for one object has arrived.")
class EvidenceSummary:
    id: strawberry.ID = field(
        "Opaque id of the summary, `evs_…`, by which caches tell it from others; `node` does not"
        " know it: fetch the owner again."
    )
    state: EvidenceProgress = field("Whether everything that was declared has arrived.")
    expected: int = field("The number of files declared, without those withdrawn or replaced.")
    received: int = field("The number of those files that have arrived.")
    missing: int = field("The number of those files that have not arrived yet.")
    items: list[Evidence] = field("All evidence in all versions, in the order of declaration.")


@strawberry.type(description="A picture of a published result that an auditor made public.")
class PublicPicture:
    url: str = field("The address at which anyone can view the picture.")
    thumbnail_url: str = field("The address of a small copy of the picture.")
    width: int | None = field("The width of the original in pixels.")
    height: int | None = field("The height of the original in pixels.")


@strawberry.input(description="Conditions that the evidence must meet.")
class EvidenceFilter:
    owner_kind: OwnerKind | None = optional(
        "Returns only evidence of this kind of owner, such as inspections or complaints."
    )
    kind: EvidenceKind | None = optional("Returns only evidence of this kind, such as photos.")


EvidenceOrder = order_of(
    "Evidence",
    "evidence",
    {
        "DECLARED_AT": "Order by the moment the evidence was declared.",
    },
)
