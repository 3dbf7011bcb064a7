"""What is asked for: documents, who sends them, with which variables, and who else answers them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncpg
import orjson

from benchmarks import people
from domain.roles import Role
from persistence.reading import ids
from schema import app_documents

OURS = "Spotcheck"
REMEMBERING, CONSTANT = "Spotcheck, from memory", "raw ASGI, always the same bytes"
RAW_KEPT, RAW_CUSTOM = "raw ASGI, kept plans", "raw ASGI, custom plans"
STARLETTE = "Starlette, kept plans"
FLOORS = {RAW_KEPT: "raw/auto", RAW_CUSTOM: "raw/force_custom_plan", STARLETTE: "starlette/auto"}
"""Where each form of the floor answers."""
LOADERS, POSTGRAPHILE, MERCURIUS, YOGA = "DataLoaders", "PostGraphile", "mercurius", "graphql-yoga"
PEERS = (POSTGRAPHILE, MERCURIUS, YOGA, LOADERS)
NATION = people.login(Role.SUPERVISOR, "nation")
CITIES = ("320500", "110100", "370200", "510100", "440300", "330100", "420100", "610100")
"""Whose pages are asked for in turn."""
ROWS = 200
"""Different institutions that are asked for in turn."""
_DOCUMENTS = Path(__file__).parent / "documents"
Variables = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Scenario:
    """One document with its variables in turn, asked for by each of `by`: a login, or None for
    anybody."""

    name: str
    document: str
    """Of an app, as `app/file`; or one in benchmarks/documents, which any server could be asked."""
    by: tuple[str | None, ...]
    variables: tuple[Variables, ...]
    peers: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        if "/" in self.document:
            return app_documents.text(self.document)
        return (_DOCUMENTS / f"{self.document}.graphql").read_text("utf-8")

    @property
    def bodies(self) -> tuple[bytes, ...]:
        """In our own language, which all but PostGraphile speak too."""
        return bodies(self.text, self.variables)

    @property
    def postgraphile_bodies(self) -> tuple[bytes, ...]:
        path = _DOCUMENTS / "postgraphile" / f"{self.document.rpartition('/')[2]}.graphql"
        return bodies(path.read_text("utf-8"), [_in_postgraphile(each) for each in self.variables])


NESTED, INSTITUTION_PAGE, ONE_ROW, FLAT = "nested page", "institution page", "one row", "flat page"


async def public_pages(url: str) -> tuple[Scenario, ...]:
    """What a city's people look at: those of the four that anybody may ask for, and lists of the app."""
    found = [each for each in await scenarios(url) if None in each.by]
    cities = [{"regionCode": city} for city in CITIES]
    lists: dict[str, tuple[str, tuple[Variables, ...]]] = {
        "list": (
            "parent/search_institutions",
            tuple({"first": 20, "filter": city} for city in cities),
        ),
        "search": (
            "parent/find_by_name",
            tuple({"first": 20, "search": "艺术", **city} for city in cities),
        ),
        "results": ("parent/public_results", tuple({"first": 20, "filter": c} for c in cities)),
    }
    more = (Scenario(name, document, (None,), given) for name, (document, given) in lists.items())
    return (*found, *more)


async def scenarios(url: str) -> tuple[Scenario, ...]:
    """The four that the floor answers too, about rows of this register."""
    connection = await asyncpg.connect(url)
    try:
        rows = await connection.fetch(
            "select id from institutions order by md5(id::text) limit $1", ROWS
        )
    finally:
        await connection.close()
    keys = [ids.write("Institution", row["id"]) for row in rows]
    cities = tuple({"first": 20, "filter": {"regionCode": city}} for city in CITIES)
    pages = tuple({"by": {"id": key}} for key in keys)
    one_row = tuple({"id": key} for key in keys)
    return (
        Scenario(NESTED, "dashboard/nested_page", (NATION,), cities, PEERS),
        Scenario(INSTITUTION_PAGE, "parent/institution_page", (None, NATION), pages),
        Scenario(ONE_ROW, "one_row", (None, NATION), one_row, PEERS),
        Scenario(FLAT, "flat_page", (None, NATION), ({"first": 100},), PEERS),
    )


def bodies(document: str, variables: Sequence[Variables]) -> tuple[bytes, ...]:
    return tuple(orjson.dumps({"query": document, "variables": each}) for each in variables)


def plain(body: bytes) -> Any:
    """What every server answers, in one spelling; PostGraphile's ids and lists are put into ours."""
    answer = orjson.loads(body)
    if "errors" in answer:
        raise ValueError(f"an answer with errors: {answer['errors']}")
    data = answer["data"]
    nodes = data["institutions"]["nodes"] if "institutions" in data else [data["institution"]]
    for institution in nodes:
        _name(institution, "inst")
        for name, prefix in (("courses", "crs"), ("inspections", "insp")):
            for each in institution.get(name, {}).get("nodes", ()):
                _name(each, prefix)
        for inspection in institution.get("inspections", {}).get("nodes", ()):
            record = inspection["record"]
            if record is not None and isinstance(record["findings"], dict):
                record["findings"] = record["findings"]["nodes"]
    return data


def _name(thing: dict[str, Any], prefix: str) -> None:
    if "_" not in thing["id"]:
        thing["id"] = f"{prefix}_{thing['id']}"


def _in_postgraphile(variables: Variables) -> Variables:
    if "id" in variables:
        return {"id": variables["id"].rpartition("_")[2]}
    if "filter" in variables:
        return {"first": variables["first"], "region": variables["filter"]["regionCode"]}
    return variables
