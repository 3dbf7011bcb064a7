"""Giving up what has not arrived; what has arrived stays."""

import asyncio

import pytest

from persistence.engine.identifiers import new_key
from persistence.evidence import arrivals
from tests.client import Client
from tests.people import Person, chen, fang, gao, jun, lin, mei, qiao, tao
from tests.schema.complaints.complaint_steps import REPORT, raised
from tests.schema.evidence import evidence_steps
from tests.schema.evidence.evidence_steps import declared
from tests.schema.inspections import steps

SHOWS = """... on EvidenceWithdrawn { evidence { id state withdrawnAt withdrawalReason } }
    ... on EvidenceNotExpected { state }"""


def _input(evidence_id: str, **facts: object) -> dict[str, object]:
    return {"evidenceId": evidence_id, "reason": "手机丢失", **facts}


async def test_what_will_not_come_is_expected_no_longer(ask: Client, visit: str) -> None:
    (evidence_id,) = await declared(ask, visit)

    payload = await ask.do("withdrawEvidence", _input(evidence_id), SHOWS, by=jun)

    assert payload == {
        "__typename": "EvidenceWithdrawn",
        "evidence": {
            "id": evidence_id,
            "state": "WITHDRAWN",
            "withdrawnAt": "2026-11-18T02:00:00.000000Z",
            "withdrawalReason": "手机丢失",
        },
    }
    (event,) = await evidence_steps.events(ask, "evidence.withdrawn")
    assert (event.actor_id, event.subject_id) == (jun.id, evidence_steps.key(evidence_id))
    document = "query Q($id: ID!) { inspection(id: $id) { evidence { state expected missing } } }"
    data = await ask(document, {"id": visit}, by=lin)
    assert data["inspection"]["evidence"] == {"state": "NONE", "expected": 0, "missing": 0}


async def test_what_has_arrived_is_not_taken_back(ask: Client, visit: str) -> None:
    evidence_id = await evidence_steps.arrived(ask, visit)

    payload = await ask.do("withdrawEvidence", _input(evidence_id), SHOWS, by=mei)

    assert (payload["code"], payload["state"]) == ("EVIDENCE_NOT_EXPECTED", "RECEIVED")
    assert (await evidence_steps.row_of(ask, evidence_id)).state == "RECEIVED"
    assert await evidence_steps.events(ask, "evidence.withdrawn") == []


async def test_bytes_that_come_after_all_are_not_taken(ask: Client, visit: str) -> None:
    (evidence_id,) = await declared(ask, visit)
    await ask.do("withdrawEvidence", _input(evidence_id), by=mei)

    async with ask.database.writing() as session:
        with pytest.raises(Exception, match="not awaiting an upload"):
            await arrivals.slot_for_upload(session, None, evidence_steps.key(evidence_id))


async def test_once_however_often_it_is_sent(ask: Client, visit: str) -> None:
    (evidence_id,) = await declared(ask, visit)
    given = _input(evidence_id, operationId=str(new_key()))

    first = await ask.do("withdrawEvidence", given, SHOWS, by=mei)
    again = await ask.do("withdrawEvidence", given, SHOWS, by=mei)

    assert again == first
    assert len(await evidence_steps.events(ask, "evidence.withdrawn")) == 1


async def test_five_at_once_one_withdraws(ask: Client, visit: str) -> None:
    (evidence_id,) = await declared(ask, visit)

    answers = await asyncio.gather(
        *(ask.do("withdrawEvidence", _input(evidence_id), by=mei) for _ in range(5))
    )

    assert sorted(each["__typename"] for each in answers) == [
        *["EvidenceNotExpected"] * 4,
        "EvidenceWithdrawn",
    ]


