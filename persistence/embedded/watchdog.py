"""The server's watchdog: a process that stops it when it is no longer used.

It launches the server as its child (or adopts one whose watchdog was killed) and tries now and then
to have the users' lock for itself alone. When it succeeds, the last user has gone, however it went.
It ends with the server; until then its own lock says that it is there.

Run as a script by `python -I -S`, it must not import anything but the standard library.
"""

import fcntl
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypedDict

LOOK_EVERY = 0.1
# Fast shutdown; immediate shutdown; and an end to it. The next start recovers what is left.
STOPS = ((signal.SIGINT, 30.0), (signal.SIGQUIT, 10.0), (signal.SIGKILL, 5.0))


class WatchdogOrder(TypedDict):
    """The settings that the starting process hands to the watchdog."""

    lock: int  # descriptor of the watchdog's lock, taken for it already
    users_lock: str
    cluster: str
    socket_folder: str | None
    postmaster: int | None  # the server to adopt; none means: launch one
    program: str
    settings: dict[str, str]
    environment: dict[str, str]
    user: int | None
    group: int | None


def serves(pid: int, cluster: str) -> bool:
    """Whether this process is the cluster's server: its command line says so; a zombie has none."""
    if Path("/proc/self/cmdline").exists():
        try:
            words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        except OSError:
            return False
        return words[0].endswith(b"/postgres") and os.fsencode(cluster) in words
    ask = ("ps", "-ww", "-o", "args=", "-p", str(pid))
    line = subprocess.run(ask, capture_output=True, check=False).stdout
    return b"/postgres -D " + os.fsencode(cluster) + b" " in line


def watch(order: WatchdogOrder) -> None:
    """Stay until the server has ended, of itself or because it is no longer needed."""
    users = os.open(order["users_lock"], os.O_RDWR)
    pid, is_alive = _adopted(order) if order["postmaster"] else _launched(order)
    while is_alive():
        if _is_unused(users):
            _stop(pid, is_alive)
            break
        time.sleep(LOOK_EVERY)
    _clear(order["socket_folder"])
    # In this order: a process waiting for the users' lock then finds that there is no watchdog.
    os.close(order["lock"])
    os.close(users)


def _launched(order: WatchdogOrder) -> tuple[int, Callable[[], bool]]:
    options = [
        word for name, value in order["settings"].items() for word in ("-c", f"{name}={value}")
    ]
    server = subprocess.Popen(
        [order["program"], "-D", order["cluster"], *options],
        env=order["environment"],
        cwd="/",
        user=order["user"],
        group=order["group"],
        extra_groups=None if order["user"] is None else [],
    )
    return server.pid, lambda: server.poll() is None


def _adopted(order: WatchdogOrder) -> tuple[int, Callable[[], bool]]:
    pid = order["postmaster"] or 0
    return pid, lambda: serves(pid, order["cluster"])


def _is_unused(users: int) -> bool:
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _stop(pid: int, is_alive: Callable[[], bool]) -> None:
    for how, timeout in STOPS:
        with suppress(ProcessLookupError):
            os.kill(pid, how)
        until = time.monotonic() + timeout
        while time.monotonic() < until:
            if not is_alive():
                return
            time.sleep(0.01)


def _clear(socket_folder: str | None) -> None:
    """A killed server leaves its socket behind."""
    if socket_folder is None:
        return
    folder = Path(socket_folder)
    with suppress(OSError):
        for leftover in folder.iterdir():
            leftover.unlink()
        folder.rmdir()


def _detach() -> None:
    """Leave our starter without a child to bury, and deaf to what is said to its terminal."""
    if os.fork():
        os._exit(0)
    for deafness in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        # Not SIG_IGN, which the server would inherit.
        signal.signal(deafness, lambda *_: None)


if __name__ == "__main__":
    _detach()
    watch(json.loads(sys.argv[1]))
