"""Tags by which a client asks whether what it has is still what we would send (RFC 9110, 13.1.2)."""

from hashlib import blake2b


def of(body: bytes) -> str:
    """A weak tag: the same body may be sent packed or not."""
    return f'W/"{blake2b(body, digest_size=16).hexdigest()}"'


def is_held(if_none_match: str, etag: str) -> bool:
    held = (each.strip().removeprefix("W/") for each in if_none_match.split(","))
    return if_none_match.strip() == "*" or etag.removeprefix("W/") in held
