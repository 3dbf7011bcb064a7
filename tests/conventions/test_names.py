"""Names in the code: retired words, nouns for modules, one name for an entity and for an area."""

import ast
import io
import re
import subprocess
import tokenize
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from persistence.engine.columns import Table
from tests.conventions.language import CORE, described

ROOT = Path(__file__).parents[2]
LAYERS = ("domain", "persistence", "schema", "api")

RETIRED = {"said", "shown", "answered", "asked", "Asked", "told"}
"""As a whole name they do not say whose words they are; a leading underscore changes nothing."""
_PARTS = "deeds?|knock|whoever|dressed|anew|made_out_to"
RETIRED_PARTS = re.compile(rf"(?:^|_)(?:{_PARTS})(?:_|$)")
"""Nor within a name, a test's included."""
RETIRED_FUNCTIONS = {"tell", "tells", "telling"}
"""A file's `tell()` is Python's."""

_ANY_RETIRED = re.compile(
    rf"\b_*(?:{'|'.join((*RETIRED, *RETIRED_FUNCTIONS))})_*\b|{_PARTS}", re.IGNORECASE
)

RETIRED_PROSE = re.compile(r"\b(?:deeds?|whoever|made\s+out\s+to)\b", re.IGNORECASE)
IN_OTHER_WORDS = {
    "CHANGELOG.md": "a history keeps its words",
    "docs/glossary.md": "lists the retired words",
    "tests/conventions/test_names.py": "names them to forbid them",
    "tests/conventions/test_messages.py": "names them to forbid them",
}
HISTORIES = ("docs/decisions/", "persistence/migrations/versions/")
"""What was decided, and what was migrated, keeps the words of its day."""

NOUNS = {"filing", "hearing", "ruling", "standing"}
"""Things, and no gerunds."""
GERUNDS = {
    "persistence/reading": "architecture.md names it; house-style: reading and writing",
}

AREAS = {
    *(
        "accounts",
        "adoptions",
        "alerts",
        "authorities",
        "checklists",
        "complaints",
        "courses",
        "deadlines",
        "draws",
    ),
    "standings",
    *("evidence", "history", "inspections", "institutions", "items", "ledgers", "plans"),
    "publication",
    *("rectification", "regions", "registrations", "registries", "search", "tasks", "teachers"),
    "visits",
}
MACHINERY = {
    "persistence/data": "reference data that migrations load",
    "persistence/engine": "what belongs to no area",
    "persistence/embedded": "the PostgreSQL that comes along",
    "persistence/migrations": "Alembic's",
    "persistence/reading": "the read compiler",
    "persistence/storage": "where blobs are kept",
    "schema/documents": "documents that we execute ourselves",
}


@cache
def tracked(*patterns: str) -> tuple[str, ...]:
    command = ["git", "ls-files", "-z", "--", *patterns]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return tuple(path for path in listed.stdout.split("\0") if path and (ROOT / path).exists())


def modules_of(layer: str) -> list[str]:
    return [
        path for path in tracked(f"{layer}/*.py") if not path.startswith("persistence/migrations/")
    ]


def names_in(path: str) -> Iterator[tuple[int, str]]:
    """The identifiers of a file that has a retired word in it, those within f-strings too."""
    source = (ROOT / path).read_text("utf-8")
    if not _ANY_RETIRED.search(source):
        return  # Most files: tokenizing them all would take ten seconds.
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.NAME:
            yield token.start[0], token.string
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.JoinedStr):
            for part in ast.walk(node):
                if isinstance(part, ast.Name):
                    yield node.lineno, part.id
                elif isinstance(part, ast.Attribute):
                    yield node.lineno, part.attr
        elif (
            isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
            and node.name.lstrip("_") in RETIRED_FUNCTIONS
        ):
            yield node.lineno, "told"


def is_retired(name: str) -> bool:
    # `ReplyState.SHOWN` is a state: members of enumerations are the domain's words.
    return name.strip("_") in RETIRED or RETIRED_PARTS.search(name.lower()) is not None


def test_no_identifier_is_a_retired_word() -> None:
    found = {
        f"{path}:{line} {name}"
        for path in tracked("*.py")
        for line, name in names_in(path)
        if is_retired(name)
    }

    assert not found, f"use another name (docs/glossary.md): {sorted(found)}"


