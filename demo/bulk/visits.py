"""Inspections with their records, what was found, who confirmed, what became public."""

import datetime as dt
from dataclasses import dataclass, field
from uuid import UUID

from demo.bulk.batches import Batch, Chance, at
from demo.bulk.entries import SeedInstitution
from demo.bulk.ground import TODAY, SeedTask
from demo.story.reports import PROBLEMS, Problem
from domain import deadlines
from domain.checklists import OFF_CAMPUS_GENERAL
from domain.deadlines import Due
from domain.inspections.terms import (
    AuditDecision,
    Handling,
    InspectionState,
    Measure,
    Method,
    NoticeMode,
    RepairStatus,
    ResultCode,
    TaskCategory,
)
from domain.positions import Datum
from domain.publication.terms import Outlet, PublicationState, WithdrawalGround
from domain.workdays import Calendar
from persistence.inspections.table import (
    Finding,
    Inspection,
    InspectionAssignment,
    InspectionRecord,
    PublicRecord,
    RecordAnswer,
    RecordConfirmation,
    ResultAudit,
)
from persistence.publication.table import Publication

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


def visit(
    batch: Batch, chance: Chance, trainer: SeedInstitution, task: SeedTask, rules: Rules
) -> None:
    """One visit, as far as it has come: those of past tasks are public, with few exceptions."""
    state = _state(chance, task)
    steps = _STEPS.get(state, _ALL_STEPS)
    assigned = at(task.window_from, 8) - dt.timedelta(days=3)
    bureau, id = trainer.bureau, chance.key(assigned)
    row = batch.add(
        Inspection,
        id=id,
        task_id=task.id,
        institution_id=trainer.id,
        site_id=trainer.site_id,
        authority_id=bureau.id,
        authority_region_code=bureau.region.code,
        region_code=bureau.region.code,
        sector=trainer.sector,
        window_from=task.window_from,
        window_to=task.window_to,
        notice_mode=NoticeMode.ON_ARRIVAL,
        noticed_at=None,
        checklist_code=OFF_CAMPUS_GENERAL.code,
        checklist_version=OFF_CAMPUS_GENERAL.version,
        state=state,
        current_record_id=None,
        filed_at=None,
        inspected_on=None,
        publish_due_on=None,
        publish_due_is_provisional=False,
        published_at=None,
        created_at=assigned,
        version=1 + steps,
    )
    first = chance.number(0, 1)
    officers = (bureau.officers[first], bureau.officers[2])
    for place, officer in enumerate(officers):
        batch.add(
            InspectionAssignment,
            id=chance.key(assigned),
            inspection_id=id,
            officer_id=officer,
            is_leader=place == 0,
            assigned_at=assigned,
        )
    if steps == 0:
        return
    started = at(chance.pick(task.days), chance.number(9, 15), chance.number(0, 59))
    filed = started + dt.timedelta(minutes=chance.number(80, 200))
    due = rules.due(started.date())
    record_id = chance.key(filed)
    row.update(
        noticed_at=started,
        current_record_id=record_id,
        filed_at=filed,
        inspected_on=started.date(),
        publish_due_on=due.on,
        publish_due_is_provisional=due.provisional,
    )
    problems = _report(batch, chance, trainer, id, record_id, officers[0], started, filed, rules)
    _confirm(batch, record_id, officers[0], filed)
    if steps > 1:
        _confirm(batch, record_id, officers[1], filed + dt.timedelta(hours=chance.number(1, 5)))
    if steps == _ALL_STEPS:
        decided = min(filed + dt.timedelta(days=chance.number(2, 6)), at(TODAY, 17))
        _decide(batch, chance, row, trainer, task, record_id, decided, problems, rules)


def _state(chance: Chance, task: SeedTask) -> InspectionState:
    if task.window_to >= TODAY:
        return chance.pick(_OPEN) if task.days else S.TO_ENTER
    lot = chance.chance()
    if lot < _VOID:
        return S.VOIDED
    return S.WITHDRAWN if lot < _WITHDRAWN else S.PUBLISHED


