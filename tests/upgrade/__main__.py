"""`make upgrade`: the data folder that a commit left behind is opened by this tree."""

import argparse
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import httpx2

from tests.upgrade import checks
from tests.upgrade.checkout import ROOT, NoSuchTree, tree_of
from tests.upgrade.client import NotAnswered, RecordingClient
from tests.upgrade.comparison import Difference
from tests.upgrade.prepared import prepare
from tests.upgrade.proxy import recording_proxy
from tests.upgrade.server import NotServing, ServerProcess, environment


def main(words: list[str]) -> int:
    """0: all is as before. 1: the first difference was printed. 2: there is nothing to begin with."""
    parser = argparse.ArgumentParser("python -m tests.upgrade", description=__doc__)
    parser.add_argument("source", metavar="FROM", help="a commit, or a folder of a checkout")
    parser.add_argument("--no-stories", action="store_true", help="prepare without `make story`")
    given = parser.parse_args(words)
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="spotcheck-upgrade-") as name:
        folder = Path(name)
        # PostgreSQL's own account has to pass, where it is not ours.
        folder.chmod(0o755)
        try:
            tree = tree_of(given.source, folder / "old")
            _upgrade(tree, folder, has_stories=not given.no_stories)
        except NoSuchTree as reason:
            print(reason, file=sys.stderr)
            return 2
        except (Difference, NotAnswered, NotServing, httpx2.TransportError) as reason:
            print(f"\n{reason}", file=sys.stderr)
            return 1
    print(f"\nA folder of {given.source} goes on here ({time.monotonic() - began:.0f} s).")
    return 0


def _upgrade(tree: Path, folder: Path, *, has_stories: bool) -> None:
    data_dir = folder / "data"
    with (
        _serving(ServerProcess(tree, data_dir, folder / "old.log")) as old,
        closing(RecordingClient(old.url)) as client,
    ):
        if has_stories:
            _run_stories(tree, client)
        prepared = prepare(client)
        questions = checks.reads(client, prepared)
        expected = checks.expected_of(client, questions)
    with (
        _serving(ServerProcess(ROOT, data_dir, folder / "new.log")) as new,
        closing(client),
    ):
        client.connect(new.url)
        checks.check(client, prepared, questions, expected, {"old": tree, "new": ROOT})


@contextmanager
def _serving(server: ServerProcess) -> Iterator[ServerProcess]:
    """The server once it is ready; killed at the end, however that comes."""
    try:
        server.wait_until_ready()
        yield server
    finally:
        server.kill()


def _run_stories(tree: Path, client: RecordingClient) -> None:
    """The stories of the old commit, through a proxy that keeps their mutations."""
    # Where they stood before `api` became the edge.
    stories = "demo.walkthrough" if (tree / "demo").is_dir() else "api.stories"
    with recording_proxy(client) as url:
        ended = subprocess.run(
            [sys.executable, "-m", stories, url],
            cwd=tree,
            env=environment(tree),
            capture_output=True,
            text=True,
            check=False,
        )
    if ended.returncode:
        raise NotAnswered(f"The stories of {tree} ended early: {ended.stdout}{ended.stderr}")


if __name__ == "__main__":
    # A run that is terminated ends its servers first.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    sys.exit(main(sys.argv[1:]))
