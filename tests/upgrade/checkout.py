"""The tree of the commit before, in a folder of its own."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]


class NoSuchTree(Exception):
    """FROM names nothing to begin with; the message says so."""


def tree_of(source: str, folder: Path) -> Path:
    """The files of a commit, unpacked into `folder`; or the checkout that `source` already is."""
    if source and (Path(source) / "api" / "__main__.py").is_file():
        return Path(source).resolve()
    commit = f"{source}^{{commit}}"
    found = _git("rev-parse", "--verify", "--quiet", "--end-of-options", commit)
    if found.returncode:
        raise NoSuchTree(
            f"FROM={source} is neither a commit of this repository nor a folder of a checkout."
        )
    folder.mkdir()
    packed = folder.with_suffix(".tar")
    hash = found.stdout.decode().strip()
    made = _git("archive", "--format=tar", f"--output={packed}", hash)
    if made.returncode:
        raise NoSuchTree(f"FROM={source} cannot be unpacked: {made.stderr.decode().strip()}")
    subprocess.run(["tar", "-xf", str(packed), "-C", str(folder)], check=True)
    packed.unlink()
    return folder


def _git(*words: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(["git", *words], cwd=ROOT, capture_output=True, check=False)
