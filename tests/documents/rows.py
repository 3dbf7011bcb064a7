"""One visit, filed and published, and one complaint: enough for every document to show something."""

import datetime as dt
import hashlib
from typing import Any
from uuid import UUID

from domain.authorities import Sector
from domain.complaints.terms import (
    ComplaintCategory,
    ComplaintChannel,
    ComplaintKind,
    ComplaintState,
    Identification,
)
from domain.courses import ChargeBasis, Weekday
from domain.evidence.terms import EvidenceKind, EvidenceState, EvidenceVerdict, OwnerKind
from domain.inspections.terms import (
    Handling,
    InspectionState,
    Measure,
    Method,
    NoticeMode,
    RepairStatus,
    ResultCode,
    TaskCategory,
    TaskState,
    TaskTrigger,
)
from domain.institutions import RiskClass
from domain.plans.terms import DrawScope, PlanState
from domain.positions import Datum, Position
from domain.publication.terms import (
    ObjectionState,
    Outlet,
    PublicationState,
    RepairState,
    ReplyState,
)
from domain.rectification.terms import (
    EscalationCause,
    EscalationMeasure,
    EscalationState,
    OrderKind,
    OrderState,
)
from domain.registries.terms import RecusalGround
from domain.tasks.terms import DrawStage, EntropySource
from domain.visits.terms import (
    AppointmentState,
    RecusalRequestSide,
    RecusalRequestState,
    SignatureParty,
    UnsignedBecause,
)
from persistence.complaints.table import Complaint
from persistence.courses.table import ClassTime, FeeItem
from persistence.derived_fields import STATEMENT
from persistence.draws.table import (
    Draw,
    Pairing,
    PoolObject,
    PoolOfficer,
    PoolStratum,
)
from persistence.engine.identifiers import new_key
from persistence.engine.keys import Keys
from persistence.engine.records import StateTransition
from persistence.evidence.table import Blob, Evidence, RecordEvidence
from persistence.inspections.table import (
    Finding,
    Inspection,
    InspectionAssignment,
    InspectionRecord,
    InspectionTask,
    PublicRecord,
    RecordAnswer,
    RecordConfirmation,
)
from persistence.plans.table import InspectionPlan, PlanLine
from persistence.publication.table import (
    Objection,
    Publication,
    RepairRequest,
    Reply,
)
from persistence.rectification.table import CorrectionOrder, EscalationProposal, RectificationReport
from persistence.regions import reference
from persistence.registries.table import Recusal
from persistence.tasks.table import (
    DrawPolicy,
    TaskDepartment,
    TaskItem,
    TaskQuota,
)
from persistence.visits.table import (
    Appointment,
    CheckIn,
    Notice,
    NoticeItem,
    NoticeOfficer,
    RecordSignature,
    RecusalRequest,
    SignatureRefusal,
)
from tests.factories import NOW, TODAY, courses, institutions, teachers
from tests.people import GUSU, MAPLE, SUZHOU, SWIMMING, fang, jun, key, lin, mei, qiao, yin

COURSE, TEACHER, TASK, INSPECTION, RECORD, COMPLAINT, ANONYMOUS, PUBLISHED = (
    key(n) for n in range(401, 409)
)
RECEIPT_OPERATION = key(409)
DRAWN = "CC-320500-20261118-000001"
PHOTO = key(430)
NOTICE = key(450)
ORDER = key(440)


def rows(keys: Keys) -> list[list[Any]]:
    """In the order in which they refer to one another."""
    return [
        [
            courses.course(MAPLE, id=COURSE),
            _branch(),
            _teacher(keys),
            _task(),
        ],
        [_inspection(), _fee_item(), _class_time(), *_complaints(keys)],
        [
            _record(),
            InspectionAssignment(
                id=key(411), inspection_id=INSPECTION, officer_id=mei.officer_id, is_leader=True
            ),
            InspectionAssignment(
                id=key(412), inspection_id=INSPECTION, officer_id=jun.officer_id, is_leader=False
            ),
        ],
        [*_record_parts(), _public_record(), *_evidence()],
        [RecordEvidence(record_id=RECORD, evidence_id=PHOTO), *_beside_the_public_record()],
        _before_and_on_site(),
        _parts_of_the_notice(),
        *_drawn(),
        [_second_visit()],
        *_rectification(),
    ]


