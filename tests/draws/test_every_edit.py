"""No leaf of a proof can be changed without somebody noticing."""

import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest

import verify_draw
from domain.draws.verification import verify
from tests.draws.vectors import FOLDER

WHOLE = json.loads((FOLDER / "oversight.json").read_text("utf-8"))
OF_VERSION_1 = json.loads((FOLDER / "v1/oversight.json").read_text("utf-8"))
OF_PARTIES = json.loads((FOLDER / "parties.json").read_text("utf-8"))
Path = tuple[str | int, ...]


def leaves(value: Any, path: Path = ()) -> Iterator[Path]:
    children = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    for key, child in children:
        yield from leaves(child, (*path, key))
    if not isinstance(value, dict | list):
        yield path


def edited(path: Path, whole: Any = WHOLE) -> Any:
    """The proof with this one leaf changed, as little as can be."""
    proof = copy.deepcopy(whole)
    held = proof
    for key in path[:-1]:
        held = held[key]
    held[path[-1]] = other(held[path[-1]])
    return proof


def other(leaf: Any) -> Any:
    match leaf:
        case bool():
            return not leaf
        case int():
            return leaf + 1
        case str() if leaf:
            return leaf[:-1] + ("0" if leaf[-1] != "0" else "1")
        case _:
            return "0"


@pytest.mark.parametrize("whole", [WHOLE, OF_VERSION_1, OF_PARTIES], ids=["2", "1", "parties"])
def test_every_leaf_is_looked_at(whole: Any) -> None:
    unnoticed, differently = [], []
    for path in leaves(whole):
        proof = edited(path, whole)
        try:
            verify_draw.verify(proof)
            found = None
        except verify_draw.NothingToCheck:
            # Without its mark it is no proof.
            found = "FORMAT"
        except verify_draw.Difference as difference:
            found = difference.code
        if found is None:
            unnoticed.append(path)
        if verify(proof).difference != found:
            differently.append((path, found, verify(proof)))

    assert unnoticed == []
    assert differently == []
