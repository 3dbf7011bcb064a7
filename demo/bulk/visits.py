"""Inspections with their records, what was found, who confirmed, what became public."""

import datetime as dt
from dataclasses import dataclass, field
from uuid import UUID

from demo.bulk.entries import SeedInstitution
from demo.bulk.ground import TODAY, SeedTask
from demo.rows import inspections, results
from demo.rows.results import Problem
from demo.rows.rows import Row, Rows, at
from demo.story.reports import PROBLEMS
from domain import deadlines
from domain.checklists import OFF_CAMPUS_GENERAL
from domain.deadlines import Due
from domain.inspections.file_result import Filing
from domain.inspections.reports import Answer, Report
from domain.inspections.terms import (
    AuditDecision,
    Handling,
    InspectionState,
    Measure,
    Method,
    ResultCode,
    TaskCategory,
)
from domain.moments import day_of
from domain.positions import Datum, Position
from domain.workdays import Calendar

S = InspectionState
_OPEN = (S.TO_ENTER, S.TO_ENTER, S.TO_CONFIRM, S.TO_AUDIT, S.AUDIT_REJECTED)
_CLEAN, _FOUND = 0.62, 0.94
_VOID, _WITHDRAWN = 0.02, 0.03
_PUBLIC_FOR = dt.timedelta(days=365 * 5 + 1)
_STEPS = {S.TO_ENTER: 0, S.VOIDED: 0, S.TO_CONFIRM: 1, S.TO_AUDIT: 2}
_ALL_STEPS = 3


@dataclass(slots=True)
class Rules:
    """What is the same for all visits: the rules' version, who audits, the deadline of each day."""

    version: str
    auditor_id: UUID
    calendar: Calendar
    with_answers: bool
    _due: dict[dt.date, Due] = field(default_factory=dict)

    def due(self, day: dt.date) -> Due:
        if day not in self._due:
            rule = deadlines.at("DR_PUBLISH", day)
            self._due[day] = deadlines.due(rule, day, self.calendar)
        return self._due[day]


def visit(rows: Rows, trainer: SeedInstitution, task: SeedTask, rules: Rules) -> None:
    """One visit, as far as it has come: those of past tasks are public, with few exceptions."""
    state = _state(rows, task)
    steps = _STEPS.get(state, _ALL_STEPS)
    bureau = trainer.bureau
    row = inspections.inspection(
        rows,
        trainer,
        at(task.window_from, 8) - dt.timedelta(days=3),
        task_id=task.id,
        authority_id=bureau.id,
        authority_region_code=bureau.region.code,
        window_from=task.window_from,
        window_to=task.window_to,
        state=state,
        version=1 + steps,
    )
    first, second = (bureau.officers[rows.number(0, 1)], bureau.officers[2])
    inspections.assignments(rows, row, (first, second))
    if steps == 0:
        return
    started = at(rows.pick(task.days), rows.number(9, 15), rows.number(0, 59))
    filed = started + dt.timedelta(minutes=rows.number(80, 200))
    report, problems = _report(rows, trainer, started, with_answers=rules.with_answers)
    record = _file(rows, row, report, problems, first, filed, rules)
    results.confirmation(rows, record, first, filed)
    if steps > 1:
        on = filed + dt.timedelta(hours=rows.number(1, 5))
        results.confirmation(rows, record, second, on)
    if steps == _ALL_STEPS:
        decided = min(filed + dt.timedelta(days=rows.number(2, 6)), at(TODAY, 17))
        is_rejected = state is S.AUDIT_REJECTED
        decision = AuditDecision.REJECTED if is_rejected else AuditDecision.APPROVED
        results.audit(rows, record, rules.auditor_id, decided, decision)
        if not is_rejected:
            _publish(rows, row, record, report, problems, task, decided)


