"""Notices in the register: each keeps the facts as they were when it was issued."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from domain import checklists
from domain.inspections.terms import Method, NoticeMode
from domain.visits import notices as rules
from domain.visits import texts
from persistence.authorities.table import Authority, InspectorProfile, Officer
from persistence.engine.identifiers import new_key
from persistence.inspections.table import Inspection, InspectionAssignment, InspectionTask
from persistence.institutions.table import Institution
from persistence.items.table import InspectionItem
from persistence.tasks.table import TaskItem
from persistence.visits.table import (
    Appointment,
    Notice,
    NoticeItem,
    NoticeOfficer,
)


async def of(session: AsyncSession, inspection_id: UUID) -> Notice | None:
    return await session.scalar(sa.select(Notice).where(Notice.inspection_id == inspection_id))


def facts(inspection: Inspection, notice: Notice | None) -> rules.UpcomingVisit:
    """What the rules before a visit turn on. Without a notice `noticed_at` may stand from before there
    were any."""
    return rules.UpcomingVisit(
        inspection.state,
        inspection.authority_id,
        inspection.institution_id,
        inspection.window_from,
        inspection.window_to,
        notice.issued_at if notice else inspection.noticed_at,
        notice.acknowledged_at if notice else None,
        notice.appointment_possible if notice else False,
    )


async def give(
    session: AsyncSession,
    inspection: Inspection,
    notice: rules.NoticeDraft,
    mode: NoticeMode,
    *,
    by: UUID,
    at: dt.datetime,
    today: dt.date,
) -> UUID:
    """Write the notice of the claimed visit for its institution and return its key."""
    facts = await _notice_facts(session, inspection, today)
    row = Notice(
        id=new_key(),
        inspection_id=inspection.id,
        mode=mode,
        issued_at=at,
        issued_by=by,
        institution_name=facts.institution_name,
        credit_code=facts.credit_code,
        task_code=facts.task_code,
        window_from=inspection.window_from,
        window_to=inspection.window_to,
        legal_basis=list(facts.legal_basis),
        methods=[each.value for each in notice.methods],
        materials=list(notice.materials),
        contact=notice.contact or facts.authority_contact,
        appointment_possible=notice.appointment_possible,
        visits_this_year=facts.visits_this_year,
        text_edition=texts.CURRENT.number,
        paragraphs_zh=[each.zh for each in texts.CURRENT.paragraphs],
        paragraphs_en=[each.en for each in texts.CURRENT.paragraphs],
        seal_authority=facts.authority_name,
        sealed_on=today,
    )
    session.add(row)
    await session.flush()
    session.add_all(
        NoticeItem(id=new_key(), notice_id=row.id, position=position, code=code, title=title)
        for position, (code, title) in enumerate(facts.items, 1)
    )
    session.add_all(
        NoticeOfficer(
            id=new_key(),
            notice_id=row.id,
            position=position,
            officer_id=officer_id,
            unit=unit,
            name=name,
            certificate_no=certificate_no,
        )
        for position, (officer_id, unit, name, certificate_no) in enumerate(facts.officers, 1)
    )
    inspection.record_notice(at=at)
    return row.id


ON_ARRIVAL = rules.NoticeDraft((Method.ON_SITE,), (), "", appointment_possible=False)
"""What the institution learns on arrival when a visit was not announced."""


@dataclass(frozen=True, slots=True)
class _NoticeFacts:
    """What the register knows of a visit at this moment."""

    institution_name: str
    credit_code: str
    task_code: str
    authority_name: str
    authority_contact: str
    visits_this_year: int
    legal_basis: Sequence[str]
    items: Sequence[tuple[str, str]]
    officers: Sequence[tuple[UUID, str, str, str]]


async def _notice_facts(
    session: AsyncSession, inspection: Inspection, today: dt.date
) -> _NoticeFacts:
    row = (
        await session.execute(
            sa.select(Institution, InspectionTask.code, Authority)
            .select_from(Inspection)
            .join(Institution, Institution.id == Inspection.institution_id)
            .join(InspectionTask, InspectionTask.id == Inspection.task_id)
            .join(Authority, Authority.id == Inspection.authority_id)
            .where(Inspection.id == inspection.id)
        )
    ).one()
    institution, task_code, authority = row
    visits = sa.select(sa.func.count()).where(
        Inspection.institution_id == inspection.institution_id,
        Inspection.id != inspection.id,
        sa.extract("year", Inspection.inspected_on) == today.year,
    )
    basis, items = await _items(session, inspection)
    return _NoticeFacts(
        institution.name,
        institution.unified_social_credit_code,
        task_code,
        authority.name,
        authority.complaint_phone or authority.name,
        await session.scalar(visits) or 0,
        basis,
        items,
        await _officers(session, inspection),
    )


async def _items(
    session: AsyncSession, inspection: Inspection
) -> tuple[list[str], list[tuple[str, str]]]:
    """Those of the task, else all of the visit's checklist; with their legal basis, each once."""
    found = (
        await session.execute(
            sa.select(InspectionItem.code, InspectionItem.title, InspectionItem.legal_basis)
            .join(TaskItem, TaskItem.item_id == InspectionItem.id)
            .where(TaskItem.task_id == inspection.task_id)
            .order_by(TaskItem.position)
        )
    ).all()
    rows = [(code, title, basis) for code, title, basis in found]
    if not rows:
        checklist = checklists.edition(inspection.checklist_code, inspection.checklist_version)
        rows = [(item.code, item.zh, item.basis.split("; ")) for item in checklist.items]
    bases = dict.fromkeys(each for _, _, basis in rows for each in basis)
    return list(bases), [(code, title) for code, title, _ in rows]


async def _officers(
    session: AsyncSession, inspection: Inspection
) -> list[tuple[UUID, str, str, str]]:
    """Key, unit, name and certificate of those sent now, the leader first."""
    rows = await session.execute(
        sa.select(Officer.id, Authority.name, Officer.name, InspectorProfile.certificate_no)
        .select_from(InspectionAssignment)
        .join(Officer, Officer.id == InspectionAssignment.officer_id)
        .join(Authority, Authority.id == Officer.authority_id)
        .outerjoin(InspectorProfile, InspectorProfile.officer_id == Officer.id)
        .where(
            InspectionAssignment.inspection_id == inspection.id,
            InspectionAssignment.replaced_at.is_(None),
        )
        .order_by(InspectionAssignment.is_leader.desc(), Officer.id)
    )
    return [(key, unit, name, number or "–") for key, unit, name, number in rows.all()]


async def appointment(
    session: AsyncSession, inspection_id: UUID, appointment_id: UUID
) -> Appointment | None:
    """One of a claimed visit's, locked with it."""
    statement = sa.select(Appointment).where(
        Appointment.id == appointment_id, Appointment.inspection_id == inspection_id
    )
    return await session.scalar(statement.with_for_update())