def test_a_retired_word_is_found_in_every_place_a_name_can_stand(tmp_path: Path) -> None:
    path = tmp_path / "example.py"
    path.write_text(
        "import a as told\n"
        "def tell(said, *, asked=1): ...\n"
        'x = f"{_shown} {y.answered:>{deed}}"\n'
        "z.whoever(anew=file.tell())\n"
        "class Asked: ...\n"
        "indeed = is_told = by_whoever_asks = 'told'  # asked\n",
        "utf-8",
    )

    found = [name for _, name in names_in(str(path)) if is_retired(name)]

    assert set(found) == {
        *("told", "said", "asked", "Asked", "_shown", "answered", "deed"),
        *("whoever", "anew", "by_whoever_asks"),
    }
    assert found.count("told") == 2


@cache
def prose() -> tuple[tuple[str, int, str], ...]:
    """Lines of documents, comments and texts of the code, and the descriptions of the language."""
    found: list[tuple[str, int, str]] = []
    for path in tracked("*.md", "*.py"):
        if path in IN_OTHER_WORDS or path.startswith(HISTORIES):
            continue
        text = (ROOT / path).read_text("utf-8")
        # The name of a decision's file is its history.
        text = re.sub(r"decisions/[\w.-]+", "", text)
        if not RETIRED_PROSE.search(text):
            continue
        if path.endswith(".py"):
            found += _prose_of(path, text)
        else:
            found.append((path, 1, text))
    found += [(name, 0, text or "") for name, text in described()]
    return tuple(found)


def _prose_of(path: str, source: str) -> Iterator[tuple[str, int, str]]:
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            yield path, token.start[0], token.string
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield path, node.lineno, node.value


def test_prose_has_none_of_the_retired_words() -> None:
    found = {
        f"{path}:{line + text[: match.start()].count(chr(10))} {match[0]}"
        for path, line, text in prose()
        for match in RETIRED_PROSE.finditer(text)
    }

    assert not found, f"use another word (docs/glossary.md): {sorted(found)}"


def test_no_module_is_a_gerund() -> None:
    found = set[str]()
    for layer in LAYERS:
        for path in modules_of(layer):
            parts = path.removesuffix(".py").split("/")
            found |= {
                "/".join(parts[: i + 1])
                for i, part in enumerate(parts)
                if part.endswith("ing") and part.rpartition("_")[2] not in NOUNS
            }

    assert found == GERUNDS.keys()


@cache
def classes() -> dict[str, dict[str, list[str]]]:
    """Top-level classes: name → layer → modules."""
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for layer in LAYERS:
        for path in modules_of(layer):
            for node in ast.parse((ROOT / path).read_text("utf-8")).body:
                if isinstance(node, ast.ClassDef):
                    found[node.name][layer].append(path)
    return found


@pytest.mark.parametrize("layer", LAYERS)
def test_a_class_name_stands_once_in_a_layer(layer: str) -> None:
    assert {
        name: by_layer[layer] for name, by_layer in classes().items() if len(by_layer[layer]) > 1
    } == {}


def test_a_class_name_stands_in_several_layers_only_for_one_entity() -> None:
    """Facts, row and type of an entity share the glossary's name (decision 0061)."""
    rows = {mapper.class_.__name__ for mapper in Table.registry.mappers}
    assert len(rows) > 50

    found = {
        name: sorted(path for paths in by_layer.values() for path in paths)
        for name, by_layer in classes().items()
        if sum(map(bool, by_layer.values())) > 1
        if name not in rows and name not in CORE.type_map
    }

    assert found == {}


def test_an_area_has_one_name_in_all_layers() -> None:
    folders = {
        "/".join(path.split("/")[:depth])
        for top, depth in (("domain", 2), ("persistence", 2), ("schema", 2), ("tests/schema", 3))
        for path in tracked(f"{top}/*")
        if path.count("/") >= depth
    }

    assert {each for each in folders if each.rpartition("/")[2] not in AREAS} == MACHINERY.keys()


def test_no_name_stands_beside_its_plural() -> None:
    """Neither as a folder nor as a module: `region.py` here and `regions.py` there is one area."""
    names = {
        part
        for layer in LAYERS[:3]
        for path in modules_of(layer)
        if path.count("/") < 3
        for part in path.removesuffix(".py").split("/")[1:2]
    }

    assert {name for name in names if {f"{name}s", f"{name}es", f"{name[:-1]}ies"} & names} == set()