def _state(rows: Rows, task: SeedTask) -> InspectionState:
    if task.window_to >= TODAY:
        return rows.pick(_OPEN) if task.days else S.TO_ENTER
    lot = rows.share()
    if lot < _VOID:
        return S.VOIDED
    return S.WITHDRAWN if lot < _WITHDRAWN else S.PUBLISHED


def _report(
    rows: Rows, trainer: SeedInstitution, started: dt.datetime, *, with_answers: bool
) -> tuple[Report, tuple[Problem, ...]]:
    """Mostly clean, often with a problem or two, now and then nobody was there."""
    lot = rows.share()
    problems: tuple[Problem, ...] = ()
    attempts: tuple[dt.datetime, ...] = ()
    code, measure, summary = _NOTHING
    if lot >= _FOUND:
        code, measure, summary = _NOBODY
        attempts = (started, started + dt.timedelta(minutes=25))
    elif lot >= _CLEAN:
        problems = tuple(rows.sample(PROBLEMS, rows.number(1, 2)))
        code, measure = ResultCode.PROBLEM_PENDING, Measure.ORDER_CORRECTION
        summary = "".join(each.detail for each in problems)
    site, shift = trainer.sites[0], (lot - 0.5) / 2_000
    report = Report(
        visit_started_at=started,
        visit_ended_at=started + dt.timedelta(minutes=70),
        result_codes=(code,),
        measures=(measure,),
        methods=(Method.ON_SITE,),
        summary=summary,
        answers=_answers(problems) if with_answers and lot < _FOUND else (),
        attempts=attempts,
        position=Position(site["latitude"] + shift, site["longitude"] + shift, Datum.WGS84, 8.0),
        device_clock_offset_ms=int(lot * 1_800) - 900,
    )
    return report, problems


_NOTHING = ResultCode.NO_PROBLEM, Measure.NONE_NEEDED, "按检查表逐项检查，未发现问题。"
_NOBODY = (
    ResultCode.UNREACHABLE,
    Measure.STOP_AND_RETURN,
    "登记地址无人办公，两次电话联系未接通。",
)


_ANSWERS = tuple(Answer(item.code, True, False, Handling.NONE) for item in OFF_CAMPUS_GENERAL.items)


def _answers(problems: tuple[Problem, ...]) -> tuple[Answer, ...]:
    found = {each.item_code for each in problems}
    return tuple(
        Answer(each.item_code, True, True, Handling.ORDERED) if each.item_code in found else each
        for each in _ANSWERS
    )


def _file(
    rows: Rows,
    visit: Row,
    report: Report,
    problems: tuple[Problem, ...],
    by: UUID,
    filed: dt.datetime,
    rules: Rules,
) -> Row:
    started = report.visit_started_at
    due = rules.due(day_of(started))
    filing = Filing(
        version_no=1,
        state=S.TO_CONFIRM,
        filed_by=by,
        filed_at=filed,
        started_at=started,
        ended_at=report.visit_ended_at,
        inspected_on=day_of(started),
        clock_is_off=False,
        publish_due=due,
        wgs84=report.position,
        rules_version=rules.version,
    )
    record = results.record(rows, visit, report, filing)
    visit["noticed_at"] = started
    results.findings(rows, record, problems)
    results.answers(rows, record, report.answers)
    return record


def _publish(
    rows: Rows,
    visit: Row,
    record: Row,
    report: Report,
    problems: tuple[Problem, ...],
    task: SeedTask,
    decided: dt.datetime,
) -> None:
    visit["published_at"] = decided
    public = results.public_record(
        rows,
        visit,
        record,
        report,
        problems,
        decided,
        task_code=task.code,
        category=TaskCategory.ROUTINE,
        items=_ITEMS,
        expires_on=day_of(decided) + _PUBLIC_FOR,
    )
    if visit["state"] is S.WITHDRAWN:
        results.withdraw(public, decided + dt.timedelta(days=30))


_ITEMS = "[" + ", ".join(f'"{item.code}"' for item in OFF_CAMPUS_GENERAL.items) + "]"
"""As JSON text: the driver copies it as it is."""
