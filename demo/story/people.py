"""The people of the story: one for each role, three inspectors and two parents. All are invented."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from demo.rows import authorities
from demo.rows.rows import Row, at
from demo.story.places import PLACES, DemoAuthority
from demo.story.register import LEADING_NAME
from demo.story.rows import BEGINNING, DemoData
from domain.actors import Actor, Grant, Office
from domain.authorities import Sector
from domain.complaints.terms import RealName
from domain.regions import subtree
from domain.roles import Role
from persistence.accounts.table import Account, RoleGrant
from persistence.authorities.table import EnforcementCertificate, InspectorProfile, Officer
from persistence.derived_fields import PHONE
from persistence.engine.keys import Keys

PASSWORD = "spotcheck demo"  # noqa: S105  # printed in the banner, good on a loopback host only
OPENED = at(BEGINNING, 9)
INSTITUTION = "the story's institution"


@dataclass(frozen=True, slots=True)
class Person:
    """Someone who can sign in; `at` is the key of a place, or the story's institution."""

    login: str
    role: Role
    name: str
    at: str | None = None

    @property
    def is_parent(self) -> bool:
        return self.role is Role.PARENT


PEOPLE = (
    Person("sys-admin", Role.SYS_ADMIN, "穆清和", "nation"),
    Person("security-admin", Role.SECURITY_ADMIN, "阮知南", "nation"),
    Person("audit-admin", Role.AUDIT_ADMIN, "柏以宁", "nation"),
    Person("registrar", Role.REGISTRAR, "宋时雨", "suzhou"),
    Person("supervisor", Role.SUPERVISOR, "陆遥川", "suzhou"),
    Person("head", Role.HEAD, "顾闻溪", "suzhou"),
    Person("task-manager", Role.TASK_MANAGER, "林见山", "suzhou"),
    Person("inspector-1", Role.INSPECTOR, "梅疏影", "suzhou"),
    Person("inspector-2", Role.INSPECTOR, "江渡云", "suzhou"),
    Person("result-auditor", Role.RESULT_AUDITOR, "乔问渠", "suzhou"),
    Person("complaint-clerk", Role.COMPLAINT_CLERK, "白露晞", "320508"),
    Person("complaint-handler", Role.COMPLAINT_HANDLER, "岑望舒", "320508"),
    Person("oversight", Role.OVERSIGHT, "欧阳澈", "jiangsu"),
    Person("reviewer-edu", Role.REVIEWER_EDU, "简书言", "jiangsu"),
    Person("reviewer-security", Role.REVIEWER_SECURITY, "龚守白", "jiangsu-police"),
    Person("reviewer-comms", Role.REVIEWER_COMMS, "童若水", "jiangsu-comms"),
    Person("programme-officer", Role.PROGRAMME_OFFICER, "裴南枝", "society"),
    Person("expert", Role.EXPERT, "颜既明", "society"),
    Person("institution-admin", Role.INSTITUTION_ADMIN, "尹采薇", INSTITUTION),
    Person("parent-1", Role.PARENT, "方小满"),
    Person("parent-2", Role.PARENT, "高秋实"),
    Person("inspector-3", Role.INSPECTOR, "秦岭月", "suzhou"),
)

# Officers who file and confirm, and with whom nobody signs in: name, place, whether they may lead.
COLLEAGUES = (
    ("杭一苇", "suzhou", True),
    ("骆青野", "suzhou", False),
    ("温故知", "suzhou", False),
    ("施雨田", "320508", True),
    ("喻归棹", "320508", False),
    ("戚长风", "320576", True),
    ("褚云岫", "320576", False),
    ("袁半夏", "320583", True),
    ("邹晚晴", "320583", False),
)

COLLEAGUE_LOGINS = tuple(
    f"colleague-{number}" for number, (_, key, _) in enumerate(COLLEAGUES, 1) if key == "suzhou"
)
EXPIRING, EXPIRES_IN = "戚长风", dt.timedelta(days=25)
"""Whose certificate ends soon after the demo is loaded."""
_NO_PASSWORD = "none"  # noqa: S105  # the hash of no password


@dataclass(frozen=True, slots=True)
class Officers:
    """Who may be sent on a visit, by office, and the actors they are to the rules."""

    by_place: Mapping[str, tuple[Actor, ...]]
    offices: Mapping[str, Office]


def demo_places(story: DemoData) -> dict[str, Row]:
    """Enter the authorities; they are named by their keys from here on."""
    entered: dict[str, Row] = {}
    for place in PLACES:
        entered[place.key] = authorities.authority(
            story,
            OPENED,
            kind=place.kind,
            name=place.name,
            region_code=place.region_code,
            sectors=list(place.sectors),
            parent_id=entered[place.parent]["id"] if place.parent else None,
        )
    return entered


def demo_people(
    story: DemoData, places: Mapping[str, Row], institution: Row, keys: Keys, password_hash: str
) -> dict[str, Row]:
    """Enter the accounts and what they were granted."""
    accounts = {person.login: _account(story, person, keys, password_hash) for person in PEOPLE}
    for person in PEOPLE:
        is_ours = person.at == INSTITUTION
        story.add_at(
            RoleGrant,
            OPENED,
            account_id=accounts[person.login]["id"],
            role=person.role,
            authority_id=places[person.at]["id"] if person.at and not is_ours else None,
            institution_id=institution["id"] if is_ours else None,
            granted_by=None if person.role is Role.PARENT else accounts["sys-admin"]["id"],
            granted_at=OPENED,
        )
    return accounts


