"""A picture that was opened to everyone is closed again."""

from domain.roles import Role
from persistence.engine.identifiers import new_key
from persistence.reading import ids
from tests.client import Client
from tests.factories import accounts
from tests.people import bai, fang, qiao
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


async def test_the_same_operation_again_is_answered_the_same(ask: Client, picture: str) -> None:
    await ask.do("releaseEvidence", evidence_steps.a_release(picture), by=qiao)
    given = evidence_steps.a_release(picture, operationId=str(new_key()))

    first = await ask.do("retractEvidence", given, by=qiao)
    again = await ask.do("retractEvidence", given, by=qiao)

    assert first == again == {"__typename": "EvidenceRetracted"}
    assert len(await evidence_steps.events(ask, "evidence.retracted")) == 1


async def test_papers_were_never_released(ask: Client, visit: str) -> None:
    evidence_id = await evidence_steps.arrived(ask, visit, evidence_steps.PAPER)
    await evidence_steps.publish(ask, visit)

    payload = await ask.do("retractEvidence", evidence_steps.a_release(evidence_id), by=qiao)

    assert payload["code"] == "EVIDENCE_NOT_RELEASED"
    assert await evidence_steps.events(ask, "evidence.retracted") == []


async def test_what_belongs_to_a_complaint_was_never_released(ask: Client, complaint: str) -> None:
    evidence_id = await evidence_steps.arrived(ask, complaint, by=fang)
    async with ask.database.writing() as session:
        session.add(accounts.grant(bai, Role.RESULT_AUDITOR))

    payload = await ask.do("retractEvidence", evidence_steps.a_release(evidence_id), by=bai)

    assert payload["code"] == "NOT_A_RELEASABLE_PICTURE"
    assert await evidence_steps.events(ask, "evidence.retracted") == []


async def test_what_is_not_there_is_not_retracted(ask: Client, picture: str) -> None:
    unknown = ids.write("Evidence", new_key())

    payload = await ask.do("retractEvidence", evidence_steps.a_release(unknown), by=qiao)

    assert payload["code"] == "NOT_FOUND"
