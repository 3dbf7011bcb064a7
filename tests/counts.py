"""How much the suite looks at, to be put side by side before and after it is rearranged:
`python -m tests.counts`.

Cases may become fewer when several become one that judges the same; nothing else may.
"""

import io
from collections import Counter
from collections.abc import Iterator
from contextlib import redirect_stdout
from pathlib import Path

import pytest

from domain.refusals import Refusal
from tests.draws.edits import KINDS
from tests.visibility.people import LOOKING
from tests.visibility.table import MAY_ASK, OPEN, SEEN

FOLDER = Path(__file__).parent


class Cases:
    """Gathers the cases that a run would have, by the folder that they are in."""

    def __init__(self) -> None:
        self.by_area: Counter[str] = Counter()

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        for item in session.items:
            path = item.path.relative_to(FOLDER)
            parts = path.parts[:-1] if len(path.parts) > 1 else path.parts
            self.by_area["/".join(parts[:2])] += 1


def cells() -> dict[str, int]:
    """The matrix: rows, values and permissions, each judged for all who look."""
    return {
        "rows": sum(map(len, SEEN.values())) * len(LOOKING),
        "values": sum(map(len, OPEN.values())) * len(LOOKING),
        "permissions": len(MAY_ASK) * len(LOOKING),
    }


def refusals() -> tuple[int, int]:
    """Refusals whose code or class a test names, of all there are."""
    text = "\n".join(path.read_text("utf-8") for path in sorted(FOLDER.rglob("*.py")))
    kinds = set(_below(Refusal))
    named = {k for k in kinds if f'"{k.code}"' in text or k.__name__ in text}
    return len(named), len(kinds)


def _below(kind: type[Refusal]) -> Iterator[type[Refusal]]:
    for each in kind.__subclasses__():
        yield each
        yield from _below(each)


def main() -> None:
    cases = Cases()
    with redirect_stdout(io.StringIO()):
        pytest.main(["--collect-only", "--quiet", str(FOLDER)], [cases])
    # Loaded by the collection.
    from schema.assembly import core
    from tests.client import SCHEMA
    from tests.oracle import test_oracle

    for name, number in cells().items():
        print(f"matrix, {name:30} {number:6}")
    print(f"{'oracle, documents at least':38} {test_oracle.DOCUMENTS:6}")
    print(f"{'oracle, all that is asked':38} {len(test_oracle._everything(core(SCHEMA))):6}")
    named, known = refusals()
    print(f"{'refusals named by a test':38} {named:6} of {known}")
    print(f"{'tampered proofs':38} {len(KINDS):6}")
    for area, number in sorted(cases.by_area.items()):
        print(f"cases, {area:31} {number:6}")
    print(f"{'cases':38} {cases.by_area.total():6}")


if __name__ == "__main__":
    main()
