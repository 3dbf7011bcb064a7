"""Where the server's files lie: in the data folder, or where its account can reach them.

Root's folders are often closed to others, and the account that root lends to PostgreSQL must
pass every parent of the cluster. No parent is ever opened for it: the cluster then lives in
`REFUGE`, and a pointer file in the data folder names the place.
"""

import fcntl
import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from persistence.embedded import locks, system_accounts
from persistence.embedded.system_accounts import SystemAccount
from persistence.embedded.unavailable import EmbeddedUnavailable

REFUGE = Path("/var/lib/spotcheck")
POINTER = "postgres.location"


@dataclass(frozen=True, slots=True)
class Home:
    """One server's folder, and the account it runs with."""

    folder: Path
    account: SystemAccount

    @property
    def cluster(self) -> Path:
        return self.folder / "cluster"

    @property
    def users_lock(self) -> Path:
        return self.folder / "users.lock"

    @property
    def start_lock(self) -> Path:
        return self.folder / "start.lock"

    @property
    def watchdog_lock(self) -> Path:
        return self.folder / "watchdog.lock"

    @property
    def log(self) -> Path:
        return self.folder / "postgres.log"


def of(data_dir: Path) -> Home:
    """The home that belongs to this data folder, made if it is not there yet."""
    account = system_accounts.for_postgres()
    data_dir = data_dir.resolve()
    data_dir.mkdir(mode=0o711 if account.is_lent else 0o700, parents=True, exist_ok=True)
    folder = data_dir / "postgres"
    pointer = data_dir / POINTER
    if pointer.exists() or (not folder.exists() and account.obstacle_to(data_dir)):
        folder = _pointed_to(pointer) if pointer.exists() else _settled_in_refuge(data_dir)
    else:
        _make(folder, account)
    return _inhabited(folder, account)


def make_refuge() -> None:
    REFUGE.mkdir(mode=0o755, parents=True, exist_ok=True)
    REFUGE.chmod(0o755)


def _make(folder: Path, account: SystemAccount) -> None:
    """A folder of ours: the lent account may pass, and no one else may look inside."""
    folder.mkdir(exist_ok=True)
    if folder.stat().st_uid == os.geteuid():
        folder.chmod(0o711 if account.is_lent else 0o700)


def _settled_in_refuge(data_dir: Path) -> Path:
    """A new folder in the refuge, and the pointer to it."""
    make_refuge()
    with locks.hold(REFUGE / "settling.lock", fcntl.LOCK_EX):
        pointer = data_dir / POINTER
        if pointer.exists():  # another process was faster
            return _pointed_to(pointer)
        folder = _unused(hashlib.sha256(os.fsencode(data_dir)).hexdigest()[:16])
        _make(folder, system_accounts.for_postgres())
        draft = data_dir / f"{POINTER}.draft"
        draft.write_text(f"{folder}\n", encoding="utf-8")
        draft.replace(pointer)
        return folder


def _unused(digest: str) -> Path:
    """A data folder deleted and created again starts empty; its earlier data is left untouched."""
    folder, number = REFUGE / digest, 1
    while folder.exists():
        number += 1
        folder = REFUGE / f"{digest}-{number}"
    return folder


def _pointed_to(pointer: Path) -> Path:
    folder = Path(pointer.read_text(encoding="utf-8").strip())
    if folder.parent != REFUGE:  # root follows no pointer that another user may have written
        raise EmbeddedUnavailable(f"{pointer} must name a folder in {REFUGE}, not {folder}.")
    if not folder.is_dir():
        raise EmbeddedUnavailable(
            f"{pointer} says that the database is in {folder}, which is not there. Bring that "
            f"folder back, or delete {pointer} to begin with an empty database."
        )
    return folder


def _inhabited(folder: Path, account: SystemAccount) -> Home:
    """An existing cluster keeps its owner, even if root would choose another one today."""
    home = Home(folder, account)
    if os.geteuid() == 0 and home.cluster.exists():
        home = Home(folder, system_accounts.owner_of(home.cluster))
    if obstacle := home.account.obstacle_to(folder):
        raise EmbeddedUnavailable(
            f"The database in {folder} runs as the user {home.account.name}, who may no longer "
            f"enter {obstacle}. Let that user pass (chmod o+x), or move the data folder."
        )
    return home
