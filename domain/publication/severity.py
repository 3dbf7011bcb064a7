"""How serious a negative result is (X80): which class each code has. The classes are the law's, which code
has which is our choice (INF) until the sector's own catalogue says it."""

from collections.abc import Collection, Mapping

from domain.inspections.results import NEGATIVE
from domain.inspections.terms import ResultCode
from domain.terms import Term
from domain.violations import BY_CODE


class ResultSeverity(Term):
    """Ordered: the most serious code of a result is the result's."""

    MINOR = "MINOR", "轻微", "Minor"
    GENERAL = "GENERAL", "一般", "General"
    SERIOUS = "SERIOUS", "严重", "Serious"


_S = ResultSeverity
_MINOR = """
    C19_FORBIDDEN_EMBLEM C19_FORBIDDEN_WORD CONTRACT_NOT_STANDARD DE10_MANAGEMENT DE10_RESOURCES DE11_ARCHIVE
    DE12_FEES_NOT_PUBLISHED DE14_PLAN_NOT_REPORTED INFO_NOT_DISPLAYED INVOICE_NOT_ISSUED LOG_RETENTION
    MATERIAL_NOT_REVIEWED ONLINE_LESSON_MAX OTHER SIGNBOARD_NAME STAFF_FULLTIME
"""
_SERIOUS = """
    CUSTODY_BYPASS DATA_SECURITY E18_CERT_WITHOUT_EVALUATION O53_AGGRAVATED O53_DISGUISED O53_UNAUTHORISED
    SAFETY_FIRE SAFETY_FOOD SAFETY_PREMISES STAFF_MISCONDUCT T17_CERT_WITHOUT_TRAINING
"""
OF_VIOLATION: Mapping[str, ResultSeverity] = {
    **dict.fromkeys(BY_CODE, _S.GENERAL),
    **dict.fromkeys(_MINOR.split(), _S.MINOR),
    **dict.fromkeys(_SERIOUS.split(), _S.SERIOUS),
}
OF_RESULT: Mapping[ResultCode, ResultSeverity] = {
    **dict.fromkeys(NEGATIVE, _S.MINOR),
    ResultCode.INFO_FALSE: _S.GENERAL,
    ResultCode.UNREACHABLE: _S.GENERAL,
    ResultCode.UNQUALIFIED: _S.GENERAL,
    ResultCode.NON_COOPERATION_SERIOUS: _S.SERIOUS,
}
"""Minor where it is the violations found that say how serious it is."""
_RANK = {each: rank for rank, each in enumerate(ResultSeverity)}


def of(
    result_codes: Collection[ResultCode], violation_codes: Collection[str]
) -> ResultSeverity | None:
    """The class of a result by its codes and the violations that it says in public; None for one that
    says nothing against the institution. What is withheld does not count: the class is public."""
    negative = NEGATIVE.intersection(result_codes)
    if not negative:
        return None
    found = (
        *(OF_RESULT[code] for code in negative),
        *(OF_VIOLATION[code] for code in violation_codes),
    )
    return max(found, key=_RANK.__getitem__)
