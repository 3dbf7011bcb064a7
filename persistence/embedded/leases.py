"""Who uses the server: everyone who holds the users' lock together with the others.

The watchdog stops the server once it gets that lock alone, and keeps it until the server is down.
So a process with a lease finds a server that is not being stopped.
"""

import fcntl
import os
import time
from dataclasses import dataclass, field
from threading import Lock

from persistence.embedded import locks
from persistence.embedded.homes import Home

STOPPED_WITHIN = 10.0


@dataclass(slots=True)
class Lease:
    home: Home
    _descriptor: int | None
    _letting_go: Lock = field(default_factory=Lock)

    def end(self) -> None:
        """Let go and, if no one else is left, see the server stopped.

        A container is torn down when its first process ends: without this wait the server would be
        killed in the middle of its shutdown.
        """
        if not self.abandon():
            return
        until = time.monotonic() + STOPPED_WITHIN
        while time.monotonic() < until and _is_watched(self.home) and not _is_used(self.home):
            time.sleep(locks.PAUSE)

    def abandon(self) -> bool:
        """Let go at once; say whether there was anything to let go of."""
        with self._letting_go:
            descriptor, self._descriptor = self._descriptor, None
        if descriptor is None:
            return False
        os.close(descriptor)
        return True


def take(home: Home) -> Lease:
    """Waits while the watchdog is stopping the server."""
    return Lease(home, locks.take(home.users_lock, fcntl.LOCK_SH))


def _is_watched(home: Home) -> bool:
    """The watchdog's lock is free once the server has stopped and its traces are gone."""
    try:
        descriptor = locks.take_if_free(home.watchdog_lock, fcntl.LOCK_SH)
    except FileNotFoundError:  # the folder was deleted
        return False
    if descriptor is None:
        return True
    os.close(descriptor)
    return False


def _is_used(home: Home) -> bool:
    """Whether there are other leases. A watchdog that is stopping the server is no user of it."""
    try:
        descriptor = locks.take_if_free(home.users_lock, fcntl.LOCK_SH)
    except FileNotFoundError:
        return False
    if descriptor is None:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False
