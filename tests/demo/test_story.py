from collections import defaultdict
from uuid import UUID

import pytest

from demo.story import lessons, places, staff
from demo.story.build import build_demo
from demo.story.people import EXPIRES_IN, PASSWORD, PEOPLE, phone_of
from demo.story.plans import PLANS
from demo.story.rows import BEGINNING, DemoData
from domain import courses as rules
from domain import credentials, credit_codes, identity_numbers, offices
from domain.actors import Office
from domain.courses import ClassTime, FeeItem
from domain.institutions import RegisteredPlace, SubjectKind, registrations
from domain.regions import subtree
from domain.roles import Role
from domain.standings import replay
from domain.teachers import Teacher
from domain.teachers import register as employ
from domain.workdays import Calendar
from persistence.accounts.table import Account
from persistence.authorities.table import Authority, InspectorProfile
from persistence.complaints.table import Complaint
from persistence.courses.table import ClassTime as ClassTimeRow
from persistence.courses.table import Course
from persistence.courses.table import FeeItem as FeeItemRow
from persistence.engine.columns import Table
from persistence.engine.database import Database
from persistence.engine.keys import Keys
from persistence.inspections.table import Inspection, PublicRecord
from persistence.institutions.table import Entitlement, Institution, Site
from persistence.regions import reference
from persistence.standings.table import Standing, StandingEnd
from persistence.teachers.table import Teacher as TeacherRow
from tests.factories import TODAY


@pytest.fixture(scope="module")
async def calendar(open_database: Database) -> Calendar:
    async with open_database.writing() as session:
        return await reference.calendar(session, since=BEGINNING)


@pytest.fixture(scope="module")
def story(keys: Keys, calendar: Calendar) -> DemoData:
    return build_demo(keys, "no hash", calendar, today=TODAY)


def test_the_same_story_is_told_each_time(story: DemoData, keys: Keys, calendar: Calendar) -> None:
    again = build_demo(
        Keys(b"of another installation, far away ..."), "no hash", calendar, today=TODAY
    )

    def plain(data: DemoData, table: type[Table]) -> list[dict[str, object]]:
        secret = ("_sealed", "_hash", "_ref", "_digest")
        return [
            {name: value for name, value in row.items() if not name.endswith(secret)}
            for row in data.of(table)
        ]

    assert [table for table, _ in again.batches()] == [table for table, _ in story.batches()]
    for table, _ in story.batches():
        assert plain(again, table) == plain(story, table), table


def test_the_districts_add_up_to_the_city() -> None:
    city, *_ = places.listed()
    counts = places.counts()

    assert city == places.RegionCount("320500", 234, 70)
    assert sum(count.total for count in counts) == city.total
    assert sum(count.subject for count in counts) == city.subject
    assert sum(count.total for count in places.CUT_OFF) == 49
    assert sum(count.subject for count in places.CUT_OFF) == 14


def test_every_role_has_a_person() -> None:
    roles = [person.role for person in PEOPLE]

    assert set(roles) == set(Role)
    assert (roles.count(Role.INSPECTOR), roles.count(Role.PARENT)) == (3, 2)
    assert len({person.login for person in PEOPLE}) == len(PEOPLE)
    assert len({person.name for person in PEOPLE}) == len(PEOPLE)
    for person in PEOPLE:
        credentials.check_password(PASSWORD, login=person.login)
        credentials.check_login(person.login)
        credentials.check_phone(phone_of(person))


def test_codes_of_institutions_are_right_and_names_are_their_own(story: DemoData) -> None:
    institutions = story.of(Institution)
    codes = [row["unified_social_credit_code"] for row in institutions]

    assert all(credit_codes.read(code) == code for code in codes)
    assert len({row["name"] for row in institutions}) == len(institutions)
    assert len(story.of(Entitlement)) == len(institutions)
    assert all(row["capacity"] * 3 <= row["area_m2"] for row in story.of(Site))


def test_identity_numbers_are_right_and_nobodys(story: DemoData) -> None:
    numbers = staff.resident_ids()
    taken = [next(numbers) for _ in range(len(story.of(TeacherRow)) + staff.IN_SERVICE_COUNT)]

    assert all(identity_numbers.resident(each, today=BEGINNING) == each for each in taken)
    assert all(number.startswith("320000") and number[14:17] == "000" for number in taken)
    assert len(set(taken)) == len(taken)


