"""A visit to 枫叶, step by step through the API: lin sends mei and jun, mei arrives and files, jun
confirms."""

import datetime as dt
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from domain.inspections.terms import InspectionState
from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from persistence.engine.records import AuditEvent, OutboxMessage, StateTransition
from persistence.inspections.table import Inspection
from persistence.reading import ids
from tests.client import Client
from tests.factories import NOW, inspections
from tests.people import MAPLE, SWIMMING, Person, jun, lin, mei, qiao

INSTITUTION = ids.write("Institution", MAPLE)
ENDED_AT = NOW - dt.timedelta(minutes=30)
FINE = {"itemCode": "OC01_LICENCE", "isChecked": True, "problemFound": False, "handling": "NONE"}
SKIPPED = {"itemCode": "OC02_SIGNBOARD", "isChecked": False}
BAD = {
    "itemCode": "OC17_FIRE",
    "isChecked": True,
    "problemFound": True,
    "handling": "ORDERED",
    "note": "二楼灭火器过期",
}
FIRE = {"violationCode": "SAFETY_FIRE", "detail": "灭火器过期三个月", "itemCode": "OC17_FIRE"}


def officer(person: Person) -> str:
    assert person.officer_id is not None
    return ids.write("Officer", person.officer_id)


def a_visit(*officers: Person, **facts: Any) -> dict[str, Any]:
    sent = officers or (mei, jun)
    return {
        "institutionId": INSTITUTION,
        "officerIds": [officer(each) for each in sent],
        "leaderId": officer(sent[0]) if sent else "",
        "trigger": "LEAD",
        "name": "枫叶个案检查",
        "reason": "家长反映消防通道堵塞",
        "windowFrom": "2026-11-18",
        "windowTo": "2026-11-20",
        "noticeMode": "ADVANCE",
        **facts,
    }


def a_report(inspection_id: str, **facts: Any) -> dict[str, Any]:
    """A clean result unless the facts say otherwise."""
    return {
        "inspectionId": inspection_id,
        "visitStartedAt": _text(ENDED_AT - dt.timedelta(hours=1)),
        "visitEndedAt": _text(ENDED_AT),
        "methods": ["ON_SITE"],
        "resultCodes": ["NO_PROBLEM"],
        "measures": ["NONE_NEEDED"],
        "summary": "张校长陪同检查",
        "answers": [FINE, SKIPPED],
        **facts,
    }


def a_problem(inspection_id: str, **facts: Any) -> dict[str, Any]:
    """A result with a problem whose handling follows."""
    return a_report(
        inspection_id,
        **{
            "resultCodes": ["PROBLEM_PENDING"],
            "measures": ["ORDER_CORRECTION"],
            "answers": [FINE, SKIPPED, BAD],
            "findings": [FIRE],
            **facts,
        },
    )


async def assign(ask: Client, *officers: Person, by: Person = lin, **facts: Any) -> str:
    shows = "... on InspectionAssigned { inspection { id } }"
    payload = await ask.do("assignInspection", a_visit(*officers, **facts), shows, by=by)
    inspection_id: str = payload["inspection"]["id"]
    return inspection_id


def an_arrival(inspection_id: str, **facts: Any) -> dict[str, Any]:
    """At the beginning of the visit, a hundred metres from 枫叶's main site, all documents shown."""
    return {
        "inspectionId": inspection_id,
        "claimedAt": _text(ENDED_AT - dt.timedelta(hours=1)),
        "certificatesShown": True,
        "rightsTold": True,
        **facts,
    }


async def check_in(ask: Client, inspection_id: str, *, by: Person = mei, **facts: Any) -> None:
    payload = await ask.do("checkIn", an_arrival(inspection_id, **facts), by=by)
    assert payload == {"__typename": "CheckedIn"}, payload


async def give_notice(ask: Client, inspection_id: str, *, by: Person = lin, **facts: Any) -> None:
    payload = await ask.do("issueNotice", a_notice(inspection_id, **facts), by=by)
    assert payload == {"__typename": "NoticeIssued"}, payload


def a_notice(inspection_id: str, **facts: Any) -> dict[str, Any]:
    return {
        "inspectionId": inspection_id,
        "methods": ["ON_SITE", "WRITTEN"],
        "materials": ["办学许可证", "收费公示照片"],
        "contact": "苏州市教育局 0512-00000000",
        "appointmentPossible": True,
        **facts,
    }


