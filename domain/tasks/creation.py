"""Making, approving and voiding a task whose objects and officers are drawn."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from domain import checklists, thresholds
from domain.actors import Actor, Office
from domain.institutions.terms import InstitutionKind
from domain.items.terms import ItemClass
from domain.offices import refuse_unless_organ
from domain.permissions import Permission
from domain.plans.rules import ItemNotInForce, ItemNotOnList, PlannedItem
from domain.plans.terms import PlanState
from domain.refusals import InvalidInput, NotPermitted, Refusal, Violation
from domain.regions import subtree
from domain.tasks.policy import Quota
from domain.tasks.policy import faults as faults_of_quotas


class ItemsOfDifferentChecklists(
    Refusal,
    zh="一个任务的事项须使用同一检查表。",
    en="All items of a task must use the same checklist.",
):
    """Each visit is recorded on a single checklist."""


@dataclass(eq=False)
class PlanNotInForce(
    Refusal,
    zh="年度计划当前“{state.zh}”，只有已公布的计划可以安排任务。",
    en="Tasks can be created only under a published plan. Current state: {state.en}.",
    basis="X23",
):
    state: PlanState


class OutsidePlanLine(
    Refusal,
    zh="任务的事项、区域或时间超出计划。",
    en="The items, region or dates of the task are not covered by the line of the plan.",
    basis="X23",
):
    pass


class OwnTask(
    Refusal, zh="您不得批准本人编制的任务。", en="You cannot approve a task that you created."
):
    """Every inspection is approved by an officer other than its author (X44)."""


class NothingToRedraw(
    Refusal,
    zh="只能对本机关同一计划项下已作废的抽取重新抽取。",
    en="Only a voided draw of your own authority, under the same line of the plan, can be redrawn.",
):
    """A second draw of one task is impossible; a redraw is a new task that names the voided one."""


@dataclass(frozen=True, slots=True)
class SendingDepartment:
    """A department that sends officers: how many to each object, and how often each officer goes."""

    office: Office
    officers_per_object: int
    max_load: int


@dataclass(frozen=True, slots=True)
class PlanLine:
    """The line of a plan that a task carries out."""

    id: UUID
    authority_id: UUID
    state: PlanState
    item_id: UUID
    region_code: str
    first_on: dt.date
    last_on: dt.date


@dataclass(frozen=True, slots=True)
class VoidedTask:
    """The task whose draw was voided."""

    authority_id: UUID
    plan_line_id: UUID | None
    was_drawn: bool
    is_voided: bool


@dataclass(frozen=True, slots=True)
class TaskDraft:
    """A drawn task as asked for; the first department is the one that leads."""

    office: Office
    items: tuple[PlannedItem, ...]
    region_code: str
    kinds: frozenset[InstitutionKind]
    window_from: dt.date
    window_to: dt.date
    departments: tuple[SendingDepartment, ...]
    quotas: tuple[Quota, ...] = ()
    plan_line: PlanLine | None = None
    redraw_of: VoidedTask | None = None

    @property
    def classes(self) -> tuple[ItemClass, ...]:
        return tuple(item.item_class for item in self.items)


def order(order: TaskDraft, *, by: Actor, today: dt.date) -> tuple[str, int]:
    """Decide a task; its checklist as code and version.

    NotPermitted, NotAnAdministrativeOrgan, InvalidInput with all faults, ItemNotOnList,
    ItemNotInForce, ItemsOfDifferentChecklists, PlanNotInForce, OutsidePlanLine, NothingToRedraw.
    """
    if order.office not in tuple(by.offices_with(Permission.TASK_MANAGE)):
        raise NotPermitted(Permission.TASK_MANAGE)
    for department in order.departments:
        refuse_unless_organ(department.office)
    if found := (*_faults(order, today), *faults_of_quotas(order.quotas)):
        raise InvalidInput(found)
    for item in order.items:
        if not item.is_on_list_of(order.office):
            raise ItemNotOnList(item.code)
        if not (item.holds_on(order.window_from) and item.holds_on(order.window_to)):
            raise ItemNotInForce(item.code)
    # Of different editions is not of different checklists: a visit takes the one in force.
    codes = {code for code, _ in (item.checklist for item in order.items)}
    if len(codes) > 1:
        raise ItemsOfDifferentChecklists
    _refuse_beside_plan(order)
    _refuse_needless_redraw(order)
    (code,) = codes
    return code, checklists.current(code, today).version


def approve(authority_id: UUID, created_by: UUID, *, by: Actor) -> None:
    """Let the head of the task's authority approve it. NotPermitted, OwnTask."""
    held = (office.authority_id for office in by.offices_with(Permission.TASK_APPROVE))
    if authority_id not in tuple(held):
        raise NotPermitted(Permission.TASK_APPROVE)
    if by.account_id == created_by:
        raise OwnTask


