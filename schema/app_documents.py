"""The documents of the apps, each with the fragments that it spreads: the text that a client sends.

A fragment stands once, in a file of its own, so that a screen and the mutations that change it select
the same. Needs nothing but the standard library: `python3 schema/app_documents.py inspector/check_in`
prints one.
"""

import re
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

FOLDER = Path(__file__).parent / "documents"
_FRAGMENTS = FOLDER / "fragments"
_FRAGMENT = re.compile(r"^fragment (\w+)", re.MULTILINE)
_SPREAD = re.compile(r"\.\.\.\s*(?!on\b)(\w+)")
_COMMENT = re.compile(r"#.*")


def names() -> list[str]:
    """All documents as `app/file`, in alphabetical order."""
    found = (path for path in FOLDER.glob("*/*.graphql") if path.parent != _FRAGMENTS)
    return sorted(f"{path.parent.name}/{path.stem}" for path in found)


def text(name: str) -> str:
    """One document, complete."""
    return complete((FOLDER / f"{name}.graphql").read_text("utf-8"), fragments())


def fragments() -> dict[str, str]:
    """The shared fragments by their names."""
    return named(path.read_text("utf-8") for path in sorted(_FRAGMENTS.glob("*.graphql")))


def named(texts: Iterable[str]) -> dict[str, str]:
    """The texts by the names of the fragments that they define."""
    return {found: each for each in texts for found in _FRAGMENT.findall(each)}


def complete(document: str, known: Mapping[str, str]) -> str:
    """A document followed by the fragments that it spreads, and by those that they spread. Raises
    KeyError for a fragment that is neither known nor its own."""
    own = set(_FRAGMENT.findall(document))
    added: set[str] = set()
    waiting = _spread_in(document) - own
    while waiting:
        name = min(waiting)
        added.add(name)
        waiting = (waiting | _spread_in(known[name])) - own - added
    return "\n".join([document, *(known[name] for name in sorted(added))])


def _spread_in(document: str) -> set[str]:
    return set(_SPREAD.findall(_COMMENT.sub("", document)))


if __name__ == "__main__":
    sys.stdout.write(text(sys.argv[1]))
