"""Compares the present language and documents with the committed ones: `… 2026-11-30` is today."""

import datetime as dt
import sys

from tests.compatibility.history import (
    LANGUAGE,
    ROOT,
    NothingToCompare,
    documents_before,
    language_before,
)
from tests.compatibility.promises import broken, unusable


def main(arguments: list[str]) -> int:
    today = dt.date.fromisoformat(arguments[0])
    present = (ROOT / LANGUAGE).read_text("utf-8")
    try:
        found = [
            *broken(language_before(), present, today=today),
            *unusable(documents_before(), present),
        ]
    except NothingToCompare as reason:
        print(f"Nothing to compare the language with: {reason}", file=sys.stderr)
        return 0
    for each in found:
        print(each, file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
