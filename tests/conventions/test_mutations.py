"""Every mutation has its module, its tests, a document that an app sends, and its changelog line."""

import re
from pathlib import Path

import pytest
from graphql import FieldNode, OperationDefinitionNode, OperationType, parse

from tests.conventions.language import MUTATIONS
from tools.new_mutation import PLACEHOLDER, snake

ROOT = Path(__file__).parents[2]
CHANGELOG = (ROOT / "CHANGELOG.md").read_text("utf-8")


def area_of(mutation: str) -> str:
    """The area whose folder holds the mutation's module."""
    (module,) = (ROOT / "schema").glob(f"*/mutations/{snake(mutation)}.py")
    return module.parts[-3]


def sent_by_apps() -> set[str]:
    """The mutations that some document under schema/documents sends."""
    return {
        selected.name.value
        for path in (ROOT / "schema/documents").rglob("*.graphql")
        for operation in parse(path.read_text("utf-8")).definitions
        if isinstance(operation, OperationDefinitionNode)
        and operation.operation is OperationType.MUTATION
        for selected in operation.selection_set.selections
        if isinstance(selected, FieldNode)
    }


@pytest.mark.parametrize("mutation", MUTATIONS)
def test_every_mutation_has_a_module_of_its_name(mutation: str) -> None:
    assert area_of(mutation)


@pytest.mark.parametrize("mutation", MUTATIONS)
def test_every_mutation_has_a_test_file_of_its_name(mutation: str) -> None:
    path = ROOT / "tests/schema" / area_of(mutation) / f"test_{snake(mutation)}.py"

    assert path.exists(), f"write {path.relative_to(ROOT)}"
    assert re.search(r"^(async )?def test_", path.read_text("utf-8"), re.MULTILINE)
    assert mutation in path.read_text("utf-8"), f"{path.name} does not send {mutation}"


def test_every_mutation_is_sent_by_an_app() -> None:
    unsent = MUTATIONS.keys() - sent_by_apps()

    assert unsent == set(), "write a document for each in schema/documents/<app>/"


def test_every_mutation_is_named_in_the_changelog() -> None:
    named = set(re.findall(r"`(\w+)`", CHANGELOG))

    unnamed = MUTATIONS.keys() - named

    assert unnamed == set(), "add a line to CHANGELOG.md with each name between backticks"


def test_nothing_waits_to_be_written() -> None:
    written = [ROOT / "CHANGELOG.md"]
    for folder in ("domain", "schema", "tests/schema"):
        written += (ROOT / folder).rglob("*.py")
    written += (ROOT / "schema/documents").rglob("*.graphql")

    waiting = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in sorted(written)
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1)
        if PLACEHOLDER in line
    ]

    assert not waiting, f"write a sentence in place of `{PLACEHOLDER} …)`: {waiting}"
