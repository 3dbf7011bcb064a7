"""A draft can only be submitted, and every other mutation says so."""

from tests.client import Client
from tests.people import hua, lin
from tests.schema.plans.steps import LINE, created


async def test_what_does_not_follow_is_refused_with_what_does(ask: Client, world: None) -> None:
    plan = await created(ask)
    given = {"planId": plan["id"], "expectedVersion": plan["version"]}
    shows = "... on IllegalTransition { state event allowed }"

    refused = {
        verb: await ask.do(f"{verb}Plan", {**given, **more}, shows, by=by)
        for verb, by, more in (
            ("approve", hua, {}),
            ("publish", lin, {}),
            ("close", lin, {}),
            ("return", hua, {"reason": "x"}),
            ("amend", lin, {"reason": "x", "lines": [LINE]}),
        )
    }

    assert {(p["code"], p["state"], tuple(p["allowed"])) for p in refused.values()} == {
        ("ILLEGAL_TRANSITION", "DRAFT", ("submit",))
    }
