"""A small world with rows of every kind and state, each with a name that the table speaks of."""

import datetime as dt
from collections import defaultdict
from typing import Any, TypeVar
from uuid import UUID

import sqlalchemy as sa

from domain.actors import Actor
from domain.authorities import Sector
from domain.complaints.terms import ComplaintCategory
from domain.courses import CourseState
from domain.evidence.terms import OwnerKind
from domain.inspections.terms import (
    AuditDecision,
    InspectionState,
    ReplacementReason,
    TaskCategory,
)
from domain.institutions import Delivery, EntitlementKind, EntitlementState, ListingRole
from domain.items import ITEMS
from domain.ledgers.terms import LedgerKind
from domain.plans.terms import PlanState
from domain.positions import Datum
from domain.publication.terms import (
    DeclineGround,
    FollowUpState,
    Outlet,
    RepairState,
    ReplyState,
    WithdrawalGround,
)
from domain.rectification.terms import EscalationState
from domain.roles import Role
from domain.standings.terms import Ending, StandingKind
from domain.teachers import EndReason
from domain.visits.terms import RecusalRequestSide
from persistence.accounts.table import Account, RoleGrant
from persistence.authorities.table import Authority, InspectorProfile, Officer
from persistence.complaints.table import Complaint
from persistence.engine.columns import Table
from persistence.engine.keys import Keys
from persistence.evidence.table import Evidence
from persistence.inspections.table import (
    Inspection,
    InspectionRecord,
    InspectionTask,
    PublicRecord,
)
from persistence.institutions.table import Entitlement, Institution, Site
from persistence.reading import ids
from persistence.rectification.table import CorrectionOrder
from persistence.regions import reference
from persistence.teachers.table import Teacher
from tests.factories import (
    NOW,
    TODAY,
    accounts,
    authorities,
    complaints,
    courses,
    draws,
    evidence,
    inspections,
    institutions,
    items,
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
    rui,
    shan,
    tao,
    yang,
    yin,
)
from tests.visibility.people import MORE, lan, mo, ning, qu
from tests.world import world_rows

LISTED = key(1100)
"""In Shanghai, of another sector, and entitled by the society: within its programmes."""
PROVINCIAL, PATROL, OF_SPORTS = key(1101), key(1102), key(1103)
"""Officers who do not sign in: of the province, of the society, and of the sports bureau."""
FAR_OFF = dt.date(2999, 1, 1)
"""Never over, whenever the tests run."""
RECEIPT_OF = key(1200)
"""The operation that left the anonymous complaint's receipt."""

_PLACED = {"longitude": 120.5, "datum": Datum.WGS84}
_DAYS_OF = {SUZHOU.id: 0, GUSU.id: 1, SUZHOU_SPORTS.id: 2, CHAOYANG.id: 3}
"""How many days from now the visits of an authority begin: by them its loads are told apart."""

Names = dict[str, dict[str, str]]
"""For each type: the value of its marker field → the name of the row."""
Mark = UUID | dt.datetime | dt.time | str | float
Row = TypeVar("Row", bound=Table)


class _Gathered(Names):
    """No type comes to be there because somebody asks for it: all tests ask the same world."""

    def __missing__(self, type_name: str) -> dict[str, str]:
        return {}


