"""A small world with rows of every kind and state, each with a name that the table speaks of."""

import datetime as dt
from collections import defaultdict
from typing import Any
from uuid import UUID

from domain.actors import Actor
from domain.authorities import Sector
from domain.complaints.terms import (
    ComplaintCategory,
    ComplaintChannel,
    ComplaintKind,
    ComplaintState,
    Identification,
)
from domain.courses import ChargeBasis, CourseState, Weekday
from domain.evidence.terms import EvidenceKind, EvidenceState, EvidenceVerdict, OwnerKind
from domain.inspections.terms import (
    AuditDecision,
    Handling,
    InspectionState,
    Measure,
    Method,
    NoticeMode,
    RepairStatus,
    ReplacementReason,
    ResultCode,
    TaskCategory,
    TaskState,
    TaskTrigger,
)
from domain.institutions import EntitlementKind, ListingRole, RiskClass
from domain.items import ITEMS, ItemClass
from domain.plans.terms import DrawScope, PlanState
from domain.positions import Datum
from domain.publication.terms import (
    DeclineGround,
    FollowUpState,
    ObjectionState,
    Outlet,
    PublicationState,
    RepairState,
    ReplyState,
    WithdrawalGround,
)
from domain.rectification.terms import (
    EscalationCause,
    EscalationMeasure,
    EscalationState,
    OrderKind,
    OrderState,
)
from domain.registries.terms import RecusalGround, RiskInput, StopGround
from domain.roles import Role
from domain.tasks.terms import DrawStage, EntropySource
from domain.teachers import EndReason
from domain.visits.terms import (
    AppointmentState,
    RecusalRequestSide,
    RecusalRequestState,
    SignatureParty,
    UnsignedBecause,
)
from persistence.accounts.table import Account, RoleGrant
from persistence.authorities.table import Authority, InspectorProfile, Officer
from persistence.complaints.table import Complaint
from persistence.courses.table import ClassTime, Course, FeeItem
from persistence.derived_fields import STATEMENT
from persistence.draws.table import (
    Draw,
    DrawEvent,
    DrawShare,
    OfficerReplacement,
    Pairing,
    PoolObject,
    PoolOfficer,
    PoolStratum,
)
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
    ResultAudit,
)
from persistence.institutions.table import Entitlement, Institution, Site
from persistence.items.table import InspectionItem
from persistence.plans.table import InspectionPlan, PlanAmendment, PlanLine
from persistence.publication.table import (
    FollowUp,
    Objection,
    Publication,
    RepairRequest,
    Reply,
    ResultCorrection,
)
from persistence.reading import ids
from persistence.rectification.table import CorrectionOrder, EscalationProposal, RectificationReport
from persistence.regions import reference
from persistence.registries.table import (
    ObjectStop,
    Recusal,
    RiskAssessment,
    RiskInputCount,
)
from persistence.tasks.table import (
    DrawPolicy,
    TaskDepartment,
    TaskItem,
    TaskQuota,
)
from persistence.teachers.table import Teacher
from persistence.visits.table import (
    Appointment,
    CheckIn,
    CheckOut,
    Notice,
    NoticeItem,
    NoticeOfficer,
    RecordSignature,
    RecusalRequest,
    SignatureRefusal,
)
from tests import builders
from tests.builders import NOW, TODAY
from tests.people import (
    CHAOYANG,
    FARAWAY,
    GUSU,
    JIANGSU,
    MAPLE,
    NATION,
    PEOPLE,
    SOCIETY,
    SUZHOU,
    SUZHOU_SPORTS,
    SWIMMING,
    Person,
    Place,
    chen,
    fang,
    gao,
    jun,
    key,
    lin,
    ling,
    mei,
    qiao,
    tao,
    yin,
)
from tests.schema.evidence.evidence_steps import COPY, PHOTO, THUMBNAIL, hash_of
from tests.visibility.people import MORE, ning, qu

LISTED = key(1100)
"""In Shanghai, of another sector, and entitled by the society: within its programmes."""
PROVINCIAL, PATROL = key(1101), key(1102)
"""Officers who do not sign in: of the province, and of the society."""
FAR_OFF = dt.date(2999, 1, 1)
RECEIPT_OF = key(1200)
"""The operation that left the anonymous complaint's receipt."""

_DAYS_OF = {SUZHOU.id: 0, GUSU.id: 1, SUZHOU_SPORTS.id: 2, CHAOYANG.id: 3}
"""How many days from now the visits of an authority begin: by them its loads are told apart."""

Names = dict[str, dict[str, str]]
"""For each type: the value of its marker field → the name of the row."""


def minute(number: int) -> dt.datetime:
    """A moment that marks one row."""
    return dt.datetime(2026, 10, 1, tzinfo=dt.UTC) + dt.timedelta(minutes=number)


class _Gathered(Names):
    """No type comes to be there because somebody asks for it: all tests ask the same world."""

    def __missing__(self, type_name: str) -> dict[str, str]:
        return {}