def _report(
    batch: Batch,
    chance: Chance,
    trainer: SeedInstitution,
    id: UUID,
    record_id: UUID,
    filed_by: UUID,
    started: dt.datetime,
    filed: dt.datetime,
    rules: Rules,
) -> tuple[ResultCode, tuple[Problem, ...]]:
    """The record, mostly clean, often with a problem or two, now and then nobody was there."""
    lot = chance.chance()
    problems: tuple[Problem, ...] = ()
    attempts: list[dt.datetime] = []
    code, measure, summary = _NOTHING
    if lot >= _FOUND:
        code, measure, summary = _NOBODY
        attempts = [started, started + dt.timedelta(minutes=25)]
    elif lot >= _CLEAN:
        problems = tuple(chance.sample(PROBLEMS, chance.number(1, 2)))
        code, measure = ResultCode.PROBLEM_PENDING, Measure.ORDER_CORRECTION
        summary = "".join(each.detail for each in problems)
    latitude = trainer.latitude + (lot - 0.5) / 2_000
    longitude = trainer.longitude + (lot - 0.5) / 2_000
    batch.add(
        InspectionRecord,
        id=record_id,
        inspection_id=id,
        version_no=1,
        filed_by=filed_by,
        filed_at=filed,
        visit_started_at=started,
        visit_ended_at=started + dt.timedelta(minutes=70),
        device_clock_offset_ms=int(lot * 1_800) - 900,
        clock_is_off=False,
        methods=[Method.ON_SITE],
        result_codes=[code],
        measures=[measure],
        summary=summary,
        attempted_at=attempts,
        latitude=latitude,
        longitude=longitude,
        accuracy_m=8.0,
        datum=Datum.WGS84,
        wgs84_latitude=latitude,
        wgs84_longitude=longitude,
        rules_version=rules.version,
    )
    for position, problem in enumerate(problems):
        batch.add(
            Finding,
            id=chance.key(filed),
            record_id=record_id,
            position=position,
            violation_code=problem.violation_code,
            detail=problem.detail,
            item_code=problem.item_code,
        )
    if rules.with_answers and lot < _FOUND:
        _answer(batch, chance, record_id, filed, {each.item_code for each in problems})
    return code, problems


_NOTHING = ResultCode.NO_PROBLEM, Measure.NONE_NEEDED, "按检查表逐项检查，未发现问题。"
_NOBODY = (
    ResultCode.UNREACHABLE,
    Measure.STOP_AND_RETURN,
    "登记地址无人办公，两次电话联系未接通。",
)


def _answer(
    batch: Batch, chance: Chance, record_id: UUID, filed: dt.datetime, found: set[str]
) -> None:
    for position, item in enumerate(OFF_CAMPUS_GENERAL.items):
        is_found = item.code in found
        batch.add(
            RecordAnswer,
            id=chance.key(filed),
            record_id=record_id,
            position=position,
            item_code=item.code,
            is_checked=True,
            problem_found=is_found,
            handling=Handling.ORDERED if is_found else Handling.NONE,
        )


def _confirm(batch: Batch, record_id: UUID, officer_id: UUID, on: dt.datetime) -> None:
    batch.add(RecordConfirmation, record_id=record_id, officer_id=officer_id, confirmed_at=on)


def _decide(
    batch: Batch,
    chance: Chance,
    row: dict[str, object],
    trainer: SeedInstitution,
    task: SeedTask,
    record_id: UUID,
    decided: dt.datetime,
    result: tuple[ResultCode, tuple[Problem, ...]],
    rules: Rules,
) -> None:
    is_rejected = row["state"] is S.AUDIT_REJECTED
    batch.add(
        ResultAudit,
        id=chance.key(decided),
        inspection_id=row["id"],
        record_id=record_id,
        auditor_id=rules.auditor_id,
        decision=AuditDecision.REJECTED if is_rejected else AuditDecision.APPROVED,
        reason="检查情况说明过于简略，请补充。" if is_rejected else None,
        decided_at=decided,
    )
    if is_rejected:
        return
    row["published_at"] = decided
    code, problems = result
    is_withdrawn = row["state"] is S.WITHDRAWN
    public_id = chance.key(decided)
    batch.add(
        PublicRecord,
        id=public_id,
        inspection_id=row["id"],
        version_no=1,
        institution_id=trainer.id,
        authority_id=trainer.bureau.id,
        region_code=trainer.bureau.region.code,
        sector=trainer.sector,
        task_code=task.code,
        category=TaskCategory.ROUTINE,
        result_codes=[code],
        result_text=code.zh,
        violation_codes=[each.violation_code for each in problems],
        items=_ITEMS,
        inspected_on=row["inspected_on"],
        published_at=decided,
        expires_on=decided.date() + _PUBLIC_FOR,
        repair_status=RepairStatus.GRANTED if is_withdrawn else RepairStatus.NONE,
        withdrawn_at=decided + dt.timedelta(days=30) if is_withdrawn else None,
        withdrawal_ground=WithdrawalGround.REPAIRED if is_withdrawn else None,
        record_id=record_id,
    )
    batch.add(
        Publication,
        id=chance.key(decided),
        public_record_id=public_id,
        outlet=Outlet.PLATFORM,
        state=PublicationState.PUBLISHED,
        published_at=decided,
    )


_ITEMS = "[" + ", ".join(f'"{item.code}"' for item in OFF_CAMPUS_GENERAL.items) + "]"
"""As JSON text: the driver copies it as it is."""
