"""One visit, filed and published, and one complaint: enough for every document to show something."""

import datetime as dt
import hashlib
from typing import Any

from domain.evidence.terms import OwnerKind
from domain.inspections.terms import (
    Handling,
    InspectionState,
    Measure,
    NoticeMode,
    ResultCode,
    TaskCategory,
    TaskState,
    TaskTrigger,
)
from domain.ledgers.terms import LedgerKind, LedgerRowOutcome
from domain.plans.terms import PlanState
from domain.positions import Datum, Position
from domain.registrations import DifferenceState, RegistrationKind
from domain.registries.terms import RecusalGround
from domain.tasks.terms import DrawStage
from domain.visits.terms import UnsignedBecause
from persistence.engine.keys import Keys
from persistence.inspections.table import Inspection, InspectionTask
from persistence.institutions.table import Site
from tests.factories import (
    NOW,
    TODAY,
    adoptions,
    authorities,
    complaints,
    courses,
    draws,
    evidence,
    inspections,
    institutions,
    ledgers,
    plans,
    publication,
    records,
    rectification,
    registrations,
    registries,
    standings,
    tasks,
    teachers,
    visits,
)
from tests.people import MAPLE, SUZHOU, SWIMMING, fang, jun, key, mei, qiao, rui

COURSE, TEACHER, INSPECTION, RECORD, COMPLAINT, PUBLISHED, ORDER = (key(n) for n in range(401, 408))
RULING = key(408)
LICENCE = key(413)
PLAN = key(410)
CHANGE = key(411)


LEDGER = key(412)
RECEIPT_OPERATION = key(409)
DRAWN = "CC-320500-20261118-000001"
_PLACED = {"latitude": 31.31, "longitude": 120.62, "datum": Datum.WGS84}


def rows(keys: Keys) -> list[list[Any]]:
    """In the order in which they refer to one another."""
    task, drawn = _case(), _drawn_task()
    visit, branch = _visit(task), _branch()
    # Drawn, to the same institution, which was told, and not made yet.
    second = inspections.inspection(
        drawn, SUZHOU, MAPLE, notice_mode=NoticeMode.ADVANCE, noticed_at=NOW
    )
    return [
        _sharing(),
        [courses.course(MAPLE, id=COURSE), branch, teachers.teacher(MAPLE, keys, id=TEACHER)],
        [_course_to_come(branch)],
        [courses.fee_item(COURSE), courses.class_time(COURSE), *_complaints(keys)],
        [_change()],
        [task],
        [visit],
        *_filed(visit),
        *_published(visit, task),
        *_before_and_on_site(),
        *_drawn(drawn),
        [second],
        *_ledger(),
        *_registrations(),
        *_rectification(visit),
    ]


def _change() -> Any:
    return records.field_change(MAPLE, id=CHANGE, account_id=rui.id, authority_id=SUZHOU.id)


def _registrations() -> list[list[Any]]:
    """A filing that nobody has looked up, and a name that the institution was asked about."""
    filing = registrations.registration(
        MAPLE,
        "32050812345-00001",
        kind=RegistrationKind.MLPS_FILING,
        level=3,
        verified_on=None,
        stale_on=None,
        verified_by=None,
    )
    put = {"state": DifferenceState.PUT_TO_INSTITUTION, "question": "是否已更名？", "asked_at": NOW}
    return [
        [registrations.registration(MAPLE, "苏ICP备12345678号"), filing],
        [registrations.difference(MAPLE, **put)],
    ]


def _ledger() -> list[list[Any]]:
    """One that was uploaded and judged."""
    return [
        [ledgers.job(rui, id=LEDGER, kind=LedgerKind.INSTITUTIONS, new_count=1, rejected_count=1)],
        [
            ledgers.ledger_row(LEDGER),
            ledgers.ledger_row(
                LEDGER,
                position=1,
                outcome=LedgerRowOutcome.REJECTED,
                refusals=[
                    {"column": "name", "heading": "机构名称", "zh": "未填写", "en": "is missing"}
                ],
            ),
        ],
    ]


