"""A task manager creates a task whose objects and officers are drawn."""

import datetime as dt
from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

import strawberry

from domain.actors import AuthorityIsClosed, Office
from domain.adoptions import AdoptableRule
from domain.authorities import Sector
from domain.inspections.terms import NoticeMode, TaskCategory, TaskState, TaskTrigger
from domain.institutions import InstitutionKind, SubjectKind
from domain.moments import day_of
from domain.offices import NotAnAdministrativeOrgan
from domain.permissions import Permission
from domain.plans import campaigns as rules
from domain.plans.campaigns import Campaign
from domain.plans.rules import ItemNotInForce, ItemNotOnList
from domain.refusals import InvalidInput
from domain.tasks import creation, policy
from domain.tasks.creation import SendingDepartment, TaskDraft
from persistence.accounts import writes as accounts
from persistence.adoptions import writes as adoptions
from persistence.authorities import writes as authorities
from persistence.engine.database import AsyncSession
from persistence.engine.identifiers import new_key
from persistence.inspections.codes import new_code
from persistence.inspections.table import InspectionTask
from persistence.items import writes as items
from persistence.items.table import InspectionItem
from persistence.plans import writes as plans
from persistence.plans.table import InspectionPlan
from persistence.regions import writes as regions
from persistence.tasks import writes as tasks
from persistence.tasks.table import TaskDepartment, TaskItem
from schema.fields import Info, field, optional, refetched
from schema.inputs import OPERATION_ID, InputFaults, is_given, key_of
from schema.inspections import types
from schema.mutations import StoredAs, Transaction, begin_transaction, mutation
from schema.offices import AUTHORITY_ID, SECTOR, office_of, sector_of
from schema.plans import campaigns
from schema.tasks.inputs import (
    DEFAULT_LOAD,
    DEFAULT_OFFICERS,
    QuotaInput,
    TaskDepartmentInput,
    quota,
)

_MOST_ITEMS, _MOST_DEPARTMENTS = 20, 10


@strawberry.input(description="A task to create, whose objects and officers are drawn.")
class CreateTaskInput:
    operation_id: UUID = field(OPERATION_ID)
    authority_id: strawberry.ID | None = strawberry.field(default=None, description=AUTHORITY_ID)
    sector: Sector | None = strawberry.field(default=None, description=SECTOR)
    name: str = field("Name of the task, up to 100 characters.")
    category: TaskCategory = strawberry.field(
        default=TaskCategory.ROUTINE,
        description="Routine or campaign; a case is assigned and not drawn.",
    )
    ordered_by_id: strawberry.ID | None = optional(
        f"{campaigns.ORDERED_BY} Left out under a plan, which names it already."
    )
    order_no: str | None = optional(campaigns.ORDER_NO)
    item_ids: list[strawberry.ID] = field(
        "Inspection items to check, from 1 to 20, all of one checklist."
    )
    plan_line_id: strawberry.ID | None = strawberry.field(
        default=None, description="Line of a published plan that the task carries out."
    )
    region_code: str | None = strawberry.field(
        default=None, description="Code of the region to draw from; by default the authority's own."
    )
    target_kinds: list[InstitutionKind] | None = strawberry.field(
        default=None,
        description="Kinds of institutions to draw from, which makes the draw targeted; by"
        " default all that the items apply to.",
    )
    subject_kind: SubjectKind | None = strawberry.field(
        default=None,
        description="Subject kind to draw from, which makes the draw targeted; by default all.",
    )
    window_from: dt.date = field("First day on which visits may take place; after today.")
    window_to: dt.date = field(
        "Last day on which visits may take place, inclusive; in the same calendar year."
    )
    notice_mode: NoticeMode = strawberry.field(
        default=NoticeMode.ON_ARRIVAL,
        description="Whether institutions are notified in advance or on arrival.",
    )
    publish_drawn_list: bool = strawberry.field(
        default=False,
        description="Whether the list of drawn objects is published when the draw is locked.",
    )
    departments: list[TaskDepartmentInput] | None = strawberry.field(
        default=None,
        description="Departments that provide officers, at most 10, the caller's own authority"
        " first; by default it alone.",
    )
    quotas: list[QuotaInput] | None = strawberry.field(
        default=None,
        description="Numbers of objects by risk class, within the authority's policy; by default"
        " as the policy says.",
    )
    redraw_of_id: strawberry.ID | None = strawberry.field(
        default=None, description="The voided task in whose place this one draws again."
    )


