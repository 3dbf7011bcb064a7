"""The matrix as text: what each person saw on every path, so that two commits can be compared.

`make matrix` writes a folder of one file for each who looks (VISIBILITY_DUMP names it). The file
and its hook in `test_matrix.py` fit the commits before as they are.
"""

import hashlib
import os
import re
import sys
from pathlib import Path
from typing import Any


def dump(login: str, seen: Any, world: Any) -> None:
    """One line for each cell: type, path, row by its name (ids are new at each run); then gated
    values and contradictions."""
    if not (folder := os.environ.get("VISIBILITY_DUMP")):
        return
    rows = (
        f"row {kind} {path} {world.names.get(kind, {}).get(mark, mark)}"
        for kind, by_path in seen.rows.items()
        for path, marks in by_path.items()
        for mark in marks
    )
    # What is answered, not to whom: addresses carry an expiry and a signature.
    values = (
        f"value {kind}.{name} {world.names[kind].get(mark, mark)} {_plain(value)}"
        for (kind, name), by_mark in seen.values.items()
        for mark, value in by_mark.items()
    )
    lines = sorted(
        [*rows, *values, *(f"contradiction {_plain(each)}" for each in seen.contradictions)]
    )
    Path(folder).mkdir(parents=True, exist_ok=True)
    Path(folder, f"{login}.txt").write_text("".join(f"{line}\n" for line in lines), "utf-8")


_DRAWN = re.compile(
    r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b"
)
"""Ids, and the codes that officers show: drawn at each run."""


def _plain(value: Any) -> str:
    return _DRAWN.sub("(drawn)", " ".join(str(value).partition("?signature=")[0].split()))


def summary(folder: Path) -> str:
    """How many cells there are, and one hash of them all."""
    lines = [
        f"{path.stem} {line}"
        for path in sorted(folder.glob("*.txt"))
        for line in path.read_text("utf-8").splitlines()
    ]
    digest = hashlib.sha256("\n".join(lines).encode()).hexdigest()
    people = len({line.partition(" ")[0] for line in lines})
    return f"{len(lines)} cells of {people} people, sha256 {digest}"


if __name__ == "__main__":
    print(summary(Path(sys.argv[1])))
