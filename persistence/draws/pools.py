"""The pool as the register has it at this moment: objects with their exclusions, and officers."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from domain.draws.pool import Pool, PoolObject, PoolOfficer, Recusal
from domain.draws.rules import Department, DrawRules, FixedCount, Quantity, Ratio
from domain.inspections.terms import InspectionState, TaskCategory
from domain.institutions import RiskClass
from domain.regions import subtree
from domain.registries.eligibility import Caps, PoolCandidate, exclusion
from domain.registries.terms import ExclusionGround, OfficerExclusion
from domain.tasks.draw_steps import WAITING, PoolBusy
from domain.tasks.earlier_draws import refuse_while_waiting
from domain.tasks.policy import Policy, Quota
from persistence.authorities import officers as staff
from persistence.authorities.table import Authority, InspectorProfile, Officer
from persistence.draws import earlier
from persistence.draws.table import Draw, PoolStratum
from persistence.draws.table import PoolObject as ObjectRow
from persistence.inspections.certificates import certificate
from persistence.inspections.table import Inspection, InspectionTask
from persistence.institutions.table import Institution
from persistence.items.table import InspectionItem
from persistence.registries import writes as registries
from persistence.registries.table import ObjectStop
from persistence.standings import writes as standings
from persistence.tasks import writes as tasks
from persistence.tasks.table import TaskDepartment, TaskItem


@dataclass(frozen=True, slots=True)
class PooledInstitution:
    institution_id: UUID
    risk_class: RiskClass
    exclusion: ExclusionGround | None


@dataclass(frozen=True, slots=True)
class Inspector:
    officer_id: UUID
    authority_id: UUID
    may_lead: bool
    max_load: int
    exclusion: OfficerExclusion | None


@dataclass(frozen=True, slots=True)
class GatheredPool:
    """What would be frozen now: for the draw, and with its grounds for those who may know them."""

    objects: tuple[PooledInstitution, ...]
    inspectors: tuple[Inspector, ...]
    recusals: tuple[tuple[UUID, UUID], ...]
    pool: Pool
    rules: DrawRules


async def gather(session: AsyncSession, task: InspectionTask, *, today: dt.date) -> GatheredPool:
    """The pool of a task. One statement reads all objects, so that they are of one moment.

    PoolBusy while another draw over these objects waits, or while one of the authority's may still
    send a visit on which it depends whether an object may be drawn here.
    """
    quotas = await tasks.quotas(session, task)
    departments = await tasks.departments(session, task)
    items = await tasks.items(session, task)
    met = await earlier.meeting(session, task, items)
    codes = frozenset(item.code for item in items)
    refuse_while_waiting(earlier.drawn_from(task, codes), met, today)
    authority = await session.get_one(Authority, task.authority_id)
    # Who was ordered from above to go there is not kept from it by a cap of its own.
    is_ordered = task.ordered_by_id is not None
    per_authority = None if is_ordered else authority.published_cap().on(today)
    objects = await _objects(session, task, quotas, items, today, per_authority)
    inspectors, officers = await _officers(session, task, departments, today)
    followed = await earlier.repeated_tasks(session, task, items, met, today)
    recusals = tuple(await registries.live_recusals(session, [i.officer_id for i in inspectors]))
    pool = Pool(
        tuple(
            PoolObject(str(o.institution_id), o.risk_class.value, o.exclusion and o.exclusion.value)
            for o in objects
        ),
        tuple(officers),
        tuple(Recusal(str(institution), str(officer)) for officer, institution in recusals),
    )
    rules = DrawRules(
        task_code=task.code,
        quantities={each.value: _quantity(quotas[each]) for each in RiskClass},
        departments=tuple(
            Department(str(each.authority_id), each.officers_per_object, _specialities(each, task))
            for each in departments
        ),
        window_from=task.window_from,
        window_to=task.window_to,
        caps=_published_caps(quotas, items, per_authority),
        redraw_of=await _code_of(session, followed[0] if followed else None),
        redraws=len(followed),
    )
    return GatheredPool(objects, inspectors, recusals, pool, rules)


def strata(
    draw: Draw, gathered: GatheredPool, labels: Mapping[RiskClass, str]
) -> list[PoolStratum]:
    """What each class came to."""
    rows = Counter(o.risk_class for o in gathered.objects)
    left = Counter(o.risk_class for o in gathered.objects if o.exclusion is None)
    return [
        PoolStratum(
            draw_id=draw.id,
            risk_class=each,
            label=labels[each],
            row_count=rows[each],
            eligible_count=left[each],
            drawn_count=gathered.rules.quantities[each.value].of(left[each]),
        )
        for each in RiskClass
    ]


async def _objects(
    session: AsyncSession,
    task: InspectionTask,
    quotas: Policy,
    items: Sequence[InspectionItem],
    today: dt.date,
    per_authority: int | None,
) -> tuple[PooledInstitution, ...]:
    """Every object of the task's area, sector and kinds, with the first ground that keeps it out.

    What each was visited for is counted once for all of them and joined: asked for one by one, a
    province of 100,000 objects took nine seconds.
    """
    i = Institution.__table__
    area = subtree(task.region_code or "")
    counts = _counts(task, [item.id for item in items], today)
    stopped = (
        sa.select(ObjectStop.institution_id)
        .where(
            ObjectStop.first_on <= task.window_to,
            sa.or_(ObjectStop.last_on.is_(None), ObjectStop.last_on >= task.window_from),
        )
        .distinct()
        .subquery()
    )
    emptied = standings.all_taken(today).subquery()
    none: sa.ColumnElement[int] = sa.literal_column("0")
    statement = (
        sa.select(
            i.c.id,
            i.c.existence,
            i.c.risk_class,
            stopped.c.institution_id.is_not(None).label("is_stopped"),
            sa.func.coalesce(counts.c.is_open, sa.false()).label("is_in_open_task"),
            sa.func.coalesce(counts.c.for_item, none).label("for_item"),
            sa.func.coalesce(counts.c.by_authority, none).label("by_authority"),
            sa.func.coalesce(counts.c.may_follow, none).label("may_follow"),
            counts.c.waiting_code,
            emptied.c.institution_id.is_not(None).label("holds_nothing"),
        )
        .select_from(
            i.outerjoin(counts, counts.c.institution_id == i.c.id)
            .outerjoin(stopped, stopped.c.institution_id == i.c.id)
            .outerjoin(emptied, emptied.c.institution_id == i.c.id)
        )
        .where(
            i.c.region_code.between(area.first, area.last),
            i.c.sector == task.sector,
            i.c.kinds.op("&&")(sa.cast(task.kinds, i.c.kinds.type)),
        )
        .order_by(i.c.id)
    )
    if task.subject_kind is not None:
        statement = statement.where(i.c.subject_kind == task.subject_kind)
    most = min(item.max_per_year for item in items)
    found = []
    for row in await session.execute(statement):
        ground = exclusion(
            PoolCandidate(
                row.existence,
                row.is_stopped,
                row.is_in_open_task,
                row.for_item,
                row.by_authority,
                row.holds_nothing,
            ),
            Caps(min(most, quotas[row.risk_class].max_per_year), per_authority),
        )
        may_be_capped = per_authority is not None and (
            row.by_authority + row.may_follow >= per_authority
        )
        if ground is None and may_be_capped:
            await _refuse_waiting(session, row.waiting_code)
        found.append(PooledInstitution(row.id, row.risk_class, ground))
    return tuple(found)


async def _refuse_waiting(session: AsyncSession, task_code: str) -> None:
    due_on = await session.scalar(sa.select(Draw.issue_due_on).where(Draw.task_code == task_code))
    assert due_on is not None
    raise PoolBusy(task_code, due_on)


def _counts(task: InspectionTask, item_ids: Sequence[UUID], today: dt.date) -> sa.Subquery:
    """By institution: routine and campaign visits of the window's year for the items and by the
    authority, whether one for the items is open, and how many of the authority's may follow from draws
    that wait, with the code of one of their tasks."""
    shares_item = sa.exists().where(
        TaskItem.task_id == InspectionTask.id, TaskItem.item_id.in_(_editions(item_ids))
    )
    facts = (
        shares_item.label("is_for_item"),
        (InspectionTask.authority_id == task.authority_id).label("is_by_authority"),
        InspectionTask.window_from.between(
            task.window_from.replace(month=1, day=1), task.window_from.replace(month=12, day=31)
        ).label("is_this_year"),
        # A case is a visit for a reason of its own: it leaves the chance of being drawn as it was.
        (InspectionTask.category != TaskCategory.CASE).label("counts"),
        # Nor does a campaign that somebody above ordered use up the authority's own visits (X43).
        InspectionTask.ordered_by_id.is_(None).label("is_own"),
    )
    visits = (
        sa.select(
            Inspection.institution_id,
            Inspection.published_at.is_(None).label("is_open"),
            sa.null().cast(sa.Text).label("waiting_code"),
            *facts,
        )
        .join(InspectionTask, InspectionTask.id == Inspection.task_id)
        .where(Inspection.state != InspectionState.VOIDED)
    )
    waiting = (
        sa.select(
            ObjectRow.institution_id,
            sa.false().label("is_open"),
            Draw.task_code.label("waiting_code"),
            *facts,
        )
        .join(Draw, Draw.id == ObjectRow.draw_id)
        .join(InspectionTask, InspectionTask.id == Draw.task_id)
        .where(
            InspectionTask.state.in_(WAITING),
            InspectionTask.authority_id == task.authority_id,
            Draw.issue_due_on >= today,
            ObjectRow.exclusion.is_(None),
            sa.or_(Draw.drawn_at.is_(None), ObjectRow.visit_no.is_not(None)),
        )
    )
    every = sa.union_all(visits, waiting).subquery()
    this_year = sa.and_(every.c.is_this_year, every.c.counts)
    is_visit = every.c.waiting_code.is_(None)
    may_follow = sa.and_(this_year, every.c.waiting_code.is_not(None), every.c.is_own)
    return (
        sa.select(
            every.c.institution_id,
            sa.func.bool_or(sa.and_(every.c.is_open, every.c.is_for_item)).label("is_open"),
            sa.func.count().filter(this_year, is_visit, every.c.is_for_item).label("for_item"),
            sa.func.count()
            .filter(this_year, is_visit, every.c.is_by_authority, every.c.is_own)
            .label("by_authority"),
            sa.func.count().filter(may_follow).label("may_follow"),
            sa.func.min(every.c.waiting_code).filter(may_follow).label("waiting_code"),
        )
        .where(sa.or_(every.c.is_this_year, every.c.is_open))
        .group_by(every.c.institution_id)
        .subquery()
    )


def _editions(item_ids: Sequence[UUID]) -> sa.Select[UUID]:
    """All versions of these items: a new edition does not restart the count."""
    named = sa.select(InspectionItem.code).where(InspectionItem.id.in_(item_ids))
    return sa.select(InspectionItem.id).where(InspectionItem.code.in_(named))


async def _officers(
    session: AsyncSession,
    task: InspectionTask,
    departments: Sequence[TaskDepartment],
    today: dt.date,
) -> tuple[tuple[Inspector, ...], list[PoolOfficer]]:
    """Every inspector of each department; those who may not be dealt are listed with the reason."""
    loads = {each.authority_id: each.max_load for each in departments}
    statement = (
        sa.select(Officer, InspectorProfile, Authority.region_code)
        .join(InspectorProfile, InspectorProfile.officer_id == Officer.id)
        .join(Authority, Authority.id == Officer.authority_id)
        .where(Officer.authority_id.in_(loads), staff.is_on_staff())
        .order_by(Officer.id)
    )
    inspectors, officers = [], []
    for officer, profile, region_code in await session.execute(statement):
        ground = _ground(officer, profile, task, today)
        inspectors.append(
            Inspector(
                officer.id,
                officer.authority_id,
                profile.may_lead,
                loads[officer.authority_id],
                ground,
            )
        )
        officers.append(
            PoolOfficer(
                officer_id=str(officer.id),
                department=str(officer.authority_id),
                unit=region_code,
                may_lead=profile.may_lead,
                specialities=frozenset(profile.specialities),
                capacity=loads[officer.authority_id],
                certificate=certificate(profile),
                exclusion=ground and ground.value,
            )
        )
    return tuple(inspectors), officers


def _ground(
    officer: Officer, profile: InspectorProfile, task: InspectionTask, today: dt.date
) -> OfficerExclusion | None:
    if profile.is_expert:
        return OfficerExclusion.EXPERT
    if profile.left_on is not None and profile.left_on <= today:
        return OfficerExclusion.LEFT
    if profile.suspended_at is not None:
        return OfficerExclusion.SUSPENDED
    # The officer who orders a check does not carry it out.
    if officer.account_id is not None and officer.account_id in (task.created_by, task.approved_by):
        return OfficerExclusion.MADE_THE_TASK
    return None


def _quantity(quota: Quota) -> Quantity:
    if quota.object_count is not None:
        return FixedCount(quota.object_count)
    return Ratio(quota.ratio_bp or 0, quota.min_count)


def _specialities(department: TaskDepartment, task: InspectionTask) -> frozenset[str]:
    """The department that leads sends at least one who knows the sector."""
    return frozenset({task.sector.value}) if department.position == 1 else frozenset()


def _published_caps(
    quotas: Policy, items: Sequence[InspectionItem], per_authority: int | None
) -> dict[str, int]:
    """Without the classes: the risk class is internal. A cap that was not applied is not among them."""
    most = min(item.max_per_year for item in items)
    caps = {"per_item": min(most, *(quota.max_per_year for quota in quotas.values()))}
    if per_authority is not None:
        caps["per_authority"] = per_authority
    return caps


async def _code_of(session: AsyncSession, task_id: UUID | None) -> str | None:
    if task_id is None:
        return None
    return await session.scalar(sa.select(InspectionTask.code).where(InspectionTask.id == task_id))
