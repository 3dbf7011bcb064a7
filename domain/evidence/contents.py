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


class ContentRefused(Refusal, zh="该文件未被接受。", en="The file was not accepted."):
    """The bytes match the declaration but are not acceptable: sending them again does not help."""


@dataclass(eq=False)
class BytesDiffer(
    Refusal,
    zh="收到的内容与登记的摘要（SHA-256）不符，请重新上传。",
    en="The file received does not match the declared SHA-256. Upload it again.",
):
    received_sha256: str


@dataclass(eq=False)
class SizeDiffers(
    Refusal,
    zh="登记的大小为{declared_size}字节，上传的为{given_size}字节，请核对文件。",
    en="{declared_size} bytes were declared but {given_size} bytes are being uploaded. Check "
    "the file.",
):
    declared_size: int
    given_size: int


class EmptyFile(
    ContentRefused,
    zh="文件为空，请核对后重新登记。",
    en="The file is empty. Check it and declare it again.",
):
    pass


@dataclass(eq=False)
class NotWhatWasDeclared(
    ContentRefused,
    zh="登记的类型为{declared_type}，文件实为{found_type}，请更正后重新登记。",
    en="The file was declared as {declared_type} but is {found_type}. Declare it again with "
    "the right type.",
):
    declared_type: str
    found_type: str


class TypeNotAccepted(
    ContentRefused,
    zh="不接受此类文件，请提交JPEG、PNG或WebP图片，常见的音视频文件，或PDF文件。",
    en="This type of file is not accepted. Send a JPEG, PNG or WebP picture, a common video "
    "or audio format, or a PDF.",
):
    pass


class ArchiveNotAccepted(
    ContentRefused,
    zh="不接受压缩包，以及以压缩包为格式的文件。",
    en="Archives, and files in an archive format, are not accepted.",
):
    pass


class ExecutableNotAccepted(
    ContentRefused, zh="不接受可执行程序。", en="Programs are not accepted."
):
    pass


class ActiveContentNotAccepted(
    ContentRefused,
    zh="不接受网页、SVG及其他可执行脚本的文件。",
    en="HTML, SVG and other files that can run scripts are not accepted.",
):
    pass


class SeveralTypesAtOnce(
    ContentRefused,
    zh="该文件同时也是另一种类型的文件，不予接受。",
    en="The file is also a valid file of another type, so it is not accepted.",
):
    pass


class Incomplete(
    ContentRefused,
    zh="文件不完整或已损坏，请重新提交。",
    en="The file is incomplete or damaged. Send it again.",
):
    pass


@dataclass(eq=False)
class TooManyPixels(
    ContentRefused,
    zh="图片为{width}×{height}像素，总像素不得超过{most_pixels}。",
    en="The picture is {width} × {height} pixels. At most {most_pixels} pixels in total are "
    "accepted.",
):
    width: int
    height: int
    most_pixels: int


class TooCostlyToRead(
    ContentRefused,
    zh="无法在限定的时间和内存内读取该文件。",
    en="The file cannot be read within the permitted time and memory.",
):
    pass


def refusal_of(code: str, values: dict[str, object]) -> ContentRefused:
    """The refusal of this code. Raises KeyError for none of ours and TypeError for other values."""
    return _BY_CODE[code](**values)


_BY_CODE: dict[str, type[ContentRefused]] = {
    each.code: each for each in ContentRefused.__subclasses__()
}
