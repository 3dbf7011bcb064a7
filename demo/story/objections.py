"""What the story's own institution says to its public record: a reply that is shown, an objection."""

import datetime as dt
from collections.abc import Mapping
from uuid import UUID

from demo.rows.rows import Row
from demo.story import moves
from demo.story.rows import DemoData
from domain import deadlines
from domain.moments import day_of
from domain.publication.terms import ObjectionState, ReplyState
from domain.publication.transitions import REPLY
from domain.workdays import Calendar
from persistence.inspections.table import PublicRecord
from persistence.publication.table import Objection, Reply

_TEXTS = "我校已按要求完成整改，欢迎家长监督。"
_OBJECTED = "公示信息所列检查项目中，有一项当日并未检查，请予核实。"


def demo_objections(
    story: DemoData, institution: Row, accounts: Mapping[str, Row], calendar: Calendar
) -> None:
    """The objection waits for its decision."""
    records = [
        each
        for each in story.of(PublicRecord)
        if each["institution_id"] == institution["id"]
        and each["superseded_at"] is None
        and each["withdrawn_at"] is None
    ]
    by: UUID = accounts["institution-admin"]["id"]
    for record in records[-1:]:
        written = record["published_at"] + dt.timedelta(days=1)
        reply = story.add_at(
            Reply,
            written,
            **_whose(record),
            text=_TEXTS,
            state=ReplyState.WRITTEN,
            written_by=by,
            written_at=written,
            decided_by=None,
            decided_at=None,
            version=1,
        )
        moves.begin(story, "Reply", reply, "write", on=written, by=by)
        shown_at = written + dt.timedelta(days=1)
        auditor: UUID = accounts["result-auditor"]["id"]
        moves.move(story, REPLY, "Reply", reply, "show", on=shown_at, by=auditor)
        reply.update(decided_by=auditor, decided_at=shown_at)
        del reply["version"]
        raised = written + dt.timedelta(hours=1)
        rule = deadlines.at("DR_OBJECTION", day_of(raised))
        due = deadlines.due(rule, day_of(raised), calendar)
        objection = story.add_at(
            Objection,
            raised,
            **_whose(record),
            statement=_OBJECTED,
            state=ObjectionState.RECEIVED,
            raised_by=by,
            raised_at=raised,
            due_on=due.on,
            due_is_provisional=due.provisional,
            due_rule=due.rule_code,
        )
        moves.begin(story, "Objection", objection, "object", on=raised, by=by)


def _whose(record: Row) -> Row:
    return {
        "inspection_id": record["inspection_id"],
        "public_record_id": record["id"],
        "institution_id": record["institution_id"],
        "authority_id": record["authority_id"],
    }
