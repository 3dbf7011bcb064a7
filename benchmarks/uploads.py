"""`python -m benchmarks.uploads`: evidence through the whole server, beside a plain file on the same disk."""

import argparse
import asyncio
import hashlib
import os
import secrets
import socket
import statistics
import struct
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from uuid import UUID

import asyncpg

from benchmarks import place, report
from benchmarks.runner import RunningServer, python, running
from persistence.embedded import EmbeddedPostgres
from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from persistence.engine.keys import Keys
from persistence.engine.migrator import migrate
from persistence.evidence.addresses import Addresses

_PIECE = 1024 * 1024
_SLOT = (
    "insert into evidence (id, owner_kind, owner_id, declaration_id, kind, sha256, size,"
    " media_type, declared_at, state, version_no)"
    " values ($1, 'COMPLAINT', $2, $2, 'VIDEO', $3, $4, 'video/mp4', now(), 'EXPECTED', 1)"
)


def main() -> None:
    arguments = _arguments()
    with ExitStack() as stack, tempfile.TemporaryDirectory(dir=arguments.folder) as scratch:
        folder = Path(scratch)
        held = stack.enter_context(place.server(place.cache() / "uploads"))
        url = asyncio.run(_database(held))
        secret = secrets.token_bytes(32)
        (folder / "key").write_text(secret.hex())
        (folder / "key").chmod(0o600)
        environment = {
            "DATABASE_URL": url,
            "DATA_DIR": str(folder / "data"),
            "SECRET_KEY_FILE": str(folder / "key"),
            "DEMO": "off",
            "ENV": "production",
            "PYTHONPATH": str(Path(__file__).parents[1]),
        }
        server = stack.enter_context(
            running(
                "Spotcheck",
                python("api", "serve"),
                environment,
                log=folder / "log",
                folder=Path(__file__).parents[1],
            )
        )
        addresses = Addresses(Keys(secret))
        print(f"{report.host_class()}, load {os.getloadavg()[0]:.1f}")
        _throughput(arguments, folder, server, url, addresses)
        _many(arguments, server, url, addresses)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser("python -m benchmarks.uploads", description=__doc__)
    parser.add_argument("--megabytes", type=int, default=128, metavar="N", help="of one file")
    parser.add_argument("--rounds", type=int, default=5, metavar="N")
    parser.add_argument("--at-once", type=int, default=200, metavar="N")
    parser.add_argument("--folder", type=Path, metavar="FOLDER", help="on the disk to be measured")
    return parser.parse_args()


def _throughput(
    arguments: argparse.Namespace,
    folder: Path,
    server: RunningServer,
    url: str,
    addresses: Addresses,
) -> None:
    """A file over loopback, until it is hashed, looked into, kept and on record; beside it the same
    bytes written to a file that is flushed to the disk, plain and hashed."""
    rates: dict[str, list[float]] = {"upload": [], "plain": [], "plain, hashed": []}
    for _ in range(arguments.rounds):
        film = _film(arguments.megabytes * 1_000_000)
        rates["plain"].append(len(film) / _plain(folder, film, is_hashed=False))
        rates["plain, hashed"].append(len(film) / _plain(folder, film, is_hashed=True))
        address = asyncio.run(_slots(url, addresses, [film]))[0]
        rates["upload"].append(len(film) / _upload(server, address, film))
    print(f"\n{arguments.megabytes} MB, {arguments.rounds} rounds, MB/s (median, lowest, highest)")
    for name, each in rates.items():
        median = statistics.median(each)
        print(f"  {name:14} {median / 1e6:7.0f} {min(each) / 1e6:7.0f} {max(each) / 1e6:7.0f}")
    for name in ("plain", "plain, hashed"):
        ratios = [a / b for a, b in zip(rates["upload"], rates[name], strict=True)]
        print(
            f"  upload / {name}: {statistics.median(ratios):.2f}"
            f" ({min(ratios):.2f}–{max(ratios):.2f})"
        )


