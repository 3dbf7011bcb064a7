"""One picture of a published result is opened to everyone, and closed again."""

import asyncio
import datetime as dt
from typing import Any

import pytest
import sqlalchemy as sa

from domain.publication.terms import WithdrawalGround
from domain.roles import Role
from persistence.engine.identifiers import new_key
from persistence.inspections.table import PublicRecord
from tests.client import Client
from tests.factories import accounts
from tests.people import Person, fang, lin, mei, ou, qiao, tao, yin
from tests.schema.evidence import evidence_steps
from tests.schema.inspections import steps

RELEASED = "... on EvidenceReleased { evidence { id releasedAt } }"


async def test_nothing_is_public_unless_it_is_released(ask: Client, picture: str) -> None:
    assert await evidence_steps.pictures(ask) == []
    assert not await evidence_steps.is_public(ask, picture)

    payload = await ask.do("releaseEvidence", evidence_steps.a_release(picture), RELEASED, by=qiao)

    assert payload == {
        "__typename": "EvidenceReleased",
        "evidence": {"id": picture, "releasedAt": "2026-11-18T02:00:00.000000Z"},
    }
    assert await evidence_steps.pictures(ask) == [
        {
            "url": f"/evidence/{picture}/picture",
            "thumbnailUrl": f"/evidence/{picture}/thumbnail",
            "width": 640,
            "height": 480,
        }
    ]
    assert await evidence_steps.is_public(ask, picture)
    (event,) = await evidence_steps.events(ask, "evidence.released")
    assert (event.actor_id, event.detail) == (qiao.id, {"reason": "不涉及个人信息"})


async def test_only_that_one_is(ask: Client, visit: str) -> None:
    one = await evidence_steps.arrived(ask, visit)
    other = await evidence_steps.arrived(ask, visit, b"\xff\xd8 another")
    await evidence_steps.publish(ask, visit)

    await ask.do("releaseEvidence", evidence_steps.a_release(one), by=qiao)

    assert [each["url"] for each in await evidence_steps.pictures(ask)] == [
        f"/evidence/{one}/picture"
    ]
    assert not await evidence_steps.is_public(ask, other)
    # The entry itself stays with those whom the inspection reaches.
    assert await evidence_steps.node(ask, one, "id", by=None) is None
    assert await evidence_steps.node(ask, one, "id", by=fang) is None


async def test_the_same_bytes_in_another_visit_stay_closed(ask: Client, picture: str) -> None:
    other_visit = await steps.assign(ask, name="另一次检查")
    other = await evidence_steps.arrived(ask, other_visit)

    await ask.do("releaseEvidence", evidence_steps.a_release(picture), by=qiao)

    assert not await evidence_steps.is_public(ask, other)


@pytest.mark.parametrize("change", ["withdrawn_at", "expires_on", "superseded_at"])
async def test_it_is_public_as_long_as_its_result(ask: Client, picture: str, change: str) -> None:
    await ask.do("releaseEvidence", evidence_steps.a_release(picture), by=qiao)
    value: Any = dt.date(2020, 1, 1) if change == "expires_on" else ask.clock.now
    ground = WithdrawalGround.WRONG_SUBJECT if change == "withdrawn_at" else None
    async with ask.database.writing() as session:
        await session.execute(
            sa.update(PublicRecord).values({change: value, "withdrawal_ground": ground})
        )

    assert not await evidence_steps.is_public(ask, picture)


async def test_before_publication_nothing_is_released(ask: Client, visit: str) -> None:
    evidence_id = await evidence_steps.arrived(ask, visit)

    payload = await ask.do(
        "releaseEvidence",
        evidence_steps.a_release(evidence_id),
        "... on ResultNotPublic { state }",
        by=qiao,
    )

    assert (payload["code"], payload["state"]) == ("RESULT_NOT_PUBLIC", "TO_ENTER")
    assert (await evidence_steps.row_of(ask, evidence_id)).released_at is None


async def test_papers_and_recordings_are_not_released(ask: Client, visit: str) -> None:
    evidence_id = await evidence_steps.arrived(ask, visit, evidence_steps.PAPER)
    await evidence_steps.publish(ask, visit)

    payload = await ask.do("releaseEvidence", evidence_steps.a_release(evidence_id), by=qiao)

    assert payload["code"] == "NOT_A_RELEASABLE_PICTURE"


async def test_what_belongs_to_a_complaint_is_not_released(ask: Client, complaint: str) -> None:
    evidence_id = await evidence_steps.arrived(ask, complaint, by=fang)

    payload = await ask.do("releaseEvidence", evidence_steps.a_release(evidence_id), by=qiao)

    assert payload["code"] == "NOT_FOUND"


async def test_what_was_swapped_is_not_released(ask: Client, picture: str) -> None:
    async with ask.database.writing() as session:
        await session.execute(sa.text("update evidence set media_type = 'image/png'"))

    payload = await ask.do("releaseEvidence", evidence_steps.a_release(picture), by=qiao)

    assert payload["code"] == "EVIDENCE_NOT_INTACT"
    assert not await evidence_steps.is_public(ask, picture)


async def test_five_at_once_one_releases(ask: Client, picture: str) -> None:
    answers = await asyncio.gather(
        *(ask.do("releaseEvidence", evidence_steps.a_release(picture), by=qiao) for _ in range(5))
    )

    assert sorted(each["__typename"] for each in answers) == [
        *["EvidenceAlreadyReleased"] * 4,
        "EvidenceReleased",
    ]
    assert len(await evidence_steps.events(ask, "evidence.released")) == 1


async def test_the_same_operation_again_is_answered_the_same(ask: Client, picture: str) -> None:
    given = evidence_steps.a_release(picture, operationId=str(new_key()))

    answers = [await ask.do("releaseEvidence", given, RELEASED, by=qiao) for _ in range(2)]

    assert answers[0] == answers[1]
    assert len(await evidence_steps.events(ask, "evidence.released")) == 1


@pytest.mark.parametrize("mutation", ["releaseEvidence", "retractEvidence"])
@pytest.mark.parametrize(
    "person", [None, fang, mei, lin, ou, yin, tao], ids=lambda p: p.login if p else "visitor"
)
async def test_nobody_but_an_auditor_may(
    ask: Client, picture: str, person: Person | None, mutation: str
) -> None:
    assert (await ask.do(mutation, evidence_steps.a_release(picture), by=person))[
        "code"
    ] == "NOT_PERMITTED"
    assert not await evidence_steps.is_public(ask, picture)


@pytest.mark.parametrize("mutation", ["releaseEvidence", "retractEvidence"])
async def test_an_officer_of_the_visit_who_audits_elsewhere_may_not(
    ask: Client, picture: str, mutation: str
) -> None:
    async with ask.database.writing() as session:
        session.add(accounts.grant(mei, Role.RESULT_AUDITOR))
    if mutation == "retractEvidence":
        await ask.do("releaseEvidence", evidence_steps.a_release(picture), by=qiao)

    assert (await ask.do(mutation, evidence_steps.a_release(picture), by=mei))[
        "code"
    ] == "AUDITOR_IS_OFFICER"


@pytest.mark.parametrize("mutation", ["releaseEvidence", "retractEvidence"])
@pytest.mark.parametrize("reason", ["", "长" * 501])
async def test_a_reason_is_needed(ask: Client, picture: str, mutation: str, reason: str) -> None:
    payload = await ask.do(mutation, evidence_steps.a_release(picture, reason=reason), by=qiao)

    assert payload["code"] == "INVALID_INPUT"
