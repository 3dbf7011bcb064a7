"""`make new-mutation` writes what imports, is formatted and joins the schema; or it writes nothing."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tools.new_mutation import PLACEHOLDER, main, participle, snake

ROOT = Path(__file__).parents[2]
COPIED = ("api", "demo", "domain", "jobs", "ledgers", "persistence", "schema", "tests")


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the tree; the refusals come first and leave it as it is."""
    tmp_path = tmp_path_factory.mktemp("repository")
    for folder in COPIED:
        shutil.copytree(
            ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__", "dist")
        )
    for file in ("pyproject.toml", "schema.graphql", "CHANGELOG.md"):
        shutil.copy(ROOT / file, tmp_path / file)
    return tmp_path


def texts(repository: Path) -> dict[str, str]:
    return {
        str(path.relative_to(repository)): path.read_text("utf-8")
        for folder in (repository, *(repository / folder for folder in COPIED))
        for path in (folder.glob("*") if folder == repository else folder.rglob("*"))
        if path.suffix in {".py", ".graphql", ".md"}
    }


@pytest.mark.parametrize(
    ("area", "name", "because"),
    [
        ("nowhere", "renameItem", "AREA=nowhere is no area with mutations. Areas: accounts, "),
        ("items", "retireInspectionItem", "retireInspectionItem exists already: schema/items"),
        ("plans", "retire_inspection_item", "retireInspectionItem exists already: schema/items"),
        ("items", "rename", "NAME=rename is not a verb and a noun"),
        ("items", "rename-item", "NAME=rename-item is not a verb and a noun"),
        ("items", "../rename_item", "NAME=../rename_item is not a verb and a noun"),
        ("items", "", "NAME= is not a verb and a noun"),
    ],
)
def test_it_refuses_and_writes_nothing(
    repository: Path, capsys: pytest.CaptureFixture[str], area: str, name: str, because: str
) -> None:
    before = texts(repository)

    assert main([area, name, "--root", str(repository)]) == 2

    output = capsys.readouterr().out
    assert output.startswith(because)
    assert output.endswith("Nothing was written.\n")
    assert texts(repository) == before


def test_the_new_files_import_and_are_in_the_house_format(repository: Path) -> None:
    before = texts(repository)

    assert main(["items", "renameItem", "--root", str(repository)]) == 0

    changed = {path for path, text in texts(repository).items() if before.get(path) != text}
    assert changed == {
        "CHANGELOG.md",
        "domain/items/rename_item.py",
        "schema/documents/dashboard/rename_item.graphql",
        "schema/items/mutations/__init__.py",
        "schema/items/mutations/rename_item.py",
        "tests/schema/items/test_rename_item.py",
    }
    assert f"- `renameItem`: {PLACEHOLDER}" in (repository / "CHANGELOG.md").read_text("utf-8")
    new = [path for path in changed if path.endswith(".py")]
    for command in (["check", "--quiet"], ["format", "--check", "--quiet"]):
        _run(repository, "ruff", *command, *new)
    _run(repository, "schema")
    language = (repository / "schema.graphql").read_text("utf-8")
    assert "union RenameItemPayload = ItemRenamed | NotFound | NotPermitted" in language
    _run(repository, "pytest", "-q", "--collect-only", "tests/schema/items/test_rename_item.py")


def test_a_name_is_spelt_either_way() -> None:
    assert snake("renameItem") == snake("rename_item") == "rename_item"
    assert {verb: participle(verb) for verb in ("rename", "verify", "stop", "submit", "end")} == {
        "rename": "renamed",
        "verify": "verified",
        "stop": "stopped",
        "submit": "submitted",
        "end": "ended",
    }
    assert participle("withdraw") == "withdrawn"


def _run(repository: Path, module: str, *arguments: str) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        cwd=repository,
        env={**os.environ, "PYTHONPATH": str(repository)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
