"""Histories of decisions, results and places, over midnights: as of each point what was answered at it.

`AS_OF_SEEDS=0-40 AS_OF_ACTS=80 .venv/bin/python -m pytest -q tests/as_of/test_histories_of_days.py` plays longer
ones, with all who ask.
"""

import os
import random
from collections.abc import Iterator
from typing import Any

import orjson
import pytest
import sqlalchemy as sa

from persistence.engine.database import Database
from persistence.engine.keys import Keys
from persistence.reading import ids
from tests.as_of import decisions, documents, moved, selections, story
from tests.as_of.story import Story
from tests.client import Client
from tests.factories import NOW
from tests.people import MAPLE, Person, fang, lin, rui, yin
from tests.world import LICENCE

pytestmark = pytest.mark.usefixtures("world")

_FIRST, _, _LAST = os.environ.get("AS_OF_SEEDS", "1").partition("-")
SEEDS = range(int(_FIRST), int(_LAST or _FIRST) + 1)
ACTS = int(os.environ.get("AS_OF_ACTS", "14"))
PEOPLE = (None, rui, yin, fang, lin) if "AS_OF_SEEDS" in os.environ else (None, rui)
SEE_GROUNDS = (rui, yin)
"""Who are shown the grounds also of what was quashed or entered wrongly."""
FROM_NOW_ON = frozenset({"Institution.version", "Institution.updatedAt"})
"""To who sees all of an institution these are others today than as of then, when all see the public ones."""

_LISTS = frozenset(
    {"Institution.publicInspectionResults", "Institution.standings", "Institution.tombstones"}
)
_DEEP = _LISTS | {"Entitlement.standings", "Region.children"}
_NAMED = frozenset({"Standing.institution", "Standing.entitlement", "Standing.authority"})
_BESIDE = _DEEP | {"Institution.supervisingAuthority", "Institution.region"}
GIVEN = {
    "id": ids.write("Institution", MAPLE),
    "code": "91320508MA1MAPLE0X",
    "licence": LICENCE,
    "region": "320508",
}
DAY = """
    white: institutions(first: 9, filter: {listStatus: WHITE_LISTED}, asOf: $asOf) { nodes { id } }
    graded: institutions(first: 9, filter: {creditGrades: [A, B, C]}, asOf: $asOf) { nodes { id creditGrade } }
    closed: institutions(last: 9, filter: {existence: DEREGISTERED}, asOf: $asOf) { nodes { id closedOn } }
    trains: institutions(first: 9, filter: {kinds: [OFF_CAMPUS_TRAINING], sectors: [EDUCATION],
        subjectKind: SUBJECT}, orderBy: {field: PINYIN, direction: DESC}, asOf: $asOf) { nodes { id } }"""


def _documents(person: Person | None) -> Iterator[str]:
    but = frozenset() if person in (None, fang) else FROM_NOW_ON
    one = selections.all_of("Institution", but=but)
    each = selections.all_of("Institution", but=but | _BESIDE)
    record = selections.all_of("PublicRecord", but=but | _DEEP)
    yield f"query A($id: ID!, $asOf: DateTime) {{ institution(by: {{id: $id}}, asOf: $asOf) {{ {one} }} }}"
    yield f"""query B($code: String!, $licence: String!, $region: String!, $asOf: DateTime) {{
        code: institution(by: {{creditCode: $code}}, asOf: $asOf) {{ id name }}
        licence: institution(by: {{licenceNumber: $licence}}, asOf: $asOf) {{ id name }}
        here: institutions(first: 12, filter: {{regionCode: $region}}, asOf: $asOf) {{
            edges {{ cursor node {{ {each} }} }} pageInfo {{ hasNextPage }} }} {DAY} }}"""
    yield f"""query C($region: String!, $asOf: DateTime) {{
        results: publicInspectionResults(first: 8, filter: {{regionCode: $region}}, asOf: $asOf) {{
            edges {{ cursor node {{ {record} }} }} }} }}"""
    standing = selections.all_of("Standing", but=but | _DEEP | _NAMED)
    yield f"""query D($region: String!, $asOf: DateTime) {{
        lists: listEntries(first: 20, filter: {{regionCode: $region}}, asOf: $asOf) {{
            edges {{ cursor node {{ {standing} }} }} pageInfo {{ hasNextPage endCursor }} }}
        held: listEntries(last: 9, filter: {{kinds: [WHITE_LIST, KEY_SUPERVISION], holdsOn: "2026-11-20"}},
            asOf: $asOf) {{ nodes {{ id holdsToday end {{ ending }} }} }} }}"""


