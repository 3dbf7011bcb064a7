"""Files as phones make them, and files as nobody should: all made here, none of them stored."""

import io
import struct
import wave
import zipfile
import zlib
from collections.abc import Callable

from PIL import Image, PngImagePlugin

LATITUDE = b"31.298974"
CAMERA = b"Kamera-7 von Wanda"
COMMENT = b"taken at 31.298974, 120.585316"


def jpeg(width: int = 640, height: int = 480, *, seed: int = 1, orientation: int = 6) -> bytes:
    """A photo with everything that gives its taker away."""
    image = Image.effect_noise((width, height), 40 + seed % 50).convert("RGB")
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = CAMERA.decode()
    exif[0x9286] = LATITUDE.decode()
    exif[0x8825] = {1: "N", 2: (31.0, 17.0, 56.3), 3: "E", 4: (120.0, 35.0, 7.1)}
    written = io.BytesIO()
    image.save(
        written, "JPEG", quality=85, exif=exif, comment=COMMENT, xmp=b"<x:xmpmeta>" + LATITUDE
    )
    return written.getvalue()


def png(width: int = 320, height: int = 200, *, mode: str = "RGBA") -> bytes:
    metadata = PngImagePlugin.PngInfo()
    metadata.add_text("Location", LATITUDE.decode())
    written = io.BytesIO()
    Image.new(mode, (width, height), 120).save(written, "PNG", pnginfo=metadata)
    return written.getvalue()


def webp() -> bytes:
    exif = Image.Exif()
    exif[0x9286] = LATITUDE.decode()
    written = io.BytesIO()
    Image.effect_noise((320, 200), 60).convert("RGB").save(written, "WEBP", exif=exif)
    return written.getvalue()


