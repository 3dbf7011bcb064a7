"""The cluster on disk: initialised whole or not at all, and of the version our programs read."""

import fcntl
import os
import shutil
import tempfile
from contextlib import AbstractContextManager
from pathlib import Path

from persistence.embedded import locks
from persistence.embedded.binaries import MAJOR, Binaries
from persistence.embedded.homes import Home
from persistence.embedded.unavailable import EmbeddedUnavailable, from_output

SUPERUSER = "spotcheck"
DATABASE = "spotcheck"
DRAFT = "initdb-"
# Trust is safe: there is no TCP, and the socket lies in a folder that only its owner can enter.
# Code-point order is the same on every machine and needs no ICU, which the wheel lacks.
INITDB = (
    f"--username={SUPERUSER}",
    "--auth-local=trust",
    "--auth-host=reject",
    "--encoding=UTF8",
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--no-instructions",
)


def start_lock(home: Home) -> AbstractContextManager[int]:
    """One at a time may initialise and launch."""
    return locks.hold(home.start_lock, fcntl.LOCK_EX)


def ensure(home: Home, binaries: Binaries, lock: int, *, durable: bool) -> None:
    """Make the cluster if there is none, else check that our programs can read it."""
    if home.cluster.exists():
        _check_version(home.cluster)
    else:
        _initialise(home, binaries, lock, durable=durable)


def _check_version(cluster: Path) -> None:
    marker = cluster / "PG_VERSION"
    version = marker.read_text(encoding="utf-8").strip() if marker.exists() else None
    if version is None:
        raise EmbeddedUnavailable(
            f"{cluster} is not a PostgreSQL cluster. Move it away to begin with an empty database."
        )
    if version != MAJOR:
        raise EmbeddedUnavailable(
            f"{cluster} was made by PostgreSQL {version}, and this is PostgreSQL {MAJOR}. Dump it "
            "with the older version and restore it here, or choose another folder with DATA_DIR."
        )


def _initialise(home: Home, binaries: Binaries, lock: int, *, durable: bool) -> None:
    """Work in a draft beside the cluster, so that a kill in the middle leaves no half cluster."""
    for leftover in home.folder.glob(f"{DRAFT}*"):
        shutil.rmtree(leftover)
    draft = Path(tempfile.mkdtemp(prefix=DRAFT, dir=home.folder))
    home.account.given(draft)
    try:
        _run_initdb(home, binaries, draft, lock, durable=durable)
        _create_database(home, binaries, draft, lock)
        draft.rename(home.cluster)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    folder = os.open(home.folder, os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)


def _run_initdb(home: Home, binaries: Binaries, draft: Path, lock: int, *, durable: bool) -> None:
    # initdb outlives us if we are killed. It keeps our lock meanwhile, so that the next one to
    # start does not clear its files away while it is still writing them.
    haste = () if durable else ("--no-sync",)
    command = (binaries.program("initdb"), *INITDB, *haste, "-D", draft)
    result = home.account.run(command, keeping=(lock,))
    if result.returncode != 0:
        raise from_output("Initialising the embedded PostgreSQL", result.stdout + result.stderr)


def _create_database(home: Home, binaries: Binaries, draft: Path, lock: int) -> None:
    command = (binaries.program("postgres"), "--single", "-D", draft, "postgres")
    result = home.account.run(command, says=f"create database {DATABASE}\n", keeping=(lock,))
    if result.returncode != 0 or "ERROR:" in result.stderr:  # a failed statement exits with 0
        raise from_output("Creating the database", result.stdout + result.stderr)
