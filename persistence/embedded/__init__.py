"""A PostgreSQL of our own: started in a folder, shared by who needs it, gone when nobody does.

`start` is the whole face. Who does what behind it:

    accounts    whose rights the server runs with (PostgreSQL refuses root)
    homes       where its files lie
    binaries    where its programs come from
    clusters    an empty cluster, made whole or not at all
    leases      who uses the server; the kernel forgets the dead for us
    launching   brings the server up, or finds it up
    sockets     the way in
    postmaster  what the running server says about itself
    watchdog    a process of its own that stops the server after its last user
"""

from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from persistence.embedded import binaries, clusters, homes, launcher, leases, sockets
from persistence.embedded.unavailable import EmbeddedUnavailable, explain_os_errors

__all__ = ["EmbeddedPostgres", "EmbeddedUnavailable", "start"]


@dataclass(frozen=True, slots=True)
class EmbeddedPostgres:
    """A running server, held for as long as this process lives or until `close`."""

    url: str
    started_here: bool
    _socket_folder: Path = field(repr=False)
    _lease: leases.Lease = field(repr=False, compare=False)

    def url_of(self, database: str) -> str:
        """The address of another database on the same server."""
        return _url(self._socket_folder, database)

    def close(self) -> None:
        """Let go. The last one to do so waits until the server has stopped (some 0.2 s)."""
        self._lease.end()


def start(data_dir: Path, *, durable: bool = True) -> EmbeddedPostgres:
    """Start the server of this data folder, or attach to it if it runs already.

    Blocks: 1.5 s the first time, 0.1 s later, up to a minute after a crash. Safe inside a running
    event loop. `durable=False` trades survival of a power cut for speed: for tests. The process
    that starts the server decides that; one that attaches takes it as it is.
    Raises `EmbeddedUnavailable`.
    """
    with explain_os_errors(data_dir):
        home = homes.of(data_dir)
        programs = binaries.enterable_by(home.account)
        lease = leases.take(home)
        try:
            with clusters.start_lock(home) as lock:
                clusters.ensure(home, programs, lock, durable=durable)
                up = launcher.bring_up(home, programs, durable=durable)
        except BaseException:
            lease.abandon()
            raise
    return EmbeddedPostgres(
        _url(up.socket_folder, clusters.DATABASE), up.started_here, up.socket_folder, lease
    )


def _url(socket_folder: Path, database: str) -> str:
    name, host = quote(database, safe=""), quote(str(socket_folder))
    return f"postgresql://{clusters.SUPERUSER}@/{name}?host={host}&port={sockets.PORT}"
