"""What every file keeps to: no machine of ours, no host of packages, sources that are known."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from api.pages.story import story
from domain.sources import SOURCES

ROOT = Path(__file__).parents[2]
NOT_OURS = {"__pycache__", "build", "dist", "node_modules"}
PACKAGES = (
    "api",
    "demo",
    "domain",
    "jobs",
    "ledgers",
    "persistence",
    "schema",
    "benchmarks",
    "tools",
)
# Put together here, so that this file does not hold them itself.
MACHINE = "/" + "work/"
HOSTS = tuple(f"{name}.{end}" for name, end in (("pypi", "org"), ("pythonhosted", "org")))
INDEX = "index" + "-url"
MARK = re.compile(r"\b(S\d(?:-[A-Z])?|X\d{1,2})\b")


def files() -> Iterator[Path]:
    """Every file of the repository; what begins with a dot is the tools' own, but for these."""
    kept = {".ci", ".editorconfig", ".env.example", ".gitignore", ".github"}
    for top in sorted(ROOT.iterdir()):
        if top.name.startswith(".") and top.name not in kept:
            continue
        for path in [top, *sorted(top.rglob("*"))]:
            if path.is_file() and not NOT_OURS & set(path.relative_to(ROOT).parts):
                yield path


def text_of(path: Path) -> str:
    return path.read_bytes().decode("utf-8", errors="replace")


def test_no_file_knows_our_machines_or_names_a_host_of_packages() -> None:
    revealing = (MACHINE, *HOSTS, INDEX)
    assert [
        f"{path.relative_to(ROOT)}: {word}"
        for path in files()
        for word in revealing
        if word in text_of(path).replace(f"no-emit-{INDEX}", "")
    ] == []


def test_nothing_reads_what_lies_beside_the_repository() -> None:
    beside = "../" + "shared"
    assert [
        str(path.relative_to(ROOT))
        for path in files()
        if path.suffix != ".md" and beside in text_of(path)
    ] == []


def modules() -> list[Path]:
    found = (path for name in PACKAGES for path in (ROOT / name).rglob("*.py"))
    return sorted(path for path in found if "__pycache__" not in path.parts)


def test_every_module_begins_with_a_sentence() -> None:
    without = []
    for path in modules():
        docstring = ast.get_docstring(ast.parse(text_of(path))) or ""
        first = docstring.partition("\n\n")[0].strip()
        if not first or ("versions" not in path.parts and first[-1] not in ".!?:"):
            without.append(str(path.relative_to(ROOT)))
    assert without == []


def test_every_source_has_its_title_in_the_list_of_sources() -> None:
    page = text_of(ROOT / "docs/sources.md")
    listed = dict(re.findall(r"^\| ([SX][\w-]+) \| ([^|]+?) \|", page, re.MULTILINE))

    titles = {
        mark: source.zh + (f"（{source.number}）" if source.number else "")
        for mark, source in SOURCES.items()
    }

    assert listed == titles


def test_every_mark_in_the_code_is_a_listed_source() -> None:
    listed = set(
        re.findall(r"^\| ([SX][\w-]+) \|", text_of(ROOT / "docs/sources.md"), re.MULTILINE)
    )

    unknown = {
        f"{path.relative_to(ROOT)}: {mark}"
        for path in modules()
        if "versions" not in path.parts
        for mark in MARK.findall(text_of(path))
        if mark not in listed | {"S0"}
    }

    assert unknown == set()


@pytest.mark.parametrize("app", ["dashboard", "inspector", "institution", "parent"])
def test_every_app_has_its_documents(app: str) -> None:
    assert list((ROOT / "schema/documents" / app).glob("*.graphql")) != []


def test_data_of_the_repository_says_where_it_comes_from() -> None:
    page = text_of(ROOT / "docs/sources.md")
    tables = [path for path in files() if path.suffix in {".csv", ".tsv", ".xlsx"}]

    assert [path.name for path in tables if f"`{path.relative_to(ROOT)}`" not in page] == []


def test_the_readme_lists_the_steps_of_the_story() -> None:
    rows = re.findall(
        r"^\| (\d+) \| ([^|]+) \| ([^|]+) \|", text_of(ROOT / "README.md"), re.MULTILINE
    )

    assert rows == [
        (str(number), step.en, f"`{step.by}`" if step.by else "anyone")
        for number, step in enumerate(story(), 1)
    ]


def pages() -> list[Path]:
    """What people write; a result of the benchmarks is written by its report."""
    written = (path for path in files() if path.suffix == ".md")
    return [path for path in written if "results" not in path.parts]


def prose_of(path: Path) -> str:
    """A page without its blocks of code."""
    return re.sub(r"^ *```.*?^ *```$", "", text_of(path), flags=re.DOTALL | re.MULTILINE)


def test_lines_of_prose_can_be_read_in_a_diff() -> None:
    """100 is what to wrap at; 20 more for an address or a mark that cannot be broken."""
    assert [
        f"{path.relative_to(ROOT)}: {line[:60]}…"
        for path in pages()
        for line in prose_of(path).splitlines()
        if len(line) > 120 and not line.lstrip().startswith("|") and "http" not in line
    ] == []


def test_what_a_page_links_to_exists() -> None:
    assert [
        f"{path.relative_to(ROOT)}: {target}"
        for path in pages()
        for target in re.findall(r"\]\(([^)#\s]+)", prose_of(path))
        if not re.match(r"https?:|mailto:", target) and not (path.parent / target).exists()
    ] == []


MADE = {
    "api/pages/dist",
    "domain/items/rename_item.py",
    "schema/items/mutations/rename_item.py",
}
"""Files named by a page that a command makes."""


def test_the_files_that_a_page_names_exist() -> None:
    ours = "|".join((*PACKAGES, "docs", "tests", "web"))

    assert [
        f"{path.relative_to(ROOT)}: {name}"
        for path in pages()
        for name in re.findall(rf"`((?:{ours})/[\w./-]*)`", prose_of(path))
        if name not in MADE and not (ROOT / name).exists()
    ] == []


@pytest.mark.parametrize("page", ["CONTRIBUTING.md", "docs/architecture.md"])
def test_the_identifiers_that_a_page_names_exist(page: str) -> None:
    """Of Python: what is called is defined, and a name in snake case is written somewhere."""
    written = "\n".join(map(text_of, (*modules(), *(ROOT / "tests").rglob("*.py"))))
    defined = set(re.findall(r"^\s*(?:async def|def|class) (\w+)", written, re.MULTILINE))
    spans = re.findall(r"`([^`\n]+)`", prose_of(ROOT / page))
    spans = [span for span in spans if "make " not in span and "/" not in span]

    called = {word for span in spans for word in re.findall(r"\w+(?=\()", span)}
    named = {word for span in spans for word in re.findall(r"\b[a-z]+_\w+", span)}

    assert called - defined == set()
    assert named - set(re.findall(r"\w+", written)) == set()