def _refuse_beside_plan(order: TaskDraft) -> None:
    line = order.plan_line
    if line is None:
        return
    if line.authority_id != order.office.authority_id:
        raise OutsidePlanLine
    if line.state is not PlanState.PUBLISHED:
        raise PlanNotInForce(line.state)
    is_inside = (
        subtree(line.region_code).covers(subtree(order.region_code))
        and line.first_on <= order.window_from
        and order.window_to <= line.last_on
        and line.item_id in {item.id for item in order.items}
    )
    if not is_inside:
        raise OutsidePlanLine


def _refuse_needless_redraw(order: TaskDraft) -> None:
    voided = order.redraw_of
    if voided is None:
        return
    line_id = order.plan_line.id if order.plan_line else None
    if not (
        voided.is_voided
        and voided.was_drawn
        and voided.authority_id == order.office.authority_id
        and voided.plan_line_id == line_id
    ):
        raise NothingToRedraw


def _faults(order: TaskDraft, today: dt.date) -> Iterator[Violation]:
    if not order.items:
        yield Violation("itemIds", "至少填写一项", "at least one is required")
    if len({item.id for item in order.items}) < len(order.items):
        yield Violation("itemIds", "重复", "is listed twice")
    if order.window_from <= today:
        # Frozen, drawn and issued before the first day.
        yield Violation("windowFrom", "须晚于今天", "must be after today")
    if order.window_to < order.window_from:
        yield Violation("windowTo", "不得早于开始日期", "must not be before the first day")
    if order.window_to.year != order.window_from.year:
        # The caps are those of one year.
        yield Violation("windowTo", "须在同一年内", "must be in the same year as the first day")
    longest = thresholds.at("DR_MAX_WINDOW", today)
    if not longest.is_met_by((order.window_to - order.window_from).days + 1):
        yield Violation(
            "windowTo", f"最长{longest.value}天", f"the period may be at most {longest.value} days"
        )
    if not order.office.subtree.covers(subtree(order.region_code)):
        zh, en = "不在管辖区域内", "is outside your jurisdiction"
        yield Violation("regionCode", zh, en)
    if not order.kinds:
        zh, en = "没有适用的机构类型", "none of the items applies to these kinds of institution"
        yield Violation("targetKinds", zh, en)
    yield from _faults_of_departments(order, today)


def _faults_of_departments(order: TaskDraft, today: dt.date) -> Iterator[Violation]:
    least = thresholds.at("DR_MIN_OFFICERS", today)
    most = thresholds.at("DR_MAX_OFFICERS", today)
    named = [department.office.authority_id for department in order.departments]
    for index, department in enumerate(order.departments):
        path = f"departments[{index}]"
        count = department.officers_per_object
        if not (least.is_met_by(count) and most.is_met_by(count)):
            zh, en = (f"须在{least.value}与{most.value}之间",
                      f"must be from {least.value} to {most.value}")  # fmt: skip
            yield Violation(f"{path}.officersPerObject", zh, en)
        if not 1 <= department.max_load <= 1_000:
            yield Violation(f"{path}.maxLoad", "须在1与1000之间", "must be from 1 to 1000")
        if named[index] in named[:index]:
            yield Violation(f"{path}.authorityId", "重复", "is listed twice")
    if not named or named[0] != order.office.authority_id:
        zh, en = "首个部门须为牵头机关", "the first department must be the lead authority"
        yield Violation("departments", zh, en)
