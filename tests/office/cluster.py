"""A PostgreSQL of the office's own: the embedded server's programs, over TCP, with an owner and a password."""

import os
import pwd
import secrets
import shutil
import socket
import subprocess
import time
from pathlib import Path
from typing import Any

from persistence.embedded import binaries
from persistence.embedded.system_accounts import SystemAccount

OWNER = "office"


class Cluster:
    """Made in the folder and started; stopped at `close`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._password = secrets.token_urlsafe(12)
        with socket.create_server(("127.0.0.1", 0)) as taken:
            self._port = taken.getsockname()[1]
        # PostgreSQL refuses root.
        self._account: dict[str, Any] = {}
        account = SystemAccount(os.geteuid(), os.getegid())
        if os.geteuid() == 0:
            nobody = pwd.getpwnam("nobody")
            account = SystemAccount(nobody.pw_uid, nobody.pw_gid)
            self._account = {"user": account.uid, "group": account.gid, "extra_groups": []}
            os.chown(folder, account.uid, account.gid)
        secret = folder / "password"
        secret.write_text(self._password, "utf-8")
        account.given(secret)
        self._data = folder / "cluster"
        programs = binaries.enterable_by(account)
        self._run(
            programs.program("initdb"),
            *("-D", self._data, "-U", "postgres", "-A", "scram-sha-256", "--pwfile", secret),
        )
        self._server = subprocess.Popen(
            [
                str(programs.program("postgres")),
                *("-D", str(self._data), "-p", str(self._port)),
                *("-c", "listen_addresses=127.0.0.1", "-c", f"unix_socket_directories={folder}"),
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={"PATH": os.environ["PATH"], "LC_ALL": "C"},
            **self._account,
        )
        self._prepare(programs.program("psql"))

    @property
    def url(self) -> str:
        return f"postgresql://{OWNER}:{self._password}@127.0.0.1:{self._port}/{OWNER}"

    def close(self) -> None:
        self._server.terminate()
        self._server.wait(30)
        shutil.rmtree(self._data, ignore_errors=True)

    def _prepare(self, psql: Path) -> None:
        """The role and the database that a DBA would hand out."""
        sql = (
            f"create role {OWNER} login createrole password '{self._password}'",
            f"create database {OWNER} owner {OWNER}",
        )
        deadline = time.monotonic() + 30
        for statement in sql:
            while True:
                done = subprocess.run(
                    [
                        str(psql),
                        f"postgresql://postgres:{self._password}@127.0.0.1:{self._port}/postgres",
                        *("-v", "ON_ERROR_STOP=1", "-qc", statement),
                    ],
                    capture_output=True,
                    text=True,
                    check=False,
                )
                if not done.returncode:
                    break
                if time.monotonic() > deadline:
                    raise RuntimeError(done.stderr)
                time.sleep(0.2)

    def _run(self, *words: object) -> None:
        subprocess.run(
            [str(word) for word in words],
            check=True,
            stdout=subprocess.DEVNULL,
            cwd="/",
            **self._account,
        )
