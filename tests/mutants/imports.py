"""Which files import which, near or far, as far as the text says."""

import ast
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path


def importers(path: Path, roots: Sequence[Path]) -> set[str]:
    """The files below the roots that import this one, or one that does."""
    found, waiting = {str(path)}, [str(path)]
    while waiting:
        for file in _imported_by(tuple(roots))[waiting.pop()] - found:
            found.add(file)
            waiting.append(file)
    return found


@cache
def _imported_by(roots: tuple[Path, ...]) -> dict[str, set[str]]:
    by: dict[str, set[str]] = defaultdict(set)
    for root in roots:
        for path in root.rglob("*.py"):
            for module in _imports(path):
                place = Path(*module.split("."))
                for file in (place.with_suffix(".py"), place / "__init__.py"):
                    by[str(file)].add(str(path))
    return by


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            # A name may be a module of its own.
            yield from (f"{node.module}.{each.name}" for each in node.names)
