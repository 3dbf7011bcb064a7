"""Adopting a policy: by the head, a line for each class; tasks made from then on follow it."""

from typing import Any

import pytest

from persistence.reading import ids
from tests.client import Client
from tests.people import GUSU, SUZHOU, Person, hua, lin, mei, ou, su, yin
from tests.schema.draws import steps

LINES = [
    {"riskClass": name, "ratioBp": ratio, "minCount": 0, "maxPerYear": 1}
    for name, ratio in (("A", 100), ("B", 500), ("C", 2000), ("D", 9000))
]


async def test_the_newest_policy_counts(ask: Client, world: None) -> None:
    before = await steps.create(ask)
    shows = "... on DrawPolicyAdopted { authority { id } }"

    payload = await ask.do("adoptDrawPolicy", {"quotas": LINES}, shows, by=hua)

    assert payload["authority"] == {"id": ids.write("Authority", SUZHOU.id)}
    after = await steps.create(ask)
    quotas = "quotas { ratioBp }"
    ratios = [
        [q["ratioBp"] for q in (await steps.task_of(ask, task["code"], quotas))["quotas"]]
        for task in (before, after)
    ]
    assert ratios == [[200, 1000, 4000, 10000], [100, 500, 2000, 9000]]
    listed = "{ drawPolicies(first: 9) { nodes { riskClass ratioBp versionNo } totalCount } }"
    assert (await ask(listed, by=ou))["drawPolicies"]["totalCount"] == 4


@pytest.mark.parametrize(
    "quotas",
    [
        [],
        LINES[:3],
        [*LINES, LINES[0]],
        [{**LINES[0], "ratioBp": None, "objectCount": 1}, *LINES[1:]],
        [{**LINES[0], "ratioBp": 10_001}, *LINES[1:]],
        [{**LINES[0], "maxPerYear": 0}, *LINES[1:]],
        [{**LINES[0], "minCount": -1}, *LINES[1:]],
    ],
)
async def test_a_policy_is_whole(ask: Client, world: None, quotas: list[dict[str, Any]]) -> None:
    payload = await ask.do("adoptDrawPolicy", {"quotas": quotas}, by=hua)

    assert payload["code"] == "INVALID_INPUT"


@pytest.mark.parametrize("person", [lin, mei, su, ou, yin, None], ids=str)
async def test_nobody_but_the_head_adopts(ask: Client, world: None, person: Person | None) -> None:
    payload = await ask.do("adoptDrawPolicy", {"quotas": LINES}, by=person)

    assert payload["code"] == "NOT_PERMITTED"


async def test_only_for_the_own_authority(ask: Client, world: None) -> None:
    given = {"quotas": LINES, "authorityId": ids.write("Authority", GUSU.id)}

    assert (await ask.do("adoptDrawPolicy", given, by=hua))["code"] == "NOT_PERMITTED"
