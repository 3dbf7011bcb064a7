"""The inspections of the story: who was sent where, and how far each visit has come."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import cast
from uuid import UUID

from demo.rows import inspections
from demo.rows.institutions import DemoInstitution
from demo.rows.rows import Row, at
from demo.story import moves, reports, results
from demo.story.people import Officers
from demo.story.plans import (
    LAST_VISIT,
    PLANS,
    SEEN_IN,
    DemoTask,
    DemoVisit,
)
from demo.story.results import (
    CERTIFICATE,
    InspectingAuthority,
    officer_id,
)
from demo.story.rows import DemoData
from domain.actors import Actor, Grant, Office
from domain.inspections import assignments
from domain.inspections.terms import InspectionState, TaskCategory, TaskTrigger
from domain.inspections.transitions import RESULT
from domain.roles import Role
from domain.workdays import Calendar

S = InspectionState
_STEPS = {
    S.TO_ENTER: 1,
    S.VOIDED: 1,
    S.TO_CONFIRM: 2,
    S.TO_AUDIT: 3,
    S.AUDIT_REJECTED: 4,
    S.PUBLISHED: 4,
    S.CORRECTED: 4,
    S.WITHDRAWN: 4,
}
"""How many steps of the way each state has behind it: assigned, filed, confirmed, audited."""


def demo_inspections(
    story: DemoData,
    trainers: Sequence[DemoInstitution],
    officers: Officers,
    accounts: Mapping[str, Row],
    calendar: Calendar,
    complaint: Row,
) -> None:
    """Some sixty visits, one of them because of the complaint; all went through the rules."""
    bureau = _bureau(officers, accounts)
    reached = [each for each in trainers if _is_reached(each, bureau.office)]
    for plan in PLANS:
        is_complained = plan.trigger is TaskTrigger.COMPLAINT
        task = _task(story, plan, bureau, complaint["id"] if is_complained else None)
        objects = _objects(story, reached, plan, complaint)
        for number, (trainer, outcome) in enumerate(zip(objects, plan.outcomes, strict=True)):
            team = _team(story, trainer, officers, is_ours=number < 2)
            if plan.category is TaskCategory.CASE:
                _refuse_unlawful(plan, task, trainer, team, bureau)
            visit = _assign(story, task, trainer, team, bureau)
            _carry_out(story, visit, outcome, bureau, calendar)


def _bureau(officers: Officers, accounts: Mapping[str, Row]) -> InspectingAuthority:
    office = officers.offices["suzhou"]
    manager = Actor(accounts["task-manager"]["id"], (Grant(Role.TASK_MANAGER, office),))
    auditor = Actor(accounts["result-auditor"]["id"], (Grant(Role.RESULT_AUDITOR, office),))
    return InspectingAuthority(office, manager, auditor)


def _is_reached(trainer: DemoInstitution, office: Office) -> bool:
    row = trainer.institution
    return row["region_code"] in office.subtree and row["sector"] in office.sectors


def _objects(
    story: DemoData, reached: Sequence[DemoInstitution], plan: DemoTask, complaint: Row
) -> list[DemoInstitution]:
    """Whom a task visits; the story's own institution was seen in the autumn of 2025."""
    leading, others = reached[0], reached[1:]
    if plan.trigger is TaskTrigger.COMPLAINT:
        return [each for each in reached if each.institution["id"] == complaint["institution_id"]]
    if plan.code == SEEN_IN:
        return [leading, *story.some(others, len(plan.outcomes) - 1)]
    return story.some(others, len(plan.outcomes))


def _team(
    story: DemoData, trainer: DemoInstitution, officers: Officers, *, is_ours: bool
) -> tuple[Actor, ...]:
    """Two officers: now and then of the district, else of the city; both demo inspectors first."""
    district = officers.by_place.get(trainer.institution["region_code"])
    if is_ours:
        return officers.by_place["suzhou"][:2]
    if district and story.happens(50):
        return district
    first, second, third, fourth = officers.by_place["suzhou"][2:]
    return story.pick(((first, third), (second, fourth)))


