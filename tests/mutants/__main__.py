"""Tries mutants of a checkout in a copy of it: `python -m tests.mutants --seed 1 --base folder`."""

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.mutants.parts import SETTINGS

OURS = Path(__file__).parent
KNOWN = Path(".mutants")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--base", type=Path, default=Path(), help="the checkout to mutate")
    parser.add_argument("--known", type=Path, default=KNOWN, help="where to keep what is recorded")
    options, others = parser.parse_known_args()
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        tree = Path(folder) / "tree"
        _copy(options.base, tree)
        known = (options.known / _name(tree)).absolute()
        known.mkdir(parents=True, exist_ok=True)
        _copy(OURS, tree / "tests" / "mutants")
        (tree / "tests" / "__init__.py").touch()
        command = [sys.executable, "-m", "tests.mutants.run", *others, "--known", str(known)]
        # The copy's own code, and not that of the environment's checkout.
        environment = {**os.environ, **SETTINGS, "PYTHONPATH": str(tree)}
        return subprocess.run(command, cwd=tree, env=environment, check=False).returncode


def _copy(folder: Path, to: Path) -> None:
    shutil.rmtree(to, ignore_errors=True)
    shutil.copytree(folder, to, ignore=shutil.ignore_patterns(".*", "__pycache__", "node_modules"))


def _name(tree: Path) -> str:
    """A name for what the tree holds; what was recorded of one holds for all of that name."""
    shutil.rmtree(tree / "tests" / "mutants", ignore_errors=True)
    content = hashlib.sha256(sys.version.encode())
    for path in sorted(path for path in tree.rglob("*") if path.is_file()):
        content.update(f"{path.relative_to(tree)}\0".encode() + path.read_bytes())
    return content.hexdigest()[:16]


if __name__ == "__main__":
    raise SystemExit(main())
