"""Correction orders step by step through the API: mei orders, yin answers, qiao accepts, hua decides."""

import datetime as dt
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from domain.rectification.terms import (
    ClosedBy,
    EscalationState,
    OrderState,
)
from domain.roles import Role
from persistence.engine.database import Database
from persistence.inspections.table import Inspection
from persistence.reading import ids
from persistence.rectification.table import CorrectionOrder, EscalationProposal
from tests.client import Client
from tests.factories import NOW, TODAY, accounts, rectification
from tests.people import SUZHOU, Person, hua, lin, mei, tao, yin
from tests.schema.inspections import steps as visits

DUE_ON = TODAY + dt.timedelta(days=30)
STATE = "state version"


def an_order(inspection_id: str, **facts: Any) -> dict[str, Any]:
    return {
        "inspectionId": inspection_id,
        "kind": "DEADLINE",
        "violationCodes": ["SAFETY_FIRE"],
        "requirements": "更换二楼过期灭火器",
        "dueOn": DUE_ON.isoformat(),
        "claimedAt": NOW.isoformat(),
        **facts,
    }


def at_once(inspection_id: str, **facts: Any) -> dict[str, Any]:
    return an_order(inspection_id, **{"kind": "IMMEDIATE", "dueOn": None, **facts})


async def grant_role(database: Database, person: Person, role: Role) -> None:
    """The person holds another role in Suzhou, beside their own."""
    async with database.writing() as session:
        session.add(accounts.grant(person, role, SUZHOU))


async def issue(ask: Client, inspection_id: str, *, by: Person = mei, **facts: Any) -> str:
    shows = "... on CorrectionOrderIssued { order { id } }"
    payload = await ask.do("issueCorrectionOrder", an_order(inspection_id, **facts), shows, by=by)
    assert payload["__typename"] == "CorrectionOrderIssued", payload
    order_id: str = payload["order"]["id"]
    return order_id


async def submit(ask: Client, order_id: str, *, by: Person = yin) -> None:
    given = {"orderId": order_id, "statement": "灭火器已全部更换"}
    payload = await ask.do("submitRectification", given, by=by)
    assert payload == {"__typename": "RectificationSubmitted"}, payload


async def order(ask: Client, order_id: str, shows: str = STATE, *, by: Person = lin) -> Any:
    document = f"query Q($id: ID!) {{ correctionOrder(id: $id) {{ {shows} }} }}"
    return (await ask(document, {"id": order_id}, by=by))["correctionOrder"]


def a_recheck(order_id: str, version: int, **facts: Any) -> dict[str, Any]:
    return {
        "orderId": order_id,
        "expectedVersion": version,
        "officerIds": [visits.officer(mei), visits.officer(tao)],
        "leaderId": visits.officer(mei),
        "reason": "查看灭火器是否更换",
        "windowFrom": "2026-11-18",
        "windowTo": "2026-11-20",
        "noticeMode": "ADVANCE",
        **facts,
    }


async def recheck(ask: Client, order_id: str, *, by: Person = lin) -> str:
    """Planned for mei and tao; the id of the visit."""
    version = (await order(ask, order_id))["version"]
    shows = "... on RecheckPlanned { inspection { id } }"
    payload = await ask.do("planRecheck", a_recheck(order_id, version), shows, by=by)
    assert payload["__typename"] == "RecheckPlanned", payload
    inspection_id: str = payload["inspection"]["id"]
    return inspection_id


async def rechecked(ask: Client, order_id: str, *, good: bool) -> str:
    """Planned, made, confirmed and audited; the id of the visit."""
    inspection_id = await recheck(ask, order_id)
    await visits.check_in(ask, inspection_id)
    await file(ask, inspection_id, good=good)
    await visits.confirm(ask, inspection_id, by=tao)
    await visits.audit(ask, inspection_id)
    return inspection_id


async def file(ask: Client, inspection_id: str, *, good: bool) -> None:
    """What mei found, signed by the institution: nothing, or the problem again."""
    if not good:
        await visits.file(ask, inspection_id)
        return
    fine = visits.a_report(inspection_id)
    payload = await ask.do("fileInspectionResult", fine, by=mei)
    assert payload == {"__typename": "InspectionResultFiled"}, payload
    await visits.sign(ask, inspection_id)


async def put(database: Database, inspection_id: str, state: OrderState, **facts: Any) -> str:
    """An order in any state, whatever led there."""
    async with database.writing() as session:
        visit = await session.get_one(Inspection, ids.read("Inspection", inspection_id))
        is_closed = state is OrderState.CLOSED
        needs_visit = state in (OrderState.RECHECK_PLANNED, OrderState.FAILED)
        row = rectification.correction_order(
            visit,
            **{
                "issued_on": TODAY,
                "due_on": DUE_ON,
                "state": state,
                "recheck_inspection_id": visit.id if needs_visit else None,
                "closed_at": NOW if is_closed else None,
                "closed_by": ClosedBy.ON_FILE if is_closed else None,
                **facts,
            },
        )
        session.add(row)
    return ids.write("CorrectionOrder", row.id)


async def propose(
    database: Database,
    order_id: str,
    state: EscalationState = EscalationState.PROPOSED,
    **facts: Any,
) -> str:
    """A measure proposed on an order, in any state."""
    is_decided = state is not EscalationState.PROPOSED
    async with database.writing() as session:
        order = await session.get_one(CorrectionOrder, key(order_id))
        row = rectification.escalation_proposal(
            order,
            state=state,
            reason="情节轻微" if state is EscalationState.DISMISSED else None,
            decided_at=NOW if is_decided else None,
            decided_by=hua.id if is_decided else None,
            **facts,
        )
        session.add(row)
    return ids.write("EscalationProposal", row.id)


async def row(database: Database, order_id: str) -> dict[str, Any]:
    """The whole row, to see that nothing changed."""
    table = CorrectionOrder.__table__
    async with database.writing() as session:
        found = await session.execute(sa.select(table).where(table.c.id == key(order_id)))
        return dict(found.one()._mapping)


async def proposals(database: Database, order_id: str) -> list[tuple[str, str, str]]:
    table = EscalationProposal.__table__
    async with database.writing() as session:
        found = await session.execute(
            sa.select(table.c.cause, table.c.measure, table.c.state)
            .where(table.c.order_id == key(order_id))
            .order_by(table.c.proposed_at, table.c.id)
        )
        return [(str(c.value), str(m.value), str(s.value)) for c, m, s in found]


def key(order_id: str) -> UUID:
    return ids.read("CorrectionOrder", order_id)
