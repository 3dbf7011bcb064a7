"""What a file is by its first bytes."""

from domain.evidence.contents import (
    ActiveContentNotAccepted,
    ArchiveNotAccepted,
    ExecutableNotAccepted,
    TypeNotAccepted,
)

HEAD = 4096

ISO = "video/mp4"
"""Any ISO base media file: which of the family, its boxes tell."""
_ISO_PICTURES = (b"heic", b"heix", b"hevc", b"hevx", b"mif1", b"msf1", b"avif", b"avis", b"crx ")

_ARCHIVES = (
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"PK\x07\x08",
    b"Rar!\x1a\x07",
    b"7z\xbc\xaf\x27\x1c",
    b"\x1f\x8b",
    b"BZh",
    b"\xfd7zXZ\x00",
    b"\x28\xb5\x2f\xfd",
    b"\x04\x22\x4d\x18",
    b"MSCF",
    b"!<arch>",
    b"xar!",
)
_PROGRAMS = (
    b"MZ",
    b"\x7fELF",
    b"\xfe\xed\xfa\xce",
    b"\xfe\xed\xfa\xcf",
    b"\xce\xfa\xed\xfe",
    b"\xcf\xfa\xed\xfe",
    b"\xca\xfe\xba\xbe",
    b"dex\n",
    b"\x00asm",
    b"L\x00\x00\x00\x01\x14\x02\x00",
    b"#!",
)
TAGS = (b"<html", b"<svg", b"<script", b"<iframe", b"<body", b"<!doctype", b"<?xml", b"<?php")


def media_type_of(head: bytes) -> str:
    """The type that the beginning shows. Raises ContentRefused for what is never taken."""
    if found := _taken(head):
        return found
    if head.startswith(_ARCHIVES) or head[257:262] == b"ustar" or head[2:5] == b"-lh":
        raise ArchiveNotAccepted
    if head.startswith(_PROGRAMS):
        raise ExecutableNotAccepted
    if is_active(head):
        raise ActiveContentNotAccepted
    raise TypeNotAccepted


def is_active(text: bytes) -> bool:
    """Whether a browser, or a PHP server, would run it; also in UTF-16."""
    text = text.replace(b"\x00", b"").lower()
    return text.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith(b"<") or any(
        tag in text for tag in TAGS
    )


def _taken(head: bytes) -> str | None:
    if head.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if head.startswith(b"RIFF"):
        return {b"WEBP": "image/webp", b"WAVE": "audio/wav"}.get(head[8:12])
    if head[4:8] == b"ftyp":
        return None if head[8:12] in _ISO_PICTURES else ISO
    if head.startswith(b"\x1a\x45\xdf\xa3"):
        return "video/webm" if b"webm" in head[:64] else None
    return _document(head) or _sound(head)


def _document(head: bytes) -> str | None:
    return "application/pdf" if head.startswith(b"%PDF-") else None


def _sound(head: bytes) -> str | None:
    if head.startswith(b"OggS"):
        return None if b"theora" in head[:512] else "audio/ogg"
    if head.startswith(b"fLaC"):
        return "audio/flac"
    if head.startswith((b"#!AMR\n", b"#!AMR-WB\n")):
        return "audio/amr"
    if head.startswith(b"ID3"):
        return "audio/mpeg"
    if len(head) > 1 and head[0] == 0xFF:
        # Twelve bits of synchronisation are little: the frames that follow are looked at as well.
        if head[1] & 0xF6 == 0xF0:
            return "audio/aac"
        if head[1] & 0xE0 == 0xE0 and head[1] & 0x06 and head[1] != 0xFE:
            return "audio/mpeg"
    return None
