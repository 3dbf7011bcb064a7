"""`make office`: a bureau sets itself up from an empty database, with commands and GraphQL alone.

ENV=production, no demo data, no SQL of ours: the first authority and its administrators; authorities,
officers and institutions from ledgers; codes delivered to a receiver; a plan, a draw, a visit and its
publication. Once on the embedded database and by the address of the first start, once by DATABASE_URL on a
second cluster and by the file of `setup`.
"""

import argparse
import json
import os
import secrets
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx2

from demo.walkthrough import draw, visit
from demo.walkthrough.server import StoryClient, StoryFailed
from tests.office import ledgers
from tests.office.cluster import Cluster
from tests.office.receiver import Receiver
from tests.upgrade.server import ServerProcess, environment

ROOT = Path(__file__).parents[2]
ADMINISTRATORS = {"system": "first", "security": "second", "audit": "third"}
TOP = "全国监管平台"
SECTORS = (
    "EDUCATION",
    "HUMAN_RESOURCES",
    "SCIENCE_TECHNOLOGY",
    "CULTURE_TOURISM",
    "SPORTS",
    "MARKET_REGULATION",
    "PUBLIC_SECURITY",
    "COMMUNICATIONS",
)
STAFF = (
    ("registrar", "REGISTRAR", TOP),
    ("task-manager", "TASK_MANAGER", "苏州市教育局"),
    ("head", "HEAD", "苏州市教育局"),
    ("result-auditor", "RESULT_AUDITOR", "苏州市教育局"),
    ("supervisor", "SUPERVISOR", "苏州市教育局"),
    ("oversight", "OVERSIGHT", "江苏省教育厅"),
    ("registrar-2", "REGISTRAR", "苏州市教育局"),
)
"""Login, role and authority of those who are invited; inspectors come with the ledger of officers."""
PHONE = "13800138000"
PHONES = {"first": "13800138001", "second": "13800138002", "third": "13800138003"}
"""Of the three administrators, given at the set-up."""


class Failed(Exception):
    """The office cannot go on; the message says where and why."""


class Office:
    """One installation from nothing to its first published result."""

    def __init__(
        self,
        folder: Path,
        files: Path,
        server: Callable[[], ServerProcess],
        settings: dict[str, str],
    ) -> None:
        self.folder, self.files, self.settings = folder, files, settings
        self._start = server
        self.server = server()
        self.server.wait_until_ready()
        self.client = StoryClient(self.server.url)

    def close(self) -> None:
        self.server.kill()

    def command(self, *words: str, fails: bool = False) -> str:
        """A command beside the running server; what it printed."""
        done = subprocess.run(
            [sys.executable, "-m", "api", *words],
            cwd=ROOT,
            env={**environment(ROOT), **self.settings},
            capture_output=True,
            text=True,
            check=False,
        )
        if bool(done.returncode) is not fails:
            raise Failed(f"{' '.join(words)}: {done.returncode}\n{done.stdout}{done.stderr}")
        return done.stdout

    def console_address(self) -> str:
        """What the first start shows, once."""
        log = (self.folder / "log").read_text("utf-8")
        (line,) = (each for each in log.splitlines() if "/setup#" in each)
        return line.split("/setup#")[1].split()[0]

    def let_in(self, login: str, link: str) -> None:
        """Set a password with a one-time link, as its page does."""
        password = secrets.token_urlsafe(12)
        token = link.rpartition("#")[2]
        payload = self.client.ask(
            "mutation M($i: SetPasswordInput!) { setPassword(input: $i) { __typename ... on Refusal"
            " { code message } } }",
            {"i": {"token": token, "newPassword": password}},
        )["setPassword"]
        if "code" in payload:
            raise Failed(f"{login}: {payload}")
        self.client.passwords[login] = password

    def authority_id(self, name: str, by: str = "first") -> str:
        shows = "{ authorities(first: 100) { nodes { id name } } }"
        found = self.client.ask(shows, by=by)["authorities"]["nodes"]
        (id,) = (each["id"] for each in found if each["name"] == name)
        return str(id)

    def invite(self, login: str, role: str, place: Mapping[str, str], **further: Any) -> None:
        """An account with its role, confirmed by the second administrator, and its password set."""
        payload = self.client.do(
            "inviteAccount",
            "... on AccountInvited { link account { id } }",
            by="first",
            login=login,
            displayName=login,
            role=role,
            **place,
            **further,
        )
        account_id = payload["account"]["id"]
        self.client.do("confirmGrant", "", by="second", accountId=account_id, role=role, **place)
        self.let_in(login, payload["link"])


