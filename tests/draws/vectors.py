"""Writes the vectors of docs/draw: `python -m tests.draws.vectors`; those of version 1 lie in v1."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from domain.draws import proofs
from domain.draws.canonical import text
from tests.draws.draws import Made, made
from tests.draws.edits import KINDS, SINCE, tampered, whole
from tests.draws.patches import patch, patched

FOLDER = Path(__file__).parents[2] / "docs/draw"
VALID = ("beacon", "figure", "parties")
LEAST_DRAWN = 5
LARGEST = 40


def written() -> dict[str, str]:
    """Each file below docs/draw that is made, with its text."""
    older = {f"v1/{name}": made for name, made in of_version(1).items()}
    return {name: lines(value) for name, value in {**older, **of_version(2)}.items()}


def of_version(version: int) -> dict[str, Any]:
    """A figure is frozen in version 1 as before."""
    files: dict[str, Any] = {}
    for kind in VALID:
        if version == 1 and kind == "figure":
            continue
        each = of_kind(kind, version)
        files[f"{kind}.json"] = each.proof()
        files[f"{kind}.before.json"] = each.before()
    one = example(version)
    files["oversight.json"] = whole(one)
    files["slip.json"] = proofs.slip(one.frozen, one.drawn, one.salt, one.pool.objects[0].object_id)
    files["oversight.before.json"] = one.before()
    untouched = whole(one)
    files["tampered.json"] = [
        {
            "name": name,
            "difference": kind.value,
            "patch": list(patch(untouched, tampered(one, name))),
        }
        for name, (kind, _) in KINDS.items()
        if SINCE.get(name, 1) <= version
    ]
    return files


@dataclass(frozen=True, slots=True)
class Tampered:
    """A row of docs/draw/tampered.json, and the proof that it makes of docs/draw/oversight.json."""

    name: str
    difference: str
    proof: Any


def published(folder: Path = FOLDER) -> list[Tampered]:
    """What anybody can make with the files of docs/draw, as a stranger would."""
    untouched = json.loads((folder / "oversight.json").read_text("utf-8"))
    rows = json.loads((folder / "tampered.json").read_text("utf-8"))
    return [
        Tampered(row["name"], row["difference"], patched(untouched, row["patch"])) for row in rows
    ]


def lines(value: Any) -> str:
    """Readable; a value that is no key is on a line of its own."""
    return json.dumps(json.loads(text(value)), ensure_ascii=False, indent=1) + "\n"


def of_kind(kind: str, version: int = 2) -> Made:
    """One in which there is something to see."""
    for number in range(10_000):
        each = made(number, kind.upper(), objects=LARGEST, version=version)
        if len(each.drawn.drawn) >= LEAST_DRAWN and each.replacements:
            return each
    raise LookupError("no such draw")


def example(version: int = 2) -> Made:
    """A draw that has one of everything, so that everything in it can be tampered with."""
    for number in range(10_000):
        each = made(number, "BEACON", objects=LARGEST, version=version)
        teams = [team for team in each.drawn.teams if each.frozen.recused.get(team.object)]
        ratios = [rule for rule in each.rules.quantities.values() if hasattr(rule, "basis_points")]
        if (
            teams
            and any(rule.basis_points >= 1_000 for rule in ratios)
            and ratios[0].basis_points >= 100
            and len(each.rules.quantities) > 2
            and not each.rules.departments[0].by_group
            and any(item.exclusion for item in each.pool.objects)
            and any(not row.is_eligible for row in each.frozen.officers)
            and sum(row.is_eligible for row in each.frozen.officers) > 6
            and each.replacements
            and each.replacements[0].kind == "OFFICER"
        ):
            return each
    raise LookupError("no such draw")


if __name__ == "__main__":
    for name, content in written().items():
        path = FOLDER / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, "utf-8")
