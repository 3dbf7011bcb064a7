"""Credit repair by class (X80): how serious a result is, how long it is public, when it may be repaired."""

import datetime as dt
from dataclasses import replace
from itertools import product

import pytest

from domain import adoptions
from domain.adoptions import AdoptableRule, Adoption, AdoptionRefused
from domain.deadlines import Due
from domain.inspections.results import NEGATIVE
from domain.inspections.terms import ResultCode
from domain.publication import commitments, older_terms, publish_result, severity, withdrawals
from domain.publication.commitments import Commitment, CommitmentMissing
from domain.publication.older_terms import OlderResult, TermAlreadyDecided, TermNotLonger
from domain.publication.publish_result import PublicTerm, Withheld
from domain.publication.results import DeciderTookPart
from domain.publication.severity import ResultSeverity
from domain.publication.terms import RepairState, TermDecision, WithholdingGround
from domain.publication.withdrawals import OrdersStillOpen, RepairTooEarly
from domain.refusals import InvalidInput, NotPermitted
from domain.roles import Role
from domain.violations import BY_CODE
from tests.domain.facts import an_actor, uid
from tests.domain.test_publication import (
    APPROVED,
    AUDITOR,
    HEAD,
    INSTITUTION,
    KNOWN,
    PUBLISHED,
    day,
)

R, C = ResultSeverity, ResultCode
ON = day("2026-04-01")
GRADED = replace(
    APPROVED, result_codes=(C.PROBLEM_PENDING,), violation_codes=("FALSE_AD",), is_graded=True
)
REPAIRABLE = replace(PUBLISHED, published_on=ON, is_graded=True, repairable_from=day("2026-07-01"))
SIGNED = Commitment(list(commitments.TEXTS)[-1], "校长", day("2026-06-30"))
OLDER = OlderResult(
    PUBLISHED,
    first_published_on=day("2024-03-04"),
    expires_on=day("2029-03-04"),
    credit_code="52320500MJ0000001A",
    result_codes=(C.PROBLEM_PENDING,),
    violation_codes=("SAFETY_FIRE",),
    is_adopted=True,
    is_decided=False,
)


def test_every_code_has_a_class_and_no_class_a_code_that_is_none() -> None:
    assert severity.OF_VIOLATION.keys() == BY_CODE.keys()
    assert severity.OF_RESULT.keys() == NEGATIVE
    assert set(severity.OF_VIOLATION.values()) == set(R)


@pytest.mark.parametrize(
    ("results", "violations", "found"),
    [
        ([C.NO_PROBLEM], [], None),
        ([C.CLOSED_OR_LIQUIDATING], ["SAFETY_FIRE"], None),
        ([C.PROBLEM_PENDING], [], R.MINOR),
        ([C.PROBLEM_PENDING], ["OTHER"], R.MINOR),
        ([C.PROBLEM_PENDING], ["SIGNBOARD_NAME", "FALSE_AD"], R.GENERAL),
        ([C.PROBLEM_PENDING], ["FALSE_AD", "SAFETY_FIRE", "OTHER"], R.SERIOUS),
        ([C.UNREACHABLE], [], R.GENERAL),
        ([C.NON_COOPERATION_SERIOUS, C.OTHER], ["OTHER"], R.SERIOUS),
    ],
)
def test_the_most_serious_code_is_the_results(
    results: list[ResultCode], violations: list[str], found: ResultSeverity | None
) -> None:
    assert severity.of(results, violations) is found


def test_another_code_never_makes_a_result_less_serious() -> None:
    rank = list(R).index
    for one, other in product(BY_CODE, repeat=2):
        alone = severity.of([C.PROBLEM_PENDING], [one])
        both = severity.of([C.PROBLEM_PENDING], [one, other])
        assert alone is not None
        assert both is not None
        assert rank(both) >= rank(alone)