def _drawn() -> list[list[Any]]:
    """A drawn task with a plan, as far as it can be seen; its proof is of no draw."""
    item_id = reference.item_key("XW01")
    plan = InspectionPlan(
        id=key(421),
        authority_id=SUZHOU.id,
        authority_region_code="320500",
        sector=Sector.EDUCATION,
        year=2026,
        name="年度抽查工作计划",
        is_joint=False,
        state=PlanState.PUBLISHED,
        version_no=1,
        created_by=lin.id,
        created_at=NOW,
        published_at=NOW,
        version=4,
    )
    line = PlanLine(
        id=key(422),
        plan_id=plan.id,
        plan_version_no=1,
        position=1,
        item_id=item_id,
        region_code="320500",
        first_on=dt.date(2026, 11, 20),
        last_on=dt.date(2026, 12, 31),
        ratio_bp=500,
        scope=DrawScope.UNTARGETED,
        frequency=1,
    )
    task = InspectionTask(
        id=key(423),
        code=DRAWN,
        name="秋季抽查",
        authority_id=SUZHOU.id,
        sector=Sector.EDUCATION,
        category=TaskCategory.ROUTINE,
        trigger=TaskTrigger.PLAN,
        is_targeted=False,
        window_from=dt.date(2026, 11, 23),
        window_to=dt.date(2026, 12, 18),
        state=TaskState.ISSUED,
        plan_line_id=line.id,
        region_code="320500",
        kinds=["OFF_CAMPUS_TRAINING"],
        notice_mode=NoticeMode.ON_ARRIVAL,
        checklist_code="OFF_CAMPUS_GENERAL",
        checklist_version=1,
        created_by=lin.id,
        version=7,
    )
    draw = Draw(
        id=key(424),
        task_id=task.id,
        task_code=DRAWN,
        authority_id=SUZHOU.id,
        authority_region_code="320500",
        sector=Sector.EDUCATION,
        stage=DrawStage.SEALED,
        algorithm="DR1-HMAC-SHA256",
        software="spotcheck",
        text="{}",
        commitment="0" * 64,
        entropy_source=EntropySource.BEACON,
        entropy_terms={},
        draw_at=NOW,
        salt_sealed=b"",
        nonce_sealed=b"",
        object_count=1,
        eligible_count=1,
        drawn_count=1,
        unstaffed_count=0,
        replacement_count=0,
        frozen_by=lin.id,
        frozen_at=NOW,
        reveal_due_on=dt.date(2027, 1, 15),
        reveal_due_is_provisional=True,
        redraw_no=0,
        proof="{}",
    )
    row = PoolObject(
        id=key(425),
        draw_id=draw.id,
        institution_id=MAPLE,
        pseudonym="1" * 64,
        stratum_label="s1",
        risk_class=RiskClass.B,
        rank=1,
        visit_no=1,
    )
    card = PoolOfficer(
        id=key(426),
        draw_id=draw.id,
        officer_id=mei.officer_id,
        authority_id=SUZHOU.id,
        officer_no="2" * 24,
        may_lead=True,
        max_load=20,
        object_count=1,
    )
    recusal = Recusal(
        id=key(427),
        officer_id=mei.officer_id,
        institution_id=SWIMMING,
        ground=RecusalGround.CHILD_ENROLLED,
        declared_by=mei.id,
        declared_at=NOW,
    )
    return [
        [plan],
        [line],
        [task, recusal],
        [
            draw,
            TaskItem(task_id=task.id, item_id=item_id, position=1),
            TaskDepartment(
                task_id=task.id,
                authority_id=SUZHOU.id,
                position=1,
                officers_per_object=2,
                max_load=20,
            ),
            TaskQuota(
                task_id=task.id, risk_class=RiskClass.B, ratio_bp=1000, min_count=0, max_per_year=1
            ),
        ],
        [row, card],
        [
            Pairing(id=key(428), object_id=row.id, officer_id=card.id, position=1, is_leader=True),
            PoolStratum(
                draw_id=draw.id,
                risk_class=RiskClass.B,
                label="s1",
                row_count=1,
                eligible_count=1,
                drawn_count=1,
            ),
            DrawPolicy(
                id=key(429),
                authority_id=SUZHOU.id,
                version_no=1,
                risk_class=RiskClass.B,
                ratio_bp=1000,
                min_count=0,
                max_per_year=1,
                adopted_by=lin.id,
                adopted_at=NOW,
            ),
        ],
    ]


