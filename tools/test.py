"""`make test AREA=…`: the tests of one area in every layer; without an area, all tests."""

import subprocess
import sys
from pathlib import Path

TESTS = Path(__file__).parents[1] / "tests"


def main(area: str, *arguments: str) -> int:
    found = of_area(area)
    if area and not found:
        known = ", ".join(areas())
        print(f"No test folder or file is named for the area `{area}`. Areas: {known}.")
        return 2
    command = [sys.executable, "-m", "pytest", *arguments, *found]
    return subprocess.run(command, cwd=TESTS.parent, check=False).returncode


def of_area(area: str) -> list[str]:
    """Folders and files of the tests that carry the area's name, as paths below the repository."""
    if not area.isidentifier():
        return []
    # The area `draws` has its rules in `draw`, and the area `plans` perhaps in `test_planning.py`.
    stem = area.removesuffix("s")
    named = {
        *TESTS.glob(f"{area}/"),
        *TESTS.glob(f"{stem}/"),
        *TESTS.glob(f"*/{area}/"),
        *TESTS.glob(f"domain/**/test_*{stem}*.py"),
        *TESTS.glob(f"domain/**/*{stem}*/"),
        # A ledger reads its rows like inputs of the area: it has to know their fields.
        *TESTS.glob(f"ledgers/test_*{stem}*.py"),
    }
    outer = {path for path in named if not named & set(path.parents)}
    return sorted(str(path.relative_to(TESTS.parent)) for path in outer)


def areas() -> list[str]:
    """The areas of the schema, which the other layers are named after."""
    return sorted(path.parent.name for path in TESTS.glob("schema/*/__init__.py"))


if __name__ == "__main__":
    sys.exit(main(*(sys.argv[1:] or [""])))
