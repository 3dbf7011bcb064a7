"""Results that are public for longer than today's rule would have them: a person decides on each (X80)."""

import datetime as dt
from dataclasses import dataclass

from domain.actors import Actor
from domain.inspections.terms import ResultCode
from domain.permissions import Permission
from domain.publication import publish_result, severity
from domain.publication.publish_result import PublicTerm
from domain.publication.results import (
    PublicResult,
    refuse_part,
    refuse_unless_office,
    refuse_unless_public,
)
from domain.publication.terms import TermDecision
from domain.refusals import Refusal


class TermNotLonger(
    Refusal,
    zh="该公示信息的公示期不长于现行规定，无需决定。",
    en="The record is not public for longer than today's rule says, so there is nothing to decide.",
    basis="X80",
):
    """Also where the rule is not adopted, or the result is graded by it already."""


class TermAlreadyDecided(
    Refusal,
    zh="该公示信息的公示期已作出决定。",
    en="The time in public of this record has already been decided.",
):
    """Once for a visit's result; a correction keeps the decision."""


@dataclass(frozen=True, slots=True)
class OlderResult:
    """A result published before the rule. `is_adopted`: the rule holds today where its authority is."""

    result: PublicResult
    first_published_on: dt.date
    expires_on: dt.date
    credit_code: str
    result_codes: tuple[ResultCode, ...]
    violation_codes: tuple[str, ...]
    is_adopted: bool
    is_decided: bool


def decide(older: OlderResult, decision: TermDecision, *, by: Actor, today: dt.date) -> PublicTerm:
    """The term that the rule gives it, as decided; its last day is not before today.

    NotPermitted for all but the authority's head; RecordSuperseded, ResultNotStanding; DeciderTookPart;
    TermAlreadyDecided; TermNotLonger.
    """
    result = older.result
    refuse_unless_office(result.authority_id, by, Permission.RESULT_WITHDRAW)
    refuse_unless_public(result)
    refuse_part(result.officers, by)
    if older.is_decided:
        raise TermAlreadyDecided
    found = severity.of(older.result_codes, older.violation_codes)
    if found is None or result.is_graded or not older.is_adopted:
        raise TermNotLonger
    term = publish_result.graded(older.first_published_on, older.credit_code, found)
    if term.expires_on >= older.expires_on:
        raise TermNotLonger
    if decision is TermDecision.KEEP:
        return PublicTerm(older.expires_on, found)
    return PublicTerm(max(term.expires_on, today), found)
