"""Whether a file is whole, as far as its own container says."""

from collections.abc import Callable, Iterator
from typing import BinaryIO

from api.evidence.content.signatures import ISO, TAGS
from domain.evidence.contents import (
    ActiveContentNotAccepted,
    Incomplete,
    NotWhatWasDeclared,
    TypeNotAccepted,
)

_FAMILIES = (
    frozenset({"video/mp4", "video/quicktime", "video/3gpp"}),
    frozenset({"video/webm", "audio/webm"}),
)
"""One container under several names: telephones and browsers use whichever they like."""


def check(file: BinaryIO, size: int, found: str, declared: str) -> str:
    """The type it really is; `found` is what its beginning shows. Raises ContentRefused."""
    if found == ISO:
        found = _iso(file, size)
    elif found in _CHECKS:
        _CHECKS[found](file, size)
    if found != declared and not any({found, declared} <= family for family in _FAMILIES):
        raise NotWhatWasDeclared(declared, found)
    return declared


def _iso(file: BinaryIO, size: int) -> str:
    """Boxes to the very end, and among them a film's tracks: with pictures, or with sound only."""
    kinds = set()
    for name, start, end in _boxes(file, 0, size):
        if name == b"moov":
            kinds = _tracks(file, start, end)
    if b"vide" in kinds:
        return "video/mp4"
    if b"soun" in kinds:
        return "audio/mp4"
    # No index: the camera was stopped before it had written one.
    raise Incomplete


def _tracks(file: BinaryIO, start: int, end: int) -> set[bytes]:
    kinds = set()
    for name, a, b in _boxes(file, start, end):
        if name != b"trak":
            continue
        for inner, c, d in _boxes(file, a, b):
            if inner != b"mdia":
                continue
            for innermost, e, _ in _boxes(file, c, d):
                if innermost == b"hdlr":
                    file.seek(e + 8)
                    kinds.add(file.read(4))
    return kinds