@pytest.mark.parametrize(
    ("violation", "code", "until", "repairable_from"),
    [
        ("OTHER", "52320500MJ0000001A", "2026-07-01", "2026-04-01"),
        ("FALSE_AD", "52320500MJ0000001A", "2027-04-01", "2026-07-01"),
        ("SAFETY_FIRE", "52320500MJ0000001A", "2029-04-01", "2027-04-01"),
        # Of natural persons nothing is public for longer than theirs.
        ("SAFETY_FIRE", "92320500MA0000001A", "2028-04-01", "2027-04-01"),
        ("FALSE_AD", "92320500MA0000001A", "2027-04-01", "2026-07-01"),
    ],
)
def test_a_graded_result_is_public_for_its_class_and_repaired_after_its_shortest_time(
    violation: str, code: str, until: str, repairable_from: str
) -> None:
    approved = replace(GRADED, violation_codes=(violation,), credit_code=code)

    decided = publish_result.publish(approved, by=AUDITOR, withheld=Withheld(), today=ON)

    found = severity.OF_VIOLATION[violation]
    assert decided.term == PublicTerm(day(until), found, day(repairable_from))


def test_where_the_rule_is_not_adopted_or_nothing_is_wrong_all_is_as_before() -> None:
    for approved in (
        replace(GRADED, is_graded=False),
        replace(GRADED, result_codes=(C.NO_PROBLEM,), violation_codes=()),
    ):
        decided = publish_result.publish(approved, by=AUDITOR, withheld=Withheld(), today=ON)
        assert decided.term == PublicTerm(day("2031-04-01"))


def test_what_is_withheld_does_not_show_in_the_class() -> None:
    withheld = Withheld(("SAFETY_FIRE",), WithholdingGround.STATE_SECRET)
    secret = replace(GRADED, violation_codes=("SAFETY_FIRE", "FALSE_AD"))

    with_it = publish_result.publish(secret, by=AUDITOR, withheld=withheld, today=ON)
    without = publish_result.publish(GRADED, by=AUDITOR, withheld=Withheld(), today=ON)

    assert with_it.term == without.term


def test_a_correction_takes_the_class_of_what_it_says_from_the_first_day() -> None:
    worse = replace(
        GRADED,
        violation_codes=("SAFETY_FIRE",),
        first_published_on=ON,
        stands_until=day("2027-04-01"),
    )

    decided = publish_result.publish(
        worse, by=AUDITOR, withheld=Withheld(), today=day("2026-09-01")
    )

    assert decided.term.expires_on == day("2029-04-01")


def test_a_correction_of_an_older_result_does_not_undo_that_it_ends_earlier() -> None:
    shortened = replace(
        GRADED, is_graded=False, first_published_on=ON, stands_until=day("2027-04-01")
    )

    decided = publish_result.publish(
        shortened, by=AUDITOR, withheld=Withheld(), today=day("2026-09-01")
    )

    assert decided.term == PublicTerm(day("2027-04-01"))


def test_repair_is_asked_from_the_first_day_on_with_a_commitment() -> None:
    def ask(on: str, commitment: Commitment | None = SIGNED, open_orders: int = 0) -> Due | None:
        return withdrawals.request_repair(
            replace(REPAIRABLE, open_orders=open_orders),
            by=INSTITUTION,
            commitment=commitment,
            today=day(on),
            calendar=KNOWN,
        )

    with pytest.raises(RepairTooEarly) as early:
        ask("2026-06-30")
    with pytest.raises(CommitmentMissing):
        ask("2026-07-01", None)
    with pytest.raises(OrdersStillOpen):
        ask("2026-07-01", open_orders=1)
    due = ask("2026-07-01")

    assert early.value.first_on == day("2026-07-01")
    assert due == Due(day("2026-07-15"), False, "DR_REPAIR")


def test_of_a_result_that_is_not_graded_repair_is_asked_as_before() -> None:
    result = replace(PUBLISHED, published_on=ON)

    due = withdrawals.request_repair(
        result, by=INSTITUTION, commitment=None, today=ON, calendar=KNOWN
    )

    assert due is None


