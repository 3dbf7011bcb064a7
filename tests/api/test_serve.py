"""The real thing in processes of its own, as `make serve` starts it."""

import contextlib
import json
import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

from api import sockets
from api.__main__ import COMMANDS, main
from demo.story.people import PASSWORD, PEOPLE
from tests import walkthrough

ROOT = Path(__file__).parents[2]
UP_WITHIN = 90.0
EVERYWHERE = "0.0.0.0"  # noqa: S104


class ServerProcess:
    """One `python -m api serve`, and what it said."""

    def __init__(self, data_dir: Path, log: Path, **environment: str) -> None:
        plain = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        self.log = log
        with log.open("wb") as out:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "api", "serve"],
                cwd=ROOT,
                env={**plain, "DATA_DIR": str(data_dir), "PORT": "0", **environment},
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    @property
    def output(self) -> str:
        return self.log.read_text("utf-8")

    def address(self) -> str:
        """Where it serves, once it does."""
        found = until(lambda: re.search(r"is at (http://\S+)", self.output) or self._failed())
        return str(found[1])

    def _failed(self) -> bool:
        assert self.process.poll() is None, self.output
        return False

    def stop(self, how: signal.Signals) -> int:
        self.process.send_signal(how)
        return self.process.wait(30)


@pytest.fixture
def data_dir(run_folder: Path, tmp_path: Path) -> Path:
    return run_folder / f"{tmp_path.parent.name}-{tmp_path.name} 数据"


@pytest.fixture
def serve(data_dir: Path, tmp_path: Path) -> Iterator[Callable[..., ServerProcess]]:
    started: list[ServerProcess] = []

    def start(**environment: str) -> ServerProcess:
        started.append(ServerProcess(data_dir, tmp_path / f"{len(started)}.log", **environment))
        return started[-1]

    yield start
    for each in started:
        if each.process.poll() is None:
            each.process.kill()
            each.process.wait()
    until(lambda: not servers_of(data_dir))


def test_from_nothing_to_an_answer_and_back(
    serve: Callable[..., ServerProcess], data_dir: Path
) -> None:
    first = serve()
    address = first.address()

    assert get(address, "/readyz") == 200
    assert signed_in(address) == "SignedIn"
    assert PASSWORD in first.output
    assert all(f"  {person.login} " in first.output for person in PEOPLE)
    assert counts_by_the_pasted_line(first.output) == (234, 70)

    # A second process shares the server of the data folder, and leaves it running.
    second = serve()
    assert signed_in(second.address()) == "SignedIn"
    assert "telling the demo story" not in second.output
    assert second.stop(signal.SIGTERM) == 0
    assert get(address, "/readyz") == 200

    assert first.stop(signal.SIGINT) == 0
    assert "Traceback" not in first.output + second.output
    assert not servers_of(data_dir)