def _boxes(file: BinaryIO, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    count = 0
    while start < end:
        count += 1
        file.seek(start)
        head = file.read(16)
        if len(head) < 8 or count > 100_000:
            raise Incomplete
        length, body = int.from_bytes(head[:4]), start + 8
        if length == 1:
            length, body = int.from_bytes(head[8:16]), start + 16
        elif length == 0:
            length = end - start
        if length < body - start or start + length > end:
            raise Incomplete
        yield head[4:8], body, start + length
        start += length


def _png(file: BinaryIO, size: int) -> None:
    start, name = 8, b""
    while name != b"IEND":
        file.seek(start)
        head = file.read(8)
        start += 12 + int.from_bytes(head[:4])
        if len(head) < 8 or start > size:
            raise Incomplete
        name = head[4:]


def _riff(file: BinaryIO, size: int) -> None:
    file.seek(4)
    if int.from_bytes(file.read(4), "little") + 8 > size:
        raise Incomplete


def _pdf(file: BinaryIO, size: int) -> None:
    file.seek(0)
    if any(tag in file.read(1024).lower() for tag in TAGS[:4]):
        raise ActiveContentNotAccepted
    file.seek(max(0, size - 2048))
    if b"%%EOF" not in file.read():
        raise Incomplete


def _mpeg(file: BinaryIO, size: int) -> None:
    file.seek(0)
    head = file.read(10)
    start = 0
    if head.startswith(b"ID3"):
        length = 0
        for byte in head[6:10]:
            length = length << 7 | byte & 0x7F
        start = 10 + length
    _frames(file, start, size, _mpeg_frame)


def _aac(file: BinaryIO, size: int) -> None:
    _frames(file, 0, size, _aac_frame)


def _frames(file: BinaryIO, start: int, size: int, length_of: Callable[[bytes], int]) -> None:
    """Three frames in a row are no chance, and no text."""
    for _ in range(3):
        file.seek(start)
        length = length_of(file.read(7))
        if length == 0:
            raise TypeNotAccepted
        start += length
        if start > size:
            raise Incomplete
        if start == size:
            return


def _aac_frame(head: bytes) -> int:
    if len(head) < 7 or head[0] != 0xFF or head[1] & 0xF6 != 0xF0:
        return 0
    return (head[3] & 3) << 11 | head[4] << 3 | head[5] >> 5


_RATES = {3: (44_100, 48_000, 32_000), 2: (22_050, 24_000, 16_000), 0: (11_025, 12_000, 8_000)}
_KILOBITS = {
    (True, 3): (32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448),
    (True, 2): (32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384),
    (True, 1): (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    (False, 3): (32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256),
    (False, 2): (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
    (False, 1): (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}


def _mpeg_frame(head: bytes) -> int:
    """The length of an MPEG audio frame (ISO 11172-3, 2.4.2.3), 0 for what is none."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return 0
    version, layer = head[1] >> 3 & 3, head[1] >> 1 & 3
    bits, rate, padding = head[2] >> 4, head[2] >> 2 & 3, head[2] >> 1 & 1
    if version == 1 or layer == 0 or bits in (0, 15) or rate == 3:
        return 0
    per_second = _KILOBITS[version == 3, layer][bits - 1] * 1_000
    sampled = _RATES[version][rate]
    if layer == 3:
        return (12 * per_second // sampled + padding) * 4
    samples = 72 if layer == 1 and version != 3 else 144
    return samples * per_second // sampled + padding


_AMR = {**dict(enumerate((13, 14, 16, 18, 20, 21, 27, 32, 6))), 15: 1}
_AMR_WIDE = {**dict(enumerate((18, 24, 33, 37, 41, 47, 51, 59, 61, 6))), 14: 1, 15: 1}
"""Bytes of a frame by its type (RFC 4867, 5.3), that of the type included."""


def _amr(file: BinaryIO, size: int) -> None:
    file.seek(0)
    is_wide = file.read(9).startswith(b"#!AMR-WB\n")
    lengths = _AMR_WIDE if is_wide else _AMR

    def length_of(head: bytes) -> int:
        return lengths.get(head[0] >> 3, 0) if head and not head[0] & 0x83 else 0

    _frames(file, 9 if is_wide else 6, size, length_of)


def _flac(file: BinaryIO, size: int) -> None:
    """Blocks about the sound, the first of them its format, and behind the last one sound."""
    start, is_last = 4, False
    for _ in range(1_000):
        file.seek(start)
        head = file.read(4)
        length = int.from_bytes(head[1:])
        if start == 4 and (head[:1] not in (b"\x00", b"\x80") or length != 34):
            raise TypeNotAccepted
        start += 4 + length
        is_last = head[:1] >= b"\x80"
        if len(head) < 4 or start >= size:
            raise Incomplete
        if is_last:
            break
    file.seek(start)
    if not is_last or file.read(2) not in (b"\xff\xf8", b"\xff\xf9"):
        raise TypeNotAccepted


def _ogg(file: BinaryIO, size: int) -> None:
    """Pages to the very end."""
    start = 0
    while start < size:
        file.seek(start)
        head = file.read(27)
        if len(head) < 27 or not head.startswith(b"OggS\x00"):
            raise Incomplete
        start += 27 + head[26] + sum(file.read(head[26]))
    if start > size:
        raise Incomplete


def _webm(file: BinaryIO, size: int) -> None:
    """Two elements; browsers that record do not know how long the second becomes."""
    start, length = _element(file, 0, b"\x1a\x45\xdf\xa3")
    start, length = _element(file, start + (length or 0), b"\x18\x53\x80\x67")
    if start >= size or (length is not None and start + length > size):
        raise Incomplete


def _element(file: BinaryIO, start: int, name: bytes) -> tuple[int, int | None]:
    """Where the content of an EBML element begins, and how long it is where that is said (RFC 8794, 4)."""
    file.seek(start)
    head = file.read(12)
    if not head.startswith(name) or len(head) < 5 or head[4] == 0:
        raise Incomplete
    width = 9 - head[4].bit_length()
    unknown = (1 << 7 * width) - 1
    length = int.from_bytes(head[4 : 4 + width]) & unknown
    return start + 4 + width, None if length == unknown else length


_CHECKS: dict[str, Callable[[BinaryIO, int], None]] = {
    "image/png": _png,
    "image/webp": _riff,
    "audio/wav": _riff,
    "audio/mpeg": _mpeg,
    "audio/aac": _aac,
    "audio/amr": _amr,
    "audio/flac": _flac,
    "audio/ogg": _ogg,
    "video/webm": _webm,
    "application/pdf": _pdf,
}
