"""A register with rows in every state and texts of every kind, for the documents to ask about."""

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from domain.authorities import ChangeKind, ChangeState, Sector
from domain.complaints.terms import (
    ComplaintCategory,
    ComplaintChannel,
    ComplaintKind,
    ComplaintState,
    NonAcceptanceGround,
)
from domain.courses import ChargeBasis, CourseState, Stage, Weekday
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
from domain.institutions import (
    Category,
    CreditGrade,
    Delivery,
    EntitlementKind,
    EntitlementState,
    Existence,
    InstitutionKind,
    ListingRole,
    ListStatus,
    Programme,
    RiskClass,
    SubjectKind,
)
from domain.items import ItemClass
from domain.ledgers.terms import LedgerJobState, LedgerKind, LedgerRowOutcome
from domain.plans.terms import DrawScope, PlanState
from domain.positions import Datum
from domain.publication.severity import ResultSeverity
from domain.publication.terms import (
    DeclineGround,
    FollowUpState,
    ObjectionState,
    Outlet,
    PublicationState,
    RepairState,
    ReplyState,
    TermDecision,
    WithdrawalGround,
    WithholdingGround,
)
from domain.rectification.terms import (
    ClosedBy,
    EscalationCause,
    EscalationMeasure,
    EscalationState,
    OrderState,
)
from domain.registrations import DifferenceField, DifferenceState, RegistrationKind
from domain.registrations.differences import OPEN
from domain.registries.terms import (
    ExclusionGround,
    OfficerExclusion,
    RecusalGround,
    RiskInput,
    StopGround,
)
from domain.roles import Role
from domain.standings.terms import Ending, RulingState, RulingStepKind, StandingKind
from domain.tasks.terms import DrawStage, EntropySource
from domain.teachers import CertificateKind, Employment, EndReason
from persistence.accounts.table import RoleGrant
from persistence.complaints.table import Complaint
from persistence.courses.table import Course
from persistence.derived_fields import RESIDENT_ID
from persistence.engine.columns import MAX_SAFE_INTEGER
from persistence.engine.keys import Keys
from persistence.engine.records import StateTransition
from persistence.evidence import seals
from persistence.evidence.addresses import Addresses
from persistence.evidence.table import Blob, Evidence
from persistence.inspections.table import Inspection, InspectionRecord, InspectionTask, PublicRecord
from persistence.institutions.table import Entitlement, Institution, Site
from persistence.items.table import InspectionItem
from persistence.plans.table import PlanLine
from persistence.publication.table import Objection
from persistence.rectification.table import CorrectionOrder, EscalationProposal
from persistence.standings.table import Standing
from persistence.teachers.table import Teacher
from tests import people
from tests.factories import (
    NOW,
    accounts,
    adoptions,
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
)
from tests.oracle import on_site
from tests.people import Person, Place, key
from tests.world import world_rows

TEXTS = (
    "普通的一句话",
    "emoji 😀 👨‍👩‍👧 and 𠮷",
    "quotes \" ' ` and \\ backslash \\n \\u0041",
    "Robert'); drop table institutions;--",
    '{"json": [1, null, "x"]}',
    "line\nbreak, tab\t, return\r, form\f, bell\b",
    "%like_% $1 :name {0} %s #1",
    "control \x01 \x1f \x7f, sep \u2028 \u2029, zwj \u200d, rtl \u202e, bom \ufeff",
    "null",
    "",
    "é and e\u0301",
    "</script><!--",
    "长" * 200,
    " leading and trailing ",
)
_UTC = dt.UTC
MOMENTS = (
    dt.datetime(2026, 11, 18, 2, 0, tzinfo=_UTC),
    dt.datetime(2026, 11, 18, 2, 0, 0, 123456, tzinfo=_UTC),
    dt.datetime(2026, 11, 18, 2, 0, 0, 100000, tzinfo=_UTC),
    dt.datetime(2026, 11, 18, 2, 0, 0, 1, tzinfo=_UTC),
    dt.datetime(2026, 11, 17, 23, 59, 59, 999999, tzinfo=_UTC),
    dt.datetime(2026, 3, 29, 1, 30, tzinfo=_UTC),
    dt.datetime(1969, 12, 31, 23, 59, 59, 999999, tzinfo=_UTC),
    dt.datetime(2199, 12, 31, 16, 0, tzinfo=_UTC),
)
REGIONS = ("320508", "320500", "320000", "110105", "000000", "320505")
AMOUNTS = (0, 1, 99, 500_000, 2**31, MAX_SAFE_INTEGER)

mixed = Person(key(901), "mixed", Role.INSPECTOR, people.SUZHOU, officer_id=key(911))
"""An inspector who runs an institution, was a supervisor once, and complains as a parent."""
twofold = Person(key(902), "twofold", Role.SUPERVISOR, people.GUSU)
"""A supervisor of two places and of the sports."""
chair = Person(key(903), "chair", Role.HEAD, people.GUSU)
bare = Person(key(904), "bare", Role.PARENT)
"""An account whose every grant was revoked."""
CLOSED = Place(key(980), "沧浪区教育局", "320508", parent=people.SUZHOU.id)
ENDED = Place(key(981), "金阊区教育局", "320508")
local = Person(key(905), "local", Role.SYS_ADMIN, people.SUZHOU)
EXTRAS = (mixed, twofold, chair, bare, local)
ASKERS: tuple[Person | None, ...] = (None, None, *people.PEOPLE, *EXTRAS)


@dataclass
class Story:
    """What the rows do not show: what lies behind seals, hashes and receipts."""

    plain: dict[UUID, str] = field(default_factory=dict)
    receipts: dict[str, bytes] = field(default_factory=dict)
    sealed: set[UUID] = field(default_factory=set)
    """Evidence and records whose seal is theirs; of others it is somebody's invention."""
    addresses: Addresses | None = None
    now: dt.datetime = NOW
    """When addresses are made."""


async def build_story(session: AsyncSession, keys: Keys, password_hash: str) -> Story:
    """Write the whole story into an empty register."""
    story = Story()
    for rows in world_rows(keys, password_hash):
        session.add_all(rows)
        await session.flush()
    for rows in _StoryBuilder(keys, password_hash, story).groups():
        session.add_all(rows)
        await session.flush()
    for institution in await session.scalars(sa.select(Institution)):
        numbers = sa.select(Entitlement.number).where(Entitlement.institution_id == institution.id)
        institution.record_search((await session.scalars(numbers)).all())
    story.addresses = Addresses(keys)
    await _seal(session, keys, story)
    return story


async def _seal(session: AsyncSession, keys: Keys, story: Story) -> None:
    """Two thirds of what is sealed, truly."""
    await session.flush()
    received = await session.scalars(sa.select(Evidence).where(Evidence.received_at.is_not(None)))
    for i, each in enumerate(received.all()):
        if i % 3 and each.received_at is not None:
            each.seal = await seals.seal_of_arrival(
                session, keys, each.id, received_at=each.received_at
            )
            story.sealed.add(each.id)
    sealed = await session.scalars(
        sa.select(InspectionRecord).where(InspectionRecord.seal.is_not(None))
    )
    for i, record in enumerate(sealed.all()):
        if i % 3:
            await seals.seal_record(session, keys, record.id)
            story.sealed.add(record.id)