async def hash_of(ask: Client, inspection_id: str, *, by: Person = mei) -> str:
    """What is to be signed of the current record."""
    document = "query Q($id: ID!) { inspection(id: $id) { record { hash } } }"
    data = await ask(document, {"id": inspection_id}, by=by)
    found: str = data["inspection"]["record"]["hash"]
    return found


def a_signature(inspection_id: str, record_hash: str, **facts: Any) -> dict[str, Any]:
    return {
        "inspectionId": inspection_id,
        "party": "INSPECTED",
        "name": "张某",
        "capacity": "校长",
        "recordHash": record_hash,
        "signedAt": _text(ENDED_AT),
        **facts,
    }


async def sign(ask: Client, inspection_id: str, *, by: Person = mei, **facts: Any) -> None:
    """The inspected party signs the current record."""
    given = a_signature(inspection_id, await hash_of(ask, inspection_id, by=by), **facts)
    payload = await ask.do("recordSignature", given, by=by)
    assert payload == {"__typename": "SignatureRecorded"}, payload


async def file(
    ask: Client, inspection_id: str, *, by: Person = mei, is_signed: bool = True, **facts: Any
) -> None:
    """Arriving first, unless somebody has; the inspected party signs."""
    document = "query Q($id: ID!) { inspection(id: $id) { checkIns { id } } }"
    seen = await ask(document, {"id": inspection_id}, by=by)
    if not seen["inspection"]["checkIns"]:
        await check_in(ask, inspection_id, by=by)
    payload = await ask.do("fileInspectionResult", a_problem(inspection_id, **facts), by=by)
    assert payload == {"__typename": "InspectionResultFiled"}
    if is_signed:
        await sign(ask, inspection_id, by=by)


async def confirm(ask: Client, inspection_id: str, *, version: int = 1, by: Person = jun) -> None:
    given = {"inspectionId": inspection_id, "recordVersionNo": version}
    payload = await ask.do("confirmInspectionResult", given, by=by)
    assert payload == {"__typename": "InspectionResultConfirmed"}


async def audit(
    ask: Client,
    inspection_id: str,
    decision: str = "APPROVED",
    reason: str | None = None,
    *,
    by: Person = qiao,
) -> str | None:
    given = {"inspectionId": inspection_id, "decision": decision, "reason": reason}
    shows = "... on InspectionResultAudited { publicRecord { id } }"
    payload = await ask.do("auditInspectionResult", given, shows, by=by)
    assert payload["__typename"] == "InspectionResultAudited"
    return payload["publicRecord"] and str(payload["publicRecord"]["id"])


async def add_visit(database: Database, inspection_id: str) -> str:
    """Another visit of the same task, to another institution, as a drawn task has them."""
    async with database.writing() as session:
        first = (
            await session.execute(
                sa.select(Inspection.__table__).where(Inspection.id == key(inspection_id))
            )
        ).one()
        second = Inspection(
            **{
                **{n: v for n, v in first._mapping.items() if n != "inspection_code"},
                "id": new_key(),
                "institution_id": SWIMMING,
                "state": InspectionState.TO_ENTER,
                "current_record_id": None,
                "filed_at": None,
            }
        )
        session.add(second)
        await session.flush()
        for person in (mei, jun):
            session.add(
                inspections.assignment(second.id, person.as_officer, is_leader=person is mei)
            )
    return ids.write("Inspection", second.id)


async def traces(database: Database) -> dict[str, list[Any]]:
    """What the mutations so far left behind; keys of one millisecond have no order, so sorted."""
    async with database.writing() as session:
        events = await session.scalars(sa.select(AuditEvent))
        moves = await session.scalars(sa.select(StateTransition))
        messages = await session.scalars(sa.select(OutboxMessage).order_by(OutboxMessage.id))
        return {
            "audit": sorted(event.tag for event in events),
            "moves": sorted((m.entity, str(m.from_state), m.event, m.to_state) for m in moves),
            "outbox": [(m.topic, m.payload) for m in messages],
        }


async def state_of(ask: Client, inspection_id: str, *, by: Person = lin) -> Any:
    """How an official sees the inspection; None if not at all."""
    document = "query Q($id: ID!) { inspection(id: $id) { state version } }"
    return (await ask(document, {"id": inspection_id}, by=by))["inspection"]


def key(inspection_id: str) -> UUID:
    return ids.read("Inspection", inspection_id)


def _text(moment: dt.datetime) -> str:
    return moment.isoformat()
