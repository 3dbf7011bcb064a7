"""No two modules of the product import each other, in whatever way, but for forward names of types."""

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("api", "demo", "domain", "jobs", "ledgers", "persistence", "schema")


def test_no_module_is_imported_by_what_it_imports() -> None:
    """Imports within functions and those for type checkers count. GraphQL types name one another:
    those of two areas may form a circle."""
    circles = list(_circles(_imports()))

    assert [
        circle for circle in circles if not all(name.endswith(".types") for name in circle)
    ] == []


def test_circles_are_found() -> None:
    imports = {"a": {"b"}, "b": {"c"}, "c": {"b", "d"}, "d": set(), "e": {"a"}}

    assert list(_circles(imports)) == [["b", "c"]]


def _imports() -> Mapping[str, set[str]]:
    modules = {_name(path): path for package in PACKAGES for path in (ROOT / package).rglob("*.py")}
    return {name: set(_imported(path, modules)) - {name} for name, path in modules.items()}


def _name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _imported(path: Path, modules: Mapping[str, Path]) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                yield from [name for name in (inner, node.module) if name in modules][:1]
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in modules)


def _circles(imports: Mapping[str, set[str]]) -> Iterator[list[str]]:
    """The sets of modules of which each reaches all others."""
    reached = {name: _reached(name, imports) for name in imports}
    seen: set[str] = set()
    for name in sorted(imports):
        if name in reached[name] and name not in seen:
            circle = sorted(other for other in reached[name] if name in reached[other])
            seen.update(circle)
            yield circle


def _reached(start: str, imports: Mapping[str, set[str]]) -> set[str]:
    found: set[str] = set()
    waiting = list(imports[start])
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += imports.get(name, ())
    return found
