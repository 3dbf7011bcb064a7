"""Why the embedded server cannot start, with what a newcomer can do about it."""

import errno
import os
import pwd
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

FULL = {errno.ENOSPC, errno.EDQUOT}
FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}


class EmbeddedUnavailable(Exception):
    """The embedded PostgreSQL cannot run here; the message says why and what helps."""


@contextmanager
def explain_os_errors(data_dir: Path) -> Iterator[None]:
    """Turn what the operating system refuses into a sentence about this data folder."""
    try:
        yield
    except OSError as error:
        raise EmbeddedUnavailable(_sentence(error, data_dir)) from error
    except subprocess.SubprocessError as error:
        raise EmbeddedUnavailable(f"The embedded PostgreSQL did not start: {error}") from error


def from_output(doing: str, output: str) -> EmbeddedUnavailable:
    """Explain a program's failure by the last words it wrote."""
    tail = "\n".join(output.strip().splitlines()[-8:]) or "(it said nothing)"
    if os.strerror(errno.ENOSPC) in output:
        return EmbeddedUnavailable(f"The disk is full: {doing} failed. It said:\n{tail}")
    return EmbeddedUnavailable(f"{doing} failed. It said:\n{tail}")


def _sentence(error: OSError, data_dir: Path) -> str:
    where = error.filename or data_dir
    if error.errno in FULL:
        return f"The disk is full: {where} could not be written. Free some space and start again."
    if error.errno in FORBIDDEN:
        return (
            f"{where} cannot be used by the user {_own_name()} ({error.strerror}). The embedded "
            f"PostgreSQL keeps its data in {data_dir}: choose a folder of your own with DATA_DIR, "
            "or name a PostgreSQL server with DATABASE_URL."
        )
    return f"The embedded PostgreSQL of {data_dir} could not be started: {error}"


def _own_name() -> str:
    try:
        return pwd.getpwuid(os.geteuid()).pw_name
    except KeyError:  # a container's user need not have a name
        return str(os.geteuid())