def _sharing() -> list[Any]:
    """A licence and an officer from before numbers were folded, whose numbers are others' too."""
    return [
        institutions.entitlement(
            MAPLE, "苏教许字３２０５０８００１号", id=LICENCE, number_spelling=1
        ),
        standings.standing(MAPLE),
        adoptions.adopted_rule(),
        authorities.officer(SUZHOU, "某某", staff_no="ＭＥＩ", staff_no_spelling=1),
        authorities.change_proposal(SUZHOU),
    ]


def _branch() -> Site:
    """A site whose position is known; the first one's is not."""
    branch = institutions.site(MAPLE, name="东校区", is_main=False)
    branch.place(Position(31.312, 120.631, Datum.GCJ02))
    return branch


def _course_to_come(branch: Site) -> Any:
    """Not begun, whenever the tests run."""
    first, last = dt.date(2999, 1, 1), dt.date(2999, 1, 31)
    return courses.course(
        MAPLE, site_id=branch.id, entitlement_id=LICENCE, starts_on=first, ends_on=last
    )


def _complaints(keys: Keys) -> list[Any]:
    receipt = keys.receipt(RECEIPT_OPERATION)
    made = [
        complaints.complaint(keys, "TS2026111800000406", by=fang, id=COMPLAINT, claim_fen=300_000),
        complaints.complaint(keys, "TS2026111800000407", receipt=receipt),
    ]
    return [*made, *(records.transition("Complaint", each.id, each.state) for each in made)]


def _case() -> InspectionTask:
    return tasks.task(
        SUZHOU,
        "AJ-320508-20261101-000001",
        window_from=dt.date(2026, 11, 1),
        window_to=dt.date(2026, 11, 30),
        state=TaskState.COMPLETED,
    )


def _visit(task: InspectionTask) -> Inspection:
    return inspections.inspection(
        task,
        SUZHOU,
        MAPLE,
        id=INSPECTION,
        notice_mode=NoticeMode.ADVANCE,
        noticed_at=NOW,
        state=InspectionState.PUBLISHED,
        current_record_id=RECORD,
        filed_at=NOW,
        inspected_on=TODAY,
        publish_due_on=dt.date(2026, 12, 16),
        published_at=NOW,
    )


def _filed(visit: Inspection) -> list[list[Any]]:
    record = inspections.record(
        visit.id,
        mei.as_officer,
        id=RECORD,
        visit_started_at=NOW - dt.timedelta(hours=2),
        visit_ended_at=NOW - dt.timedelta(hours=1),
        device_clock_offset_ms=-1200,
        result_codes=[ResultCode.PROBLEM_PENDING],
        measures=[Measure.ORDER_CORRECTION],
        accuracy_m=12.5,
        wgs84_latitude=31.31,
        wgs84_longitude=120.62,
        **_PLACED,
    )
    # One that arrived and was released, one that never came, and a complaint's.
    photo = evidence.evidence(
        OwnerKind.INSPECTION,
        visit.id,
        captured_by=mei.officer_id,
        released_at=NOW,
        released_by=qiao.id,
        **evidence.ARRIVED,
        **_PLACED,
    )
    missing = evidence.evidence(OwnerKind.INSPECTION, visit.id)
    of_complaint = evidence.evidence(OwnerKind.COMPLAINT, COMPLAINT, **evidence.ARRIVED)
    item = {"item_code": "OC03_DISPLAY"}
    return [
        [
            record,
            inspections.assignment(visit.id, mei.as_officer, is_leader=True),
            inspections.assignment(visit.id, jun.as_officer),
            evidence.blob(),
        ],
        [
            inspections.answer(record.id, **item, problem_found=True, handling=Handling.ORDERED),
            inspections.finding(record.id, **item),
            inspections.confirmation(record.id, mei.as_officer),
            inspections.confirmation(record.id, jun.as_officer),
            photo,
            missing,
            of_complaint,
        ],
        [evidence.record_evidence(record.id, photo.id)],
    ]


