"""Every deadline that is kept: in which column, reckoned from which day, and until when it is open.

What is counted by the working-day calendar stands in `DEADLINES`; a changed calendar counts the open
ones again. `UNCOUNTED` are the days to which a calendar does nothing, each with its reason.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute

from domain.complaints.transitions import PROMISED_UNTIL
from domain.inspections.terms import InspectionState
from domain.standings.terms import RulingState
from domain.tasks.terms import DrawStage
from persistence.complaints.table import Complaint
from persistence.draws.table import Draw
from persistence.engine.columns import Table
from persistence.inspections.table import Inspection, InspectionTask
from persistence.publication.table import Objection, RepairRequest, ResultCorrection
from persistence.standings.table import Ruling

Column = InstrumentedAttribute[Any]
Expression = sa.SQLColumnExpression[Any]
_PUBLISHING = sa.literal("DR_PUBLISH")


@dataclass(frozen=True, slots=True)
class StoredDeadline:
    """A deadline in two columns, `due_on` and `is_provisional`.

    It is counted from the day `since` by the rule `rule_code` as that was in force on `rule_on`.
    What is not open stays as it was.
    """

    due_on: Column
    is_provisional: Column
    since: Expression
    rule_code: Expression
    rule_on: Expression
    is_open: sa.ColumnElement[bool]

    @property
    def table(self) -> type[Table]:
        return cast("type[Table]", self.due_on.class_)

    @property
    def entity(self) -> str:
        return self.table.__name__


def _day(moment: Column) -> Expression:
    return sa.cast(sa.func.timezone("Asia/Shanghai", moment), sa.Date)


_WINDOW_TO = (
    sa.select(InspectionTask.window_to)
    .where(InspectionTask.id == Draw.task_id)
    .correlate(Draw)
    .scalar_subquery()
)

DEADLINES = (
    StoredDeadline(
        Complaint.accept_due_on,
        Complaint.accept_due_is_provisional,
        since=_day(Complaint.received_at),
        rule_code=Complaint.deadline_rule,
        rule_on=_day(Complaint.received_at),
        is_open=sa.or_(
            *(
                sa.and_(Complaint.kind == kind, Complaint.state.in_(states))
                for kind, states in PROMISED_UNTIL.items()
            )
        ),
    ),
    StoredDeadline(
        Inspection.publish_due_on,
        Inspection.publish_due_is_provisional,
        since=Inspection.inspected_on,
        rule_code=_PUBLISHING,
        rule_on=Inspection.inspected_on,
        is_open=sa.and_(
            Inspection.published_at.is_(None), Inspection.state != InspectionState.VOIDED
        ),
    ),
    StoredDeadline(
        Objection.due_on,
        Objection.due_is_provisional,
        since=_day(Objection.raised_at),
        rule_code=Objection.due_rule,
        rule_on=_day(Objection.raised_at),
        is_open=Objection.decided_at.is_(None),
    ),
    StoredDeadline(
        RepairRequest.due_on,
        RepairRequest.due_is_provisional,
        since=_day(RepairRequest.requested_at),
        rule_code=RepairRequest.due_rule,
        rule_on=_day(RepairRequest.requested_at),
        is_open=sa.and_(RepairRequest.decided_at.is_(None), RepairRequest.due_on.is_not(None)),
    ),
    StoredDeadline(
        ResultCorrection.due_on,
        ResultCorrection.due_is_provisional,
        since=ResultCorrection.found_on,
        rule_code=ResultCorrection.due_rule,
        rule_on=ResultCorrection.found_on,
        is_open=ResultCorrection.corrected_at.is_(None),
    ),
    StoredDeadline(
        Draw.reveal_due_on,
        Draw.reveal_due_is_provisional,
        since=_WINDOW_TO,
        rule_code=_PUBLISHING,
        rule_on=_day(Draw.frozen_at),
        is_open=sa.and_(
            Draw.stage.in_((DrawStage.COMMITTED, DrawStage.SEALED)), Draw.revealed_at.is_(None)
        ),
    ),
    StoredDeadline(
        Ruling.statement_due_on,
        Ruling.statement_due_is_provisional,
        since=_day(Ruling.noticed_at),
        rule_code=sa.literal("RULING_STATEMENT"),
        rule_on=_day(Ruling.noticed_at),
        is_open=Ruling.state == RulingState.NOTICED,
    ),
    StoredDeadline(
        Ruling.appeal_due_on,
        Ruling.appeal_due_is_provisional,
        since=_day(Ruling.decided_at),
        rule_code=sa.literal("RULING_APPEAL"),
        rule_on=_day(Ruling.decided_at),
        is_open=Ruling.state == RulingState.IN_FORCE,
    ),
)

UNCOUNTED: Mapping[str, str] = {
    "correction_orders.due_on": "the day that the officer wrote into the order",
    "correction_orders.extended_from": "the day that an order had before it was extended",
    "draws.issue_due_on": "calendar days, which the notice of the draw has published",
    "escalation_proposals.review_due_on": "months, or the day itself: an alert and no time to act",
    "kept_alert_counts.oldest_due_on": "found from the visits, whose days are counted again",
    "kept_alerts.due_on": "found from the visits, whose days are counted again",
    "standings.until_on": "the last day that the decision named, whatever day that is",
    "public_term_decisions.expires_before": "the last day as it was when somebody decided on it",
    "public_term_decisions.expires_on": "a term in public: it ends on its day, whatever day that is",
    "public_records.expires_on": "a term in public: it ends on its day, whatever day that is",
    "rulings.until_on": "the last day that the notice of the ruling named",
}
