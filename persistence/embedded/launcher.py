"""Bringing the server up, or finding it up, with a watchdog beside it in either case."""

import fcntl
import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from persistence.embedded import locks, postmaster, sockets, system_accounts, watchdog
from persistence.embedded.binaries import Binaries
from persistence.embedded.homes import Home
from persistence.embedded.unavailable import EmbeddedUnavailable, from_output

UP_WITHIN = 60.0  # crash recovery of 390 MB of log took 1.9 s
RETRY_WITHIN = 5.0
RETRY_EVERY = 0.2
PASSING = ("still in use", "already exists")  # children of a killed server are still leaving
LOG_KEPT = 8 * 1024 * 1024
SETTINGS = {
    "listen_addresses": "",
    "port": str(sockets.PORT),
    "shared_buffers": "128MB",
    "max_connections": "100",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_min_messages": "warning",
    "log_checkpoints": "off",
}
NOT_DURABLE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


@dataclass(frozen=True, slots=True)
class Up:
    socket_folder: Path
    started_here: bool


def bring_up(home: Home, binaries: Binaries, *, durable: bool) -> Up:
    """Wait until the server accepts connections, launching whatever is missing.

    The caller holds a lease, so no watchdog stops the server meanwhile, and the start lock, so a
    free watchdog's lock means that there is none: never started, killed, or gone with its server.
    """
    until, pause = time.monotonic() + UP_WITHIN, locks.PAUSE
    attempts = _Attempts(home.log)
    while True:
        lock = locks.take_if_free(home.watchdog_lock, fcntl.LOCK_EX)
        if lock is not None:
            try:
                attempts.expect_better()
                attempts.made |= _set_watchdog(home, binaries, lock, durable=durable)
            finally:
                os.close(lock)  # the watchdog has inherited it
        found = postmaster.pid_file(home.cluster)
        if (
            found
            and found.socket_folder
            and sockets.accepts_connections(found.socket_folder, binaries)
        ):
            return Up(found.socket_folder, attempts.made)
        if time.monotonic() > until:
            raise _silent(home)
        time.sleep(pause)
        pause = min(pause * 1.2, 0.25)


class _Attempts:
    """The launches of one call: a failure that passes by itself is tried again for a while."""

    def __init__(self, log: Path) -> None:
        self.made = False
        self._log = log
        self._read_from = 0
        self._until = time.monotonic() + RETRY_WITHIN

    def expect_better(self) -> None:
        """Before a launch: give up if the last one failed for a reason that stays."""
        if self.made:
            output = self._log.read_bytes()[self._read_from :].decode(errors="replace")
            is_passing = any(reason in output for reason in PASSING)
            if not is_passing or time.monotonic() > self._until:
                raise from_output("Starting the embedded PostgreSQL", output)
            time.sleep(RETRY_EVERY)
        self._read_from = self._log.stat().st_size if self._log.exists() else 0
        if self._read_from > LOG_KEPT:
            self._log.replace(self._log.with_suffix(".log.1"))
            self._read_from = 0


def _set_watchdog(home: Home, binaries: Binaries, lock: int, *, durable: bool) -> bool:
    """Start the watchdog, which launches the server unless it runs; say whether it had to."""
    found = postmaster.running_server(home.cluster)
    if found is None:
        postmaster.remove_stale_pid_file(home.cluster)
    socket_folder = found.socket_folder if found else sockets.new_folder(home.account)
    settings = SETTINGS | {"unix_socket_directories": str(socket_folder)}
    settings |= {} if durable else NOT_DURABLE
    order: watchdog.WatchdogOrder = {
        "lock": lock,
        "users_lock": str(home.users_lock),
        "cluster": str(home.cluster),
        "socket_folder": str(socket_folder) if socket_folder else None,
        "postmaster": found.pid if found else None,
        "program": str(binaries.program("postgres")),
        "settings": settings,
        "environment": system_accounts.ENVIRONMENT,
        "user": home.account.uid if home.account.is_lent else None,
        "group": home.account.gid if home.account.is_lent else None,
    }
    _run(order, home.log)
    return found is None


def _run(order: watchdog.WatchdogOrder, log: Path) -> None:
    # What its interpreter may need to start. The rest of our environment has secrets in it, and
    # the watchdog outlives us.
    needed = ("PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")
    descriptor = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    try:
        subprocess.run(
            [sys.executable, "-I", "-S", watchdog.__file__, json.dumps(order)],
            env={name: os.environ[name] for name in needed if name in os.environ},
            pass_fds=[order["lock"]],
            stdin=subprocess.DEVNULL,
            stdout=descriptor,
            stderr=descriptor,
            start_new_session=True,
            cwd="/",
            check=True,
        )
    finally:
        os.close(descriptor)


def _silent(home: Home) -> EmbeddedUnavailable:
    found = postmaster.pid_file(home.cluster)
    who = f"the process {found.pid}" if found else "the server"
    return EmbeddedUnavailable(
        f"The embedded PostgreSQL of {home.folder} does not answer after {UP_WITHIN:.0f} s. It may "
        f"be recovering from a crash (then start again), or be out of reach: look into {home.log}, "
        f"and stop {who} if it is stuck."
    )
