"""Rows of the ledger of courses as published courses, by the rules of publishing one."""

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from domain import courses as rules
from domain import identifiers, offices
from domain.courses import ChargeBasis, Stage, Vacation, Weekday
from domain.dates import EARLIEST
from domain.institutions import (
    Category,
    Delivery,
    Entitlement,
    SubjectKind,
    refuse_unless_existing,
)
from domain.institutions.sites import refuse_closed
from domain.permissions import Permission
from domain.refusals import InvalidInput, Refusal
from domain.workdays import Calendar
from ledgers import cells, values_out
from ledgers.cells import Unreadable
from ledgers.importer import Chunk, ImportContext, institution_of
from ledgers.layouts import COURSES
from ledgers.lines import Entry, Outcome
from ledgers.repeats import Repeats
from ledgers.sheets import Cell
from ledgers.versions import held_text
from persistence.courses import writes as courses
from persistence.courses.table import ClassTime, Course, FeeItem
from persistence.engine.database import AsyncSession, RowMapping
from persistence.institutions import writes as institutions
from persistence.institutions.table import Site
from persistence.ledgers import writes as ledgers
from persistence.reading import ids
from persistence.regions import reference
from persistence.standings import writes as standings
from schema.courses import inputs
from schema.courses.mutations.publish_course import course_of
from schema.inputs import InputFaults

_READ: dict[str, Any] = {
    "title": cells.text,
    "subject_kind": lambda cell: cells.word(cell, SubjectKind),
    "category": lambda cell: cells.word(cell, Category),
    "delivery": lambda cell: cells.word(cell, Delivery),
    "stages": lambda cell: cells.words(cell, Stage),
    "introduction": cells.text,
    "class_hour_count": cells.whole,
    "lesson_minutes": cells.whole,
    "starts_on": cells.date,
    "ends_on": cells.date,
    "skipped_on": cells.dates,
}
_COMPARED = {**{name: name for name in _READ}, "site_address": "site_id"}
_FEE = re.compile(
    r"(.+?)\s+([\d.,]+万?)元?/(?:(\d{1,9})课时|(?:(\d{1,9})个月)?(?:(\d{1,9})[天日])?)"
)
_TIME = re.compile(r"(\D+?)\s*(\d{1,2}:\d{2})\s*[-~至—–]+\s*(\d{1,2}:\d{2})")
_PARTS = re.compile(r"[;；\n]+")
_PLAINLY = str.maketrans("０１２３４５６７８９／．　", "0123456789/. ")
_DAYS = {
    name: day
    for day in Weekday
    for name in (day.zh, day.en.lower(), day.value.lower(), f"周{day.zh[-1]}", f"礼拜{day.zh[-1]}")
} | {"星期天": Weekday.SUNDAY, "周天": Weekday.SUNDAY}
_SEPARATE = 2
StatedCourse = tuple[Course, list[FeeItem], list[ClassTime]]
_ONE_AFTER_THE_OTHER = ("an institution's rows look at one another",)


@dataclass(slots=True)
class CourseSurroundings:
    """What the register holds around a chunk; what rules ask is fetched once for each subject."""

    session: AsyncSession
    institutions: dict[str, RowMapping]
    held: dict[tuple[Any, ...], StatedCourse]
    by_id: dict[str, StatedCourse]
    sites: dict[tuple[UUID, str], Site]
    calendar: Calendar
    until: dt.date
    chunk: Chunk = field(default_factory=Chunk)
    vacations: dict[str, list[Vacation]] = field(default_factory=dict)
    entitlements: dict[UUID, list[Entitlement]] = field(default_factory=dict)
    stopped: dict[UUID, bool] = field(default_factory=dict)

    async def vacations_in(self, region_code: str) -> list[Vacation]:
        if region_code not in self.vacations:
            found = await courses.vacations(self.session, region_code, self.until)
            self.vacations[region_code] = found
        return self.vacations[region_code]

    async def entitlements_of(self, institution_id: UUID) -> list[Entitlement]:
        if institution_id not in self.entitlements:
            found = await institutions.entitlements(self.session, institution_id)
            self.entitlements[institution_id] = found
        return self.entitlements[institution_id]

    async def is_stopped(self, institution_id: UUID, on: dt.date) -> bool:
        if institution_id not in self.stopped:
            found = await standings.is_enrolment_stopped(self.session, institution_id, on)
            self.stopped[institution_id] = found
        return self.stopped[institution_id]


