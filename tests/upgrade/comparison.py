"""Checks by name: each prints one line, and the first difference ends the run."""

from typing import Any

BEFORE, AFTER = 60, 240
"""How many characters of a long value are shown around the place where two differ."""


class Difference(Exception):
    """The new server does not answer as the old one did; the message shows both."""


def check_same(name: str, old: Any, new: Any) -> None:
    """Print the check's line, or raise Difference."""
    if old != new:
        first, second = excerpts(_text(old), _text(new))
        raise Difference(f"{name}  DIFFERS\n  old: {first}\n  new: {second}")
    print(f"{name:<72} ok", flush=True)


def excerpts(old: str, new: str) -> tuple[str, str]:
    """Both texts around the first character in which they differ, of its line alone."""
    pairs = zip(old, new, strict=False)
    place = next((at for at, (a, b) in enumerate(pairs) if a != b), min(len(old), len(new)))
    return _around(old, place), _around(new, place)


def _around(text: str, place: int) -> str:
    first, last = text[:place].rpartition("\n")[2], text[place:].partition("\n")[0]
    start, end = first[-BEFORE:], last[:AFTER]
    return f"{'…' if start != first else ''}{start}{end}{'…' if end != last else ''}"


def _text(value: Any) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
