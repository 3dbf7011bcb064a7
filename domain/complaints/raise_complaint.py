"""What may be raised as a complaint, by whom, and what is promised for it."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from domain import deadlines, thresholds
from domain.actors import Actor
from domain.complaints.terms import ComplaintCategory, ComplaintKind, Identification, Route
from domain.deadlines import Due
from domain.permissions import Permission
from domain.refusals import InvalidInput, Refusal, Violation
from domain.workdays import Calendar

URGENT = frozenset(
    {
        ComplaintCategory.SAFETY,
        ComplaintCategory.RUNAWAY,
        ComplaintCategory.TEACHER_MISCONDUCT,
    }
)
"""These skip the queue (§4.8)."""

_CLOCKS = {
    ComplaintKind.DISPUTE: "C_ACCEPT",
    ComplaintKind.REPORT: "R_VERIFY",
    ComplaintKind.INQUIRY: "H_SIMPLE",
}
CALENDAR_SINCE = dt.timedelta(days=31)
"""Longer than any row of days off: by so much may the last day on which a dispute is taken move."""

_NUMBER_BYTES = 5
_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


class RealNameRequired(
    Refusal,
    zh="投诉须由家长登录后实名提出；匿名请选择举报或咨询。",
    en="Sign in as a parent to raise a dispute in your real name. Reports and inquiries may "
    "be anonymous.",
    basis="X50b Art. 10",
):
    """Mediation needs both parties; a real-name complaint of any kind needs a signed-in account."""


@dataclass(eq=False)
class DisputeTooOld(
    Refusal,
    zh="事情发生于{occurred_on}，已超过{years}年，投诉不予受理。",
    en="The events of {occurred_on} are more than {years} years old, so the dispute cannot be "
    "accepted.",
    basis="X50b Art. 16",
):
    occurred_on: dt.date
    years: int


@dataclass(frozen=True, slots=True)
class Complaint:
    """A complaint as sent; against an institution of the register or a respondent named."""

    kind: ComplaintKind
    category: ComplaintCategory
    identification: Identification
    statement: str
    institution_id: UUID | None = None
    respondent_name: str | None = None
    claim_fen: int | None = None
    occurred_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class RaisedComplaint:
    accept_due: Due
    is_urgent: bool
    route: Route


def raise_complaint(
    complaint: Complaint, *, by: Actor, today: dt.date, calendar: Calendar
) -> RaisedComplaint:
    """Decide what is promised for a complaint received today, or refuse it.

    NotPermitted; RealNameRequired; InvalidInput with all faults of form; DisputeTooOld. The clock
    is that of its kind: accept in 7 working days, verify in 15, answer in 3 (X50, X51). `calendar`
    lists the days from `CALENDAR_SINCE` before today on.
    """
    by.needs(Permission.COMPLAINT_RAISE)
    is_real_name = complaint.identification is Identification.REAL_NAME
    if by.is_anonymous if is_real_name else complaint.kind is ComplaintKind.DISPUTE:
        raise RealNameRequired
    if violations := tuple(_faults(complaint, today)):
        raise InvalidInput(violations)
    _refuse_too_old(complaint, today, calendar)
    rule = deadlines.at(_CLOCKS[complaint.kind], today)
    return RaisedComplaint(
        accept_due=deadlines.due(rule, today, calendar),
        is_urgent=complaint.category in URGENT,
        route=route_of(complaint.category),
    )


def complaint_number(received_on: dt.date, randomness: bytes) -> str:
    """`TS`, the date and eight letters of Crockford's base 32 made from five random bytes."""
    if len(randomness) < _NUMBER_BYTES:
        raise ValueError("five random bytes are needed")
    number = int.from_bytes(randomness[:_NUMBER_BYTES])
    letters = (_CROCKFORD[number >> shift & 31] for shift in range(35, -1, -5))
    return f"TS{received_on:%Y%m%d}{''.join(letters)}"


def route_of(category: ComplaintCategory) -> Route:
    """Who takes a complaint in: of inspectors' conduct another than the unit they belong to."""
    if category is ComplaintCategory.INSPECTOR_CONDUCT:
        return Route.OVERSIGHT
    return Route.INTAKE


def _refuse_too_old(complaint: Complaint, today: dt.date, calendar: Calendar) -> None:
    if complaint.kind is not ComplaintKind.DISPUTE or complaint.occurred_on is None:
        return
    rule = deadlines.at("DISPUTE_AGE", today)
    if deadlines.due(rule, complaint.occurred_on, calendar).on < today:
        raise DisputeTooOld(complaint.occurred_on, rule.value or 0)


def _faults(complaint: Complaint, today: dt.date) -> Iterator[Violation]:
    shortest, longest = (thresholds.at(c, today) for c in ("STATEMENT_MIN", "STATEMENT_MAX"))
    length = len(complaint.statement.strip())
    if not (shortest.is_met_by(length) and longest.is_met_by(length)):
        yield Violation(
            "statement",
            f"须为{shortest.value}至{longest.value}字",
            f"must have {shortest.value} to {longest.value} characters",
        )
    if complaint.institution_id is None and not (complaint.respondent_name or "").strip():
        yield Violation(
            "institutionId", "请说明被投诉方", "is required: name the institution complained about"
        )
    if complaint.occurred_on is not None and complaint.occurred_on > today:
        yield Violation("occurredOn", "不得晚于今天", "must not be in the future")
    if complaint.claim_fen is None:
        return
    if complaint.kind is not ComplaintKind.DISPUTE:
        yield Violation("claimFen", "只有投诉可以提出金额诉求", "is for disputes only")
    elif complaint.claim_fen <= 0:
        yield Violation("claimFen", "须大于零", "must be more than zero")
