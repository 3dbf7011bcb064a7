"""A published result, and what follows it: yin answers for 枫叶, qiao audits, hua heads."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa

from persistence.engine.database import Database
from persistence.publication.table import FollowUp
from persistence.reading import ids
from tests.client import Client
from tests.factories import accounts
from tests.people import Person, hua, jun, mei, qiao, yin
from tests.schema.inspections import steps

STATEMENT = "灭火器在检查当日下午已更换，附验收单。"
REASON = "复核现场照片，灭火器在有效期内。"
REPLY = "我校已更换全部灭火器，欢迎家长监督。"
MEASURES = ["ORDER_CORRECTION", "NOTIFY_OTHER_DEPARTMENT", "TRANSFER_CASE_LEAD"]

_OBJECTION = """id statement state raisedAt dueOn dueIsProvisional decidedAt reason
    institution { id } publicRecord { id } inspection { id state }"""
OBJECTION_RAISED = f"... on ObjectionRaised {{ objection {{ {_OBJECTION} }} }}"
OBJECTION_DECIDED = f"... on ObjectionDecided {{ objection {{ {_OBJECTION} }} }}"
REPAIR_REQUESTED = """... on RepairRequested { repairRequest { id statement state requestedAt decidedAt
    reason institution { id } publicRecord { id repairStatus } } }"""
REPLY_WRITTEN = """... on ReplyWritten { reply { id text state writtenAt decidedAt declineGround
    publicRecord { id reply { text } } institution { id } } }"""

_VERSION = (
    "id versionNo isCurrent supersededAt isLate resultCodes expiresOn document current { id }"
)
VERSIONS = (
    f"query Q($ids: [ID!]!) {{ nodes(ids: $ids) {{ ... on PublicRecord {{ {_VERSION} }} }} }}"
)
CORRECTIONS = """query Q($id: ID!) { inspection(id: $id) { state
    objections { state reason } corrections { reason foundOn dueOn dueIsProvisional reopenedAt
        correctedAt isLate publicRecord { id } } publicRecords { id versionNo } } }"""
WITHDRAWAL = """query Q($id: ID!) { publicRecord(id: $id) {
    withdrawnAt withdrawalGround repairStatus publications { outlet state } } }"""
PUBLIC_REPLY = "query Q($id: ID!) { publicRecord(id: $id) { reply { text writtenAt shownAt } } }"


def an_objection(public_id: str, **facts: Any) -> dict[str, Any]:
    return {"publicRecordId": public_id, "statement": STATEMENT, **facts}


def a_decision(objection_id: str, **facts: Any) -> dict[str, Any]:
    return {"objectionId": objection_id, "isUpheld": True, "reason": REASON, **facts}


def a_reply(public_id: str, **facts: Any) -> dict[str, Any]:
    return {"publicRecordId": public_id, "text": REPLY, **facts}


def a_finish(follow_up_id: str, **facts: Any) -> dict[str, Any]:
    return {"followUpId": follow_up_id, "finishedOn": "2026-11-18", "note": "已复核", **facts}


def key(type_name: str, id: str) -> UUID:
    return ids.read(type_name, id)


async def approve(ask: Client, inspection_id: str) -> None:
    """Approved, and not published yet."""
    given = {"inspectionId": inspection_id, "decision": "APPROVED", "publish": False}
    payload = await ask.do("auditInspectionResult", given, by=qiao)
    assert payload == {"__typename": "InspectionResultAudited"}


async def object_to(ask: Client, public_id: str, *, by: Person = yin, **facts: Any) -> str:
    given = {"publicRecordId": public_id, "statement": STATEMENT, **facts}
    payload = await ask.do(
        "objectToResult", given, "... on ObjectionRaised { objection { id } }", by=by
    )
    assert payload["__typename"] == "ObjectionRaised", payload
    objection_id: str = payload["objection"]["id"]
    return objection_id


async def decide(
    ask: Client, objection_id: str, *, is_upheld: bool = True, by: Person = hua
) -> None:
    given = {"objectionId": objection_id, "isUpheld": is_upheld, "reason": REASON}
    payload = await ask.do("decideObjection", given, by=by)
    assert payload == {"__typename": "ObjectionDecided"}


async def reopen(ask: Client, inspection_id: str, *, found_on: str = "2026-11-18") -> None:
    given = {"inspectionId": inspection_id, "reason": REASON, "foundOn": found_on}
    payload = await ask.do("reopenResult", given, by=qiao)
    assert payload == {"__typename": "ResultReopened"}


async def correct(ask: Client, inspection_id: str, *, version: int = 2) -> str:
    """Filed again without the problem, confirmed, audited and published; the new version's id."""
    clean = steps.a_report(inspection_id, correctionReason="灭火器有效")
    payload = await ask.do("fileInspectionResult", clean, by=mei)
    assert payload == {"__typename": "InspectionResultFiled"}
    await steps.sign(ask, inspection_id, by=mei)
    await steps.confirm(ask, inspection_id, version=version, by=jun)
    public_id = await steps.audit(ask, inspection_id)
    assert public_id is not None
    return public_id


async def request_repair(ask: Client, public_id: str, *, by: Person = yin) -> str:
    given = {"publicRecordId": public_id, "statement": "已整改完毕"}
    shows = "... on RepairRequested { repairRequest { id } }"
    payload = await ask.do("requestRepair", given, shows, by=by)
    assert payload["__typename"] == "RepairRequested", payload
    repair_id: str = payload["repairRequest"]["id"]
    return repair_id


async def reply(ask: Client, public_id: str, *, text: str = "我校已更换全部灭火器。") -> str:
    shows = "... on ReplyWritten { reply { id } }"
    payload = await ask.do(
        "replyToResult", {"publicRecordId": public_id, "text": text}, shows, by=yin
    )
    assert payload["__typename"] == "ReplyWritten", payload
    reply_id: str = payload["reply"]["id"]
    return reply_id


async def measures(database: Database, inspection_id: str) -> dict[str, str]:
    async with database.writing() as session:
        rows = await session.scalars(
            sa.select(FollowUp).where(FollowUp.inspection_id == steps.key(inspection_id))
        )
        return {row.measure.value: row.state.value for row in rows}


async def follow_up(database: Database, inspection_id: str, measure: str) -> str:
    async with database.writing() as session:
        found = await session.scalar(
            sa.select(FollowUp.id).where(
                FollowUp.inspection_id == steps.key(inspection_id), FollowUp.measure == measure
            )
        )
    assert found is not None
    return ids.write("FollowUp", found)


async def grant(database: Database, person: Person, role: Any, place: Any) -> None:
    async with database.writing() as session:
        session.add(accounts.grant(person, role, place))


async def rows(database: Database, *tables: Any) -> list[Any]:
    """Everything in some tables, to see that nothing changed."""
    async with database.writing() as session:
        return [
            sorted(map(str, (await session.execute(sa.select(table.__table__))).all()))
            for table in tables
        ]
