"""A closed loop of requests over a few connections: by `wrk`, or by ourselves where it is missing."""

import asyncio
import itertools
import re
import shutil
import statistics
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import httptools

CONNECTIONS = 8
WARM_UPS = 6
"""PostgreSQL makes five plans for values before it weighs keeping one."""
JSON = {"content-type": "application/json"}

_SCRIPT = """
local requests, position, count = {}, 0, 0
local bodies, tokens = {}, {}
local function read(path, lines)
  for line in io.lines(path) do lines[#lines + 1] = line end
end
function init(arguments)
  read(arguments[1], bodies)
  read(arguments[2], tokens)
  count = math.max(#bodies, #tokens)
end
function request()
  position = position % count + 1
  local found = requests[position]
  if found == nil then
    local headers = nil
    if #tokens > 0 then
      headers = {}
      for name, value in pairs(wrk.headers) do headers[name] = value end
      headers["authorization"] = "Bearer " .. tokens[(position - 1) % #tokens + 1]
    end
    found = wrk.format("POST", nil, headers, bodies[(position - 1) % #bodies + 1])
    requests[position] = found
  end
  return found
end
function done(summary, latency, _)
  local errors = summary.errors
  print(string.format("measured %d %d %d %.0f %.0f %.0f",
    summary.requests, summary.duration,
    errors.status + errors.connect + errors.read + errors.write + errors.timeout,
    latency:percentile(50), latency:percentile(99), latency:percentile(99.9)))
end
"""


@dataclass(frozen=True, slots=True)
class Question:
    """What one server is asked: bodies in turn, each with the next of the tokens, if there are any."""

    url: str
    bodies: tuple[bytes, ...]
    tokens: tuple[str, ...] = ()
    headers: Mapping[str, str] = field(default_factory=lambda: dict(JSON))


@dataclass(frozen=True, slots=True)
class Load:
    """What one round of requests came to; latencies in milliseconds."""

    requests: int
    seconds: float
    failed: int
    p50_ms: float
    p99_ms: float
    p999_ms: float

    @property
    def per_second(self) -> float:
        return self.requests / self.seconds


def driver() -> str:
    """What drives: said with every result, because it shares the machine with what it measures."""
    return "wrk" if shutil.which("wrk") else "a loop in Python (wrk is missing)"


def load(question: Question, seconds: float, *, folder: Path) -> Load:
    """Ask for so long; bodies and tokens begin again after the last. `wrk` counts whole seconds: what is
    shorter, to warm up, is asked by ourselves."""
    if seconds >= 1 and shutil.which("wrk"):
        return _by_wrk(question, seconds, folder)
    return asyncio.run(_by_ourselves(question, seconds, CONNECTIONS))


def load_alone(question: Question, seconds: float) -> Load:
    """Ask over one connection, one request after another, once as many as it takes to keep a plan
    have been answered, or a first."""
    asyncio.run(_by_ourselves(question, seconds, 1, most=WARM_UPS))
    return asyncio.run(_by_ourselves(question, seconds, 1))


def _by_wrk(question: Question, seconds: float, folder: Path) -> Load:
    script, bodies, tokens = folder / "load.lua", folder / "bodies", folder / "tokens"
    script.write_text(_SCRIPT, encoding="utf-8")
    bodies.write_bytes(b"\n".join(question.bodies) + b"\n")
    tokens.write_text("".join(f"{token}\n" for token in question.tokens), encoding="utf-8")
    headers = [
        word for name, value in question.headers.items() for word in ("-H", f"{name}: {value}")
    ]
    # What is slow is measured, not given up.
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{round(seconds)}s", "--timeout=60s", *headers]
    done = subprocess.run(
        [*command, "-s", str(script), question.url, "--", str(bodies), str(tokens)],
        check=True,
        capture_output=True,
        text=True,
    )
    found = re.search(r"^measured (\d+) (\d+) (\d+) (\d+) (\d+) (\d+)$", done.stdout, re.MULTILINE)
    if found is None:
        raise RuntimeError(f"wrk said nothing that can be read: {done.stdout[-500:]}")
    requests, microseconds, failed, *percentiles = map(int, found.groups())
    p50, p99, p999 = (each / 1e3 for each in percentiles)
    return Load(requests, microseconds / 1e6, failed, p50, p99, p999)


async def _by_ourselves(
    question: Question, seconds: float, connections: int, *, most: int | None = None
) -> Load:
    waiting = itertools.islice(_requests(question), most)
    parts = urlsplit(question.url)
    times: list[float] = []
    failed = 0
    started = time.perf_counter()

    async def loop() -> None:
        nonlocal failed
        reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
        for request in waiting:
            before = time.perf_counter()
            writer.write(request)
            failed += await _status(reader) >= 400
            times.append(time.perf_counter() - before)
            if time.perf_counter() - started >= seconds:
                break
        writer.close()
        await writer.wait_closed()

    await asyncio.gather(*(loop() for _ in range(connections)))
    spent = time.perf_counter() - started
    cuts = statistics.quantiles(times * 2, n=1_000, method="inclusive")
    p50, p99, p999 = (cuts[place] * 1e3 for place in (499, 989, 998))
    return Load(len(times), spent, failed, p50, p99, p999)


def _requests(question: Question) -> "itertools.cycle[bytes]":
    parts = urlsplit(question.url)
    head = "".join(f"{name}: {value}\r\n" for name, value in question.headers.items())
    tokens = [f"authorization: Bearer {token}\r\n" for token in question.tokens] or [""]
    count = max(len(tokens), len(question.bodies))
    pairs = itertools.islice(
        zip(itertools.cycle(question.bodies), itertools.cycle(tokens), strict=False), count
    )
    return itertools.cycle(
        f"POST {parts.path} HTTP/1.1\r\nhost: {parts.netloc}\r\n{head}{token}"
        f"content-length: {len(body)}\r\n\r\n".encode()
        + body
        for body, token in pairs
    )


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
