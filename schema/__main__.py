"""Writes `schema.graphql`; with `--check`, reports whether the committed file is up to date."""

import difflib
import sys
from pathlib import Path

from schema.assembly import build

COMMITTED = Path(__file__).parents[1] / "schema.graphql"
_MOST_LINES = 40


def main(arguments: list[str]) -> int:
    printed = build().as_str() + "\n"
    if arguments != ["--check"]:
        COMMITTED.write_text(printed, encoding="utf-8")
        return 0
    difference = differences(printed)
    if difference:
        sys.stderr.write("\n".join((*difference, "Run `make sdl` and commit.", "")))
    return 1 if difference else 0


def differences(printed: str) -> list[str]:
    """The lines in which the committed file differs from the schema, cut to a readable number."""
    committed = COMMITTED.read_text(encoding="utf-8") if COMMITTED.exists() else ""
    lines = list(
        difflib.unified_diff(
            committed.splitlines(), printed.splitlines(), "committed", "schema", n=0, lineterm=""
        )
    )
    more = len(lines) - _MOST_LINES
    return lines if more <= 0 else [*lines[:_MOST_LINES], f"… and {more} lines more"]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
