"""A closed loop of requests over a few connections: by `wrk`, or by ourselves where it is missing."""

import asyncio
import re
import shutil
import statistics
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import httptools

CONNECTIONS = 8

_SCRIPT = """
local bodies, position = {}, 0
function init(words)
  for line in io.lines(words[1]) do bodies[#bodies + 1] = line end
end
function request()
  position = position % #bodies + 1
  return wrk.format("POST", nil, nil, bodies[position])
end
function done(summary, latency, requests)
  local errors = summary.errors
  print(string.format("measured %d %d %d %.0f %.0f",
    summary.requests, summary.duration,
    errors.status + errors.connect + errors.read + errors.write + errors.timeout,
    latency:percentile(50), latency:percentile(99)))
end
"""


@dataclass(frozen=True, slots=True)
class Load:
    """What one round of requests came to; latencies in milliseconds."""

    requests: int
    seconds: float
    failed: int
    p50_ms: float
    p99_ms: float

    @property
    def per_second(self) -> float:
        return self.requests / self.seconds


def driver() -> str:
    """What drives: said with every result, because it shares the machine with what it measures."""
    return "wrk" if shutil.which("wrk") else "a loop in Python"


def load(
    url: str, headers: Mapping[str, str], bodies: Sequence[bytes], seconds: float, *, folder: Path
) -> Load:
    """Send the bodies in turn for so long; bodies are sent again from the first after the last."""
    if shutil.which("wrk"):
        return _by_wrk(url, headers, bodies, seconds, folder)
    return asyncio.run(_by_ourselves(url, headers, bodies, seconds))


def _by_wrk(
    url: str, headers: Mapping[str, str], bodies: Sequence[bytes], seconds: float, folder: Path
) -> Load:
    script, file = folder / "load.lua", folder / "bodies"
    script.write_text(_SCRIPT, encoding="utf-8")
    file.write_bytes(b"\n".join(bodies) + b"\n")
    header_options = [
        word for name, value in headers.items() for word in ("-H", f"{name}: {value}")
    ]
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{max(1, round(seconds))}s", *header_options]
    done = subprocess.run(
        [*command, "-s", str(script), url, "--", str(file)],
        check=True,
        capture_output=True,
        text=True,
    )
    found = re.search(r"^measured (\d+) (\d+) (\d+) (\d+) (\d+)$", done.stdout, re.MULTILINE)
    if found is None:
        raise RuntimeError(f"wrk said nothing that can be read: {done.stdout[-500:]}")
    requests, microseconds, failed, p50, p99 = map(int, found.groups())
    return Load(requests, microseconds / 1e6, failed, p50 / 1e3, p99 / 1e3)


async def _by_ourselves(
    url: str, headers: Mapping[str, str], bodies: Sequence[bytes], seconds: float
) -> Load:
    parts = urlsplit(url)
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    waiting = [
        f"POST {parts.path} HTTP/1.1\r\nhost: {parts.netloc}\r\n{head}"
        f"content-length: {len(body)}\r\n\r\n".encode()
        + body
        for body in bodies
    ]
    times: list[float] = []
    position = failed = 0
    started = time.perf_counter()

    async def loop() -> None:
        nonlocal position, failed
        reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
        while time.perf_counter() - started < seconds:
            request = waiting[position % len(waiting)]
            position += 1
            before = time.perf_counter()
            writer.write(request)
            failed += await _status(reader) >= 400
            times.append(time.perf_counter() - before)
        writer.close()

    await asyncio.gather(*(loop() for _ in range(CONNECTIONS)))
    spent = time.perf_counter() - started
    cuts = statistics.quantiles(times, n=100)
    return Load(len(times), spent, failed, cuts[49] * 1e3, cuts[98] * 1e3)


async def _status(reader: asyncio.StreamReader) -> int:
    """Read one response to its end."""
    response = _Response()
    parser = httptools.HttpResponseParser(response)
    while not response.is_whole:
        parser.feed_data(await reader.read(65_536))
    return int(parser.get_status_code())


class _Response:
    is_whole = False

    def on_message_complete(self) -> None:
        self.is_whole = True