def _before_and_on_site() -> list[Any]:
    shared: dict[str, Any] = {
        "record_id": RECORD,
        "record_hash": hashlib.sha256(b"{}").hexdigest(),
        "recorded_at": NOW,
        "recorded_by": mei.officer_id,
    }
    return [
        Notice(
            id=NOTICE,
            inspection_id=INSPECTION,
            mode=NoticeMode.ADVANCE,
            issued_at=NOW,
            issued_by=lin.id,
            institution_name="苏州枫叶教育培训中心",
            credit_code="91320508MA1MAPLE0X",
            task_code="AJ-320500-20261101-000001",
            window_from=dt.date(2026, 11, 1),
            window_to=dt.date(2026, 11, 30),
            legal_basis=["X15"],
            methods=[Method.ON_SITE],
            materials=["办学许可证"],
            contact="12345",
            appointment_possible=True,
            visits_this_year=0,
            text_edition=1,
            paragraphs_zh=["您有权陈述和申辩。"],
            paragraphs_en=["You may state your case."],
            seal_authority="苏州市教育局",
            sealed_on=TODAY,
        ),
        CheckIn(
            id=key(451),
            inspection_id=INSPECTION,
            officer_id=mei.officer_id,
            claimed_at=NOW,
            corrected_at=NOW,
            received_at=NOW,
            certificates_shown=True,
            rights_told=True,
            is_mock=False,
            flags=["NO_POSITION"],
        ),
        Appointment(
            id=key(452),
            inspection_id=INSPECTION,
            visit_at=NOW,
            state=AppointmentState.PROPOSED,
            proposed_by=yin.id,
            proposed_at=NOW,
        ),
        RecusalRequest(
            id=key(453),
            inspection_id=INSPECTION,
            officer_id=mei.officer_id,
            side=RecusalRequestSide.INSTITUTION,
            statement="有利害关系",
            state=RecusalRequestState.REQUESTED,
            requested_by=yin.id,
            requested_at=NOW,
        ),
        RecordSignature(
            id=key(454),
            party=SignatureParty.INSPECTED,
            name="张某",
            capacity="校长",
            signed_at=NOW,
            **shared,
        ),
        SignatureRefusal(
            id=key(455),
            because=UnsignedBecause.ABSENT,
            reason="负责人外出",
            witness_name="李某",
            witness_capacity="前台",
            noted_at=NOW,
            **shared,
        ),
    ]


def _parts_of_the_notice() -> list[Any]:
    return [
        NoticeItem(
            id=key(456), notice_id=NOTICE, position=1, code="OC01_LICENCE", title="办学许可有效"
        ),
        NoticeOfficer(
            id=key(457),
            notice_id=NOTICE,
            position=1,
            officer_id=mei.officer_id,
            unit="苏州市教育局",
            name="mei",
            certificate_no="1",
        ),
    ]


def _evidence() -> list[Any]:
    """A photo that arrived and was released, one that never came, and a complaint's."""
    of_visit = {"owner_kind": OwnerKind.INSPECTION, "owner_id": INSPECTION}
    there = {
        "state": EvidenceState.RECEIVED,
        "received_at": NOW,
        "seal": b"a seal",
        "verdict": EvidenceVerdict.INTACT,
        "checked_at": NOW,
    }
    placed = {"latitude": 31.31, "longitude": 120.62, "datum": Datum.WGS84}
    released = {"released_at": NOW, "released_by": qiao.id}
    return [
        Blob(
            sha256=bytes(32),
            size=1_000,
            media_type="image/jpeg",
            width=640,
            height=480,
            derivative_sha256=bytes(31) + b"c",
            thumbnail_sha256=bytes(31) + b"t",
            stored_at=NOW,
        ),
        _slot(PHOTO, **of_visit, **there, **placed, **released, captured_by=mei.officer_id),
        _slot(key(431), **of_visit),
        _slot(key(432), owner_kind=OwnerKind.COMPLAINT, owner_id=COMPLAINT, **there),
    ]


def _slot(id: UUID, **facts: Any) -> Evidence:
    return Evidence(
        **{
            "id": id,
            "declaration_id": key(433),
            "kind": EvidenceKind.PHOTO,
            "sha256": bytes(32),
            "size": 1_000,
            "media_type": "image/jpeg",
            # So long ago that it is stuck whenever the tests run.
            "declared_at": dt.datetime(2020, 1, 1, tzinfo=dt.UTC),
            "state": EvidenceState.EXPECTED,
            "version_no": 1,
            **facts,
        }
    )


def _branch() -> Any:
    """A site whose position is known; the first one's is not."""
    branch = institutions.site(MAPLE, name="东校区", is_main=False)
    branch.place(Position(31.312, 120.631, Datum.GCJ02))
    return branch


def _teacher(keys: Keys) -> Any:
    teacher = teachers.teacher(MAPLE, keys)
    teacher.resident_id_sealed = keys.seal(
        "resident id", b"11010519491231002X", bound_to=TEACHER.bytes
    )
    teacher.id = TEACHER
    return teacher


