"""New keys: UUID version 7 (RFC 9562), so that rows made later sort later."""

import os
import time
from uuid import UUID

_VERSION, _VARIANT = 0x7 << 76, 0b10 << 62


def new_key(at_ms: int | None = None) -> UUID:
    """A key of this moment (milliseconds since 1970), or of the present one."""
    moment = (time.time_ns() // 1_000_000 if at_ms is None else at_ms) & (1 << 48) - 1
    chance = int.from_bytes(os.urandom(10))
    low = chance & (1 << 62) - 1
    middle = chance >> 62 & 0xFFF
    return UUID(int=moment << 80 | _VERSION | middle << 64 | _VARIANT | low)
