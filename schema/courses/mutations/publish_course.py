"""An institution, or the registrar responsible for it, publishes a course."""

import datetime as dt
from typing import Annotated
from uuid import UUID

import strawberry

from domain import courses as rules
from domain import offices
from domain.courses import CourseState, Stage
from domain.institutions import Category, Delivery, InstitutionNotExisting, SubjectKind, sites
from domain.institutions.sites import SiteAlreadyClosed
from domain.offices import OutsideJurisdiction
from domain.permissions import Permission
from domain.refusals import IdTaken
from persistence.courses import writes as courses
from persistence.courses.table import Course
from persistence.institutions import writes as institutions
from persistence.regions import reference
from persistence.standings import writes as standings
from schema.courses import inputs, types
from schema.courses.inputs import ClassTimeInput, FeeItemInput
from schema.fields import Info, field, optional, refetched
from schema.inputs import OPERATION_ID, OWN_ID, InputFaults, is_given, key_of, own_key
from schema.mutations import StoredAs, begin_transaction, mutation


@strawberry.input(description="The course that is to be published.")
class PublishCourseInput:
    operation_id: UUID = field(OPERATION_ID)
    id: strawberry.ID | None = optional(OWN_ID)
    institution_id: strawberry.ID = field("The institution that offers the course.")
    site_id: strawberry.ID | None = optional(
        "The site at which an offline course is held: one of the institution's own. "
        "Left out for an online course."
    )
    title: str = field("The title of the course, up to 100 characters.")
    subject_kind: SubjectKind = field("Whether the course covers school subjects.")
    category: Category = field("The subject area of the course.")
    delivery: Delivery = field("Whether the course is held online or on site.")
    stages: list[Stage] = field("The school stages of its pupils; at least one.")
    introduction: str | None = optional(
        "The description of the course for parents, up to 2,000 characters."
    )
    class_hour_count: int = field("The class hours of the whole course, 1 to 10,000.")
    lesson_minutes: int = field("The length of one lesson in minutes, 1 to 600.")
    starts_on: dt.date = field("The first day of the term.")
    ends_on: dt.date = field(
        "The last day of the term, inclusive; at most one year after the first."
    )
    skipped_on: list[dt.date] = strawberry.field(
        default_factory=list, description="The days on which no class is held, at most 366."
    )
    fee_items: list[FeeItemInput] = strawberry.field(
        default_factory=list,
        description="The charges of the course, at most 20; an empty list means that it is free.",
    )
    class_times: list[ClassTimeInput] = field(
        "The classes held in every week of the term, at most 40."
    )


@strawberry.type(description="The course is published and offered to parents.")
class CoursePublished:
    course_id: Annotated[UUID, StoredAs("course_id")]
    course: types.Course | None = refetched("course_id", "The course that was published.")


@mutation(
    permission=Permission.COURSE_PUBLISH,
    description="Register a course and offer it to parents.",
    refuses=(
        rules.EnrolmentIsStopped,
        rules.EntitlementMissing,
        rules.ChargeExceedsThreeMonths,
        rules.ChargeExceedsSixtyClassHours,
        rules.ChargeExceedsAmount,
        rules.NoClassTimes,
        rules.ClassEndsTooLate,
        rules.SubjectClassOnForbiddenDay,
        InstitutionNotExisting,
        SiteAlreadyClosed,
        OutsideJurisdiction,
        IdTaken,
    ),
)
async def publish_course(info: Info, input: PublishCourseInput) -> CoursePublished:
    faults = InputFaults()
    course = course_of(faults, input)
    fee_items = inputs.fee_items(faults, input.fee_items, course.id)
    class_times = inputs.class_times(faults, input.class_times, course.id)
    faults.refuse()
    async with begin_transaction(info, input) as transaction:
        institution = await institutions.hold_existing(transaction.session, course.institution_id)
        offices.refuse_unless_own_or_reached(
            transaction.actor,
            Permission.COURSE_PUBLISH,
            institution.id,
            institution.region_code,
            institution.sector,
        )
        region_code = institution.region_code
        if course.site_id is not None:
            site = await institutions.site_of(transaction.session, institution.id, course.site_id)
            sites.refuse_closed(site.facts())
            region_code = site.region_code
        publication = rules.publish(
            course.facts(class_times, fee_items),
            calendar=await reference.calendar(transaction.session, since=input.starts_on),
            vacations=await courses.vacations(transaction.session, region_code, course.ends_on),
            entitlements=await institutions.entitlements(transaction.session, institution.id),
            is_enrolment_stopped=await standings.is_enrolment_stopped(
                transaction.session, institution.id, transaction.today
            ),
            on=transaction.today,
        )
        course.record_publication(publication, at=transaction.now)
        transaction.session.add(course)
        await transaction.session.flush()
        transaction.session.add_all([*fee_items, *class_times])
        transaction.record_transition(
            "Course", course.id, from_state=None, to_state=CourseState.PUBLISHED, event="publish"
        )
        transaction.audit("course.published", on=course.id, provisional=publication.is_provisional)
        return transaction.succeed(CoursePublished(course_id=course.id))


def course_of(faults: InputFaults, input: PublishCourseInput) -> Course:
    """The checked row that an input describes; courses imported from spreadsheets pass the same
    checks."""
    site_id = input.site_id if is_given(input.site_id) else None
    if site_id is not None and input.delivery is Delivery.ONLINE:
        faults.add("siteId", "线上课程不得填写培训场所", "must be left out for an online course")
    if not input.stages:
        faults.add("stages", "至少填写一项", "must name at least one school stage")
    faults.number("skippedOn.length", len(input.skipped_on), least=0, most=366)
    return Course(
        id=own_key("Course", input.id),
        institution_id=key_of("Institution", input.institution_id, "institutionId"),
        site_id=None if site_id is None else key_of("Site", site_id, "siteId"),
        title=faults.name("title", input.title, longest=100),
        subject_kind=input.subject_kind,
        category=input.category,
        delivery=input.delivery,
        stages=sorted(set(input.stages)),
        introduction=faults.optional_text("introduction", input.introduction, longest=2000),
        class_hour_count=faults.number(
            "classHourCount", input.class_hour_count, least=1, most=10_000
        ),
        lesson_minutes=faults.number("lessonMinutes", input.lesson_minutes, least=1, most=600),
        starts_on=input.starts_on,
        ends_on=input.ends_on,
        skipped_on=sorted(set(input.skipped_on)),
        state=CourseState.DRAFT,
        version=1,
    )
