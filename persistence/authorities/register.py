"""The tree of authorities for writing: where each stands, what it has to finish, and who takes that over."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from domain.accounts import THREE_ROLES
from domain.actors import Actor, Office
from domain.authorities import ChangeKind, ChangeState, Sector
from domain.authorities import register as rules
from domain.complaints.transitions import OPEN
from domain.inspections.terms import InspectionState, TaskState
from domain.plans.terms import PlanState
from domain.publication.terms import FollowUpState, ObjectionState, RepairState, ReplyState
from domain.rectification.terms import EscalationState, OrderState
from domain.refusals import NotFound
from domain.regions import subtree
from persistence.accounts import writes as accounts
from persistence.accounts.table import RoleGrant
from persistence.authorities.policies import change_within_reach
from persistence.authorities.table import STAFF_NO, Authority, ChangeProposal
from persistence.complaints.table import Complaint
from persistence.draws.table import Draw
from persistence.engine import violations
from persistence.engine.claims import claim_visible
from persistence.engine.columns import Table
from persistence.engine.identifiers import new_key
from persistence.inspections.table import Inspection, InspectionTask
from persistence.institutions.table import Institution
from persistence.items.table import InspectionItem
from persistence.plans.table import InspectionPlan
from persistence.publication.table import FollowUp, Objection, RepairRequest, Reply
from persistence.rectification.table import CorrectionOrder, EscalationProposal
from persistence.tasks.table import TaskDepartment

violations.UNREACHABLE["ck_authorities_*"] = "closing sets both; words are GraphQL enum members"
violations.UNREACHABLE["ck_change_proposals_*"] = "words are GraphQL enum members"

_TREE = 0x7EEE
"""Held by who changes the tree: two moves at once could each be fine and together make a circle."""
_UNFROZEN = (TaskState.DRAFT, TaskState.APPROVED)
_OPEN_ORDERS = tuple(
    state for state in OrderState if state not in (OrderState.CLOSED, OrderState.ESCALATED)
)
_OPEN_PLAN = InspectionPlan.state != PlanState.CLOSED
_UNFROZEN_TASK = InspectionTask.state.in_(_UNFROZEN)
_OPEN_ORDER = CorrectionOrder.state.in_(_OPEN_ORDERS)
_OPEN_ESCALATION = EscalationProposal.state == EscalationState.PROPOSED
_OPEN_COMPLAINT = Complaint.state.in_(OPEN)
_OPEN_VISIT = sa.and_(
    Inspection.state != InspectionState.VOIDED,
    sa.or_(Inspection.published_at.is_(None), Inspection.state == InspectionState.TO_CORRECT),
)
_OPEN_TASK = InspectionTask.state.not_in((TaskState.COMPLETED, TaskState.VOIDED))
_SUPERVISOR = "supervising_authority_id"
_PLACED: tuple[type[Any], ...] = (
    InspectionPlan,
    Draw,
    CorrectionOrder,
    EscalationProposal,
    InspectionTask,
    Inspection,
)
"""What keeps the region of its authority beside it."""


async def lock_tree(session: AsyncSession) -> None:
    """Hold the tree until the transaction ends; who only reads it does not wait."""
    await session.execute(sa.select(sa.func.pg_advisory_xact_lock(_TREE)))


async def claim(session: AsyncSession, authority_id: UUID) -> Authority:
    """Lock an authority for the rest of the transaction; authorities are public. Raises NotFound."""
    statement = sa.select(Authority).where(Authority.id == authority_id).with_for_update()
    found = await session.scalar(statement)
    if found is None:
        raise NotFound
    return found


async def everybody(
    session: AsyncSession, ids: Collection[UUID] | None = None, *, is_locked: bool = True
) -> list[Authority]:
    """All authorities, or these, for what is held against all of them; locked in one order, unless nothing
    is to be written."""
    statement = sa.select(Authority).order_by(Authority.id)
    if ids is not None:
        statement = statement.where(Authority.id.in_(ids))
    if is_locked:
        statement = statement.with_for_update()
    return list(await session.scalars(statement))


async def claim_proposal(session: AsyncSession, actor: Actor, proposal_id: UUID) -> ChangeProposal:
    """Lock a change that waits, or waited, for an administrator in whose reach it is."""
    return await claim_visible(session, actor, ChangeProposal, change_within_reach, proposal_id)


async def is_named(
    session: AsyncSession, name: str, region_code: str, *, but: UUID | None = None
) -> bool:
    """Whether another authority of the region that is not closed has this name; the tree is held."""
    others = sa.select(Authority.id).where(
        Authority.name == name, Authority.region_code == region_code, Authority.closed_at.is_(None)
    )
    if but is not None:
        others = others.where(Authority.id != but)
    return await session.scalar(others.limit(1)) is not None


async def node(
    session: AsyncSession, authority: Authority, changes: Mapping[str, Any] | None = None
) -> rules.Node:
    """Where an authority stands, or would with these changes of region, sectors and parent."""
    entry: dict[str, Any] = {"region_code": authority.region_code, "sectors": authority.sectors}
    entry |= {"parent_id": authority.parent_id} | dict(changes or {})
    office = Office(
        authority.id,
        authority.kind,
        subtree(entry["region_code"]),
        frozenset(Sector[sector] for sector in entry["sectors"]),
        authority.closed_at is not None,
        authority.successor_id,
    )
    below = sa.select(Authority).where(
        Authority.parent_id == authority.id, Authority.closed_at.is_(None)
    )
    return rules.Node(
        office,
        await above(session, entry["parent_id"]),
        tuple(accounts.office(row) for row in await session.scalars(below)),
    )


async def above(session: AsyncSession, parent_id: UUID | None) -> tuple[Office, ...]:
    """The chain above, nearest first, each once. Raises NotFound for a parent that is none."""
    found: dict[UUID, Office] = {}
    while parent_id is not None and parent_id not in found:
        parent = await session.get(Authority, parent_id, populate_existing=True)
        if parent is None:
            raise NotFound
        found[parent_id] = accounts.office(parent)
        parent_id = parent.parent_id
    return tuple(found.values())


async def closing(
    session: AsyncSession, authority: Authority, successor_id: UUID | None
) -> tuple[rules.Node, rules.Node | None, rules.ClosingWork]:
    """An authority that is to be closed, its successor, and what is to be finished. Raises NotFound."""
    successor = None if successor_id is None else await claim(session, successor_id)
    return (
        await node(session, authority),
        None if successor is None else await node(session, successor),
        await _closing_work(session, authority, successor),
    )


async def _closing_work(
    session: AsyncSession, authority: Authority, successor: Authority | None
) -> rules.ClosingWork:
    """What is open at an authority, and how much of it its successor would not reach."""
    id = authority.id
    of_visit = Inspection.authority_id == id
    counts = {
        "institutions": (Institution.supervising_authority_id == id,),
        "plans": (InspectionPlan.authority_id == id, _OPEN_PLAN),
        "tasks": (InspectionTask.authority_id == id, _OPEN_TASK),
        "visits": (of_visit, _OPEN_VISIT),
        "complaints": (
            sa.or_(Complaint.intake_authority_id == id, Complaint.assigned_authority_id == id),
            _OPEN_COMPLAINT,
        ),
        "below": (Authority.parent_id == id, Authority.closed_at.is_(None)),
    }
    found = {name: await _count(session, conditions) for name, conditions in counts.items()}
    found["orders"] = await _count(
        session, (CorrectionOrder.authority_id == id, _OPEN_ORDER)
    ) + await _count(session, (EscalationProposal.authority_id == id, _OPEN_ESCALATION))
    found["publications"] = await _open_publications(session, id)
    out_of_reach = 0
    if successor is not None:
        out_of_reach = await _out_of_reach(session, id, successor)
    return rules.ClosingWork(rules.OpenWork(**found), out_of_reach)


async def _count(session: AsyncSession, conditions: Iterable[sa.ColumnElement[bool]]) -> int:
    count: int | None = await session.scalar(sa.select(sa.func.count()).where(*conditions))
    return count or 0


async def _open_publications(session: AsyncSession, id: UUID) -> int:
    of_visit = (FollowUp.inspection_id == Inspection.id, Inspection.authority_id == id)
    parts = (
        (Objection.authority_id == id, Objection.state == ObjectionState.RECEIVED),
        (Reply.authority_id == id, Reply.state == ReplyState.WRITTEN),
        (RepairRequest.authority_id == id, RepairRequest.state == RepairState.REQUESTED),
        (*of_visit, FollowUp.state == FollowUpState.OPEN),
    )
    return sum([await _count(session, part) for part in parts])


async def _out_of_reach(session: AsyncSession, id: UUID, successor: Authority) -> int:
    area = subtree(successor.region_code)
    beyond = {
        table: sa.or_(
            table.region_code < area.first,
            table.region_code > area.last,
            table.sector.not_in(successor.sectors),
        )
        for table in (Institution, InspectionTask)
    }
    supervised = (Institution.supervising_authority_id == id, beyond[Institution])
    unfrozen = (InspectionTask.authority_id == id, _UNFROZEN_TASK, beyond[InspectionTask])
    return await _count(session, supervised) + await _count(session, unfrozen)


async def used_sectors(session: AsyncSession, id: UUID) -> frozenset[Sector]:
    """The sectors of what an authority supervises and has begun."""
    parts: tuple[tuple[Any, ...], ...] = (
        (Institution.sector, Institution.supervising_authority_id == id),
        (InspectionPlan.sector, InspectionPlan.authority_id == id, _OPEN_PLAN),
        (InspectionTask.sector, InspectionTask.authority_id == id, _OPEN_TASK),
        (Inspection.sector, Inspection.authority_id == id, _OPEN_VISIT),
        (CorrectionOrder.sector, CorrectionOrder.authority_id == id, _OPEN_ORDER),
        (
            Complaint.sector,
            sa.or_(Complaint.intake_authority_id == id, Complaint.assigned_authority_id == id),
            _OPEN_COMPLAINT,
        ),
    )
    selects = [sa.select(column).where(*conditions) for column, *conditions in parts]
    return frozenset(await session.scalars(sa.union(*selects)))


def proposal(
    authority: Authority,
    kind: ChangeKind,
    reason: str,
    *,
    by: UUID | None,
    at: dt.datetime,
    **target: Any,
) -> ChangeProposal:
    """A change as it will be, of the authority as it is now."""
    return ChangeProposal(
        id=new_key(),
        kind=kind,
        authority_id=authority.id,
        authority_version=authority.version,
        reason=reason,
        state=ChangeState.WAITING,
        proposed_by=by,
        proposed_at=at,
        **target,
    )


async def lock_proposal(session: AsyncSession, proposal_id: UUID) -> ChangeState | None:
    """How far it is, for the rest of the transaction; None where it was not proposed."""
    statement = sa.select(ChangeProposal.state).where(ChangeProposal.id == proposal_id)
    return await session.scalar(statement.with_for_update())


async def move(
    session: AsyncSession, authority: Authority, changes: Mapping[str, Any], *, at: dt.datetime
) -> None:
    """Give it another region, sectors or parent. What it did is seen by those above its new region."""
    authority.record_correction(changes, at=at)
    if "region_code" in changes:
        await _place(session, authority.id, authority)


async def _place(session: AsyncSession, id: UUID, at: Authority) -> None:
    for table in _PLACED:
        moved = sa.update(table).where(table.authority_id == id)
        await session.execute(moved.values(authority_region_code=at.region_code))


async def close(
    session: AsyncSession,
    closing: Authority,
    successor_id: UUID | None,
    *,
    by: UUID | None,
    confirmed_by: UUID | None,
    at: dt.datetime,
) -> None:
    """Close it. With a successor, that takes over what is open, the list of items, the institutions,
    the authorities below and the staff; what is sealed, signed or published stays under the name of
    who did it, and the successor's officials act on it. Without one, the staff leaves. Raises
    LastAdministrator."""
    await accounts.refuse_last_administrator(session, await _grants_at(session, closing.id))
    closing.record_correction({"closed_at": at, "successor_id": successor_id}, at=at)
    await session.flush()
    if successor_id is not None:
        successor = await claim(session, successor_id)
        await _hand_over(session, closing, successor, at=at)
        await _move_staff(
            session, closing.id, successor.id, by=by, confirmed_by=confirmed_by, at=at
        )
    await _end_grants(session, closing.id, by=confirmed_by, at=at)


async def _hand_over(
    session: AsyncSession, closing: Authority, successor: Authority, *, at: dt.datetime
) -> None:
    before, after = closing.id, successor.id
    placed = {"authority_id": after, "authority_region_code": successor.region_code}
    is_unfrozen = (
        sa.exists()
        .where(InspectionTask.id == TaskDepartment.task_id, _UNFROZEN_TASK)
        .correlate(TaskDepartment)
    )
    twin = TaskDepartment.__table__.alias()
    sends_already = sa.exists().where(
        twin.c.task_id == TaskDepartment.task_id, twin.c.authority_id == after
    )
    is_in_force = InspectionItem.effective_to.is_(None)
    for table, conditions, values in (
        (
            TaskDepartment,
            (TaskDepartment.authority_id == before, is_unfrozen, ~sends_already),
            {"authority_id": after},
        ),
        (InspectionTask, (InspectionTask.authority_id == before, _UNFROZEN_TASK), placed),
        (InspectionPlan, (InspectionPlan.authority_id == before, _OPEN_PLAN), placed),
        (CorrectionOrder, (CorrectionOrder.authority_id == before, _OPEN_ORDER), placed),
        (
            EscalationProposal,
            (EscalationProposal.authority_id == before, _OPEN_ESCALATION),
            placed,
        ),
        (
            Complaint,
            (Complaint.intake_authority_id == before, _OPEN_COMPLAINT),
            {"intake_authority_id": after},
        ),
        (
            Complaint,
            (Complaint.assigned_authority_id == before, _OPEN_COMPLAINT),
            {"assigned_authority_id": after},
        ),
        (
            InspectionItem,
            (InspectionItem.authority_id == before, is_in_force),
            {"authority_id": after},
        ),
    ):
        await _update(session, table, conditions, values)
    # As rows, so that their histories have it.
    children = (Authority.parent_id == before, Authority.closed_at.is_(None))
    for entries, column in (
        (sa.select(Institution).where(Institution.supervising_authority_id == before), _SUPERVISOR),
        (sa.select(Authority).where(*children), "parent_id"),
        (sa.select(Authority).where(Authority.successor_id == before), "successor_id"),
    ):
        for row in await session.scalars(entries.order_by("id").with_for_update()):
            row.record_correction({column: after}, at=at)


async def _update(
    session: AsyncSession,
    table: type[Table],
    conditions: Iterable[sa.ColumnElement[bool]],
    values: Mapping[str, Any],
) -> None:
    statement = sa.update(table).where(*conditions).values(dict(values))
    await session.execute(statement, execution_options={"synchronize_session": False})


async def _move_staff(
    session: AsyncSession,
    before: UUID,
    after: UUID,
    *,
    by: UUID | None,
    confirmed_by: UUID | None,
    at: dt.datetime,
) -> None:
    """Officers and roles go with the work, the three administrations end with the authority."""
    await STAFF_NO.move(session, {"authority_id": before}, {"authority_id": after})
    held = sa.select(RoleGrant).where(
        RoleGrant.authority_id == before,
        RoleGrant.revoked_at.is_(None),
        RoleGrant.in_force_at.is_not(None),
        RoleGrant.role.not_in(THREE_ROLES),
    )
    there = sa.select(RoleGrant.account_id, RoleGrant.role).where(
        RoleGrant.authority_id == after, RoleGrant.revoked_at.is_(None)
    )
    known = {(account_id, role) for account_id, role in await session.execute(there)}
    for grant in await session.scalars(held.order_by(RoleGrant.id)):
        if (grant.account_id, grant.role) not in known:
            session.add(
                RoleGrant(
                    id=new_key(),
                    account_id=grant.account_id,
                    role=grant.role,
                    authority_id=after,
                    granted_by=by,
                    granted_at=at,
                    in_force_at=at,
                    confirmed_by=confirmed_by,
                )
            )


async def _grants_at(session: AsyncSession, id: UUID) -> Sequence[RoleGrant]:
    live = RoleGrant.authority_id == id, RoleGrant.revoked_at.is_(None)
    return (await session.scalars(sa.select(RoleGrant).where(*live))).all()


async def _end_grants(session: AsyncSession, id: UUID, *, by: UUID | None, at: dt.datetime) -> None:
    live = sa.and_(RoleGrant.authority_id == id, RoleGrant.revoked_at.is_(None))
    ended = sa.update(RoleGrant).where(live).values(revoked_by=by, revoked_at=at)
    await session.execute(ended, execution_options={"synchronize_session": False})