def _task() -> InspectionTask:
    return InspectionTask(
        id=TASK,
        code="AJ-320508-20261101-000001",
        name="枫叶个案检查",
        authority_id=SUZHOU.id,
        sector=Sector.EDUCATION,
        category=TaskCategory.CASE,
        trigger=TaskTrigger.LEAD,
        reason="线索移送",
        window_from=dt.date(2026, 11, 1),
        window_to=dt.date(2026, 11, 30),
        state=TaskState.COMPLETED,
        created_by=lin.id,
        version=1,
    )


def _inspection() -> Inspection:
    return Inspection(
        id=INSPECTION,
        task_id=TASK,
        institution_id=MAPLE,
        authority_id=SUZHOU.id,
        authority_region_code="320500",
        region_code="320508",
        sector=Sector.EDUCATION,
        window_from=dt.date(2026, 11, 1),
        window_to=dt.date(2026, 11, 30),
        notice_mode=NoticeMode.ADVANCE,
        noticed_at=NOW,
        checklist_code="OFF_CAMPUS_GENERAL",
        checklist_version=1,
        state=InspectionState.PUBLISHED,
        current_record_id=RECORD,
        filed_at=NOW,
        inspected_on=TODAY,
        publish_due_on=dt.date(2026, 12, 16),
        published_at=NOW,
        version=4,
    )


def _second_visit() -> Inspection:
    """Drawn, to the same institution, which was told, and not made yet."""
    return Inspection(
        id=key(441),
        task_id=key(423),
        institution_id=MAPLE,
        authority_id=SUZHOU.id,
        authority_region_code="320500",
        region_code="320508",
        sector=Sector.EDUCATION,
        window_from=dt.date(2026, 11, 23),
        window_to=dt.date(2026, 12, 18),
        notice_mode=NoticeMode.ADVANCE,
        noticed_at=NOW,
        checklist_code="OFF_CAMPUS_GENERAL",
        checklist_version=1,
        state=InspectionState.TO_ENTER,
        version=1,
    )


def _rectification() -> list[list[Any]]:
    """An order that was not kept, and what is proposed."""
    order = CorrectionOrder(
        id=ORDER,
        inspection_id=INSPECTION,
        institution_id=MAPLE,
        authority_id=SUZHOU.id,
        authority_region_code="320500",
        region_code="320508",
        sector=Sector.EDUCATION,
        kind=OrderKind.DEADLINE,
        violation_codes=["SAFETY_FIRE"],
        requirements="更换灭火器",
        issued_by=mei.officer_id,
        claimed_at=NOW,
        clock_is_off=False,
        received_at=NOW,
        issued_on=dt.date(2026, 9, 1),
        due_on=dt.date(2026, 10, 1),
        due_rule="CO_DEADLINE",
        state=OrderState.OVERDUE,
        version=2,
    )
    report = RectificationReport(
        id=key(442),
        order_id=ORDER,
        position=1,
        statement="已更换",
        is_late=True,
        submitted_by=yin.id,
        submitted_at=NOW,
    )
    proposal = EscalationProposal(
        id=key(443),
        order_id=ORDER,
        institution_id=MAPLE,
        authority_id=SUZHOU.id,
        authority_region_code="320500",
        region_code="320508",
        sector=Sector.EDUCATION,
        cause=EscalationCause.OVERDUE,
        measure=EscalationMeasure.STOP_ENROLMENT,
        basis="X16",
        state=EscalationState.PROPOSED,
        proposed_at=NOW,
        version=1,
    )
    return [[order], [report, proposal]]


def _record() -> InspectionRecord:
    return InspectionRecord(
        id=RECORD,
        inspection_id=INSPECTION,
        version_no=1,
        filed_by=mei.officer_id,
        filed_at=NOW,
        visit_started_at=NOW - dt.timedelta(hours=2),
        visit_ended_at=NOW - dt.timedelta(hours=1),
        device_clock_offset_ms=-1200,
        clock_is_off=False,
        methods=[Method.ON_SITE],
        result_codes=[ResultCode.PROBLEM_PENDING],
        measures=[Measure.ORDER_CORRECTION],
        summary="收费公示不全。",
        attempted_at=[],
        latitude=31.31,
        longitude=120.62,
        accuracy_m=12.5,
        datum=Datum.WGS84,
        wgs84_latitude=31.31,
        wgs84_longitude=120.62,
        rules_version="000000000000",
    )