@strawberry.type(description="The task is created as a draft.")
class TaskCreated:
    task_id: Annotated[UUID, StoredAs("task_id")]
    task: types.InspectionTask | None = refetched(
        "task_id", "The task after the change, as the caller sees it."
    )


@mutation(
    permission=Permission.TASK_MANAGE,
    description="Create a task whose objects and officers are drawn at random.",
    refuses=(
        ItemNotOnList,
        ItemNotInForce,
        creation.ItemsOfDifferentChecklists,
        creation.PlanNotInForce,
        creation.OutsidePlanLine,
        creation.NothingToRedraw,
        rules.CampaignNotApproved,
        rules.OrderNotFromAbove,
        policy.QuotaAbovePolicy,
        NotAnAdministrativeOrgan,
        AuthorityIsClosed,
    ),
)
async def create_task(info: Info, input: CreateTaskInput) -> TaskCreated:
    name, ordered_by_id, order_no = _checked(input)
    item_keys = [
        key_of("InspectionItem", each, f"itemIds[{i}]") for i, each in enumerate(input.item_ids)
    ]
    line_key = _optional("PlanLine", input.plan_line_id, "planLineId")
    redraw_key = _optional("InspectionTask", input.redraw_of_id, "redrawOfId")
    async with begin_transaction(info, input) as transaction:
        office = office_of(transaction.actor, Permission.TASK_MANAGE, input.authority_id)
        region_code = await _region(transaction.session, input.region_code, office)
        found = await items.several(transaction.session, item_keys)
        plan = plan_line = None
        if line_key is not None:
            plan, plan_line = await plans.line_of_task(transaction.session, line_key)
        redraw_of = None
        if redraw_key is not None:
            redraw_of = await tasks.voided_task(
                transaction.session, transaction.actor, redraw_key, transaction.today
            )
        order = TaskDraft(
            office=office,
            items=await items.facts(transaction.session, found),
            region_code=region_code,
            kinds=_kinds(found, input.target_kinds),
            window_from=input.window_from,
            window_to=input.window_to,
            departments=await _departments(transaction.session, office, input.departments),
            quotas=tuple(quota(each) for each in input.quotas or ()),
            plan_line=plan_line,
            redraw_of=redraw_of,
        )
        checklist = creation.order(order, by=transaction.actor, today=transaction.today)
        await campaigns.refuse_unless_above(transaction.session, office, ordered_by_id)
        if plan is not None:
            ordered_by_id, order_no = plan.ordered_by_id, plan.order_no
        await _refuse_unapproved(transaction, office, input.category, ordered_by_id, plan)
        in_force = await tasks.policy(
            transaction.session, office.authority_id, on=transaction.today
        )
        quotas = policy.apply_quotas(in_force, order.quotas, order.classes)
        task = _task(transaction, input, order, name=name, checklist=checklist)
        task.plan_line_id, task.redraw_of_id = line_key, redraw_key
        task.ordered_by_id, task.order_no = ordered_by_id, order_no
        transaction.session.add(task)
        await transaction.session.flush()
        transaction.session.add_all(_parts(task, order))
        transaction.session.add_all(tasks.quota_rows(task.id, quotas))
        transaction.record_transition(
            "InspectionTask", task.id, from_state=None, to_state=task.state, event="create"
        )
        transaction.audit("task.created", on=task.id, code=task.code)
        return transaction.succeed(TaskCreated(task_id=task.id))


async def _refuse_unapproved(
    transaction: Transaction,
    office: Office,
    category: TaskCategory,
    ordered_by_id: UUID | None,
    plan: InspectionPlan | None,
) -> None:
    """What the rule refuses. A plan from before it was adopted is used as it was."""
    published_at = plan.published_at if plan is not None else None
    days = (transaction.today, day_of(published_at) if published_at else transaction.today)
    is_adopted = [
        await adoptions.holds_on(
            transaction.session, AdoptableRule.CAMPAIGN_APPROVAL, office.subtree.first, day
        )
        for day in days
    ]
    rules.use(
        Campaign(category, ordered_by_id is not None),
        None if plan is None else plan.as_campaign(),
        is_adopted=all(is_adopted),
    )


