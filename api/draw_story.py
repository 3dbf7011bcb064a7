"""A random inspection told through GraphQL to a running server: `make story`, or a URL of your own.

From the item list to officers on their way, with the demo's people. The chance comes from three
parties who know nothing of one another's secrets, so that no network is needed; then anybody's
check is made with `verify_draw.py`, on what the server publishes.
"""

import datetime as dt
import hashlib
import json
import secrets
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from api.demo.people import PASSWORD
from domain.moments import SHANGHAI

VERIFIER = Path(__file__).parents[1] / "verify_draw.py"
AHEAD = 8
"""Seconds from the freeze to the draw; the server asks for five where parties hold the chance."""

ITEM = "XW02"
ACTED = "__typename ... on Refusal { code message }"


class Told(Exception):
    """The story cannot go on; the message says where and why."""


class Server:
    """One server, and who is signed in there."""

    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/")
        self._tokens: dict[str, str] = {}

    def ask(
        self, document: str, variables: Mapping[str, Any] | None = None, *, by: str | None = None
    ) -> dict[str, Any]:
        """The data of the answer, as one of the demo's people or as anybody."""
        headers = {"content-type": "application/json", "accept-language": "en"}
        if by is not None:
            headers["authorization"] = f"Bearer {self._token(by)}"
        body = json.dumps({"query": document, "variables": variables or {}}).encode()
        answer = json.loads(self._fetch("/graphql", body, headers))
        if "errors" in answer:
            raise Told(f"{answer['errors'][0]['message']} ({by or 'anybody'})")
        data: dict[str, Any] = answer["data"]
        return data

    def do(self, mutation: str, shows: str, *, by: str, **given: Any) -> dict[str, Any]:
        """A deed that has to succeed; what its success shows."""
        kind = mutation[0].upper() + mutation[1:]
        document = f"mutation M($input: {kind}Input!) {{ {mutation}(input: $input) {{ {ACTED} {shows} }} }}"
        given = {"operationId": str(uuid.uuid4()), **given}
        payload: dict[str, Any] = self.ask(document, {"input": given}, by=by)[mutation]
        if "code" in payload:
            raise Told(f"{mutation}: {payload['code']}: {payload['message']}")
        return payload

    def proof(self, code: str) -> bytes:
        """What anybody downloads."""
        return self._fetch(f"/draws/{code}.json")

    def _token(self, login: str) -> str:
        if login not in self._tokens:
            document = """mutation M($input: SignInInput!) { signIn(input: $input) {
                ... on SignedIn { accessToken } ... on Refusal { code message } } }"""
            given = {"login": login, "password": PASSWORD, "deviceId": "draw-story"}
            payload = self.ask(document, {"input": given})["signIn"]
            if "accessToken" not in payload:
                raise Told(f"{login} cannot sign in: {payload['message']}")
            self._tokens[login] = payload["accessToken"]
        return self._tokens[login]

    def _fetch(
        self, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> bytes:
        if not self.url.startswith(("http://", "https://")):
            raise Told(f"{self.url} is no address of a server.")
        request = urllib.request.Request(self.url + path, body, dict(headers or {}))  # noqa: S310
        try:
            with urllib.request.urlopen(request, timeout=60) as response:  # noqa: S310
                found: bytes = response.read()
                return found
        except urllib.error.HTTPError as error:
            if error.headers.get_content_subtype().endswith("json"):
                return error.read()
            raise Told(f"{self.url}{path}: {error}") from error
        except OSError as error:
            raise Told(f"{self.url} does not answer: is `make serve` running? ({error})") from error


def main(words: list[str] | None = None) -> int:
    """0: told to the end and verified. 1: it could not go on; the last line says why."""
    words = sys.argv[1:] if words is None else words
    server = Server(words[0] if words else "http://127.0.0.1:8000")
    try:
        tell(server)
    except Told as reason:
        print(f"\n{reason}", file=sys.stderr)
        return 1
    return 0


def tell(server: Server, *, ahead: int = AHEAD) -> str:
    """Tell the story; the code of its task."""
    item_id = _list(server)
    first_on, last_on = _window()
    line_id = _plan(server, item_id, first_on, last_on)
    task = _task(server, item_id, line_id, first_on, last_on)
    shares = _commit(server, task["code"])
    before = _freeze(server, task, shares, ahead)
    for login, secret in shares.items():
        server.do("revealDrawShare", "", by=login, taskCode=task["code"], secret=secret[1])
    _say("The three parties revealed their secrets; before the freeze nobody could know all three.")
    _wait(ahead)
    _draw(server, task)
    _verify(server, task["code"], before)
    return str(task["code"])


def _list(server: Server) -> str:
    shows = "query Q($c: String!) { inspectionItems(first: 1, filter: {code: $c}) { nodes { id title englishTitle legalBasis } } }"
    (item,) = server.ask(shows, {"c": ITEM})["inspectionItems"]["nodes"]
    basis = ", ".join(item["legalBasis"])
    _say(f"No list, no check: item {ITEM} {item['title']} ({item['englishTitle']}; {basis}).")
    return str(item["id"])


def _window() -> tuple[dt.date, dt.date]:
    """From tomorrow, three weeks, within one year."""
    first_on = dt.datetime.now(SHANGHAI).date() + dt.timedelta(days=1)
    return first_on, min(first_on + dt.timedelta(days=20), first_on.replace(month=12, day=31))


def _plan(server: Server, item_id: str, first_on: dt.date, last_on: dt.date) -> str:
    line = {
        "itemId": item_id,
        "regionCode": "320500",
        "firstOn": first_on.isoformat(),
        "lastOn": last_on.isoformat(),
        "objectCount": 6,
    }
    given = {"year": first_on.year, "name": "Prepayments, random inspection", "lines": [line]}
    shows = "plan { id version lines { id } }"
    plan = server.do("createPlan", f"... on PlanCreated {{ {shows} }}", by="task-manager", **given)[
        "plan"
    ]
    for mutation, success, login in (
        ("submitPlan", "PlanSubmitted", "task-manager"),
        ("approvePlan", "PlanApproved", "head"),
        ("publishPlan", "PlanPublished", "task-manager"),
    ):
        known = {"planId": plan["id"], "expectedVersion": plan["version"]}
        plan = server.do(mutation, f"... on {success} {{ {shows} }}", by=login, **known)["plan"]
    _say(f"The plan for {first_on.year} is written, approved by somebody else, and public.")
    return str(plan["lines"][0]["id"])


def _task(
    server: Server, item_id: str, line_id: str, first_on: dt.date, last_on: dt.date
) -> dict[str, Any]:
    counts = {"A": 0, "B": 3, "C": 1, "D": 1}
    created: dict[str, Any] = server.do(
        "createTask",
        "... on TaskCreated { task { id code } }",
        by="task-manager",
        name="Prepayments, random inspection",
        itemIds=[item_id],
        planLineId=line_id,
        windowFrom=first_on.isoformat(),
        windowTo=last_on.isoformat(),
        publishDrawnList=True,
        quotas=[{"riskClass": name, "objectCount": count} for name, count in counts.items()],
    )["task"]
    server.do("approveTask", "", by="head", taskId=created["id"])
    _say(f"Task {created['code']}: {first_on} to {last_on}, made by one, approved by another.")
    return created


def _commit(server: Server, code: str) -> dict[str, tuple[str, str]]:
    """Share id and secret of each party: the city's head, the province's oversight, an institution."""
    shares = {}
    for login in ("head", "oversight", "institution-admin"):
        shows = """{ me { grants { authority { id } institution { id } } } }"""
        (grant,) = server.ask(shows, by=login)["me"]["grants"]
        place = (grant["authority"] or grant["institution"])["id"]
        party, secret = place.partition("_")[2], secrets.token_hex(32)
        committed = hashlib.sha256(f"DR1-PARTY|{code}|{party}|{secret}".encode()).hexdigest()
        share = server.do(
            "commitDrawShare",
            "... on DrawShareCommitted { share { id } }",
            by=login,
            taskCode=code,
            commitment=committed,
        )["share"]
        shares[login] = (share["id"], secret)
    _say("Three parties, one of them an institution, committed to secrets of their own.")
    return shares


def _freeze(
    server: Server, task: dict[str, Any], shares: Mapping[str, tuple[str, str]], ahead: int
) -> bytes:
    draw_at = dt.datetime.now(dt.UTC) + dt.timedelta(seconds=ahead)
    shows = """... on PoolFrozen { task { draw { commitment objectCount eligibleCount drawnCount
        strata { riskClass eligibleCount drawnCount } } } }"""
    frozen = server.do(
        "freezePool",
        shows,
        by="task-manager",
        taskId=task["id"],
        drawAt=draw_at.isoformat(timespec="seconds"),
        entropy={"shareIds": [share_id for share_id, _ in shares.values()]},
    )["task"]["draw"]
    by_class = ", ".join(
        f"{s['riskClass']} {s['drawnCount']} of {s['eligibleCount']}" for s in frozen["strata"]
    )
    _say(
        f"Pool frozen: {frozen['objectCount']} institutions, {frozen['eligibleCount']} eligible"
        f" ({by_class}). Public from now on: commitment {frozen['commitment'][:16]}…"
    )
    return server.proof(task["code"])


def _draw(server: Server, task: dict[str, Any]) -> None:
    by = {"by": "task-manager", "taskId": task["id"]}
    drawn = server.do(
        "executeDraw", "... on DrawExecuted { task { state draw { drawnCount } } }", **by
    )["task"]
    if drawn["state"] == "VOIDED":
        raise Told("The draw is void: a party kept silent.")
    server.do("lockDraw", "", **by)
    server.do("issueTask", "", **by)
    _say(f"Drawn: {drawn['draw']['drawnCount']} institutions, officers dealt, locked, issued.")
    shows = """query Q($c: String!) { inspectionTask(code: $c) { inspections(first: 100) { nodes {
        institution { name } assignments { isLeader officer { name } } } } } }"""
    found = server.ask(shows, {"c": task["code"]}, by="task-manager")
    for visit in found["inspectionTask"]["inspections"]["nodes"]:
        team = ", ".join(
            each["officer"]["name"] + (" (leads)" if each["isLeader"] else "")
            for each in visit["assignments"]
        )
        print(f"   {visit['institution']['name']}: {team}")
    mine = "{ myAssignments(first: 100, filter: {states: [TO_ENTER]}) { totalCount } }"
    count = server.ask(mine, by="inspector-1")["myAssignments"]["totalCount"]
    _say(f"inspector-1 has {count} visits waiting on the telephone.")


def _verify(server: Server, code: str, before: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        earlier, proof = Path(folder, "before.json"), Path(folder, "proof.json")
        earlier.write_bytes(before)
        proof.write_bytes(server.proof(code))
        ended = subprocess.run(
            [sys.executable, str(VERIFIER), str(proof), "--before", str(earlier)],
            capture_output=True,
            text=True,
            check=False,
        )
    print(ended.stdout + ended.stderr, end="")
    if ended.returncode:
        raise Told("The proof does not verify.")
    _say(f"Anybody can do the same: {server.url}/verify and {server.url}/draws/{code}.json")


def _wait(ahead: int) -> None:
    _say(f"The draw is due in {ahead} seconds.")
    time.sleep(ahead)


def _say(text: str) -> None:
    print(f"· {text}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