def _record_parts() -> list[Any]:
    return [
        RecordAnswer(
            id=new_key(),
            record_id=RECORD,
            position=1,
            item_code="OC03_DISPLAY",
            is_checked=True,
            problem_found=True,
            handling=Handling.ORDERED,
        ),
        Finding(
            id=new_key(),
            record_id=RECORD,
            position=1,
            violation_code="INFO_NOT_DISPLAYED",
            detail="未公示收费项目",
            item_code="OC03_DISPLAY",
        ),
        RecordConfirmation(record_id=RECORD, officer_id=mei.officer_id, confirmed_at=NOW),
        RecordConfirmation(record_id=RECORD, officer_id=jun.officer_id, confirmed_at=NOW),
    ]


def _public_record() -> PublicRecord:
    return PublicRecord(
        id=PUBLISHED,
        inspection_id=INSPECTION,
        version_no=1,
        institution_id=MAPLE,
        authority_id=SUZHOU.id,
        region_code="320508",
        sector=Sector.EDUCATION,
        task_code="AJ-320508-20261101-000001",
        category=TaskCategory.CASE,
        result_codes=[ResultCode.PROBLEM_PENDING],
        result_text="发现问题待后续处理",
        violation_codes=["INFO_NOT_DISPLAYED"],
        items=["OC03_DISPLAY"],
        inspected_on=TODAY,
        published_at=NOW,
        expires_on=dt.date(2199, 12, 31),
        repair_status=RepairStatus.NONE,
    )


def _beside_the_public_record() -> list[Any]:
    whose = {
        "inspection_id": INSPECTION,
        "public_record_id": PUBLISHED,
        "institution_id": MAPLE,
        "authority_id": SUZHOU.id,
    }
    return [
        Publication(
            id=key(441),
            public_record_id=PUBLISHED,
            outlet=Outlet.PLATFORM,
            state=PublicationState.PUBLISHED,
            published_at=NOW,
        ),
        Objection(
            id=key(442),
            **whose,
            statement="证照已上墙",
            state=ObjectionState.RECEIVED,
            raised_by=yin.id,
            raised_at=NOW,
            due_on=TODAY,
            due_rule="DR_OBJECTION",
        ),
        RepairRequest(
            id=key(443),
            **whose,
            statement="已整改",
            state=RepairState.REQUESTED,
            requested_by=yin.id,
            requested_at=NOW,
        ),
        Reply(
            id=key(444),
            **whose,
            text="已公示全部证照",
            state=ReplyState.WRITTEN,
            written_by=yin.id,
            written_at=NOW,
        ),
    ]


def _fee_item() -> FeeItem:
    return FeeItem(
        id=new_key(),
        course_id=COURSE,
        position=1,
        name="学费",
        basis=ChargeBasis.CLASS_HOUR,
        amount_fen=300_000,
        class_hours=30,
    )


def _class_time() -> ClassTime:
    return ClassTime(
        id=new_key(),
        course_id=COURSE,
        position=1,
        weekday=Weekday.TUESDAY,
        starts_at=dt.time(18, 30),
        ends_at=dt.time(20, 0),
    )


def _complaints(keys: Keys) -> list[Any]:
    digest = keys.receipt_digest(keys.receipt(RECEIPT_OPERATION))
    return [
        _complaint(keys, COMPLAINT, complainant_ref=keys.complainant_ref(fang.id)),
        _complaint(
            keys,
            ANONYMOUS,
            identification=Identification.ANONYMOUS,
            kind=ComplaintKind.REPORT,
            claim_fen=None,
            receipt_digest=digest,
        ),
        *(
            StateTransition(
                id=new_key(),
                entity="Complaint",
                subject_id=id,
                from_state=None,
                to_state=ComplaintState.RECEIVED,
                event="receive",
            )
            for id in (COMPLAINT, ANONYMOUS)
        ),
    ]


def _complaint(keys: Keys, id: Any, **facts: Any) -> Complaint:
    return Complaint(
        **{
            "id": id,
            "complaint_no": f"TS20261118{id.int % 100_000_000:08d}",
            "kind": ComplaintKind.DISPUTE,
            "channel": ComplaintChannel.PARENT_APP,
            "category": ComplaintCategory.REFUND_DIFFICULTY,
            "identification": Identification.REAL_NAME,
            "institution_id": MAPLE,
            "region_code": "320508",
            "sector": Sector.EDUCATION,
            "intake_authority_id": GUSU.id,
            "statement_sealed": keys.seal(
                STATEMENT, "退费申请两个月没有答复。".encode(), bound_to=id.bytes
            ),
            "claim_fen": 300_000,
            "is_urgent": False,
            "state": ComplaintState.RECEIVED,
            "received_at": NOW,
            "accept_due_on": dt.date(2026, 11, 27),
            "accept_due_is_provisional": False,
            "deadline_rule": "C_ACCEPT",
            "version": 1,
            **facts,
        }
    )