def set_up(office: Office, *, by_file: bool) -> None:
    """The first authority and three administrators, each of whom then has a password."""
    authority = {"name": TOP, "regionCode": "000000", "sectors": list(SECTORS)}
    if by_file:
        file = office.folder / "office.toml"
        people = "".join(
            f'[{role}]\nlogin = "{login}"\nname = "{login}"\nphone = "{PHONES[login]}"\n'
            for role, login in ADMINISTRATORS.items()
        )
        file.write_text(
            f'[authority]\nname = "{TOP}"\nregion = "000000"\nsectors = {json.dumps(SECTORS)}\n'
            f"{people}",
            "utf-8",
        )
        lines = office.command("setup", str(file)).splitlines()
        links = {
            line.split("\t")[1]: line.split("\t")[2] for line in lines if line.count("\t") == 2
        }
        if "is there" not in office.command("setup", str(file)):
            raise Failed("setup made something again")
    else:
        given = {
            "token": office.console_address(),
            "authority": authority,
            **{
                role: {"login": login, "displayName": login, "phone": PHONES[login]}
                for role, login in ADMINISTRATORS.items()
            },
        }
        shows = "__typename ... on Refusal { code message } ... on RegisterSetUp { administrators { login link } }"
        document = (
            f"mutation M($i: SetUpRegisterInput!) {{ setUpRegister(input: $i) {{ {shows} }} }}"
        )
        payload = office.client.ask(document, {"i": given})["setUpRegister"]
        if "code" in payload:
            raise Failed(str(payload))
        links = {each["login"]: each["link"] for each in payload["administrators"]}
        again = office.client.ask(document, {"i": given})["setUpRegister"]
        if "code" not in again:
            raise Failed("the address of the first start was good twice")
    for login in ADMINISTRATORS.values():
        office.let_in(login, links[login])


def enter(office: Office) -> None:
    """Authorities, officers and institutions, from ledgers; each once, however often it is imported."""
    ledgers.upload_twice(office, "AUTHORITIES", office.files / "authorities.csv", by="first")
    shows = "{ authorities(first: 1) { totalCount } }"
    count = office.client.ask(shows, by="first")["authorities"]["totalCount"]
    if count != ledgers.AUTHORITIES:
        raise Failed(f"{count} authorities")
    for login, role, place in STAFF:
        office.invite(login, role, {"authorityId": office.authority_id(place)})
    ledgers.enter_officers(office)
    office.command(
        "import", "institutions", str(office.files / "institutions.csv"), "--as", "registrar"
    )
    shows = "{ institutions(first: 1) { totalCount } }"
    count = office.client.ask(shows, by="registrar")["institutions"]["totalCount"]
    if count != ledgers.INSTITUTIONS:
        raise Failed(f"{count} institutions")
    (found,) = office.client.ask(
        "query Q($t: String!) { institutions(first: 1, filter: {search: $t}) { nodes { id } } }",
        {"t": ledgers.LEADING},
    )["institutions"]["nodes"]
    office.invite("institution-admin", "INSTITUTION_ADMIN", {"institutionId": found["id"]})


def deliver(office: Office, receiver: Receiver) -> None:
    """A parent's code comes to the bureau's gateway, and the parent registers with it; the link of an
    administrator's reset comes to nobody but that one."""
    document = """mutation M($i: RequestOneTimeCodeInput!) { requestOneTimeCode(input: $i) {
        __typename ... on Refusal { code message } } }"""
    payload = office.client.ask(document, {"i": {"phone": PHONE}})["requestOneTimeCode"]
    if "code" in payload:
        raise Failed(str(payload))
    message = receiver.wait_for(lambda each: PHONE in json.dumps(each))
    code = message["message"]["code"]
    document = """mutation M($i: RegisterParentInput!) { registerParent(input: $i) { __typename
        ... on Refusal { code message } } }"""
    given = {
        "operationId": str(uuid.uuid4()),
        "phone": PHONE,
        "oneTimeCode": code,
        "displayName": "方某",
        "password": secrets.token_urlsafe(12),
    }
    payload = office.client.ask(document, {"i": given})["registerParent"]
    if "code" in payload:
        raise Failed(str(payload))
    login = ADMINISTRATORS["audit"]
    (account,) = office.client.ask(
        "query Q($l: String!) { accounts(first: 1, filter: {login: $l}) { nodes { id } } }",
        {"l": login},
        by="first",
    )["accounts"]["nodes"]
    office.client.do("resetPassword", "", by="first", accountId=account["id"])
    shows = "... on PasswordResetConfirmed { link }"
    confirmed = office.client.do(
        "confirmPasswordReset", shows, by="second", accountId=account["id"]
    )
    if confirmed["link"] is not None:
        raise Failed("an administrator's link was shown to another")
    message = receiver.wait_for(lambda each: PHONES[login] in json.dumps(each))
    office.let_in(login, message["message"]["link"])
    if receiver.unsigned:
        raise Failed("something came unsigned")


