"""A picture that was opened to everyone is closed again."""

from tests.client import Client
from tests.people import qiao
from tests.schema.evidence import evidence_steps


async def test_retracted_it_is_closed_again(ask: Client, picture: str) -> None:
    await ask.do("releaseEvidence", evidence_steps.a_release(picture), by=qiao)
    shows = "... on EvidenceRetracted { evidence { releasedAt } }"

    payload = await ask.do(
        "retractEvidence", evidence_steps.a_release(picture, reason="有学生面部"), shows, by=qiao
    )

    assert payload == {"__typename": "EvidenceRetracted", "evidence": {"releasedAt": None}}
    assert await evidence_steps.pictures(ask) == []
    assert not await evidence_steps.is_public(ask, picture)
    (event,) = await evidence_steps.events(ask, "evidence.retracted")
    assert event.detail == {"reason": "有学生面部"}
    again = await ask.do("retractEvidence", evidence_steps.a_release(picture), by=qiao)
    assert again["code"] == "EVIDENCE_NOT_RELEASED"