def _published(visit: Inspection, task: InspectionTask) -> list[list[Any]]:
    public = publication.public_record(
        visit,
        task,
        id=PUBLISHED,
        result_codes=[ResultCode.PROBLEM_PENDING],
        result_text="发现问题待后续处理",
        violation_codes=["INFO_NOT_DISPLAYED"],
        items=["OC03_DISPLAY"],
    )
    return [
        [public],
        [
            publication.publication(public.id),
            publication.objection(visit, public.id),
            publication.repair_request(visit, public.id),
            publication.reply(visit, public.id),
        ],
    ]


def _before_and_on_site() -> list[list[Any]]:
    notice = visits.notice(
        INSPECTION,
        window_from=dt.date(2026, 11, 1),
        window_to=dt.date(2026, 11, 30),
        materials=["办学许可证"],
    )
    digest = hashlib.sha256(b"{}").hexdigest()
    return [
        [
            notice,
            visits.check_in(INSPECTION, mei.as_officer, flags=["NO_POSITION"]),
            visits.appointment(INSPECTION),
            visits.recusal_request(INSPECTION, mei.as_officer),
            visits.signature(RECORD, record_hash=digest),
            visits.signature_refusal(RECORD, record_hash=digest, because=UnsignedBecause.ABSENT),
        ],
        [visits.notice_item(notice.id), visits.notice_officer(notice.id, mei.as_officer)],
    ]


def _drawn_task() -> InspectionTask:
    return tasks.task(
        SUZHOU,
        DRAWN,
        name="秋季抽查",
        category=TaskCategory.ROUTINE,
        trigger=TaskTrigger.PLAN,
        reason=None,
        is_targeted=False,
        window_from=dt.date(2026, 11, 23),
        window_to=dt.date(2026, 12, 18),
        region_code="320500",
        kinds=["OFF_CAMPUS_TRAINING"],
        notice_mode=NoticeMode.ON_ARRIVAL,
        checklist_code="OFF_CAMPUS_GENERAL",
        checklist_version=1,
    )


def _drawn(task: InspectionTask) -> list[list[Any]]:
    """A drawn task with a plan, as far as it can be seen; its proof is of no draw."""
    plan = plans.plan(SUZHOU, id=PLAN, state=PlanState.PUBLISHED, published_at=NOW)
    line = plans.line(plan, first_on=dt.date(2026, 11, 20), last_on=dt.date(2026, 12, 31))
    task.plan_line_id = line.id
    draw = draws.draw(
        task,
        SUZHOU,
        stage=DrawStage.SEALED,
        reveal_due_on=dt.date(2027, 1, 15),
        reveal_due_is_provisional=True,
    )
    row = draws.pool_object(draw.id, MAPLE)
    card = draws.pool_officer(draw.id, mei.as_officer, SUZHOU)
    return [
        [plan],
        [line],
        [task, registries.recusal(mei.as_officer, SWIMMING, ground=RecusalGround.CHILD_ENROLLED)],
        [draw, tasks.item(task.id), tasks.department(task.id, SUZHOU.id), tasks.quota(task.id)],
        [row, card],
        [draws.pairing(row, card), draws.pool_stratum(draw.id), tasks.draw_policy(SUZHOU.id)],
    ]


def _rectification(visit: Inspection) -> list[list[Any]]:
    """An order that was not kept, and what is proposed."""
    order = rectification.correction_order(visit, id=ORDER, issued_on=dt.date(2026, 9, 1))
    return [
        [order],
        [rectification.report(order.id), rectification.escalation_proposal(order)],
        [standings.ruling(MAPLE, id=RULING)],
        [standings.ruling_step(RULING)],
    ]
