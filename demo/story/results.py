"""How the results of the story were filed, confirmed, audited, published; each through its rule."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast
from uuid import UUID

from demo.rows import results as rows
from demo.rows.results import Problem
from demo.rows.rows import Row, at
from demo.story import moves, on_site
from demo.story.plans import DemoVisit
from demo.story.rows import DemoData
from domain import deadlines
from domain.actors import Actor, Office
from domain.checklists import OFF_CAMPUS_GENERAL
from domain.inspections import audits, confirmations, file_result
from domain.inspections.audits import Audit
from domain.inspections.certificates import Certificate
from domain.inspections.file_result import Filing
from domain.inspections.reports import Report
from domain.inspections.terms import AuditDecision, InspectionState, Measure
from domain.inspections.transitions import RESULT
from domain.moments import day_of
from domain.publication import publish_result
from domain.publication.terms import FollowUpState
from domain.workdays import Calendar
from persistence.publication.table import FollowUp, ResultCorrection
from persistence.visits.table import CheckIn

CERTIFICATE = Certificate(dt.date(2025, 1, 1), dt.date(2029, 12, 31))


@dataclass(frozen=True, slots=True)
class InspectingAuthority:
    """The organ that runs the tasks, and those of it who decide."""

    office: Office
    manager: Actor
    auditor: Actor


def file(
    story: DemoData,
    visit: DemoVisit,
    report: Report,
    problems: Sequence[Problem],
    calendar: Calendar,
) -> Row:
    row, filer = visit.row, visit.officers[0]
    now = report.visit_ended_at + dt.timedelta(minutes=story.number(10, 90))
    on_site.arrive(story, visit, report, _certificates(visit), now=now)
    decided = file_result.file_result(
        _facts(story, visit, row["state"], record_count=0),
        report,
        by=filer,
        now=now,
        today=day_of(now),
        checklist=OFF_CAMPUS_GENERAL,
        calendar=calendar,
    )
    moves.move(story, RESULT, "Inspection", row, "file", on=now, by=filer.account_id)
    return _record(story, visit, report, problems, decided)


def _record(
    story: DemoData, visit: DemoVisit, report: Report, problems: Sequence[Problem], decided: Filing
) -> Row:
    record = rows.record(
        story,
        visit.row,
        report,
        decided,
        **on_site.signed(story, visit, report, problems, decided),
    )
    rows.answers(story, record, report.answers)
    rows.findings(story, record, problems)
    on_site.sign(story, visit, record, decided)
    rows.confirmation(story, record, decided.filed_by, decided.filed_at)
    return record


def confirm(story: DemoData, visit: DemoVisit, record: Row) -> None:
    """The second officer's yes, which is the last."""
    row, second = visit.row, visit.officers[1]
    on = record["filed_at"] + dt.timedelta(hours=story.number(1, 5))
    confirmations.confirm(
        confirmations.FiledResult(
            row["state"],
            record["version_no"],
            row["inspected_on"],
            frozenset(map(officer_id, visit.officers)),
            frozenset({record["filed_by"]}),
            _certificates(visit),
        ),
        by=second,
        version_no=record["version_no"],
    )
    rows.confirmation(story, record, officer_id(second), on)
    moves.move(story, RESULT, "Inspection", row, "confirm_last", on=on, by=second.account_id)


def audit(
    story: DemoData,
    visit: DemoVisit,
    record: Row,
    bureau: InspectingAuthority,
    *,
    is_rejected: bool,
) -> tuple[Audit, dt.datetime]:
    row, by = visit.row, bureau.auditor
    on = at(row["inspected_on"] + dt.timedelta(days=story.number(2, 6)), story.number(9, 16))
    decided = audits.audit(
        audits.ConfirmedResult(
            row["state"],
            row["authority_id"],
            frozenset(map(officer_id, visit.officers)),
            visit.task["created_by"],
        ),
        by=by,
        decision=AuditDecision.REJECTED if is_rejected else AuditDecision.APPROVED,
        reason=rows.REJECTED_BECAUSE if is_rejected else None,
    )
    rows.audit(story, record, by.account_id, on, decided.decision)
    moves.move(story, RESULT, "Inspection", row, decided.event, on=on, by=by.account_id)
    return decided, on


