"""Notices in the register: each keeps the facts as they were when it was issued."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.ext.asyncio import AsyncSession

from domain import checklists
from domain.actors import Actor
from domain.inspections.terms import Method, NoticeMode
from domain.visits import notices as rules
from domain.visits import texts
from persistence.authorities.table import (
    Authority,
    EnforcementCertificate,
    InspectorProfile,
    Officer,
)
from persistence.engine.drafts import Draft, ReadOnce
from persistence.engine.identifiers import new_key
from persistence.inspections.table import Inspection, InspectionAssignment, InspectionTask
from persistence.institutions.table import Institution
from persistence.items.table import InspectionItem
from persistence.reading.rows import alias_of
from persistence.reading.shape import Expression, Row
from persistence.reading.viewer import Viewer
from persistence.tasks.table import TaskItem
from persistence.visits import facts as visit_facts
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


@dataclass(frozen=True, slots=True)
class NoticeFacts:
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


def give(
    draft: Draft,
    inspection: Inspection,
    notice: rules.NoticeDraft,
    facts: NoticeFacts,
    mode: NoticeMode,
    *,
    by: UUID,
    at: dt.datetime,
    today: dt.date,
) -> None:
    """Write the notice of the held visit for its institution."""
    notice_id = new_key()
    draft.add(
        Notice(
            id=notice_id,
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
    )
    for position, (code, title) in enumerate(facts.items, 1):
        draft.add(
            NoticeItem(id=new_key(), notice_id=notice_id, position=position, code=code, title=title)
        )
    for position, (officer_id, unit, name, certificate_no) in enumerate(facts.officers, 1):
        draft.add(
            NoticeOfficer(
                id=new_key(),
                notice_id=notice_id,
                position=position,
                officer_id=officer_id,
                unit=unit,
                name=name,
                certificate_no=certificate_no,
            )
        )
    inspection.record_notice(at=at)


ON_ARRIVAL = rules.NoticeDraft((Method.ON_SITE,), (), "", appointment_possible=False)
"""What the institution learns on arrival when a visit was not announced."""


def _columns(viewer: Viewer) -> Sequence[Expression]:
    visit = Inspection.__table__
    notice = sa.select(facts_as_read(visit)).where(visit.c.id == sa.bindparam("claimed"))
    return [visit_facts.visit_as_read(viewer), notice.scalar_subquery()]


_READ = ReadOnce(_columns)


async def read(
    draft: Draft, actor: Actor, inspection_id: UUID, *, today: dt.date
) -> tuple[Inspection, NoticeFacts]:
    """The visit, held while the draft is written, and what its notice has to say. Raises NotFound."""
    text, notice = await draft.read(_READ, actor, claimed=inspection_id, year=today.year)
    inspection = visit_facts.held(draft, inspection_id, text).inspection
    return inspection, facts_of(inspection, notice)


def facts_as_read(visit: Row) -> Expression:
    """What `facts_of` makes the facts of, for the year that is given."""
    institution, task = Institution.__table__, InspectionTask.__table__
    authority = Authority.__table__
    names = sa.select(
        sa.func.json_build_array(
            institution.c.name,
            institution.c.unified_social_credit_code,
            task.c.code,
            authority.c.name,
            authority.c.complaint_phone,
            _visits_of_year(visit),
            _items_of_task(visit),
            _officers_of(visit),
        ).cast(sa.Text)
    ).where(
        institution.c.id == visit.c.institution_id,
        task.c.id == visit.c.task_id,
        authority.c.id == visit.c.authority_id,
    )
    return names.correlate(visit).scalar_subquery()


def facts_of(inspection: Inspection, text: str) -> NoticeFacts:
    name, code, task_code, authority, phone, visits, items, officers = orjson.loads(text)
    basis, listed = _items(inspection, items)
    return NoticeFacts(
        name,
        code,
        task_code,
        authority,
        phone or authority,
        visits,
        basis,
        listed,
        [(UUID(key), unit, who, number or "–") for key, unit, who, number in officers],
    )


def _visits_of_year(visit: Row) -> Expression:
    other = alias_of(Inspection.__table__)
    counted = sa.select(sa.func.count()).where(
        other.c.institution_id == visit.c.institution_id,
        other.c.id != visit.c.id,
        sa.extract("year", other.c.inspected_on) == sa.bindparam("year", type_=sa.Integer()),
    )
    return counted.correlate(visit).scalar_subquery()


def _items_of_task(visit: Row) -> Expression:
    each = sa.func.json_build_array(
        InspectionItem.code, InspectionItem.title, InspectionItem.legal_basis
    )
    listed = sa.select(_gathered(each, TaskItem.position)).join_from(
        TaskItem, InspectionItem, TaskItem.item_id == InspectionItem.id
    )
    return listed.where(TaskItem.task_id == visit.c.task_id).correlate(visit).scalar_subquery()


def _officers_of(visit: Row) -> Expression:
    """Key, unit, name and certificate of those sent now, the leader first."""
    unit = alias_of(Authority.__table__)
    of_the_day = (
        sa.select(EnforcementCertificate.number)
        .where(
            EnforcementCertificate.officer_id == Officer.id,
            EnforcementCertificate.valid_from <= visit.c.window_from,
            visit.c.window_from <= EnforcementCertificate.valid_to,
        )
        .limit(1)
        .scalar_subquery()
    )
    number = sa.func.coalesce(of_the_day, InspectorProfile.certificate_no)
    each = sa.func.json_build_array(Officer.id, unit.c.name, Officer.name, number)
    sent = (
        sa.select(_gathered(each, InspectionAssignment.is_leader.desc(), Officer.id))
        .join_from(InspectionAssignment, Officer, Officer.id == InspectionAssignment.officer_id)
        .join(unit, unit.c.id == Officer.authority_id)
        .outerjoin(InspectorProfile, InspectorProfile.officer_id == Officer.id)
        .where(
            InspectionAssignment.inspection_id == visit.c.id,
            InspectionAssignment.replaced_at.is_(None),
        )
    )
    return sent.correlate(visit).scalar_subquery()


def _gathered(each: Expression, *order: Any) -> Expression:
    none: Expression = sa.literal_column("'[]'::json")
    return sa.func.coalesce(sa.func.json_agg(aggregate_order_by(each, *order)), none)


def _items(
    inspection: Inspection, listed: Sequence[Sequence[Any]]
) -> tuple[list[str], list[tuple[str, str]]]:
    """Those of the task, else all of the visit's checklist; with their legal basis, each once."""
    rows = listed or [
        (item.code, item.zh, item.basis.split("; "))
        for item in checklists.edition(
            inspection.checklist_code, inspection.checklist_version
        ).items
    ]
    bases = dict.fromkeys(each for _, _, basis in rows for each in basis)
    return list(bases), [(code, title) for code, title, _ in rows]


async def appointment(
    session: AsyncSession, inspection_id: UUID, appointment_id: UUID
) -> Appointment | None:
    """One of a claimed visit's, locked with it."""
    statement = sa.select(Appointment).where(
        Appointment.id == appointment_id, Appointment.inspection_id == inspection_id
    )
    return await session.scalar(statement.with_for_update())
