"""Which result codes and measures go together (§3.9 of the domain analysis)."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from domain import thresholds
from domain.inspections.reports import Report
from domain.inspections.terms import Measure, ResultCode
from domain.refusals import Refusal, Violation

_PENDING = frozenset(
    {ResultCode.PROBLEM_PENDING, ResultCode.INFO_NOT_PUBLISHED, ResultCode.INFO_FALSE}
)
"""A problem whose handling follows, and its sub-codes."""

NEGATIVE = _PENDING | {
    ResultCode.UNREACHABLE,
    ResultCode.CORRECTED_AFTER_ORDER,
    ResultCode.NON_COOPERATION_SERIOUS,
    ResultCode.UNQUALIFIED,
    ResultCode.OTHER,
}
"""The codes that say something is wrong."""


class ResultContradictsFindings(
    Refusal,
    zh="检查发现了问题，检查结果却未反映，请更正结果代码。",
    en="Problems were found, but the result codes report none. Correct the result codes.",
    basis="X42",
):
    """Findings, answers that report a problem, or a correction order, beside codes none of which is
    negative."""


@dataclass(eq=False)
class FindingRequired(
    Refusal,
    zh="检查结果“{result_code.zh}”须至少登记一项违规情形。",
    en='The result "{result_code.en}" requires at least one finding.',
    basis="X42; X34",
):
    result_code: ResultCode


class OrderRequired(
    Refusal,
    zh="检查结果为“发现问题经责令已改正”的，须先下达责令改正。",
    en="A problem corrected after an order requires a correction order. Issue the order first.",
    basis="X42; X34",
):
    """The order is its own record; without one, the problem is pending."""


@dataclass(eq=False)
class AttemptsRequired(
    Refusal,
    zh="认定无法联系须至少记录{required}次联系（现有{recorded}次），或签到并提交证据。",
    en="To report the institution as unreachable, record at least {required} attempts with "
    "their dates ({recorded} so far), or check in and submit evidence.",
    basis="X70; X42",
):
    required: int
    recorded: int


def faults(report: Report) -> Iterator[Violation]:
    """Codes and measures that cannot stand together, whatever was found."""
    codes, measures = set(report.result_codes), set(report.measures)
    if ResultCode.NO_PROBLEM in codes and len(codes) > 1:
        yield Violation("resultCodes", "“未发现问题”须单独选择", "NO_PROBLEM must be the only code")
    if ResultCode.NO_PROBLEM in codes and not any(each.is_checked for each in report.answers):
        yield Violation("answers", "至少检查一项", "at least one item must have been checked")
    if codes >= {ResultCode.QUALIFIED, ResultCode.UNQUALIFIED}:
        yield Violation(
            "resultCodes", "合格与不合格只能选一", "must not have both QUALIFIED and UNQUALIFIED"
        )
    if ResultCode.OTHER in codes and not report.summary.strip():
        yield Violation("summary", "“其他情况”须说明", "is required with OTHER")
    if Measure.NONE_NEEDED in measures and len(measures) > 1:
        yield Violation("measures", "“无需处置”须单独选择", "NONE_NEEDED must be the only measure")
    if Measure.NONE_NEEDED in measures and codes & NEGATIVE:
        yield Violation(
            "measures", "发现问题的，须选择处置措施", "are required where a problem was found"
        )


def refuse_unsupported(
    report: Report, *, on: dt.date, now: dt.datetime, is_shown: bool = False
) -> None:
    """Raise the refusal of the first code that the rest of the report does not bear out. `is_shown`:
    an officer went there, and declared evidence of it."""
    codes = set(report.result_codes)
    if (report.has_problem or report.is_ordered) and not codes & NEGATIVE:
        raise ResultContradictsFindings
    if ResultCode.CORRECTED_AFTER_ORDER in codes and not report.has_order:
        raise OrderRequired
    for code in report.result_codes:
        if code in _PENDING and not report.findings:
            raise FindingRequired(code)
    if ResultCode.UNREACHABLE in codes and not is_shown:
        required = thresholds.at("UNREACHABLE_ATTEMPTS", on)
        recorded = len({attempt for attempt in report.attempts if attempt <= now})
        if not required.is_met_by(recorded):
            raise AttemptsRequired(required.value, recorded)