class World:
    """The rows in the order in which they go in, and their names as they are gathered."""

    def __init__(self, keys: Keys, password_hash: str) -> None:
        self.keys = keys
        self.batches: list[list[Any]] = world_rows(keys, password_hash)
        self.names: Names = defaultdict(dict)
        self.password_hash = password_hash
        self._counter = 0
        self._rows: dict[tuple[str, str], Any] = {}
        self.actors: dict[str, Actor] = {}
        """Those who look, as they were found in this world."""
        self.codes: dict[str, str] = {}
        """The codes of tasks, by their ids."""
        self._the_known()
        self._more_people()
        self._register()
        self._changes()
        self._registrations()
        self._standings()
        self._inspections()
        self._complaints()
        self._plans()
        self._draws()
        self._registries()
        self._ledgers()
        self._rectification()
        self._rulings()
        self._evidence()
        self._on_site()
        self.names = _Gathered(self.names)

    def of(self, type_name: str, row_name: str) -> str:
        """The marker of a row: its public id where it has one."""
        (found,) = (mark for mark, name in self.names[type_name].items() if name == row_name)
        return found

    def _name(self, type_name: str, name: str, mark: Mark) -> None:
        assert name not in self.names[type_name].values(), f"{type_name} {name} twice"
        self.names[type_name][_marked(type_name, mark)] = name

    def _named(self, name: str, row: Row, *, by: str = "id") -> Row:
        """A row whose type is of its table's name, by the column that marks it."""
        self._name(type(row).__name__, name, getattr(row, by))
        self._rows[type(row).__name__, name] = row
        return row

    def _row(self, table: type[Row], name: str) -> Row:
        row: Row = self._rows[table.__name__, name]
        return row

    def _add(self, *rows: Table) -> None:
        """After all that went in before, to which they may refer."""
        self.batches.append(list(rows))

    def _next(self) -> int:
        self._counter += 1
        return self._counter

    def _minute(self) -> dt.datetime:
        """A moment that marks one row."""
        return dt.datetime(2026, 10, 1, tzinfo=dt.UTC) + dt.timedelta(minutes=self._next())

    def _latitude(self, degrees: int = 31) -> float:
        """One that marks one row."""
        return degrees + self._next() / 1024

    def _the_known(self) -> None:
        logins = {person.id: person.login for person in PEOPLE}
        names = {MAPLE: "maple", SWIMMING: "swimming", FARAWAY: "faraway"}
        for row in (row for batch in self.batches for row in batch):
            match row:
                case Authority() | Officer():
                    self._named(row.name, row)
                case Institution():
                    row.sponsor = "某举办者"
                    row.external_ref, row.source_updated_at = names[row.id], NOW
                    self._named(names[row.id], row)
                case Account():
                    self._named(logins[row.id], row)
                case InspectorProfile():
                    login = {p.officer_id: p.login for p in PEOPLE}[row.officer_id]
                    self._named(login, row, by="public_no")
                case RoleGrant():
                    self._grant(row, logins[row.account_id])
                case Entitlement():
                    self._named("licence of maple", row)
                case Site():
                    self._named("of maple", row)
                case _:
                    raise AssertionError(row)

    def _grant(self, row: RoleGrant, name: str) -> RoleGrant:
        row.granted_at = self._minute()
        return self._named(name, row, by="granted_at")

    # People

    def _more_people(self) -> None:
        grants = [self._grant(accounts.grant(person), person.login) for person in MORE]
        second = accounts.grant(ning, Role.SUPERVISOR)
        (revoked,) = (grant for grant in grants if grant.account_id == qu.id)
        revoked.revoked_at = NOW
        self._add(*(self._account(person) for person in MORE))
        waiting = accounts.grant(ning, Role.OVERSIGHT, JIANGSU, in_force_at=sa.null())
        self._add(
            *grants, self._grant(second, "second of ning"), self._grant(waiting, "waiting of ning")
        )
        far = dt.datetime(2999, 1, 1, tzinfo=dt.UTC)
        for i, person in enumerate((mei, fang, shan)):
            row = accounts.session(person.id, id=key(1300 + i), expires_at=far)
            self._add(self._named(f"of {person.login}", row))
        ended = accounts.session(mei.id, id=key(1310), expires_at=far, ended_at=NOW)
        self._add(self._named("ended of mei", ended))
        self._add(
            self._named("provincial", authorities.officer(JIANGSU, "provincial", id=PROVINCIAL)),
            self._named("patrol", authorities.officer(SOCIETY, "patrol", id=PATROL)),
            self._named("of sports", authorities.officer(SUZHOU_SPORTS, "of sports", id=OF_SPORTS)),
        )
        ended_on = dt.date(2026, 4, 1)
        profile = authorities.inspector(
            OF_SPORTS, specialities=[Sector.SPORTS], certificate_valid_to=ended_on
        )
        self._add(self._named("of sports", profile, by="public_no"))
        self._name("Alert", "certificate: of sports", str(ended_on))
        self._name("AlertCount", "certificates of sports", str(ended_on))
        self._add(
            *(
                self._named(officer.login, authorities.certificate(officer.as_officer))
                for officer in (mei, tao, ling)
            ),
            self._named("of the district", authorities.change_proposal(GUSU)),
            self._named("faraway", authorities.change_proposal(CHAOYANG)),
            self._named("of the society", authorities.change_proposal(SOCIETY)),
        )

    def _account(self, person: Person) -> Account:
        row = accounts.account(person.login, id=person.id, password_hash=self.password_hash)
        return self._named(person.login, row)

    # The register

    def _register(self) -> None:
        listed = institutions.institution(
            LISTED,
            "黄浦示例培训",
            "91310101MA1L1STED3",
            region_code="310101",
            sector=Sector.HUMAN_RESOURCES,
            sponsor="某举办者",
            external_ref="listed",
            source_updated_at=NOW,
            supervising_authority_id=NATION.id,
            licences=["SL-2026-001"],
        )
        listing = institutions.entitlement(
            LISTED,
            "SL-2026-001",
            kind=EntitlementKind.LISTING,
            listing_role=ListingRole.TRAINING,
            authority_id=SOCIETY.id,
        )
        pool = institutions.site(
            SWIMMING, latitude=31.25, longitude=120.5, datum=Datum.GCJ02, wgs84_latitude=31.26
        )
        self._name("Position", "of swimming", 31.25)
        self._add(self._named("listed", listed))
        self._row(Institution, "swimming").record_licences(["SF-2026-001"])
        filing = institutions.entitlement(
            SWIMMING, "SF-2026-001", kind=EntitlementKind.FILING, delivery=Delivery.ONLINE
        )
        self._add(
            self._named("listing by the society", listing),
            self._named("filing of swimming", filing),
            self._named("of swimming", pool),
        )
        former = institutions.former_name(MAPLE, name="former of maple")
        self._name("FormerName", "of maple", former.name)
        self._add(former)
        self._teacher("in employment at maple", MAPLE)
        self._teacher("former of maple", MAPLE, "110105194912310036", is_former=True)
        self._teacher("in employment at swimming", SWIMMING)
        self._teacher("former of swimming", SWIMMING, is_former=True)
        self._teacher("former of faraway", FARAWAY, is_former=True)
        self._teacher("former of listed", LISTED, is_former=True)
        for place, id in (
            ("maple", MAPLE),
            ("swimming", SWIMMING),
            ("faraway", FARAWAY),
            ("listed", LISTED),
        ):
            self._course(f"published by {place}", id)
            self._course(f"draft of {place}", id, state=CourseState.DRAFT, published_at=None)
        self._course(
            "withdrawn by maple",
            MAPLE,
            state=CourseState.WITHDRAWN,
            withdrawn_at=NOW,
            withdrawal_reason="停办",
        )

    def _teacher(
        self,
        name: str,
        institution_id: UUID,
        resident_id: str = "11010519491231002X",
        is_former: bool = False,
    ) -> None:
        end = {"employed_to": TODAY, "end_reason": EndReason.RESIGNED} if is_former else {}
        row = teachers.teacher(institution_id, self.keys, resident_id, work_permit_no="WP-1", **end)
        self._add(self._named(name, row))

    def _course(self, name: str, institution_id: UUID, **facts: Any) -> None:
        row = self._named(name, courses.course(institution_id, **facts))
        time = courses.class_time(row.id, starts_at=dt.time(9, self._next() % 60))
        self._add(row)
        self._add(
            self._named(name, courses.fee_item(row.id, name=name), by="name"),
            self._named(name, time, by="starts_at"),
        )

    def _changes(self) -> None:
        teacher = self._row(Teacher, "in employment at maple")
        rows: tuple[tuple[str, UUID, dict[str, Any]], ...] = (
            ("of maple", MAPLE, {}),
            ("of swimming", SWIMMING, {}),
            ("of faraway", FARAWAY, {}),
            ("of listed", LISTED, {}),
            ("of a teacher at maple", teacher.id, {"kind": "Teacher", "institution_id": MAPLE}),
            ("of the district", GUSU.id, {"kind": "Authority", "institution_id": None}),
            ("of the society", SOCIETY.id, {"kind": "Authority", "institution_id": None}),
        )
        self._add(
            *(
                self._named(name, records.field_change(id, account_id=rui.id, **more))
                for name, id, more in rows
            )
        )

    def _registrations(self) -> None:
        for number, name in enumerate(("maple", "swimming", "faraway", "listed")):
            row = registrations.registration(
                self._row(Institution, name).id,
                f"苏ICP备1234567{number}号",
                verified_authority_id=SUZHOU.id,
            )
            self._add(self._named(f"of {name}", row))
        decided = {"state": "KEPT", "reason": "x", "decided_at": NOW, "decided_by": rui.id}
        put = {"question": "x", "asked_at": NOW}
        for name, id, more in (
            ("of maple", MAPLE, {}),
            ("put to maple", MAPLE, put),
            ("of swimming", SWIMMING, {}),
            ("put to faraway", FARAWAY, put),
            ("of listed", LISTED, {}),
        ):
            self._add(self._named(name, registrations.difference(id, **decided, **more)))
        for name, by, authority in (
            ("by rui", rui, None),
            ("by who left the city's office", lin, SUZHOU.id),
            ("by yang, for no one place", yang, None),
        ):
            report = registrations.platform_report(reported_by=by.id, authority_id=authority)
            self._add(self._named(name, report))

    def _standings(self) -> None:
        """What was decided on institutions, on an entitlement and on persons, and taken back."""
        sports: dict[str, Any] = {"sector": Sector.SPORTS, "authority_id": SUZHOU_SPORTS.id}
        of_swimming: dict[str, Any] = {"institution_id": SWIMMING, **sports}
        suspended: dict[str, Any] = {
            "kind": StandingKind.ENTITLEMENT,
            "entitlement_id": self._row(Entitlement, "licence of maple").id,
            "entitlement_state": EntitlementState.SUSPENDED,
        }
        self._standing("white list of maple")
        self._standing("white list of swimming", **of_swimming)
        self._standing("quashed of maple", Ending.QUASHED, kind=StandingKind.BLACK_LIST)
        self._standing(
            "corrected of swimming",
            Ending.CORRECTED,
            kind=StandingKind.KEY_SUPERVISION,
            **of_swimming,
        )
        self._standing("quashed of listed", Ending.QUASHED, institution_id=LISTED)
        self._standing("suspended licence of maple", **suspended)
        of_the_city: dict[str, Any] = {"region_code": "320500"}
        self._on_staff("staff black list of the city", "11010519491231002X", **of_the_city)
        self._on_staff(
            "staff black list of the city, quashed",
            "110105194912310036",
            Ending.QUASHED,
            **of_the_city,
        )
        self._on_staff("staff black list of sports", "110105194912310044", **of_the_city, **sports)
        self._on_staff(
            "staff black list far away",
            "110105194912310052",
            region_code="110105",
            authority_id=CHAOYANG.id,
        )

    def _on_staff(self, name: str, number: str, ending: Ending | None = None, **facts: Any) -> None:
        person = standings.listed_person(self.keys, number, name=name)
        self._add(self._named(name, person, by="name"))
        of_person = {"institution_id": None, "person_id": person.id}
        self._standing(name, ending, kind=StandingKind.STAFF_BLACK_LIST, **of_person, **facts)

    def _standing(self, name: str, ending: Ending | None = None, **facts: Any) -> None:
        row = standings.standing(facts.pop("institution_id", MAPLE), **facts)
        self._add(self._named(name, row))
        if ending is not None:
            end = standings.standing_end(row.id, ending=ending, decided_at=self._minute())
            self._add(self._named(name, end, by="decided_at"))

    # Inspections

    def _inspections(self) -> None:
        self._task("without a visit", SUZHOU)
        self._visit("noticed", SUZHOU, MAPLE, (mei, jun), replaced=tao, noticed_at=NOW)
        self._visit("unnoticed", SUZHOU, MAPLE, (mei,))
        withdrawn: dict[str, Any] = {"state": InspectionState.WITHDRAWN, "published_at": NOW}
        self._visit("of the district", GUSU, MAPLE, (tao,), **withdrawn)
        self._visit("of sports", SUZHOU_SPORTS, SWIMMING, (), **withdrawn)
        self._visit("faraway", CHAOYANG, FARAWAY, (ling,), region_code="110105", noticed_at=NOW)
        noticed = self._row(Inspection, "noticed")
        record = self._record(noticed, "filed", version_no=2, correction_reason="更正")
        noticed.current_record_id, noticed.filed_at = record.id, NOW
        noticed.state, noticed.inspected_on = InspectionState.PUBLISHED, TODAY
        noticed.published_at = NOW
        self._record(noticed, "filed wrongly")
        self._public("current")
        self._public("superseded", superseded_at=NOW)
        self._public(
            "withdrawn",
            withdrawn_at=NOW,
            withdrawal_ground=WithdrawalGround.WRONG_SUBJECT,
            inspection_id=self._row(Inspection, "of the district").id,
        )
        self._public(
            "expired",
            expires_on=TODAY - dt.timedelta(days=1000),
            inspection_id=self._row(Inspection, "of sports").id,
        )
        for name in ("noticed", "unnoticed", "of the district", "of sports", "faraway"):
            self._beside(name)

    def _task(self, name: str, place: Place, **facts: Any) -> InspectionTask:
        row = tasks.task(place, f"CASE-{self._next():03d}", name=name, **facts)
        step = records.transition("InspectionTask", row.id, row.state, at=self._minute())
        self.codes[ids.write("InspectionTask", row.id)] = row.code
        self._name("TaskStep", name, step.at)
        self._add(self._named(name, row))
        self._add(step)
        return row

    def _visit(
        self,
        name: str,
        place: Place,
        institution_id: UUID,
        officers: tuple[Person, ...],
        replaced: Person | None = None,
        **facts: Any,
    ) -> None:
        window = {
            "window_from": TODAY + dt.timedelta(days=_DAYS_OF[place.id]),
            "window_to": FAR_OFF,
        }
        task = self._task(name, place)
        row = inspections.inspection(task, place, institution_id, **window, **facts)
        self._add(self._named(name, row))
        for officer in officers:
            self._assignment(name, row, officer, is_leader=officer is not jun)
        if replaced is not None:
            gone = {"replaced_at": NOW, "replacement_reason": ReplacementReason.ILLNESS}
            self._assignment(f"{name}, replaced", row, replaced, **gone)

    def _assignment(self, name: str, visit: Inspection, officer: Person, **facts: Any) -> None:
        row = inspections.assignment(
            visit.id, officer.as_officer, assigned_at=self._minute(), **facts
        )
        self._add(self._named(f"{name}: {officer.login}", row, by="assigned_at"))

    def _record(self, visit: Inspection, name: str, **facts: Any) -> InspectionRecord:
        record = inspections.record(
            visit.id, mei.as_officer, summary=name, latitude=self._latitude(), **_PLACED, **facts
        )
        confirmation = inspections.confirmation(
            record.id, mei.as_officer, confirmed_at=self._minute()
        )
        is_wrong = name == "filed wrongly"
        decision = AuditDecision.REJECTED if is_wrong else AuditDecision.APPROVED
        audit = inspections.audit(record, decision=decision, reason=name)
        self._name("VisitPosition", name, record.latitude or 0)
        self._add(self._named(name, record))
        self._add(
            self._named(name, inspections.answer(record.id, note=name), by="note"),
            self._named(name, inspections.finding(record.id, detail=name), by="detail"),
            self._named(name, confirmation, by="confirmed_at"),
            self._named(name, audit, by="reason"),
        )
        return record

    def _public(self, name: str, **facts: Any) -> None:
        visit = self._row(Inspection, "noticed")
        task = self._row(InspectionTask, "noticed")
        row = publication.public_record(visit, task, version_no=self._next(), **facts)
        published = publication.publication(
            row.id, outlet=Outlet.ENTERPRISE_CREDIT, reference=f"of {name}"
        )
        self._add(self._named(name, row))
        self._add(self._named(f"of {name}", published, by="reference"))

    def _beside(self, name: str) -> None:
        """What was asked of a visit's result, whatever became public of it; nothing of it is late or
        waits for anybody, so that no alert comes of it."""
        visit = self._row(Inspection, name)
        record = self._row(PublicRecord, "superseded" if name == "of sports" else "current")
        objection = publication.objection(visit, record.id, due_on=FAR_OFF)
        refused = publication.repair_request(
            visit, record.id, state=RepairState.REFUSED, decided_at=NOW, reason="x"
        )
        finished = publication.follow_up(
            visit.id,
            state=FollowUpState.FINISHED,
            finished_on=TODAY,
            finished_by=lin.id,
            note="x",
        )
        correction = publication.correction(visit.id, record.id, reason=name, due_on=FAR_OFF)
        decided = publication.term_decision(visit, record.id, reason=name)
        self._add(
            self._named(name, decided, by="reason"),
            self._named(name, objection),
            self._named(name, refused),
            self._named(name, finished),
            self._named(name, correction, by="reason"),
        )
        decisions: dict[str, dict[str, Any]] = {
            "noticed": {"state": ReplyState.SHOWN},
            "of sports": {"state": ReplyState.DECLINED, "decline_ground": DeclineGround.INSULT},
        }
        if name in decisions:
            reply = publication.reply(
                visit, record.id, text=name, decided_at=NOW, **decisions[name]
            )
            self._name("PublicReply", name, name)
            self._add(self._named(name, reply))

    # Complaints

    def _complaints(self) -> None:
        handled = {"assigned_authority_id": GUSU.id, "handler_id": chen.id}
        on_conduct = {"category": ComplaintCategory.INSPECTOR_CONDUCT}
        self._complaint("of fang", by=fang, **handled)
        self._complaint("anonymous", receipt=self.keys.receipt(RECEIPT_OF))
        self._complaint("on an inspector's conduct", by=gao, **on_conduct, **handled)
        self._complaint(
            "on the conduct of the city's", by=gao, **on_conduct, intake_authority_id=JIANGSU.id
        )
        self._complaint(
            "on sports",
            by=gao,
            institution_id=SWIMMING,
            sector=Sector.SPORTS,
            intake_authority_id=SUZHOU_SPORTS.id,
        )
        self._complaint(
            "taken in by the city",
            by=gao,
            intake_authority_id=SUZHOU.id,
            assigned_authority_id=GUSU.id,
        )
        self._complaint(
            "faraway",
            institution_id=FARAWAY,
            region_code="110105",
            intake_authority_id=CHAOYANG.id,
        )

    def _complaint(self, name: str, **facts: Any) -> None:
        row = complaints.complaint(self.keys, f"TS{self._next()}", statement=name, **facts)
        step = records.transition("Complaint", row.id, row.state, at=self._minute())
        self._name("ComplaintStep", name, step.at)
        self._add(self._named(name, row))
        self._add(step)

    # Plans

    def _plans(self) -> None:
        for item in ITEMS:
            self._name("InspectionItem", item.code, reference.item_key(item.code))
        self._add(self._named("of the city", items.item(SUZHOU)))
        self._plan("published", SUZHOU, PlanState.PUBLISHED)
        self._plan("closed", SUZHOU, PlanState.CLOSED)
        self._plan("draft of the city", SUZHOU, PlanState.DRAFT)
        self._plan("in review in the district", GUSU, PlanState.IN_REVIEW)
        self._plan("draft of sports", SUZHOU_SPORTS, PlanState.APPROVED)

    def _plan(self, name: str, place: Place, state: PlanState) -> None:
        plan = plans.plan(place, name=name, state=state, version_no=2)
        self._add(self._named(name, plan))
        self._add(
            self._named(f"{name}, before", plans.line(plan, plan_version_no=1)),
            self._named(name, plans.line(plan)),
            self._named(name, plans.amendment(plan.id, reason=name), by="reason"),
            self._named(name, plans.filing(plan.id, filing_no=name), by="filing_no"),
        )

    # Draws

    def _draws(self) -> None:
        self._draw("drawn by the city", SUZHOU, MAPLE, mei, joined=GUSU)
        self._draw("drawn by the district", GUSU, MAPLE, tao)
        self._draw("drawn far away", CHAOYANG, FARAWAY, ling)
        for place in (SUZHOU, SUZHOU_SPORTS, CHAOYANG):
            policy = tasks.draw_policy(place.id, adopted_at=self._minute())
            self._add(self._named(f"of {place.name}", policy, by="adopted_at"))

    def _draw(
        self,
        name: str,
        place: Place,
        institution_id: UUID,
        officer: Person,
        joined: Place | None = None,
    ) -> None:
        task = self._task(name, place, category=TaskCategory.ROUTINE, reason=None)
        draw = draws.draw(task, place, commitment=name, frozen_at=self._minute())
        row = draws.pool_object(draw.id, institution_id, pseudonym=f"object {name}")
        card = draws.pool_officer(draw.id, officer.as_officer, place, officer_no=f"officer {name}")
        share = draws.share(task.id, yin, institution_id=institution_id)
        pairing = draws.pairing(row, card, position=self._next())
        stratum = draws.pool_stratum(draw.id, label=f"label {name}")
        event = draws.event(draw.id, hash=f"hash {name}")
        replacement = draws.replacement(
            draw.id,
            self._row(Inspection, "unnoticed").id,
            officer.as_officer,
            officer.as_officer,
            replaced_at=self._minute(),
        )
        quota = tasks.quota(task.id, min_count=self._next())
        self._name("DrawProof", name, task.code)
        self._add(self._named(name, draw))
        self._add(
            self._named(name, row, by="pseudonym"),
            self._named(name, card, by="officer_no"),
            self._named(name, share),
        )
        self._add(
            self._named(name, pairing, by="position"),
            self._named(name, stratum, by="label"),
            self._named(name, event, by="hash"),
            self._named(name, replacement, by="replaced_at"),
            self._named(name, quota, by="min_count"),
            tasks.item(task.id),
        )
        for position, each in enumerate((place, joined) if joined else (place,)):
            load = self._next()
            department = tasks.department(task.id, each.id, position=position, max_load=load)
            self._add(self._named(f"{name}: {each.name}", department, by="max_load"))

    # Registries

    def _registries(self) -> None:
        for name in ("maple", "swimming", "faraway", "listed"):
            place = self._row(Institution, name)
            assessment = registries.risk_assessment(place.id, assessed_at=self._minute())
            counted = registries.risk_input_count(assessment.id, count=self._next())
            self._name("InspectionObject", name, place.unified_social_credit_code)
            self._add(
                self._named(name, assessment, by="assessed_at"),
                self._named(name, registries.object_stop(place.id)),
            )
            self._add(self._named(name, counted, by="count"))
        for officer in (mei, tao, ling):
            recusal = registries.recusal(officer.as_officer, MAPLE, declared_by=officer.id)
            self._add(self._named(f"of {officer.login}", recusal))

    # Uploaded ledgers

    def _ledgers(self) -> None:
        for name, by, facts in (
            ("of rui", rui, {}),
            ("of who left the city's office", lin, {"authority_id": SUZHOU.id}),
            ("of yang, at no one place", yang, {"authority_id": None}),
            ("of maple", yin, {}),
            ("of faraway", lan, {}),
            ("of mo: officers", mo, {"kind": LedgerKind.OFFICERS}),
            ("of who left: officers", lin, {"kind": LedgerKind.OFFICERS}),
        ):
            job = ledgers.job(by, **facts)
            self._add(self._named(name, job))
            self._add(self._named(name, ledgers.ledger_row(job.id)))

    # On site

    def _on_site(self) -> None:
        self._arrival("noticed", mei)
        self._arrival("unnoticed", mei)
        self._arrival("of the district", tao)
        self._arrival("faraway", ling)
        for name in ("noticed", "faraway"):
            self._notice(name)
        self._request("by maple about mei", "noticed", mei, RecusalRequestSide.INSTITUTION)
        self._request("by jun about himself", "noticed", jun, RecusalRequestSide.OFFICER)
        self._request("in the district", "of the district", tao, RecusalRequestSide.OFFICER)
        for name in self.names["InspectionRecord"].values():
            self._signed(name)

    def _arrival(self, visit: str, officer: Person) -> None:
        name = f"{visit}: {officer.login}"
        here, there = self._latitude(30), self._latitude(30)
        row = visits.check_in(
            self._row(Inspection, visit).id, officer.as_officer, latitude=here, **_PLACED
        )
        left = visits.check_out(row.id, corrected_at=self._minute(), latitude=there, **_PLACED)
        self._name("ArrivalPosition", f"arriving, {name}", here)
        self._name("ArrivalPosition", f"leaving, {name}", there)
        self._add(self._named(name, row))
        self._add(self._named(name, left, by="corrected_at"))

    def _notice(self, name: str) -> None:
        visit = self._row(Inspection, name)
        row = visits.notice(visit.id, contact=name)
        self._add(
            self._named(name, row),
            self._named(name, visits.appointment(visit.id, proposed_by=lin.id)),
        )
        self._add(
            self._named(name, visits.notice_item(row.id, code=name), by="code"),
            self._named(name, visits.notice_officer(row.id, mei.as_officer, name=name), by="name"),
        )

    def _request(self, name: str, visit: str, about: Person, side: RecusalRequestSide) -> None:
        day = dt.date(2026, 3, 1 + len(self.names["RecusalRequest"]))
        row = visits.recusal_request(
            self._row(Inspection, visit).id,
            about.as_officer,
            side=side,
            statement=name,
            requested_by=about.id,
            requested_at=dt.datetime.combine(day, dt.time(), dt.UTC),
        )
        self._name("Alert", f"recusal: {name}", str(day))
        self._add(self._named(name, row))

    def _signed(self, name: str) -> None:
        record = self._row(InspectionRecord, name)
        self._add(
            self._named(name, visits.signature(record.id, name=name), by="name"),
            self._named(name, visits.signature_refusal(record.id, reason=name), by="reason"),
        )

    # Corrections, alerts, loads

    def _rectification(self) -> None:
        looked_again = self._row(Inspection, "of the district").id
        for i, name in enumerate(("noticed", "unnoticed", "of sports", "faraway")):
            order = rectification.correction_order(
                self._row(Inspection, name),
                due_on=dt.date(2026, 1, 1 + i),
                recheck_inspection_id=looked_again if name == "noticed" else None,
            )
            report = rectification.report(order.id, statement=name)
            self._add(self._named(name, order))
            self._add(self._named(name, report, by="statement"))
            self._name("Alert", f"overdue: {name}", str(order.due_on))
        decided = {"state": EscalationState.ADOPTED, "decided_at": NOW, "decided_by": lin.id}
        for i, (name, of, facts) in enumerate(
            (
                ("proposed to the city", "noticed", {}),
                ("adopted by the city", "unnoticed", decided),
                ("proposed far away", "faraway", {}),
            )
        ):
            order = self._row(CorrectionOrder, of)
            proposed_at = dt.datetime(2026, 2, 1 + i, tzinfo=dt.UTC)
            proposal = rectification.escalation_proposal(order, proposed_at=proposed_at, **facts)
            self._add(self._named(name, proposal))
            if facts is not decided:
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

    # What is noticed

    def _rulings(self) -> None:
        for name, institution_id, authority, region, sector in (
            ("on maple", MAPLE, SUZHOU, "320508", Sector.EDUCATION),
            ("on swimming", SWIMMING, SUZHOU_SPORTS, "320508", Sector.SPORTS),
            ("on faraway", FARAWAY, CHAOYANG, "110105", Sector.EDUCATION),
            ("on listed", LISTED, SOCIETY, "310101", Sector.HUMAN_RESOURCES),
        ):
            ruling = standings.ruling(
                institution_id,
                authority_id=authority.id,
                region_code=region,
                sector=sector,
                drafted_by=lin.id,
            )
            step = standings.ruling_step(ruling.id, text=name, entered_by=lin.id)
            self._add(self._named(name, ruling))
            self._add(self._named(name, step, by="text"))

    # Evidence

    def _evidence(self) -> None:
        self._name("EvidenceSummary", "of none", 0.0)
        self._name("EvidenceSummary", "of one", 1.0)
        self._name("EvidenceSummary", "of two", 2.0)
        self._add(evidence.blob())
        for name in self.names["Inspection"].values():
            self._of_visit(name)
        for name in self.names["Complaint"].values():
            owner_id = self._row(Complaint, name).id
            self._slot(f"of the complaint {name}", OwnerKind.COMPLAINT, owner_id, is_there=True)
        for name in self.names["CorrectionOrder"].values():
            owner_id = self._row(CorrectionOrder, name).id
            self._slot(
                f"of the correction {name}", OwnerKind.RECTIFICATION, owner_id, is_there=True
            )
        noticed = self._row(Inspection, "noticed").id
        missing = self._slot("missing of the visit noticed", OwnerKind.INSPECTION, noticed)
        of_fang = self._row(Complaint, "of fang").id
        self._slot("missing of the complaint of fang", OwnerKind.COMPLAINT, of_fang)
        for name in self.names["InspectionRecord"].values():
            record = self._row(InspectionRecord, name)
            self._add(evidence.record_evidence(record.id, missing.id))

    def _of_visit(self, name: str) -> None:
        row = self._slot(
            f"of the visit {name}",
            OwnerKind.INSPECTION,
            self._row(Inspection, name).id,
            is_there=True,
            captured_by=mei.officer_id,
            latitude=self._latitude(),
            **_PLACED,
        )
        self._name("CapturePosition", f"of the visit {name}", row.latitude or 0)
        if name == "noticed":
            row.released_at, row.released_by = NOW, qiao.id
            url = f"/evidence/{ids.write('Evidence', row.id)}/picture"
            self._name("PublicPicture", "released of the visit noticed", url)

    def _slot(
        self, name: str, kind: OwnerKind, owner_id: UUID, *, is_there: bool = False, **facts: Any
    ) -> Evidence:
        arrived = evidence.ARRIVED if is_there else {}
        row = self._named(name, evidence.evidence(kind, owner_id, **arrived, **facts))
        self._add(row)
        return row


def _marked(type_name: str, mark: Mark) -> str:
    match mark:
        case UUID():
            return ids.write(type_name, mark)
        case dt.datetime():
            return mark.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        case dt.time():
            return f"{mark:%H:%M}"
        case float() if type_name == "EvidenceSummary":
            return f"{mark:.0f}"
    return str(mark)