def test_every_institution_could_have_been_registered(story: DemoData) -> None:
    authorities = {row["id"]: row for row in story.of(Authority)}
    for row in story.of(Institution):
        authority = authorities[row["supervising_authority_id"]]
        sectors = frozenset(authority["sectors"])
        office = Office(
            authority["id"], authority["kind"], subtree(authority["region_code"]), sectors
        )

        offices.refuse_unless_organ(office)
        offices.refuse_unless_reached((office,), row["region_code"], row["sector"])
        assert registrations.RegisteredPlace(row["region_code"], is_leaf=True) == RegisteredPlace(
            row["region_code"], True
        )
        if row["subject_kind"] is SubjectKind.SUBJECT:
            assert row["legal_form"].value == "NON_PROFIT"


def test_every_public_course_could_have_been_published(story: DemoData, calendar: Calendar) -> None:
    vacations = tuple(
        rules.Vacation(first_on, last_on, name) for name, first_on, last_on in lessons.VACATIONS
    )
    held = {row["id"]: lessons._facts(row) for row in story.of(Entitlement)}
    fees, times = story.of(FeeItemRow), story.of(ClassTimeRow)
    published = [row for row in story.of(Course) if row["published_at"]]

    assert len(published) > 600
    for row in published:
        course = rules.Course(
            subject_kind=row["subject_kind"],
            delivery=row["delivery"],
            starts_on=row["starts_on"],
            ends_on=row["ends_on"],
            class_times=tuple(
                ClassTime(each["weekday"], each["starts_at"], each["ends_at"])
                for each in times
                if each["course_id"] == row["id"]
            ),
            fee_items=tuple(
                FeeItem(
                    each["name"],
                    each["basis"],
                    each["amount_fen"],
                    each["months"],
                    each["days"],
                    each["class_hours"],
                )
                for each in fees
                if each["course_id"] == row["id"]
            ),
            skipped_on=frozenset(row["skipped_on"]),
        )
        publication = rules.publish(
            course,
            calendar=calendar,
            vacations=vacations,
            entitlements=(held[row["entitlement_id"]],),
            is_enrolment_stopped=False,
            on=lessons.PUBLISHED_ON,
        )
        assert publication.entitlement_id == row["entitlement_id"]
        assert not publication.is_provisional


def test_every_teacher_could_have_been_registered(story: DemoData) -> None:
    kinds = {row["id"]: row["subject_kind"] for row in story.of(Institution)}
    for row in story.of(TeacherRow):
        facts = Teacher(
            kinds[row["institution_id"]],
            row["nationality"],
            row["certificate_kind"],
            row["employed_from"],
            row["work_permit_no"],
            row["background"],
        )
        employ(facts, declared_in_service=False, listed_in_service=False, black_listed=False)


def test_inspections_have_come_to_every_state(story: DemoData) -> None:
    states = {row["state"] for row in story.of(Inspection)}

    assert states == {state for plan in PLANS for state in plan.outcomes}
    assert len(states) == 8
    assert 55 <= len(story.of(Inspection)) <= 65
    assert 40 <= len(story.of(PublicRecord)) <= 50
    assert {row["inspected_on"].year for row in story.of(PublicRecord)} == {2025, 2026}
    ends = [row["certificate_valid_to"] for row in story.of(InspectorProfile)]
    assert [on for on in ends if on.year != 2029] == [TODAY + EXPIRES_IN]


def test_complaints_name_their_complainant_nowhere_but_in_the_vault(story: DemoData) -> None:
    parents = {row["id"] for row in story.of(Account) if row["phone_hash"]}
    named = {value for row in story.of(Complaint) for value in row.values() if value in parents}
    real_name = {row["id"] for row in story.of(Complaint) if row["complainant_ref"]}

    assert named == set()
    assert set(story.identities) == real_name
    assert {identity.account_id for identity in story.identities.values()} == parents
    assert len(story.of(Complaint)) == 25


def test_what_was_decided_is_what_the_register_shows(story: DemoData) -> None:
    ends = {row["standing_id"]: row["ended_on"] for row in story.of(StandingEnd)}
    institutions = {row["id"]: row for row in story.of(Institution)}
    entitlements = {row["id"]: row for row in story.of(Entitlement)}
    by_subject: dict[UUID, list[replay.Standing]] = defaultdict(list)
    for row in story.of(Standing):
        facts = replay.Standing(
            row["kind"],
            row["from_on"],
            row["until_on"],
            row["decided_at"],
            row["entitlement_state"],
            ended_on=ends.get(row["id"]),
        )
        by_subject[row["entitlement_id"] or row["institution_id"]].append(facts)

    assert len(by_subject) == 3
    for key, facts_of_it in by_subject.items():
        if key in entitlements:
            assert entitlements[key]["state"] is replay.entitlement_state(facts_of_it, TODAY)
        else:
            found = replay.list_status(facts_of_it, TODAY)
            assert institutions[key]["list_status"] is found
