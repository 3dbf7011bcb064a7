"""What stands beside a visit, through the API: a time proposed, an officer recused, a record signed."""

from typing import Any

import sqlalchemy as sa

from persistence.engine.database import Database
from tests.client import Client
from tests.people import Person, fang, hua, lin, ling, mei, ou, qiao, su, yin
from tests.schema.inspections.steps import ENDED_AT, officer

FIELDS = "... on InvalidInput { violations { field } }"
OUTSIDERS = [
    (mei, "NOT_PERMITTED"),
    (qiao, "NOT_PERMITTED"),
    (su, "NOT_PERMITTED"),
    (hua, "NOT_PERMITTED"),
    (ou, "NOT_PERMITTED"),
    (fang, "NOT_PERMITTED"),
    (ling, "NOT_PERMITTED"),
    (None, "NOT_PERMITTED"),
]
LATITUDE, LONGITUDE = 31.31, 120.63
HERE = {
    "latitude": LATITUDE,
    "longitude": LONGITUDE,
    "accuracyM": 12.5,
    "datum": "WGS84",
    "provider": "SATELLITE",
}


async def count(database: Database, table: type[Any]) -> int:
    async with database.writing() as session:
        return await session.scalar(sa.select(sa.func.count()).select_from(table)) or 0


# Appointments

TOMORROW = "2026-11-19T09:30:00+08:00"


def a_proposal(visit: str, **facts: Any) -> dict[str, Any]:
    return {"inspectionId": visit, "visitAt": TOMORROW, "note": "周四上午有课", **facts}


def an_answer(visit: str, proposal: str, **facts: Any) -> dict[str, Any]:
    return {"inspectionId": visit, "appointmentId": proposal, "isAccepted": True, **facts}


async def proposals(ask: Client, visit: str, *, by: Person = lin) -> list[dict[str, Any]]:
    document = """query Q($id: ID!) { inspection(id: $id) { appointments {
        id visitAt note state decidedAt reason } } }"""
    found = await ask(document, {"id": visit}, by=by)
    appointments: list[dict[str, Any]] = found["inspection"]["appointments"]
    return appointments


# Recusal

RECUSAL_REQUESTED = """... on RecusalRequested {
        recusalRequest { id side ground statement state officer { id } } }
    ... on InvalidInput { violations { field } }"""
_DECIDED = """... on RecusalRequestDecided { recusalRequest { state reason decidedAt }
    inspection { assignments { officer { id } isLeader replacedAt replacementReason } } }
    ... on InvalidInput { violations { field } }"""


def a_request(visit: str, about: Person = mei, **facts: Any) -> dict[str, Any]:
    return {
        "inspectionId": visit,
        "officerId": officer(about),
        "statement": "该检查人员的子女在本机构就读",
        **facts,
    }


async def recusal_requested(
    ask: Client, visit: str, about: Person = mei, *, by: Person = yin
) -> str:
    payload = await ask.do("requestRecusal", a_request(visit, about), RECUSAL_REQUESTED, by=by)
    assert payload["__typename"] == "RecusalRequested", payload
    return str(payload["recusalRequest"]["id"])


def a_decision(request: str, *, to: Person | None = None, **facts: Any) -> dict[str, Any]:
    given: dict[str, Any] = {"recusalRequestId": request, "isUpheld": True, **facts}
    return given if to is None else {**given, "incomingOfficerId": officer(to)}


async def decide_recusal(ask: Client, request: str, by: Person | None = hua, **facts: Any) -> Any:
    return await ask.do("decideRecusalRequest", a_decision(request, **facts), _DECIDED, by=by)


async def team(ask: Client, visit: str) -> set[str]:
    document = (
        "query Q($id: ID!) { inspection(id: $id) { assignments { officer { id } replacedAt } } }"
    )
    sent = (await ask(document, {"id": visit}, by=lin))["inspection"]["assignments"]
    return {each["officer"]["id"] for each in sent if each["replacedAt"] is None}


# Signatures

WRONG = "0" * 64
_RECORD = """query Q($id: ID!) { inspection(id: $id) { state record { versionNo canonical hash
    checklistVersion verdict
    confirmations { recordHash }
    signatures { party name capacity recordHash signedAt recordedAt recordedBy { id } isValid
        evidence { id } }
    signatureRefusal { because reason witnessName witnessCapacity recordHash isValid } } } }"""


async def record_of(ask: Client, visit: str, *, by: Person = mei) -> dict[str, Any]:
    found: dict[str, Any] = (await ask(_RECORD, {"id": visit}, by=by))["inspection"]["record"]
    return found


def a_refusal(visit: str, record_hash: str, **facts: Any) -> dict[str, Any]:
    return {
        "inspectionId": visit,
        "because": "REFUSED",
        "reason": "认为检查结论不符合事实",
        "witnessName": "李某",
        "witnessCapacity": "物业经理",
        "recordHash": record_hash,
        "notedAt": ENDED_AT.isoformat(),
        **facts,
    }
