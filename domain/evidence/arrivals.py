"""What arrived in a slot, once it was looked inside."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReceivedFile:
    """A file and what was made of it; the last four are there together, for a picture only.

    `media_type` is that of the content. Hashes are SHA-256, 32 bytes; width and height in pixels.
    """

    sha256: bytes
    size: int
    media_type: str
    width: int | None = None
    height: int | None = None
    derivative_sha256: bytes | None = None
    thumbnail_sha256: bytes | None = None
