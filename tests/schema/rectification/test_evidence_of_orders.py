"""Evidence of a correction is the institution's own, and has its time."""

from domain.rectification.terms import OrderState
from persistence.engine.database import Database
from tests.client import Client
from tests.people import fang, lin, mei, qiao, tao, yin
from tests.schema.evidence import evidence_steps
from tests.schema.rectification import steps


async def test_the_institution_declares_evidence_of_its_own_order_and_nobody_else_does(
    ask: Client, visit: str
) -> None:
    order_id = await steps.issue(ask, visit)
    await evidence_steps.declared(ask, order_id, evidence_steps.slot(fileName="灭火器.jpg"), by=yin)
    codes = [
        (await evidence_steps.declare(ask, order_id, by=person)).get("code")
        for person in (mei, tao, qiao, lin, fang, None)
    ]

    found = await steps.order(
        ask, order_id, "evidence { expected items { ownerKind ownerId fileName } }", by=qiao
    )
    assert codes == [
        "NOT_PERMITTED", "NOT_FOUND", "NOT_PERMITTED", "NOT_PERMITTED", "NOT_FOUND", "NOT_FOUND"
    ]  # fmt: skip
    assert found == {
        "evidence": {
            "expected": 1,
            "items": [
                {"ownerKind": "RECTIFICATION", "ownerId": order_id, "fileName": "灭火器.jpg"}
            ],
        }
    }


async def test_evidence_after_the_report_needs_a_reason_and_after_the_end_there_is_none(
    ask: Client, visit: str, database: Database
) -> None:
    submitted = await steps.put(database, visit, OrderState.SUBMITTED)
    closed = await steps.put(database, visit, OrderState.CLOSED)
    codes = [
        (await evidence_steps.declare(ask, owner, by=yin)).get("code")
        for owner in (submitted, closed)
    ]
    late = await evidence_steps.declare(ask, submitted, evidence_steps.slot(reason="补拍"), by=yin)

    assert codes == ["LATE_EVIDENCE_NEEDS_REASON", "EVIDENCE_CLOSED"]
    assert late["__typename"] == "EvidenceDeclared"