def _checked(input: CreateTaskInput) -> tuple[str, UUID | None, str | None]:
    faults = InputFaults()
    name = faults.name("name", input.name, longest=100)
    faults.number("itemIds", len(input.item_ids), least=1, most=_MOST_ITEMS)
    if input.category is TaskCategory.CASE:
        faults.add(
            "category", "个案检查不适用随机抽取", "must not be CASE: a case is assigned, not drawn"
        )
    if input.departments is not None:
        faults.number("departments", len(input.departments), least=1, most=_MOST_DEPARTMENTS)
    if input.target_kinds is not None and not input.target_kinds:
        faults.add("targetKinds", "至少选择一项", "must have at least one entry")
    ordered_by_id, order_no = campaigns.ordered(
        faults, input.category, input.ordered_by_id, input.order_no
    )
    if ordered_by_id is not None and is_given(input.plan_line_id):
        zh, en = "有计划的，以计划为准", "must be left out under a plan, which names it already"
        faults.add("orderedById", zh, en)
    faults.refuse()
    return name, ordered_by_id, order_no


def _optional(type_name: str, text: strawberry.ID | None, field: str) -> UUID | None:
    return key_of(type_name, text, field) if is_given(text) and text is not None else None


async def _region(session: AsyncSession, code: str | None, office: Office) -> str:
    if code is None:
        return office.subtree.first
    if not await regions.exists(session, code):
        raise InvalidInput.of("regionCode", "该行政区划不存在", "must be the code of a region")
    return code


def _kinds(
    found: Sequence[InspectionItem], wanted: list[InstitutionKind] | None
) -> frozenset[InstitutionKind]:
    """The kinds to which every item applies, limited to those wanted."""
    shared = frozenset(InstitutionKind)
    for item in found:
        shared &= item.facts().applies_to
    return shared if wanted is None else shared & frozenset(wanted)


async def _departments(
    session: AsyncSession, office: Office, wanted: list[TaskDepartmentInput] | None
) -> tuple[SendingDepartment, ...]:
    if wanted is None:
        return (SendingDepartment(office, DEFAULT_OFFICERS, DEFAULT_LOAD),)
    found = []
    for i, each in enumerate(wanted):
        key = key_of("Authority", each.authority_id, f"departments[{i}].authorityId")
        authority = await authorities.get(session, key)
        found.append(
            SendingDepartment(accounts.office(authority), each.officers_per_object, each.max_load)
        )
    return tuple(found)


def _task(
    transaction: Transaction,
    input: CreateTaskInput,
    order: TaskDraft,
    *,
    name: str,
    checklist: tuple[str, int],
) -> InspectionTask:
    return InspectionTask(
        id=new_key(),
        code=new_code(order.office.subtree.first, transaction.today),
        name=name,
        authority_id=order.office.authority_id,
        authority_region_code=order.office.subtree.first,
        sector=sector_of(order.office, input.sector),
        category=input.category,
        trigger=TaskTrigger.AD_HOC if order.plan_line is None else TaskTrigger.PLAN,
        is_targeted=input.target_kinds is not None or input.subject_kind is not None,
        publish_drawn_list=input.publish_drawn_list,
        window_from=order.window_from,
        window_to=order.window_to,
        state=TaskState.DRAFT,
        region_code=order.region_code,
        kinds=sorted(order.kinds),
        subject_kind=input.subject_kind,
        notice_mode=input.notice_mode,
        checklist_code=checklist[0],
        checklist_version=checklist[1],
        created_by=transaction.actor.account_id,
        created_at=transaction.now,
        version=1,
    )


def _parts(task: InspectionTask, order: TaskDraft) -> list[TaskItem | TaskDepartment]:
    return [
        *(
            TaskItem(task_id=task.id, item_id=item.id, position=position)
            for position, item in enumerate(order.items, 1)
        ),
        *(
            TaskDepartment(
                task_id=task.id,
                authority_id=each.office.authority_id,
                position=position,
                officers_per_object=each.officers_per_object,
                max_load=each.max_load,
            )
            for position, each in enumerate(order.departments, 1)
        ),
    ]
