"""`make time-travel`: the demo and its stories, told on days that are still to come.

On each day the product starts from nothing with the PostgreSQL it brings, both under one libfaketime;
the demo loads, and `make story` and docs/walkthrough.md are followed to their ends.
"""

import argparse
import asyncio
import contextlib
import datetime as dt
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.request import urlopen

import asyncpg

from domain.moments import SHANGHAI
from persistence import embedded
from tests import walkthrough
from tests.time_travel import faked

ROOT = Path(__file__).parents[2]
UP_WITHIN = 180.0
TOLD_WITHIN = 300.0
NEAR = dt.timedelta(minutes=10)
MISSING = (
    "libfaketime is not installed: on Debian and Ubuntu, apt-get install libfaketime"
    " (the package of that name)."
)


class Untrue(Exception):
    """Something does not hold on that day; the message says what."""


def days(now: dt.datetime) -> dict[str, dt.datetime]:
    """The days to travel to, by their names in the report."""
    here = now.astimezone(SHANGHAI)
    midnight = (here + dt.timedelta(days=1)).replace(hour=0, minute=5, second=0, microsecond=0)
    return {
        "+40 days": now + dt.timedelta(days=40),
        "31 December": dt.datetime(here.year, 12, 31, 23, 0, tzinfo=SHANGHAI),
        "29 February 2028": dt.datetime(2028, 2, 29, 10, 0, tzinfo=SHANGHAI),
        "00:05 in Shanghai, yesterday in UTC": midnight,
        "+3 years": now + dt.timedelta(days=3 * 365 + 1),
    }


def main() -> int:
    """0: true on every day. 1: it is not, or there is no libfaketime."""
    listed = days(dt.datetime.now(dt.UTC))
    parser = argparse.ArgumentParser("python -m tests.time_travel", description=__doc__)
    parser.add_argument("--only", choices=listed, help="one day")
    only = parser.parse_args().only
    faketime = faked.library()
    if faketime is None:
        print(MISSING, file=sys.stderr)
        return 1
    is_true = True
    for name, day in listed.items():
        if only in (None, name):
            is_true &= _is_true_on(name, day, faketime)
    return 0 if is_true else 1


def _is_true_on(name: str, day: dt.datetime, faketime: Path) -> bool:
    began = time.monotonic()
    print(f"{name}: {day.astimezone(SHANGHAI):%Y-%m-%d %H:%M} in Shanghai", flush=True)
    with tempfile.TemporaryDirectory(prefix="spotcheck-time-travel-") as scratch:
        folder = Path(scratch)
        seconds = round((day - dt.datetime.now(dt.UTC)).total_seconds())
        moved = {
            **{each: os.environ[each] for each in ("PATH", "HOME") if each in os.environ},
            **faked.environment(faketime, seconds),
        }
        try:
            _check_clocks(day, moved, folder)
        except (Untrue, subprocess.TimeoutExpired) as reason:
            print(f"  NOT TRUE after {time.monotonic() - began:.0f} s: {reason}", flush=True)
            return False
    print(f"  true, in {time.monotonic() - began:.0f} s", flush=True)
    return True


def _check_clocks(day: dt.datetime, moved: Mapping[str, str], folder: Path) -> None:
    with _serving(moved, folder) as address:
        with urlopen(f"{address}/readyz", timeout=30) as answer:  # noqa: S310  # ours
            _expect(day, parsedate_to_datetime(answer.headers["date"]), "the server")
        _expect(day, _database_now(folder), "PostgreSQL")
        print("  the demo is loaded; both clocks are there", flush=True)
        _run_story(address, moved)
        _run_walkthrough(address, moved)


def _expect(day: dt.datetime, found: dt.datetime, whose: str) -> None:
    if abs(found - day) > NEAR:
        raise Untrue(f"the clock of {whose} is at {found:%Y-%m-%d %H:%M} UTC")


def _database_now(folder: Path) -> dt.datetime:
    """What PostgreSQL takes for now; it runs already, and this process only joins its users."""
    server = embedded.start(folder / "data")

    async def now() -> dt.datetime:
        connection = await asyncpg.connect(server.url)
        found: dt.datetime = await connection.fetchval("select now()")
        await connection.close()
        return found

    try:
        return asyncio.run(now())
    finally:
        server.close()


@contextlib.contextmanager
def _serving(moved: Mapping[str, str], folder: Path) -> Iterator[str]:
    """The product on a port of its own, with the demo; its address."""
    # The account that PostgreSQL runs under must pass.
    folder.chmod(0o755)
    log = folder / "log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.time_travel.faked", "api", "serve"],
            cwd=ROOT,
            env={**moved, "DATA_DIR": str(folder / "data"), "PORT": "0"},
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        yield _address(process, log)
        if "Traceback" in log.read_text("utf-8"):
            raise Untrue(f"the server had a fault:\n{log.read_text('utf-8')[-4_000:]}")
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(60)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _address(process: "subprocess.Popen[bytes]", log: Path) -> str:
    deadline = time.monotonic() + UP_WITHIN
    while time.monotonic() < deadline and process.poll() is None:
        if found := re.search(r"is at (http://\S+)", log.read_text("utf-8")):
            return found[1]
        time.sleep(0.1)
    raise Untrue(f"the product does not start:\n{log.read_text('utf-8')[-4_000:]}")


def _run_story(address: str, moved: Mapping[str, str]) -> None:
    command = [sys.executable, "-m", "tests.time_travel.faked", "demo.walkthrough", address]
    ran = _run(command, moved)
    ends = re.findall(r"the order is ([A-Z]+)", ran.stdout)
    if ran.returncode or ends != ["CLOSED", "FAILED", "ESCALATED"]:
        raise Untrue(f"`make story` went another way:\n{ran.stdout[-2_000:]}{ran.stderr[-2_000:]}")
    print("  `make story` is told to its end", flush=True)


def _run_walkthrough(address: str, moved: Mapping[str, str]) -> None:
    if not (shutil.which("bash") and shutil.which("curl")):
        print("  the walkthrough is left out: it needs bash and curl", flush=True)
        return
    ran = _run(["bash", "-e", "-c", walkthrough.script(address)], moved)
    differences = walkthrough.differences(ran.stdout)
    if ran.returncode or differences:
        raise Untrue(
            f"the walkthrough went another way: {'; '.join(differences)}\n"
            f"{ran.stdout[-2_000:]}{ran.stderr[-2_000:]}"
        )
    print("  the walkthrough is followed to its end", flush=True)


def _run(command: list[str], moved: Mapping[str, str]) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        command,
        cwd=ROOT,
        env=dict(moved),
        capture_output=True,
        text=True,
        timeout=TOLD_WITHIN,
        check=False,
    )


if __name__ == "__main__":
    sys.exit(main())
