"""A Python client of the documents: gql, which checks them against the schema file and sends them.

Run by a Python that has `requirements-clients.lock`, in the folder that holds `story.json`.
"""

import json
import re
import uuid
from pathlib import Path

from gql import Client, gql
from gql.transport.requests import RequestsHTTPTransport

STORY = json.loads(Path("story.json").read_text("utf-8"))
NAMED = re.compile(r"^(query|mutation|fragment) (\w+)", re.MULTILINE)
SPREAD = re.compile(r"\.\.\.(?!on\b)(\w+)")
FILES = [path.read_text("utf-8") for path in sorted(Path("documents").rglob("*.graphql"))]
TEXTS = {found[2]: text for text in FILES for found in NAMED.finditer(text)}
OPERATIONS = [
    found[2] for text in FILES for found in NAMED.finditer(text) if found[1] != "fragment"
]


def document(name: str) -> str:
    """The text of an operation with the fragments that it spreads."""
    wanted = [name]
    for each in wanted:
        wanted += sorted(set(SPREAD.findall(TEXTS[each])) - set(wanted))
    return "\n".join(TEXTS[each] for each in wanted)


def main() -> None:
    schema = Path("schema.graphql").read_text("utf-8")
    login = STORY["officer"]
    transport = RequestsHTTPTransport(
        f"{STORY['url']}/graphql",
        headers={"authorization": f"Bearer {STORY['tokens'][login]}", "accept-language": "en"},
    )
    with Client(schema=schema, transport=transport) as session:
        for name in OPERATIONS:
            session.client.validate(gql(document(name)))
        screen, visit = gql(document("Assignment")), {"id": STORY["visits"]["python"]["id"]}
        screen_data = session.execute(screen, variable_values=visit)
        assert screen_data["inspection"]["record"] is None
        given = {
            "operationId": str(uuid.uuid4()),
            "inspectionId": visit["id"],
            "claimedAt": STORY["now"],
            **STORY["checkIn"],
        }
        mutation, sent = gql(document("CheckIn")), {"input": given}
        first, again = (
            session.execute(mutation, variable_values=sent)["checkIn"] for _ in range(2)
        )
        assert first["__typename"] == "CheckedIn", first
        assert first == again


if __name__ == "__main__":
    main()