class Courses:
    layout, tag = COURSES, "courses.imported"

    def __init__(self, context: ImportContext) -> None:
        self._context = context
        context.actor.needs(Permission.COURSE_PUBLISH)

    def repeats(self) -> Repeats:
        return Repeats(_same)

    def read(self, entry: Entry) -> Entry:
        return entry

    def subjects(self, stated: Entry) -> Iterable[str]:
        return _ONE_AFTER_THE_OTHER

    async def decide(self, session: AsyncSession, stated: Sequence[Entry]) -> Chunk:
        codes = {cells.credit_code(e.values.get("institution_code", "")) for e in stated}
        context = self._context
        known = await ledgers.institutions_named(
            session,
            codes,
            context.within_reach_of,
            Permission.COURSE_PUBLISH,
            is_locked=not context.is_dry,
        )
        owners = [row["id"] for row in known.values()]
        held = await ledgers.courses_of(session, owners)
        around = CourseSurroundings(
            session,
            known,
            {_identity(each[0]): each for each in held},
            {ids.write("Course", each[0].id): each for each in held},
            await ledgers.sites_of(session, owners),
            await reference.calendar(session, since=EARLIEST),
            dt.date.max,
        )
        for entry in stated:
            try:
                await self._take(entry, around)
            except Refusal as refusal:
                entry.refused(_column_of(refusal), refusal)
        return around.chunk

    async def _take(self, entry: Entry, around: CourseSurroundings) -> None:
        owner = institution_of(entry, around.institutions)
        entry.needs_all()
        if owner is None:
            return
        site = self._site(entry, owner["id"], around)
        stated = self._stated(entry, owner["id"], site)
        if stated is None:
            return
        held = self._held(entry, stated, around)
        if held is None:
            if not entry.faults:
                self._refuse_unless_reached(owner)
                await self._publish(entry, stated, owner, site, around)
        else:
            self._compare(entry, stated, held)

    def _refuse_unless_reached(self, owner: RowMapping) -> None:
        offices.refuse_unless_own_or_reached(
            self._context.actor,
            Permission.COURSE_PUBLISH,
            owner["id"],
            owner["region_code"],
            owner["sector"],
        )

    def _site(self, entry: Entry, owner: UUID, around: CourseSurroundings) -> Site | None:
        if "site_address" not in entry.values:
            return None
        address = cells.text(entry.values["site_address"])
        folded = (owner, identifiers.address(address))
        found = around.sites.get((owner, address)) or around.sites.get(folded)
        if found is None:
            entry.fault("site_address", "机构没有此校区", "is not a site of the institution")
        return found

    def _stated(self, entry: Entry, owner: UUID, site: Site | None) -> StatedCourse | None:
        read = {name: entry.take(name, read) for name, read in _READ.items()}
        fees: list[Any] = entry.take("fee_items", _fees) or []
        times: list[Any] = entry.take("class_times", _times) or []
        if entry.faults:
            return None
        rule = entry.take("refund_rule", cells.text)
        for fee in fees:
            fee.refund_rule = rule
        input: Any = SimpleNamespace(
            **read | {"skipped_on": read["skipped_on"] or []},
            id=None,
            institution_id=ids.write("Institution", owner),
            site_id=site and ids.write("Site", site.id),
        )
        faults = InputFaults()
        course = course_of(faults, input)
        stated = (
            course,
            inputs.fee_items(faults, fees, course.id),
            inputs.class_times(faults, times, course.id),
        )
        entry.violated(faults.found)
        return None if entry.faults else stated

    def _held(
        self, entry: Entry, stated: StatedCourse, around: CourseSurroundings
    ) -> StatedCourse | None:
        if "id" not in entry.values:
            return around.held.get(_identity(stated[0]))
        found = around.by_id.get(cells.text(entry.values["id"]))
        if found is None or found[0].institution_id != stated[0].institution_id:
            entry.fault("id", "机构没有此课程", "is not a published course of the institution")
            return None
        return found

    def _compare(self, entry: Entry, stated: StatedCourse, held: StatedCourse) -> None:
        """A course that parents can see is withdrawn and published again, not changed."""
        for key, name in _COMPARED.items():
            if key in entry.values and _differ(getattr(stated[0], name), getattr(held[0], name)):
                _refuse_change(entry, key, held)
        stated_fees, kept_fees = ([fee.facts() for fee in each[1]] for each in (stated, held))
        if "refund_rule" not in entry.values:
            # Rules that differ from item to item have no cell of their own.
            kept_fees = [replace(fee, refund_rule=None) for fee in kept_fees]
        if "fee_items" in entry.values and stated_fees != kept_fees:
            _refuse_change(entry, "fee_items", held)
        if [time.facts() for time in stated[2]] != [time.facts() for time in held[2]]:
            _refuse_change(entry, "class_times", held)

    async def _publish(
        self,
        entry: Entry,
        stated: StatedCourse,
        owner: RowMapping,
        site: Site | None,
        around: CourseSurroundings,
    ) -> None:
        course, fees, times = stated
        refuse_unless_existing(owner["existence"])
        if site is not None:
            refuse_closed(site.facts())
        region_code = site.region_code if site else owner["region_code"]
        publication = rules.publish(
            course.facts(times, fees),
            calendar=around.calendar,
            vacations=[
                each
                for each in await around.vacations_in(region_code)
                if each.first_on <= course.ends_on
            ],
            entitlements=await around.entitlements_of(course.institution_id),
            is_enrolment_stopped=await around.is_stopped(
                course.institution_id, self._context.today
            ),
            on=self._context.today,
        )
        course.record_publication(publication, at=self._context.now)
        course.created_at = self._context.now
        for row in (course, *fees, *times):
            table = type(row)
            around.chunk.add(table, {name: getattr(row, name) for name in table.names()})
        around.held[_identity(course)] = stated
        by = self._context.actor.account_id
        moved = ledgers.transition("Course", course.id, course.state, "publish", by)
        around.chunk.moved.append(moved)
        entry.outcome = Outcome.NEW


