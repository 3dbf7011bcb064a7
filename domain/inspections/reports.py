"""A report of a visit as the officers send it, and what may be wrong with its form."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from domain import violations
from domain.checklists import Checklist
from domain.inspections.terms import Handling, Measure, Method, ResultCode
from domain.moments import day_of
from domain.positions import Position, faults_of_position
from domain.refusals import Violation
from domain.visits.clocks import corrected


@dataclass(frozen=True, slots=True)
class Answer:
    """One checklist item; the last three are all given for a checked item, none otherwise."""

    item_code: str
    is_checked: bool
    problem_found: bool | None = None
    handling: Handling | None = None


@dataclass(frozen=True, slots=True)
class FoundViolation:
    violation_code: str
    item_code: str | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What was found, as claimed.

    Moments are aware. `attempts` are the dated attempts to reach the institution,
    `device_clock_offset_ms` is the phone's time minus the server's where the phone knows it.
    `is_ordered`: something was ordered to be corrected at the visit; `has_order`: and found corrected.
    """

    visit_started_at: dt.datetime
    visit_ended_at: dt.datetime
    result_codes: tuple[ResultCode, ...]
    measures: tuple[Measure, ...]
    methods: tuple[Method, ...]
    summary: str
    answers: tuple[Answer, ...] = ()
    findings: tuple[FoundViolation, ...] = ()
    attempts: tuple[dt.datetime, ...] = ()
    has_order: bool = False
    is_ordered: bool = False
    position: Position | None = None
    device_clock_offset_ms: int | None = None
    correction_reason: str | None = None

    @property
    def ended_on(self) -> dt.date:
        """The day of the visit's end on the server's clock: by a phone weeks ahead, holidays that
        count would be skipped."""
        return day_of(corrected(self.visit_ended_at, self.device_clock_offset_ms))

    @property
    def has_problem(self) -> bool:
        return bool(self.findings) or any(answer.problem_found for answer in self.answers)


@dataclass(frozen=True, slots=True)
class WrittenReport:
    """A report with the texts that no rule depends on: `notes` of its answers and `details` of its
    findings, in their order."""

    report: Report
    notes: Sequence[str | None]
    details: Sequence[str]


def faults(report: Report, checklist: Checklist, *, version_no: int) -> Iterator[Violation]:
    """Everything wrong with a report's form, each under its GraphQL path below the input."""
    if report.visit_ended_at < report.visit_started_at:
        yield Violation("visitEndedAt", "不得早于开始时间", "must not be before the start")
    yield from _words(report.result_codes, "resultCodes")
    yield from _words(report.measures, "measures")
    yield from _words(report.methods, "methods")
    yield from _correction(report, version_no)
    yield from _answers(report.answers, checklist)
    yield from _findings(report.findings, checklist)
    if report.position is not None:
        yield from faults_of_position(report.position, "position")


def _words(words: Sequence[str], field: str) -> Iterator[Violation]:
    if not words:
        yield Violation(field, "至少选择一项", "at least one is required")
    if len(set(words)) < len(words):
        yield Violation(field, "重复", "lists one twice")


def _correction(report: Report, version_no: int) -> Iterator[Violation]:
    has_reason = bool(report.correction_reason and report.correction_reason.strip())
    if version_no > 1 and not has_reason:
        yield Violation("correctionReason", "更正须说明理由", "is required for a correction")
    if version_no == 1 and report.correction_reason is not None:
        yield Violation(
            "correctionReason",
            "首次录入无需填写",
            "must be left out: the first version corrects nothing",
        )


def _answers(answers: Sequence[Answer], checklist: Checklist) -> Iterator[Violation]:
    seen: Counter[str] = Counter()
    known = checklist.item_codes
    for index, answer in enumerate(answers):
        path = f"answers[{index}]"
        seen[answer.item_code] += 1
        if answer.item_code not in known:
            yield _unknown_item(f"{path}.itemCode")
        elif seen[answer.item_code] == 2:
            yield Violation(f"{path}.itemCode", "重复", "is answered twice")
        given = {"problemFound": answer.problem_found, "handling": answer.handling}
        for field, value in given.items():
            if answer.is_checked and value is None:
                yield Violation(
                    f"{path}.{field}", "已检查项须填写", "is required for a checked item"
                )
            if not answer.is_checked and value is not None:
                yield Violation(
                    f"{path}.{field}",
                    "未检查项不得填写",
                    "must be left out: the item was not checked",
                )
        if answer.problem_found is False and answer.handling not in (None, Handling.NONE):
            yield Violation(
                f"{path}.handling",
                "未发现问题的，应为“无”",
                "must be NONE where no problem was found",
            )


def _findings(findings: Sequence[FoundViolation], checklist: Checklist) -> Iterator[Violation]:
    known = checklist.item_codes
    for index, finding in enumerate(findings):
        if finding.violation_code not in violations.BY_CODE:
            yield Violation(
                f"findings[{index}].violationCode", "没有此违规代码", "is not a violation code"
            )
        if finding.item_code is not None and finding.item_code not in known:
            yield _unknown_item(f"findings[{index}].itemCode")


def _unknown_item(field: str) -> Violation:
    return Violation(field, "检查表中没有此项", "is not an item of the checklist")
