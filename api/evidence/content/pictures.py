"""Copies of a picture that hold nothing but the picture: encoded again, without metadata."""

from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO

# All that decoding may need: nothing can be imported once the process has given up its rights.
from PIL import (
    Image,
    ImageCms,
    ImageOps,
    JpegImagePlugin,
    MpoImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    UnidentifiedImageError,
    WebPImagePlugin,
)

from domain.evidence.contents import MOST_PIXELS, Incomplete, TooCostlyToRead, TooManyPixels

_FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}
PICTURE_EDGE, THUMBNAIL_EDGE = 2560, 320
MOST_SCANS = 200
"""Of a JPEG. A progressive one has ten or so; each goes over the whole picture, so that half a
megabyte of them holds a processor for a minute."""
_SCAN, _AT_ONCE = b"\xff\xda", 1024 * 1024
_PLUGINS = (JpegImagePlugin, MpoImagePlugin, PngImagePlugin, TiffImagePlugin, WebPImagePlugin)

# What Pillow would otherwise import with the first picture.
Image.preinit()
# Our own cap is asked before anything is decoded.
Image.MAX_IMAGE_PIXELS = None


@dataclass(frozen=True, slots=True)
class Copies:
    """Size as the picture is held upright; both copies are JPEG."""

    width: int
    height: int
    picture: bytes
    thumbnail: bytes


def copies(file: BinaryIO, media_type: str) -> Copies:
    """Raises TooManyPixels, Incomplete and TooCostlyToRead."""
    if media_type == "image/jpeg" and _scans(file) > MOST_SCANS:
        raise TooCostlyToRead
    file.seek(0)
    try:
        with Image.open(file, formats=[_FORMATS[media_type]]) as image:
            width, height = image.size
            most = MOST_PIXELS[media_type]
            if width * height > most:
                raise TooManyPixels(width, height, most)
            # A JPEG is decoded at a half, a quarter or an eighth where that is enough.
            image.draft("RGB", (PICTURE_EDGE, PICTURE_EDGE))
            image.load()
            is_turned = _is_turned(image)
            picture = _upright(image)
    except (UnidentifiedImageError, OSError, SyntaxError, EOFError, IndexError):
        # What Pillow's decoders raise for bytes that are not what their header promised.
        raise Incomplete from None
    except (MemoryError, ValueError, Image.DecompressionBombError):
        raise TooCostlyToRead from None
    if is_turned:
        width, height = height, width
    return Copies(
        width, height, _made(picture, PICTURE_EDGE, 85), _made(picture, THUMBNAIL_EDGE, 80)
    )


def _scans(file: BinaryIO) -> int:
    """How often a scan begins. Within a scan that marker cannot stand; elsewhere it seldom does."""
    file.seek(0)
    count, last = 0, b""
    while piece := file.read(_AT_ONCE):
        count += (last + piece).count(_SCAN)
        last = piece[-1:] if piece[-1:] == _SCAN[:1] else b""
    return count


def _is_turned(image: Image.Image) -> bool:
    try:
        return image.getexif().get(0x0112) in (5, 6, 7, 8)
    except Exception:
        # EXIF that cannot be read turns nothing; parsing garbage may raise anything.
        return False


def _upright(image: Image.Image) -> Image.Image:
    """On a white ground, in sRGB, in eight bits, the right way up."""
    profile = image.info.get("icc_profile")
    try:
        image = ImageOps.exif_transpose(image)
    except Exception:
        image = image.copy()
    if image.mode == "I" or image.mode.startswith("I;16"):
        # Pillow would cut off what is brighter than the darkest 256th.
        image = image.point(lambda value: value * (1 / 256)).convert("L")
    elif image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        image = image.convert("RGBA")
        ground = Image.new("RGBA", image.size, "white")
        ground.alpha_composite(image)
        image = ground.convert("RGB")
    elif image.mode == "P":
        image = image.convert("RGB")
    if profile and image.mode in ("RGB", "CMYK", "L"):
        image = _in_srgb(image, profile)
    return image.convert("RGB")


def _in_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    try:
        given = ImageCms.ImageCmsProfile(BytesIO(profile))
        turned = ImageCms.profileToProfile(
            image, given, ImageCms.createProfile("sRGB"), outputMode="RGB"
        )
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image
    return turned or image


def _made(picture: Image.Image, edge: int, quality: int) -> bytes:
    small = picture.copy()
    small.thumbnail((edge, edge), Image.Resampling.LANCZOS, reducing_gap=2.0)
    # Only the dots go over: comments and profiles would be written into the copy.
    clean = Image.new("RGB", small.size)
    clean.paste(small)
    written = BytesIO()
    clean.save(written, "JPEG", quality=quality)
    return written.getvalue()