def _refuse_unlawful(
    plan: DemoTask,
    task: Row,
    trainer: DemoInstitution,
    team: Sequence[Actor],
    bureau: InspectingAuthority,
) -> None:
    visit = assignments.CaseVisit(
        office=bureau.office,
        region_code=trainer.institution["region_code"],
        sector=trainer.institution["sector"],
        trigger=plan.trigger,
        reason=plan.reason or "",
        window_from=plan.window_from,
        window_to=plan.window_to,
        officers=tuple(_candidate(officer) for officer in team),
        leader_id=officer_id(team[0]),
        origin_complaint_id=task["origin_complaint_id"],
    )
    assignments.assign(visit, by=bureau.manager, today=plan.window_from)


def _candidate(officer: Actor) -> assignments.Candidate:
    office = cast(Office, officer.grants[0].office)
    return assignments.Candidate(officer_id(officer), office, CERTIFICATE, may_lead=True)


def _task(
    story: DemoData, plan: DemoTask, bureau: InspectingAuthority, complaint_id: UUID | None
) -> Row:
    return inspections.task(
        story,
        code=plan.code,
        name=plan.name,
        authority_id=bureau.office.authority_id,
        authority_region_code=bureau.office.subtree.first,
        category=plan.category,
        trigger=plan.trigger,
        reason=plan.reason,
        origin_complaint_id=complaint_id,
        window_from=plan.window_from,
        window_to=plan.window_to,
        state=plan.state,
        created_by=bureau.manager.account_id,
    )


def _assign(
    story: DemoData,
    task: Row,
    trainer: DemoInstitution,
    team: tuple[Actor, ...],
    bureau: InspectingAuthority,
) -> DemoVisit:
    assigned = at(task["window_from"] - dt.timedelta(days=3), 14)
    row = inspections.inspection(
        story,
        trainer,
        assigned,
        task_id=task["id"],
        authority_id=bureau.office.authority_id,
        authority_region_code=bureau.office.subtree.first,
        window_from=task["window_from"],
        window_to=task["window_to"],
        state=S.TO_ENTER,
        version=1,
    )
    moves.begin(story, "Inspection", row, "assign", on=assigned, by=bureau.manager.account_id)
    inspections.assignments(story, row, (officer.officer_id for officer in team))
    return DemoVisit(task, row, trainer, team)


def _carry_out(
    story: DemoData,
    visit: DemoVisit,
    outcome: InspectionState,
    bureau: InspectingAuthority,
    calendar: Calendar,
) -> None:
    steps = _STEPS[outcome]
    if outcome is S.VOIDED:
        by, on = bureau.manager.account_id, at(visit.row["window_to"], 9)
        moves.move(story, RESULT, "Inspection", visit.row, "void", on=on, by=by)
    if steps < 2:
        return
    started = at(_day(story, visit, calendar), story.number(9, 15), story.number(0, 59))
    report, problems = reports.report(story, visit.trainer.sites[0], started)
    record = results.file(story, visit, report, problems, calendar)
    if steps < 3:
        return
    results.confirm(story, visit, record)
    if steps < 4:
        return
    is_rejected = outcome is S.AUDIT_REJECTED
    audit, on = results.audit(story, visit, record, bureau, is_rejected=is_rejected)
    if is_rejected:
        return
    public = results.publish(story, visit, record, report, problems, bureau, on)
    if outcome is S.CORRECTED:
        results.correct(story, visit, public, report, problems, bureau, calendar, audit)
    if outcome is S.WITHDRAWN:
        results.withdraw(story, visit, public, bureau)


def _day(story: DemoData, visit: DemoVisit, calendar: Calendar) -> dt.date:
    first: dt.date = visit.row["window_from"]
    last = min(visit.row["window_to"], LAST_VISIT)
    days = [first + dt.timedelta(days=number) for number in range((last - first).days)]
    return story.pick([day for day in days if calendar.is_workday(day)])