@pytest.mark.parametrize(
    ("commitment", "field"),
    [
        (replace(SIGNED, text_version="CC-0"), "commitment.textVersion"),
        (replace(SIGNED, signed_on=day("2026-03-31")), "commitment.signedOn"),
        (replace(SIGNED, signed_on=day("2026-07-03")), "commitment.signedOn"),
    ],
)
def test_a_commitment_is_of_the_current_text_and_signed_since_the_publication(
    commitment: Commitment, field: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        commitments.check(commitment, published_on=ON, today=day("2026-07-02"))

    assert [fault.field for fault in refused.value.violations] == [field]


def test_what_became_more_serious_meanwhile_is_not_repaired_yet() -> None:
    worse = replace(REPAIRABLE, repairable_from=day("2027-04-01"))

    with pytest.raises(RepairTooEarly):
        withdrawals.decide_repair(
            worse, RepairState.REQUESTED, by=HEAD, is_granted=True, today=day("2026-07-02")
        )
    refused = withdrawals.decide_repair(
        worse, RepairState.REQUESTED, by=HEAD, is_granted=False, today=day("2026-07-02")
    )

    assert refused.withdrawal is None


@pytest.mark.parametrize(
    ("today", "decision", "until"),
    [
        ("2026-12-01", TermDecision.SHORTEN, "2027-03-04"),
        ("2027-05-01", TermDecision.SHORTEN, "2027-05-01"),
        ("2026-12-01", TermDecision.KEEP, "2029-03-04"),
    ],
)
def test_an_older_result_ends_by_its_class_at_the_earliest_today_or_as_it_was(
    today: str, decision: TermDecision, until: str
) -> None:
    found = older_terms.decide(OLDER, decision, by=HEAD, today=day(today))

    assert (found.expires_on, found.severity) == (day(until), R.SERIOUS)


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        ({"is_decided": True}, TermAlreadyDecided),
        ({"is_adopted": False}, TermNotLonger),
        ({"result": replace(PUBLISHED, is_graded=True)}, TermNotLonger),
        ({"result_codes": (C.NO_PROBLEM,), "violation_codes": ()}, TermNotLonger),
        ({"expires_on": day("2027-03-04")}, TermNotLonger),
        ({"result": replace(PUBLISHED, officers=frozenset({HEAD.officer_id or uid(1)}))},
         DeciderTookPart),
    ],
)  # fmt: skip
def test_there_is_nothing_to_decide_or_not_by_that_person(
    facts: dict[str, object], refusal: type[Exception]
) -> None:
    head = replace(HEAD, officer_id=HEAD.officer_id or uid(1))
    with pytest.raises(refusal):
        older_terms.decide(
            replace(OLDER, **facts),  # type: ignore[arg-type]  # as its fields are
            TermDecision.SHORTEN,
            by=head,
            today=day("2026-12-01"),
        )


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.HEAD])
def test_only_the_head_decides_on_older_results(role: Role) -> None:
    with pytest.raises(NotPermitted):
        older_terms.decide(OLDER, TermDecision.SHORTEN, by=an_actor(role), today=day("2026-12-01"))


@pytest.mark.parametrize(
    ("from_on", "holds_then", "words"),
    [
        ("2026-05-01", False, "after today"),
        ("2026-04-30", False, "after today"),
        ("2026-05-02", True, "already"),
    ],
)
def test_a_rule_is_adopted_for_days_to_come_and_where_it_changes_something(
    from_on: str, holds_then: bool, words: str
) -> None:
    adoption = Adoption(AdoptableRule.CREDIT_REPAIR, "000000", day(from_on), True)

    with pytest.raises(AdoptionRefused, match=words):
        adoptions.adopt(adoption, holds_then=holds_then, today=day("2026-05-01"))


def test_a_rule_holds_no_earlier_than_its_document_and_may_end() -> None:
    rule, today = AdoptableRule.CREDIT_REPAIR, day("2026-03-01")
    first = adoptions.SINCE[rule]

    early = Adoption(rule, "000000", first - dt.timedelta(days=1), True)
    with pytest.raises(AdoptionRefused, match="2026-04-01"):
        adoptions.adopt(early, holds_then=False, today=today)
    on = Adoption(rule, "000000", first, True)
    end = Adoption(rule, "000000", day("2027-01-01"), False)

    assert adoptions.adopt(on, holds_then=False, today=today) == on
    assert adoptions.adopt(end, holds_then=True, today=today) == end
