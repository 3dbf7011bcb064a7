"""The process that looks inside one file: it has the file, two pipes, and as good as no rights."""

import importlib
import json
import os
import resource
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, is_dataclass
from typing import Any, BinaryIO

from api.evidence.content import containers
from api.evidence.content.polyglots import refuse_disguised
from api.evidence.content.signatures import HEAD, media_type_of
from domain.evidence.contents import PICTURES, ContentRefused, EmptyFile, TooCostlyToRead

MEMORY = 1_200_000_000
CPU_SECONDS = 20
_NOBODY = 65_534
_DECODERS = "api.evidence.content.pictures"


def main(words: Sequence[str]) -> None:
    """Judge the file on standard input; the answer is a line of JSON, and the copies behind it."""
    declared = words[0]
    if declared in PICTURES:
        # Now or never: afterwards no file can be opened. What is no picture meets no decoder.
        importlib.import_module(_DECODERS)
    _give_up_rights()
    file, out = sys.stdin.buffer, sys.stdout.buffer
    try:
        facts, blobs = _look(file, declared=declared)
    except ContentRefused as refusal:
        values: dict[str, Any] = asdict(refusal) if is_dataclass(refusal) else {}
        facts, blobs = {"refused": refusal.code, "values": values}, ()
    except (MemoryError, RecursionError):
        facts, blobs = {"refused": TooCostlyToRead.code, "values": {}}, ()
    out.write(json.dumps(facts).encode() + b"\n" + b"".join(blobs))
    out.flush()
    # No clean-up of whatever the file did to this process.
    os._exit(0)


def _look(file: BinaryIO, *, declared: str) -> tuple[dict[str, Any], Sequence[bytes]]:
    size = file.seek(0, os.SEEK_END)
    if size == 0:
        raise EmptyFile
    file.seek(0)
    found = media_type_of(file.read(HEAD))
    media_type = containers.check(file, size, found, declared)
    refuse_disguised(file, size, media_type)
    if media_type not in PICTURES:
        return {"media_type": media_type}, ()
    from api.evidence.content import pictures

    made = pictures.copies(file, media_type)
    facts = {
        "media_type": media_type,
        "width": made.width,
        "height": made.height,
        "picture": len(made.picture),
        "thumbnail": len(made.thumbnail),
    }
    return facts, (made.picture, made.thumbnail)


def _give_up_rights() -> None:
    """No more memory, time, files to write or to open than looking takes; and no rights of root."""
    limits = {
        resource.RLIMIT_CPU: CPU_SECONDS,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_NPROC: 0,
        # What is open stays open; nothing else ever is, neither a file nor a socket.
        resource.RLIMIT_NOFILE: 0,
        resource.RLIMIT_AS: MEMORY,
    }
    for limit, most in limits.items():
        # macOS knows some of them only by name.
        with suppress(ValueError, OSError):
            resource.setrlimit(limit, (most, most))
    if os.geteuid() == 0:
        os.setgroups([])
        os.setgid(_NOBODY)
        os.setuid(_NOBODY)