def box(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", 8 + len(body)) + name + body


def _film(brand: bytes, handler: bytes, body: bytes) -> bytes:
    heard = box(b"hdlr", bytes(8) + handler + bytes(12))
    index = box(b"moov", box(b"trak", box(b"mdia", heard)))
    return box(b"ftyp", brand + bytes(4) + b"isom") + box(b"mdat", body) + index


def mp4(body: bytes = b"\x00" * 5_000) -> bytes:
    return _film(b"isom", b"vide", body)


def m4a() -> bytes:
    return _film(b"M4A ", b"soun", b"\x01" * 3_000)


def wav() -> bytes:
    written = io.BytesIO()
    with wave.open(written, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8_000)
        sound.writeframes(bytes(16_000))
    return written.getvalue()


def mp3() -> bytes:
    # MPEG 1 layer III, 128 kbit/s, 44.1 kHz: 417 bytes a frame.
    frame = b"\xff\xfb\x90\x00" + bytes(413)
    return b"ID3\x04\x00\x00\x00\x00\x00\x0a" + bytes(10) + frame * 20


def aac() -> bytes:
    length = 100
    head = bytes(
        (
            0xFF,
            0xF1,
            0x50,
            length >> 11 & 3 | 0x80,
            length >> 3 & 0xFF,
            (length & 7) << 5 | 31,
            0xFC,
        )
    )
    return (head + bytes(length - 7)) * 10


def ogg() -> bytes:
    return _page(b"\x01vorbis" + bytes(23)) + _page(bytes(250)) * 2


def _page(content: bytes) -> bytes:
    return b"OggS" + bytes(22) + bytes((1, len(content))) + content


def flac() -> bytes:
    return b"fLaC\x80\x00\x00\x22" + bytes(34) + b"\xff\xf8" + bytes(500)


def amr() -> bytes:
    return b"#!AMR\n" + bytes(500)


def webm() -> bytes:
    about = b"\x42\x86\x81\x01\x42\x82\x84webm"
    segment = b"\x18\x53\x80\x67\x01" + b"\xff" * 7 + bytes(500)
    return b"\x1a\x45\xdf\xa3" + bytes((0x80 | len(about),)) + about + segment


def pdf() -> bytes:
    return b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"


def archive(name: str = "../../etc/cron.d/x") -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as packed:
        # Dated: with the machine's clock, two archives would differ now and then.
        packed.writestr(zipfile.ZipInfo(name, (2026, 11, 18, 10, 0, 0)), b"* * * * * root true\n")
    return written.getvalue()


def png_chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png_of(width: int, height: int, *, rows: bytes, before: bytes = b"") -> bytes:
    """A PNG that claims a size, whatever its rows hold."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + png_chunk(b"IHDR", head)
        + before
        + png_chunk(b"IDAT", rows)
        + png_chunk(b"IEND", b"")
    )


def jpeg_claiming(width: int, height: int) -> bytes:
    """A small JPEG whose header says that it is a large one."""
    made = bytearray(jpeg(64, 64, orientation=1))
    at = made.index(b"\xff\xc0")
    made[at + 5 : at + 9] = struct.pack(">HH", height, width)
    return bytes(made)


def jpeg_of_many_scans(count: int) -> bytes:
    """A progressive JPEG whose last scan comes again and again."""
    written = io.BytesIO()
    Image.new("L", (640, 480), 120).save(written, "JPEG", progressive=True)
    made = written.getvalue()
    last = made[made.rindex(b"\xff\xda") : -2]
    return made[:-2] + last * count + made[-2:]


GOOD: dict[str, Callable[[], bytes]] = {
    "image/jpeg": jpeg,
    "image/png": png,
    "image/webp": webp,
    "video/mp4": mp4,
    "video/webm": webm,
    "audio/mp4": m4a,
    "audio/wav": wav,
    "audio/mpeg": mp3,
    "audio/aac": aac,
    "audio/ogg": ogg,
    "audio/flac": flac,
    "audio/amr": amr,
    "application/pdf": pdf,
}

SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
HTML = b"\n <!DOCTYPE html><html><script>fetch('/graphql')</script>"


def hostile() -> dict[str, tuple[str, bytes, str]]:
    """By what it is: the type it claims, its bytes, and the code of the refusal it meets."""
    photo, zipped = jpeg(), archive()
    deflated = zlib.compress(bytes(3 * 9_000 * 9_000 + 9_000), 9)
    return {
        "nothing at all": ("image/jpeg", b"", "EMPTY_FILE"),
        "a PNG said to be a JPEG": ("image/jpeg", png(), "NOT_WHAT_WAS_DECLARED"),
        "a photo said to be a PDF": ("application/pdf", photo, "NOT_WHAT_WAS_DECLARED"),
        "a film said to be a sound": ("audio/mp4", mp4(), "NOT_WHAT_WAS_DECLARED"),
        "an SVG": ("image/png", SVG, "ACTIVE_CONTENT_NOT_ACCEPTED"),
        "HTML": ("image/jpeg", HTML, "ACTIVE_CONTENT_NOT_ACCEPTED"),
        "HTML in UTF-16": (
            "audio/mpeg",
            b"\xff\xfe" + HTML.decode().encode("utf-16-le"),
            "ACTIVE_CONTENT_NOT_ACCEPTED",
        ),
        "a PDF with a page of HTML in front": (
            "application/pdf",
            b"%PDF-1.7\n" + HTML + pdf(),
            "ACTIVE_CONTENT_NOT_ACCEPTED",
        ),
        "a program for Linux": ("video/mp4", b"\x7fELF" + bytes(200), "EXECUTABLE_NOT_ACCEPTED"),
        "a program for Windows": ("image/jpeg", b"MZ" + bytes(200), "EXECUTABLE_NOT_ACCEPTED"),
        "a shell script": ("audio/amr", b"#!/bin/sh\nreboot\n", "EXECUTABLE_NOT_ACCEPTED"),
        "a shell script that begins as a sound": (
            "audio/amr",
            b"#!AMR\nreboot\n" * 9,
            "TYPE_NOT_ACCEPTED",
        ),
        "four letters of a sound": ("audio/flac", b"fLaC", "TYPE_NOT_ACCEPTED"),
        "a sound that is text": ("audio/flac", flac()[:42] + b"echo" * 50, "TYPE_NOT_ACCEPTED"),
        "a sound that was cut off": ("audio/ogg", ogg()[:-9], "INCOMPLETE"),
        "a film that is only named": ("video/webm", webm()[:16], "INCOMPLETE"),
        "an archive whose entries climb": (
            "application/pdf",
            zipped,
            "ARCHIVE_NOT_ACCEPTED",
        ),
        "a gzip": ("image/png", zlib.compress(b"x", wbits=31) + bytes(50), "ARCHIVE_NOT_ACCEPTED"),
        "a tar": ("image/png", b"x" * 257 + b"ustar" + bytes(300), "ARCHIVE_NOT_ACCEPTED"),
        "a photo that is an archive": ("image/jpeg", photo + zipped, "SEVERAL_TYPES_AT_ONCE"),
        "a film that is an archive": (
            "video/mp4",
            mp4() + box(b"free", zipped),
            "SEVERAL_TYPES_AT_ONCE",
        ),
        "a PDF that is an archive": (
            "application/pdf",
            pdf() + zipped + b"%%EOF",
            "SEVERAL_TYPES_AT_ONCE",
        ),
        "a photo that is a PDF": (
            "image/jpeg",
            photo[:2] + b"\xff\xfe\x00\x20%PDF-1.7\n" + bytes(21) + photo[2:],
            "SEVERAL_TYPES_AT_ONCE",
        ),
        "a photo with a script in its comment": (
            "image/jpeg",
            photo[:2] + b"\xff\xfe\x00\x1a<ScRiPt>alert(1)</sCrIpT" + photo[2:],
            "SEVERAL_TYPES_AT_ONCE",
        ),
        "a photo with PHP behind it": (
            "image/jpeg",
            photo + b"<?php system($_GET['c']);",
            "SEVERAL_TYPES_AT_ONCE",
        ),
        "a photo with a RAR behind it": (
            "image/jpeg",
            photo + b"Rar!\x1a\x07\x01\x00" + bytes(300),
            "SEVERAL_TYPES_AT_ONCE",
        ),
        "half a JPEG": ("image/jpeg", photo[: len(photo) // 2], "INCOMPLETE"),
        "half a PNG": ("image/png", png()[:-30], "INCOMPLETE"),
        "half a WebP": ("image/webp", webp()[:-100], "INCOMPLETE"),
        "half a film": ("video/mp4", mp4()[:-40], "INCOMPLETE"),
        "a film without its index": (
            "video/mp4",
            box(b"ftyp", b"isom" + bytes(8)) + box(b"mdat", bytes(99)),
            "INCOMPLETE",
        ),
        "half a sound": ("audio/wav", wav()[:-100], "INCOMPLETE"),
        "half a PDF": ("application/pdf", pdf()[:-10], "INCOMPLETE"),
        "a PNG of rubbish": ("image/png", png_of(10, 10, rows=b"rubbish"), "INCOMPLETE"),
        "a JPEG of three thousand scans": (
            "image/jpeg",
            jpeg_of_many_scans(3_000),
            "TOO_COSTLY_TO_READ",
        ),
        "a JPEG of 65,500 × 65,500": (
            "image/jpeg",
            jpeg_claiming(65_500, 65_500),
            "TOO_MANY_PIXELS",
        ),
        "a PNG of 100,000 × 100,000": (
            "image/png",
            png_of(100_000, 100_000, rows=b""),
            "TOO_MANY_PIXELS",
        ),
        "a bomb: 9,000 × 9,000 in 240 KB": (
            "image/png",
            png_of(9_000, 9_000, rows=deflated),
            "TOO_MANY_PIXELS",
        ),
        "a bomb in the text of a PNG": (
            "image/png",
            png_of(
                2,
                2,
                rows=zlib.compress(bytes(14)),
                before=png_chunk(b"zTXt", b"k\x00\x00" + zlib.compress(bytes(100_000_000), 9)),
            ),
            "TOO_COSTLY_TO_READ",
        ),
        "words": ("application/pdf", b"Dear sir or madam", "TYPE_NOT_ACCEPTED"),
        "a picture of another kind": ("image/png", b"GIF89a" + bytes(100), "TYPE_NOT_ACCEPTED"),
        "noise that begins like a sound": (
            "audio/mpeg",
            b"\xff\xfb\x90\x00" + b"no sound at all " * 100,
            "TYPE_NOT_ACCEPTED",
        ),
    }
