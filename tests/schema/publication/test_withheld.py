"""What is withheld from the public stays withheld: in a correction, and in the versions before."""

import json
from typing import Any

from persistence.engine.database import Database
from tests.client import Client
from tests.people import fang, hua, jun, mei, qiao
from tests.schema.inspections import steps as visits
from tests.schema.publication import steps

PUBLIC_FIELDS = """versionNo violationCodes resultText document documentSha256 withholdingGround
    withheldViolationCodes publications { state }"""


async def _publish(ask: Client, inspection_id: str, **facts: Any) -> str:
    shows = "... on InspectionResultPublished { publicRecord { id } }"
    payload = await ask.do(
        "publishInspectionResult", {"inspectionId": inspection_id, **facts}, shows, by=qiao
    )
    assert payload["__typename"] == "InspectionResultPublished", payload
    public_id: str = payload["publicRecord"]["id"]
    return public_id


async def _withheld(ask: Client, inspection_id: str) -> str:
    return await _publish(
        ask,
        inspection_id,
        withheldViolationCodes=["SAFETY_FIRE"],
        withholdingGround="STATE_SECRET",
    )


async def _corrected(ask: Client, inspection_id: str) -> None:
    """Reopened, and filed again with the same problem."""
    await steps.reopen(ask, inspection_id)
    again = visits.a_problem(inspection_id, correctionReason="补充说明")
    payload = await ask.do("fileInspectionResult", again, by=mei)
    assert payload == {"__typename": "InspectionResultFiled"}, payload
    await visits.sign(ask, inspection_id)
    await visits.confirm(ask, inspection_id, version=2, by=jun)


async def _seen(ask: Client, public_id: str, **by: Any) -> Any:
    document = f"query Q($id: ID!) {{ publicRecord(id: $id) {{ {PUBLIC_FIELDS} }} }}"
    return (await ask(document, {"id": public_id}, **by))["publicRecord"]


async def test_a_correction_published_by_its_audit_withholds_what_was_withheld(
    ask: Client, approved: str
) -> None:
    await _withheld(ask, approved)
    await _corrected(ask, approved)

    public_id = await visits.audit(ask, approved)

    assert public_id is not None
    seen = await _seen(ask, public_id, by=fang)
    assert seen["violationCodes"] == []
    assert "SAFETY_FIRE" not in seen["document"]
    assert seen["withholdingGround"] == "STATE_SECRET"
    official = await _seen(ask, public_id, by=hua)
    assert official["withheldViolationCodes"] == ["SAFETY_FIRE"]


async def test_an_earlier_version_does_not_show_what_a_later_one_withholds(
    ask: Client, approved: str
) -> None:
    first_id = await _publish(ask, approved)
    await _corrected(ask, approved)
    await steps.approve(ask, approved)
    second_id = await _withheld(ask, approved)

    seen = await _seen(ask, first_id, by=fang)
    anybody = await _seen(ask, first_id)
    official = await _seen(ask, first_id, by=hua)

    assert (seen, anybody) == (None, None)
    assert official["violationCodes"] == ["SAFETY_FIRE"]
    assert (await _seen(ask, second_id, by=fang))["violationCodes"] == []


async def test_the_outlets_hear_of_a_version_that_is_taken_back(
    ask: Client, approved: str, database: Database
) -> None:
    first_id = await _publish(ask, approved)
    await _corrected(ask, approved)
    await steps.approve(ask, approved)
    await _withheld(ask, approved)

    outbox = (await visits.traces(database))["outbox"]

    (message,) = (payload for topic, payload in outbox if topic == "publication.withdrawn")
    document = json.loads(message["document"])
    assert (document["recordIds"], document["ground"]["code"]) == (
        [first_id],
        "NOT_TO_BE_PUBLISHED",
    )
    official = await _seen(ask, first_id, by=hua)
    assert official["publications"] == [{"state": "PUBLISHED"}, {"state": "CANCELLED"}]


async def test_where_it_is_asked_for_a_correction_shows_what_was_withheld(
    ask: Client, approved: str
) -> None:
    first_id = await _withheld(ask, approved)
    await _corrected(ask, approved)
    await steps.approve(ask, approved)

    second_id = await _publish(ask, approved, withheldViolationCodes=[])

    assert (await _seen(ask, second_id, by=fang))["violationCodes"] == ["SAFETY_FIRE"]
    assert (await _seen(ask, first_id, by=fang))["violationCodes"] == []


async def test_left_out_a_correction_withholds_what_was_withheld(
    ask: Client, approved: str
) -> None:
    await _withheld(ask, approved)
    await _corrected(ask, approved)
    await steps.approve(ask, approved)

    public_id = await _publish(ask, approved)

    assert (await _seen(ask, public_id, by=fang))["violationCodes"] == []