@pytest.mark.parametrize(
    ("person", "code"),
    [(None, "NOT_FOUND"), (tao, "NOT_FOUND"), (fang, "NOT_FOUND"), (lin, "NOT_PERMITTED")],
    ids=lambda value: value.login if isinstance(value, Person) else str(value),
)
async def test_only_the_officers_of_the_visit_may(
    ask: Client, visit: str, person: Person | None, code: str
) -> None:
    (evidence_id,) = await declared(ask, visit)

    assert (await ask.do("withdrawEvidence", _input(evidence_id), by=person))["code"] == code
    assert (await evidence_steps.row_of(ask, evidence_id)).state == "EXPECTED"


async def test_of_a_complaint_the_complainant_may_and_is_named_nowhere(
    ask: Client, complaint: str
) -> None:
    (evidence_id,) = await declared(ask, complaint, by=fang)

    by_others = [
        (await ask.do("withdrawEvidence", _input(evidence_id), by=person))["code"]
        for person in (gao, chen)
    ]
    own = await ask.do("withdrawEvidence", _input(evidence_id), SHOWS, by=fang)

    assert by_others == ["NOT_FOUND", "NOT_PERMITTED"]
    assert own["evidence"]["state"] == "WITHDRAWN"
    (event,) = await evidence_steps.events(ask, "evidence.withdrawn")
    assert (event.actor_id, event.request_id) == (None, None)


async def test_the_holder_of_the_receipt_may(ask: Client, world: None) -> None:
    payload = await raised(ask, REPORT, by=None)
    receipt = payload["receipt"]
    (evidence_id,) = await declared(ask, payload["complaint"]["id"], by=None, receipt=receipt)

    without = await ask.do("withdrawEvidence", _input(evidence_id), by=None)
    with_it = await ask.do("withdrawEvidence", _input(evidence_id, receipt=receipt), SHOWS, by=None)

    assert without["code"] == "NOT_FOUND"
    assert with_it == {"__typename": "EvidenceWithdrawn", "evidence": None}


@pytest.mark.parametrize("reason", ["", " ", "长" * 501, "a\x1b"])
async def test_it_needs_a_reason(ask: Client, visit: str, reason: str) -> None:
    (evidence_id,) = await declared(ask, visit)

    payload = await ask.do("withdrawEvidence", _input(evidence_id, reason=reason), by=mei)

    assert payload["code"] == "INVALID_INPUT"


@pytest.mark.parametrize("evidence_id", ["", "insp_x", "evid_" + "0" * 36])
async def test_an_id_of_something_else_is_refused(
    ask: Client, world: None, evidence_id: str
) -> None:
    assert (await ask.do("withdrawEvidence", _input(evidence_id), by=mei))["code"] == (
        "INVALID_INPUT"
    )


async def test_nothing_that_is_not_there_is_withdrawn(ask: Client, world: None) -> None:
    nothing = f"evid_{new_key()}"

    assert (await ask.do("withdrawEvidence", _input(nothing), by=mei))["code"] == "NOT_FOUND"


async def test_an_audit_waits_for_what_is_missing_or_withdrawn(ask: Client, visit: str) -> None:
    lost, there = await declared(ask, visit, evidence_steps.slot(), evidence_steps.paper())
    await evidence_steps.arrive(ask, there, evidence_steps.PAPER)
    await steps.file(ask, visit)
    await steps.confirm(ask, visit)
    approving = {"inspectionId": visit, "decision": "APPROVED"}

    waiting = await ask.do(
        "auditInspectionResult", approving, "... on EvidenceIncomplete { missing }", by=qiao
    )
    await ask.do("withdrawEvidence", _input(lost), by=mei)
    approved = await ask.do("auditInspectionResult", approving, by=qiao)

    assert (waiting["code"], waiting["missing"]) == ("EVIDENCE_INCOMPLETE", 1)
    assert approved["__typename"] == "InspectionResultAudited"


async def test_a_rejection_does_not_wait(ask: Client, visit: str) -> None:
    await declared(ask, visit)
    await steps.file(ask, visit)
    await steps.confirm(ask, visit)

    await steps.audit(ask, visit, "REJECTED", "照片不全")
