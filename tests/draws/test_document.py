"""docs/draw.md says what a stranger needs, and says it rightly."""

import json
import re

from domain.draws.differences import DifferenceKind
from tests.draws.vectors import FOLDER

PAGE = FOLDER.with_suffix(".md").read_text("utf-8")
PROOF = json.loads((FOLDER / "beacon.json").read_text("utf-8"))
WHOLE = [
    json.loads((FOLDER / name).read_text("utf-8"))
    for name in ("oversight.json", "figure.json", "parties.json", "v1/parties.json")
]


def keys(value: object) -> set[str]:
    """Every key below, but for those that are labels or codes of a draw's own."""
    if isinstance(value, dict):
        below = [keys(each) for each in value.values()]
        own = {key for key in value if re.fullmatch(r"[a-z_]+", key)}
        return own.union(*below)
    if isinstance(value, list):
        return set[str]().union(*map(keys, value))
    return set()


def test_every_key_of_a_proof_is_on_the_page() -> None:
    caps = PROOF["frozen"]["caps"].keys()

    assert {key for key in keys(WHOLE) - caps if not re.search(rf"\b{key}\b", PAGE)} == set()


def test_the_example_is_the_vectors() -> None:
    for name in ("commitment", "nonce", "seed"):
        assert f"`{PROOF[name]}`" in PAGE


def test_every_difference_is_on_the_page_in_its_order() -> None:
    rows = re.findall(r"^\| `([A-Z_]+)` \| (.+) · (.+) \|$", PAGE, re.MULTILINE)

    assert rows == [(each.value, each.en, each.zh) for each in DifferenceKind]


def test_the_numbers_of_the_known_chains_are_on_the_page() -> None:
    for number in ("1692803367", "1595431050"):
        assert number in PAGE
