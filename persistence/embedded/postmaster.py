"""What the running server says about itself in `postmaster.pid`, and whether to believe it."""

import os
from dataclasses import dataclass
from pathlib import Path

from persistence.embedded.watchdog import serves

PID_LINE, SOCKET_LINE = 0, 4


@dataclass(frozen=True, slots=True)
class PidFile:
    """The server's pid file; early in its start it does not name the socket yet."""

    pid: int
    socket_folder: Path | None


def pid_file(cluster: Path) -> PidFile | None:
    try:
        lines = (cluster / "postmaster.pid").read_text("utf-8", errors="replace").splitlines()
        pid = int(lines[PID_LINE])
    except (FileNotFoundError, IndexError, ValueError):
        return None
    socket_folder = lines[SOCKET_LINE] if len(lines) > SOCKET_LINE else ""
    return PidFile(pid, Path(socket_folder) if socket_folder else None)


def running_server(cluster: Path) -> PidFile | None:
    """The notice, if the process it names is this cluster's server.

    After a reboot, above all of a container, the number soon belongs to another process.
    """
    found = pid_file(cluster)
    return found if found and serves(found.pid, str(cluster)) else None


def remove_stale_pid_file(cluster: Path) -> None:
    """Remove a pid file whose number another process has: PostgreSQL would refuse to start.

    One whose process is gone is left to PostgreSQL, which knows how to judge it. Should children
    of a killed server still run, PostgreSQL finds their shared memory by the folder's inode.
    """
    found = pid_file(cluster)
    if found and _exists(found.pid) and not serves(found.pid, str(cluster)):
        (cluster / "postmaster.pid").unlink(missing_ok=True)


def _exists(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True
