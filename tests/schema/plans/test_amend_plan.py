"""A published plan is amended in a new version, published with its reason."""

from tests.client import Client
from tests.people import lin
from tests.schema.plans.steps import LINE, published, step


async def test_an_amendment_is_a_version_with_its_reason(ask: Client, world: None) -> None:
    plan = await published(ask)
    given = {"reason": "扩大范围", "lines": [{**LINE, "ratioBp": 800}, LINE]}

    plan = await step(ask, "amend", "Amended", plan, by=lin, **given)

    assert (plan["state"], plan["versionNo"]) == ("PUBLISHED", 2)
    assert [line["ratioBp"] for line in plan["lines"]] == [800, 500]
    assert [line["ratioBp"] for line in plan["earlierLines"]] == [500]
    public = "{ inspectionPlans(first: 5) { nodes { amendments { versionNo reason } } } }"
    assert (await ask(public))["inspectionPlans"]["nodes"] == [
        {"amendments": [{"versionNo": 2, "reason": "扩大范围"}]}
    ]
