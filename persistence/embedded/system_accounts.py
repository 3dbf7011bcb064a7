"""Whose rights the server runs with: PostgreSQL refuses root, so root lends it an account."""

import os
import pwd
import stat
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from persistence.embedded.unavailable import EmbeddedUnavailable

LENT_BY_ROOT = ("spotcheck", "nobody")
# Nothing of the caller's environment: PGDATA, PGPORT or LD_PRELOAD would reach the server.
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}


@dataclass(frozen=True, slots=True)
class SystemAccount:
    uid: int
    gid: int

    @property
    def is_lent(self) -> bool:
        return self.uid != os.geteuid()

    @property
    def name(self) -> str:
        try:
            return pwd.getpwuid(self.uid).pw_name
        except KeyError:
            return str(self.uid)

    def obstacle_to(self, folder: Path) -> Path | None:
        """The outermost folder on the way that this account may not pass, if there is one."""
        if not self.is_lent:
            return None
        way = (*reversed(folder.parents), folder)
        return next((step for step in way if not self._may(step, stat.S_IXOTH)), None)

    def can_read(self, file: Path) -> bool:
        return not self.is_lent or self._may(file, stat.S_IROTH)

    def given(self, folder: Path) -> None:
        """Make the folder this account's own."""
        if self.is_lent:
            os.chown(folder, self.uid, self.gid)

    def run(
        self, command: Sequence[str | Path], *, says: str = "", keeping: Sequence[int] = ()
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(word) for word in command],
            input=says,
            user=self.uid if self.is_lent else None,
            group=self.gid if self.is_lent else None,
            extra_groups=[] if self.is_lent else None,
            pass_fds=keeping,
            env=ENVIRONMENT,
            cwd="/",
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=120,
            check=False,
        )

    def _may(self, path: Path, bit: int) -> bool:
        status = path.stat()
        shift = 6 if status.st_uid == self.uid else 3 if status.st_gid == self.gid else 0
        return bool(status.st_mode >> shift & bit)


def for_postgres() -> SystemAccount:
    """Our own account; root's stand-in if we are root."""
    if os.geteuid() != 0:
        return SystemAccount(os.geteuid(), os.getegid())
    for name in LENT_BY_ROOT:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return SystemAccount(entry.pw_uid, entry.pw_gid)
    raise EmbeddedUnavailable(
        "PostgreSQL does not run as root, and this system has neither a user `spotcheck` nor "
        "`nobody` to run it as. Make one (useradd --system spotcheck), or start as another user."
    )


def owner_of(folder: Path) -> SystemAccount:
    """The account that the files of an existing cluster belong to."""
    status = folder.stat()
    return SystemAccount(status.st_uid, status.st_gid)