DOCUMENTS = {person: list(_documents(person)) for person in PEOPLE}


async def _read(ask: Client, moment: str | None, by: Person | None) -> bytes:
    found = []
    for document in DOCUMENTS[by]:
        given = {name: value for name, value in GIVEN.items() if f"${name}:" in document}
        found.append(await documents.read(ask, document, given, moment, by))
    return b"[" + b",".join(found) + b"]"


@pytest.mark.parametrize("seed", SEEDS)
async def test_what_was_shown_on_a_day_is_shown_as_of_it(
    database: Database, keys: Keys, seed: int
) -> None:
    chance = random.Random(seed)
    acts: list[Any] = [*story.STAYS, *decisions.ACTS, *decisions.ACTS, story.withdraw, story.repair]
    chance.shuffle(acts)
    async with moved.from_moment(database.url, NOW) as (other, clock):
        ask = Client(other, keys, clock)
        played = Story(ask, chance)
        points = []
        for act in [story.publish, *acts][:ACTS]:
            await act(played)
            answers = {person: await _read(ask, None, person) for person in PEOPLE}
            points.append((await documents.now(ask), answers, f"{act.__name__} {played.done[-1:]}"))
        gone = await _Gone.of(other)

        assert len(set(played.done)) > 5
        for moment, answers, after in chance.sample(points, len(points)):
            for person, answer in answers.items():
                found = await _read(ask, moment, person)
                if found == answer:
                    continue
                assert gone, (after, moment)
                left = [gone.left_of(orjson.loads(each), person) for each in (answer, found)]
                assert not list(_differences(*left)), (after, moment, person)


def _differences(then: Any, found: Any, path: tuple[Any, ...] = ()) -> Iterator[Any]:
    """Where two answers differ, and how."""
    if isinstance(then, dict) and isinstance(found, dict) and then.keys() == found.keys():
        for name, each in then.items():
            yield from _differences(each, found[name], (*path, name))
    elif isinstance(then, list) and isinstance(found, list) and len(then) == len(found):
        for place, (one, other) in enumerate(zip(then, found, strict=True)):
            yield from _differences(one, other, (*path, place))
    elif then != found:
        yield path, then, found


class _Gone:
    """What has been taken out of the public since: results, and grounds of decisions."""

    def __init__(self, records: set[str], decisions: set[str]) -> None:
        self.records, self.decisions = records, decisions

    def __bool__(self) -> bool:
        return bool(self.records or self.decisions)

    @classmethod
    async def of(cls, database: Database) -> "_Gone":
        gone = "select id from public_records where withdrawn_at is not null or expires_on < now()::date"
        back = "select standing_id from standing_ends where ending in ('QUASHED', 'CORRECTED')"
        async with database.writing() as session:
            records = await session.scalars(sa.text(gone))
            decisions = await session.scalars(sa.text(back))
            return cls(
                {ids.write("PublicRecord", each) for each in records},
                {ids.write("Standing", each) for each in decisions},
            )

    def left_of(self, value: Any, person: Person | None) -> Any:
        """The answer without them, without tombstones, and without what pages say of their ends."""
        if isinstance(value, list):
            return [self.left_of(each, person) for each in value if not self._is_of_one(each)]
        if not isinstance(value, dict):
            return value
        left = {name: self.left_of(each, person) for name, each in value.items()}
        left.pop("tombstones", None)
        if "edges" in left:
            left.pop("pageInfo", None)
            left.pop("totalCount", None)
        if left.get("id") in self.decisions and person not in SEE_GROUNDS and "ground" in left:
            left["ground"] = None
        return left

    def _is_of_one(self, value: Any) -> bool:
        node = value.get("node", value) if isinstance(value, dict) else {}
        return node.get("id") in self.records
