"""What was answered at each point of a history is answered again as of that point."""

import random
from typing import Any

import orjson
import pytest

from persistence.reading import ids
from tests.as_of import documents, story
from tests.as_of.documents import ALL, Point
from tests.as_of.story import Story
from tests.client import Client
from tests.people import MAPLE
from tests.world import LICENCE

pytestmark = pytest.mark.usefixtures("world")

ASKED = {
    "id": ids.write("Institution", MAPLE),
    "code": "91320508MA1MAPLE0X",
    "licence": LICENCE,
    "region": "320508",
}


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_where_nothing_was_taken_away_the_answer_is_the_same_to_the_byte(
    ask: Client, seed: int
) -> None:
    chance = random.Random(seed)
    played = Story(ask, chance)
    points = [await documents.point(ask, ALL, ASKED)]

    for act in chance.sample(story.STAYS, len(story.STAYS)):
        await act(played)
        points.append(await documents.point(ask, ALL, ASKED))

    assert len(played.done) > 10
    assert len({each.answer for each in points}) > 8
    for each in chance.sample(points, len(points)):
        assert await documents.read(ask, ALL, ASKED, each.moment) == each.answer


@pytest.mark.parametrize("seed", [4, 5, 6])
async def test_what_was_taken_away_is_left_out_and_nothing_else_changes(
    ask: Client, seed: int
) -> None:
    chance = random.Random(seed)
    played = Story(ask, chance)
    acts = [*story.STAYS, story.withdraw, story.repair, story.publish, story.withdraw]
    points = [await documents.point(ask, ALL, ASKED)]

    for act in chance.sample(acts, len(acts)):
        await act(played)
        points.append(await documents.point(ask, ALL, ASKED))

    assert {"withdrawResult", "decideRepair"} & set(played.done)
    for each in points:
        found = orjson.loads(await documents.read(ask, ALL, ASKED, each.moment))
        then = orjson.loads(each.answer)
        gone = _records(then) - await _public(ask, _records(then))
        assert found == _without(then, gone)
        assert _records(found) == _records(then) - gone


def _records(value: Any) -> set[str]:
    if isinstance(value, list):
        return set().union(*map(_records, value))
    if not isinstance(value, dict):
        return set()
    own = {value["id"]} if str(value.get("id", "")).startswith("pub_") else set()
    return own | _records(list(value.values()))


async def _public(ask: Client, records: set[str]) -> set[str]:
    document = "query Q($ids: [ID!]!) { nodes(ids: $ids) { ... on PublicRecord { id } } }"
    nodes = (await ask(document, {"ids": sorted(records)}))["nodes"]
    return {each["id"] for each in nodes if each}


def _without(value: Any, gone: set[str]) -> Any:
    """The answer without records that are gone, and without what pages say of their ends."""
    if isinstance(value, list):
        return [_without(each, gone) for each in value if not _is_of(each, gone)]
    if not isinstance(value, dict):
        return value
    made = {key: _without(each, gone) for key, each in value.items()}
    if "edges" in made and "totalCount" in made:
        made["totalCount"] = len(made["edges"])
        ends = [each["cursor"] for each in made["edges"]]
        made["pageInfo"]["endCursor"] = ends[-1] if ends else None
    return made


def _is_of(value: Any, gone: set[str]) -> bool:
    node = value.get("node", value) if isinstance(value, dict) else {}
    return node.get("id") in gone


def test_points_are_compared_by_what_was_answered() -> None:
    assert Point("1", b"a") != Point("1", b"b")
    assert _without({"nodes": [{"id": "pub_1"}, {"id": "pub_2"}]}, {"pub_1"}) == {
        "nodes": [{"id": "pub_2"}]
    }
