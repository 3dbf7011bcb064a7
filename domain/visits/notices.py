"""When an institution gets notice of a visit, when it acknowledges it, and what it may propose."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from domain.actors import Actor
from domain.inspections.terms import InspectionState, Method
from domain.moments import day_of
from domain.permissions import Permission
from domain.refusals import InvalidInput, NotPermitted, Refusal, Violation
from domain.transitions import transition
from domain.visits.terms import AppointmentState
from domain.visits.transitions import APPOINTMENT

MOST_MATERIALS = 30


@dataclass(eq=False)
class NoticeAlreadyIssued(
    Refusal,
    zh="检查通知已于{issued_at}发出。",
    en="The notice was already issued at {issued_at} (Shanghai time).",
    basis="X44",
):
    """There is one notice for each visit."""

    issued_at: dt.datetime


@dataclass(eq=False)
class NoticeTooLate(
    Refusal,
    zh="该检查当前“{state.zh}”，不能再进行此操作。",
    en="This is no longer possible. Current state: {state.en}.",
):
    """Notices and appointments belong before the result."""

    state: InspectionState


@dataclass(eq=False)
class AlreadyAcknowledged(
    Refusal,
    zh="您已于{acknowledged_at}确认收到。",
    en="You already acknowledged receipt at {acknowledged_at} (Shanghai time).",
):
    acknowledged_at: dt.datetime


class AppointmentNotOffered(
    Refusal,
    zh="该检查尚未通知，或不接受预约。",
    en="No notice of this visit has been issued, or it does not accept appointments.",
):
    """An unannounced visit has no appointment."""


class AppointmentOpen(
    Refusal,
    zh="已有待答复的预约。",
    en="A proposed appointment is already awaiting an answer.",
):
    """One proposal at a time."""


@dataclass(eq=False)
class AppointmentSettled(
    Refusal,
    zh="该预约当前“{state.zh}”，不能再答复。",
    en="This appointment has already been answered. Current state: {state.en}.",
):
    state: AppointmentState


@dataclass(frozen=True, slots=True)
class UpcomingVisit:
    """The facts about a visit before it; `notice_at` is None without a notice."""

    state: InspectionState
    authority_id: UUID
    institution_id: UUID
    window_from: dt.date
    window_to: dt.date
    notice_at: dt.datetime | None = None
    acknowledged_at: dt.datetime | None = None
    offers_appointment: bool = False


@dataclass(frozen=True, slots=True)
class NoticeDraft:
    """What the authority itself says in a notice; the rest is what the register knows."""

    methods: tuple[Method, ...]
    materials: tuple[str, ...]
    contact: str
    appointment_possible: bool


def issue(visit: UpcomingVisit, notice: NoticeDraft, *, by: Actor) -> None:
    """Let the managers of the visit's authority notify the institution, once and before the result.

    NotPermitted, NoticeAlreadyIssued, NoticeTooLate, InvalidInput.
    """
    refuse_unless_managed(visit, by)
    if visit.notice_at is not None:
        raise NoticeAlreadyIssued(visit.notice_at)
    _refuse_once_filed(visit)
    if faults := tuple(_faults(notice)):
        raise InvalidInput(faults)


def acknowledge(visit: UpcomingVisit, *, by: Actor) -> None:
    """NotPermitted, AlreadyAcknowledged."""
    _refuse_unless_own(visit, by)
    if visit.acknowledged_at is not None:
        raise AlreadyAcknowledged(visit.acknowledged_at)


def propose(visit: UpcomingVisit, visit_at: dt.datetime, *, by: Actor, now: dt.datetime) -> None:
    """NotPermitted, AppointmentNotOffered, NoticeTooLate, InvalidInput for a time outside the window."""
    _refuse_unless_own(visit, by)
    if visit.notice_at is None or not visit.offers_appointment:
        raise AppointmentNotOffered
    _refuse_once_filed(visit)
    if visit_at <= now:
        raise InvalidInput.of("visitAt", "须晚于当前时间", "must be in the future")
    if not visit.window_from <= day_of(visit_at) <= visit.window_to:
        raise InvalidInput.of("visitAt", "须在检查时限内", "must be within the inspection period")


def answer(
    visit: UpcomingVisit,
    state: AppointmentState,
    *,
    is_accepted: bool,
    reason: str | None,
    by: Actor,
) -> AppointmentState:
    """NotPermitted, AppointmentSettled, NoticeTooLate, InvalidInput for declining with no reason."""
    refuse_unless_managed(visit, by)
    if state is not AppointmentState.PROPOSED:
        raise AppointmentSettled(state)
    _refuse_once_filed(visit)
    if not is_accepted and reason is None:
        raise InvalidInput.of("reason", "不同意须说明理由", "is required to decline")
    return transition(APPOINTMENT, state, "accept" if is_accepted else "decline")


def refuse_unless_managed(visit: UpcomingVisit, by: Actor) -> None:
    held = (office.authority_id for office in by.offices_with(Permission.NOTICE_ISSUE))
    if visit.authority_id not in tuple(held):
        raise NotPermitted(Permission.NOTICE_ISSUE)


def _refuse_unless_own(visit: UpcomingVisit, by: Actor) -> None:
    if visit.institution_id not in tuple(by.institutions_with(Permission.NOTICE_RESPOND)):
        raise NotPermitted(Permission.NOTICE_RESPOND)


def _refuse_once_filed(visit: UpcomingVisit) -> None:
    if visit.state is not InspectionState.TO_ENTER:
        raise NoticeTooLate(visit.state)


def _faults(notice: NoticeDraft) -> Iterator[Violation]:
    if not notice.methods:
        yield Violation("methods", "至少选择一项", "at least one is required")
    yield from _twice(notice.methods, "methods")
    yield from _twice(notice.materials, "materials")


def _twice(given: Sequence[str], field: str) -> Iterator[Violation]:
    if len(set(given)) < len(given):
        yield Violation(field, "重复", "lists one twice")