@pytest.mark.skipif(
    not (shutil.which("bash") and shutil.which("curl")),
    reason="the walkthrough needs bash and curl",
)
def test_the_readmes_query_and_the_walkthrough_happen_as_written(
    serve: Callable[..., ServerProcess],
) -> None:
    address = serve().address()
    query, answer = readmes_query()

    assert httpx2.post(f"{address}/graphql", json={"query": query}, timeout=10).json() == answer

    ran = subprocess.run(
        ["bash", "-e"],
        cwd=ROOT,
        input=walkthrough.script(address),
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )

    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert walkthrough.differences(ran.stdout) == [], ran.stdout

    # And the other ones, of a draw and of a visit, on the same server.
    drawn = subprocess.run(
        [sys.executable, "-m", "demo.walkthrough", address],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert drawn.returncode == 0, drawn.stdout + drawn.stderr
    assert "AS PUBLISHED" in drawn.stdout
    assert re.findall(r"the order is ([A-Z]+)", drawn.stdout) == ["CLOSED", "FAILED", "ESCALATED"]


def test_it_outlives_its_postgres_and_postgres_does_not_outlive_it(
    serve: Callable[..., ServerProcess], data_dir: Path
) -> None:
    first = serve(DEMO="off")
    address = first.address()
    (postgres,) = servers_of(data_dir)

    os.kill(postgres, signal.SIGKILL)
    until(lambda: servers_of(data_dir) not in ([], [postgres]))
    until(lambda: get(address, "/readyz") == 200)
    assert signed_in(address) == "SignInRefused"

    first.process.kill()
    until(lambda: not servers_of(data_dir))
    assert get(serve(DEMO="off").address(), "/readyz") == 200


def test_a_start_that_others_can_reach_takes_the_demo_password_away(
    serve: Callable[..., ServerProcess],
) -> None:
    private = serve()
    assert signed_in(private.address()) == "SignedIn"
    private.stop(signal.SIGTERM)

    public = serve(HOST=EVERYWHERE)
    refused = signed_in(public.address())
    public.stop(signal.SIGTERM)

    assert refused == "SignInRefused"
    assert PASSWORD not in public.output
    assert "cannot sign in" in public.output


def test_a_port_that_is_taken_costs_no_database_its_start(
    serve: Callable[..., ServerProcess], data_dir: Path
) -> None:
    with sockets.listen("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        refused = serve(PORT=str(port))

        assert refused.process.wait(30) == 1

    assert refused.output == (
        f"127.0.0.1:{port} is in use, perhaps by another Spotcheck: stop it, or choose another "
        "port, for example: PORT=8001 make serve\n"
    )
    assert not data_dir.exists()


def test_what_is_wrong_with_the_settings_is_told_at_once(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PORT", "99999")
    monkeypatch.setenv("ENV", "prod")

    assert main(["serve"]) == 2

    output = capsys.readouterr().err
    assert "PORT must be" in output
    assert "ENV must be" in output


def test_an_unreachable_database_is_told_without_its_password(
    serve: Callable[..., ServerProcess],
) -> None:
    refused = serve(DATABASE_URL="postgresql://someone:hidden@127.0.0.1:1/register")

    assert refused.process.wait(30) == 1
    assert "The database cannot be used: " in refused.output
    assert "hidden" not in refused.output
    assert "Traceback" not in refused.output


def test_help_names_every_command_and_loads_nothing_for_it() -> None:
    code = (
        "import sys; from api.__main__ import main\n"
        "try: main(['--help'])\n"
        "finally: assert not {'strawberry', 'sqlalchemy', 'asyncpg'} & set(sys.modules)"
    )

    output = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, encoding="utf-8", check=True
    ).stdout

    assert all(command in output for command in ("serve", "migrate", *COMMANDS))


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([command, "--help"])

    assert ended.value.code == 0
    assert f"python -m api {command}" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("host", "displayed"), [("127.0.0.1", "127.0.0.1"), (EVERYWHERE, "127.0.0.1"), ("::1", "[::1]")]
)
def test_the_address_shown_can_be_opened(host: str, displayed: str) -> None:
    if ":" in host and not socket.has_ipv6:
        pytest.skip("no IPv6 here")
    with sockets.listen(host, 0) as listener:
        address = sockets.address_of(listener, host)

    assert address == f"http://{displayed}:{address.rpartition(':')[2]}"


def test_a_host_that_is_not_ours_is_told() -> None:
    with pytest.raises(sockets.CannotListen, match=r"203\.0\.113\.7 is not an address"):
        sockets.listen("203.0.113.7", 0)


def until(holds: Callable[[], Any]) -> Any:
    deadline = time.monotonic() + UP_WITHIN
    while not (found := holds()):
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)
    return found


def servers_of(data_dir: Path) -> list[int]:
    """The PostgreSQL servers of this data folder, by their command lines."""
    needle, found = os.fsencode(data_dir.resolve()), []
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            words = (entry / "cmdline").read_bytes().split(b"\0")
            if words[0].endswith(b"/postgres") and any(needle in word for word in words):
                found.append(int(entry.name))
    return found


def get(address: str, path: str) -> int:
    return httpx2.get(address + path, timeout=10).status_code


def signed_in(address: str) -> str:
    query = (
        "mutation SignIn($password: String!) { signIn(input: "
        '{login: "task-manager", password: $password, deviceId: "test"}) { __typename } }'
    )
    body = {"query": query, "variables": {"password": PASSWORD}}
    answer = httpx2.post(f"{address}/graphql", json=body, timeout=10).json()
    return str(answer["data"]["signIn"]["__typename"])


def readmes_query() -> tuple[str, Any]:
    """The query of the README and the answer below it."""
    text = (ROOT / "README.md").read_text("utf-8")
    _, _, rest = text.partition("<!-- query: begin -->")
    query, answer = re.findall(
        r"```\w+\n(.*?)\n```", rest.partition("<!-- query: end -->")[0], re.DOTALL
    )
    return query, json.loads(answer)


def counts_by_the_pasted_line(output: str) -> tuple[int, int]:
    """The answer to the last command of the banner, its words taken as a shell would take them."""
    pasted = re.findall(r"^  curl .*?\\\n.*?$", output, re.MULTILINE | re.DOTALL)[-1]
    _, _, url, _, kind, _, body = shlex.split(pasted.replace("\\\n", ""))
    answer = httpx2.post(url, content=body, headers=dict([kind.split(": ")]), timeout=10).json()
    counts = answer["data"]["institutionStatistics"]
    return sum(c["total"] for c in counts), sum(c["subjectTotal"] for c in counts)
