"""The way in: a Unix socket in a short folder that only the server's account and root can enter."""

import os
import subprocess
import tempfile
from pathlib import Path

from persistence.embedded.binaries import Binaries
from persistence.embedded.clusters import DATABASE, SUPERUSER
from persistence.embedded.system_accounts import ENVIRONMENT, SystemAccount
from persistence.embedded.unavailable import EmbeddedUnavailable

PORT = 5432  # only part of the socket's name: nothing listens on TCP
LONGEST_PATH = 103  # bytes, on macOS; Linux allows 107


def new_folder(account: SystemAccount) -> Path:
    """A private folder whose path leaves room for the socket's name.

    /tmp comes first: XDG_RUNTIME_DIR is emptied when its user logs out, and a server left running
    in the background would lose its socket. Cleaners of /tmp spare sockets in use, and PostgreSQL
    touches its own every hour.
    """
    runtime = os.environ.get("XDG_RUNTIME_DIR", "/run")
    for name in ("/tmp", tempfile.gettempdir(), runtime):  # noqa: S108 (mkdtemp: private)
        parent = Path(name).resolve()
        longest = parent / "spotcheck-12345678" / f".s.PGSQL.{PORT}.lock"
        if len(os.fsencode(longest)) > LONGEST_PATH or not os.access(parent, os.W_OK | os.X_OK):
            continue
        if account.obstacle_to(parent):
            continue
        folder = Path(tempfile.mkdtemp(prefix="spotcheck-", dir=parent))
        account.given(folder)
        return folder
    raise EmbeddedUnavailable(
        "The embedded PostgreSQL needs a folder for its socket, and /tmp cannot be used."
    )


def accepts_connections(folder: Path, binaries: Binaries) -> bool:
    """Ask as a client would; a server that is still recovering says no."""
    command = [str(binaries.program("pg_isready")), "--quiet", "--timeout=3"]
    command += ["-h", str(folder), "-p", str(PORT), "-U", SUPERUSER, "-d", DATABASE]
    return subprocess.run(command, env=ENVIRONMENT, cwd="/", check=False).returncode == 0