def publish(
    story: DemoData,
    visit: DemoVisit,
    record: Row,
    report: Report,
    problems: Sequence[Problem],
    bureau: InspectingAuthority,
    on: dt.datetime,
    *,
    correct_due_on: dt.date | None = None,
) -> Row:
    """The public projection: no person's name, and none of the officers' own text."""
    row, task, institution = visit.row, visit.task, visit.trainer.institution
    first_at: dt.datetime | None = row["published_at"]
    codes = tuple(dict.fromkeys(problem.violation_code for problem in problems))
    decided = publish_result.publish(
        publish_result.ApprovedResult(
            row["state"],
            row["authority_id"],
            frozenset(map(officer_id, visit.officers)),
            codes,
            row["publish_due_on"],
            institution["unified_social_credit_code"],
            day_of(first_at) if first_at else None,
            correct_due_on,
        ),
        by=bureau.auditor,
        withheld=publish_result.Withheld(),
        today=day_of(on),
    )
    by = bureau.auditor.account_id
    moves.move(story, RESULT, "Inspection", row, decided.event, on=on, by=by)
    if first_at is None:
        _followed(story, visit, report, on)
    row["published_at"] = first_at or on
    return rows.public_record(
        story,
        row,
        record,
        report,
        problems,
        on,
        task_code=task["code"],
        category=task["category"],
        items=[answer.item_code for answer in report.answers if answer.is_checked],
        expires_on=decided.term.expires_on,
        is_late=decided.is_late,
    )


def _followed(story: DemoData, visit: DemoVisit, report: Report, on: dt.datetime) -> None:
    """The measures of the result, finished a week later, except notices to other authorities."""
    for measure in report.measures:
        if measure is Measure.NONE_NEEDED:
            continue
        is_ours = measure not in (Measure.NOTIFY_OTHER_DEPARTMENT, Measure.TRANSFER_CASE_LEAD)
        story.add_at(
            FollowUp,
            on,
            inspection_id=visit.row["id"],
            measure=measure,
            state=FollowUpState.FINISHED if is_ours else FollowUpState.OPEN,
            opened_at=on,
            finished_on=day_of(on) + dt.timedelta(days=7) if is_ours else None,
            finished_by=visit.task["created_by"] if is_ours else None,
            note="已复核，落实到位。" if is_ours else None,
        )


def correct(
    story: DemoData,
    visit: DemoVisit,
    public: Row,
    report: Report,
    problems: Sequence[Problem],
    bureau: InspectingAuthority,
    calendar: Calendar,
    decided: Audit,
) -> None:
    """A second version with its reason; the first stays addressable and is marked as replaced."""
    row, first, second = visit.row, visit.officers[0], visit.officers[1]
    found = row["published_at"] + dt.timedelta(days=3)
    on = row["published_at"] + dt.timedelta(days=4)
    due = deadlines.due(deadlines.at("DR_CORRECT", day_of(found)), day_of(found), calendar)
    by = bureau.auditor.account_id
    moves.move(story, RESULT, "Inspection", row, "reopen", on=found, by=by)
    corrected = replace(report, correction_reason="复核发现检查表第一项填写有误，予以更正。")
    again = file_result.file_result(
        _facts(story, visit, row["state"], record_count=1),
        corrected,
        by=first,
        now=on,
        today=day_of(on),
        checklist=OFF_CAMPUS_GENERAL,
        calendar=calendar,
    )
    record = _record(story, visit, corrected, problems, again)
    moves.move(story, RESULT, "Inspection", row, "file", on=on, by=first.account_id)
    rows.confirmation(story, record, officer_id(second), on)
    moves.move(story, RESULT, "Inspection", row, "confirm_last", on=on, by=second.account_id)
    rows.audit(story, record, by, on, decided.decision)
    moves.move(story, RESULT, "Inspection", row, "approve", on=on, by=by)
    public["superseded_at"] = on
    publish(
        story,
        visit,
        record,
        corrected,
        problems,
        bureau,
        on,
        correct_due_on=due.on,
    )
    story.add_at(
        ResultCorrection,
        found,
        inspection_id=row["id"],
        public_record_id=public["id"],
        reason="检查表第一项填写有误。",
        found_on=day_of(found),
        due_on=due.on,
        due_is_provisional=due.provisional,
        due_rule=due.rule_code,
        reopened_by=by,
        reopened_at=found,
        corrected_at=on,
        is_late=day_of(on) > due.on,
    )


def withdraw(story: DemoData, visit: DemoVisit, public: Row, bureau: InspectingAuthority) -> None:
    on = visit.row["published_at"] + dt.timedelta(days=30)
    rows.withdraw(public, on)
    by = bureau.auditor.account_id
    moves.move(story, RESULT, "Inspection", visit.row, "withdraw", on=on, by=by)


def _facts(
    story: DemoData, visit: DemoVisit, state: InspectionState, *, record_count: int
) -> file_result.Inspection:
    return file_result.Inspection(
        state,
        visit.row["window_from"],
        visit.row["window_to"],
        frozenset(map(officer_id, visit.officers)),
        _certificates(visit),
        filed_at=visit.row["filed_at"],
        record_count=record_count,
        arrivals={
            row["officer_id"]: row["corrected_at"]
            for row in story.of(CheckIn)
            if row["inspection_id"] == visit.row["id"]
        },
    )


def officer_id(officer: Actor) -> UUID:
    return cast(UUID, officer.officer_id)


def _certificates(visit: DemoVisit) -> Mapping[UUID, Certificate | None]:
    return {officer_id(officer): CERTIFICATE for officer in visit.officers}
