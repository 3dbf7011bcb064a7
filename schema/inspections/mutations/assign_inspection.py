"""A task manager assigns a case visit: institution, officers, window and reason."""

import datetime as dt
from collections.abc import Iterable
from typing import Annotated
from uuid import UUID

import strawberry

from domain import checklists
from domain.actors import Actor, AuthorityIsClosed, Office
from domain.authorities.officers import OfficerIsSuspended
from domain.checklists import Checklist
from domain.inspections import assignments as rules
from domain.inspections.certificates import CertificateNotValid
from domain.inspections.terms import NoticeMode, TaskTrigger
from domain.inspections.transitions import TASK
from domain.institutions.terms import InstitutionKind
from domain.offices import NotAnAdministrativeOrgan, OutsideJurisdiction, reaches
from domain.permissions import Permission
from domain.refusals import NotPermitted
from domain.transitions import transition
from persistence.inspections import assignments, cases
from persistence.inspections.table import Inspection, InspectionTask
from persistence.institutions.table import Institution
from schema.fields import Info, field, refetched
from schema.inputs import OPERATION_ID, InputFaults, key_of
from schema.inspections import types
from schema.mutations import StoredAs, Transaction, begin_transaction, mutation

_MOST_OFFICERS = 20


@strawberry.input(description="A case visit that names its institution and officers.")
class AssignInspectionInput:
    operation_id: UUID = field(OPERATION_ID)
    institution_id: strawberry.ID = field("Opaque id of the institution to visit.")
    site_id: strawberry.ID | None = strawberry.field(
        default=None,
        description="Site to visit, one of the institution's; left out, no site is named.",
    )
    officer_ids: list[strawberry.ID] = field("Officers assigned, from 2 to 20.")
    leader_id: strawberry.ID = field("The assigned officer who leads the visit.")
    trigger: TaskTrigger = field(
        "What led to the visit; planned visits are drawn, and a re-inspection is"
        " made by `planRecheck`."
    )
    origin_complaint_id: strawberry.ID | None = strawberry.field(
        default=None,
        description="The complaint that led to the visit; it is never shown afterwards.",
    )
    name: str = field("Name of the task, up to 100 characters.")
    reason: str = field(
        "Why this institution is visited, up to 1,000 characters; the assigned officers read it."
    )
    window_from: dt.date = field("First day on which the visit may take place.")
    window_to: dt.date = field("Last day on which the visit may take place, inclusive.")
    notice_mode: NoticeMode = field("Whether the institution is notified in advance or on arrival.")
    checklist_code: str | None = strawberry.field(
        default=None,
        description="Code of the checklist; by default the one for institutions of this kind.",
    )


@strawberry.type(description="The visit is assigned to its officers.")
class InspectionAssigned:
    inspection_id: Annotated[UUID, StoredAs("inspection_id")]
    inspection: types.Inspection | None = refetched(
        "inspection_id", "The inspection after the change, as the caller sees it."
    )


