"""The two pages that are asked for, as each server is asked for them and as it answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson

from benchmarks.data import CITIES

NESTED, FLAT = "nested_page", "flat_page"
PAGES = (NESTED, FLAT)
_HERE = Path(__file__).parent / "documents"
_DASHBOARD = Path(__file__).parent.parent / "schema" / "documents" / "dashboard"
_DOCUMENTS = {NESTED: _DASHBOARD / "nested_page.graphql", FLAT: _HERE / "flat_page.graphql"}
_JSON = {"content-type": "application/json"}


@dataclass(frozen=True, slots=True)
class Question:
    """One page at one server: where to ask, with which headers, and the bodies in turn."""

    server: str
    page: str
    url: str
    bodies: tuple[bytes, ...]
    headers: Mapping[str, str] = field(default_factory=lambda: dict(_JSON))


def variables(page: str) -> list[dict[str, Any]]:
    """What is asked for in turn."""
    if page == FLAT:
        return [{"first": 100}]
    return [{"first": 20, "filter": {"regionCode": city}} for city in CITIES]


def graphql(page: str) -> tuple[bytes, ...]:
    """Bodies in our own language, which the comparison with DataLoaders speaks too."""
    return bodies(_DOCUMENTS[page], variables(page))


def postgraphile(page: str) -> tuple[bytes, ...]:
    parameters = [_in_postgraphile(each) for each in variables(page)]
    return bodies(_HERE / "postgraphile" / f"{page}.graphql", parameters)


def bodies(document: Path, parameters: list[dict[str, Any]]) -> tuple[bytes, ...]:
    text = document.read_text("utf-8")
    return tuple(orjson.dumps({"query": text, "variables": each}) for each in parameters)


def signed_in(token: str) -> dict[str, str]:
    accept = "application/graphql-response+json"
    return {**_JSON, "accept": accept, "authorization": f"Bearer {token}"}


def plain(body: bytes) -> Any:
    """What every server answers, in one spelling; PostGraphile's ids and lists are put into ours."""
    answer = orjson.loads(body)
    if "errors" in answer:
        raise ValueError(f"an answer with errors: {answer['errors']}")
    nodes = answer["data"]["institutions"]["nodes"]
    for institution in nodes:
        _name(institution, "inst")
        for course in institution.get("courses", {}).get("nodes", ()):
            _name(course, "crs")
        for inspection in institution.get("inspections", {}).get("nodes", ()):
            _name(inspection, "insp")
            record = inspection["record"]
            if record is not None and isinstance(record["findings"], dict):
                record["findings"] = record["findings"]["nodes"]
    return nodes


def _name(thing: dict[str, Any], prefix: str) -> None:
    if "_" not in thing["id"]:
        thing["id"] = f"{prefix}_{thing['id']}"


def _in_postgraphile(variables: dict[str, Any]) -> dict[str, Any]:
    if "filter" not in variables:
        return variables
    return {"first": variables["first"], "region": variables["filter"]["regionCode"]}
