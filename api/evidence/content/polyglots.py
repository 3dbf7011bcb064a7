"""Files that are two things at once: a picture for a viewer, an archive for an unpacker."""

from typing import BinaryIO

from domain.evidence.contents import PICTURES, SeveralTypesAtOnce

_WINDOW = 1024 * 1024
_EDGE = 4096
_SEARCHED = 8 * 1024 * 1024
"""Unpackers look for an archive behind a program within the first 4 MB. Pictures, which are opened
where they lie, are searched whole; films and sounds are only ever downloaded."""

_ANYWHERE = (
    b"<script",
    b"<!doctype html",
    b"<?php ",
    b"<?php\n",
    b"rar!\x1a\x07",
    b"7z\xbc\xaf\x27\x1c",
)
"""Long enough not to come about by chance in 50 MB; letters in lower case."""
_AT_THE_EDGES = (b"<html", b"<svg", b"<iframe", b"<?php")
_ZIP_END = b"PK\x05\x06"
_ZIP_COMMENT = 65_535
_PDF_WITHIN = 1024
"""Readers of PDF look for its beginning this far."""


def refuse_disguised(file: BinaryIO, size: int, media_type: str) -> None:
    """Raises SeveralTypesAtOnce."""
    file.seek(0)
    head = file.read(_EDGE)
    if media_type != "application/pdf" and b"%PDF-" in head[: _PDF_WITHIN + 5]:
        raise SeveralTypesAtOnce
    file.seek(max(0, size - _EDGE))
    edges = (head + b" " + file.read(_EDGE)).lower()
    if media_type == "application/pdf":
        # Its text is words, which may be about HTML.
        edges = head[:_PDF_WITHIN].lower()
    if any(tag in edges for tag in _AT_THE_EDGES) or _is_zip(file, size):
        raise SeveralTypesAtOnce
    if media_type != "application/pdf":
        _search(file, size if media_type in PICTURES else _SEARCHED)


def _search(file: BinaryIO, until: int) -> None:
    longest = max(map(len, _ANYWHERE)) - 1
    file.seek(0)
    tail = b""
    while file.tell() < until and (piece := file.read(_WINDOW)):
        text = tail + piece.lower()
        if any(mark in text for mark in _ANYWHERE):
            raise SeveralTypesAtOnce
        tail = text[-longest:]


def _is_zip(file: BinaryIO, size: int) -> bool:
    """Whether a directory of files stands where the end record says that one does."""
    start = max(0, size - _ZIP_COMMENT - 22)
    file.seek(start)
    tail = file.read()
    found = tail.rfind(_ZIP_END)
    while found >= 0:
        record = tail[found : found + 22]
        length = int.from_bytes(record[12:16], "little")
        directory = start + found - length
        if len(record) == 22 and length >= 46 and directory >= 0:
            file.seek(directory)
            if file.read(4) == b"PK\x01\x02":
                return True
        found = tail.rfind(_ZIP_END, 0, found)
    return False