def demo_officers(
    story: DemoData, places: Mapping[str, Row], accounts: Mapping[str, Row]
) -> Officers:
    """Enter the officers with their certificates, valid to the end of 2029."""
    offices = {place.key: _office(place, places[place.key]["id"]) for place in PLACES}
    found: dict[str, list[Actor]] = {}
    serving = [(p.name, p.at or "", True, accounts[p.login]["id"]) for p in PEOPLE if _serves(p)]
    inspectors = {p.name for p in PEOPLE if p.role is Role.INSPECTOR}
    for name, key, may_lead, account_id in (*serving, *((*c, None) for c in COLLEAGUES)):
        officer = _officer(story, places[key], name, account_id)
        if account_id is None or name in inspectors:
            _profile(story, officer, offices[key], may_lead=may_lead)
            grant = Grant(Role.INSPECTOR, offices[key])
            actor = Actor(account_id, (grant,), officer["id"])
            found.setdefault(key, []).append(actor)
    return Officers({key: tuple(actors) for key, actors in found.items()}, offices)


def demo_colleagues(story: DemoData, places: Mapping[str, Row]) -> None:
    """Enter accounts of the city's other inspectors, in whose names the drawn visits are made."""
    entered = {row["name"]: row for row in story.of(Officer)}
    for login, (name, key, _) in zip(COLLEAGUE_LOGINS, COLLEAGUES, strict=False):
        account = story.add_at(
            Account,
            OPENED,
            login=login,
            phone_hash=None,
            phone_sealed=None,
            display_name=name,
            real_name=None,
            password_hash=_NO_PASSWORD,
            created_at=OPENED,
            sessions_valid_from=OPENED,
        )
        entered[name]["account_id"] = account["id"]
        story.add_at(
            RoleGrant,
            OPENED,
            account_id=account["id"],
            role=Role.INSPECTOR,
            authority_id=places[key]["id"],
            institution_id=None,
            granted_by=story.of(Account)[0]["id"],
            granted_at=OPENED,
        )


def demo_expiring_certificate(story: DemoData, today: dt.date) -> None:
    """Let the certificate of one district's inspector end soon: an alert for those who are to renew it."""
    (officer_id,) = (row["id"] for row in story.of(Officer) if row["name"] == EXPIRING)
    last_on = today + EXPIRES_IN
    for row in story.of(InspectorProfile):
        if row["officer_id"] == officer_id:
            row["certificate_valid_to"] = last_on
    for row in story.of(EnforcementCertificate):
        if row["officer_id"] == officer_id:
            row["valid_to"] = last_on


def phone_of(person: Person) -> str:
    """A number that no one has: the prefix 154 is not assigned."""
    return f"154000000{PEOPLE.index(person):02d}"


def place_of(person: Person) -> str:
    """The name of the authority or institution, in Chinese; nothing for a parent."""
    if person.at == INSTITUTION:
        return LEADING_NAME
    return next((place.name for place in PLACES if place.key == person.at), "")


def _serves(person: Person) -> bool:
    at_an_authority = person.at is not None and person.at != INSTITUTION
    return at_an_authority and person.role not in (Role.EXPERT, Role.PROGRAMME_OFFICER)


def _account(story: DemoData, person: Person, keys: Keys, password_hash: str) -> Row:
    id = story.key(OPENED)
    phone = phone_of(person).encode() if person.is_parent else None
    return story.add(
        Account,
        id=id,
        login=person.login,
        phone_hash=keys.hash(PHONE, phone) if phone else None,
        phone_sealed=keys.seal(PHONE, phone, bound_to=id.bytes) if phone else None,
        display_name=person.name,
        real_name=RealName.DECLARED if person.is_parent else None,
        password_hash=password_hash,
        created_at=OPENED,
        sessions_valid_from=OPENED,
    )


def _officer(story: DemoData, place: Row, name: str, account_id: UUID | None) -> Row:
    number = len(story.of(Officer)) + 1
    return authorities.officer(
        story,
        place["id"],
        OPENED,
        account_id=account_id,
        name=name,
        staff_no=f"Y{number:03d}",
        post="一级科员",
    )


def _profile(story: DemoData, officer: Row, office: Office, *, may_lead: bool) -> None:
    number = len(story.of(InspectorProfile)) + 1
    authorities.inspector_profile(
        story,
        officer,
        public_no=f"P{number:04d}",
        certificate_no=f"{office.subtree.first}YS{number:04d}",
        certificate_valid_from=dt.date(2025, 1, 1),
        specialities=[Sector.EDUCATION],
        may_lead=may_lead,
        entered_on=dt.date(2025, 1, 1),
    )


def _office(place: DemoAuthority, id: UUID) -> Office:
    return Office(id, place.kind, subtree(place.region_code), frozenset(place.sectors))
