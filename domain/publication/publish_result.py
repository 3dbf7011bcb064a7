"""When an approved result is published, what of it is withheld, and how long it stays public."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from domain import deadlines
from domain.actors import Actor
from domain.inspections.terms import InspectionState, ResultCode
from domain.inspections.transitions import RESULT
from domain.permissions import Permission
from domain.publication import severity
from domain.publication.results import refuse_part, refuse_unless_office
from domain.publication.severity import ResultSeverity
from domain.publication.terms import WithholdingGround
from domain.refusals import InvalidInput, Refusal, Violation
from domain.transitions import transition

_INDIVIDUAL_BUSINESS = "92"
"""The first two characters of the code of an individual business, which is a natural person."""


@dataclass(eq=False)
class NotAwaitingPublication(
    Refusal,
    zh="该结果当前“{state.zh}”，不能公示。",
    en="The result is not awaiting publication. Current state: {state.en}.",
    basis="X60",
):
    state: InspectionState


@dataclass(frozen=True, slots=True)
class Withheld:
    """Violations that are not published, with the ground; nothing is withheld without one."""

    violation_codes: tuple[str, ...] = ()
    ground: WithholdingGround | None = None


@dataclass(frozen=True, slots=True)
class ApprovedResult:
    """The facts about a result that waits for its publication.

    `violation_codes` are those its record found; `first_published_on` and `correct_due_on` are None
    for a result that was never public. `is_graded`: on the day of its first publication, or today, credit
    repair by class had been adopted. `stands_until` is the last day of the version that counts until now.
    """

    state: InspectionState
    authority_id: UUID
    officers: frozenset[UUID]
    violation_codes: tuple[str, ...]
    publish_due_on: dt.date
    credit_code: str
    first_published_on: dt.date | None = None
    correct_due_on: dt.date | None = None
    result_codes: tuple[ResultCode, ...] = ()
    is_graded: bool = False
    stands_until: dt.date | None = None


@dataclass(frozen=True, slots=True)
class PublicTerm:
    """How long a result is public; `expires_on` is the last day, inclusive. `severity` and the first day on
    which repair may be applied for are None for what is not graded."""

    expires_on: dt.date
    severity: ResultSeverity | None = None
    repairable_from: dt.date | None = None


@dataclass(frozen=True, slots=True)
class ResultPublication:
    """A result made public."""

    event: str
    state: InspectionState
    published_on: dt.date
    term: PublicTerm
    is_late: bool
    withheld: Withheld

    @property
    def is_correction(self) -> bool:
        return self.state is InspectionState.CORRECTED


def publish(
    result: ApprovedResult, *, by: Actor, withheld: Withheld, today: dt.date
) -> ResultPublication:
    """Decide the publication, or refuse it.

    NotPermitted for an auditor of another authority; NotAwaitingPublication; DeciderTookPart for an
    officer of the visit; InvalidInput where something is withheld that was not found, or without a
    ground (X39). The time in public runs from the first publication: a correction does not lengthen
    it (X60), unless it makes a graded result more serious (X80).
    """
    refuse_unless_office(result.authority_id, by, Permission.RESULT_PUBLISH)
    if result.state is not InspectionState.APPROVED:
        raise NotAwaitingPublication(result.state)
    refuse_part(result.officers, by)
    if faults := tuple(_faults(withheld, result.violation_codes)):
        raise InvalidInput(faults)
    first = result.first_published_on
    event = "publish" if first is None else "publish_correction"
    due_on = result.publish_due_on if first is None else result.correct_due_on
    return ResultPublication(
        event,
        transition(RESULT, result.state, event),
        published_on=today,
        term=_term(result, first or today, withheld),
        is_late=due_on is not None and today > due_on,
        withheld=withheld,
    )


def _term(result: ApprovedResult, first_on: dt.date, withheld: Withheld) -> PublicTerm:
    if result.is_graded:
        public = set(result.violation_codes).difference(withheld.violation_codes)
        found = severity.of(result.result_codes, public)
        if found is not None:
            return graded(first_on, result.credit_code, found)
    until = public_until(first_on, result.credit_code)
    # Somebody may have decided that it ends earlier.
    return PublicTerm(min(until, result.stands_until or until))


def graded(first_on: dt.date, credit_code: str, found: ResultSeverity) -> PublicTerm:
    """The longest term of a class, of natural persons not longer than theirs, and when repair may be
    applied for (X80)."""
    longest = deadlines.term(f"DR_PUBLIC_FOR_{found.value}", first_on)
    return PublicTerm(
        min(longest, public_until(first_on, credit_code)),
        found,
        deadlines.term(f"DR_REPAIR_FROM_{found.value}", first_on),
    )


def public_until(first_published_on: dt.date, credit_code: str) -> dt.date:
    """The last day in public: five years, for natural persons two (X60)."""
    is_person = credit_code.startswith(_INDIVIDUAL_BUSINESS)
    rule = "DR_PUBLIC_FOR_PERSON" if is_person else "DR_PUBLIC_FOR"
    return deadlines.term(rule, first_published_on)


def _faults(withheld: Withheld, found: tuple[str, ...]) -> Iterator[Violation]:
    if len(set(withheld.violation_codes)) < len(withheld.violation_codes):
        yield Violation("withheldViolationCodes", "重复", "lists one code twice")
    for index, code in enumerate(withheld.violation_codes):
        if code not in found:
            field = f"withheldViolationCodes[{index}]"
            yield Violation(field, "记录中没有此违规", "is not a violation in the record")
    if withheld.violation_codes and withheld.ground is None:
        yield Violation(
            "withholdingGround", "不予公示须有依据", "is required to withhold a violation"
        )
    if withheld.ground is not None and not withheld.violation_codes:
        yield Violation(
            "withholdingGround", "没有不予公示的内容", "must be left out: nothing is withheld"
        )
