"""What may be inside evidence, and what is refused by name: judged by its bytes, never by its name."""

from dataclasses import dataclass

from domain.refusals import Refusal

PICTURES = frozenset({"image/jpeg", "image/png", "image/webp"})
"""Of these, copies without their metadata are made; everything else is only ever downloaded."""

MEDIA_TYPES: dict[str, frozenset[str]] = {
    "PHOTO": PICTURES,
    "SCREENSHOT": PICTURES,
    "VIDEO": frozenset({"video/mp4", "video/quicktime", "video/webm", "video/3gpp"}),
    "AUDIO": frozenset(
        {
            "audio/mp4",
            "audio/mpeg",
            "audio/wav",
            "audio/ogg",
            "audio/aac",
            "audio/amr",
            "audio/flac",
            "audio/webm",
        }
    ),
    "DOCUMENT": frozenset({"application/pdf"}),
}
"""By kind of evidence: what its content may turn out to be."""

MOST_PIXELS = {"image/jpeg": 120_000_000, "image/png": 50_000_000, "image/webp": 50_000_000}
"""A JPEG is decoded at a fraction of its size, the others whole: 50 million pixels are 200 MB."""


class ContentRefused(Refusal, zh="该文件不予接收。", en="The file is not taken."):
    """The bytes are what was declared, and cannot be taken: sending them again changes nothing."""


@dataclass(eq=False)
class BytesDiffer(
    Refusal,
    zh="收到的内容与登记的摘要（SHA-256）不符，请重新上传。",
    en="The bytes received are not those whose SHA-256 was declared: upload them again.",
):
    received_sha256: str


@dataclass(eq=False)
class SizeDiffers(
    Refusal,
    zh="登记的大小为{declared_size}字节，上传的为{given_size}字节。",
    en="{declared_size} bytes were declared, the upload is of {given_size}.",
):
    declared_size: int
    given_size: int


class EmptyFile(ContentRefused, zh="文件为空。", en="The file is empty."):
    pass


@dataclass(eq=False)
class NotWhatWasDeclared(
    ContentRefused,
    zh="登记的类型为{declared_type}，内容实为{found_type}。",
    en="Declared as {declared_type}, the content is {found_type}.",
):
    declared_type: str
    found_type: str


class TypeNotAccepted(
    ContentRefused,
    zh="不接受此类文件：请提交JPEG、PNG或WebP图片，常见的音视频，或PDF。",
    en="This type of file is not taken: send JPEG, PNG or WebP, a common video or audio, or PDF.",
):
    pass


class ArchiveNotAccepted(
    ContentRefused,
    zh="不接受压缩包及以压缩包为格式的文件。",
    en="Archives, and files that are archives inside, are not taken.",
):
    pass


class ExecutableNotAccepted(ContentRefused, zh="不接受程序。", en="Programs are not taken."):
    pass


class ActiveContentNotAccepted(
    ContentRefused,
    zh="不接受网页、SVG及其他可执行脚本的文件。",
    en="HTML, SVG and other files that can run scripts are not taken.",
):
    pass


class SeveralTypesAtOnce(
    ContentRefused,
    zh="文件同时是另一种类型的文件。",
    en="The file is a file of another type at the same time.",
):
    pass


class Incomplete(
    ContentRefused,
    zh="文件不完整或已损坏。",
    en="The file is cut off or damaged.",
):
    pass


@dataclass(eq=False)
class TooManyPixels(
    ContentRefused,
    zh="图片为{width}×{height}像素，超过{most_pixels}像素的上限。",
    en="The picture has {width} × {height} pixels; {most_pixels} in all are the most.",
):
    width: int
    height: int
    most_pixels: int


class TooCostlyToRead(
    ContentRefused,
    zh="无法在限定的时间和内存内读取该文件。",
    en="The file cannot be read within the time and memory allowed for it.",
):
    pass


def named(code: str, values: dict[str, object]) -> ContentRefused:
    """The refusal of this code. Raises KeyError for none of ours and TypeError for other values."""
    return _BY_CODE[code](**values)


_BY_CODE: dict[str, type[ContentRefused]] = {
    each.code: each for each in ContentRefused.__subclasses__()
}
