"""`make clients`: Relay, Apollo, urql, codegen with tsc, graphql-eslint and gql, on a server of their own.

Each client with a cache plays a visit to the second version of its record: after every mutation its
screen, read from the cache, is compared with the server's. The first run fetches the packages.
"""

import argparse
import datetime as dt
import json
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from demo.walkthrough import visit as walkthrough
from demo.walkthrough.server import StoryClient
from tests.clients.workshop import ROOT, ClientFailed, Workshop
from tests.upgrade.server import ServerProcess

PLAYED = ("apollo", "python", "relay", "urql")
FIRST, SECOND, AUDITOR, MANAGER = (
    walkthrough.FIRST,
    walkthrough.SECOND,
    walkthrough.AUDITOR,
    walkthrough.MANAGER,
)


def main() -> int:
    """0: every client takes it. 1: one does not; its output is printed."""
    parser = argparse.ArgumentParser("python -m tests.clients", description=__doc__)
    parser.add_argument("--only", metavar="CLIENT", help="one of those that are named in the table")
    only = parser.parse_args().only
    workshop = Workshop()
    workshop.build()
    workshop.lay_out(ROOT / "schema/documents", ROOT / "schema.graphql")
    failures = 0
    with tempfile.TemporaryDirectory(prefix="spotcheck-clients-") as name:
        folder = Path(name)
        server = ServerProcess(ROOT, folder / "data", folder / "log")
        try:
            server.wait_until_ready()
            story = _story(StoryClient(server.url))
            (workshop.folder / "story.json").write_text(json.dumps(story), "utf-8")
            for client, run in _clients(workshop).items():
                if only not in (None, client):
                    continue
                failures += not _reported(client, run)
        finally:
            server.kill()
    return 1 if failures else 0


def _clients(workshop: Workshop) -> dict[str, Callable[[], object]]:
    return {**checks(workshop), **{name: _played(workshop, name) for name in PLAYED}}


def checks(workshop: Workshop) -> dict[str, Callable[[], object]]:
    """What needs no server: types and lint of all documents."""

    def typed() -> None:
        workshop.node("node_modules/@graphql-codegen/cli/esm/bin.js", "--config", "codegen.mjs")
        workshop.node("node_modules/typescript/bin/tsc", "--project", ".")

    return {
        "codegen": typed,
        "eslint": lambda: workshop.node("node_modules/eslint/bin/eslint.js", "documents"),
    }


def _played(workshop: Workshop, name: str) -> Callable[[], object]:
    if name == "python":
        return lambda: workshop.python("python_client.py")
    return lambda: workshop.node(f"{name}.mjs")


def _reported(client: str, run: Callable[[], object]) -> bool:
    began = time.monotonic()
    try:
        run()
    except ClientFailed as reason:
        print(f"{client:8} FAILED\n{reason}", flush=True)
        return False
    print(f"{client:8} ok  {time.monotonic() - began:5.1f} s", flush=True)
    return True


def _story(server: StoryClient) -> dict[str, Any]:
    """What the clients need to know: people signed in, and for each a visit that has been notified."""
    place = walkthrough._place(server)
    team = [walkthrough._officer_id(server, login) for login in (FIRST, SECOND)]
    visits = {}
    for client in PLAYED:
        given = walkthrough._case(place, team, f"A lead, for {client}.")
        shows = "... on InspectionAssigned { inspection { id } }"
        visits[client] = server.do("assignInspection", shows, by=MANAGER, **given)["inspection"]
    report = walkthrough._report("", found=True)
    left_out = ("inspectionId", "visitStartedAt", "visitEndedAt", "correctionReason")
    (site, *_) = place["sites"]
    return {
        "url": server.url,
        "officer": FIRST,
        "second": SECOND,
        "auditor": AUDITOR,
        "tokens": {login: server._token(login) for login in (FIRST, SECOND, AUDITOR)},
        "visits": visits,
        "now": dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds"),
        "report": {name: value for name, value in report.items() if name not in left_out},
        "checkIn": {
            "position": {
                "latitude": site["position"]["wgs84Latitude"],
                "longitude": site["position"]["wgs84Longitude"],
                "accuracyM": 12,
                "datum": "WGS84",
            },
            "certificatesShown": True,
            "rightsTold": True,
        },
    }


if __name__ == "__main__":
    sys.exit(main())
