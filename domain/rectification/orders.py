"""An officer of the visit orders a correction, on the spot or by a day; the spot is verified there."""

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from domain import deadlines, thresholds, violations
from domain.actors import Actor
from domain.inspections.certificates import Certificate, refuse_unless_valid
from domain.inspections.terms import InspectionState
from domain.moments import day_of
from domain.permissions import Permission
from domain.rectification.terms import OrderKind, OrderState
from domain.rectification.transitions import ORDER
from domain.refusals import InvalidInput, NotPermitted, Refusal, Violation
from domain.transitions import transition

_OVER = (InspectionState.WITHDRAWN, InspectionState.VOIDED)
MOST_CODES = 50


@dataclass(eq=False)
class NoOrderAfterwards(
    Refusal,
    zh="该检查当前“{state.zh}”，不能再责令改正。",
    en="A correction can no longer be ordered. Current state: {state.en}.",
):
    state: InspectionState


class OfficerNotOnSite(
    Refusal,
    zh="您须先签到，方可责令改正或当场核实。",
    en="Check in at the visit before you order a correction or verify one on the spot.",
    basis="X44",
):
    """Only an officer who is at the place orders or verifies: the others have seen nothing."""


@dataclass(eq=False)
class OrderTooLong(
    Refusal,
    zh="整改期限自下达之日起最长{longest}天，不得晚于{last_on}。",
    en="An order can run for at most {longest} days, until {last_on}.",
    basis="X33",
):
    longest: int
    last_on: dt.date


class OrderNotImmediate(
    Refusal,
    zh="限期整改须由机构提交整改报告后验收，不能当场核实。",
    en="An order with a deadline cannot be verified on the spot. The institution must report "
    "on it first.",
):
    """Only an immediate correction can be verified and closed on the spot."""


@dataclass(frozen=True, slots=True)
class OrderingVisit:
    """The facts about the visit; `team` are the officers sent now, `on_site` those who checked in, and
    when by the server's clock."""

    state: InspectionState
    assigned_at: dt.datetime
    team: Mapping[UUID, Certificate | None]
    on_site: Mapping[UUID, dt.datetime]


@dataclass(frozen=True, slots=True)
class OrderDraft:
    """An order as the phone sends it; `claimed_at` is by the phone's clock."""

    kind: OrderKind
    violation_codes: tuple[str, ...]
    requirements: str
    claimed_at: dt.datetime
    clock_offset_ms: int
    due_on: dt.date | None


@dataclass(frozen=True, slots=True)
class IssuedOrder:
    officer_id: UUID
    issued_on: dt.date
    due_on: dt.date
    due_rule: str
    clock_is_off: bool


def issue(visit: OrderingVisit, draft: OrderDraft, *, by: Actor, now: dt.datetime) -> IssuedOrder:
    """Decide an order, or refuse it.

    NotPermitted for an officer not sent; NoOrderAfterwards; OfficerNotOnSite; InvalidInput with all
    faults of form; OrderTooLong; CertificateNotValid on the day of issue. What the phone claims
    counts where it lies between the officer's arrival and now; else the order is of today, and
    flagged.
    """
    by.needs(Permission.ORDER_ISSUE)
    if by.officer_id is None or by.officer_id not in visit.team:
        raise NotPermitted(Permission.ORDER_ISSUE)
    if visit.state in _OVER:
        raise NoOrderAfterwards(visit.state)
    if by.officer_id not in visit.on_site:
        raise OfficerNotOnSite
    arrived_at = visit.on_site[by.officer_id]
    issued_on, clock_is_off = _issued_on(visit, draft, arrived_at, now)
    if faults := tuple(_faults(draft, issued_on)):
        raise InvalidInput(faults)
    due = _due(draft, issued_on)
    refuse_too_long(issued_on, due)
    refuse_unless_valid(visit.team, by.officer_id, issued_on, issued_on)
    rule = "CO_IMMEDIATE" if draft.kind is OrderKind.IMMEDIATE else "CO_DEADLINE"
    return IssuedOrder(by.officer_id, issued_on, due, rule, clock_is_off)


def suggested_due_on(issued_on: dt.date) -> dt.date:
    """The day proposed for an order with a deadline."""
    rule = deadlines.at("CO_DEADLINE", issued_on)
    return issued_on + dt.timedelta(days=rule.value or 0)


def refuse_too_long(issued_on: dt.date, due_on: dt.date) -> None:
    """Raise OrderTooLong for a day beyond what an order may run in all."""
    longest = thresholds.at("CO_LONGEST", issued_on)
    if not longest.is_met_by((due_on - issued_on).days):
        last_on = issued_on + dt.timedelta(days=longest.value)
        raise OrderTooLong(longest.value, last_on)


def verify_on_site(
    kind: OrderKind,
    state: OrderState,
    team: Mapping[UUID, Certificate | None],
    *,
    on_site: Collection[UUID],
    by: Actor,
) -> OrderState:
    """Close at once what was corrected before the officers' eyes; `on_site` are those who checked in.

    NotPermitted for an officer not sent; OrderNotImmediate; IllegalTransition; OfficerNotOnSite.
    """
    by.needs(Permission.ORDER_ISSUE)
    if by.officer_id is None or by.officer_id not in team:
        raise NotPermitted(Permission.ORDER_ISSUE)
    if kind is not OrderKind.IMMEDIATE:
        raise OrderNotImmediate
    to_state = transition(ORDER, state, "verify_on_site")
    if by.officer_id not in on_site:
        raise OfficerNotOnSite
    return to_state


def _issued_on(
    visit: OrderingVisit, draft: OrderDraft, arrived_at: dt.datetime, now: dt.datetime
) -> tuple[dt.date, bool]:
    offset = dt.timedelta(milliseconds=draft.clock_offset_ms)
    tolerance = dt.timedelta(minutes=thresholds.at("DR_CLOCK_TOLERANCE", day_of(now)).value)
    is_off = abs(offset) > tolerance
    try:
        corrected = draft.claimed_at - offset
    except OverflowError:
        return day_of(now), True
    # A shorter time to correct would be the institution's loss.
    earliest = max(visit.assigned_at, arrived_at - tolerance)
    if earliest <= corrected <= now:
        return day_of(corrected), is_off
    return day_of(now), is_off or not earliest <= corrected <= now + tolerance


def _due(draft: OrderDraft, issued_on: dt.date) -> dt.date:
    return issued_on if draft.due_on is None else draft.due_on


def _faults(draft: OrderDraft, issued_on: dt.date) -> Iterator[Violation]:
    if not draft.requirements.strip():
        yield Violation("requirements", "请写明整改要求", "must say what is to be corrected")
    seen: set[str] = set()
    for i, code in enumerate(draft.violation_codes):
        if code not in violations.BY_CODE:
            yield Violation(f"violationCodes[{i}]", "没有此违规代码", "is not a violation code")
        if code in seen:
            yield Violation(f"violationCodes[{i}]", "重复", "is listed twice")
        seen.add(code)
    if draft.kind is OrderKind.IMMEDIATE and draft.due_on not in (None, issued_on):
        yield Violation(
            "dueOn",
            "立行立改当日完成，不设期限",
            "must be left out: an immediate correction is due the same day",
        )
    if draft.kind is OrderKind.DEADLINE:
        if draft.due_on is None:
            day = suggested_due_on(issued_on)
            yield Violation("dueOn", f"须填写整改期限，建议{day}", f"is required; suggested: {day}")
        elif draft.due_on <= issued_on:
            yield Violation("dueOn", "须晚于下达之日", "must be after the day of issue")