def _many(
    arguments: argparse.Namespace, server: RunningServer, url: str, addresses: Addresses
) -> None:
    """So many small films at once, each until it is on record."""
    films = [_film(2_000_000) for _ in range(arguments.at_once)]
    slots = asyncio.run(_slots(url, addresses, films))
    before = server.resident_bytes()
    began = time.perf_counter()
    most = asyncio.run(_together(server, slots, films))
    took = time.perf_counter() - began
    print(f"\n{len(films)} uploads of 2 MB at once: all on record after {took:.1f} s")
    print(
        f"  memory of the server: {before / 1e6:.0f} MB before, {most / 1e6:.0f} MB at most,"
        f" {(most - before) / len(films) / 1e6:.2f} MB for each"
    )


async def _together(server: RunningServer, addresses: list[str], films: list[bytes]) -> int:
    most = server.resident_bytes()
    is_over = asyncio.Event()

    async def weigh() -> None:
        nonlocal most
        while not is_over.is_set():
            most = max(most, server.resident_bytes())
            await asyncio.sleep(0.05)

    weighing = asyncio.create_task(weigh())
    pairs = zip(addresses, films, strict=True)
    await asyncio.gather(*(_sent(server, address, film) for address, film in pairs))
    is_over.set()
    await weighing
    return most


async def _sent(server: RunningServer, address: str, film: bytes) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    writer.write(_head(address, film))
    for start in range(0, len(film), 65_536):
        writer.write(film[start : start + 65_536])
        await writer.drain()
    status = (await reader.readline()).split()[1]
    writer.close()
    if status != b"201":
        raise SystemExit(f"an upload was answered with {status.decode()}")


def _upload(server: RunningServer, address: str, film: bytes) -> float:
    began = time.perf_counter()
    with socket.create_connection(("127.0.0.1", server.port)) as connection:
        connection.sendall(_head(address, film))
        connection.sendall(film)
        answer = connection.recv(65_536)
    if b" 201 " not in answer[:20]:
        raise SystemExit(answer.decode())
    return time.perf_counter() - began


def _plain(folder: Path, film: bytes, *, is_hashed: bool) -> float:
    path = folder / "plain"
    began = time.perf_counter()
    digest = hashlib.sha256()
    with path.open("wb") as file:
        for start in range(0, len(film), _PIECE):
            piece = film[start : start + _PIECE]
            if is_hashed:
                digest.update(piece)
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())
    took = time.perf_counter() - began
    path.unlink()
    return took


def _head(address: str, film: bytes) -> bytes:
    return (
        f"POST {address} HTTP/1.1\r\nHost: bench\r\nTus-Resumable: 1.0.0\r\n"
        f"Upload-Length: {len(film)}\r\nContent-Length: {len(film)}\r\n"
        "Content-Type: application/offset+octet-stream\r\nConnection: close\r\n\r\n"
    ).encode()


def _film(size: int) -> bytes:
    """What passes for a film: its boxes, and noise."""
    heard = _box(b"hdlr", bytes(8) + b"vide" + bytes(12))
    index = _box(b"moov", _box(b"trak", _box(b"mdia", heard)))
    return _box(b"ftyp", b"isom" + bytes(8)) + _box(b"mdat", os.urandom(size)) + index


def _box(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", 8 + len(body)) + name + body


async def _slots(url: str, addresses: Addresses, films: list[bytes]) -> list[str]:
    connection = await asyncpg.connect(url)
    keys: list[UUID] = [new_key() for _ in films]
    for key, film in zip(keys, films, strict=True):
        sha256 = hashlib.sha256(film).digest()
        await connection.execute(_SLOT, key, new_key(), sha256, len(film))
    await connection.close()
    return [addresses.creation(key) for key in keys]


async def _database(held: EmbeddedPostgres) -> str:
    """A database of the present shape, with nothing in it."""
    admin = await asyncpg.connect(held.url)
    await admin.execute('drop database if exists "bench_uploads" with (force)')
    await admin.execute('create database "bench_uploads"')
    await admin.close()
    url = held.url_of("bench_uploads")
    database = Database(url, reader_role=None)
    await migrate(database.engine)
    await database.close()
    return url


if __name__ == "__main__":
    main()