class World:
    """The rows in the order in which they go in, and their names as they are gathered."""

    def __init__(self, keys: Keys, password_hash: str) -> None:
        self.keys = keys
        self.batches: list[list[Any]] = builders.world(keys, password_hash)
        self.names: Names = defaultdict(dict)
        self.password_hash = password_hash
        self._counter = 0
        self.actors: dict[str, Actor] = {}
        """Those who look, as they were found in this world."""
        self.codes: dict[str, str] = {}
        """The codes of tasks, by their ids."""
        self._the_known()
        self._more_people()
        self._register()
        self._inspections()
        self._complaints()
        self._plans()
        self._draws()
        self._registries()
        self._rectification()
        self._evidence()
        self._on_site()
        self.names = _Gathered(self.names)

    def of(self, type_name: str, row_name: str) -> str:
        """The marker of a row: its public id where it has one."""
        (found,) = (mark for mark, name in self.names[type_name].items() if name == row_name)
        return found

    def _name(self, type_name: str, name: str, mark: UUID | dt.datetime | str | float) -> None:
        assert name not in self.names[type_name].values(), f"{type_name} {name} twice"
        self.names[type_name][_marked(type_name, mark)] = name

    def _next(self) -> int:
        self._counter += 1
        return self._counter

    def _the_known(self) -> None:
        logins = {person.id: person.login for person in PEOPLE}
        institutions = {MAPLE: "maple", SWIMMING: "swimming", FARAWAY: "faraway"}
        for row in (row for batch in self.batches for row in batch):
            match row:
                case Authority():
                    self._name("Authority", row.name, row.id)
                case Institution():
                    row.sponsor = "某举办者"
                    self._name("Institution", institutions[row.id], row.id)
                case Account():
                    self._name("Account", logins[row.id], row.id)
                case Officer():
                    self._name("Officer", row.name, row.id)
                case InspectorProfile():
                    login = {p.officer_id: p.login for p in PEOPLE}[row.officer_id]
                    self._name("InspectorProfile", login, row.public_no)
                case RoleGrant():
                    self._grant(row, logins[row.account_id])
                case Entitlement():
                    self._name("Entitlement", "licence of maple", row.id)
                case Site():
                    self._name("Site", "of maple", row.id)
                case _:
                    raise AssertionError(row)

    def _grant(self, row: RoleGrant, name: str) -> RoleGrant:
        row.granted_at = minute(self._next())
        self._name("RoleGrant", name, row.granted_at)
        return row

    # People

    def _more_people(self) -> None:
        grants = [self._grant(builders.grant(person), person.login) for person in MORE]
        second = builders.grant(ning, Role.SUPERVISOR)
        (revoked,) = (grant for grant in grants if grant.account_id == qu.id)
        revoked.revoked_at = NOW
        self.batches.append([self._account(person) for person in MORE])
        self.batches.append([*grants, self._grant(second, "second of ning")])
        self.batches.append(
            [
                self._officer(PROVINCIAL, "provincial", JIANGSU),
                self._officer(PATROL, "patrol", SOCIETY),
            ]
        )

    def _account(self, person: Person) -> Account:
        self._name("Account", person.login, person.id)
        return Account(
            id=person.id,
            login=person.login,
            display_name=person.login,
            password_hash=self.password_hash,
        )

    def _officer(self, id: UUID, name: str, place: Place) -> Officer:
        self._name("Officer", name, id)
        return Officer(id=id, authority_id=place.id, name=name, staff_no=name, post="科员")

    # The register

    def _register(self) -> None:
        self._name("Institution", "listed", LISTED)
        listed = builders.institution(
            LISTED,
            "黄浦示例培训",
            "91310101MA1L1STED3",
            region_code="310101",
            sector=Sector.HUMAN_RESOURCES,
            sponsor="某举办者",
            supervising_authority_id=NATION.id,
            licences=["SL-2026-001"],
        )
        listing = builders.entitlement(
            LISTED,
            "SL-2026-001",
            kind=EntitlementKind.LISTING,
            listing_role=ListingRole.TRAINING,
            authority_id=SOCIETY.id,
        )
        self._name("Entitlement", "listing by the society", listing.id)
        pool = builders.site(
            SWIMMING, latitude=31.25, longitude=120.5, datum=Datum.GCJ02, wgs84_latitude=31.26
        )
        self._name("Site", "of swimming", pool.id)
        self._name("Position", "of swimming", 31.25)
        self.batches += [[listed], [listing, pool]]
        self.batches.append(
            [
                self._teacher("in employment at maple", MAPLE),
                self._teacher("former of maple", MAPLE, "110105194912310036", is_former=True),
                self._teacher("in employment at swimming", SWIMMING),
                self._teacher("former of swimming", SWIMMING, is_former=True),
                self._teacher("former of faraway", FARAWAY, is_former=True),
                self._teacher("former of listed", LISTED, is_former=True),
            ]
        )
        for place, id in (
            ("maple", MAPLE),
            ("swimming", SWIMMING),
            ("faraway", FARAWAY),
            ("listed", LISTED),
        ):
            self._course(f"published by {place}", id, CourseState.PUBLISHED)
            self._course(f"draft of {place}", id, CourseState.DRAFT)
        self._course("withdrawn by maple", MAPLE, CourseState.WITHDRAWN)

    def _teacher(
        self,
        name: str,
        institution_id: UUID,
        resident_id: str = "11010519491231002X",
        is_former: bool = False,
    ) -> Teacher:
        end = {"employed_to": TODAY, "end_reason": EndReason.RESIGNED} if is_former else {}
        row = builders.teacher(institution_id, self.keys, resident_id, work_permit_no="WP-1", **end)
        self._name("Teacher", name, row.id)
        return row

    def _course(self, name: str, institution_id: UUID, state: CourseState) -> None:
        withdrawn = state is CourseState.WITHDRAWN
        row: Course = builders.course(
            institution_id,
            state=state,
            published_at=None if state is CourseState.DRAFT else NOW,
            withdrawn_at=NOW if withdrawn else None,
            withdrawal_reason="停办" if withdrawn else None,
        )
        starts_at = dt.time(9, self._next() % 60)
        self._name("Course", name, row.id)
        self._name("FeeItem", name, name)
        self._name("ClassTime", name, f"{starts_at:%H:%M}")
        fee = FeeItem(
            id=key(2000 + self._next()),
            course_id=row.id,
            position=0,
            name=name,
            basis=ChargeBasis.CLASS_HOUR,
            amount_fen=100,
            class_hours=30,
        )
        time = ClassTime(
            id=key(2000 + self._next()),
            course_id=row.id,
            position=0,
            weekday=Weekday.MONDAY,
            starts_at=starts_at,
            ends_at=dt.time(11),
        )
        self.batches += [[row], [fee, time]]

    # Inspections

    def _inspections(self) -> None:
        self._task("without a visit", SUZHOU)
        self._visit("noticed", SUZHOU, MAPLE, (mei, jun), replaced=tao, noticed_at=NOW)
        self._visit("unnoticed", SUZHOU, MAPLE, (mei,))
        self._visit("of the district", GUSU, MAPLE, (tao,), withdrawn_at=NOW)
        self._visit(
            "of sports", SUZHOU_SPORTS, SWIMMING, (), sector=Sector.SPORTS, withdrawn_at=NOW
        )
        self._visit("faraway", CHAOYANG, FARAWAY, (ling,), noticed_at=NOW)
        record = self._filed("noticed", mei)
        self._record(record, 1, "filed wrongly", mei)
        kinds: dict[str, dict[str, Any]] = {
            "current": {},
            "superseded": {"superseded_at": NOW},
            "withdrawn": {
                "withdrawn_at": NOW,
                "withdrawal_ground": WithdrawalGround.WRONG_SUBJECT,
                "inspection_id": self._row(Inspection, "of the district").id,
            },
            "expired": {
                "expires_on": TODAY - dt.timedelta(days=1000),
                "inspection_id": self._row(Inspection, "of sports").id,
            },
        }
        for name, facts in kinds.items():
            self._public(name, facts)
        for name in ("noticed", "unnoticed", "of the district", "of sports", "faraway"):
            self._beside(name)

    def _task(self, name: str, place: Place, sector: Sector = Sector.EDUCATION) -> InspectionTask:
        row = InspectionTask(
            id=key(3000 + self._next()),
            code=f"CASE-{self._next()}",
            name=name,
            authority_id=place.id,
            sector=sector,
            category=TaskCategory.CASE,
            trigger=TaskTrigger.LEAD,
            reason="线索",
            window_from=TODAY,
            window_to=TODAY + dt.timedelta(days=9),
            state=TaskState.ISSUED,
            created_by=lin.id,
            version=1,
        )
        self._name("InspectionTask", name, row.id)
        self.codes[ids.write("InspectionTask", row.id)] = row.code
        at = minute(self._next())
        step = StateTransition(
            id=key(3000 + self._next()),
            at=at,
            entity="InspectionTask",
            subject_id=row.id,
            to_state=TaskState.ISSUED,
            event="issue",
        )
        self._name("TaskStep", name, at)
        self.batches += [[row], [step]]
        return row

    def _visit(
        self,
        name: str,
        place: Place,
        institution_id: UUID,
        officers: tuple[Person, ...],
        replaced: Person | None = None,
        sector: Sector = Sector.EDUCATION,
        noticed_at: dt.datetime | None = None,
        withdrawn_at: dt.datetime | None = None,
    ) -> None:
        task = self._task(name, place, sector)
        row = Inspection(
            id=key(3000 + self._next()),
            task_id=task.id,
            institution_id=institution_id,
            authority_id=place.id,
            authority_region_code=place.region_code,
            region_code="110105" if institution_id == FARAWAY else "320508",
            sector=sector,
            window_from=TODAY + dt.timedelta(days=_DAYS_OF[place.id]),
            # Never over, whenever the tests run.
            window_to=dt.date(2999, 1, 1),
            notice_mode=NoticeMode.ON_ARRIVAL,
            noticed_at=noticed_at,
            checklist_code="OFF_CAMPUS",
            checklist_version=1,
            state=InspectionState.WITHDRAWN if withdrawn_at else InspectionState.TO_ENTER,
            published_at=withdrawn_at,
            version=1,
        )
        self._name("Inspection", name, row.id)
        self.batches.append([row])
        self.batches.append([self._assignment(name, row, officer) for officer in officers])
        if replaced is not None:
            gone = self._assignment(f"{name}, replaced", row, replaced)
            gone.replaced_at, gone.replacement_reason = NOW, ReplacementReason.ILLNESS
            self.batches.append([gone])

    def _assignment(self, name: str, row: Inspection, officer: Person) -> InspectionAssignment:
        assigned_at = minute(self._next())
        self._name("InspectionAssignment", f"{name}: {officer.login}", assigned_at)
        return InspectionAssignment(
            id=key(3000 + self._next()),
            inspection_id=row.id,
            officer_id=officer.officer_id,
            is_leader=officer in (mei, tao, ling) and "replaced" not in name,
            assigned_at=assigned_at,
        )

    def _filed(self, name: str, officer: Person) -> Inspection:
        row: Inspection = self._row(Inspection, name)
        record = self._record(row, 2, "filed", officer)
        row.current_record_id, row.filed_at = record.id, NOW
        row.state, row.inspected_on, row.published_at = InspectionState.PUBLISHED, TODAY, NOW
        return row

    def _row(self, table: type[Any], name: str) -> Any:
        wanted = self.of(table.__name__, name)
        rows = (row for batch in self.batches for row in batch if type(row) is table)
        return next(row for row in rows if _marked(table.__name__, row.id) == wanted)

    def _record(
        self, inspection: Inspection, version: int, name: str, officer: Person
    ) -> InspectionRecord:
        confirmed_at = minute(self._next())
        latitude = 31.0 + self._next() / 1024
        record = InspectionRecord(
            id=key(3000 + self._next()),
            inspection_id=inspection.id,
            version_no=version,
            correction_reason=None if version == 1 else "更正",
            filed_by=officer.officer_id,
            filed_at=NOW,
            visit_started_at=NOW,
            visit_ended_at=NOW,
            clock_is_off=False,
            methods=[Method.ON_SITE],
            result_codes=[ResultCode.NO_PROBLEM],
            measures=[Measure.NONE_NEEDED],
            summary=name,
            attempted_at=[],
            latitude=latitude,
            longitude=120.5,
            datum=Datum.WGS84,
            rules_version="1",
        )
        self._name("InspectionRecord", name, name)
        self._name("VisitPosition", name, latitude)
        self._name("RecordAnswer", name, name)
        self._name("Finding", name, name)
        self._name("RecordConfirmation", name, confirmed_at)
        self._name("ResultAudit", name, name)
        self.batches += [
            [record],
            [
                RecordAnswer(
                    id=key(3000 + self._next()),
                    record_id=record.id,
                    position=0,
                    item_code="A1",
                    is_checked=True,
                    problem_found=False,
                    handling=Handling.NONE,
                    note=name,
                ),
                Finding(
                    id=key(3000 + self._next()),
                    record_id=record.id,
                    position=0,
                    violation_code="V1",
                    detail=name,
                ),
                RecordConfirmation(
                    record_id=record.id, officer_id=officer.officer_id, confirmed_at=confirmed_at
                ),
                ResultAudit(
                    id=key(3000 + self._next()),
                    inspection_id=inspection.id,
                    record_id=record.id,
                    auditor_id=qiao.id,
                    decision=AuditDecision.REJECTED,
                    reason=name,
                    decided_at=NOW,
                ),
            ],
        ]
        return record

    def _public(self, name: str, facts: dict[str, Any]) -> None:
        inspection: Inspection = self._row(Inspection, "noticed")
        row = PublicRecord(
            **{
                "id": key(3000 + self._next()),
                "inspection_id": inspection.id,
                "version_no": self._next(),
                "institution_id": MAPLE,
                "authority_id": SUZHOU.id,
                "region_code": "320508",
                "sector": Sector.EDUCATION,
                "task_code": "CASE",
                "category": TaskCategory.CASE,
                "result_codes": [ResultCode.NO_PROBLEM],
                "result_text": "未发现问题",
                "violation_codes": [],
                "items": [],
                "inspected_on": TODAY,
                "published_at": NOW,
                "expires_on": dt.date(2999, 1, 1),
                "repair_status": RepairStatus.NONE,
                **facts,
            }
        )
        self._name("PublicRecord", name, row.id)
        publication = Publication(
            id=key(3000 + self._next()),
            public_record_id=row.id,
            outlet=Outlet.ENTERPRISE_CREDIT,
            state=PublicationState.PUBLISHED,
            published_at=NOW,
            reference=f"of {name}",
        )
        self._name("Publication", f"of {name}", f"of {name}")
        self.batches += [[row], [publication]]

    def _beside(self, name: str) -> None:
        """What was asked of a visit's result, whatever became public of it; nothing of it is late or
        waits for anybody, so that no alert comes of it."""
        visit: Inspection = self._row(Inspection, name)
        record: PublicRecord = self._row(
            PublicRecord, "superseded" if name == "of sports" else "current"
        )
        whose = {
            "inspection_id": visit.id,
            "public_record_id": record.id,
            "institution_id": visit.institution_id,
            "authority_id": visit.authority_id,
        }
        rows: list[Any] = [
            Objection(
                id=key(3000 + self._next()),
                **whose,
                statement="x",
                state=ObjectionState.RECEIVED,
                raised_by=yin.id,
                raised_at=NOW,
                due_on=FAR_OFF,
                due_rule="DR_OBJECTION",
            ),
            RepairRequest(
                id=key(3000 + self._next()),
                **whose,
                statement="x",
                state=RepairState.REFUSED,
                requested_by=yin.id,
                requested_at=NOW,
                decided_at=NOW,
                reason="x",
            ),
            FollowUp(
                id=key(3000 + self._next()),
                inspection_id=visit.id,
                measure=Measure.OTHER,
                state=FollowUpState.FINISHED,
                opened_at=NOW,
                finished_on=TODAY,
                finished_by=lin.id,
                note="x",
            ),
        ]
        for row in rows:
            self._name(type(row).__name__, name, row.id)
        rows.append(
            ResultCorrection(
                id=key(3000 + self._next()),
                inspection_id=visit.id,
                public_record_id=record.id,
                reason=name,
                found_on=TODAY,
                due_on=FAR_OFF,
                due_rule="DR_CORRECT",
                reopened_by=qiao.id,
                reopened_at=NOW,
            )
        )
        self._name("ResultCorrection", name, name)
        if name in ("noticed", "of sports"):
            is_shown = name == "noticed"
            reply = Reply(
                id=key(3000 + self._next()),
                **whose,
                text=name,
                state=ReplyState.SHOWN if is_shown else ReplyState.DECLINED,
                written_by=yin.id,
                written_at=NOW,
                decided_at=NOW,
                decline_ground=None if is_shown else DeclineGround.INSULT,
            )
            self._name("Reply", name, reply.id)
            self._name("PublicReply", name, name)
            rows.append(reply)
        self.batches.append(rows)

    # Complaints

    def _complaints(self) -> None:
        receipt = self.keys.receipt(RECEIPT_OF)
        anonymous = {
            "kind": ComplaintKind.REPORT,
            "identification": Identification.ANONYMOUS,
            "complainant_ref": None,
        }
        self._complaint("of fang", fang, assigned_authority_id=GUSU.id, handler_id=chen.id)
        self._complaint(
            "anonymous", None, **anonymous, receipt_digest=self.keys.receipt_digest(receipt)
        )
        self._complaint(
            "on an inspector's conduct",
            gao,
            category=ComplaintCategory.INSPECTOR_CONDUCT,
            assigned_authority_id=GUSU.id,
            handler_id=chen.id,
        )
        self._complaint(
            "on the conduct of the city's",
            gao,
            category=ComplaintCategory.INSPECTOR_CONDUCT,
            intake_authority_id=JIANGSU.id,
        )
        self._complaint(
            "on sports",
            gao,
            institution_id=SWIMMING,
            sector=Sector.SPORTS,
            intake_authority_id=SUZHOU_SPORTS.id,
        )
        self._complaint(
            "taken in by the city",
            gao,
            intake_authority_id=SUZHOU.id,
            assigned_authority_id=GUSU.id,
        )
        self._complaint(
            "faraway",
            None,
            **anonymous,
            receipt_digest=b"of another",
            institution_id=FARAWAY,
            region_code="110105",
            intake_authority_id=CHAOYANG.id,
        )

    def _complaint(self, name: str, by: Person | None, **facts: Any) -> None:
        id = key(4000 + self._next())
        at = minute(self._next())
        row = Complaint(
            **{
                "id": id,
                "complaint_no": f"TS{self._next()}",
                "kind": ComplaintKind.DISPUTE,
                "channel": ComplaintChannel.PARENT_APP,
                "category": ComplaintCategory.REFUND_DIFFICULTY,
                "identification": Identification.REAL_NAME,
                "complainant_ref": by and self.keys.complainant_ref(by.id),
                "institution_id": MAPLE,
                "region_code": "320508",
                "sector": Sector.EDUCATION,
                "intake_authority_id": GUSU.id,
                "statement_sealed": self.keys.seal(STATEMENT, name.encode(), bound_to=id.bytes),
                "is_urgent": False,
                "state": ComplaintState.RECEIVED,
                "received_at": NOW,
                "accept_due_on": TODAY,
                "accept_due_is_provisional": False,
                "deadline_rule": "C_ACCEPT",
                "version": 1,
                **facts,
            }
        )
        step = StateTransition(
            id=key(4000 + self._next()),
            at=at,
            entity="Complaint",
            subject_id=id,
            to_state=ComplaintState.RECEIVED,
            event="receive",
        )
        self._name("Complaint", name, id)
        self._name("ComplaintStep", name, at)
        self.batches += [[row], [step]]

    # Plans

    def _plans(self) -> None:
        for item in ITEMS:
            self._name("InspectionItem", item.code, reference.item_key(item.code))
        own = InspectionItem(
            id=key(6000),
            code="SZ-01",
            version_no=1,
            authority_id=SUZHOU.id,
            sector=Sector.EDUCATION,
            item_class=ItemClass.GENERAL,
            title="本市事项",
            legal_basis=["X15"],
            applies_to=["OFF_CAMPUS_TRAINING"],
            ratio_bp=1000,
            max_per_year=1,
            methods=["ON_SITE"],
            checklist_code="OFF_CAMPUS_GENERAL",
            checklist_version=1,
            checklist_item_codes=["OC01_LICENCE"],
            violation_codes=[],
            threshold_codes=[],
            effective_from=TODAY,
        )
        self._name("InspectionItem", "of the city", own.id)
        self.batches.append([own])
        self._plan("published", SUZHOU, PlanState.PUBLISHED)
        self._plan("closed", SUZHOU, PlanState.CLOSED)
        self._plan("draft of the city", SUZHOU, PlanState.DRAFT)
        self._plan("in review in the district", GUSU, PlanState.IN_REVIEW)
        self._plan("draft of sports", SUZHOU_SPORTS, PlanState.APPROVED, Sector.SPORTS)

    def _plan(
        self, name: str, place: Place, state: PlanState, sector: Sector = Sector.EDUCATION
    ) -> None:
        plan = InspectionPlan(
            id=key(6000 + self._next()),
            authority_id=place.id,
            authority_region_code=place.region_code,
            sector=sector,
            year=2026,
            name=name,
            is_joint=False,
            state=state,
            version_no=2,
            created_by=lin.id,
            created_at=NOW,
            version=1,
        )
        lines = [
            PlanLine(
                id=key(6000 + self._next()),
                plan_id=plan.id,
                plan_version_no=version,
                position=1,
                item_id=reference.item_key("XW01"),
                region_code=place.region_code,
                first_on=TODAY,
                last_on=TODAY,
                ratio_bp=100,
                scope=DrawScope.UNTARGETED,
                frequency=1,
            )
            for version in (1, 2)
        ]
        amendment = PlanAmendment(
            plan_id=plan.id, version_no=2, reason=name, amended_by=lin.id, amended_at=NOW
        )
        self._name("InspectionPlan", name, plan.id)
        self._name("PlanLine", f"{name}, before", lines[0].id)
        self._name("PlanLine", name, lines[1].id)
        self._name("PlanAmendment", name, name)
        self.batches += [[plan], [*lines, amendment]]

    # Draws

    def _draws(self) -> None:
        self._draw("drawn by the city", SUZHOU, MAPLE, mei, joined=GUSU)
        self._draw("drawn by the district", GUSU, MAPLE, tao)
        self._draw("drawn far away", CHAOYANG, FARAWAY, ling)
        for place in (SUZHOU, CHAOYANG):
            adopted_at = minute(self._next())
            self._name("DrawPolicy", f"of {place.name}", adopted_at)
            policy = DrawPolicy(
                id=key(6000 + self._next()),
                authority_id=place.id,
                version_no=1,
                risk_class=RiskClass.A,
                ratio_bp=100,
                min_count=0,
                max_per_year=1,
                adopted_by=lin.id,
                adopted_at=adopted_at,
            )
            self.batches.append([policy])

    def _draw(
        self,
        name: str,
        place: Place,
        institution_id: UUID,
        officer: Person,
        joined: Place | None = None,
    ) -> None:
        task = self._task(name, place)
        task.category, task.reason = TaskCategory.ROUTINE, None
        draw = Draw(
            id=key(6000 + self._next()),
            task_id=task.id,
            task_code=task.code,
            authority_id=place.id,
            authority_region_code=place.region_code,
            sector=Sector.EDUCATION,
            stage=DrawStage.COMMITTED,
            algorithm="DR1-HMAC-SHA256",
            software="spotcheck",
            text="{}",
            commitment=name,
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
            frozen_at=minute(self._next()),
            reveal_due_on=TODAY,
            reveal_due_is_provisional=False,
            redraw_no=0,
            proof="{}",
        )
        self._name("Draw", name, name)
        self._name("DrawProof", name, task.code)
        self.batches.append([draw])
        departments = [(place, self._next())] + ([(joined, self._next())] if joined else [])
        least, replaced_at = self._next(), minute(self._next())
        row = PoolObject(
            id=key(6000 + self._next()),
            draw_id=draw.id,
            institution_id=institution_id,
            pseudonym=f"object {name}",
            stratum_label="s1",
            risk_class=RiskClass.B,
            rank=1,
            visit_no=1,
        )
        card = PoolOfficer(
            id=key(6000 + self._next()),
            draw_id=draw.id,
            officer_id=officer.officer_id,
            authority_id=place.id,
            officer_no=f"officer {name}",
            may_lead=True,
            max_load=1,
            object_count=1,
        )
        share = DrawShare(
            id=key(6000 + self._next()),
            task_id=task.id,
            party=f"party {name}",
            institution_id=institution_id,
            account_id=yin.id,
            commitment="0",
            committed_at=NOW,
        )
        visit: Inspection = self._row(Inspection, "unnoticed")
        self._name("DrawShare", name, share.id)
        self._name("PoolStratum", name, f"label {name}")
        self._name("PoolObject", name, row.pseudonym)
        self._name("PoolOfficer", name, card.officer_no)
        self._name("DrawEvent", name, f"hash {name}")
        self._name("OfficerReplacement", name, replaced_at)
        self._name("TaskQuota", name, str(least))
        for department, load in departments:
            self._name("TaskDepartment", f"{name}: {department.name}", str(load))
        position = self._next()
        self._name("Pairing", name, str(position))
        self.batches += [
            [row, card, share],
            [
                Pairing(
                    id=key(6000 + self._next()),
                    object_id=row.id,
                    officer_id=card.id,
                    position=position,
                    is_leader=True,
                ),
                PoolStratum(
                    draw_id=draw.id,
                    risk_class=RiskClass.B,
                    label=f"label {name}",
                    row_count=1,
                    eligible_count=1,
                    drawn_count=1,
                ),
                DrawEvent(
                    id=key(6000 + self._next()),
                    draw_id=draw.id,
                    position=1,
                    event="COMMITTED",
                    at=NOW,
                    by_role="TASK_MANAGER",
                    detail={},
                    previous="",
                    hash=f"hash {name}",
                ),
                OfficerReplacement(
                    id=key(6000 + self._next()),
                    draw_id=draw.id,
                    inspection_id=visit.id,
                    outgoing_id=officer.officer_id,
                    incoming_id=officer.officer_id,
                    reason=ReplacementReason.ILLNESS,
                    approved_by=lin.id,
                    replaced_at=replaced_at,
                    detail={},
                ),
                TaskItem(task_id=task.id, item_id=reference.item_key("XW01"), position=1),
                TaskQuota(
                    task_id=task.id,
                    risk_class=RiskClass.A,
                    ratio_bp=100,
                    min_count=least,
                    max_per_year=1,
                ),
                *(
                    TaskDepartment(
                        task_id=task.id,
                        authority_id=department.id,
                        position=load,
                        officers_per_object=2,
                        max_load=load,
                    )
                    for department, load in departments
                ),
            ],
        ]

    # Registries

    def _registries(self) -> None:
        places = {"maple": MAPLE, "swimming": SWIMMING, "faraway": FARAWAY, "listed": LISTED}
        codes = {
            row.id: row.unified_social_credit_code
            for batch in self.batches
            for row in batch
            if isinstance(row, Institution)
        }
        for name, id in places.items():
            self._name("InspectionObject", name, codes[id])
            assessed_at, count = minute(self._next()), self._next()
            assessment = RiskAssessment(
                id=key(7000 + self._next()),
                institution_id=id,
                risk_class=RiskClass.B,
                earlier_class=RiskClass.B,
                points=10,
                rules="RISK-1",
                assessed_at=assessed_at,
            )
            found = RiskInputCount(
                assessment_id=assessment.id, input=RiskInput.NO_LICENCE, count=count
            )
            stop = ObjectStop(
                id=key(7000 + self._next()),
                institution_id=id,
                ground=StopGround.OTHER,
                reason=name,
                first_on=TODAY,
                stopped_by=lin.id,
                stopped_at=NOW,
            )
            self._name("RiskAssessment", name, assessed_at)
            self._name("RiskInputCount", name, str(count))
            self._name("ObjectStop", name, stop.id)
            self.batches += [[assessment, stop], [found]]
        for officer in (mei, tao, ling):
            recusal = Recusal(
                id=key(7000 + self._next()),
                officer_id=officer.officer_id,
                institution_id=MAPLE,
                ground=RecusalGround.OTHER_INTEREST,
                declared_by=officer.id,
                declared_at=NOW,
            )
            self._name("Recusal", f"of {officer.login}", recusal.id)
            self.batches.append([recusal])

    # On site

    def _on_site(self) -> None:
        self._arrival("noticed", mei)
        self._arrival("unnoticed", mei)
        self._arrival("of the district", tao)
        self._arrival("faraway", ling)
        for name in ("noticed", "faraway"):
            self._notice(name)
            row = Appointment(
                id=key(8000 + self._next()),
                inspection_id=self._row(Inspection, name).id,
                visit_at=NOW,
                state=AppointmentState.PROPOSED,
                proposed_by=lin.id,
                proposed_at=NOW,
            )
            self._name("Appointment", name, row.id)
            self.batches.append([row])
        self._request("by maple about mei", "noticed", mei, RecusalRequestSide.INSTITUTION)
        self._request("by jun about himself", "noticed", jun, RecusalRequestSide.OFFICER)
        self._request("in the district", "of the district", tao, RecusalRequestSide.OFFICER)
        records = [row for batch in self.batches for row in batch]
        for record in [row for row in records if isinstance(row, InspectionRecord)]:
            self._signed(record)

    def _arrival(self, visit: str, officer: Person) -> None:
        name, left_at = f"{visit}: {officer.login}", minute(self._next())
        here, there = (30.0 + self._next() / 1024 for _ in range(2))
        row = CheckIn(
            id=key(8000 + self._next()),
            inspection_id=self._row(Inspection, visit).id,
            officer_id=officer.officer_id,
            claimed_at=NOW,
            corrected_at=NOW,
            received_at=NOW,
            certificates_shown=True,
            rights_told=True,
            latitude=here,
            longitude=120.5,
            datum=Datum.WGS84,
            is_mock=False,
            flags=[],
        )
        left = CheckOut(
            check_in_id=row.id,
            claimed_at=NOW,
            corrected_at=left_at,
            received_at=NOW,
            latitude=there,
            longitude=120.5,
            datum=Datum.WGS84,
            is_mock=False,
        )
        self._name("CheckIn", name, row.id)
        self._name("CheckOut", name, left_at)
        self._name("ArrivalPosition", f"arriving, {name}", here)
        self._name("ArrivalPosition", f"leaving, {name}", there)
        self.batches += [[row], [left]]

    def _notice(self, name: str) -> None:
        row = Notice(
            id=key(8000 + self._next()),
            inspection_id=self._row(Inspection, name).id,
            mode=NoticeMode.ADVANCE,
            issued_at=NOW,
            issued_by=lin.id,
            institution_name="机构",
            credit_code="91320508MA1MAPLE0X",
            task_code="CASE",
            window_from=TODAY,
            window_to=TODAY,
            legal_basis=["X43"],
            methods=[Method.ON_SITE],
            materials=[],
            contact=name,
            appointment_possible=True,
            visits_this_year=0,
            text_edition=1,
            paragraphs_zh=["权利"],
            paragraphs_en=["rights"],
            seal_authority="机关",
            sealed_on=TODAY,
        )
        parts = [
            NoticeItem(
                id=key(8000 + self._next()),
                notice_id=row.id,
                position=1,
                code=name,
                title="事项",
            ),
            NoticeOfficer(
                id=key(8000 + self._next()),
                notice_id=row.id,
                position=1,
                officer_id=mei.officer_id,
                unit="机关",
                name=name,
                certificate_no="1",
            ),
        ]
        for type_name in ("Notice", "NoticeItem", "NoticeOfficer"):
            self._name(type_name, name, name)
        self.batches += [[row], parts]

    def _request(self, name: str, visit: str, about: Person, side: RecusalRequestSide) -> None:
        day = dt.date(2026, 3, 1 + len(self.names["RecusalRequest"]))
        row = RecusalRequest(
            id=key(8000 + self._next()),
            inspection_id=self._row(Inspection, visit).id,
            officer_id=about.officer_id,
            side=side,
            statement=name,
            state=RecusalRequestState.REQUESTED,
            requested_by=about.id,
            requested_at=dt.datetime.combine(day, dt.time(), dt.UTC),
        )
        self._name("RecusalRequest", name, row.id)
        self._name("Alert", f"recusal: {name}", str(day))
        self.batches.append([row])

    def _signed(self, record: InspectionRecord) -> None:
        name = record.summary
        self._name("RecordSignature", name, name)
        self._name("SignatureRefusal", name, name)
        shared: dict[str, Any] = {
            "record_id": record.id,
            "record_hash": "0" * 64,
            "recorded_at": NOW,
            "recorded_by": mei.officer_id,
        }
        signature = RecordSignature(
            id=key(8000 + self._next()),
            party=SignatureParty.INSPECTED,
            name=name,
            capacity="校长",
            signed_at=NOW,
            **shared,
        )
        refusal = SignatureRefusal(
            id=key(8000 + self._next()),
            because=UnsignedBecause.REFUSED,
            reason=name,
            witness_name="某人",
            witness_capacity="邻居",
            noted_at=NOW,
            **shared,
        )
        self.batches.append([signature, refusal])

    # Corrections, alerts, loads

    def _rectification(self) -> None:
        looked_again = self._row(Inspection, "of the district").id
        for i, name in enumerate(("noticed", "unnoticed", "of sports", "faraway")):
            due_on = dt.date(2026, 1, 1 + i)
            order = self._order(name, due_on)
            order.recheck_inspection_id = looked_again if name == "noticed" else None
            self._name("RectificationReport", name, name)
            report = RectificationReport(
                id=key(8000 + self._next()),
                order_id=order.id,
                position=1,
                statement=name,
                is_late=True,
                submitted_by=yin.id,
                submitted_at=NOW,
            )
            self.batches += [[order], [report]]
            self._name("Alert", f"overdue: {name}", str(due_on))
        for i, (name, of, state) in enumerate(
            (
                ("proposed to the city", "noticed", EscalationState.PROPOSED),
                ("adopted by the city", "unnoticed", EscalationState.ADOPTED),
                ("proposed far away", "faraway", EscalationState.PROPOSED),
            )
        ):
            proposed_at = dt.datetime(2026, 2, 1 + i, tzinfo=dt.UTC)
            self.batches.append([self._proposal(name, of, state, proposed_at)])
            if state is EscalationState.PROPOSED:
                self._name("Alert", f"undecided: {name}", str(proposed_at.date()))
        self._name("Alert", "stuck: noticed", "2020-01-01")
        for name, day in (
            ("overdue of the city", "2026-01-01"),
            ("overdue of sports", "2026-01-03"),
            ("overdue far away", "2026-01-04"),
            ("undecided of the city", "2026-02-01"),
            ("undecided far away", "2026-02-03"),
            ("stuck of the city", "2020-01-01"),
            ("recusals of the city", "2026-03-01"),
            ("recusals of the district", "2026-03-03"),
        ):
            self._name("AlertCount", name, day)
        for name, place in (
            ("maple by the city", SUZHOU),
            ("maple by the district", GUSU),
            ("swimming by sports", SUZHOU_SPORTS),
            ("faraway", CHAOYANG),
        ):
            first_on = TODAY + dt.timedelta(days=_DAYS_OF[place.id])
            self._name("InspectionLoad", name, str(first_on))

    def _order(self, name: str, due_on: dt.date) -> CorrectionOrder:
        visit: Inspection = self._row(Inspection, name)
        row = CorrectionOrder(
            id=key(8000 + self._next()),
            inspection_id=visit.id,
            institution_id=visit.institution_id,
            authority_id=visit.authority_id,
            authority_region_code=visit.authority_region_code,
            region_code=visit.region_code,
            sector=visit.sector,
            kind=OrderKind.DEADLINE,
            violation_codes=[],
            requirements=name,
            issued_by=mei.officer_id,
            claimed_at=NOW,
            clock_is_off=False,
            received_at=NOW,
            issued_on=dt.date(2025, 12, 1),
            due_on=due_on,
            due_rule="CO_DEADLINE",
            state=OrderState.OVERDUE,
            version=1,
        )
        self._name("CorrectionOrder", name, row.id)
        return row

    def _proposal(
        self, name: str, of: str, state: EscalationState, proposed_at: dt.datetime
    ) -> EscalationProposal:
        order: CorrectionOrder = self._row(CorrectionOrder, of)
        is_decided = state is not EscalationState.PROPOSED
        row = EscalationProposal(
            id=key(8000 + self._next()),
            order_id=order.id,
            institution_id=order.institution_id,
            authority_id=order.authority_id,
            authority_region_code=order.authority_region_code,
            region_code=order.region_code,
            sector=order.sector,
            cause=EscalationCause.OVERDUE,
            measure=EscalationMeasure.STOP_ENROLMENT,
            basis="X16",
            state=state,
            proposed_at=proposed_at,
            decided_at=NOW if is_decided else None,
            decided_by=lin.id if is_decided else None,
            version=1,
        )
        self._name("EscalationProposal", name, row.id)
        return row

    # Evidence

    def _evidence(self) -> None:
        self._name("EvidenceSummary", "of one", 1.0)
        self._name("EvidenceSummary", "of two", 2.0)
        blob = Blob(
            sha256=hash_of(PHOTO),
            size=len(PHOTO),
            media_type="image/jpeg",
            width=640,
            height=480,
            derivative_sha256=hash_of(COPY),
            thumbnail_sha256=hash_of(THUMBNAIL),
            stored_at=NOW,
        )
        self.batches.append([blob])
        for name in self.names["Inspection"].values():
            self._of_owner(OwnerKind.INSPECTION, "visit", name)
        for name in self.names["Complaint"].values():
            self._of_owner(OwnerKind.COMPLAINT, "complaint", name)
        for name in self.names["CorrectionOrder"].values():
            self._of_owner(OwnerKind.RECTIFICATION, "correction", name)
        noticed = self._missing(OwnerKind.INSPECTION, "missing of the visit noticed")
        of_fang = self._missing(OwnerKind.COMPLAINT, "missing of the complaint of fang")
        self.batches.append([noticed, of_fang])
        records = (row for batch in self.batches for row in batch)
        filed = [row for row in records if isinstance(row, InspectionRecord)]
        self.batches.append(
            [RecordEvidence(record_id=record.id, evidence_id=noticed.id) for record in filed]
        )

    def _of_owner(self, kind: OwnerKind, word: str, name: str) -> None:
        row = self._slot(kind, f"of the {word} {name}", name)
        if kind is OwnerKind.INSPECTION:
            row.captured_by = mei.officer_id
            row.latitude, row.longitude = 31.0 + self._next() / 1024, 120.5
            row.datum = Datum.WGS84
            self._name("CapturePosition", f"of the visit {name}", row.latitude)
            if name == "noticed":
                row.released_at, row.released_by = NOW, qiao.id
                url = f"/evidence/{ids.write('Evidence', row.id)}/picture"
                self._name("PublicPicture", "released of the visit noticed", url)
        row.state = EvidenceState.RECEIVED
        row.received_at, row.checked_at = NOW, NOW
        row.seal, row.verdict = b"a seal", EvidenceVerdict.INTACT
        self.batches.append([row])

    def _missing(self, kind: OwnerKind, name: str) -> Evidence:
        return self._slot(kind, name, "noticed" if kind is OwnerKind.INSPECTION else "of fang")

    def _slot(self, kind: OwnerKind, name: str, owner: str) -> Evidence:
        table: type[Any] = {
            OwnerKind.INSPECTION: Inspection,
            OwnerKind.COMPLAINT: Complaint,
            OwnerKind.RECTIFICATION: CorrectionOrder,
        }[kind]
        row = Evidence(
            id=key(5000 + self._next()),
            owner_kind=kind,
            owner_id=self._row(table, owner).id,
            declaration_id=key(5000),
            kind=EvidenceKind.PHOTO,
            sha256=hash_of(PHOTO),
            size=len(PHOTO),
            media_type="image/jpeg",
            declared_at=dt.datetime(2020, 1, 1, tzinfo=dt.UTC),
            state=EvidenceState.EXPECTED,
            version_no=1,
        )
        self._name("Evidence", name, row.id)
        return row


def _marked(type_name: str, mark: UUID | dt.datetime | str | float) -> str:
    if isinstance(mark, UUID):
        return ids.write(type_name, mark)
    if type_name == "EvidenceSummary":
        return f"{mark:.0f}"
    if isinstance(mark, dt.datetime):
        return mark.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    return str(mark)