def inspect(office: Office) -> None:
    """A plan, a draw that anybody checks, and a visit to its published result."""
    draw.run(office.client, quotas={"A": 0, "B": 3, "C": 0, "D": 0})
    client, place = office.client, visit._place(office.client)
    team = [visit._officer_id(client, login) for login in (visit.FIRST, visit.SECOND)]
    given = visit._case(place, team, "A lead.") | {"noticeMode": "ON_ARRIVAL"}
    shows = "... on InspectionAssigned { inspection { id } }"
    made = client.do("assignInspection", shows, by=visit.MANAGER, **given)["inspection"]["id"]
    visit._arrive_quietly(client, made, visit.FIRST, visit.SECOND)
    record = visit._file(client, made, visit.FIRST, found=False)
    visit._sign(client, made, visit.FIRST, record)
    visit._confirm(client, made, visit.SECOND, record)
    public = visit._audit(client, made, "APPROVED")["publicRecord"]
    shows = "query Q($i: ID!) { publicRecord(id: $i) { resultText isCurrent } }"
    if not client.ask(shows, {"i": public["id"]})["publicRecord"]["isCurrent"]:
        raise Failed("the result is not public")


@contextmanager
def step(name: str) -> Iterator[None]:
    began = time.monotonic()
    yield
    print(f"{name:<60} {time.monotonic() - began:5.1f} s", flush=True)


def run(folder: Path, files: Path, *, database_url: str | None) -> None:
    where = "on the embedded database" if database_url is None else "by DATABASE_URL"
    receiver = Receiver()
    Receiver.write_secret(folder / "secret")
    settings = {
        "ENV": "production",
        "DELIVERY_HOOK_URL": receiver.url,
        "DELIVERY_HOOK_SECRET_FILE": str(folder / "secret"),
        **({"DATABASE_URL": database_url} if database_url else {}),
    }
    with step(f"empty database, {where}: served"):
        office = Office(
            folder,
            files,
            lambda: ServerProcess(ROOT, folder / "data", folder / "log", settings),
            {**settings, "DATA_DIR": str(folder / "data")},
        )
    try:
        with step("set up"):
            set_up(office, by_file=database_url is not None)
        with step("authorities, officers and institutions entered"):
            enter(office)
        with step("a code delivered, and a parent registered with it"):
            deliver(office, receiver)
        with step("planned, drawn, visited and published"):
            inspect(office)
    finally:
        office.close()
        receiver.close()


def main() -> int:
    """0: the office works. 1: it does not; the message says where."""
    parser = argparse.ArgumentParser("python -m tests.office", description=__doc__)
    parser.add_argument("--only", choices=("embedded", "cluster"), help="one of the two databases")
    only = parser.parse_args().only
    with tempfile.TemporaryDirectory(prefix="spotcheck-office-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        try:
            with step("the demo's ledgers, as an office has them"):
                files = ledgers.write(folder)
            if only != "cluster":
                (folder / "embedded").mkdir()
                run(folder / "embedded", files, database_url=None)
            if only != "embedded":
                (folder / "cluster").mkdir()
                cluster = Cluster(folder / "cluster")
                try:
                    (folder / "by-url").mkdir()
                    run(folder / "by-url", files, database_url=cluster.url)
                finally:
                    cluster.close()
        except (Failed, StoryFailed, httpx2.HTTPError) as reason:
            print(reason, file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    os.umask(0o022)
    sys.exit(main())