def _identity(course: Course) -> tuple[Any, ...]:
    return (course.institution_id, course.title, course.starts_on, course.delivery)


def _refuse_change(entry: Entry, key: str, held: StatedCourse) -> None:
    course, fees, times = held
    match key:
        case "fee_items":
            value: Any = "；".join(values_out.fee(vars(each)) for each in fees)
        case "class_times":
            value = "；".join(values_out.class_time(vars(each)) for each in times)
        case "site_address":
            value = "另一校区" if course.site_id else ""
        case _:
            value = values_out.cell(COURSES.column(key), getattr(course, _COMPARED[key]))
    zh, en = held_text(entry, key, value)
    entry.fault(
        key,
        f"已发布的课程为{zh}，不能更改，请下架后重新发布",
        f"differs from the published course ({en}): withdraw it and publish it again",
    )


def _differ(value: Any, held: Any) -> bool:
    """Stages and days are sets, whatever their order."""
    return bool(sorted(value) != sorted(held) if isinstance(value, list) else value != held)


def _column_of(refusal: Refusal) -> str:
    """The column at which a refusal is reported."""
    match refusal:
        case InvalidInput():
            return "title"
        case rules.ClassEndsTooLate() | rules.NoClassTimes() | rules.SubjectClassOnForbiddenDay():
            return "class_times"
        case rules.EntitlementMissing():
            return "subject_kind"
        case offices.OutsideJurisdiction():
            return "institution_code"
        case _:
            return "fee_items"


def _fees(cell: Cell) -> list[Any]:
    # Not NFKC: a name keeps its full-width brackets.
    text = cells.text(cell).translate(_PLAINLY)
    return [_fee(part) for each in _PARTS.split(text) if (part := each.strip())]


def _fee(text: str) -> Any:
    found = _FEE.fullmatch(text)
    if found is None or not any(found.groups()[_SEPARATE:]):
        raise Unreadable(
            f"“{text[:20]}”应写成：培训费 2400元/40课时",
            "must be written like: Tuition 2400元/40课时",
        )
    name, amount, hours, months, days = found.groups()
    is_by_hour = hours is not None
    return SimpleNamespace(
        name=name,
        basis=ChargeBasis.CLASS_HOUR if is_by_hour else ChargeBasis.PERIOD,
        amount_fen=cells.money(amount),
        months=None if is_by_hour else int(months or 0),
        days=None if is_by_hour else int(days or 0),
        class_hours=int(hours) if is_by_hour else None,
        refund_rule=None,
    )


def _times(cell: Cell) -> list[Any]:
    return [_time(part) for each in _PARTS.split(cells.plain(cell)) if (part := each.strip())]


def _time(text: str) -> Any:
    found = _TIME.fullmatch(text)
    day = _DAYS.get(found[1].strip().lower()) if found else None
    try:
        if found is None or day is None:
            raise ValueError
        starts, ends = (_clock(each) for each in found.groups()[1:])
    except ValueError:
        raise Unreadable(
            f"“{text[:20]}”应写成：星期六 09:00-10:30", "must be written like: Saturday 09:00-10:30"
        ) from None
    return SimpleNamespace(weekday=day, starts_at=starts, ends_at=ends)


def _clock(text: str) -> dt.time:
    hour, _, minute = text.partition(":")
    return dt.time(int(hour), int(minute))


def _same(values: dict[str, Cell]) -> tuple[str, ...]:
    code = values.get("institution_code")
    if code is None:
        return ()
    what = ("id", "title", "starts_on", "delivery")
    return (cells.credit_code(code), *(str(values.get(each, "")) for each in what))
