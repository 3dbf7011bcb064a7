"""What was ordered to be corrected in the story: one order kept, one reported, one not kept."""

import datetime as dt
from collections.abc import Mapping
from uuid import UUID

from demo.rows.rows import Row, at
from demo.story import moves
from demo.story.results import CERTIFICATE
from demo.story.rows import DemoData
from domain.actors import Actor, Grant
from domain.inspections.terms import Measure
from domain.institutions.terms import InstitutionKind
from domain.moments import day_of
from domain.rectification import measures, orders
from domain.rectification.terms import (
    ClosedBy,
    EscalationCause,
    EscalationState,
    OrderKind,
    OrderState,
)
from domain.rectification.transitions import ORDER
from domain.roles import Role
from persistence.inspections.table import Finding, Inspection, InspectionRecord
from persistence.institutions.table import Institution
from persistence.rectification.table import CorrectionOrder, EscalationProposal, RectificationReport

_REQUIRED = "按检查记录所列问题逐项整改，并于期限内提交整改情况和照片。"
_DONE = "所列问题已全部整改，整改照片见附件。"
_ENDS = (OrderState.SUBMITTED, OrderState.OVERDUE, OrderState.CLOSED)


def demo_corrections(story: DemoData, institution: Row, accounts: Mapping[str, Row]) -> None:
    """The story's own institution has reported, if anything was ordered there; others follow."""
    visits = {each["id"]: each for each in story.of(Inspection)}
    ordered = [
        record
        for record in story.of(InspectionRecord)
        if Measure.ORDER_CORRECTION.value in record["measures"]
        and visits[record["inspection_id"]]["published_at"] is not None
        and visits[record["inspection_id"]]["current_record_id"] == record["id"]
    ]
    ordered.sort(key=lambda r: visits[r["inspection_id"]]["institution_id"] != institution["id"])
    for record, end in zip(ordered, _ENDS, strict=False):
        order = _order(story, visits[record["inspection_id"]], record)
        if end is OrderState.OVERDUE:
            _pass(story, order)
        else:
            _answer(story, order, accounts, is_accepted=end is OrderState.CLOSED)


def _order(story: DemoData, visit: Row, record: Row) -> Row:
    """Ordered by who filed the record, once it was filed."""
    now: dt.datetime = record["filed_at"] + dt.timedelta(hours=1)
    officer = Actor(None, (Grant(Role.INSPECTOR),), officer_id=record["filed_by"])
    officers = frozenset({record["filed_by"]})
    codes = [f["violation_code"] for f in story.of(Finding) if f["record_id"] == record["id"]]
    draft = orders.OrderDraft(
        OrderKind.DEADLINE,
        tuple(dict.fromkeys(codes)),
        _REQUIRED,
        now,
        0,
        orders.suggested_due_on(day_of(now)),
    )
    decided = orders.issue(
        orders.OrderingVisit(
            visit["state"],
            visit["created_at"],
            dict.fromkeys(officers, CERTIFICATE),
            dict.fromkeys(officers, now),
        ),
        draft,
        by=officer,
        now=now,
    )
    order = story.add_at(
        CorrectionOrder,
        now,
        inspection_id=visit["id"],
        **_whose(visit),
        kind=draft.kind,
        violation_codes=list(draft.violation_codes),
        requirements=draft.requirements,
        issued_by=decided.officer_id,
        claimed_at=draft.claimed_at,
        device_clock_offset_ms=0,
        clock_is_off=decided.clock_is_off,
        received_at=now,
        issued_on=decided.issued_on,
        due_on=decided.due_on,
        due_rule=decided.due_rule,
        state=OrderState.ISSUED,
        submitted_at=None,
        closed_at=None,
        closed_by=None,
        closing_note=None,
        version=1,
    )
    moves.begin(story, "CorrectionOrder", order, "issue", on=now, by=None)
    return order


def _answer(story: DemoData, order: Row, accounts: Mapping[str, Row], *, is_accepted: bool) -> None:
    reported = at(order["due_on"] - dt.timedelta(days=5), 15)
    by: UUID = accounts["institution-admin"]["id"]
    story.add_at(
        RectificationReport,
        reported,
        order_id=order["id"],
        position=1,
        statement=_DONE,
        is_late=False,
        submitted_by=by,
        submitted_at=reported,
    )
    moves.move(story, ORDER, "CorrectionOrder", order, "submit", on=reported, by=by)
    order["submitted_at"] = reported
    if is_accepted:
        accepted = reported + dt.timedelta(days=2)
        auditor: UUID = accounts["result-auditor"]["id"]
        moves.move(story, ORDER, "CorrectionOrder", order, "accept", on=accepted, by=auditor)
        order.update(closed_at=accepted, closed_by=ClosedBy.ON_FILE, closing_note="照片清楚")


def _pass(story: DemoData, order: Row) -> None:
    passed = at(order["due_on"] + dt.timedelta(days=1), 1)
    moves.move(story, ORDER, "CorrectionOrder", order, "pass_due", on=passed, by=None)
    (institution,) = (
        each for each in story.of(Institution) if each["id"] == order["institution_id"]
    )
    chosen = measures.proposed({InstitutionKind[kind] for kind in institution["kinds"]})
    proposal = story.add_at(
        EscalationProposal,
        passed,
        order_id=order["id"],
        **_whose(order),
        cause=EscalationCause.OVERDUE,
        measure=chosen.measure,
        basis=chosen.basis,
        state=EscalationState.PROPOSED,
        proposed_at=passed,
        version=1,
    )
    moves.begin(story, "EscalationProposal", proposal, "propose", on=passed, by=None)


def _whose(row: Row) -> Row:
    names = (
        "institution_id", "authority_id", "authority_region_code", "region_code", "sector"
    )  # fmt: skip
    return {name: row[name] for name in names}
