"""Evidence: its slots, how far they have come, and pictures that became public."""

import datetime as dt
from enum import Enum

import strawberry
from strawberry import UNSET

from domain.evidence.terms import (
    EvidenceKind,
    EvidenceProgress,
    EvidenceState,
    EvidenceVerdict,
    OwnerKind,
)
from domain.positions import Datum
from schema.accounts.types import Officer
from schema.answering import said
from schema.connections import Connection, Node
from schema.ordering import Direction
from schema.scalars import Sha256


@strawberry.type(description="Where a device said it was when it captured something.")
class CapturePosition:
    latitude: float = said("Degrees north, as given.")
    longitude: float = said("Degrees east, as given.")
    accuracy_m: float | None = said("Accuracy in metres.")
    datum: Datum = said("The datum it was given in.")
    wgs84_latitude: float | None = said("Degrees north, WGS-84.")
    wgs84_longitude: float | None = said("Degrees east, WGS-84.")


@strawberry.type(
    description="One thing that was declared as evidence. What was declared never changes and what"
    " arrived is never replaced: a correction is a further version with a reason."
)
class Evidence(Node):
    id: strawberry.ID = said("Opaque id, `evid_…`.")
    owner_kind: OwnerKind = said("What it belongs to.")
    owner_id: strawberry.ID = said("The id of what it belongs to.")
    kind: EvidenceKind = said("Photo, video, audio, document or screenshot.")
    sha256: Sha256 = said("The declared hash, by which what arrives is recognised.")
    size: int = said("The declared number of bytes.")
    media_type: str = said("The declared type; bytes of another type are refused.")
    file_name: str | None = said("The file's name on the device; never for a complaint.")
    captured_at: dt.datetime | None = said("When the device says it was captured.")
    captured_by: Officer | None = said(
        "The officer who captured it; null for a complaint, and where the caller may not see officers."
    )
    position: CapturePosition | None = said(
        "Where, as the device says, for those who may see the original; never for a complaint."
    )
    declared_at: dt.datetime = said("When the server was told of it.")
    state: EvidenceState = said("Whether it is awaited, there, refused or withdrawn.")
    received_at: dt.datetime | None = said("When its bytes were complete, by the server's clock.")
    refusal: str | None = said("The code of the refusal that its bytes met.")
    version_no: int = said("Version, from 1.")
    replaces: "Evidence | None" = said("The version before.")
    superseded_at: dt.datetime | None = said("When a later version was declared.")
    reason: str | None = said("Why it came late, or why a later version was declared.")
    withdrawn_at: dt.datetime | None = said("When it was given up before it arrived.")
    withdrawal_reason: str | None = said("Why.")
    width: int | None = said("Pixels, for a picture that has arrived.")
    height: int | None = said("Pixels, for a picture that has arrived.")
    url: str | None = said(
        "Where to look at a copy without anything the camera wrote into the file, for pictures. Made"
        " out to the caller and good for 15 to 20 minutes."
    )
    thumbnail_url: str | None = said("The same, small.")
    original_url: str | None = said(
        "Where to download the file as it came. Of a complaint for intake and oversight, of an"
        " inspection for its officers, its auditors and oversight; null for everyone else. Every"
        " download is on record."
    )
    seal: str | None = said("The server's keyed hash over this entry when the bytes had arrived.")
    verdict: EvidenceVerdict = said(
        "Whether entry and file are what was sealed; the file as of `checkedAt`."
    )
    verdict_zh: str = said("The verdict in words, in Chinese.")
    verdict_en: str = said("The verdict in words, in English.")
    checked_at: dt.datetime | None = said("When the file was last compared with its hash.")
    released_at: dt.datetime | None = said("When an auditor made the picture public.")


@strawberry.type(description="How far the evidence of something has come.")
class EvidenceSummary:
    state: EvidenceProgress = said("Complete when everything declared has arrived.")
    expected: int = said("How many were declared, those withdrawn or replaced left out.")
    received: int = said("How many of them have arrived.")
    missing: int = said("How many of them have not.")
    items: list[Evidence] = said("All of it, all versions, in the order declared.")


@strawberry.type(description="A picture of a published result that an auditor released.")
class PublicPicture:
    url: str = said("Where everyone can look at it.")
    thumbnail_url: str = said("The same, small.")
    width: int | None = said("Pixels of the original.")
    height: int | None = said("Pixels of the original.")


@strawberry.input(description="Which evidence.")
class EvidenceFilter:
    owner_kind: OwnerKind | None = strawberry.field(
        default=UNSET, description="Of inspections, or of complaints."
    )
    kind: EvidenceKind | None = strawberry.field(default=UNSET, description="Of this kind.")


@strawberry.enum(description="What evidence is ordered by.")
class EvidenceOrderField(Enum):
    DECLARED_AT = strawberry.enum_value("DECLARED_AT", description="When it was declared.")


@strawberry.input(description="Order of evidence.")
class EvidenceOrder:
    field: EvidenceOrderField = strawberry.field(description="What to order by.")
    direction: Direction = strawberry.field(default=Direction.ASC, description="Which way.")


EvidenceConnection = Connection[Evidence]
