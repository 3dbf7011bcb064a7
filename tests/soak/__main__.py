"""`make soak`: nothing that was acknowledged is lost or doubled, whatever is done to the server.

Writers raise complaints and send each again with its operation id until it is acknowledged. Meanwhile
PostgreSQL and the server are killed, a backend is, the disk is filled (as root, on Linux), and the
scheduled jobs are told a wrong day (with libfaketime). At the end the register is compared.
"""

import argparse
import asyncio
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import asyncpg
import httpx2

from persistence import embedded
from tests.time_travel import faked
from tests.upgrade.server import ServerProcess

ROOT = Path(__file__).parents[2]
WRITERS = 6
ROOM_MB = 400
SEVEN_YEARS = 7 * 365 * 86_400
RAISE = """mutation M($input: RaiseComplaintInput!) { raiseComplaint(input: $input) {
  __typename ... on Refusal { code } ... on ComplaintRaised { complaintNo } } }"""
SIGN_IN = """mutation S($input: SignInInput!) { signIn(input: $input) {
  ... on SignedIn { accessToken } ... on Refusal { code } } }"""


class Broken(Exception):
    """Something was lost, doubled or undone; the message says what."""


@dataclass
class Soak:
    folder: Path
    chance: random.Random
    server: ServerProcess
    acknowledged: dict[str, str] = field(default_factory=dict)
    tries: int = 0
    longest: float = 0.0
    is_over: bool = False

    @property
    def data_dir(self) -> Path:
        return self.folder / "data"

    async def write(self, number: int) -> None:
        """Raise complaints until it is over; each is sent until it is acknowledged."""
        async with httpx2.AsyncClient(timeout=10) as client:
            token, institution = "", ""
            while not self.is_over:
                operation_id, began = str(uuid.uuid4()), time.monotonic()
                while operation_id not in self.acknowledged:
                    self.tries += 1
                    try:
                        if not token:
                            token = await self._token(client, number)
                            institution = await self._institution(client)
                        found = await self._raised(client, token, institution, operation_id)
                    except httpx2.HTTPError:
                        found = None
                    if found is None:
                        await asyncio.sleep(0.2)
                    elif found == "UNAUTHENTICATED":
                        token = ""
                    else:
                        self.acknowledged[operation_id] = found
                self.longest = max(self.longest, time.monotonic() - began)

    async def _token(self, client: httpx2.AsyncClient, number: int) -> str:
        given = {"login": f"parent-{number % 2 + 1}", "password": "spotcheck demo"}
        given["deviceId"] = f"soak-{number}"
        answer = await self._post(client, SIGN_IN, given, "")
        token: str = answer["data"]["signIn"].get("accessToken", "") if answer else ""
        if not token:
            raise httpx2.TransportError(f"not signed in: {answer}")
        return token

    async def _institution(self, client: httpx2.AsyncClient) -> str:
        answer = await self._post(client, "{ institutions(first: 1) { nodes { id } } }", None, "")
        if not answer or not answer.get("data"):
            raise httpx2.TransportError("no institution")
        found: str = answer["data"]["institutions"]["nodes"][0]["id"]
        return found

    async def _raised(
        self, client: httpx2.AsyncClient, token: str, institution: str, operation_id: str
    ) -> str | None:
        """The number of the complaint; None for whatever has to be sent again."""
        given = {
            "operationId": operation_id,
            "institutionId": institution,
            "kind": "REPORT",
            "category": "HOLIDAY_CLASS",
            "identification": "REAL_NAME",
            "statement": f"周末仍在上课 {operation_id}",
            "name": "甄某某",
            "phone": "13900001234",
            "address": "某小区9幢901室",
        }
        answer = await self._post(client, RAISE, given, token)
        if answer is None:
            return None
        payload = (answer.get("data") or {}).get("raiseComplaint")
        if payload is None:
            code = answer["errors"][0]["extensions"]["code"]
            if code in ("BUSY", "TEMPORARILY_UNAVAILABLE", "TIMED_OUT"):
                return None
            if code == "UNAUTHENTICATED":
                return "UNAUTHENTICATED"
            raise Broken(f"a writer was answered {answer}")
        if payload["__typename"] == "OperationInProgress":
            return None
        if payload["__typename"] != "ComplaintRaised":
            raise Broken(f"a writer was answered {payload}")
        number: str = payload["complaintNo"]
        return number

    async def _post(
        self, client: httpx2.AsyncClient, document: str, given: Any, token: str
    ) -> dict[str, Any] | None:
        headers = {"authorization": f"Bearer {token}"} if token else {}
        body = {"query": document, "variables": {"input": given} if given else {}}
        found = await client.post(f"{self.server.url}/graphql", json=body, headers=headers)
        if found.status_code in (429, 500, 502, 503, 504):
            return None
        answer: dict[str, Any] = found.json()
        return answer

    # What is done to them

    async def kill_postgres(self) -> None:
        os.kill(self._postmaster(), signal.SIGKILL)

    async def kill_a_backend(self) -> None:
        if pids := self._backends():
            os.kill(int(self.chance.choice(pids)), signal.SIGKILL)

    async def kill_server(self) -> None:
        await asyncio.to_thread(self.server.kill)
        await self.start()

    async def fill_the_disk(self) -> None:
        """For five seconds there is no room for anything."""
        ballast = self.data_dir / "ballast"
        with ballast.open("wb") as file:
            try:
                while True:
                    file.write(bytes(1_000_000))
                    file.flush()
            except OSError:
                pass
        await asyncio.sleep(5)
        ballast.unlink()

    async def tell_a_wrong_day(self) -> None:
        """The jobs are run by a clock that is seven years ahead, and refuse."""
        library = faked.library()
        assert library is not None
        moved = {**os.environ, **faked.environment(library, SEVEN_YEARS)}
        command = [sys.executable, "-m", "api", "duties"]
        process = await asyncio.create_subprocess_exec(
            *command,
            cwd=ROOT,
            env={**moved, "DATA_DIR": str(self.data_dir)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        out, _ = await asyncio.wait_for(process.communicate(), 60)
        # An error too where the database is just away: what matters is that nothing was undone.
        if process.returncode == 0:
            raise Broken(f"jobs ran by a clock of another year: {out.decode()[-400:]}")

    async def start(self) -> None:
        log = self.folder / f"server-{time.monotonic_ns()}.log"
        self.server = await asyncio.to_thread(ServerProcess, ROOT, self.data_dir, log)
        await asyncio.to_thread(self.server.wait_until_ready)

    def _backends(self) -> list[str]:
        pid = self._postmaster()
        return Path(f"/proc/{pid}/task/{pid}/children").read_text().split()

    def _postmaster(self) -> int:
        (pid_file,) = self.data_dir.rglob("postmaster.pid")
        return int(pid_file.read_text().split()[0])

    # What is left

    async def compare(self, results_before: int) -> str:
        async with _connected(self.data_dir) as connection:
            rows = await connection.fetch(
                "select operation_id::text as id, ids from operations"
                " where mutation = 'raiseComplaint'"
            )
            done = {row["id"] for row in rows}
            numbers = await connection.fetch("select complaint_no from complaints")
            found = [row["complaint_no"] for row in numbers]
            results = await self._results(connection)
        lost = set(self.acknowledged) - done
        missing = set(self.acknowledged.values()) - set(found)
        if lost or missing:
            raise Broken(f"acknowledged and lost: {sorted(lost)[:5]} {sorted(missing)[:5]}")
        if len(set(self.acknowledged.values())) != len(self.acknowledged):
            raise Broken("two operations were acknowledged with one complaint")
        if len(found) != len(set(found)) or results != results_before:
            raise Broken(f"{len(found)} complaints, {len(set(found))} numbers; {results} results")
        return f"{len(self.acknowledged)} acknowledged, {len(done)} carried out"

    async def _results(self, connection: Any) -> int:
        count: int = await connection.fetchval(
            "select count(*) from public_records where withdrawn_at is null"
        )
        return count


@asynccontextmanager
async def _connected(data_dir: Path) -> AsyncIterator["asyncpg.Connection[Any]"]:
    """Let go of again: PostgreSQL ends with the last that holds it."""
    server = await asyncio.to_thread(embedded.start, data_dir)
    connection = await asyncpg.connect(server.url)
    try:
        yield connection
    finally:
        await connection.close()
        server.close()


async def _soak(folder: Path, seed: int, seconds: float, *, is_small: bool) -> None:
    soak = Soak(folder, random.Random(seed), None)  # type: ignore[arg-type]  # started next
    await soak.start()
    async with _connected(soak.data_dir) as connection:
        results = await soak._results(connection)
        raised = await connection.fetchval("select count(*) from complaints")
    faults: list[Callable[[], Awaitable[None]]] = [
        soak.kill_postgres,
        soak.kill_a_backend,
        soak.kill_server,
    ]
    if is_small:
        faults.append(soak.fill_the_disk)
    if faked.library() is not None:
        faults.append(soak.tell_a_wrong_day)
    print("faults:", ", ".join(fault.__name__ for fault in faults), flush=True)
    writers = [asyncio.create_task(soak.write(number)) for number in range(WRITERS)]
    until = time.monotonic() + seconds
    try:
        for turn in range(10**6):
            await asyncio.sleep(4 + 4 * soak.chance.random())
            for writer in writers:
                if writer.done():
                    await writer
            if time.monotonic() > until:
                break
            fault = faults[turn] if turn < len(faults) else soak.chance.choice(faults)
            print(f"{len(soak.acknowledged):6} acknowledged; {fault.__name__}", flush=True)
            await fault()
        soak.is_over = True
        await asyncio.wait_for(asyncio.gather(*writers), 90)
        print(await soak.compare(results), f"{raised} before;", f"{soak.tries} tries,", end=" ")
        print(f"{len(soak.acknowledged)} of them first acknowledged; longest {soak.longest:.1f} s")
    finally:
        for writer in writers:
            writer.cancel()
        await asyncio.gather(*writers, return_exceptions=True)
        await asyncio.to_thread(soak.server.kill)


def main() -> int:
    """0: all that was acknowledged is there, once. 1: it is not."""
    parser = argparse.ArgumentParser("python -m tests.soak", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=120)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="spotcheck-soak-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        is_small = os.geteuid() == 0 and _mounted(folder)
        try:
            asyncio.run(_soak(folder, given.seed, given.seconds, is_small=is_small))
        except Broken as reason:
            print(f"\nBROKEN (seed {given.seed}): {reason}", file=sys.stderr)
            return 1
        finally:
            if is_small:
                subprocess.run(["umount", "-l", str(folder)], check=False)
    return 0


def _mounted(folder: Path) -> bool:
    """A disk of its own that can be full without harm to anybody else."""
    options = ["-t", "tmpfs", "-o", f"size={ROOM_MB}m,mode=755", "soak", str(folder)]
    return subprocess.run(["mount", *options], check=False, capture_output=True).returncode == 0


if __name__ == "__main__":
    sys.exit(main())