@mutation(
    permission=Permission.INSPECTION_ASSIGN,
    description="Assign a case visit: institution, officers, window and reason.",
    refuses=(
        rules.TooFewOfficers,
        rules.MayNotLead,
        rules.OfficerOutsideAuthority,
        rules.OfficerRecused,
        OfficerIsSuspended,
        rules.OwnAssignment,
        CertificateNotValid,
        NotAnAdministrativeOrgan,
        AuthorityIsClosed,
        OutsideJurisdiction,
    ),
)
async def assign_inspection(info: Info, input: AssignInspectionInput) -> InspectionAssigned:
    name, reason = _texts(input)
    officer_ids = [
        key_of("Officer", o, f"officerIds[{i}]") for i, o in enumerate(input.officer_ids)
    ]
    leader_id = key_of("Officer", input.leader_id, "leaderId")
    institution_id = key_of("Institution", input.institution_id, "institutionId")
    site_id = _optional_key("Site", input.site_id, "siteId")
    complaint_id = _optional_key("Complaint", input.origin_complaint_id, "originComplaintId")
    async with begin_transaction(info, input) as transaction:
        institution = await assignments.institution(transaction.session, institution_id)
        if site_id is not None:
            await assignments.refuse_unless_site(transaction.session, institution, site_id)
        if complaint_id is not None:
            await assignments.refuse_unless_seen(
                transaction.session, transaction.actor, complaint_id
            )
        visit = rules.CaseVisit(
            office=_office(transaction.actor, institution),
            region_code=institution.region_code,
            sector=institution.sector,
            trigger=input.trigger,
            reason=reason,
            window_from=input.window_from,
            window_to=input.window_to,
            officers=await assignments.candidates(
                transaction.session, transaction.actor, officer_ids, institution_id
            ),
            leader_id=leader_id,
            origin_complaint_id=complaint_id,
        )
        assignment = rules.assign(visit, by=transaction.actor, today=transaction.today)
        task = cases.task(
            visit,
            assignment,
            name=name,
            by=transaction.actor.account_id,
            at=transaction.now,
            today=transaction.today,
        )
        _issue(transaction, task)
        inspection = cases.inspection(
            visit,
            task,
            institution,
            _checklist(input.checklist_code, institution.kinds, transaction.today),
            site_id=site_id,
            notice_mode=input.notice_mode,
            at=transaction.now,
        )
        transaction.record_transition(
            "Inspection", inspection.id, from_state=None, to_state=inspection.state, event="assign"
        )
        await cases.add(transaction.session, task, inspection, assignment, at=transaction.now)
        transaction.audit("inspection.assigned", on=inspection.id)
        _notify(transaction, inspection, assignment.officer_ids)
        return transaction.succeed(InspectionAssigned(inspection_id=inspection.id))


def _texts(input: AssignInspectionInput) -> tuple[str, str]:
    faults = InputFaults()
    name = faults.name("name", input.name, longest=100)
    reason = faults.text("reason", input.reason, longest=1000)
    faults.number("officerIds", len(input.officer_ids), least=0, most=_MOST_OFFICERS)
    if input.trigger is TaskTrigger.RECHECK:
        faults.add(
            "trigger",
            "复查任务须通过planRecheck创建",
            "must not be RECHECK: a re-inspection is made by planRecheck",
        )
    if input.checklist_code is not None and input.checklist_code not in _CHECKLIST_CODES:
        faults.add("checklistCode", "该检查表不存在", "must be the code of a checklist")
    faults.refuse()
    return name, reason


_CHECKLIST_CODES = frozenset(each.code for each in checklists.CHECKLISTS)


def _optional_key(type_name: str, text: str | None, field: str) -> UUID | None:
    return None if text is None else key_of(type_name, text, field)


def _office(actor: Actor, institution: Institution) -> Office:
    """The actor's authority whose scope covers the institution, or one that will be refused."""
    offices = list(actor.offices_with(Permission.INSPECTION_ASSIGN))
    if not offices:
        raise NotPermitted(Permission.INSPECTION_ASSIGN)
    reaching = (o for o in offices if reaches(o, institution.region_code, institution.sector))
    return next(reaching, offices[0])


def _issue(transaction: Transaction, task: InspectionTask) -> None:
    """Approve and issue a case task in one transaction: it names object and officers."""
    for event in ("approve", "issue"):
        to_state = transition(TASK, task.state, event)
        transaction.record_transition(
            "InspectionTask", task.id, from_state=task.state, to_state=to_state, event=event
        )
        task.state = to_state


def _checklist(code: str | None, kinds: Iterable[str], on: dt.date) -> Checklist:
    if code is not None:
        return checklists.current(code, on)
    return checklists.for_kinds({InstitutionKind[kind] for kind in kinds}, on)


def _notify(transaction: Transaction, inspection: Inspection, officer_ids: Iterable[UUID]) -> None:
    for officer_id in officer_ids:
        transaction.enqueue(
            "inspection.assigned",
            about=inspection.id,
            inspection_id=str(inspection.id),
            officer_id=str(officer_id),
        )
