"""What the repository says was promised before; nothing where there is no history to ask."""

import subprocess
from pathlib import Path

from schema import app_documents

ROOT = Path(__file__).parents[2]
LANGUAGE = "schema.graphql"
DOCUMENTS = "schema/documents"


class NothingToCompare(Exception):
    """There is no earlier state: no git, no repository, or one commit only."""


def language_before(root: Path = ROOT) -> str:
    """The last committed language that is another than the present one."""
    present = (root / LANGUAGE).read_text("utf-8")
    for commit in _git(root, "log", "-n", "2", "--format=%H", "--", LANGUAGE).split():
        committed = _git(root, "show", f"{commit}:{LANGUAGE}")
        if committed != present:
            return committed
    raise NothingToCompare(f"{LANGUAGE} has no earlier version here (a shallow clone?)")


def documents_before(root: Path = ROOT) -> dict[str, str]:
    """The apps' documents as committed, or one commit earlier where nothing has changed since."""
    is_changed = _git(root, "status", "--porcelain", "--", DOCUMENTS, LANGUAGE).strip()
    commit = "HEAD" if is_changed else "HEAD~1"
    names = _git(root, "ls-tree", "-r", "-z", "--name-only", commit, "--", DOCUMENTS).split("\0")
    texts = {name: _git(root, "show", f"{commit}:{name}") for name in names if name}
    shared = {name: text for name, text in texts.items() if "/fragments/" in name}
    known = app_documents.named(shared.values())
    return {
        name: app_documents.complete(text, known)
        for name, text in texts.items()
        if name not in shared
    }


def _git(root: Path, *words: str) -> str:
    try:
        done = subprocess.run(
            ("git", "-C", str(root), *words), check=True, capture_output=True, timeout=60
        )
    except FileNotFoundError:
        raise NothingToCompare("git is not installed") from None
    except subprocess.CalledProcessError as error:
        reason = error.stderr.decode(errors="replace").strip()
        raise NothingToCompare(f"git {words[0]}: {reason}") from None
    return done.stdout.decode()