class _StoryBuilder:
    """Makes the same rows each time, in groups, in the order they refer to one another."""

    def __init__(self, keys: Keys, password_hash: str, story: Story) -> None:
        self.keys, self.password_hash, self.story = keys, password_hash, story
        self.chance = random.Random(20261118)
        self.numbers = iter(range(10_000, 1_000_000))
        self.institutions: list[Institution] = []
        self.sites: list[Site] = []
        self.entitlements: list[Entitlement] = []
        self.items: list[InspectionItem] = []
        self.lines: list[PlanLine] = []
        self.tasks: list[InspectionTask] = []
        self.visits: list[Inspection] = []
        self.complaints: list[UUID] = []
        self.courses: list[Course] = []
        self.teachers: list[Teacher] = []
        self.slots: list[Evidence] = []
        self.standings: list[Standing] = []

    def key(self) -> UUID:
        return key(next(self.numbers))

    def text(self) -> str:
        return self.chance.choice(TEXTS)

    def perhaps(self, value: Any) -> Any:
        return value if self.chance.random() < 0.6 else None

    def moment(self) -> dt.datetime:
        return self.chance.choice(MOMENTS)

    def some(self, term: Any, most: int = 3) -> list[Any]:
        return self.chance.sample(list(term), self.chance.randint(0, min(most, len(list(term)))))

    def groups(self) -> Iterator[list[Any]]:
        yield self._institutions()
        yield self._closed_authorities()
        yield self._adopted_rules()
        yield from self._people()
        yield self._proposals()
        yield self._sites()
        yield self._former_names()
        yield self._headcounts()
        yield from self._registrations()
        yield self._entitlements()
        yield from self._standings()
        yield from self._courses()
        yield self._teachers()
        yield self._field_changes()
        yield from self._complaints()
        yield from self._plans()
        yield from self._inspections()
        yield from self._draws()
        yield from self._registries()
        yield from self._ledgers()
        yield from self._corrections()

    def _institutions(self) -> list[Any]:
        for i in range(14):
            chance = self.chance
            authority = chance.choice(people.PLACES)
            self.institutions.append(
                institutions.institution(
                    self.key(),
                    # Equal names and equal days: the key decides.
                    chance.choice((*TEXTS, "同名学校", "同名学校", "同名学校")),
                    f"9132TEST{i:010d}",
                    kinds=self.some(InstitutionKind),
                    subject_kind=chance.choice(list(SubjectKind)),
                    sector=chance.choice((Sector.EDUCATION, Sector.EDUCATION, *Sector)),
                    region_code=chance.choice(REGIONS),
                    address=self.text(),
                    established_on=chance.choice(
                        (dt.date(2018, 9, 1), dt.date(1900, 1, 1), dt.date(2199, 12, 31))
                    ),
                    registered_capital_fen=self.perhaps(chance.choice(AMOUNTS)),
                    registration_authority=self.perhaps(self.text()),
                    supervising_authority_id=authority.id,
                    legal_representative=self.text(),
                    sponsor=self.perhaps(self.text()),
                    introduction=self.perhaps(self.text()),
                    website=self.perhaps(self.text()),
                    public_phone=self.perhaps(self.text()),
                    contact_name=self.perhaps(self.text()),
                    contact_phone=self.perhaps(self.text()),
                    external_ref=self.perhaps(f"platform-{i}"),
                    source_updated_at=self.perhaps(self.moment()),
                    existence=chance.choice(list(Existence)),
                    list_status=chance.choice(list(ListStatus)),
                    key_supervision=chance.random() < 0.4,
                    risk_class=chance.choice(list(RiskClass)),
                    credit_grade=self.perhaps(chance.choice(list(CreditGrade))),
                    version=chance.randint(1, 9),
                    public_version=chance.randint(1, 9),
                    registered_at=self.moment(),
                    updated_at=self.moment(),
                    public_updated_at=self.perhaps(self.moment()),
                )
            )
        return list(self.institutions)

    def _closed_authorities(self) -> list[Any]:
        """One that the city succeeded, whose people act for it, and one that nobody did."""
        return [
            authorities.authority(
                CLOSED,
                closed_at=self.moment(),
                successor_id=people.SUZHOU.id,
                complaint_hours=self.text(),
                yearly_cap=1,
                yearly_cap_from=dt.date(2026, 11, 1),
                yearly_cap_before=2,
                version=3,
            ),
            authorities.authority(ENDED, complaint_phone=None, closed_at=self.moment()),
        ]

    def _adopted_rules(self) -> list[Any]:
        """Credit repair by class: everywhere but in Beijing."""
        since, never = dt.date(2026, 4, 1), dt.date(2199, 1, 1)
        return [
            adoptions.adopted_rule(holds_from=since),
            adoptions.adopted_rule(holds_from=since, region_code="110000", is_in_force=False),
            adoptions.adopted_rule(holds_from=never, is_in_force=False),
        ]

    def _proposals(self) -> list[Any]:
        places = (people.SUZHOU, people.GUSU, people.CHAOYANG, people.SOCIETY, CLOSED)
        return [
            authorities.change_proposal(
                place,
                id=self.key(),
                kind=self.chance.choice(list(ChangeKind)),
                region_code=self.perhaps(self.chance.choice(REGIONS)),
                sectors=self.perhaps(self.some(Sector)),
                parent_id=self.perhaps(people.SUZHOU.id),
                successor_id=self.perhaps(people.JIANGSU.id),
                state=state,
                reason=self.text(),
                decline_reason=self.perhaps(self.text()),
                proposed_at=self.moment(),
                decided_at=self.perhaps(self.moment()),
            )
            for place in places
            for state in ChangeState
        ]

    def _former_names(self) -> list[Any]:
        return [
            institutions.former_name(
                self.chance.choice(self.institutions).id,
                id=self.key(),
                name=self.chance.choice(("旧名ABC学校", *TEXTS)),
                last_on=dt.date(2026, 11, self.chance.choice((2, 2, 9))),
            )
            for _ in range(9)
        ]

    def _registrations(self) -> Iterator[list[Any]]:
        chance = self.chance
        made = [self._registration(number) for number in range(24)]
        yield made
        yield [self._difference(i, chance.choice(made) if i % 2 else None) for i in range(30)]
        yield [
            registrations.platform_report(
                id=self.key(),
                reported_by=chance.choice((people.rui, people.yang)).id,
                authority_id=self.perhaps(chance.choice(people.PLACES).id),
                rejected=[
                    {
                        "index": 1,
                        "externalRef": self.text(),
                        "field": "items",
                        "zh": "错",
                        "en": "x",
                    }
                ]
                * chance.choice((0, 2)),
            )
            for _ in range(5)
        ]

    def _registration(self, number: int) -> Any:
        chance = self.chance
        kind = chance.choice(list(RegistrationKind))
        verified_on = dt.date(2025, 11, 1) + dt.timedelta(days=chance.randint(0, 390))
        verified = {
            "verified_on": verified_on,
            "stale_on": verified_on + dt.timedelta(days=365),
            "verified_by": chance.choice(people.PEOPLE).id,
            "verified_authority_id": self.perhaps(chance.choice(people.PLACES).id),
        }
        return registrations.registration(
            chance.choice(self.institutions).id,
            f"登记 {number}",
            id=self.key(),
            kind=kind,
            level=chance.randint(1, 5) if kind is RegistrationKind.MLPS_FILING else None,
            valid_to=self.perhaps(dt.date(2026, 11, 1) + dt.timedelta(days=chance.randint(0, 60))),
            ended_on=dt.date(2026, 11, 9) if chance.random() < 0.2 else None,
            **(verified if chance.random() < 0.8 else dict.fromkeys(verified)),
        )

    def _difference(self, n: int, registration: Any) -> Any:
        """Of those that wait there is one for each field: few do."""
        chance = self.chance
        fields = list(DifferenceField)
        state = chance.choice([DifferenceState.KEPT, DifferenceState.TAKEN, DifferenceState.AGREED])
        if n < 10:
            state = chance.choice(sorted(OPEN))
        put = {"question": self.text(), "asked_at": self.moment()}
        return registrations.difference(
            registration.institution_id if registration else chance.choice(self.institutions).id,
            id=self.key(),
            registration_id=registration and registration.id,
            field=fields[n % len(fields)],
            ours=self.perhaps(self.text()),
            theirs=self.perhaps(self.text()),
            seen_at=self.moment(),
            seen_by=self.perhaps(chance.choice(people.PEOPLE).id),
            source_updated_at=self.perhaps(self.moment()),
            state=state,
            **(put if chance.random() < 0.5 else {}),
        )

    def _headcounts(self) -> list[Any]:
        counts = ((1, 0, 0), (4, 3, 3), (10, 50, 0), (9, 40, 10))
        return [
            institutions.headcount(
                each.id,
                staff_count=staff,
                offline_learner_count=learners,
                preschool_learner_count=children,
            )
            for each, (staff, learners, children) in zip(
                self.institutions[::2], counts * 2, strict=False
            )
        ]

    def _ledgers(self) -> Iterator[list[Any]]:
        chance = self.chance
        for by in (people.rui, people.yang, people.yin, people.lin, people.shan) * 2:
            state = chance.choice(list(LedgerJobState))
            is_failed = state is LedgerJobState.FAILED
            job = ledgers.job(
                by,
                id=self.key(),
                kind=chance.choice(list(LedgerKind)),
                state=state,
                authority_id=by.place.id if by.place and chance.random() < 0.7 else None,
                declared_at=self.moment(),
                changed_at=self.moment(),
                file_name=self.text(),
                size=chance.randint(1, 2**31 - 1),
                total_count=chance.choice((None, 3)),
                applied_by=chance.choice((None, by.id)),
                rejected_key=chance.choice((None, self.key())),
                **dict.fromkeys(
                    ("failure_code", "failure_zh", "failure_en"), self.text() if is_failed else None
                ),
            )
            yield [job]
            yield [
                ledgers.ledger_row(
                    job.id,
                    id=self.key(),
                    is_dry=chance.random() < 0.6,
                    position=position,
                    sheet=chance.choice(("", "一")),
                    line=position + 2,
                    label=self.text(),
                    outcome=chance.choice(list(LedgerRowOutcome)),
                    changed=chance.sample(("机构名称", "校区"), chance.randint(0, 2)),
                    refusals=[
                        {"column": "name", "heading": "机构名称", "zh": self.text(), "en": "x"}
                        for _ in range(chance.randint(0, 2))
                    ],
                )
                for position in range(chance.randint(0, 6))
            ]

    def _people(self) -> list[list[Any]]:
        made = [
            accounts.account(
                person.login,
                id=person.id,
                display_name=self.text(),
                password_hash=self.password_hash,
                created_at=self.moment(),
                must_change_password=True,
            )
            for person in EXTRAS
        ]
        gone = accounts.account(
            "gone",
            id=key(906),
            display_name="停用",
            password_hash=self.password_hash,
            disabled_at=MOMENTS[1],
        )
        officers = [
            authorities.officer(
                people.SUZHOU, TEXTS[1], id=key(911), account_id=mixed.id, staff_no="Z-1", post=None
            ),
            authorities.officer(people.SOCIETY, TEXTS[2], id=key(912), post=None, staff_no="a'1"),
            authorities.officer(
                people.SOCIETY, "", id=key(914), staff_no="Ａ＇1", staff_no_spelling=1
            ),
            authorities.officer(people.SUZHOU_SPORTS, "", id=key(913), post=None, staff_no="Z-1"),
        ]
        profiles = [
            authorities.inspector(
                key(911),
                specialities=[],
                is_expert=True,
                certificate_valid_to=dt.date(2026, 1, 1),
                left_on=dt.date(2026, 2, 1),
            ),
            *(
                authorities.certificate(
                    key(number), id=self.key(), valid_from=valid_from, number=self.text()
                )
                for number in (302, 304, 913, 914)
                for valid_from in (dt.date(2020, 1, 1), dt.date(2025, 1, 1))
            ),
            authorities.inspector(key(913), certificate_valid_to=dt.date(2026, 11, 17)),
            authorities.inspector(
                key(914),
                public_no="P914",
                certificate_no=authorities.inspector(key(913)).certificate_no + "\u3000",
                certificate_no_spelling=1,
            ),
        ]
        maple, sports = people.MAPLE, people.SUZHOU_SPORTS.id
        grants = [
            self._grant(mixed, Role.INSPECTOR, people.SUZHOU.id),
            self._grant(mixed, Role.INSTITUTION_ADMIN, institution=people.FARAWAY),
            self._grant(mixed, Role.PARENT),
            self._grant(mixed, Role.SUPERVISOR, people.NATION.id, revoked_at=MOMENTS[0]),
            self._grant(twofold, Role.SUPERVISOR, people.GUSU.id),
            self._grant(twofold, Role.SUPERVISOR, people.CHAOYANG.id),
            self._grant(twofold, Role.RESULT_AUDITOR, sports),
            self._grant(twofold, Role.INSTITUTION_ADMIN, institution=maple),
            self._grant(twofold, Role.INSTITUTION_ADMIN, institution=people.SWIMMING),
            self._grant(chair, Role.HEAD, people.GUSU.id),
            self._grant(chair, Role.OVERSIGHT, people.NATION.id, in_force_at=sa.null()),
            self._grant(bare, Role.SYS_ADMIN, people.SUZHOU.id, revoked_at=MOMENTS[1]),
            self._grant(local, Role.SYS_ADMIN, people.SUZHOU.id),
        ]
        used = [MOMENTS[0], MOMENTS[1], MOMENTS[1], MOMENTS[0], MOMENTS[1]]
        far = dt.datetime(2999, 1, 1, tzinfo=_UTC)
        ends = [far, far, MOMENTS[0], far, MOMENTS[5]]
        sessions = [
            accounts.session(
                person.id,
                id=self.key(),
                device_id=self.text(),
                created_at=MOMENTS[0],
                last_used_at=last_used_at,
                expires_at=expires_at,
                ended_at=MOMENTS[1] if i == 3 else None,
            )
            for person in (people.mei, twofold, people.shan)
            for i, (last_used_at, expires_at) in enumerate(zip(used, ends, strict=True))
        ]
        return [[*made, gone], officers, [*profiles, *grants, *sessions]]

    def _grant(
        self,
        person: Person,
        role: Role,
        authority: UUID | None = None,
        institution: UUID | None = None,
        **facts: Any,
    ) -> RoleGrant:
        return accounts.grant(
            person,
            role,
            id=self.key(),
            authority_id=authority,
            institution_id=institution,
            granted_at=self.moment(),
            **facts,
        )

    def _all_institutions(self) -> list[UUID]:
        return [people.MAPLE, people.SWIMMING, people.FARAWAY, *(i.id for i in self.institutions)]

    def _sites(self) -> list[Any]:
        for institution_id in self._all_institutions():
            for i in range(self.chance.randint(0, 2)):
                placed = self.chance.random() < 0.8
                self.sites.append(
                    institutions.site(
                        institution_id,
                        id=self.key(),
                        name=self.text(),
                        is_main=i == 0,
                        address=self.text(),
                        region_code=self.chance.choice(REGIONS),
                        area_m2=self.perhaps(300),
                        capacity=self.perhaps(2**31 - 1),
                        latitude=31.29834999999 if placed else None,
                        longitude=-180.0 if placed else None,
                        datum=self.chance.choice(list(Datum)) if placed else None,
                        wgs84_latitude=self.perhaps(1e-7) if placed else None,
                        wgs84_longitude=self.perhaps(0.1 + 0.2) if placed else None,
                        opened_on=self.perhaps(dt.date(2020, 2, 29)),
                        closed_on=self.perhaps(dt.date(2024, 2, 29)),
                    )
                )
        return list(self.sites)

    def _entitlements(self) -> list[Any]:
        for i, state in enumerate(list(EntitlementState) * 2):
            kind = self.chance.choice(list(EntitlementKind))
            self.entitlements.append(
                institutions.entitlement(
                    self.chance.choice(self._all_institutions()),
                    f"证'{i}\"",
                    id=self.key(),
                    kind=kind,
                    programme=self.text(),
                    programme_code=self.perhaps(self.chance.choice(list(Programme))),
                    authority_id=self.chance.choice((people.SOCIETY, *people.PLACES)).id,
                    subject_kind=self.perhaps(SubjectKind.SUBJECT),
                    delivery=self.perhaps(Delivery.ONLINE),
                    categories=self.some(Category),
                    listing_role=ListingRole.TRAINING if kind is EntitlementKind.LISTING else None,
                    occupation=self.perhaps(self.text()),
                    direction=self.perhaps(self.text()),
                    levels=self.some(("初级", "a,b", '"', "{}", "NULL", "")),
                    valid_from=self.chance.choice((dt.date(2024, 1, 1), dt.date(2025, 1, 1))),
                    valid_to=self.perhaps(dt.date(2027, 12, 31)),
                    period_no=i % 3 + 1,
                    state=state,
                )
            )
        # From before numbers were folded: three that are one.
        for spelling, number in enumerate(("证＇０＂", " 证'\u200b0\""), 1):
            owner = self.chance.choice(self._all_institutions())
            self.entitlements.append(
                institutions.entitlement(owner, number, id=self.key(), number_spelling=spelling)
            )
        return list(self.entitlements)

    def _standings(self) -> Iterator[list[Any]]:
        """Decisions of each kind, begun or not, over or not, and each ended in every way or not at all."""
        chance, persons, ends = self.chance, [], []
        past, future = dt.date(2026, 1, 1), dt.date(2199, 1, 1)
        terms = ((past, None), (past, future), (past, dt.date(2026, 2, 1)), (future, None))
        endings = (None, None, *Ending)
        for i, (kind, ending) in enumerate([(k, e) for k in StandingKind for e in endings] * 2):
            owner: UUID | None = chance.choice(self._all_institutions())
            facts: dict[str, Any] = {}
            if kind is StandingKind.ENTITLEMENT:
                held = chance.choice(self.entitlements)
                owner = held.institution_id
                facts = {
                    "entitlement_id": held.id,
                    "entitlement_state": chance.choice(list(EntitlementState)),
                }
            if kind is StandingKind.CREDIT_GRADE:
                facts = {"credit_grade": chance.choice(list(CreditGrade)), "rule_version": "2026"}
            if kind is StandingKind.STAFF_BLACK_LIST:
                number, owner = f"11010519491231{900 - i:03d}X", None
                person = standings.listed_person(self.keys, number, id=self.key(), name=self.text())
                self.story.plain[person.id] = number
                persons.append(person)
                facts = {"person_id": person.id}
            facts |= {"ground": self.text()}
            if i % 5 == 0:
                unknown = dict.fromkeys(("ground", "authority_id", "decided_by"), None)
                facts |= {"is_as_entered": True, **unknown}
            from_on, until_on = chance.choice(terms)
            row = standings.standing(
                owner,  # type: ignore[arg-type]  # a person's has none
                id=self.key(),
                kind=kind,
                region_code=chance.choice(REGIONS),
                sector=chance.choice((Sector.EDUCATION, Sector.EDUCATION, *Sector)),
                from_on=from_on,
                until_on=until_on,
                legal_basis=chance.choice(([], ["X33"], ["X16 Art. 3", "某文件"])),
                decided_at=self.moment(),
                **facts,
            )
            self.standings.append(row)
            if ending is not None:
                end = standings.standing_end(
                    row.id,
                    ending=ending,
                    ended_on=chance.choice((past, dt.date(2026, 5, 1), future)),
                    authority_id=self.perhaps(people.SUZHOU.id),
                    decided_at=self.moment(),
                )
                ends.append(end)
        yield persons
        yield list(self.standings)
        yield ends

    def _courses(self) -> list[list[Any]]:
        offered: list[Course] = []
        parts: list[Any] = []
        for i in range(36):
            state = list(CourseState)[i % 3]
            course = courses.course(
                self.chance.choice(self._all_institutions()),
                id=self.key(),
                site_id=self.perhaps(self.chance.choice(self.sites).id),
                entitlement_id=self.perhaps(self.chance.choice(self.entitlements).id),
                title=self.text(),
                subject_kind=self.chance.choice(list(SubjectKind)),
                category=self.chance.choice(list(Category)),
                delivery=self.chance.choice(list(Delivery)),
                stages=self.some(Stage),
                introduction=self.perhaps(self.text()),
                starts_on=dt.date(2026, 11, self.chance.choice((2, 23, 23))),
                skipped_on=[dt.date(2026, 12, d) for d in range(1, self.chance.randint(1, 4))],
                state=state,
                published_at=None if state is CourseState.DRAFT else self.moment(),
                withdrawn_at=self.moment() if state is CourseState.WITHDRAWN else None,
                withdrawal_reason=self.text() if state is CourseState.WITHDRAWN else None,
            )
            offered.append(course)
            parts += self._course_parts(course)
        self.courses = offered
        return [list(offered), parts]

    def _course_parts(self, course: Course) -> list[Any]:
        fees = [
            courses.fee_item(
                course.id,
                id=self.key(),
                position=position,
                name=self.text(),
                basis=ChargeBasis.PERIOD if position % 2 else ChargeBasis.CLASS_HOUR,
                amount_fen=self.chance.choice(AMOUNTS),
                months=3 if position % 2 else None,
                days=0 if position % 2 else None,
                class_hours=None if position % 2 else 60,
                refund_rule=self.perhaps(self.text()),
            )
            for position in range(self.chance.randint(0, 3), 0, -1)
        ]
        times = [
            courses.class_time(
                course.id,
                id=self.key(),
                position=position,
                weekday=self.chance.choice(list(Weekday)),
                starts_at=dt.time(0, position),
                ends_at=dt.time(23, 59, 59),
            )
            for position in range(self.chance.randint(0, 2))
        ]
        return [*fees, *times]

    def _teachers(self) -> list[Any]:
        made = []
        for i in range(24):
            ended = i % 4 == 0
            resident_id = f"11010519491231{i:03d}X"
            teacher: Teacher = teachers.teacher(
                self.chance.choice(self._all_institutions()),
                self.keys,
                resident_id,
                name=self.chance.choice((*TEXTS, "同名", "同名")),
                nationality="CN" if i % 3 else "GB",
                employment=self.chance.choice(list(Employment)),
                subjects=self.some(("数学", 'a"b', "c,d", "NULL")),
                stages=self.some(Stage),
                certificate_kind=self.chance.choice(list(CertificateKind)),
                certificate_issuer=self.perhaps(self.text()),
                background=self.text() if i % 3 == 0 else self.perhaps(self.text()),
                work_permit_no=self.text() if i % 3 == 0 else None,
                employed_to=dt.date(2025, 6, 30) if ended else None,
                end_reason=self.chance.choice(list(EndReason)) if ended else None,
                version=self.chance.randint(1, 9),
                public_version=self.chance.randint(1, 9),
            )
            # The seal is bound to the row's id.
            teacher.id = self.key()
            teacher.resident_id_sealed = self.keys.seal(
                RESIDENT_ID, resident_id.encode(), bound_to=teacher.id.bytes
            )
            self.story.plain[teacher.id] = resident_id
            made.append(teacher)
        self.teachers = made
        return list(made)

    def _field_changes(self) -> list[Any]:
        """Of entries of each kind, as they are spelt in histories: texts, lists, flags, and nothing."""
        chance, made = self.chance, []
        entries: list[Any] = [*self.institutions, *self.sites, *self.courses, *self.teachers]
        for place in (people.GUSU, people.SOCIETY, people.CHAOYANG, CLOSED):
            of_it = {"id": self.key(), "kind": "Authority", "institution_id": None}
            made.append(records.field_change(place.id, account_id=people.shan.id, **of_it))
        for number in (302, 911, 913):
            of_it = {"id": self.key(), "kind": "Officer", "institution_id": None}
            made.append(records.field_change(key(number), account_id=people.shan.id, **of_it))
        for entry in chance.sample(entries, 40):
            kind = type(entry).__name__
            made.append(
                records.field_change(
                    entry.id,
                    id=self.key(),
                    changed_at=self.moment(),
                    kind=kind,
                    institution_id=entry.id if kind == "Institution" else entry.institution_id,
                    account_id=self.perhaps(chance.choice(people.PEOPLE).id),
                    authority_id=self.perhaps(chance.choice(people.PLACES).id),
                    operation=self.perhaps("updateInstitution"),
                    reason=self.perhaps(self.text()),
                    field_name=chance.choice((None, "name", "isMain")),
                    is_confidential=chance.random() < 0.2,
                    before=chance.choice((None, 7, False, *TEXTS)),
                    after=chance.choice((["a", 'b"c'], {"a": [1]}, *TEXTS)),
                )
            )
        return made

    def _complaints(self) -> list[list[Any]]:
        made: list[Complaint] = []
        steps: list[StateTransition] = []
        for i, state in enumerate([*ComplaintState, *list(ComplaintState)[:14]]):
            complaint = self._complaint(i, state)
            made.append(complaint)
            self.complaints.append(complaint.id)
            for entity in ("Complaint", "Complaint", "Other")[: self.chance.randint(0, 3)]:
                steps.append(
                    records.transition(
                        entity,
                        complaint.id,
                        state.value,
                        id=self.key(),
                        at=self.moment(),
                        from_state=self.perhaps("RECEIVED"),
                    )
                )
        return [list(made), list(steps)]

    def _complaint(self, i: int, state: ComplaintState) -> Complaint:
        chance, id = self.chance, self.key()
        is_anonymous = i % 3 == 0
        words = self.text() or "。"
        self.story.plain[id] = words
        receipt = f"{i:020d}"
        if is_anonymous:
            self.story.receipts[receipt] = self.keys.receipt_digest(receipt)
        who = chance.choice((people.fang, people.gao, mixed, people.rui))
        kind = chance.choice((ComplaintKind.REPORT, ComplaintKind.INQUIRY, ComplaintKind.DISPUTE))
        if is_anonymous and kind is ComplaintKind.DISPUTE:
            kind = ComplaintKind.REPORT
        institution = self.perhaps(chance.choice(self._all_institutions()))
        return complaints.complaint(
            self.keys,
            f"C{i:04d}",
            by=None if is_anonymous else who,
            receipt=receipt,
            statement=words,
            id=id,
            kind=kind,
            channel=chance.choice(list(ComplaintChannel)),
            category=(
                ComplaintCategory.INSPECTOR_CONDUCT
                if i % 4 == 0
                else chance.choice(list(ComplaintCategory))
            ),
            institution_id=institution,
            respondent_name=self.text() if institution is None else self.perhaps(self.text()),
            respondent_address=self.perhaps(self.text()),
            region_code=chance.choice(REGIONS),
            sector=chance.choice((Sector.EDUCATION, Sector.EDUCATION, Sector.SPORTS)),
            intake_authority_id=chance.choice((people.GUSU, *people.PLACES)).id,
            assigned_authority_id=self.perhaps(chance.choice(people.PLACES).id),
            handler_id=self.perhaps(
                chance.choice((people.chen, people.chen, people.bai, people.tao)).id
            ),
            redacted_statement=self.perhaps(self.text()),
            claim_fen=self.perhaps(chance.choice(AMOUNTS)),
            occurred_on=self.perhaps(dt.date(2026, 11, 1)),
            is_urgent=chance.random() < 0.3,
            state=state,
            non_acceptance_ground=(
                NonAcceptanceGround.OVER_3_YEARS if state is ComplaintState.NOT_ACCEPTED else None
            ),
            received_at=self.moment(),
            accept_due_on=dt.date(2026, 11, chance.choice((20, 25))),
            accept_due_is_provisional=chance.random() < 0.5,
            deadline_rule="X50-7",
            version=chance.randint(1, 5),
        )

    def _inspections(self) -> Iterator[list[Any]]:
        self.tasks = self._tasks()
        visits = self.visits
        written: list[InspectionRecord] = []
        rest: list[Any] = []
        beside: list[Any] = []
        filed: list[tuple[Inspection, InspectionRecord]] = []
        for i, state in enumerate(list(InspectionState) * 3):
            task = self.tasks[i % len(self.tasks)]
            place = next(p for p in people.PLACES if p.id == task.authority_id)
            visit = inspections.inspection(
                task,
                place,
                self._all_institutions()[i % 17],
                id=self.key(),
                site_id=self.perhaps(self.chance.choice(self.sites).id),
                region_code=self.chance.choice(REGIONS),
                window_from=dt.date(2026, 11, self.chance.choice((1, 10))),
                window_to=dt.date(2026, 11, self.chance.choice((12, 30))),
                notice_mode=self.chance.choice(list(NoticeMode)),
                noticed_at=self.perhaps(self.moment()),
                checklist_code="GENERAL",
                state=state,
                publish_due_on=self.perhaps(dt.date(2026, 12, 1)),
                publish_due_is_provisional=bool(i % 2),
                published_at=self.moment()
                if state.value in ("PUBLISHED", "TO_CORRECT", "CORRECTED", "WITHDRAWN")
                else None,
                created_at=self.moment(),
                version=i + 1,
            )
            visits.append(visit)
            versions = 0 if state is InspectionState.TO_ENTER else self.chance.randint(1, 3)
            mine = [self._record(visit, n + 1) for n in range(versions)]
            written += mine
            rest += self._assignments(visit)
            for record in mine:
                rest += self._record_parts(visit, record)
            count = self.chance.randint(0, 3)
            public = [
                self._public(visit, task, n + 1, is_last=n + 1 == count) for n in range(count)
            ]
            rest += public
            beside += [row for record in public for row in self._beside(visit, record)]
            if public:
                beside += self._of_visit(visit, public[0])
            if mine:
                filed.append((visit, mine[-1]))
        yield from (list(self.tasks), list(visits), list(written))
        for visit, record in filed:
            visit.current_record_id, visit.filed_at = record.id, record.filed_at
            visit.inspected_on = self.perhaps(dt.date(2026, 11, 11))
        yield rest
        yield [row for row in beside if isinstance(row, Objection)]
        yield [row for row in beside if not isinstance(row, Objection)]
        yield from self._evidence(visits, written, seed=20261123)
        yield from on_site.rows(self.key, visits, written, self.slots)

    def _evidence(
        self, visits: list[Inspection], written: list[InspectionRecord], *, seed: int
    ) -> Iterator[list[Any]]:
        """Slots in every state, of every kind, some of the same bytes, some replaced."""
        chance = random.Random(seed)
        blobs = [self._blob(i) for i in range(6)]
        owners = [(OwnerKind.INSPECTION, visit.id) for visit in visits]
        owners += [(OwnerKind.COMPLAINT, id) for id in self.complaints]
        slots: list[Evidence] = []
        for kind, owner_id in owners:
            mine = [
                self._slot(chance, kind, owner_id, chance.choice(blobs))
                for _ in range(chance.randint(0, 4))
            ]
            if len(mine) > 1 and chance.random() < 0.5:
                first, second = mine[:2]
                first.superseded_at = chance.choice(MOMENTS)
                second.version_no, second.replaces_id, second.reason = 2, first.id, TEXTS[2]
            slots += mine
        self.slots = slots
        yield list(blobs)
        yield sorted(slots, key=lambda slot: slot.version_no)
        links = []
        for i, record in enumerate(written):
            if i % 4:
                record.seal = b"invented"
            links += [
                evidence.record_evidence(record.id, slot.id)
                for slot in slots
                if slot.owner_id == record.inspection_id and chance.random() < 0.4
            ]
        yield links

    def _blob(self, i: int) -> Blob:
        is_picture = i % 3 > 0
        return evidence.blob(
            sha256=bytes([i]) * 32,
            size=i + 1,
            media_type="image/png" if is_picture else "video/mp4",
            width=640 if is_picture else None,
            height=480 if is_picture else None,
            derivative_sha256=bytes([i + 100]) * 32 if is_picture else None,
            thumbnail_sha256=bytes([i + 200]) * 32 if is_picture else None,
            stored_at=MOMENTS[0],
        )

    def _slot(self, chance: random.Random, kind: OwnerKind, owner_id: UUID, blob: Blob) -> Evidence:
        state = chance.choice((EvidenceState.RECEIVED, EvidenceState.RECEIVED, *EvidenceState))
        is_there = state is EvidenceState.RECEIVED
        names_people = kind is OwnerKind.INSPECTION
        is_placed = names_people and chance.random() < 0.6
        is_public = names_people and is_there and chance.random() < 0.4
        return evidence.evidence(
            kind,
            owner_id,
            id=self.key(),
            declaration_id=key(1),
            kind=chance.choice(list(EvidenceKind)),
            sha256=blob.sha256,
            size=chance.choice((1, 2**31 - 1)),
            media_type=chance.choice(TEXTS),
            file_name=chance.choice((*TEXTS, None)) if names_people else None,
            captured_at=chance.choice((*MOMENTS, None)),
            captured_by=chance.choice((key(302), key(304), key(325), None))
            if names_people
            else None,
            latitude=chance.choice((90.0, 31.29834999999)) if is_placed else None,
            longitude=-180.0 if is_placed else None,
            accuracy_m=chance.choice((1e21, 0.1, None)) if is_placed else None,
            datum=chance.choice(list(Datum)) if is_placed else None,
            wgs84_latitude=-0.0 if is_placed else None,
            wgs84_longitude=chance.choice((120.619585, None)) if is_placed else None,
            declared_at=chance.choice(MOMENTS),
            state=state,
            received_at=chance.choice(MOMENTS) if is_there else None,
            refusal="TRUNCATED" if state is EvidenceState.REFUSED else None,
            reason=chance.choice((*TEXTS, None)),
            withdrawn_at=MOMENTS[1] if state is EvidenceState.WITHDRAWN else None,
            withdrawal_reason=TEXTS[1] if state is EvidenceState.WITHDRAWN else None,
            seal=b"invented" if is_there else None,
            verdict=chance.choice((EvidenceVerdict.INTACT, *EvidenceVerdict)) if is_there else None,
            checked_at=chance.choice(MOMENTS) if is_there else None,
            released_at=MOMENTS[0] if is_public else None,
            released_by=people.qiao.id if is_public else None,
        )

    def _tasks(self) -> list[InspectionTask]:
        made: list[InspectionTask] = []
        for i, state in enumerate(TaskState):
            place = (people.SUZHOU, people.GUSU, people.CHAOYANG, people.SUZHOU_SPORTS)[i % 4]
            category = list(TaskCategory)[i % 3]
            made.append(
                tasks.task(
                    place,
                    f"T-{i}",
                    id=self.key(),
                    name=self.text(),
                    category=category,
                    trigger=list(TaskTrigger)[i % 7],
                    reason=self.text()
                    if category is TaskCategory.CASE
                    else self.perhaps(self.text()),
                    window_from=dt.date(2026, 11, 1),
                    window_to=dt.date(2026, 11, 30),
                    state=state,
                    void_reason=self.perhaps(self.text()),
                    region_code=self.perhaps(self.chance.choice(REGIONS)),
                    kinds=self.perhaps(self.some(InstitutionKind)),
                    subject_kind=self.perhaps(SubjectKind.SUBJECT),
                    is_targeted=self.perhaps(True),
                    notice_mode=self.perhaps(NoticeMode.ADVANCE),
                    publish_drawn_list=self.chance.random() < 0.5,
                    checklist_code=self.perhaps("GENERAL"),
                    checklist_version=self.perhaps(1),
                    plan_line_id=self.perhaps(self.chance.choice(self.lines).id),
                    redraw_of_id=self.perhaps(made[-1].id) if made else None,
                    ordered_by_id=people.JIANGSU.id if category is TaskCategory.CAMPAIGN else None,
                    order_no=self.text() if category is TaskCategory.CAMPAIGN else None,
                    created_at=self.moment(),
                    approved_at=self.perhaps(self.moment()),
                )
            )
        return made

    def _record(self, visit: Inspection, version_no: int) -> InspectionRecord:
        placed = self.chance.random() < 0.8
        correction_reason = self.text() if version_no > 1 else None
        return inspections.record(
            visit.id,
            self.chance.choice((key(302), key(304), key(325))),
            id=self.key(),
            version_no=version_no,
            correction_reason=correction_reason,
            filed_at=self.moment(),
            visit_started_at=MOMENTS[5],
            visit_ended_at=MOMENTS[3],
            device_clock_offset_ms=self.perhaps(-(2**31)),
            clock_is_off=self.chance.random() < 0.5,
            methods=self.some(Method),
            result_codes=self.some(ResultCode),
            measures=self.some(Measure),
            summary=self.text(),
            attempted_at=[self.moment() for _ in range(self.chance.randint(0, 3))],
            latitude=90.0 if placed else None,
            longitude=120.619585 if placed else None,
            accuracy_m=self.perhaps(1e21) if placed else None,
            datum=Datum.GCJ02 if placed else None,
            wgs84_latitude=self.perhaps(31.0) if placed else None,
            wgs84_longitude=self.perhaps(-0.0) if placed else None,
            rules_version="2026.1",
        )

    def _record_parts(self, visit: Inspection, record: InspectionRecord) -> list[Any]:
        parts: list[Any] = []
        for position in range(self.chance.randint(0, 3)):
            checked = self.chance.random() < 0.7
            parts.append(
                inspections.answer(
                    record.id,
                    id=self.key(),
                    position=-position,
                    item_code=f"I{position}",
                    is_checked=checked,
                    problem_found=self.chance.random() < 0.5 if checked else None,
                    handling=self.chance.choice(list(Handling)) if checked else None,
                    note=self.perhaps(self.text()),
                )
            )
            parts.append(
                inspections.finding(
                    record.id,
                    id=self.key(),
                    position=position,
                    violation_code=f"V{position}",
                    detail=self.text(),
                    item_code=self.perhaps("I1"),
                )
            )
        for officer in self.chance.sample((302, 303, 304, 325, 911), self.chance.randint(0, 3)):
            parts.append(
                inspections.confirmation(record.id, key(officer), confirmed_at=self.moment())
            )
        decision = self.perhaps(self.chance.choice(list(AuditDecision)))
        if decision:
            parts.append(
                inspections.audit(
                    record,
                    id=self.key(),
                    decision=decision,
                    reason=self.text() if decision is AuditDecision.REJECTED else None,
                    decided_at=self.moment(),
                )
            )
        return parts

    def _assignments(self, visit: Inspection) -> list[Any]:
        numbers = self.chance.sample((302, 303, 304, 325, 911), self.chance.randint(0, 4))
        made = []
        for i, number in enumerate(numbers):
            replaced = self.chance.random() < 0.3
            made.append(
                inspections.assignment(
                    visit.id,
                    key(number),
                    id=self.key(),
                    is_leader=i == 1,
                    assigned_at=self.moment(),
                    replaced_at=self.moment() if replaced else None,
                    replacement_reason=self.chance.choice(list(ReplacementReason))
                    if replaced
                    else None,
                )
            )
        return made

    def _beside(self, visit: Inspection, record: PublicRecord) -> Iterator[Any]:
        """Where a version is published, and what was asked about it."""
        chance = self.chance
        for outlet in self.some(Outlet):
            state = chance.choice(list(PublicationState))
            is_out = state is PublicationState.PUBLISHED
            yield publication.publication(
                record.id,
                id=self.key(),
                outlet=outlet,
                state=state,
                published_at=self.moment() if is_out else None,
                reference=self.text() if is_out else None,
            )
        if chance.random() < 0.6:
            reply_state = chance.choice(list(ReplyState))
            yield publication.reply(
                visit,
                record.id,
                id=self.key(),
                text=self.text(),
                state=reply_state,
                written_at=self.moment(),
                decided_at=None if reply_state is ReplyState.WRITTEN else self.moment(),
                decline_ground=DeclineGround.INSULT if reply_state is ReplyState.DECLINED else None,
            )
        if chance.random() < 0.6:
            decided = chance.choice(list(ObjectionState)[1:])
            is_moot = decided is ObjectionState.MOOT
            yield publication.objection(
                visit,
                record.id,
                id=self.key(),
                statement=self.text(),
                state=decided,
                raised_at=self.moment(),
                due_on=dt.date(2026, 12, chance.choice((1, 2, 3))),
                due_is_provisional=chance.random() < 0.5,
                decided_by=None if is_moot else people.hua.id,
                decided_at=self.moment(),
                reason=None if is_moot else self.text(),
            )
        if chance.random() < 0.6:
            repair = chance.choice(list(RepairState)[1:])
            yield publication.repair_request(
                visit,
                record.id,
                id=self.key(),
                statement=self.text(),
                state=repair,
                requested_at=self.moment(),
                decided_at=self.moment(),
                reason=self.text() if repair is RepairState.REFUSED else self.perhaps(self.text()),
            )
        if chance.random() < 0.5:
            is_late = chance.random() < 0.5
            yield publication.correction(
                visit.id,
                record.id,
                id=self.key(),
                reason=self.text(),
                found_on=dt.date(2026, 11, 20),
                due_on=dt.date(2026, 11, 27),
                due_is_provisional=is_late,
                reopened_at=self.moment(),
                corrected_at=self.moment(),
                is_late=is_late,
            )

    def _of_visit(self, visit: Inspection, record: PublicRecord) -> Iterator[Any]:
        """What is open of a visit, of each one, and its measures."""
        yield publication.objection(
            visit,
            record.id,
            id=self.key(),
            statement=self.text(),
            raised_at=self.moment(),
            due_on=dt.date(2026, 12, 2),
        )
        yield publication.repair_request(
            visit,
            record.id,
            id=self.key(),
            statement=self.text(),
            requested_at=self.moment(),
            commitment_version="CC-1",
            commitment_signed_by=self.text(),
            commitment_signed_on=dt.date(2026, 11, 19),
            due_on=dt.date(2026, 12, self.chance.choice((1, 2, 3))),
            due_is_provisional=self.chance.random() < 0.5,
            due_rule="DR_REPAIR",
        )
        if self.chance.random() < 0.5:
            yield publication.term_decision(
                visit,
                record.id,
                decision=TermDecision.SHORTEN,
                severity=self.chance.choice(list(ResultSeverity)),
                expires_on=dt.date(2150, 1, 1),
                reason=self.text(),
                decided_at=self.moment(),
            )
        yield publication.correction(
            visit.id,
            record.id,
            id=self.key(),
            reason=self.text(),
            found_on=dt.date(2026, 11, 20),
            due_on=dt.date(2026, 11, 27),
            reopened_at=self.moment(),
        )
        for name in self.some(Measure):
            measure, state = Measure[name], self.chance.choice(list(FollowUpState))
            is_done = state is FollowUpState.FINISHED
            notifies = is_done and measure is Measure.NOTIFY_OTHER_DEPARTMENT
            yield publication.follow_up(
                visit.id,
                id=self.key(),
                measure=measure,
                state=state,
                opened_at=self.moment(),
                finished_on=dt.date(2026, 11, 30) if is_done else None,
                finished_by=people.lin.id if is_done else None,
                note=self.text() if is_done else None,
                notified_authority_id=people.SUZHOU_SPORTS.id if notifies else None,
                case_reference=self.text()
                if is_done and measure is Measure.TRANSFER_CASE_LEAD
                else None,
            )

    def _public(
        self, visit: Inspection, task: InspectionTask, version_no: int, *, is_last: bool
    ) -> PublicRecord:
        chance = self.chance
        is_graded = chance.random() < 0.3
        is_withdrawn, is_withheld = chance.random() < 0.2, chance.random() < 0.3
        return publication.public_record(
            visit,
            task,
            id=self.key(),
            version_no=version_no,
            result_codes=self.some(ResultCode),
            result_text=self.text(),
            violation_codes=self.some(("V1", "V,2", '"', "SAFETY_FIRE", "FALSE_AD")),
            severity=chance.choice(list(ResultSeverity)) if is_graded else None,
            repairable_from=dt.date(2026, 11, 20) if is_graded else None,
            items=[self.text() for _ in range(chance.randint(0, 3))],
            inspected_on=dt.date(2026, 11, chance.choice((3, 11))),
            published_at=self.moment(),
            expires_on=chance.choice(
                (dt.date(2020, 1, 1), dt.date(2150, 1, 1), dt.date(2160, 1, 1))
            ),
            repair_status=chance.choice(list(RepairStatus)),
            superseded_at=None if is_last and chance.random() < 0.7 else MOMENTS[0],
            withdrawn_at=MOMENTS[0] if is_withdrawn else None,
            withdrawal_ground=chance.choice(list(WithdrawalGround)) if is_withdrawn else None,
            is_late=chance.random() < 0.5,
            withheld_violation_codes=["V,2"] if is_withheld else [],
            withholding_ground=chance.choice(list(WithholdingGround)) if is_withheld else None,
            document=self.perhaps(self.text()),
        )

    def _plans(self) -> Iterator[list[Any]]:
        for version in (1, 2):
            self.items.append(
                items.item(
                    people.SUZHOU,
                    id=self.key(),
                    version_no=version,
                    sector=Sector.SPORTS,
                    item_class=ItemClass.KEY,
                    title=self.text(),
                    english_title=self.perhaps(self.text()),
                    legal_basis=self.some(("S2 Art. 10", 'X,"1', "NULL")),
                    applies_to=self.some(InstitutionKind),
                    ratio_bp=10_000,
                    max_per_year=12,
                    methods=self.some(Method),
                    checklist_code=self.text(),
                    checklist_version=version,
                    checklist_item_codes=self.some(("a", "b,c")),
                    threshold_codes=self.some(("x", "{}")),
                    effective_from=dt.date(2026, 11, 2 if version == 1 else 11),
                    effective_to=dt.date(2026, 11, 10) if version == 1 else None,
                    published_at=self.moment(),
                )
            )
        yield list(self.items)
        parts: list[Any] = []
        for i, state in enumerate(list(PlanState) * 2):
            place = (people.SUZHOU, people.GUSU, people.CHAOYANG, people.SUZHOU_SPORTS)[i % 4]
            plan = plans.plan(
                place,
                id=self.key(),
                year=2025 + i % 3,
                name=self.text(),
                document_no=self.perhaps(self.text()),
                is_joint=bool(i % 2),
                category=TaskCategory.CAMPAIGN if i % 3 else TaskCategory.ROUTINE,
                ordered_by_id=people.JIANGSU.id if i % 3 == 1 else None,
                order_no=self.text() if i % 3 == 1 else None,
                state=state,
                version_no=2,
                created_at=self.moment(),
                approved_at=self.perhaps(self.moment()),
                published_at=self.perhaps(self.moment()),
                closed_at=self.perhaps(self.moment()),
                version=i + 1,
            )
            yield [plan]
            if plan.category is TaskCategory.CAMPAIGN and plan.ordered_by_id is None:
                parts.append(plans.filing(plan.id, filing_no=self.text()))
            parts.append(plans.amendment(plan.id, reason=self.text(), amended_at=self.moment()))
            for version, position in ((1, 1), (2, 1), (2, 2)):
                by_count = self.chance.random() < 0.5
                self.lines.append(
                    plans.line(
                        plan,
                        id=self.key(),
                        plan_version_no=version,
                        position=position,
                        item_id=self.chance.choice(self.items).id,
                        region_code=self.chance.choice(REGIONS),
                        first_on=dt.date(2026, 3, 1),
                        last_on=dt.date(2026, 11, 30),
                        ratio_bp=None if by_count else 500,
                        object_count=20 if by_count else None,
                        scope=self.chance.choice(list(DrawScope)),
                        note=self.perhaps(self.text()),
                    )
                )
        yield [*parts, *self.lines]

    def _draws(self) -> Iterator[list[Any]]:
        joined = (people.GUSU, people.SUZHOU_SPORTS)
        for i, task in enumerate(self.tasks):
            place = next(p for p in people.PLACES if p.id == task.authority_id)
            departments = [place, *(p for p in joined[: i % 3] if p is not place)]
            yield [
                tasks.item(task.id, item_id=item.id, position=n)
                for n, item in enumerate(self.items[: i % 3])
            ] + [
                tasks.department(task.id, each.id, position=n) for n, each in enumerate(departments)
            ]
            yield [
                tasks.quota(
                    task.id,
                    risk_class=each,
                    ratio_bp=None if i % 2 else 100,
                    object_count=7 if i % 2 else None,
                    min_count=i,
                )
                for each in list(RiskClass)[: i % 5]
            ]
            yield self._steps(task)
            yield [
                draws.share(task.id, who, id=self.key(), commitment="c", committed_at=self.moment())
                for who in (people.yin, people.hua)[: i % 3]
            ]
            if i % 3:
                yield from self._draw(task, place, i)
        yield [
            tasks.draw_policy(
                place.id,
                id=self.key(),
                risk_class=risk_class,
                ratio_bp=200,
                adopted_at=self.moment(),
            )
            for place in (people.SUZHOU, people.GUSU, people.CHAOYANG)
            for risk_class in RiskClass
        ]

    def _steps(self, task: InspectionTask) -> list[Any]:
        actors = (people.lin.id, people.mei.id, people.tao.id, None)
        made = []
        for _ in range(self.chance.randint(0, 3)):
            at, before = self.moment(), self.perhaps("DRAFT")
            made.append(
                records.transition(
                    "InspectionTask",
                    task.id,
                    self.chance.choice(list(TaskState)).value,
                    id=self.key(),
                    at=at,
                    from_state=before,
                    actor_id=self.chance.choice(actors),
                    ground=self.perhaps(self.text()),
                )
            )
        return made

    def _draw(self, task: InspectionTask, place: people.Place, i: int) -> Iterator[list[Any]]:
        chance = self.chance
        draw = draws.draw(
            task,
            place,
            id=self.key(),
            stage=chance.choice(list(DrawStage)),
            algorithm="DR1",
            software=self.text(),
            commitment=f"{i:064d}",
            entropy_source=chance.choice(list(EntropySource)),
            draw_at=self.moment(),
            object_count=3,
            eligible_count=2,
            replacement_count=1,
            frozen_at=self.moment(),
            locked_at=self.perhaps(self.moment()),
            issue_due_on=dt.date(2026, 11, 17 + i % 2),
            reveal_due_on=dt.date(2027, 1, 15),
            reveal_due_is_provisional=bool(i % 2),
            void_reason=self.perhaps(self.text()),
            redraw_of_code=self.perhaps("T-1"),
            redraw_no=i,
            proof=self.chance.choice(TEXTS),
        )
        yield [draw]
        objects = [
            draws.pool_object(
                draw.id,
                institution_id,
                id=self.key(),
                pseudonym=f"{institution_id}",
                stratum_label="s",
                risk_class=chance.choice(list(RiskClass)),
                exclusion=self.perhaps(chance.choice(list(ExclusionGround))),
                rank=self.perhaps(1),
                visit_no=self.perhaps(2),
                is_unstaffed=chance.random() < 0.5,
                inspection_id=self.perhaps(chance.choice(self.visits).id),
            )
            for institution_id in chance.sample(self._all_institutions(), 5)
        ]
        officers = [
            draws.pool_officer(
                draw.id,
                key(number),
                chance.choice(people.PLACES),
                id=self.key(),
                officer_no=f"{number:x}",
                may_lead=bool(number % 2),
                exclusion=self.perhaps(chance.choice(list(OfficerExclusion))),
                object_count=chance.randint(0, 2),
            )
            for number in (302, 303, 304, 911)
        ]
        yield [*objects, *officers]
        yield [
            *(
                draws.pairing(each, officer, id=self.key(), position=n, is_leader=n == 1)
                for each in objects
                for n, officer in enumerate(chance.sample(officers, chance.randint(0, 3)))
            ),
            *(
                draws.pool_stratum(
                    draw.id, risk_class=each, label=self.text(), row_count=3, eligible_count=2
                )
                for each in RiskClass
            ),
            *(
                draws.event(
                    draw.id,
                    id=self.key(),
                    position=n,
                    event=event,
                    at=self.moment(),
                    by_role="HEAD",
                    hash=f"{n}",
                )
                for n, event in enumerate(("COMMITTED", "DRAWN")[: i % 3])
            ),
            *(
                draws.replacement(
                    draw.id,
                    chance.choice(self.visits).id,
                    key(302),
                    key(325),
                    id=self.key(),
                    reason=chance.choice(list(ReplacementReason)),
                    replaced_at=self.moment(),
                )
                for _ in range(i % 3)
            ),
        ]

    def _registries(self) -> Iterator[list[Any]]:
        for institution_id in self._all_institutions():
            assessments = [
                registries.risk_assessment(
                    institution_id,
                    id=self.key(),
                    risk_class=self.chance.choice(list(RiskClass)),
                    earlier_class=self.chance.choice(list(RiskClass)),
                    points=-3,
                    assessed_at=self.moment(),
                )
                for _ in range(self.chance.randint(0, 2))
            ]
            yield list(assessments)
            yield [
                registries.risk_input_count(each.id, input=found, count=n)
                for each in assessments
                for n, found in enumerate(self.some(RiskInput))
            ]
            yield [
                registries.object_stop(
                    institution_id,
                    id=self.key(),
                    ground=self.chance.choice(list(StopGround)),
                    reason=self.text(),
                    first_on=dt.date(2026, 1, 1),
                    last_on=self.chance.choice((None, dt.date(2026, 2, 1), dt.date(2199, 1, 1))),
                    stopped_at=self.moment(),
                )
                for _ in range(self.chance.randint(0, 2))
            ]
        yield [
            registries.recusal(
                key(number),
                self.chance.choice(self._all_institutions()),
                id=self.key(),
                ground=self.chance.choice(list(RecusalGround)),
                note=self.perhaps(self.text()),
                declared_at=self.moment(),
                lifted_at=self.moment() if lifted else None,
                lifted_by=people.hua.id if lifted else None,
            )
            for number in (302, 303, 304, 325, 911)
            for lifted in (True, False)
        ]

    def _corrections(self) -> Iterator[list[Any]]:
        """Orders in every state at visits in every state, some without a report or a proposal."""
        chance = self.chance
        orders = [self._order(state) for state in list(OrderState) * 4]
        yield list(orders)
        reports, proposals, slots = [], [], []
        for order in orders:
            for position in range(chance.randint(0, 2), 0, -1):
                reports.append(
                    rectification.report(
                        order.id,
                        id=self.key(),
                        position=position,
                        statement=self.text(),
                        is_late=chance.random() < 0.5,
                        submitted_at=self.moment(),
                    )
                )
            states = chance.sample(list(EscalationState), chance.randint(0, 3))
            proposals += [self._proposal(order, state) for state in states]
            slots += [
                self._slot(chance, OwnerKind.RECTIFICATION, order.id, self._blob(i))
                for i in range(chance.randint(0, 3))
            ]
        yield reports
        yield proposals
        yield slots
        yield from self._rulings(proposals)

    def _rulings(self, proposals: list[EscalationProposal]) -> Iterator[list[Any]]:
        """In every state, of a proposal or none, with what was said and what came of them."""
        chance = self.chance
        owners = self._all_institutions()
        rulings, steps, decided, ends = [], [], [], []
        for i, state in enumerate(list(RulingState) * 6):
            owner = owners[i % len(owners)]
            is_decided = state is not RulingState.NOTICED
            has_term = state in (RulingState.IN_FORCE, RulingState.QUASHED)
            held = [each.id for each in self.entitlements if each.institution_id == owner]
            proposal = chance.choice(proposals)
            ruling = standings.ruling(
                owner,
                id=self.key(),
                region_code=chance.choice(REGIONS),
                sector=chance.choice((Sector.EDUCATION, Sector.EDUCATION, *Sector)),
                authority_id=chance.choice((people.SOCIETY, *people.PLACES)).id,
                measure=list(EscalationMeasure)[i // len(owners) % len(EscalationMeasure)],
                entitlement_ids=held,
                facts=self.text(),
                ground=self.text(),
                legal_basis=chance.choice(([], ["X33"], ["X16 Art. 3", "某文件"])),
                proposal_id=self.perhaps(proposal.id),
                state=state,
                noticed_at=self.moment(),
                statement_due_on=chance.choice((dt.date(2026, 11, 1), dt.date(2199, 1, 1))),
                decided_at=self.moment() if is_decided else None,
                decided_by=people.rui.id if is_decided else None,
                reason="x" if state is RulingState.DROPPED else None,
                appeal_due_on=dt.date(2027, 1, 1) if has_term else None,
                appeal_due_is_provisional=chance.random() < 0.5 if has_term else None,
            )
            rulings.append(ruling)
            steps += [
                standings.ruling_step(
                    ruling.id,
                    id=self.key(),
                    kind=kind,
                    text=self.perhaps(self.text()),
                    entered_at=self.moment(),
                )
                for kind in self.some(RulingStepKind)
            ]
            if has_term:
                row = standings.standing(
                    owner,
                    id=self.key(),
                    decided_at=self.moment(),
                    ruling_id=ruling.id,
                    proposal_id=self.perhaps(proposal.id),
                )
                decided.append(row)
                if state is RulingState.QUASHED:
                    ends.append(
                        standings.standing_end(
                            row.id,
                            ending=Ending.QUASHED,
                            proposal_id=self.perhaps(chance.choice(proposals).id),
                        )
                    )
        yield rulings
        yield steps
        yield decided
        yield ends

    def _order(self, state: OrderState) -> CorrectionOrder:
        chance, visit = self.chance, self.chance.choice(self.visits)
        is_closed = state is OrderState.CLOSED
        is_extended = chance.random() < 0.3
        again = chance.choice(self.visits).id
        return rectification.correction_order(
            visit,
            id=self.key(),
            violation_codes=self.some(("SAFETY_FIRE", "OTHER", 'a"b')),
            requirements=self.text(),
            issued_by=chance.choice((key(302), key(304), key(325))),
            claimed_at=self.moment(),
            device_clock_offset_ms=self.perhaps(3),
            clock_is_off=chance.random() < 0.5,
            received_at=self.moment(),
            issued_on=dt.date(2026, 10, chance.choice((1, 1, 2))),
            due_on=chance.choice((dt.date(2026, 11, 1), dt.date(2199, 1, 1))),
            extended_from=dt.date(2026, 10, 20) if is_extended else None,
            extension_reason=self.text() if is_extended else None,
            extended_by=people.hua.id if is_extended else None,
            extended_at=self.moment() if is_extended else None,
            state=state,
            submitted_at=self.moment() if state is OrderState.SUBMITTED else None,
            recheck_inspection_id=again
            if state in (OrderState.RECHECK_PLANNED, OrderState.FAILED)
            else self.perhaps(again),
            known_recheck_id=self.perhaps(chance.choice(self.visits).id),
            undisclosed_steps=chance.choice((0, 2)),
            closed_at=self.moment() if is_closed else None,
            closed_by=chance.choice(list(ClosedBy)) if is_closed else None,
            closing_note=self.perhaps(self.text()),
            version=chance.randint(1, 9),
        )

    def _proposal(self, order: CorrectionOrder, state: EscalationState) -> EscalationProposal:
        is_decided = state is not EscalationState.PROPOSED
        return rectification.escalation_proposal(
            order,
            id=self.key(),
            cause=self.chance.choice(list(EscalationCause)),
            measure=self.chance.choice(list(EscalationMeasure)),
            state=state,
            reason=self.text() or "x" if is_decided else None,
            proposed_at=self.moment(),
            decided_at=self.moment() if is_decided else None,
            decided_by=people.hua.id if is_decided else None,
        )
