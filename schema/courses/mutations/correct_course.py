"""An institution, or the registrar responsible for it, corrects a published course."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated, Any
from uuid import UUID

import strawberry
from strawberry import UNSET

from domain import courses as rules
from domain import offices
from domain.courses import Stage
from domain.institutions import (
    Category,
    Delivery,
    InstitutionNotExisting,
    refuse_unless_existing,
    sites,
)
from domain.institutions.sites import SiteAlreadyClosed
from domain.offices import OutsideJurisdiction
from domain.permissions import Permission
from domain.refusals import ChangedMeanwhile
from persistence.courses import writes as courses
from persistence.courses.table import ClassTime, Course
from persistence.institutions import writes as institutions
from persistence.institutions.table import Institution
from persistence.regions import reference
from schema.courses import inputs, types
from schema.courses.inputs import ClassTimeInput
from schema.fields import Info, field, optional, refetched
from schema.inputs import OPERATION_ID, InputFaults, is_given, key_of
from schema.mutations import StoredAs, Transaction, begin_transaction, mutation
from schema.versions import refuse_changed


@strawberry.input(
    description="What of a published course is to be corrected: a field left out stays as it is."
)
class CorrectCourseInput:
    operation_id: UUID = field(OPERATION_ID)
    course_id: strawberry.ID = field("The id of the course to correct.")
    expected_version: int = field("The `version` of the course that the correction is based on.")
    reason: str = field("The reason for the correction, up to 200 characters; it is kept.")
    title: str | None = optional("The title of the course, up to 100 characters.")
    category: Category | None = optional("The subject area of the course.")
    stages: list[Stage] | None = optional("The school stages of its pupils; at least one.")
    introduction: str | None = optional(
        "The description of the course for parents, up to 2,000 characters; null clears it."
    )
    site_id: strawberry.ID | None = optional(
        "The open site of the institution at which an offline course is held."
    )
    skipped_on: list[dt.date] | None = optional(
        "The days on which no class is held, at most 366, in place of those that were."
    )
    class_times: list[ClassTimeInput] | None = optional(
        "The classes held in every week of the term, at most 40, in place of those that were."
    )


@strawberry.type(description="The course is now as requested.")
class CourseCorrected:
    course_id: Annotated[UUID, StoredAs("course_id")]
    course: types.Course | None = refetched("course_id", "The course after the correction.")


@mutation(
    permission=Permission.COURSE_PUBLISH,
    description="Correct a published course. What parents agree to when they enrol stays as it was published:"
    " subject kind, delivery, term, hours and fees; withdraw such a course and publish it again. A correction"
    " that changes nothing keeps the version.",
    refuses=(
        ChangedMeanwhile,
        rules.CourseNotCorrectable,
        rules.NoClassTimes,
        rules.ClassEndsTooLate,
        rules.SubjectClassOnForbiddenDay,
        InstitutionNotExisting,
        SiteAlreadyClosed,
        OutsideJurisdiction,
    ),
)
async def correct_course(info: Info, input: CorrectCourseInput) -> CourseCorrected:
    faults = InputFaults()
    reason = faults.text("reason", input.reason, longest=200)
    key = key_of("Course", input.course_id, "courseId")
    given = _columns(faults, input)
    stated_times = (
        inputs.class_times(faults, input.class_times, key)
        if is_given(input.class_times) and input.class_times is not None
        else None
    )
    faults.refuse()
    async with begin_transaction(info, input) as transaction:
        # The institution first: closing it locks both in this order.
        owner = await courses.owner_of(transaction.session, key)
        institution = await institutions.hold(transaction.session, owner)
        course = await courses.claim(transaction.session, transaction.actor, key)
        offices.refuse_unless_own_or_reached(
            transaction.actor,
            Permission.COURSE_PUBLISH,
            institution.id,
            institution.region_code,
            institution.sector,
        )
        refuse_unless_existing(institution.existence)
        await refuse_changed(transaction, course, input.expected_version)
        transaction.because(reason)
        fees, held_times = await courses.parts_of(transaction.session, course.id)
        times = held_times if stated_times is None else stated_times
        _refuse_online_site(course, given)
        changes = {name: value for name, value in given.items() if getattr(course, name) != value}
        region_code = await _region(transaction, institution, course, changes)
        rules.correct(
            replace(
                course.facts(times, fees),
                skipped_on=frozenset(changes.get("skipped_on", course.skipped_on)),
            ),
            calendar=await reference.calendar(transaction.session, since=course.starts_on),
            vacations=await courses.vacations(transaction.session, region_code, course.ends_on),
            on=transaction.today,
        )
        are_times_new = _spelt(times) != _spelt(held_times)
        if are_times_new:
            transaction.note(course, "classTimes", _spelt(held_times), _spelt(times))
            await courses.replace_class_times(transaction.session, course.id, times)
        if changes or are_times_new:
            course.record_correction(changes)
            changed = sorted([*changes, *(["class_times"] if are_times_new else [])])
            transaction.audit("course.corrected", on=course.id, changed=changed)
        return transaction.succeed(CourseCorrected(course_id=course.id))


async def _region(
    transaction: Transaction, institution: Institution, course: Course, changes: dict[str, Any]
) -> str:
    """Where it is held; a site that it is moved to is open."""
    site_id = changes.get("site_id", course.site_id)
    if site_id is None:
        return institution.region_code
    site = await institutions.site_of(transaction.session, institution.id, site_id)
    if "site_id" in changes:
        sites.refuse_closed(site.facts())
    return site.region_code


def _refuse_online_site(course: Course, given: dict[str, Any]) -> None:
    if "site_id" in given and course.delivery is Delivery.ONLINE:
        faults = InputFaults()
        faults.add("siteId", "线上课程不得填写培训场所", "must be left out for an online course")
        faults.refuse()


def _columns(faults: InputFaults, input: CorrectCourseInput) -> dict[str, Any]:
    """The columns that are given, checked as those of a new course; null clears the introduction alone."""
    given: dict[str, Any] = {}
    if is_given(input.title) and input.title is not None:
        given["title"] = faults.name("title", input.title, longest=100)
    if is_given(input.category):
        given["category"] = input.category
    if is_given(input.stages) and input.stages is not None:
        if not input.stages:
            faults.add("stages", "至少填写一项", "must name at least one school stage")
        given["stages"] = sorted(set(input.stages))
    if input.introduction is not UNSET:
        given["introduction"] = faults.optional_text(
            "introduction", input.introduction, longest=2000
        )
    if is_given(input.site_id) and input.site_id is not None:
        given["site_id"] = key_of("Site", input.site_id, "siteId")
    if is_given(input.skipped_on) and input.skipped_on is not None:
        faults.number("skippedOn.length", len(input.skipped_on), least=0, most=366)
        given["skipped_on"] = sorted(set(input.skipped_on))
    return given


def _spelt(times: Sequence[ClassTime]) -> list[tuple[Any, ...]]:
    return [(each.weekday, each.starts_at, each.ends_at) for each in times]
